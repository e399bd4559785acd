//! What a year of a drawn course shows: sums over its episodes, and the largest episode of each.
//!
//! Everything that is refused, never answered or without service lies in some episode; the days between them are dull.

use super::measured::{FIGURES, Seen, Values, of_episode};
use crate::evidence::days::{ActiveDay, active_days};
use headroom_core::ledger::{ActivationRecord, Folded, RunLine};
use headroom_core::scenario::{Calendar, Scenario, civil_date};

/// Days of a mean year.
pub(super) const DAYS_A_YEAR: f64 = 365.25;
/// By how much a year may be longer or shorter than one and still be called one.
const HAIR: f64 = 0.01;

/// A year of a course, or a whole course.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Year {
    /// The replication it is of, from 0.
    pub course: u32,
    /// Which year of it, from 0.
    pub year: usize,
    /// Sums over its episodes, or of what is so the greatest.
    pub values: Values,
    /// The same of the episode that has most of it.
    pub largest: Values,
    /// Episodes.
    pub episodes: u64,
}

/// How long courses are, and into how many years they fall.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Length {
    /// Years of a course.
    pub years: f64,
    /// Years that are looked at one by one; at least one.
    pub parts: usize,
    /// Cells of a course.
    pub cells: u64,
    /// Whether years are alike: nothing grows, or a course has one only.
    pub alike: bool,
    /// Hours of a cell.
    pub cell_h: f64,
}

impl Length {
    /// Of `scenario`'s courses: a whole number of calendar years is that, else days are counted.
    pub fn new(scenario: &Scenario) -> Self {
        let calendar = &scenario.calendar;
        let years = calendar_years(calendar)
            .unwrap_or_else(|| calendar.blocks().len() as f64 / 48.0 / DAYS_A_YEAR);
        let parts = (libm::floor(years + HAIR) as usize).max(1);
        Self {
            years,
            parts,
            alike: scenario.growth.is_none() || parts == 1,
            cells: calendar.cells(),
            cell_h: calendar.cell().seconds() / 3_600.0,
        }
    }

    /// Years of a part.
    pub fn part_years(&self) -> f64 {
        self.years / self.parts as f64
    }

    /// Whether a part is a year.
    pub fn is_a_year(&self) -> bool {
        libm::fabs(self.part_years() - 1.0) < HAIR
    }

    /// Whether years have chances and levels: parts are such, and have a common distribution.
    pub fn has_chances(&self) -> bool {
        self.is_a_year() && self.alike
    }

    /// What a replication is called.
    pub fn word(&self) -> &'static str {
        if self.parts == 1 && self.is_a_year() { "year" } else { "course" }
    }

    /// The part in which `cell` lies.
    pub fn part(&self, cell: u64) -> usize {
        let part = u128::from(cell) * self.parts as u128 / u128::from(self.cells.max(1));
        (part as usize).min(self.parts - 1)
    }
}

/// So many whole calendar years; none where it is no whole number of them.
fn calendar_years(calendar: &Calendar) -> Option<f64> {
    let (first, last) = (calendar.blocks().first()?.local, calendar.blocks().last()?.local);
    let (from, to) = (civil_date(first.date), civil_date(last.date + 1));
    let whole = first.half_hour == 0 && last.half_hour == 47;
    let years = to.0 - from.0;
    (whole && (from.1, from.2) == (to.1, to.2) && years > 0).then(|| f64::from(years))
}

/// The years of all courses, in order.
pub fn years(scenario: &Scenario, folded: &Folded, length: &Length) -> Vec<Year> {
    folded.runs.iter().flat_map(|run| of_run(scenario, run, length)).collect()
}

fn of_run(scenario: &Scenario, run: &RunLine, length: &Length) -> Vec<Year> {
    let year = |year| Year { course: run.replication, year, ..Year::default() };
    let mut years: Vec<Year> = (0..length.parts).map(year).collect();
    for (from, values) in episodes(scenario, run, length.cell_h) {
        years[length.part(from)].add(&values);
    }
    years
}

/// The figures of each episode of `run`, and the cell with which it begins. A day belongs to the episode in which the
/// mechanism is first active on it.
pub fn episodes(scenario: &Scenario, run: &RunLine, cell_h: f64) -> Vec<(u64, Values)> {
    let days = active_days(scenario, &run.activations);
    let of = |episode: &headroom_core::ledger::Episode| {
        let at = |cell: u64| (episode.from..episode.to).contains(&cell);
        let its = within(&days, |d: &ActiveDay| d.cell, at);
        let activations = within(&run.activations, |a: &ActivationRecord| a.from, at);
        let seen = Seen { episode, days: its, activations };
        (episode.from, of_episode(&seen, cell_h))
    };
    run.episodes.iter().map(of).collect()
}

/// Those of `all`, which are in order, whose cell is `at` a place.
fn within<T>(all: &[T], cell: impl Fn(&T) -> u64, at: impl Fn(u64) -> bool) -> &[T] {
    let from = all.iter().position(|x| at(cell(x))).unwrap_or(all.len());
    let to = all[from..].iter().position(|x| !at(cell(x))).map_or(all.len(), |n| from + n);
    &all[from..to]
}

impl Year {
    fn add(&mut self, episode: &Values) {
        for (i, figure) in FIGURES.iter().enumerate() {
            self.largest[i] = self.largest[i].max(episode[i]);
            self.values[i] =
                if figure.greatest { self.largest[i] } else { self.values[i] + episode[i] };
        }
        self.episodes += 1;
    }

    /// This year and the next one of the same course as one.
    fn and(mut self, next: &Self) -> Self {
        for (i, figure) in FIGURES.iter().enumerate() {
            self.largest[i] = self.largest[i].max(next.largest[i]);
            self.values[i] =
                if figure.greatest { self.largest[i] } else { self.values[i] + next.values[i] };
        }
        self.episodes += next.episodes;
        self
    }
}

/// Each course as one, of its `years`.
pub fn courses(years: &[Year]) -> Vec<Year> {
    let course = |part: &[Year]| part[1..].iter().fold(part[0].clone(), Year::and);
    years.chunk_by(|a, b| a.course == b.course).map(course).collect()
}
