//! The answer: a sentence or a few, and a table that a person reads in one look.

mod harm;
mod northbound;
mod processes;
mod rows;
mod storms;
mod warnings;

pub use northbound::class_table;
pub use rows::{AnswerRow, answer_rows, answer_table};

use super::Evidence;
use super::harm::not_above;
use super::words::{a_second, names, percent, whole_percent, with_ends};
use headroom_core::domain::{Figure, Standing, Whose};
use headroom_core::scenario::{Event, EventKind};

/// The answer: what became of those not above by their own sending, today's system beside it; whether the mechanism triggered
/// and what it throttled of whom, and whom it warned; what became of processes, of storms whether their polls were throttled and how
/// long it took until supply was known, and what became of messages to Users, which is first where alerts storm.
pub fn sentences(evidence: &Evidence) -> Vec<String> {
    if evidence.frequency.is_some() {
        return super::frequency::frequency_sentences(evidence);
    }
    let mut all = harm::sentences(evidence);
    all.push(sentence(evidence));
    all.extend(warnings::sentence(evidence));
    all.extend(processes::sentence(evidence));
    all.extend(storms::sentences(evidence));
    let messages = northbound::sentences(evidence);
    let alerts = |e: &Event| matches!(e.kind, EventKind::AlertStorm { .. });
    match evidence.plan.scenario.events.iter().any(alerts) {
        true => messages.into_iter().chain(all).collect(),
        false => all.into_iter().chain(messages).collect(),
    }
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
    let triggered = evidence.measures().runs.iter().filter(|r| r.activations > 0).count();
    if triggered == 0 { not_triggered(evidence) } else { was_triggered(evidence, triggered) }
}

fn switched_off(evidence: &Evidence) -> String {
    let rejected = evidence.measures().mean(|r| r.counted.rejected as f64);
    let innocent = evidence.measures().mean(|r| not_above(r.counted.harm.rejected) as f64);
    let causer = evidence.measures().mean(|r| r.counted.harm.rejected[Standing::Above] as f64);
    let unavailable = evidence.measures().mean(|r| r.counted.unavailable as f64);
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
        "The mechanism was switched off: today's protection rejected {} attempts of requests not above by own sending, and {} of requests above{}.",
        with_ends(&innocent),
        with_ends(&causer),
        of_runs(evidence)
    )
}

fn not_triggered(evidence: &Evidence) -> String {
    let scenario = &evidence.plan.scenario;
    let runs = &evidence.measures().runs;
    let peak = runs.iter().map(|r| r.peak_load_per_s).fold(0.0, f64::max);
    let theta = scenario.threshold().get();
    let bound = evidence.measures().triggered().ci_high.unwrap_or(1.0);
    let often = match runs.len() {
        1 => "in its one replication".to_owned(),
        n => format!(
            "in any of {n} replications (95 % upper bound {} % of such runs)",
            whole_percent(bound)
        ),
    };
    let tight = rounded_down(peak / scenario.mechanism.operating_threshold.get());
    // What the last window reached the run was too short to show.
    let would = match tight > 0.0 {
        _ if peak >= theta => "the run ended with it, before the mechanism could act".to_owned(),
        true => {
            format!("a maximum capacity of {} or less would have triggered it", a_second(tight))
        }
        false => {
            "no maximum capacity of a request in 100 s or more would have triggered it".to_owned()
        }
    };
    let busiest =
        if runs.len() == 1 { "the busiest window" } else { "the busiest window of them all" };
    format!(
        "The mechanism did not trigger {often}: {busiest} reached {} of the operating threshold of {}, and {would}.",
        percent(peak / theta),
        a_second(theta),
    )
}

/// The largest rate that is no larger, to the digits that one of a small DSP has.
fn rounded_down(rate: f64) -> f64 {
    let per_unit = match rate {
        r if r < 10.0 => 100.0,
        r if r < 100.0 => 10.0,
        _ => 1.0,
    };
    libm::floor(rate * per_unit) / per_unit
}

fn was_triggered(evidence: &Evidence, triggered: usize) -> String {
    let scenario = &evidence.plan.scenario;
    let measures = evidence.measures();
    let folded = evidence.folded();
    let all = || folded.runs.iter().flat_map(|r| &r.activations);
    let first = all().min_by_key(|a| a.from);
    let throttled = measures.mean(|r| r.counted.throttled as f64);
    let often = match measures.runs.len() {
        1 => "triggered".to_owned(),
        n if n == triggered => format!("triggered in all {n} replications"),
        n => {
            let share = measures.triggered();
            let ends = |end: Option<f64>| whole_percent(end.unwrap_or(0.0));
            format!(
                "triggered in {triggered} of {n} replications (95 %: {} to {} %)",
                ends(share.ci_low),
                ends(share.ci_high)
            )
        }
    };
    let throttles = all().filter_map(|a| a.throttled_on.first()).min();
    let alone = first.filter(|a| a.throttled == 0).zip(throttles).map(|(first, throttles)| {
        let by = if first.causes.is_empty() { "with no event in force, " } else { "" };
        format!(" ({by}nobody was throttled before {})", scenario.calendar.said(*throttles))
    });
    let alone = alone.unwrap_or_default();
    let first = scenario.calendar.said(first.map_or(0, |a| a.from));
    // Who is above its allocation is throttled only if the reading has it so: without 503s it is not said.
    if throttled.mean == 0.0 {
        return format!("The mechanism {often}, first at {first}; it throttled nobody.");
    }
    let attempts = |figure: Figure| match measures.estimate(figure, Whose::All) {
        Some(i) if i.mean == 1.0 && i.ci_low == i.ci_high => "1 attempt".to_owned(),
        Some(i) if i.mean > 0.0 => format!("{} attempts", with_ends(&i)),
        _ => "none".to_owned(),
    };
    format!(
        "The mechanism {often}, first at {first}{alone}; {}; it throttled {} of requests above by own sending and {} of other requests{}{}.",
        above(evidence),
        attempts(Figure::ThrottledAbove),
        attempts(Figure::ThrottledNotAbove),
        harm::sole(evidence, Figure::ThrottledNotAbove)
            .map_or(String::new(), |name| format!(", all of {name}")),
        of_runs(evidence)
    )
}

/// Who was throttled, the most first.
fn above(evidence: &Evidence) -> String {
    let users = &evidence.measures().users;
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

/// That what was said are means, where there are several replications.
pub(in crate::evidence) fn of_runs(evidence: &Evidence) -> String {
    match evidence.replications() {
        1 => String::new(),
        n => format!(" (means of {n} replications)"),
    }
}
