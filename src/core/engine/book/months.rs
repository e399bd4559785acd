//! What Users used of what is allocated to them, by month (C2, F3.11).

use super::DayBook;
use crate::domain::NANO;
use crate::engine::plan::Plan;
use crate::ledger::{MonthOfUse, UseInMonth, UserRow};
use crate::scenario::Month;

/// The half-hour that is being told.
#[derive(Clone, Copy)]
pub(super) struct HalfHourTold {
    /// Its first cell.
    pub from: u64,
    /// Whether the mechanism was active in any window of it.
    pub active: bool,
}

/// First cell of each half-hour that was told, and what Users used in it.
pub(super) type UsedSoFar = Vec<(u64, Vec<u64>)>;

impl<'a> DayBook<'a> {
    /// Others step with the run, by the same book (`together.rs`).
    pub fn share(&mut self) {
        self.shared = Some(Vec::new());
    }

    /// The same book of a run by `plan`, in which the mechanism was not active either: only what of a half-hour is above an
    /// allocation is another.
    pub fn told_by(&self, plan: &'a Plan) -> Self {
        let mut ledger = self.ledger.clone();
        let told = ledger.months.iter_mut().flat_map(|month| &mut month.users);
        told.for_each(|user| (user.above, user.half_hours_above) = (0, 0));
        let mut book = Self {
            plan,
            ledger,
            row: self.row,
            whole: self.whole,
            user_rows: self.user_rows,
            told: self.told,
            in_cell: Vec::new(),
            stretches: self.stretches.clone(),
            ahead: self.ahead,
            noted: super::noted::Kept::default(),
            shared: self.shared.clone(),
        };
        for (from, used) in self.shared.iter().flatten() {
            book.tell_above(*from, used);
        }
        book
    }

    /// In the half-hour from cell `from`, in which the mechanism was not active, Users `used` so much.
    fn tell_above(&mut self, from: u64, used: &[u64]) {
        let (plan, windows) = (self.plan, i128::from(self.plan.clock.windows));
        let month = self.month(from);
        for ((here, &used), a) in month.users.iter_mut().zip(used).zip(&plan.allocation) {
            let above = used.saturating_sub((a * windows / NANO) as u64);
            here.above += above;
            here.half_hours_above += u64::from(above > 0);
        }
    }

    /// The month of `cell`.
    fn month(&mut self, cell: u64) -> &mut MonthOfUse {
        let scenario = &self.plan.scenario;
        let month = Month::of(scenario.calendar.date(cell));
        MonthOfUse::among(&mut self.ledger.months, month.number(), scenario.users.len())
    }

    /// The half-hour that was told last is over: what each User used of what it is allocated.
    pub(super) fn end_half_hour(&mut self) {
        let Some(HalfHourTold { from, active }) = self.told.take() else { return };
        let plan = self.plan;
        let users = plan.scenario.users.len();
        let rows = self.user_rows..self.user_rows + users;
        let used: Vec<u64> = self.ledger.users[rows.clone()].iter().map(reached_g3).collect();
        if plan.counts() {
            self.ledger.users[rows].fill(UserRow::default());
        }
        for (here, &used) in self.month(from).users.iter_mut().zip(&used) {
            here.add(&UseInMonth { used, busiest: used, ..UseInMonth::default() });
        }
        if !active {
            self.tell_above(from, &used);
        }
        if let Some(shared) = &mut self.shared {
            shared.push((from, used));
        }
    }

    /// In the window of `cell`, in which the mechanism was active, each User sent so much more than its quota, by its first
    /// submissions alone so much.
    pub fn exceed(&mut self, cell: u64, excess: impl Iterator<Item = (usize, u64, u64)>) {
        let mut excess = excess.filter(|(_, n, _)| *n > 0).peekable();
        if excess.peek().is_none() {
            return;
        }
        let month = self.month(cell);
        for (user, excess, first) in excess {
            let here = &mut month.users[user];
            here.excess += excess;
            here.excess_first += first;
            here.windows_in_excess += 1;
        }
    }

    /// Of the half-hours that a course leaves out, so many attempts of `user` are expected in a month.
    pub fn expect(&mut self, month: Month, user: usize, expected: f64) {
        let users = self.plan.scenario.users.len();
        let month = MonthOfUse::among(&mut self.ledger.months, month.number(), users);
        month.users[user].expected += libm::round(expected) as u64;
    }
}

/// The attempts of a half-hour that reached G3.
fn reached_g3(row: &UserRow) -> u64 {
    row.attempts - row.unavailable - row.quarantined - row.capped
}
