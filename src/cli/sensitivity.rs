//! `headroom sensitivity`: what does the answer hinge on?

use super::args::SensitivityArgs as Args;
use super::variants::{StudyShown, carry_out};
use super::{Console, Stop};
use crate::evidence::findings::Findings;
use crate::evidence::plain;
use crate::evidence::sensitivity::Sensitivity;
use crate::evidence::tables::{sensitivity_json, sensitivity_table};
use crate::evidence::told::Told;
use crate::report::tornado;
use headroom_core::experiment::{Asked, Setting};
use headroom_core::scenario::{Draft, Fault, Faults, InputRange, Scenario};
use std::process::ExitCode;

/// Runs every input alone at both ends of its range, and says which move the figures most.
pub fn sensitivity(args: &Args, console: &Console) -> Result<ExitCode, Stop> {
    let draft = Draft::read(&args.common.scenario)?;
    let set = args.common.choices.all_changes();
    let base = draft.with_ranges(&[("--set", &set)])?;
    let inputs = inputs(&base, &args.range)?;
    for measure in &args.figures {
        measure.whose(&base).map_err(|fault| Faults::from(fault.in_file("--figures")))?;
    }
    // The scenario's own have been read at both ends.
    for change in args.range.iter().flat_map(InputRange::ends) {
        draft.with(&[("--set", &set), ("--range", &[change])])?;
    }
    let mut settings = vec![Setting::as_it_stands()];
    for range in &inputs {
        for change in range.ends() {
            let name = format!("{} = {}", range.id, plain(&change.value));
            settings.push(Setting { name, changes: vec![change] });
        }
    }
    let asked = Asked { set, settings, ..Asked::default() };
    carry_out(&args.common, &draft, asked, console, |f| {
        let found = Sensitivity::new(f, &inputs, figures(args, &base, f));
        Ok(StudyShown {
            sentences: found.sentences(),
            small: vec![found.table()],
            whole: "sensitivity",
            tables: vec![sensitivity_table(f, &found)],
            charts: tornado(f, &found)?.map(|svg| ("tornado", svg)).into_iter().collect(),
            json: Some(("sensitivity", sensitivity_json(f, &found).into())),
            code: 0,
        })
    })
}

/// The scenario's ranges, each by the one of its name that was given in its place, then the others given.
fn inputs(base: &Scenario, given: &[InputRange]) -> Result<Vec<InputRange>, Stop> {
    let mut all = base.ranges.clone();
    for (i, range) in given.iter().enumerate() {
        if given[..i].iter().any(|other| other.id == range.id) {
            let fault = Fault::at("", format!("{:?} twice", range.id), "each name once");
            let fault = fault.hint(format!("name them: --range 'NAME: {}=…'", range.pointer));
            return Err(Faults::from(fault.in_file("--range")).into());
        }
        if range.low == range.high {
            let fault = Fault::at(&range.pointer, "the same value at both ends", "two values");
            return Err(Faults::from(fault.in_file("--range")).into());
        }
        match all.iter_mut().find(|other| other.id == range.id) {
            Some(other) => *other = range.clone(),
            None => all.push(range.clone()),
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

/// The figures asked for, or the headlines.
fn figures(args: &Args, base: &Scenario, f: &Findings) -> Vec<Told> {
    if args.figures.is_empty() {
        return Told::headlines(f);
    }
    let told = |m: &headroom_core::scenario::FigureOf| {
        let (whose, _) = m.whose(base).ok()?;
        Some(Told::new(m.figure, whose, &m.to_string()))
    };
    args.figures.iter().filter_map(told).collect()
}
