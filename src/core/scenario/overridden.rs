//! Inputs that are not used: what another takes the place of, as `threshold_over_ordinary` of `max_capacity`, and what
//! belongs to something that is switched off.
//!
//! On the command line it is a fault, since whoever changes it wants to see what it does. In a file a capacity is a
//! caution, where the file that says it knows of the other; of what is switched off it says how it would be, so that one
//! switch turns it on. Checked by: `tests/rules/silence.rs`.

use super::chain::ChainFile;
use super::fault::{Fault, brief};
use serde_json::Value;

/// Where the capacity stands.
const CAPACITY: &str = "/gateway/max_capacity";
/// What takes its place.
const THRESHOLD: &str = "threshold_over_ordinary";

/// What belongs to a switch, by its place; of what stands beside the switch all or, where some is used in either case,
/// what is named. Detection, release and hold are used without the mechanism too: they say whose a request is (C2, C3).
const SWITCHED: [(&str, &[&str]); 5] = [
    ("/mechanism", &["signal", "retry_after", "early_warning", "buffer"]),
    ("/mechanism/early_warning", &[]),
    ("/mechanism/buffer", &[]),
    ("/northbound/alert_storm_protection", &[]),
    ("/northbound/hub_consolidation", &[]),
];

/// Changes among `set` of what belongs to something that is off in `merged`: by the file, for the whole study, or in the
/// same setting. Beside a setting that switches it off, or today's system, it is what the others have.
pub fn idle_switched(merged: &Value, set: &[(String, &str)]) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (place, own) in SWITCHED {
        let switch = format!("{place}/enabled");
        let is_on = merged.pointer(&switch).map_or(place == "/mechanism", |on| *on != false);
        let off_by = set.iter().rfind(|(path, _)| *path == switch).map(|(_, option)| *option);
        let belongs = |path: &str| {
            let rest = path.strip_prefix(place).and_then(|rest| rest.strip_prefix('/'));
            let key = rest.map(|rest| rest.split('/').next().unwrap_or(rest));
            key.is_some_and(|k| k != "enabled" && (own.is_empty() || own.contains(&k)))
        };
        let is_idle = |option: &str| match off_by {
            None | Some("--set") => ["--set", "--with", "--vary"].contains(&option),
            Some(by) => by == "--with" && option == "--with",
        };
        let idle = set.iter().filter(|(path, option)| !is_on && belongs(path) && is_idle(option));
        // What is taken away or switched off too is not there to be used.
        let there = idle
            .filter_map(|(path, option)| Some((path, option, merged.pointer(path)?)))
            .filter(|(.., value)| **value != false);
        faults.extend(there.map(|(path, option, value)| {
            let value = brief(value);
            let found = format!("{value}, which is not used: {place} is switched off");
            let fault = Fault::at(path, found, format!("{switch} true"));
            fault.hint(format!("{switch}=true beside it switches it on")).in_file(*option)
        }));
    }
    faults
}

/// A change among `set` of the capacity, which `merged` does not use.
pub fn idle_capacity(merged: &Value, set: &[(String, &str)]) -> Option<Fault> {
    let used = merged["gateway"][THRESHOLD].is_null();
    let (path, option) = set.iter().find(|(path, _)| path == CAPACITY && !used)?;
    let value = &merged["gateway"]["max_capacity"];
    let found = format!("{}, which is not used: {THRESHOLD} takes its place", brief(value));
    let fault = Fault::at(path.as_str(), found, format!("/gateway/{THRESHOLD}, or null there"));
    let hint = format!("/gateway/{THRESHOLD}=null beside it lets the capacity hold");
    Some(fault.hint(hint).in_file(*option)).filter(|_| !value.is_null())
}

/// Whether a file of `chain`, the last of which is extended by all others, gives a capacity where it knows that it is
/// not used.
pub fn capacity_overridden(merged: &Value, chain: &[ChainFile], set: &[(String, &str)]) -> bool {
    let says = |file: &ChainFile, key: &str| !file.value["gateway"][key].is_null();
    let both =
        !merged["gateway"][THRESHOLD].is_null() && !merged["gateway"]["max_capacity"].is_null();
    let changed = set.iter().any(|(path, _)| path.starts_with("/gateway"));
    let first = chain.iter().find(|f| says(f, THRESHOLD) || says(f, "max_capacity"));
    both && !changed && first.is_some_and(|file| says(file, "max_capacity"))
}
