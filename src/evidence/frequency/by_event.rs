//! Rate × response (C4): what one occurrence of each event brings, from courses in which nothing else occurs, so that a
//! reader can put in another rate and see the days that follow.
//!
//! Scope: means an occurrence, as ratios of sums over courses with Student's interval of their residuals; days a year at the
//! scenario's rates or a reader's, and whether their sum is that of whole years. Left out: which courses these are
//! (`experiment/by_itself.rs`). Checked by: tests here, and `tests/it/frequency.rs`.

use super::rate::{ENOUGH, Rate, poisson_interval};
use super::{DAYS, Frequency, MAINTENANCE_DAYS};
use crate::evidence::Evidence;
use crate::evidence::harm::not_above;
use crate::evidence::interval::{Interval, half_width};
use headroom_core::experiment::Study;
use headroom_core::ledger::{Episode, Folded, RunLine};
use headroom_core::scenario::{HowOften, Scenario};
use std::collections::BTreeSet;

/// An event by itself.
#[derive(Clone, Debug, PartialEq)]
pub struct ByEvent {
    /// Its name.
    pub event: String,
    /// How often a year it occurs in the scenario.
    pub a_year: f64,
    /// Occurrences in the courses in which nothing else occurs.
    pub occurrences: u64,
    /// Days on which somebody is throttled, an occurrence.
    pub days: Interval,
    /// Hours in which the mechanism is active, an occurrence.
    pub active_h: Interval,
    /// Requests never answered, not above by own sending, an occurrence.
    pub never_answered: Interval,
    /// How many more that are than with today's system; none where that does not stand beside.
    pub more_than_today: Option<Interval>,
}

impl ByEvent {
    /// What is known of it; none where it never occurred.
    pub fn known(&self, of: Interval) -> Option<Interval> {
        (self.occurrences > 0).then_some(of)
    }
}

/// Days a year as the sum of the parts, and as whole years have them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SumOfParts {
    /// Of ordinary traffic alone, as whole years have it.
    pub ordinary: f64,
    /// Each event's rate × response, and that.
    pub parts: Interval,
    /// Of whole years: somebody is throttled, maintenance nights included.
    pub whole: Interval,
}

impl SumOfParts {
    /// Whether they differ by no more than chance would have it: two standard errors of the difference.
    pub fn agrees(&self) -> Option<bool> {
        let half = |i: &Interval| Some((i.ci_high? - i.ci_low?) / 2.0);
        let (a, b) = (half(&self.parts)?, half(&self.whole)?);
        let differ = libm::fabs(self.parts.mean - self.whole.mean);
        Some(differ <= libm::sqrt(a * a + b * b))
    }
}

/// The events of the first variant of `study`, by the `evidence` of its plans; the most days a year first.
pub fn by_event(study: &Study, evidence: impl Fn(usize) -> Evidence) -> Vec<ByEvent> {
    let scenario = &study.variants[0].plan.scenario;
    let of = |it: &headroom_core::experiment::ByItself| {
        let here = Alone::new(&evidence(it.plan));
        let more = it.today.map(|plan| {
            let there = Alone::new(&evidence(plan));
            let pairs = here.never_answered.iter().zip(&there.never_answered);
            difference(&pairs.map(|(a, b)| a - b).collect::<Vec<f64>>(), &here.occurrences)
        });
        ByEvent {
            event: scenario.occurring[it.occurring].id.clone(),
            a_year: a_year(scenario, it.occurring),
            occurrences: here.occurrences.iter().sum::<f64>() as u64,
            days: ratio(&here.days, &here.occurrences),
            active_h: ratio(&here.active_h, &here.occurrences),
            never_answered: ratio(&here.never_answered, &here.occurrences),
            more_than_today: more,
        }
    };
    let mut events: Vec<ByEvent> = study.by_itself.iter().map(of).collect();
    events.sort_by(|a, b| (b.a_year * b.days.mean).total_cmp(&(a.a_year * a.days.mean)));
    events
}

/// How often a year the event at place `occurring` occurs, by the scenario.
fn a_year(scenario: &Scenario, occurring: usize) -> f64 {
    match &scenario.occurring[occurring].how {
        HowOften::PerYear(rate) => *rate,
        HowOften::EachMonth(_) => 12.0,
        HowOften::EachYear(dates) => dates.len() as f64,
    }
}

/// Days a year at rates that `rate` says, and the sum at the scenario's own; none where events were not run by themselves.
pub fn sum_of_parts(f: &Frequency, rate: impl Fn(&ByEvent) -> f64) -> Option<SumOfParts> {
    if f.by_event.is_empty() {
        return None;
    }
    let ordinary = f.by_cause.iter().find(|c| c.ordinary).map(|c| c.days.interval);
    let times = |e: &ByEvent| {
        let (low, high) = e.days.ci_low.zip(e.days.ci_high)?;
        let half = rate(e) * (high - low) / 2.0;
        Some(half * half)
    };
    let mean = ordinary.map_or(0.0, |i| i.mean);
    let square = |i: &Interval| {
        let (low, high) = i.ci_low.zip(i.ci_high)?;
        Some((high - low) * (high - low) / 4.0)
    };
    let first = ordinary.as_ref().map_or(Some(0.0), square);
    let half = f
        .by_event
        .iter()
        .map(times)
        .chain([first])
        .try_fold(0.0, |sum, square| Some(sum + square?))
        .map(libm::sqrt);
    let parts = mean + f.by_event.iter().map(|e| rate(e) * e.days.mean).sum::<f64>();
    let n = f.years.len();
    let each =
        |y: &super::Year| (y.values[DAYS] + y.values[MAINTENANCE_DAYS]) / f.length.part_years();
    let whole = Rate::of_sizes(&f.years.iter().map(each).collect::<Vec<f64>>(), 1.0).interval;
    let ends = half.map(|half| ((parts - half).max(0.0), parts + half));
    let parts = Interval { mean: parts, ci_low: ends.map(|e| e.0), ci_high: ends.map(|e| e.1), n };
    Some(SumOfParts { ordinary: mean, parts, whole })
}

