//! How often it happens (C4): the figures of a study whose replications are drawn courses of a year or more.
//!
//! Scope: what is measured of a year (`measured.rs`) and what one shows (`year.rs`), how often and how sure (`rate.rs`), what a year exceeds once in so many
//! (`levels.rs`), by cause and month (`parts.rs`), by User and SRV (`affected.rs`), how many years are missing
//! (`convergence.rs`), how busy ordinary half-hours are (`calendar.rs`), months of growth (`horizon.rs`); in sentences (`answer.rs`), small tables (`shown.rs`, of several variants `study.rs`) and
//! JSON (`json.rs`). Left out: the tables of files (`tables/`). Source: `docs/rules.md`, C4, C5.
//! Checked by: tests in these files, and `tests/it/frequency.rs`.

mod affected;
mod against;
mod answer;
mod by_event;
mod calendar;
mod cautions;
mod convergence;
mod harmed;
mod horizon;
mod json;
mod levels;
mod measured;
mod parts;
mod rate;
mod said;
mod shown;
mod study;
mod when;
mod year;

pub use affected::{ByWhom, by_srv, by_user};
pub use answer::{at_rates, frequency_sentences, once_in, said_of};
pub(super) use by_event::by_event;
pub use by_event::{ByEvent, SumOfParts, sum_of_parts};
pub use calendar::{CalendarCell, month_of, threshold_in};
pub(super) use cautions::cautions;
pub use convergence::{Convergence, NARROW};
pub use harmed::HarmRates;
pub use horizon::{Horizon, HorizonMonth, LEAD};
pub use json::{FrequencyReport, frequency_report};
pub use levels::{Level, PERIODS, level};
pub use measured::{
    ACTIVATIONS, ACTIVE_DAYS, ACTIVE_H, DAYS, FIGURES, IDLE, LONGEST, MAINTENANCE_DAYS,
    NEVER_ANSWERED, OUTAGE_H, REJECTED, THROTTLED, YearFigure,
};
pub use parts::{ByCause, ByMonth, ORDINARY};
pub use rate::{Method, Rate, poisson_interval, years_needed};
pub use shown::{frequency_tables, per_year_table};
pub(super) use study::{sentences as study_sentences, table as study_table};
pub use year::{Length, Year};

use super::interval::{Interval, mean_interval};
use headroom_core::engine::Plan;
use headroom_core::ledger::Folded;

/// A figure of a year.
#[derive(Clone, Debug)]
pub struct PerYear {
    /// Which, of [`FIGURES`].
    pub figure: usize,
    /// Mean a year; of what is a year's greatest, the mean of that.
    pub rate: Rate,
    /// Chance of any in a year; none where courses are no years.
    pub chance: Option<Interval>,
    /// Mean of a year's largest episode.
    pub largest: Interval,
    /// The largest episode of all.
    pub most: f64,
    /// What a year exceeds once in so many years; empty where courses are no years, or things grow.
    pub aggregate: Vec<Level>,
    /// What its largest episode exceeds.
    pub occurrence: Vec<Level>,
}

impl PerYear {
    /// Years from one in which there is any to the next, in the mean: 1 ÷ chance; where none was seen, of its
    /// upper bound, which is fewer than it takes.
    pub fn return_period(&self) -> Option<f64> {
        let chance = self.chance?;
        let share = if chance.mean > 0.0 { chance.mean } else { chance.ci_high? };
        Some(1.0 / share)
    }
}

/// How often it happens.
#[derive(Clone, Debug)]
pub struct Frequency {
    /// How long a course is.
    pub length: Length,
    /// Each year of each course.
    pub years: Vec<Year>,
    /// Each figure, in the order of [`FIGURES`].
    pub per_year: Vec<PerYear>,
    /// By what was in force: causes of activations first, those with the most days before, then those of harm without any.
    pub by_cause: Vec<ByCause>,
    /// Each event by itself; nothing where that was not asked.
    pub by_event: Vec<ByEvent>,
    /// By month.
    pub by_month: Vec<ByMonth>,
    /// By User.
    pub by_user: Vec<ByWhom>,
    /// By SRV.
    pub by_srv: Vec<ByWhom>,
    /// How busy ordinary traffic is; empty where that is not known.
    pub calendar: Vec<CalendarCell>,
    /// How many years are missing.
    pub convergence: Convergence,
    /// Month by month, where things grow over several years.
    pub horizon: Option<Horizon>,
}

impl Frequency {
    /// Of a study whose replications are courses; none of any other.
    pub fn new(plan: &Plan, folded: &Folded) -> Option<Self> {
        let scenario = &plan.scenario;
        if !scenario.is_course() || folded.runs.is_empty() {
            return None;
        }
        let length = Length::new(scenario);
        let years = year::years(scenario, folded, &length);
        let courses = year::courses(&years);
        let days: Vec<u64> = courses.iter().map(|c| c.values[DAYS] as u64).collect();
        let figure = |i: usize| per_year(i, &years, &courses, &length);
        Some(Self {
            per_year: (0..FIGURES.len()).map(figure).collect(),
            by_cause: parts::by_cause(scenario, folded, &length),
            by_event: Vec::new(),
            by_month: parts::by_month(scenario, folded, &length),
            by_user: by_user(folded, &length),
            by_srv: by_srv(folded, &length),
            calendar: calendar::calendar(plan, folded),
            convergence: convergence::convergence(&days, length.years),
            horizon: horizon::horizon(scenario, folded, &length),
            length,
            years,
        })
    }

    /// The causes of activations.
    pub fn of_activations(&self) -> &[ByCause] {
        let with = self.by_cause.partition_point(|c| c.share > 0.0);
        &self.by_cause[..with]
    }

    /// Years of all courses together.
    pub fn years_run(&self) -> f64 {
        self.convergence.years
    }
}

fn per_year(i: usize, years: &[Year], courses: &[Year], length: &Length) -> PerYear {
    let figure = FIGURES[i];
    let of = |years: &[Year], of: fn(&Year, usize) -> f64| {
        years.iter().map(|y| of(y, i)).collect::<Vec<f64>>()
    };
    let (sums, largest) = (of(years, |y, i| y.values[i]), of(years, |y, i| y.largest[i]));
    let rate = if figure.counts() {
        let counts: Vec<u64> = courses.iter().map(|c| c.values[i] as u64).collect();
        Rate::of_counts(&counts, length.years)
    } else if figure.greatest {
        // A year's greatest is what it is, however long a year.
        Rate::of_sizes(&sums, 1.0)
    } else {
        Rate::of_sizes(&of(courses, |y, i| y.values[i]), length.years)
    };
    let any: Vec<bool> = sums.iter().map(|s| *s > 0.0).collect();
    let levels = |mut values: Vec<f64>| {
        values.sort_by(f64::total_cmp);
        let all = PERIODS.map(|period| level(&values, period)).to_vec();
        if length.has_chances() { all } else { Vec::new() }
    };
    PerYear {
        figure: i,
        rate,
        chance: parts::chance(&any, length),
        largest: mean_interval(&largest),
        most: largest.iter().copied().fold(0.0, f64::max),
        aggregate: levels(sums),
        occurrence: levels(largest),
    }
}
