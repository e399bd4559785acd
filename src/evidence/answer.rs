//! The answer: a sentence or a few, and a table that a person reads in one look.

mod northbound;
mod processes;
mod rows;
mod storms;

pub use northbound::class_table;
pub use rows::{AnswerRow, answer_rows};

use super::Evidence;
use super::interval::Interval;

/// The answer: the sentence, what became of processes, of storms whether their polls were throttled and how
/// long it took until supply was known, and what became of messages to Users.
pub fn sentences(evidence: &Evidence) -> Vec<String> {
    if evidence.frequency.is_some() {
        return super::frequency::frequency_sentences(evidence);
    }
    let mut all = vec![sentence(evidence)];
    all.extend(processes::sentence(evidence));
    all.extend(storms::sentences(evidence));
    all.extend(northbound::sentences(evidence));
    all
}

/// The answer in one sentence: triggered or not, when, who was above allocation, how many attempts
/// were throttled; if not triggered, the peak as a share of Θ and the capacity that would have.
pub fn sentence(evidence: &Evidence) -> String {
    if let Some(first) = super::frequency::frequency_sentences(evidence).into_iter().next() {
        return first;
    }
    if !evidence.plan.scenario.mechanism.enabled {
        return switched_off(evidence);
    }
    let triggered = evidence.measures.runs.iter().filter(|r| r.activations > 0).count();
    if triggered == 0 { not_triggered(evidence) } else { was_triggered(evidence, triggered) }
}

fn switched_off(evidence: &Evidence) -> String {
    let rejected = evidence.measures.mean(|r| r.counted.rejected as f64);
    let innocent = evidence.measures.mean(|r| r.counted.refused_within_allocation as f64);
    let unavailable = evidence.measures.mean(|r| r.counted.unavailable as f64);
    if rejected.mean == 0.0 && unavailable.mean > 0.0 {
        return format!(
            "The mechanism was switched off: {} attempts met no service, and today's protection rejected nothing{}.",
            with_ends(&unavailable),
            of_runs(evidence)
        );
    }
    if rejected.mean == 0.0 {
        return format!(
            "The mechanism was switched off, and today's protection rejected nothing{}.",
            of_runs(evidence)
        );
    }
    format!(
        "The mechanism was switched off: today's protection rejected {} attempts, {} of them from Users within their allocation{}.",
        with_ends(&rejected),
        with_ends(&innocent),
        of_runs(evidence)
    )
}

fn not_triggered(evidence: &Evidence) -> String {
    let scenario = &evidence.plan.scenario;
    let runs = &evidence.measures.runs;
    let peak = runs.iter().map(|r| r.peak_load_per_s).fold(0.0, f64::max);
    let theta = scenario.threshold().get();
    let bound = evidence.measures.triggered().ci_high.unwrap_or(1.0);
    let often = match runs.len() {
        1 => "in its one replication".to_owned(),
        n => format!(
            "in any of {n} replications (95 % upper bound {:.0} % of such runs)",
            bound * 100.0
        ),
    };
    format!(
        "The mechanism did not trigger {often}: the busiest window reached {:.1} % of the operating threshold of {}/s, and a maximum capacity of {}/s or less would have triggered it.",
        peak / theta * 100.0,
        thousands(theta),
        thousands(libm::floor(peak / scenario.mechanism.operating_threshold.get())),
    )
}

fn was_triggered(evidence: &Evidence, triggered: usize) -> String {
    let scenario = &evidence.plan.scenario;
    let measures = &evidence.measures;
    let first = evidence
        .folded
        .runs
        .iter()
        .filter_map(|r| r.activations.first())
        .map(|a| a.from)
        .min()
        .unwrap_or(0);
    let throttled = measures.mean(|r| r.counted.throttled as f64);
    let often = match measures.runs.len() {
        1 => "triggered".to_owned(),
        n if n == triggered => format!("triggered in all {n} replications"),
        n => {
            let share = measures.triggered();
            let ends = |end: Option<f64>| end.unwrap_or(0.0) * 100.0;
            format!(
                "triggered in {triggered} of {n} replications (95 %: {:.0}–{:.0} %)",
                ends(share.ci_low),
                ends(share.ci_high)
            )
        }
    };
    let first = scenario.calendar.said(first);
    // Who is above its allocation is throttled only if the reading has it so: without 503s it is not said.
    if throttled.mean == 0.0 {
        return format!("The mechanism {often}, first at {first}; it throttled nobody.");
    }
    format!(
        "The mechanism {often}, first at {first}; {}; it throttled {} attempts{}.",
        above(evidence),
        with_ends(&throttled),
        of_runs(evidence)
    )
}

