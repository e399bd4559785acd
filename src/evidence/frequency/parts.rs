//! Activations by what caused them, and a year by its months (C4).

use super::calendar::month_of;
use super::harmed::{HarmRates, HarmSums};
use super::rate::Rate;
use super::year::Length;
use crate::evidence::days::{ActiveDay, active_days};
use crate::evidence::interval::{Interval, proportion_interval};
use headroom_core::ledger::{Episode, Folded, RunLine};
use headroom_core::scenario::{Scenario, civil_date};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// What activations of nothing but ordinary traffic are said to be caused by.
pub const ORDINARY: &str = "ordinary traffic";

/// Activations, and episodes, with the same causes.
#[derive(Clone, Debug, PartialEq)]
pub struct ByCause {
    /// Names of the events that they are put down to (M4), joined by " + "; of an episode see [`causes_of`].
    pub cause: String,
    /// Whether there were none: ordinary traffic alone.
    pub ordinary: bool,
    /// Days a year on which somebody is throttled in such an activation.
    pub days: Rate,
    /// Activations a year.
    pub activations: Rate,
    /// Of these, those that throttle nobody.
    pub idle: Rate,
    /// Share of all activations.
    pub share: f64,
    /// Hours of them a year.
    pub active_h: Rate,
    /// Attempts throttled in them a year.
    pub throttled: Rate,
    /// Harm a year of the episodes.
    pub harm: HarmRates,
    /// Chance of at least one in a year; none where courses are no years.
    pub chance: Option<Interval>,
}

/// A calendar month, over all years.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ByMonth {
    /// 1 to 12.
    pub month: i8,
    /// Days in such a month on which somebody is throttled, maintenance nights apart.
    pub days: Rate,
    /// Days on which somebody is throttled after maintenance alone.
    pub maintenance_days: Rate,
    /// Activations in such a month.
    pub activations: Rate,
    /// Of these, those of ordinary traffic alone.
    pub ordinary: Rate,
    /// Hours of activation.
    pub active_h: Rate,
    /// Attempts throttled.
    pub throttled: Rate,
    /// Harm of the episodes that begin in it.
    pub harm: HarmRates,
}

/// The chance that a year has any, of `any` of each part; none where parts are no years, or not alike.
pub(super) fn chance(any: &[bool], length: &Length) -> Option<Interval> {
    let with = any.iter().filter(|a| **a).count();
    (length.has_chances() && !any.is_empty()).then(|| proportion_interval(with, any.len()))
}

/// What an episode of `run` is put down to: the causes of all its activations; of one without any, the events in it. What
/// it leaves unanswered is so its own, however long after the events it is given up.
fn causes_of(run: &RunLine, episode: &Episode) -> Vec<usize> {
    let within = |cell: u64| (episode.from..episode.to).contains(&cell);
    let mut activations = run.activations.iter().filter(|a| within(a.from)).peekable();
    let causes: BTreeSet<usize> = match activations.peek() {
        Some(_) => activations.flat_map(|a| a.causes.iter().copied()).collect(),
        None => episode.events.iter().map(|(number, ..)| *number).collect(),
    };
    causes.into_iter().collect()
}

/// Those of activations, with the most days first, then those of harm without any.
pub fn by_cause(scenario: &Scenario, folded: &Folded, length: &Length) -> Vec<ByCause> {
    let courses = folded.runs.len();
    let empty = || Sums::new(courses, length.parts);
    let mut all: BTreeMap<Vec<usize>, Sums> = BTreeMap::new();
    for (c, run) in folded.runs.iter().enumerate() {
        for a in &run.activations {
            let sums = all.entry(a.causes.clone()).or_insert_with(empty);
            sums.counts[c] += 1;
            sums.idle[c] += u64::from(a.throttled == 0);
            sums.on[c].extend(a.throttled_on.iter().map(|cell| scenario.calendar.day(*cell)));
            sums.cells[c] += (a.to - a.from) as f64;
            sums.throttled[c] += a.throttled as f64;
            sums.any[c * length.parts + length.part(a.from)] = true;
        }
        for episode in &run.episodes {
            all.entry(causes_of(run, episode)).or_insert_with(empty).harm.add(c, episode.harm);
        }
    }
    all.retain(|_, sums| sums.total() > 0 || sums.harm.any());
    let total = all.values().map(Sums::total).sum::<u64>().max(1) as f64;
    let row = |(causes, sums): (&Vec<usize>, &Sums)| ByCause {
        cause: named(scenario, causes),
        ordinary: causes.is_empty(),
        days: Rate::of_counts(
            &sums.on.iter().map(|on| on.len() as u64).collect::<Vec<u64>>(),
            length.years,
        ),
        activations: Rate::of_counts(&sums.counts, length.years),
        idle: Rate::of_counts(&sums.idle, length.years),
        share: sums.total() as f64 / total,
        active_h: Rate::of_sizes(&times(&sums.cells, length.cell_h), length.years),
        throttled: Rate::of_sizes(&sums.throttled, length.years),
        harm: sums.harm.rates(length.years),
        chance: chance(&sums.any, length),
    };
    let mut rows: Vec<ByCause> = all.iter().map(row).collect();
    let size = |r: &ByCause| [f64::from(u8::from(r.share > 0.0)), r.days.interval.mean, r.share];
    rows.sort_by(|a, b| size(b).partial_cmp(&size(a)).unwrap_or(Ordering::Equal));
    rows
}

