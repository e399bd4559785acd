//! How often it happens, in sentences that can be read aloud: days first, then whose harm against today's system, and the
//! count of activations last (C4).

use super::against::against;
use super::levels::Level;
use super::rate::Rate;
use super::said::said_rate;
use super::when::when;
use super::year::DAYS_A_YEAR;
use super::{
    ACTIVATIONS, ACTIVE_DAYS, ACTIVE_H, ByCause, ByEvent, DAYS, Frequency, IDLE, LONGEST,
    MAINTENANCE_DAYS, NEVER_ANSWERED, REJECTED, sum_of_parts,
};
use crate::evidence::Evidence;
use crate::evidence::words::{fine, listed, upper, years};

/// Most causes that are named.
const MOST_CAUSES: usize = 4;

/// The answer of `evidence`; nothing where its replications are no courses.
pub fn frequency_sentences(evidence: &Evidence) -> Vec<String> {
    let Some(f) = &evidence.frequency else { return Vec::new() };
    let mut all = if evidence.plan.scenario.mechanism.enabled {
        [Some(how_often(f)), causes(f)].into_iter().flatten().collect()
    } else {
        vec![switched_off(f)]
    };
    all.extend(against(evidence, f));
    all.extend(how_bad(f));
    all.extend(parts(f));
    all.extend(idle(f));
    all.extend(when(f));
    all
}

fn how_often(f: &Frequency) -> String {
    let rate = |figure: usize| &f.per_year[figure].rate;
    let at_most = |rate: &Rate| {
        let high = rate.interval.ci_high.filter(|_| rate.interval.mean == 0.0);
        high.map_or(String::new(), |high| format!(": at most {} (95 %)", fine(high)))
    };
    if rate(ACTIVE_DAYS).interval.mean == 0.0 {
        let most = at_most(rate(ACTIVE_DAYS));
        let days = if most.is_empty() { most } else { format!("{most} days a year") };
        return format!("The mechanism would not be active in {}{days}.", years(f.years_run()));
    }
    let over = match f.horizon {
        Some(_) => format!("over the {}, ", years(f.length.years)),
        None => String::new(),
    };
    let (days, nights) = (rate(DAYS), rate(MAINTENANCE_DAYS));
    let on = match (days.interval.mean > 0.0, nights.interval.mean > 0.0) {
        (true, true) => format!(
            "somebody would be throttled on {}, maintenance nights apart, and on {}",
            said_rate(days, "days a year"),
            said_rate(nights, "more after maintenance")
        ),
        (true, false) => {
            format!("somebody would be throttled on {}", said_rate(days, "days a year"))
        }
        (false, true) => format!(
            "somebody would be throttled on {} after maintenance, and on no other day{}",
            said_rate(nights, "days a year"),
            at_most(days)
        ),
        (false, false) => format!("nobody would be throttled on any day{}", at_most(days)),
    };
    let active = format!(
        "the mechanism would be active on {} days, {}",
        fine(rate(ACTIVE_DAYS).interval.mean),
        said_rate(rate(ACTIVE_H), "hours a year")
    );
    format!("{}; {active}.", upper(&format!("{over}{on}")))
}

/// Of what causes these days are.
fn causes(f: &Frequency) -> Option<String> {
    let throttle = |c: &&ByCause| c.days.interval.mean > 0.0;
    let all: Vec<&ByCause> = f.of_activations().iter().filter(throttle).collect();
    let one = |c: &&ByCause| format!("{} {}", fine(c.days.interval.mean), said_of(c));
    let mut parts: Vec<String> = all.iter().take(MOST_CAUSES).map(one).collect();
    let rest: f64 = all.iter().skip(MOST_CAUSES).map(|c| c.days.interval.mean).sum();
    if rest > 0.0 {
        parts.push(format!("{} with others", fine(rest)));
    }
    match all.as_slice() {
        [] => None,
        [one] => Some(format!("All of these days are {}.", said_of(one))),
        _ => Some(format!("Days a year on which somebody is throttled: {}.", listed(&parts))),
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
        "The mechanism is switched off: today's protection rejects {}.",
        said_rate(rejected, "attempts a year")
    )
}

