//! `headroom compare`: what would change? Its settings are given one by one, or are options, or a change of the list for
//! each SRV (`options.rs`).

use super::options::{changes_of_the_list, of_list, of_options, options};
use super::{Kind, StudyShown};
use crate::cli::Stop;
use crate::cli::args::{Common, Compare, Format};
use crate::evidence::findings::Findings;
use crate::evidence::first::of_study;
use crate::evidence::northbound::release_table;
use crate::evidence::study_answer::study_sentences;
use crate::evidence::study_json::study_report;
use crate::evidence::study_table::study_table;
use crate::evidence::table::Titled;
use crate::evidence::tables::study_tables;
use crate::report::study_charts;
use headroom_core::experiment::Asked;
use headroom_core::scenario::{Draft, Fault, Faults, Options};
use serde_json::Value;

/// What the settings are.
pub enum Settings {
    /// Given one by one.
    Given,
    /// Options of a file.
    Options(Options),
    /// Changes of the Prioritised list.
    List,
}

impl Kind for Compare {
    type Question = Settings;

    fn common(&self) -> &Common {
        &self.common
    }

    fn asked(&self, draft: &Draft) -> Result<(Asked, Settings), Stop> {
        let set = self.common.choices.all_changes();
        match (&self.options, self.each_srv) {
            (Some(given), _) => {
                let (settings, options) = options(draft, &set, given)?;
                Ok((Asked { set, settings, ..Asked::default() }, Settings::Options(options)))
            }
            (None, Some(change)) => {
                let settings = changes_of_the_list(&draft.with(&[("--set", &set)])?, change)?;
                Ok((Asked { set, settings, ..Asked::default() }, Settings::List))
            }
            (None, None) => {
                let same =
                    |i: &usize| self.with[..*i].iter().any(|s| s.changes == self.with[*i].changes);
                if let Some(i) = (0..self.with.len()).find(same) {
                    let found = format!("the setting ‘{}’, which another is", self.with[i].name);
                    let fault = Fault::at("", found, "each setting once");
                    return Err(Faults::from(fault.in_file("--with")).into());
                }
                Ok((Asked::of(set, &self.with), Settings::Given))
            }
        }
    }

    fn shown(&self, settings: &Settings, f: &Findings) -> Result<StudyShown, Stop> {
        match settings {
            Settings::Given => of_settings(f, self.common().format),
            Settings::Options(options) => of_options(f, options),
            Settings::List => of_list(f),
        }
    }
}

/// What is shown of settings and axes that were given.
pub(super) fn of_settings(f: &Findings, format: Format) -> Result<StudyShown, Stop> {
    Ok(StudyShown {
        first: of_study(f),
        sentences: study_sentences(f),
        small: small(f),
        tables: study_tables(f),
        charts: study_charts(f),
        // Of many variants it is long, and only printed.
        json: match format {
            Format::Json => serde_json::to_value(study_report(f))?,
            Format::Table => Value::Null,
        },
        code: 0,
    })
}

/// The small tables of variants.
pub(super) fn small(f: &Findings) -> Vec<Titled> {
    let variants = Titled { part_of: Some("variants"), ..study_table(f).into() };
    std::iter::once(variants).chain(release_table(f).map(Titled::from)).collect()
}