/// The events at the numbers `causes`, or ordinary traffic.
fn named(scenario: &Scenario, causes: &[usize]) -> String {
    if causes.is_empty() {
        return ORDINARY.to_owned();
    }
    let names: Vec<&str> = causes.iter().map(|c| scenario.event_id(*c)).collect();
    names.join(" + ")
}

fn times(values: &[f64], by: f64) -> Vec<f64> {
    values.iter().map(|v| v * by).collect()
}

struct Sums {
    counts: Vec<u64>,
    idle: Vec<u64>,
    /// Days on which somebody is throttled.
    on: Vec<BTreeSet<i32>>,
    cells: Vec<f64>,
    throttled: Vec<f64>,
    harm: HarmSums,
    any: Vec<bool>,
}

impl Sums {
    fn new(courses: usize, parts: usize) -> Self {
        let none = vec![0.0; courses];
        let any = vec![false; courses * parts];
        let harm = HarmSums::new(courses);
        let counts = vec![0; courses];
        Self {
            counts: counts.clone(),
            idle: counts,
            on: vec![BTreeSet::new(); courses],
            cells: none.clone(),
            throttled: none,
            harm,
            any,
        }
    }

    fn total(&self) -> u64 {
        self.counts.iter().sum()
    }
}

/// January first; months that a course does not touch are left out.
pub fn by_month(scenario: &Scenario, folded: &Folded, length: &Length) -> Vec<ByMonth> {
    let calendar = &scenario.calendar;
    let months = (1..=12).filter_map(|month| {
        let of = |b: &&headroom_core::scenario::Block| civil_date(b.local.date).1 == month;
        let days = calendar.blocks().iter().filter(of).count() as f64 / 48.0;
        // So many such months are in a course.
        let often = days / DAYS_OF[month as usize - 1];
        let whole = libm::round(often);
        let often = if libm::fabs(often - whole) < 0.05 { whole } else { often };
        (often > 0.0).then(|| of_month(scenario, folded, length, month, often))
    });
    months.collect()
}

/// Days of each month, of February on average.
const DAYS_OF: [f64; 12] =
    [31.0, 28.25, 31.0, 30.0, 31.0, 30.0, 31.0, 31.0, 30.0, 31.0, 30.0, 31.0];

fn of_month(
    scenario: &Scenario,
    folded: &Folded,
    length: &Length,
    month: i8,
    often: f64,
) -> ByMonth {
    let here = |cell: u64| month_of(&scenario.calendar, cell).month == month;
    let of = |sum: &dyn Fn(&RunLine) -> f64| folded.runs.iter().map(sum).collect::<Vec<f64>>();
    let activations = |run: &RunLine, ordinary: bool| {
        let chosen = run.activations.iter().filter(|a| here(a.from));
        chosen.filter(|a| !ordinary || a.causes.is_empty()).count() as u64
    };
    let count = |ordinary: bool| {
        let counts: Vec<u64> = folded.runs.iter().map(|r| activations(r, ordinary)).collect();
        Rate::of_counts(&counts, often)
    };
    let active = of(&|run| {
        let cells = run.activations.iter().filter(|a| here(a.from)).map(|a| a.to - a.from);
        cells.sum::<u64>() as f64 * length.cell_h
    });
    let throttled = of(&|run| {
        let chosen = run.activations.iter().filter(|a| here(a.from));
        chosen.map(|a| a.throttled).sum::<u64>() as f64
    });
    let days = |fits: fn(&ActiveDay) -> bool| {
        let count = |run: &RunLine| {
            let days = active_days(scenario, &run.activations);
            days.iter().filter(|d| fits(d) && here(d.cell)).count() as u64
        };
        Rate::of_counts(&folded.runs.iter().map(count).collect::<Vec<u64>>(), often)
    };
    let mut harm = HarmSums::new(folded.runs.len());
    for (c, run) in folded.runs.iter().enumerate() {
        run.episodes.iter().filter(|e| here(e.from)).for_each(|e| harm.add(c, e.harm));
    }
    ByMonth {
        month,
        days: days(|d| d.otherwise),
        maintenance_days: days(ActiveDay::of_maintenance),
        activations: count(false),
        ordinary: count(true),
        active_h: Rate::of_sizes(&active, often),
        throttled: Rate::of_sizes(&throttled, often),
        harm: harm.rates(often),
    }
}
