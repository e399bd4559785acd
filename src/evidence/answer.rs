//! The answer: one sentence, and a table that a person reads in one look.

use super::Evidence;
use super::interval::Interval;
use super::measures::RunMeasures;

/// A row of the small table.
#[derive(Clone, Debug, PartialEq)]
pub struct AnswerRow {
    /// What was measured, with its unit.
    pub measure: &'static str,
    /// Mean over replications.
    pub mean: String,
    /// 95 % interval; a dash from one replication.
    pub interval: String,
}

/// The answer in one sentence: triggered or not, when, who was above allocation, how many attempts
/// were throttled; if not triggered, the peak as a share of Θ and the capacity that would have.
pub fn sentence(evidence: &Evidence) -> String {
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
    format!(
        "The mechanism {often}, first at {}; {}; it throttled {} attempts{}.",
        scenario.calendar.said(first),
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
    match throttled.len() {
        0 => "nobody was above its allocation".to_owned(),
        1 => format!("{} was above its allocation", name(&throttled[0])),
        2 => format!(
            "{} and {} were above their allocation",
            name(&throttled[0]),
            name(&throttled[1])
        ),
        n => format!(
            "{}, {} and {} more were at some time above their allocation",
            name(&throttled[0]),
            name(&throttled[1]),
            n - 2
        ),
    }
}

fn of_runs(evidence: &Evidence) -> String {
    match evidence.measures.runs.len() {
        1 => String::new(),
        n => format!(" (means of {n} replications)"),
    }
}

/// A measure of the small table: its name and how it is read and shown.
type Shown = (&'static str, fn(&RunMeasures) -> f64, fn(f64) -> String);

/// The small table.
pub fn answer_rows(evidence: &Evidence) -> Vec<AnswerRow> {
    let rows: [Shown; 13] = [
        ("Service Requests", |r| r.counted.requests as f64, thousands),
        ("attempts", |r| r.counted.attempts as f64, thousands),
        ("… throttled by the mechanism", |r| r.counted.throttled as f64, thousands),
        ("… rejected by today's protection", |r| r.counted.rejected as f64, thousands),
        ("… that met no service", |r| r.counted.unavailable as f64, thousands),
        (
            "refused to Users within allocation",
            |r| r.counted.refused_within_allocation as f64,
            thousands,
        ),
        ("requests abandoned", |r| r.counted.abandoned as f64, thousands),
        ("requests unserved (abandoned or late)", |r| r.counted.unserved as f64, thousands),
        ("activations", |r| r.activations as f64, decimals),
        ("mechanism active, min", |r| r.active_s / 60.0, decimals),
        ("Users throttled", |r| r.users_throttled as f64, decimals),
        ("busiest window, requests/s", |r| r.peak_load_per_s, thousands),
        ("wait, 95 % of requests, s", |r| r.wait_s[1].unwrap_or(0.0), decimals),
    ];
    let row = |(measure, of, show): Shown| {
        let interval = evidence.measures.mean(of);
        AnswerRow {
            measure,
            mean: show(interval.mean),
            interval: match (interval.ci_low, interval.ci_high) {
                (Some(low), Some(high)) => format!("{} to {}", show(low.max(0.0)), show(high)),
                _ => "–".to_owned(),
            },
        }
    };
    rows.into_iter().map(row).collect()
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

fn with_ends(interval: &Interval) -> String {
    match (interval.ci_low, interval.ci_high) {
        (Some(low), Some(high)) if low < high => {
            format!("{} (95 %: {} to {})", said(interval.mean), said(low.max(0.0)), said(high))
        }
        _ => said(interval.mean),
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
            [999_999.0, 1_234_567.0, 24_528_473.0].map(said),
            ["999 999", "1.23 million", "24.5 million"]
        );
    }
}
