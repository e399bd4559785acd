//! How often it happens, in sentences that can be read aloud.

use super::levels::Level;
use super::rate::Rate;
use super::{ACTIVATIONS, ACTIVE_H, ByCause, Frequency, LEAD, LONGEST, NEVER_ANSWERED, REJECTED};
use crate::evidence::Evidence;
use crate::evidence::table::ends;
use crate::evidence::words::{fine, listed, years};

/// Most causes that are named.
const MOST_CAUSES: usize = 4;

/// The answer of `evidence`; nothing where its replications are no courses.
pub fn frequency_sentences(evidence: &Evidence) -> Vec<String> {
    let Some(f) = &evidence.frequency else { return Vec::new() };
    let mut all =
        vec![if evidence.plan.scenario.mechanism.enabled { how_often(f) } else { switched_off(f) }];
    all.extend(how_bad(f));
    all.extend(when(f));
    all
}

fn with_ends(rate: &Rate) -> String {
    let mean = fine(rate.interval.mean);
    ends(&(*rate).into()).map_or(mean.clone(), |ends| format!("{mean} (95 %: {ends})"))
}

fn how_often(f: &Frequency) -> String {
    let times = &f.per_year[ACTIVATIONS].rate;
    if times.interval.mean == 0.0 {
        let most = times
            .interval
            .ci_high
            .map_or(String::new(), |high| format!(": at most {} times a year (95 %)", fine(high)));
        return format!("The mechanism would not be active in {}{most}.", years(f.years_run()));
    }
    let over = if f.horizon.is_some() {
        format!("Over the {}, the mechanism", years(f.length.years))
    } else {
        "The mechanism".to_owned()
    };
    format!(
        "{over} would be active {} times a year{}, {} hours in all{}.",
        fine(times.interval.mean),
        ends(&(*times).into()).map_or(String::new(), |ends| format!(" (95 %: {ends})")),
        fine(f.per_year[ACTIVE_H].rate.interval.mean),
        causes(f)
    )
}

/// Of what causes these times are.
fn causes(f: &Frequency) -> String {
    let one = |c: &ByCause| format!("{} {}", fine(c.activations.interval.mean), said_of(c));
    let all = f.of_activations();
    let mut parts: Vec<String> = all.iter().take(MOST_CAUSES).map(one).collect();
    let rest = all.iter().skip(MOST_CAUSES);
    let rest: f64 = rest.map(|c| c.activations.interval.mean).sum();
    if rest > 0.0 {
        parts.push(format!("{} with others", fine(rest)));
    }
    match all {
        [] => String::new(),
        [one] => format!(", always {}", said_of(one)),
        _ => format!(": {}", listed(&parts)),
    }
}

/// `with` events, or `of ordinary traffic alone`.
pub fn said_of(cause: &ByCause) -> String {
    let name = &cause.cause;
    if cause.ordinary { format!("of {name} alone") } else { format!("with {name}") }
}

fn switched_off(f: &Frequency) -> String {
    let rejected = &f.per_year[REJECTED].rate;
    if rejected.interval.mean == 0.0 {
        let run = years(f.years_run());
        return format!(
            "The mechanism is switched off, and today's protection rejects nothing in {run}."
        );
    }
    format!(
        "The mechanism is switched off: today's protection rejects {} attempts a year.",
        with_ends(rejected)
    )
}

/// What is never answered, and how much of it, or of activation, a year's largest episode reaches.
fn how_bad(f: &Frequency) -> Option<String> {
    let never = &f.per_year[NEVER_ANSWERED];
    if never.rate.interval.mean > 0.0 {
        let start = format!(
            "{} requests a year, not above by own sending, are never answered",
            with_ends(&never.rate)
        );
        let level = known(&never.occurrence).filter(|(_, x)| *x > 0.0);
        let level = level.map_or(String::new(), |(level, value)| {
            let (often, bounds) = (once_in(level.period), bounds(level));
            format!("; a year's largest episode leaves {}{bounds} of them {often}", fine(value))
        });
        return Some(format!("{start}{level}."));
    }
    let (level, value) = known(&f.per_year[LONGEST].occurrence).filter(|(_, x)| *x > 0.0)?;
    let (often, bounds) = (once_in(level.period), bounds(level));
    let longest = format!("A year's longest activation reaches {} h{bounds} {often}", fine(value));
    Some(format!("{longest}; every request not above by own sending is answered."))
}

/// The level of ten years, or the highest that so many years bear.
fn known(levels: &[Level]) -> Option<(&Level, f64)> {
    let mut known = levels.iter().filter_map(|l| Some((l, l.value?)));
    known.rfind(|(l, _)| l.period <= 10)
}

fn bounds(level: &Level) -> String {
    match (level.low, level.high) {
        (Some(low), Some(high)) => format!(" (95 %: {} to {})", fine(low), fine(high)),
        (Some(low), None) => format!(" (95 %: {} or more)", fine(low)),
        _ => String::new(),
    }
}

/// `once in ten years`.
pub fn once_in(period: u32) -> String {
    let words =
        [(2, "two"), (5, "five"), (10, "ten"), (20, "twenty"), (50, "fifty"), (100, "a hundred")];
    let word = words.iter().find(|(n, _)| *n == period).map(|(_, word)| (*word).to_owned());
    format!("once in {} years", word.unwrap_or_else(|| period.to_string()))
}

/// When ordinary traffic alone would trigger it, and by when it has to be ordered to work by then.
fn when(f: &Frequency) -> Option<String> {
    let h = f.horizon.as_ref()?;
    let last = h.months.last()?;
    let Some(at) = h.even_chance else {
        let share = last.ordinary_by_then;
        let chance = share.mean * 100.0;
        return Some(format!(
            "By {} ordinary traffic alone has triggered it with a chance of {} % (95 %: {} to {} %): there is no month by which it is as likely as not.",
            last.month.said(),
            fine(chance),
            fine(share.ci_low.unwrap_or(0.0) * 100.0),
            fine(share.ci_high.unwrap_or(1.0) * 100.0),
        ));
    };
    let month = h.months[at].month.said();
    let start = format!(
        "By the end of {month} ordinary traffic alone has triggered it with an even chance"
    );
    let Some(order) = at.checked_sub(LEAD) else {
        return Some(format!(
            "{start}: ordered in {}, twelve months before it works, it comes too late for that.",
            h.months[0].month.said()
        ));
    };
    let order = h.months[order];
    let meanwhile = order.following.map_or(String::new(), |rate| {
        format!("; the twelve months until it works would have {} activations", with_ends(&rate))
    });
    Some(format!(
        "{start}: to work by then it has to be ordered in {} at the latest{meanwhile}.",
        order.month.said()
    ))
}
