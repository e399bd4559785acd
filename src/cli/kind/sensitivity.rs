//! `headroom sensitivity`: what does the answer hinge on?

use super::contrasts::{given, of_questions, variants};
use super::{Kind, StudyShown};
use crate::cli::Stop;
use crate::cli::args::{Common, SensitivityArgs as Args};
use crate::evidence::contrast::{self, contrasts};
use crate::evidence::findings::Findings;
use crate::evidence::first::of_sensitivity;
use crate::evidence::kept::Kept;
use crate::evidence::plain;
use crate::evidence::questions;
use crate::evidence::sensitivity::Sensitivity;
use crate::evidence::study_json::study_report_of;
use crate::evidence::table::Titled;
use crate::evidence::tables::{
    contrasts_json, contrasts_table, sensitivity_json, sensitivity_table, study_tables,
};
use crate::evidence::told::Told;
use crate::evidence::words::listed;
use crate::report::tornado;
use headroom_core::experiment::{Asked, Setting};
use headroom_core::scenario::{Draft, Fault, Faults, InputRange, Scenario, kept_beside, kept_path};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

impl Kind for Args {
    /// The scenario, its inputs, and what is compared over them.
    type Question = (Scenario, Vec<InputRange>, Vec<contrast::Asked>);

    fn common(&self) -> &Common {
        &self.common
    }

    /// An end of a range may be what stands there.
    fn asks_each(&self) -> bool {
        false
    }

    fn asked(&self, draft: &Draft) -> Result<(Asked, Self::Question), Stop> {
        let set = self.common.choices.all_changes();
        let base = draft.with_ranges(&[("--set", &set)])?;
        let inputs = inputs(&base, &self.range)?;
        for measure in &self.figures {
            measure.whose(&base).map_err(|fault| Faults::from(fault.in_file("--figures")))?;
        }
        // The scenario's own have been read at both ends.
        for change in self.range.iter().flat_map(InputRange::ends) {
            draft.with(&[("--set", &set), ("--range", &[change])])?;
        }
        let ends = inputs.iter().flat_map(|range| range.ends().map(|change| (range, change)));
        let setting = |(range, change): (&InputRange, headroom_core::scenario::Change)| Setting {
            name: format!("{} = {}", range.id, plain(&change.value)),
            changes: vec![change],
        };
        let mut settings: Vec<Setting> = ends.map(setting).collect();
        let mut wanted = given(&self.with)?;
        if self.keep {
            wanted.extend(of_questions(&base.name)?);
        }
        let asked = variants((draft, &set), &inputs, &mut settings, wanted)?;
        Ok((Asked::of(set, &settings), (base, inputs, asked)))
    }

    fn files(
        &self,
        (base, inputs, asked): &Self::Question,
        f: &Findings,
    ) -> Result<Vec<(PathBuf, String)>, Stop> {
        if !self.keep {
            return Ok(Vec::new());
        }
        let given = &self.common.scenario;
        let path = match Path::new(given) {
            path if path.is_file() => match kept_path(&base.name).map(PathBuf::from) {
                // The project's own file of a shipped scenario.
                Some(shipped) if path.starts_with("scenarios") => shipped,
                _ => kept_beside(path),
            },
            _ => kept_path(given).map_or_else(|| kept_beside(Path::new(given)), PathBuf::from),
        };
        let found = Sensitivity::new(f, inputs, figures(self, base, f));
        let called = if path.starts_with("data/sensitivity") { &base.name } else { given };
        let command =
            format!("headroom sensitivity {called} --keep --replications {}", f.replications());
        let compared = contrasts(f, asked, &found.figures);
        Ok(vec![(path, Kept::new(f, &found, (asked, &compared), command).text()?)])
    }

