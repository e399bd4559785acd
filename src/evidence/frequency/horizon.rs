//! A course of several years in which things grow (M2): how often it triggers month by month, when ordinary traffic
//! alone does, and what happens in the twelve months that the mechanism takes to build (F3.9).

use super::rate::Rate;
use super::year::{DAYS_A_YEAR, Length};
use crate::evidence::interval::{Interval, proportion_interval};
use headroom_core::ledger::{ActivationRecord, Folded};
use headroom_core::scenario::{Month, Scenario, civil_date};

/// Months from the order to the day on which the mechanism works (F3.9).
pub const LEAD: usize = 12;

/// A month of the course.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HorizonMonth {
    /// Which.
    pub month: Month,
    /// Activations a year, if all months were as this one.
    pub a_year: Rate,
    /// Of these, those of ordinary traffic alone.
    pub ordinary_a_year: Rate,
    /// Share of courses in which ordinary traffic alone has triggered by its end.
    pub ordinary_by_then: Interval,
    /// Activations in the twelve months from its first on; none where the course ends before.
    pub following: Option<Rate>,
}

/// The months of a course.
#[derive(Clone, Debug, PartialEq)]
pub struct Horizon {
    /// In order.
    pub months: Vec<HorizonMonth>,
    /// The first month in which ordinary traffic alone triggers at least once a year, in the mean.
    pub once_a_year: Option<usize>,
    /// The first month by whose end it has in half of the courses.
    pub even_chance: Option<usize>,
}

/// The months of `scenario`'s courses; none where nothing grows, or a course is no longer than a year.
pub fn horizon(scenario: &Scenario, folded: &Folded, length: &Length) -> Option<Horizon> {
    if scenario.growth.is_none() || length.parts < 2 {
        return None;
    }
    let (months, of_block) = months(scenario);
    let per_block = scenario.calendar.cells_per_block() as u64;
    let place = |a: &ActivationRecord| {
        let block = (a.from / per_block) as usize;
        of_block[block.min(of_block.len() - 1)]
    };
    let courses = folded.runs.len();
    let none = || vec![vec![0; courses]; months.len()];
    let (mut all, mut ordinary) = (none(), none());
    let mut first = vec![usize::MAX; courses];
    for (c, run) in folded.runs.iter().enumerate() {
        for a in &run.activations {
            let at = place(a);
            all[at][c] += 1;
            if a.causes.is_empty() {
                ordinary[at][c] += 1;
                first[c] = first[c].min(at);
            }
        }
    }
    let row = |(m, &(month, years)): (usize, &(Month, f64))| HorizonMonth {
        month,
        a_year: Rate::of_counts(&all[m], years),
        ordinary_a_year: Rate::of_counts(&ordinary[m], years),
        ordinary_by_then: proportion_interval(first.iter().filter(|f| **f <= m).count(), courses),
        following: following(&all, m),
    };
    let months: Vec<HorizonMonth> = months.iter().enumerate().map(row).collect();
    let at = |fits: fn(&HorizonMonth) -> bool| months.iter().position(fits);
    Some(Horizon {
        once_a_year: at(|m| m.ordinary_a_year.interval.mean >= 1.0),
        even_chance: at(|m| m.ordinary_by_then.mean >= 0.5),
        months,
    })
}

/// The months that a course touches with the years of each, and for each half-hour which of them it is in.
fn months(scenario: &Scenario) -> (Vec<(Month, f64)>, Vec<usize>) {
    let mut months: Vec<(Month, f64)> = Vec::new();
    let place = |date: i32| {
        let (year, month, _) = civil_date(date);
        let month = Month { year, month };
        if months.last().is_none_or(|(last, _)| *last != month) {
            months.push((month, 0.0));
        }
        let at = months.len() - 1;
        months[at].1 += 1.0 / 48.0 / DAYS_A_YEAR;
        at
    };
    let of_block = scenario.calendar.blocks().iter().map(|b| b.local.date).map(place).collect();
    (months, of_block)
}

/// Activations in the twelve months from month `m` on.
fn following(counts: &[Vec<u64>], m: usize) -> Option<Rate> {
    let here = counts.get(m..m + LEAD)?;
    let courses = here[0].len();
    let sums: Vec<u64> = (0..courses).map(|c| here.iter().map(|month| month[c]).sum()).collect();
    Some(Rate::of_counts(&sums, 1.0))
}
