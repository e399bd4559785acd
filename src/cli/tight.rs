//! `headroom tight`: which capacity would make it trigger?

use super::args::{Format, TightArgs as Args};
use super::forecast::running;
use super::in_memory::beside_today;
use super::written::not_there;
use super::{Console, Stop};
use crate::evidence::Evidence;
use crate::evidence::sizing::{AgainstToday, against_today};
use headroom_core::experiment::{
    Asked, Axis, Running, Tight, take_away, tight as search, write_whole,
};
use headroom_core::scenario::{Draft, scenario_names};
use serde_json::{Map, Value, json};
use std::path::Path;

/// Searches, prints the capacity, and writes the scenario with it where that was asked for.
pub fn tight(args: &Args, console: &Console) -> Result<(), Stop> {
    let draft = Draft::read(&args.scenario)?;
    let running = running(&args.choices, false);
    let extends = args.write.as_deref().map(|path| extended(args, path)).transpose()?;
    let found = search(&draft, &args.choices.all_changes(), running, |capacity, n, of| {
        console.say(&format!("{capacity}/s: {n} of {of} replications trigger"));
    })?;
    let harm = harm(&draft, args, &found, (running, console))?;
    match args.format {
        Format::Json => console.json(&json!({
            "scenario": args.scenario,
            "against_today": harm.iter().map(as_json).collect::<Vec<Value>>(),
            "max_capacity": found.capacity,
            "replications": found.replications,
            "not_all_from": found.next.0,
            "of_them_trigger": found.next.1,
            "capacities_run": found.tried,
        }))?,
        Format::Table => {
            let said =
                harm.iter().map(|(c, today)| format!("With {c}/s the mechanism {}.", today.said()));
            let all: Vec<String> = std::iter::once(words(&found)).chain(said).collect();
            console.answer(&all.join("\n"))?;
        }
    }
    match (&args.write, extends, found.capacity) {
        (Some(path), Some(extends), Some(capacity)) => {
            write(args, path, &extends, capacity, console)
        }
        _ => Ok(()),
    }
}

/// What the mechanism does against today's system at the capacity found, and at the next: that it triggers says nothing of whom it
/// helps.
fn harm(
    draft: &Draft,
    args: &Args,
    found: &Tight,
    (running, console): (Running, &Console),
) -> Result<Vec<(u64, AgainstToday)>, Stop> {
    let capacities: Vec<u64> = found.capacity.into_iter().chain([found.next.0]).collect();
    let axis = Axis {
        pointer: "/gateway/max_capacity".to_owned(),
        values: capacities.iter().map(|c| format!("{c}/s").into()).collect(),
    };
    let asked = Asked { axes: vec![axis], ..Asked::of(args.choices.all_changes(), &[]) };
    let progress = console.progress(0);
    let all = beside_today(draft, asked, running, (console, &progress, 0))?;
    progress.finish();
    let of = |(c, e): (u64, &Evidence)| Some((c, against_today(e)?));
    Ok(capacities.into_iter().zip(&all).filter_map(of).collect())
}

fn as_json((capacity, today): &(u64, AgainstToday)) -> Value {
    let clear = today.clear.iter().map(|(figure, i)| {
        let said =
            json!({ "difference": i.mean, "ci_low": i.ci_low, "ci_high": i.ci_high, "n": i.n });
        (figure.word().to_owned(), said)
    });
    json!({
        "max_capacity": capacity,
        "against_today": today.against.word(),
        "differs_clearly": clear.collect::<Map<String, Value>>(),
    })
}

fn words(found: &Tight) -> String {
    let Tight { capacity, next: (next, triggered), replications, tried } = found;
    match capacity {
        None => format!(
            "At no maximum capacity does the mechanism trigger in all {replications} replications; with {next}/s in {triggered}. ({tried} capacities were run.)"
        ),
        Some(capacity) => format!(
            "With a maximum capacity of {capacity}/s the mechanism triggers in all {replications} replications, with {next}/s in {triggered} of them. ({tried} capacities were run.)"
        ),
    }
}

/// What the scenario at `path` is to extend, which must be found from there.
fn extended(args: &Args, path: &Path) -> Result<String, Stop> {
    not_there(path)?;
    if scenario_names().any(|name| name == args.scenario) {
        return Ok(args.scenario.clone());
    }
    let given = Path::new(&args.scenario);
    let folder = |path: &Path| path.parent().unwrap_or(Path::new("")).to_owned();
    match given.file_name().and_then(|name| name.to_str()) {
        Some(name) if folder(given) == folder(path) => Ok(name.to_owned()),
        _ => Err(Stop(format!(
            "{} would not find {}, which it extends\n  hint: write it into the same folder",
            path.display(),
            given.display()
        ))),
    }
}

/// Writes a scenario that extends the one searched, whose seed and replications it keeps.
fn write(
    args: &Args,
    path: &Path,
    extends: &str,
    capacity: u64,
    console: &Console,
) -> Result<(), Stop> {
    let name = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    let mut scenario = json!({
        "name": name,
        "why": format!("What does the mechanism do where it only just triggers? {} at the largest maximum capacity with which it does in every replication.", args.scenario),
        "extends": extends,
        "gateway": {
            "max_capacity": format!("{capacity}/s"),
            "assumed": true,
            "why": format!("Found with: headroom tight {}", args.scenario),
        },
    });
    for change in args.choices.all_changes() {
        scenario[change.pointer.trim_start_matches('/')] = change.value;
    }
    let mut text = serde_json::to_string_pretty(&scenario)?;
    text.push('\n');
    write_whole(path, text.as_bytes())
        .map_err(|e| Stop(format!("could not write {}: {e}", path.display())))?;
    // What was written is read as anybody would; a name that is none, say, is not left behind.
    if let Err(faults) = Draft::read(&path.display().to_string()).and_then(|d| d.with(&[])) {
        take_away(path);
        return Err(Stop(faults.to_string()));
    }
    console.say(&format!("wrote {}", path.display()));
    Ok(())
}