    fn shown(
        &self,
        (base, inputs, asked): &Self::Question,
        f: &Findings,
    ) -> Result<StudyShown, Stop> {
        let found = Sensitivity::new(f, inputs, figures(self, base, f));
        let mut tables = study_tables(f);
        tables.push(sensitivity_table(f, &found));
        let compared = contrasts(f, asked, &found.figures);
        let rows = || compared.iter().map(|of| (&asked[of.of], of, inputs.as_slice()));
        let mut small = vec![Titled { part_of: Some("sensitivity"), ..found.table().into() }];
        if !asked.is_empty() {
            tables.push(contrasts_table(f, asked, &compared, inputs));
            small.push(Titled { part_of: Some("contrasts"), ..contrast::table(rows()).into() });
        }
        let sentences: Vec<String> =
            contrast::sentences(rows()).into_iter().chain(found.sentences()).collect();
        let json = ("sensitivity", sensitivity_json(f, &found).into());
        let mut json = study_report_of(f, &sentences, json);
        if !asked.is_empty() {
            json["contrasts"] = contrasts_json(f, asked, &compared, inputs).into();
        }
        Ok(StudyShown {
            first: of_sensitivity(&found),
            small,
            tables,
            charts: tornado(f, &found).map(|svg| ("tornado", svg)).into_iter().collect(),
            json,
            sentences,
            code: 0,
        })
    }
}

/// The scenario's ranges, each by the one of its name that was given in its place, then the others given.
pub(super) fn inputs(base: &Scenario, given: &[InputRange]) -> Result<Vec<InputRange>, Stop> {
    let mut all = base.ranges.clone();
    for (i, range) in given.iter().enumerate() {
        if given[..i].iter().any(|other| other.id == range.id) {
            let fault = Fault::at("", format!("{:?} twice", range.id), "each name once");
            let other = format!("{} again", range.id);
            let fault = fault.hint(format!(
                "give each a name of its own: --range '{other}: {}=…'",
                range.pointer
            ));
            return Err(Faults::from(fault.in_file("--range")).into());
        }
        if range.low == range.high {
            let fault = Fault::at(&range.pointer, "the same value at both ends", "two values");
            return Err(Faults::from(fault.in_file("--range")).into());
        }
        let touched = all.iter().filter(|o| o.id != range.id && o.touches(&range.pointer));
        let touched: Vec<&InputRange> = touched.collect();
        if let Some(first) = touched.first() {
            let moves = |o: &&InputRange| format!("‘{}’ moves at {}", o.id, o.pointer);
            let which: Vec<String> = touched.iter().map(moves).collect();
            let found = format!("{}, which {}", range.pointer, listed(&which));
            let fault = Fault::at("", found, "a place that no other range moves");
            // In the place of one of several it would still touch the others.
            let hint = match touched.len() {
                1 => format!("in its place: --range '{}: {}=…'", first.id, range.pointer),
                _ => "leave out the scenario's own with --set '/ranges=[]', or move one value of it at a time".to_owned(),
            };
            return Err(Faults::from(fault.hint(hint).in_file("--range")).into());
        }
        match all.iter_mut().find(|other| other.id == range.id) {
            Some(other) => *other = range.clone().of_its_place(),
            None => all.push(range.clone().of_its_place()),
        }
    }
    if all.is_empty() {
        let fault = Fault::at("/ranges", "nothing", "at least one input and its range");
        let fault = fault.hint(
            "add --range '/mechanism/operating_threshold=0.7..0.9', or `ranges` to the scenario",
        );
        return Err(Faults::from(fault.in_file(base.name.as_str())).into());
    }
    Ok(all)
}

/// The figures asked for, or the headlines; what is kept has both, and those that questions ask for.
fn figures(args: &Args, base: &Scenario, f: &Findings) -> Vec<Told> {
    let told = |m: &headroom_core::scenario::FigureOf| {
        let (whose, _) = m.whose(base).ok()?;
        Some(Told::new(m.figure, whose, &m.to_string()))
    };
    let mut all: Vec<Told> = args.figures.iter().filter_map(told).collect();
    if all.is_empty() || args.keep {
        all.extend(Told::headlines(f));
    }
    if args.keep {
        all.extend(questions::figures(base).iter().filter_map(told));
    }
    let mut seen = BTreeSet::new();
    all.retain(|told| seen.insert((told.figure, told.whose)));
    all
}