/// Sums of each course in which nothing but one event occurs.
struct Alone {
    occurrences: Vec<f64>,
    days: Vec<f64>,
    active_h: Vec<f64>,
    never_answered: Vec<f64>,
}

impl Alone {
    fn new(e: &Evidence) -> Self {
        let scenario = &e.plan.scenario;
        let cell_h = scenario.calendar.cell().seconds() / 3_600.0;
        let folded: &Folded = &e.folded();
        let each = |of: &dyn Fn(&RunLine) -> f64| folded.runs.iter().map(of).collect::<Vec<f64>>();
        let with = |run: &RunLine, of: fn(&Episode) -> f64| {
            run.episodes.iter().filter(|e| !e.events.is_empty()).map(of).sum::<f64>()
        };
        let with_cause = |run: &RunLine| {
            run.activations.iter().filter(|a| !a.causes.is_empty()).cloned().collect::<Vec<_>>()
        };
        Self {
            occurrences: each(&|run| with(run, |e| e.events.len() as f64)),
            days: each(&|run| {
                let cells = with_cause(run).into_iter().flat_map(|a| a.throttled_on);
                let days: BTreeSet<i32> = cells.map(|c| scenario.calendar.day(c)).collect();
                days.len() as f64
            }),
            active_h: each(&|run| {
                let cells: u64 = with_cause(run).iter().map(|a| a.to - a.from).sum();
                cells as f64 * cell_h
            }),
            never_answered: each(&|run| with(run, |e| not_above(e.harm.never_answered()) as f64)),
        }
    }
}

/// Sum of `parts`, none below 0, ÷ sum of `wholes`. Of courses of which enough have any, Student's interval; of few, Garwood's
/// of their number, times the mean of these; where no part was seen, up to 3.689 ÷ the wholes; where no whole was, nothing is
/// known.
fn ratio(parts: &[f64], wholes: &[f64]) -> Interval {
    let n = parts.len();
    let all: f64 = wholes.iter().sum();
    if all <= 0.0 {
        return Interval { mean: 0.0, ci_low: None, ci_high: None, n };
    }
    let with = parts.iter().filter(|p| **p > 0.0).count();
    if with < ENOUGH {
        let (low, high) = poisson_interval(with as u64, all);
        let sum = parts.iter().sum::<f64>();
        let each = if with == 0 { 1.0 } else { sum / with as f64 };
        let [ci_low, ci_high] = [low, high].map(|end| Some(end * each));
        return Interval { mean: sum / all, ci_low, ci_high, n };
    }
    let found = difference(parts, wholes);
    Interval { ci_low: found.ci_low.map(|low| low.max(0.0)), ..found }
}

/// Sum of `parts` ÷ sum of `wholes`, with Student's interval of the residuals over courses.
fn difference(parts: &[f64], wholes: &[f64]) -> Interval {
    let n = parts.len();
    let all: f64 = wholes.iter().sum();
    let mean = if all > 0.0 { parts.iter().sum::<f64>() / all } else { 0.0 };
    let residuals: f64 =
        parts.iter().zip(wholes).map(|(p, w)| (p - mean * w) * (p - mean * w)).sum();
    let ends = (n > 1 && all > 0.0).then(|| {
        let spread = libm::sqrt(residuals / (n - 1) as f64);
        let half = half_width(spread, n) * n as f64 / all;
        (mean - half, mean + half)
    });
    Interval { mean, ci_low: ends.map(|e| e.0), ci_high: ends.map(|e| e.1), n }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c4_a_ratio_and_its_interval_by_hand() {
        // 6 days of 12 occurrences: 0.5. Residuals 0, 1, −1: standard deviation 1, t(2; 0.975) = 4.3027, mean whole 4:
        // 4.3027 ÷ √3 ÷ 4 = 0.6210.
        let some = difference(&[2.0, 3.0, 1.0], &[4.0, 4.0, 4.0]);
        assert_eq!(some.mean, 0.5);
        assert!(libm::fabs(some.ci_high.unwrap() - 1.121) < 1e-3);
        // Three courses have any, each a day of one occurrence: Garwood's 0.619 to 8.767 of three, and not 1 to 1.
        let alike = ratio(&[1.0; 3], &[1.0; 3]);
        assert_eq!(alike.mean, 1.0);
        assert!(libm::fabs(alike.ci_high.unwrap() - 8.767 / 3.0) < 1e-3);
        // Two days of ten occurrences in one course of three: Garwood's 0.0253 to 5.572 of one, times 2, of ten.
        let few = ratio(&[0.0, 2.0, 0.0], &[4.0, 3.0, 3.0]);
        assert_eq!(few.mean, 0.2);
        assert!(libm::fabs(few.ci_high.unwrap() - 1.114_4) < 1e-3);
        assert_eq!(ratio(&[0.0, 0.0], &[1.0, 2.0]).ci_high, Some(poisson_interval(0, 3.0).1));
        assert_eq!(ratio(&[0.0], &[0.0]).ci_high, None);
    }
}
