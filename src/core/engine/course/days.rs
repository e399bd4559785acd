//! The days of a course as one replication has them.

use crate::domain::Span;
use crate::engine::plan::{Almanac, Day, Plan};
use crate::ledger::HalfHour;
use crate::random::Keys;
use crate::scenario::{Calendar, Month};
use crate::traffic::{Busy, DrawnDays, SlotFactors};

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
    /// For each half-hour, what ordinary traffic is expected to send, given its factors (T3).
    busy: Vec<Busy>,
    /// For each day, the day's factors by User.
    factors: Vec<Vec<f64>>,
    /// The half-hours' own.
    slots: SlotFactors,
    /// For each half-hour, the most that may be expected, given the factors of all whose requests may still bring something
    /// about in it.
    at_most: Vec<Busy>,
    felt: Felt,
    /// Where days are drawn from a log: which.
    drawn: Option<DrawnDays<'a>>,
    /// For each half-hour, its day.
    day_of: Vec<usize>,
}

impl<'a> Days<'a> {
    pub fn new(plan: &'a Plan, keys: &Keys) -> Self {
        let almanac = plan.almanac.as_deref().expect("a course has one");
        let calendar = &plan.scenario.calendar;
        let blocks = calendar.blocks().len();
        let factors = almanac.days.iter().map(|d| plan.traffic.day_factors(keys, d.date)).collect();
        let slots = plan.traffic.slot_factors(keys, 0, blocks);
        let of_day = |(d, day): (usize, &Day)| std::iter::repeat_n(d, day.to - day.from);
        let day_of = almanac.days.iter().enumerate().flat_map(of_day).collect();
        let (busy, at_most, felt) = (Vec::new(), Vec::new(), Felt::default());
        let drawn = DrawnDays::new(&plan.scenario, keys);
        let mut days =
            Self { almanac, calendar, busy, factors, slots, at_most, felt, drawn, day_of };
        days.busy = days.busy_with(plan, |user, block| days.factor(user, block));
        days.felt = Felt::new(plan, &days);
        days.at_most = days.busy_with(plan, |user, block| days.felt.most(&days, user, block));
        for block in 0..days.day_of.len() {
            let recorded = days.recorded(plan, None, block);
            for busy in [&mut days.busy[block], &mut days.at_most[block]] {
                busy.window += recorded.window;
                busy.cell += recorded.cell;
            }
        }
        days
    }

    /// What ordinary traffic is expected to send in each half-hour, where each User's is so many times what is expected.
    fn busy_with(&self, plan: &Plan, factor: impl Fn(usize, usize) -> f64) -> Vec<Busy> {
        let users = plan.scenario.users.len();
        let mut all = Vec::with_capacity(self.day_of.len());
        for (day, kind) in self.almanac.days.iter().zip(&self.almanac.kinds) {
            let grown = |user: Option<usize>| {
                plan.scenario.growth.as_ref().map_or(1.0, |g| g.load_of(user, day.month))
            };
            let times: Vec<f64> = (0..users).map(|u| grown(Some(u))).chain([grown(None)]).collect();
            all.extend((0..day.to - day.from).map(|b| {
                let mut busy = Busy::default();
                for (user, of_user) in self.almanac.busy[*kind].iter().enumerate() {
                    let varied = if user < users { factor(user, day.from + b) } else { 1.0 };
                    busy.window += times[user] * varied * of_user[b].window;
                    busy.cell += times[user] * varied * of_user[b].cell;
                }
                busy
            }));
        }
        all
    }

    /// What of recorded traffic may be expected in `block`, of one User or of all (T8).
    fn recorded(&self, plan: &Plan, user: Option<usize>, block: usize) -> Busy {
        let (day, starting) = (self.day_of[block], self.felt.starting[block]);
        let of = |drawn| self.almanac.recorded_in(drawn, (day, block), user, starting);
        let recorded = self.drawn.as_ref().map(of).unwrap_or_default();
        let month = self.all()[day].month;
        let times = plan.scenario.growth.as_ref().map_or(1.0, |g| g.load_of(user, month));
        Busy { window: times * recorded.window, cell: times * recorded.cell }
    }

