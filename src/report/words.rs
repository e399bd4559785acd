//! Words that charts share: how a finding is said, what stands below a title, what is assumed.

use crate::evidence::findings::Findings;
use crate::evidence::interval::Interval;
use crate::evidence::words::{so_many, years};
use headroom_core::scenario::Scenario;

/// What is said of two that differ no more than by chance.
pub(super) const ALIKE: &str = "they cannot be told apart";

/// A unit as the title of an axis says it.
pub(super) fn unit_name(unit: &str) -> &str {
    if unit.trim() == "/s" { "requests/s" } else { unit.trim() }
}

/// `is` of one and `are` of several.
pub(super) fn are(n: usize) -> &'static str {
    if n == 1 { "is" } else { "are" }
}

/// Scenario, n and seed of a study, and what else is to be known of the chart.
pub(super) fn subtitle(f: &Findings, note: &str) -> String {
    let run = f
        .evidence
        .first()
        .and_then(|e| e.frequency.as_ref())
        .map(crate::evidence::frequency::Frequency::years_run);
    let n = run.map_or_else(|| so_many("replication", f.replications()), years);
    let of = match f.variants.len() {
        1 => n,
        v => format!("{n} of each of {v} variants on the same traffic"),
    };
    let note = if note.is_empty() { String::new() } else { format!("; {note}") };
    format!("{}: {of}, seed {}{note}", f.base.name, f.base.seed)
}

/// What is assumed of the capacity, as a sentence; nothing where it is not an assumption.
pub(super) fn assumed(scenario: &Scenario) -> &'static str {
    let assumed = scenario.assumed.iter().any(|a| a.path == "/gateway");
    if assumed { "The capacity is an assumption." } else { "" }
}

/// That inputs of storms are assumptions, as a sentence; nothing where none is.
pub(super) fn assumed_storm(scenario: &Scenario) -> &'static str {
    let storm = |path: &str| path.starts_with("/events/");
    let assumed = scenario.assumed.iter().any(|a| storm(&a.path));
    if assumed { "Inputs of the storm are assumptions." } else { "" }
}

/// That inputs of the northbound side are assumptions, as a sentence; nothing where none is.
pub(super) fn assumed_northbound(scenario: &Scenario) -> &'static str {
    let assumed = scenario.assumed.iter().any(|a| a.path.starts_with("/northbound"));
    if assumed { "Inputs of the northbound side are assumptions." } else { "" }
}

/// Sentences of a footnote, those that are not empty.
pub(super) fn sentences(all: &[&str]) -> String {
    let said: Vec<&str> = all.iter().copied().filter(|s| !s.is_empty()).collect();
    said.join(" ")
}

/// The interval of something that cannot be less than none.
pub(super) fn not_below_none(of: Interval) -> Interval {
    Interval { ci_low: of.ci_low.map(|low| low.max(0.0)), ..of }
}
