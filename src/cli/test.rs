//! `headroom test`: does it still hold?

use super::args::{Test, TestFormat};
use super::console::Progress;
use super::forecast::running;
use super::in_memory::{beside_today, in_memory};
use super::judged::{JudgedScenario, judged};
use super::junit::junit;
use super::{Console, Stop};
use crate::evidence::Evidence;
use crate::evidence::assertions::Outcome;
use headroom_core::engine::Plan;
use headroom_core::experiment::{Asked, Running, Study};
use headroom_core::scenario::{Assertion, Claim, Draft, Fault, Faults, load};
use serde_json::json;
use std::fmt::Write;
use std::process::ExitCode;
use std::sync::Arc;

/// Judges the assertions of every scenario given; all are read before any is run.
pub fn test(args: &Test, console: &Console) -> Result<ExitCode, Stop> {
    let plans = read(args)?;
    let total = plans.iter().map(|p| u64::from(p.scenario.replications)).sum();
    let progress = console.progress(total);
    let running = running(&args.choices, false);
    let mut all = Vec::new();
    let mut cautions = Vec::new();
    for (given, plan) in args.scenarios.iter().zip(&plans) {
        let evidence = evidence(given, plan, args, running, (console, &progress))?;
        all.push(judged(&evidence));
        let of = |c: &crate::evidence::cautions::Caution| {
            format!("caution: {}: {}", plan.scenario.name, c.text)
        };
        cautions.extend(evidence.cautions.iter().map(of));
    }
    progress.finish();
    match args.format {
        TestFormat::Table => console.answer(&text(&all))?,
        TestFormat::Json => {
            console.json(&json!({ "version": env!("CARGO_PKG_VERSION"), "scenarios": all }))?;
        }
        TestFormat::Junit => console.answer(&junit(&all))?,
    }
    cautions.iter().for_each(|caution| console.say(caution));
    Ok(ExitCode::from(match all.iter().map(|j| j.verdict).max() {
        Some(Outcome::Fails) => 1,
        Some(Outcome::Undecided) => 3,
        _ => 0,
    }))
}

/// What `plan` shows, with today's system beside it where something is asserted against that.
fn evidence(
    given: &str,
    plan: &Plan,
    args: &Test,
    running: Running,
    (console, progress): (&Console, &Progress),
) -> Result<Evidence, Stop> {
    let foreseen = u64::from(plan.scenario.replications);
    let against = |a: &Assertion| matches!(a.claim, Claim::MoreThanToday(..));
    if !plan.scenario.assertions.iter().any(against) {
        let outcomes = in_memory(&Study::of_one(plan), running, (console, progress, foreseen))?;
        return Ok(Evidence::new(plan, Arc::unwrap_or_clone(outcomes.get(0)?)));
    }
    let draft = Draft::read(given)?;
    let asked = Asked::of(args.choices.all_changes(), &[]);
    let mut all = beside_today(&draft, asked, running, (console, progress, foreseen))?;
    Ok(all.swap_remove(0))
}

/// The scenarios, ready to run, or the faults of all of them.
fn read(args: &Test) -> Result<Vec<Plan>, Stop> {
    let changes = args.choices.all_changes();
    let (mut plans, mut faults) = (Vec::new(), Vec::new());
    for given in &args.scenarios {
        let plan = load(given, &changes).and_then(|scenario| {
            Plan::new(&scenario).map_err(|f| Faults::from(f.in_file(&**given)))
        });
        match plan {
            Ok(plan) if plan.scenario.assertions.is_empty() => {
                faults.push(nothing_to_test(given).to_string());
            }
            Ok(plan) => plans.push(plan),
            Err(found) => faults.push(found.to_string()),
        }
    }
    if faults.is_empty() { Ok(plans) } else { Err(Stop(faults.join("\n"))) }
}

fn nothing_to_test(given: &str) -> Faults {
    let fault = Fault::at("/assertions", "nothing", "at least one assertion to test");
    fault.hint("docs/scenarios.md shows how to write one").in_file(given).into()
}

/// Verdicts for people: what was asserted, and below it what was found.
fn text(all: &[JudgedScenario]) -> String {
    let mut text = String::new();
    for j in all {
        let _ = writeln!(text, "{}: seed {}, replications {}", j.scenario, j.seed, j.replications);
        for v in &j.assertions {
            let _ = writeln!(text, "  {:<9}  {}: {}", v.verdict.word(), v.id, v.text);
            let _ = writeln!(text, "             {}", v.found);
            if v.verdict != Outcome::Holds && !v.why.is_empty() {
                let _ = writeln!(text, "             asserted because: {}", v.why);
            }
        }
        text.push('\n');
    }
    let count =
        |of: Outcome| all.iter().flat_map(|j| &j.assertions).filter(|v| v.verdict == of).count();
    let (hold, fail) = (count(Outcome::Holds), count(Outcome::Fails));
    let undecided = count(Outcome::Undecided);
    text + &format!("assertions: {hold} hold, {fail} fail, {undecided} undecided")
}