    /// Which days of a log stand for those of the course, where they are drawn from one.
    pub fn drawn(&self) -> Option<&DrawnDays<'a>> {
        self.drawn.as_ref()
    }

    /// By how much the ordinary traffic of `user` in `block` is more or less than expected.
    fn factor(&self, user: usize, block: usize) -> f64 {
        self.factors[self.day_of[block]][user] * self.slots.of(user, block)
    }

    /// The factors of half-hours.
    pub fn slots(&self) -> &SlotFactors {
        &self.slots
    }

    pub fn all(&self) -> &[Day] {
        &self.almanac.days
    }

    /// Length of a cell.
    pub fn cell(&self) -> Span {
        self.calendar.cell()
    }

    /// What of it may at most be expected there, given the factors of all half-hours whose requests may still bring something about
    /// in it.
    pub fn at_most(&self, block: usize) -> Busy {
        self.at_most[block]
    }

    /// Half-hours of the course.
    pub fn blocks(&self) -> usize {
        self.day_of.len()
    }

    /// What each User may at most be expected to send in its busiest cell of `block` of what varies, and all together of what does
    /// not.
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
        let own = (0..users).map(move |u| {
            self.felt.most(self, u, block) * times(Some(u)) * cell(u)
                + self.recorded(plan, Some(u), block).cell
        });
        (own, times(None) * cell(users))
    }

    /// The most by which each User's ordinary traffic is more than expected in a half-hour of `day` (T3).
    pub fn most_of(&self, day: usize) -> &[f64] {
        &self.felt.of_days[day]
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
        self.day_of.get(block).copied().unwrap_or(self.all().len() - 1)
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

/// What is still felt of half-hours before one.
#[derive(Default)]
struct Felt {
    /// So many before it, by second submissions and later steps (T6, T7).
    before: usize,
    /// Whether its day and the one before it are, since the DSP starts in it what it held until due.
    starting: Vec<bool>,
    /// For each day and User, the most by which a half-hour's ordinary traffic is more than expected.
    of_days: Vec<Vec<f64>>,
}

impl Felt {
    fn new(plan: &Plan, days: &Days) -> Self {
        let of_day = |day: &Day| {
            let of_user = |u| (day.from..day.to).map(|b| days.factor(u, b)).fold(0.0, f64::max);
            (0..plan.scenario.users.len()).map(of_user).collect()
        };
        Self {
            before: plan.longest_chain().div_ceil(plan.clock.per_block) as usize,
            starting: starting(plan, days.blocks()),
            of_days: days.all().iter().map(of_day).collect(),
        }
    }

    /// The most by which the ordinary traffic of `user` is more than expected in any half-hour that is felt in `block`.
    fn most(&self, days: &Days, user: usize, block: usize) -> f64 {
        let chain = (block.saturating_sub(self.before)..=block).map(|b| days.factor(user, b));
        let most = chain.fold(0.0, f64::max);
        if !self.starting[block] {
            return most;
        }
        let day = days.of_block(block);
        self.of_days[day.saturating_sub(1)..=day].iter().map(|d| d[user]).fold(most, f64::max)
    }
}

/// For each of so many half-hours, whether the DSP starts in it what it held until due.
fn starting(plan: &Plan, blocks: usize) -> Vec<bool> {
    let per_block = plan.clock.per_block;
    let mut starting = vec![false; blocks];
    for due in &plan.traffic.dues {
        for &cell in due.cells.iter().filter(|c| **c >= 0) {
            let (from, to) =
                (cell as u64 / per_block, (cell as u64 + due.spread).div_ceil(per_block));
            let to = (to as usize).min(blocks);
            starting[(from as usize).min(to)..to].fill(true);
        }
    }
    starting
}
