//! What a year of a drawn course shows: sums over its episodes, and the largest episode of each.
//!
//! Everything that is refused, never answered or without service lies in some episode; the days between them are dull.

use crate::evidence::counted::Counted;
use crate::evidence::words::head;
use headroom_core::domain::{About, Figure, Reading};
use headroom_core::ledger::{Episode, Folded, Open, RunLine};
use headroom_core::scenario::{Calendar, Scenario, civil_date};

/// Days of a mean year.
pub(super) const DAYS: f64 = 365.25;
/// By how much a year may be longer or shorter than one and still be called one.
const HAIR: f64 = 0.01;

/// What is measured of a year.
#[derive(Clone, Copy, Debug)]
pub struct YearFigure {
    /// The figure of a replication that it is a year's of.
    pub figure: Figure,
    /// The name that stays.
    pub word: &'static str,
    /// A year's is its largest episode's, not the sum.
    pub greatest: bool,
    /// Cells of an episode, to be said in hours; none of what is counted (C1).
    cells: Option<fn(&Episode) -> u64>,
}

impl YearFigure {
    /// Its name as the head of a column.
    pub fn column(&self) -> String {
        self.word.replace('.', "_")
    }

    /// What people call it, with its unit.
    pub fn title(&self) -> String {
        if self.cells.is_some() {
            format!("{}, h", self.figure.called())
        } else {
            self.figure.called()
        }
    }

    /// The head of a narrow column.
    pub fn head(&self) -> String {
        if self.cells.is_some() {
            format!("{}, h", self.figure.about().head)
        } else {
            head(self.figure)
        }
    }

    /// Whether it counts what happens by itself.
    pub fn counts(&self) -> bool {
        self.figure == Figure::Activations
    }

    fn of(&self, e: &Episode, cell_h: f64) -> f64 {
        match (self.cells, self.figure.about()) {
            (Some(cells), _) => cells(e) as f64 * cell_h,
            (None, About { reading: Reading::Count(of), part, .. }) => {
                Counted::new(&e.counts, &Open::default(), &e.harm).number(of, part) as f64
            }
            _ => e.activations as f64,
        }
    }
}

const fn sum(figure: Figure, word: &'static str) -> YearFigure {
    YearFigure { figure, word, greatest: false, cells: None }
}

const fn hours(figure: Figure, word: &'static str, cells: fn(&Episode) -> u64) -> YearFigure {
    YearFigure { cells: Some(cells), ..sum(figure, word) }
}

/// What is measured, in the order of tables.
pub const FIGURES: [YearFigure; 17] = [
    sum(Figure::Activations, "activations"),
    hours(Figure::ActiveS, "active_h", |e| e.active_cells),
    YearFigure {
        greatest: true,
        ..hours(Figure::LongestActivationS, "longest_activation_h", |e| e.longest_activation)
    },
    sum(Figure::NeverAnsweredNotAbove, "never_answered.not_above"),
    sum(Figure::Throttled, "throttled"),
    sum(Figure::Rejected, "rejected"),
    hours(Figure::OutageS, "outage_h", |e| e.outage_cells),
    sum(Figure::NeverAnswered, "never_answered"),
    sum(Figure::NeverAnsweredWithin, "never_answered.within"),
    sum(Figure::NeverAnsweredDisplaced, "never_answered.displaced"),
    sum(Figure::NeverAnsweredPolls, "never_answered.polls"),
    sum(Figure::NeverAnsweredAbove, "never_answered.above"),
    sum(Figure::Refused, "refused"),
    sum(Figure::RefusedWithin, "refused.within"),
    sum(Figure::RefusedDisplaced, "refused.displaced"),
    sum(Figure::RefusedPolls, "refused.polls"),
    sum(Figure::RefusedAbove, "refused.above"),
];

/// Places in [`FIGURES`].
pub const ACTIVATIONS: usize = 0;
/// Traffic-management time.
pub const ACTIVE_H: usize = 1;
/// Longest activation.
pub const LONGEST: usize = 2;
/// Requests never answered that are not above by own sending.
pub const NEVER_ANSWERED: usize = 3;
/// Throttled.
pub const THROTTLED: usize = 4;
/// Rejected.
pub const REJECTED: usize = 5;

/// Figures in their order.
pub type Values = [f64; FIGURES.len()];

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
    /// Activations.
    pub activations: u64,
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
            .unwrap_or_else(|| calendar.blocks().len() as f64 / 48.0 / DAYS);
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
pub fn years(folded: &Folded, length: &Length) -> Vec<Year> {
    folded.runs.iter().flat_map(|run| of_run(run, length)).collect()
}

fn of_run(run: &RunLine, length: &Length) -> Vec<Year> {
    let year = |year| Year { course: run.replication, year, ..Year::default() };
    let mut years: Vec<Year> = (0..length.parts).map(year).collect();
    for episode in &run.episodes {
        years[length.part(episode.from)].add(&of_episode(episode, length));
    }
    years
}

/// The figures of an episode.
pub(super) fn of_episode(episode: &Episode, length: &Length) -> Values {
    FIGURES.map(|figure| figure.of(episode, length.cell_h))
}

impl Year {
    fn add(&mut self, episode: &Values) {
        for (i, figure) in FIGURES.iter().enumerate() {
            self.largest[i] = self.largest[i].max(episode[i]);
            self.values[i] =
                if figure.greatest { self.largest[i] } else { self.values[i] + episode[i] };
        }
        self.activations += episode[ACTIVATIONS] as u64;
        self.episodes += 1;
    }

    /// This year and the next one of the same course as one.
    fn and(mut self, next: &Self) -> Self {
        for (i, figure) in FIGURES.iter().enumerate() {
            self.largest[i] = self.largest[i].max(next.largest[i]);
            self.values[i] =
                if figure.greatest { self.largest[i] } else { self.values[i] + next.values[i] };
        }
        self.activations += next.activations;
        self.episodes += next.episodes;
        self
    }
}

/// Each course as one, of its `years`.
pub fn courses(years: &[Year]) -> Vec<Year> {
    let course = |part: &[Year]| part[1..].iter().fold(part[0].clone(), Year::and);
    years.chunk_by(|a, b| a.course == b.course).map(course).collect()
}
