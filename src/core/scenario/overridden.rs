//! Inputs that another takes the place of: `max_capacity` beside `threshold_over_ordinary`.
//!
//! On the command line it is a fault, since whoever changes it wants to see what it does; in a file it is a caution, where
//! the file that says it knows of the other. Checked by: `tests/rules/silence.rs`.

use super::chain::ChainFile;
use super::fault::{Fault, brief};
use serde_json::Value;

/// Where the capacity stands.
const CAPACITY: &str = "/gateway/max_capacity";
/// What takes its place.
const THRESHOLD: &str = "threshold_over_ordinary";

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
