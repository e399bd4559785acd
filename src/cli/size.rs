//! `headroom size`: which operating threshold keeps what is asked?

use super::args::Size;
use super::variants::{StudyShown, carry_out};
use super::{Console, Stop};
use crate::evidence::assertions::Outcome;
use crate::evidence::sizing::Sizing;
use crate::evidence::tables::{sizing_json, sizing_table};
use crate::report::{sizing as sizing_chart, study_charts};
use headroom_core::experiment::{Asked, Axis, Setting};
use headroom_core::scenario::{Change, Draft, Fault, Faults, Scenario};
use serde_json::Value;
use std::process::ExitCode;

/// Judges the bounds at every threshold, and says which keep all of them.
pub fn size(args: &Size, console: &Console) -> Result<ExitCode, Stop> {
    let draft = Draft::read(&args.common.scenario)?;
    let set = args.common.choices.all_changes();
    let base = draft.with(&[("--set", &set)])?;
    if !base.mechanism.enabled {
        let text = "the mechanism is switched off, so that no threshold does anything\n  hint: --set /mechanism/enabled=true";
        return Err(Stop(text.to_owned()));
    }
    let keeps = assertions(args, &base)?;
    draft.with(&[("--set", &set), ("--keep", &keeps)])?;
    let mut axes = vec![axis("--thresholds", "/mechanism/operating_threshold", &args.thresholds)?];
    if let Some(values) = &args.capacities {
        axes.push(axis("--capacities", "/gateway/max_capacity", values)?);
    }
    let set = set.into_iter().chain(keeps).collect();
    let asked =
        Asked { set, settings: vec![Setting::as_it_stands()], axes, beside: !args.beside.alone };
    carry_out(&args.common, &draft, asked, console, |f| {
        let found = Sizing::new(f, &args.keep);
        let mut charts: Vec<_> =
            sizing_chart(f, &found)?.map(|svg| ("sizing", svg)).into_iter().collect();
        charts.extend(study_charts(f)?);
        Ok(StudyShown {
            sentences: found.sentences(),
            small: vec![found.table()],
            whole: "sizing",
            tables: vec![sizing_table(f, &found)],
            charts,
            json: Some(("sizing", sizing_json(f, &found))),
            code: match found.outcome() {
                Outcome::Holds => 0,
                Outcome::Fails => 1,
                Outcome::Undecided => 3,
            },
        })
    })
}

/// The bounds as what the scenario asserts, and nothing else: they are read, checked and judged as such.
fn assertions(args: &Size, base: &Scenario) -> Result<Vec<Change>, Stop> {
    let each = args.keep.iter().enumerate();
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