/// Who was throttled, the most first.
fn above(evidence: &Evidence) -> String {
    let users = &evidence.measures.users;
    let mut throttled: Vec<usize> =
        (0..users.len()).filter(|u| users[*u].counted.throttled > 0).collect();
    throttled.sort_by_key(|u| std::cmp::Reverse(users[*u].counted.throttled));
    let name = |u: &usize| evidence.plan.scenario.users[*u].name.as_str();
    let whom = names(&throttled.iter().map(name).collect::<Vec<&str>>());
    match throttled.len() {
        1 => format!("{whom} was above its allocation"),
        2 => format!("{whom} were above their allocation"),
        _ => format!("{whom} were at some time above their allocation"),
    }
}

/// One or two of `names`, and how many more.
fn names(names: &[&str]) -> String {
    match names {
        [] => "nobody".to_owned(),
        [one] => (*one).to_owned(),
        [one, two] => format!("{one} and {two}"),
        [one, two, more @ ..] => format!("{one}, {two} and {} more", more.len()),
    }
}

fn of_runs(evidence: &Evidence) -> String {
    match evidence.measures.runs.len() {
        1 => String::new(),
        n => format!(" (means of {n} replications)"),
    }
}

/// A large number as a person says it: 24.5 million.
pub fn said(x: f64) -> String {
    if x < 1e6 {
        return thousands(x);
    }
    let (x, unit) = if x < 1e9 { (x / 1e6, "million") } else { (x / 1e9, "billion") };
    if x >= 1e3 {
        return format!("{} {unit}", thousands(x));
    }
    let digits = if x < 10.0 { 2 } else { usize::from(x < 100.0) };
    format!("{x:.digits$} {unit}")
}

pub(super) fn with_ends(interval: &Interval) -> String {
    match (interval.ci_low, interval.ci_high) {
        (Some(low), Some(high)) if low < high => {
            format!("{} (95 %: {} to {})", said(interval.mean), said(low.max(0.0)), said(high))
        }
        _ => said(interval.mean),
    }
}

/// A share in per cent with its interval, which cannot be less than none or more than all.
pub(super) fn share_with_ends(interval: &Interval) -> String {
    let shown = |x: f64| format!("{:.1}", x.clamp(0.0, 1.0) * 100.0);
    match (interval.ci_low, interval.ci_high) {
        (Some(low), Some(high)) if low < high => {
            format!("{} % (95 %: {} to {} %)", shown(interval.mean), shown(low), shown(high))
        }
        _ => format!("{} %", shown(interval.mean)),
    }
}

/// A number with spaces between thousands, rounded to the whole.
pub fn thousands(x: f64) -> String {
    let digits = format!("{:.0}", libm::fabs(x));
    let mut out = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i) % 3 == 0 {
            out.push(' ');
        }
        out.push(c);
    }
    if x < -0.5 { format!("−{out}") } else { out }
}

/// A mean number of things, of which less than one may be too many.
pub(super) fn few(x: f64) -> String {
    if x < 100.0 { decimals(x) } else { said(x) }
}

/// The first letter large.
pub(super) fn upper(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |c| c.to_uppercase().chain(chars).collect())
}

/// A time as a person says it: 45 s, 34 min, 6.2 h.
pub fn time_said(s: f64) -> String {
    match s {
        s if s < 120.0 => format!("{} s", decimals(s)),
        s if s < 7_200.0 => format!("{} min", decimals(s / 60.0)),
        s => format!("{} h", decimals(s / 3_600.0)),
    }
}

pub(super) fn decimals(x: f64) -> String {
    if x == libm::round(x) { thousands(x) } else { format!("{x:.1}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_shown_with_spaces_between_thousands() {
        assert_eq!([0.4, 999.5, 1_234_567.0].map(thousands), ["0", "1 000", "1 234 567"]);
        assert_eq!([2.0, 2.25].map(decimals), ["2", "2.2"]);
        assert_eq!(
            [0.0, 95.0, 2_040.0, 22_320.0].map(time_said),
            ["0 s", "95 s", "34 min", "6.2 h"]
        );
        assert_eq!(
            [999_999.0, 1_234_567.0, 24_528_473.0].map(said),
            ["999 999", "1.23 million", "24.5 million"]
        );
    }
}
