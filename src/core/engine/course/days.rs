//! The days of a course as one replication has them.

use crate::domain::Span;
use crate::engine::plan::{Almanac, Day, Plan};
use crate::ledger::HalfHour;
use crate::random::Keys;
use crate::scenario::{Calendar, Month};
use crate::traffic::Busy;

/// Half-hours `from..to` of a course.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stretch {
    pub from: usize,
    pub to: usize,
}

/// The days of a course as one replication has them.
pub struct Days<'a> {
    almanac: &'a Almanac,
    calendar: &'a Calendar,
    /// For each half-hour, what ordinary traffic is expected to send, given the day's factors (T3).
    busy: Vec<Busy>,
    /// For each day, those factors by User.
    factors: Vec<Vec<f64>>,
}

impl<'a> Days<'a> {
    pub fn new(plan: &'a Plan, keys: &Keys) -> Self {
        let almanac = plan.almanac.as_deref().expect("a course has one");
        let calendar = &plan.scenario.calendar;
        let mut busy = Vec::with_capacity(calendar.blocks().len());
        let mut of_days = Vec::with_capacity(almanac.days.len());
        for (day, kind) in almanac.days.iter().zip(&almanac.kinds) {
            let mut factors = plan.traffic.day_factors(keys, day.date);
            of_days.push(factors.clone());
            factors.push(1.0);
            if let Some(growth) = &plan.scenario.growth {
                let users = plan.scenario.users.len();
                let times = |u: usize| growth.load_of((u < users).then_some(u), day.month);
                factors.iter_mut().enumerate().for_each(|(user, f)| *f *= times(user));
            }
            let of_day = &almanac.busy[*kind];
            busy.extend((0..day.to - day.from).map(|b| {
                let sum = |of: fn(&Busy) -> f64| {
                    factors.iter().zip(of_day).map(|(f, user)| f * of(&user[b])).sum()
                };
                Busy { window: sum(|b| b.window), cell: sum(|b| b.cell) }
            }));
        }
        Self { almanac, calendar, busy, factors: of_days }
    }

    pub fn all(&self) -> &[Day] {
        &self.almanac.days
    }

    /// Length of a cell.
    pub fn cell(&self) -> Span {
        self.calendar.cell()
    }

    /// What ordinary traffic is expected to send in `block`.
    pub fn busy(&self, block: usize) -> Busy {
        self.busy[block]
    }

    /// Half-hours of the course.
    pub fn blocks(&self) -> usize {
        self.busy.len()
    }

    /// What each User is expected to send in its busiest cell of `block` of what varies, and all together of what does not.
    pub fn busiest_cells(
        &self,
        plan: &'a Plan,
        block: usize,
    ) -> (impl Iterator<Item = f64> + '_, f64) {
        let d = self.of_block(block);
        let (day, of_day) = (self.all()[d], &self.almanac.busy[self.almanac.kinds[d]]);
        let users = self.factors[d].len();
        let times = move |u: Option<usize>| {
            plan.scenario.growth.as_ref().map_or(1.0, |g| g.load_of(u, day.month))
        };
        let cell = move |user: usize| of_day[user][block - day.from].cell;
        let own = self.factors[d].iter().enumerate();
        (own.map(move |(u, f)| f * times(Some(u)) * cell(u)), times(None) * cell(users))
    }

    /// By how much each User's ordinary traffic of `day` is more or less than expected (T3).
    pub fn factors(&self, day: usize) -> &[f64] {
        &self.factors[day]
    }

    /// For each User, the mean rate at the gateway of its busiest half-hour in all of the course, requests a second, as in the
    /// month of `block`.
    pub fn peaks(&self, plan: &Plan, block: usize) -> Vec<f64> {
        let mut peaks = self.almanac.peaks.clone();
        if let Some(growth) = &plan.scenario.growth {
            let month = self.all()[self.of_block(block)].month;
            let grown = peaks.iter_mut().enumerate();
            grown.for_each(|(user, peak)| *peak *= growth.load_of(Some(user), month));
        }
        peaks
    }

    /// A number for `block` that no other half-hour has, in courses that begin on other days too.
    pub fn name(&self, block: usize) -> u64 {
        let day = &self.all()[self.of_block(block)];
        day.date as u64 * 64 + (block - day.from) as u64
    }

    /// The day that holds `block`; the last for what comes after it.
    pub fn of_block(&self, block: usize) -> usize {
        self.all().partition_point(|d| d.to <= block).min(self.all().len() - 1)
    }

    /// First cell of a stretch and the one after its last.
    pub fn cells(&self, stretch: Stretch) -> (u64, u64) {
        let per_block = self.calendar.cells_per_block() as u64;
        (stretch.from as u64 * per_block, stretch.to as u64 * per_block)
    }

    /// The cell that begins `after` cells by the clock after midnight of `day`; where the clocks go forward over it the next
    /// that there is, where they go back the first of the two.
    pub fn cell_at(&self, day: &Day, after: u64) -> u64 {
        let per_block = self.calendar.cells_per_block() as u64;
        let half_hour = (after / per_block) as usize;
        let blocks = &self.calendar.blocks()[day.from..day.to];
        let same = blocks.iter().position(|b| b.local.half_hour == half_hour);
        match same.or_else(|| blocks.iter().position(|b| b.local.half_hour > half_hour)) {
            Some(b) if same.is_some() => (day.from + b) as u64 * per_block + after % per_block,
            Some(b) => (day.from + b) as u64 * per_block,
            None => day.to as u64 * per_block - 1,
        }
    }

    /// How busy ordinary half-hours are, by month of the course and half-hour of the day.
    pub fn half_hours(&self) -> Vec<HalfHour> {
        let index = |m: Month| i32::from(m.year) * 12 + i32::from(m.month);
        let first = self.all().first().map_or(0, |d| index(d.month));
        let last = self.all().last().map_or(0, |d| index(d.month));
        let mut found = vec![HalfHour::default(); (last - first + 1) as usize * 48];
        for day in self.all() {
            let month = (index(day.month) - first) as usize;
            for b in day.from..day.to {
                let half_hour = self.calendar.blocks()[b].local.half_hour;
                let window = libm::round(self.busy[b].window) as u64;
                found[month * 48 + half_hour].add(&HalfHour {
                    largest: window,
                    sum: window,
                    days: 1,
                });
            }
        }
        found
    }
}
