//! `headroom tight`: which capacity would make it trigger?

use super::args::{Format, Tight as Args};
use super::{Console, Stop};
use crate::experiment::{Running, Tight, tight as search, write_whole};
use crate::scenario::{Draft, load_text};
use serde_json::json;
use std::path::Path;

/// Searches, prints the capacity, and writes the scenario with it where that was asked for.
pub fn tight(args: &Args, console: &Console) -> Result<(), Stop> {
    let draft = Draft::read(&args.scenario)?;
    let running = Running { threads: args.choices.threads, step_all: false };
    let found = search(&draft, &args.choices.all_changes(), running)?;
    match args.format {
        Format::Json => console.json(&json!({
            "scenario": args.scenario,
            "max_capacity": found.capacity,
            "replications": found.replications,
            "trigger_at_one_more": found.next,
            "capacities_run": found.tried,
        }))?,
        Format::Table => console.answer(&words(&found))?,
    }
    match (&args.write, found.capacity) {
        (Some(path), Some(capacity)) => write(args, path, capacity, console),
        _ => Ok(()),
    }
}

fn words(found: &Tight) -> String {
    let Tight { capacity, next, replications, tried } = found;
    match capacity {
        None => format!("No capacity makes it trigger in all {replications} replications."),
        Some(capacity) => format!(
            "With a maximum capacity of {capacity}/s the mechanism triggers in all {replications} replications, with {}/s in {next} of them. ({tried} capacities were run.)",
            capacity + 1
        ),
    }
}

/// Writes a scenario that extends the one searched.
fn write(args: &Args, path: &Path, capacity: u64, console: &Console) -> Result<(), Stop> {
    if path.exists() {
        return Err(Stop(format!(
            "{} exists\n  hint: take another name, or remove it",
            path.display()
        )));
    }
    let name = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    let scenario = json!({
        "name": name,
        "why": format!("{} at the largest maximum capacity with which the mechanism triggers in every replication.", args.scenario),
        "extends": args.scenario,
        "gateway": {
            "max_capacity": format!("{capacity}/s"),
            "assumed": true,
            "why": format!("Found with: headroom tight {}", args.scenario),
        },
    });
    let mut text = serde_json::to_string_pretty(&scenario)?;
    text.push('\n');
    load_text(&path.display().to_string(), &text, &[])?;
    write_whole(path, text.as_bytes())
        .map_err(|e| Stop(format!("could not write {}: {e}", path.display())))?;
    console.say(&format!("wrote {}", path.display()));
    Ok(())
}
