//! `headroom size`: which operating threshold keeps what is asked?

use super::{Kind, StudyShown};
use crate::cli::Stop;
use crate::cli::args::{Common, Size};
use crate::evidence::assertions::Outcome;
use crate::evidence::findings::Findings;
use crate::evidence::first::of_sizing;
use crate::evidence::sizing::Sizing;
use crate::evidence::study_json::study_report_of;
use crate::evidence::table::Titled;
use crate::evidence::tables::{sizing_json, sizing_table, sizing_today_table, study_tables};
use crate::report::{sizing as sizing_chart, study_charts};
use headroom_core::experiment::{Asked, Axis};
use headroom_core::scenario::{Change, Draft, Fault, Faults, Keep, Scenario};
use serde_json::Value;

impl Kind for Size {
    type Question = ();

    fn common(&self) -> &Common {
        &self.common
    }

    fn beside(&self) -> bool {
        !self.beside.alone
    }

    fn asked(&self, draft: &Draft) -> Result<(Asked, ()), Stop> {
        let set = self.common.choices.all_changes();
        let base = draft.with(&[("--set", &set)])?;
        if !base.mechanism.enabled {
            let text = "the mechanism is switched off, so that no threshold does anything\n  hint: --set /mechanism/enabled=true";
            return Err(Stop(text.to_owned()));
        }
        let keeps = self.keeps();
        if self.beside.alone && (self.keep.is_empty() || keeps.iter().any(|k| k.more_than_today)) {
            let text = "--alone leaves today's system out, against which this is to be judged\n  hint: leave --alone out, or give a --keep without `- today`";
            return Err(Stop(text.to_owned()));
        }
        let keeps = assertions(&keeps, &base)?;
        draft.with(&[("--set", &set), ("--keep", &keeps)])?;
        let mut axes =
            vec![axis("--thresholds", "/mechanism/operating_threshold", &self.thresholds)?];
        if let Some(values) = &self.capacities {
            axes.push(axis("--capacities", "/gateway/max_capacity", values)?);
        }
        let set = set.into_iter().chain(keeps).collect();
        Ok((Asked { axes, ..Asked::of(set, &[]) }, ()))
    }

    fn shown(&self, (): &(), f: &Findings) -> Result<StudyShown, Stop> {
        let found = Sizing::new(f, &self.keeps(), self.keep.is_empty());
        let mut charts: Vec<_> =
            sizing_chart(f, &found).map(|svg| ("sizing", svg)).into_iter().collect();
        charts.extend(study_charts(f));
        let mut tables = study_tables(f);
        tables.push(sizing_table(f, &found));
        tables.extend(sizing_today_table(f, &found));
        Ok(StudyShown {
            first: of_sizing(f, &found),
            small: vec![Titled { part_of: Some("sizing"), ..found.table().into() }],
            tables,
            charts,
            json: study_report_of(f, &found.sentences(), ("sizing", sizing_json(f, &found))),
            sentences: found.sentences(),
            code: match found.outcome() {
                Outcome::Holds => 0,
                Outcome::Fails => 1,
                Outcome::Undecided => 3,
            },
        })
    }
}

/// What is kept where nobody says what: nobody who keeps to its own is left without an answer, and the DSP is not out of service,
/// more than today.
const NO_WORSE: [&str; 2] = ["never_answered.not_above - today<=0", "outage_s - today<=0"];

impl Size {
    /// What is to be kept.
    fn keeps(&self) -> Vec<Keep> {
        match self.keep.is_empty() {
            true => NO_WORSE.map(|keep| keep.parse().expect("bounds of ours")).to_vec(),
            false => self.keep.clone(),
        }
    }
}

/// The bounds as what the scenario asserts, and nothing else: they are read, checked and judged as such.
pub(super) fn assertions(keeps: &[Keep], base: &Scenario) -> Result<Vec<Change>, Stop> {
    let each = keeps.iter().enumerate();
    let forms: Result<Vec<Value>, Fault> =
        each.map(|(i, keep)| keep.assertion(base, &format!("keep-{}", i + 1))).collect();
    let forms = forms.map_err(|fault| Faults::from(fault.in_file("--keep")))?;
    Ok(vec![Change { pointer: "/assertions".to_owned(), value: forms.into() }])
}

fn axis(option: &str, pointer: &str, values: &str) -> Result<Axis, Stop> {
    let axis: Result<Axis, String> = format!("{pointer}={values}").parse();
    let axis = axis.map_err(|why| Stop(format!("{option}: {why}")))?;
    match axis.numbers() {
        Some(_) => Ok(axis),
        None => Err(Stop(format!("{option}: {values} are not numbers of one unit"))),
    }
}
