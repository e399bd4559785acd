//! `headroom run`: what happens?

use super::args::{Format, Run};
use super::console::table;
use super::study;
use super::{Console, Stop};
use crate::engine::Plan;
use crate::evidence::{Evidence, answer_rows, report, sentence};
use crate::experiment::{Running, replicate};
use crate::scenario::{Change, load};
use comfy_table::Table;
use std::path::PathBuf;

/// Runs a scenario, prints the answer and writes the study.
pub fn run(args: &Run, console: &Console) -> Result<(), Stop> {
    let scenario = load(&args.scenario, &changes(args))?;
    let plan = Plan::new(&scenario)
        .map_err(|fault| crate::scenario::Faults::from(fault.in_file(&*args.scenario)))?;
    let out = args.out.clone().unwrap_or_else(|| PathBuf::from("reports").join(&scenario.name));
    study::writable(&out)?;
    let progress = console.progress(u64::from(scenario.replications));
    let running = Running { threads: args.threads, step_all: args.step_all };
    let ledgers = replicate(&plan, running, || progress.done()).map_err(Stop)?;
    progress.finish();
    let evidence = Evidence::new(&plan, ledgers);
    study::write(&out, &evidence)?;
    match args.format {
        Format::Json => console.json(&report(&evidence))?,
        Format::Table => {
            console.answer(&format!("{}\n\n{}", sentence(&evidence), small_table(&evidence)))?;
        }
    }
    for caution in &evidence.cautions {
        console.say(&format!("caution: {}", caution.text));
    }
    console.say(&format!("tables and charts are in {}", out.display()));
    Ok(())
}

/// `--set`, then the options that stand for a value of the file.
fn changes(args: &Run) -> Vec<Change> {
    let mut changes = args.changes.clone();
    let mut set = |pointer: &str, value: Option<serde_json::Value>| {
        changes.extend(value.map(|value| Change { pointer: pointer.to_owned(), value }));
    };
    set("/seed", args.seed.map(Into::into));
    set("/replications", args.replications.map(Into::into));
    changes
}

fn small_table(evidence: &Evidence) -> Table {
    let runs = evidence.measures.runs.len();
    let head =
        vec!["in a replication".to_owned(), format!("mean of {runs}"), "95 % interval".to_owned()];
    table(
        head,
        answer_rows(evidence)
            .into_iter()
            .map(|row| vec![row.measure.to_owned(), row.mean, row.interval]),
    )
}