/// What a year's largest episode leaves unanswered, or how long its longest activation lasts.
fn how_bad(f: &Frequency) -> Option<String> {
    let of = |figure: usize| known(&f.per_year[figure].occurrence).filter(|(_, x)| *x > 0.0);
    if let Some((level, value)) = of(NEVER_ANSWERED) {
        let (often, bounds) = (once_in(level.period), bounds(level));
        return Some(format!(
            "A year's largest episode leaves {}{bounds} requests, not above by own sending, unanswered {often}.",
            fine(value)
        ));
    }
    let (level, value) = of(LONGEST)?;
    let (often, bounds) = (once_in(level.period), bounds(level));
    Some(format!("A year's longest activation reaches {} h{bounds} {often}.", fine(value)))
}

/// What events bring by themselves, times how often they occur, and whether whole years have as much (C4).
fn parts(f: &Frequency) -> Option<String> {
    let sum = sum_of_parts(f, |e| e.a_year)?;
    let verdict = match sum.agrees() {
        Some(true) => ", which is no more than chance apart",
        Some(false) => ", which is more than chance apart: what occurs together acts together",
        None => "; how far apart chance can be, too few years tell",
    };
    let unknown = unknown(f, |e| e.a_year);
    Some(format!(
        "Each event by itself, times how often it occurs, gives {} days a year on which somebody is throttled; whole years have {}{verdict}.{unknown}",
        fine(sum.parts.mean),
        fine(sum.whole.mean)
    ))
}

/// That of some events nothing is known: they did not occur in the courses that were run.
fn unknown(f: &Frequency, rate: impl Fn(&ByEvent) -> f64) -> String {
    let never = f.by_event.iter().filter(|e| e.occurrences == 0 && rate(e) > 0.0);
    let names: Vec<String> = never.map(|e| e.event.clone()).collect();
    if names.is_empty() {
        return String::new();
    }
    format!(" What {} would bring is not in it: none occurred in so few years.", listed(&names))
}

/// At other rates of events, `rates` by name: the days that follow of rate × response.
pub fn at_rates(evidence: &Evidence, rates: &[(String, f64)]) -> Option<String> {
    let f = evidence.frequency.as_ref().filter(|_| !rates.is_empty())?;
    let given = |e: &ByEvent| rates.iter().find(|(id, _)| *id == e.event).map(|(_, rate)| *rate);
    let sum = sum_of_parts(f, |e| given(e).unwrap_or(e.a_year))?;
    let named: Vec<String> =
        rates.iter().map(|(id, rate)| format!("{id} {} times a year", fine(*rate))).collect();
    let ends =
        sum.parts.ci_low.zip(sum.parts.ci_high).map_or(String::new(), |(low, high)| {
            format!(" (95 %: {} to {})", fine(low), fine(high))
        });
    let on = match sum.parts.mean > DAYS_A_YEAR {
        true => "every day".to_owned(),
        false => format!("{} days a year{ends}", fine(sum.parts.mean)),
    };
    Some(format!(
        "With {}, somebody would be throttled on {on}, maintenance nights included.{}",
        listed(&named),
        unknown(f, |e| given(e).unwrap_or(e.a_year))
    ))
}

/// How often it becomes active, and how often that throttles nobody: polls make it flap.
fn idle(f: &Frequency) -> Option<String> {
    let [all, idle] = [ACTIVATIONS, IDLE].map(|figure| &f.per_year[figure].rate);
    let whom = match idle.interval.mean > 0.0 {
        true => format!("of which {} throttle nobody", fine(idle.interval.mean)),
        false => "each of which throttles somebody".to_owned(),
    };
    (all.interval.mean > 0.0)
        .then(|| format!("It would become active {}, {whom}.", said_rate(all, "times a year")))
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
