//! Words that charts share: how a finding is said, what stands below a title, what is assumed.

use super::lettering::{decimal, number};
use crate::evidence::findings::Findings;
use crate::evidence::interval::Interval;
use crate::evidence::words::years;
use headroom_core::scenario::Scenario;

/// The name of the setting without changes.
const AS_IT_STANDS: &str = "as it stands";

/// A share as a person says it: never 100 % or 0 % of what is not.
pub(super) fn percent(share: f64) -> String {
    let x = share * 100.0;
    let places = match x {
        _ if x == libm::round(x) => 0,
        _ if !(0.5..99.5).contains(&x) => 1,
        _ => 0,
    };
    match decimal(x, places).as_str() {
        "0.0" => "less than 0.1\u{a0}%".to_owned(),
        "100.0" => "more than 99.9\u{a0}%".to_owned(),
        said => format!("{said}\u{a0}%"),
    }
}

/// A rate, requests a second.
pub(super) fn rate(x: f64) -> String {
    format!("{}/s", number(x))
}

/// A unit as the title of an axis says it.
pub(super) fn unit_name(unit: &str) -> &str {
    if unit.trim() == "/s" { "requests/s" } else { unit.trim() }
}

/// `with ‘NAME’`, or the scenario as it stands.
pub(super) fn with(setting: &str) -> String {
    if setting == AS_IT_STANDS { setting.to_owned() } else { format!("with ‘{setting}’") }
}

/// At most three of `names`, or two and how many more.
pub(super) fn names(names: &[&str]) -> String {
    match names {
        [] => "nobody".to_owned(),
        [one] => (*one).to_owned(),
        [one, two] => format!("{one} and {two}"),
        [one, two, three] => format!("{one}, {two} and {three}"),
        [one, two, more @ ..] => format!("{one}, {two} and {} more", more.len()),
    }
}

/// `is` of one and `are` of several.
pub(super) fn are(n: usize) -> &'static str {
    if n == 1 { "is" } else { "are" }
}

/// `1 User`, `12 Users`.
pub(super) fn users(n: usize) -> String {
    if n == 1 { "1 User".to_owned() } else { format!("{n} Users") }
}

/// `1 replication`, `20 replications`.
pub(super) fn replications(n: usize) -> String {
    if n == 1 { "1 replication".to_owned() } else { format!("{n} replications") }
}

/// The first letter large.
pub(super) fn upper(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |c| c.to_uppercase().chain(chars).collect())
}

/// Scenario, n and seed of a study, and what else is to be known of the chart.
pub(super) fn subtitle(f: &Findings, note: &str) -> String {
    let run = f
        .evidence
        .first()
        .and_then(|e| e.frequency.as_ref())
        .map(crate::evidence::frequency::Frequency::years_run);
    let n = run.map_or_else(|| replications(f.replications()), years);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_not_said_to_be_all_or_nothing_where_they_are_not() {
        let said = [0.0, 0.000_1, 0.004, 0.256, 0.997, 0.999_9, 1.0].map(percent);
        let want =
            ["0 %", "less than 0.1 %", "0.4 %", "26 %", "99.7 %", "more than 99.9 %", "100 %"];
        assert_eq!(said.map(|s| s.replace('\u{a0}', " ")), want);
    }

    #[test]
    fn names_and_units_are_said_as_people_say_them() {
        assert_eq!(names(&["A", "B", "C", "D"]), "A, B and 2 more");
        assert_eq!(rate(2_500.0), "2\u{202f}500/s");
        assert_eq!(with("as it stands"), "as it stands");
        assert_eq!(with("reading allocation"), "with ‘reading allocation’");
    }
}
