//! M8: early warning, and what Users who heed it put off.

use super::arrivals::Arrivals;
use super::attempt::{Attempt, Past};
use super::plan::Plan;
use super::run::Run;
use crate::domain::NANO;
use crate::ledger::Warning;
use crate::random::{Draws, Purpose};

/// Until when each User is warned.
#[derive(Clone, Debug, Default)]
pub(super) struct Warned {
    until: Vec<u64>,
    last: u64,
}

impl Warned {
    pub fn new(plan: &Plan) -> Self {
        let users = if !plan.warns { 0 } else { plan.scenario.users.len() };
        Self { until: vec![0; users], last: 0 }
    }

    /// Whether anybody is warned in `cell` or after it.
    pub fn any(&self, cell: u64) -> bool {
        self.last > cell
    }

    fn is_warned(&self, user: usize, cell: u64) -> bool {
        self.last > cell && self.until[user] > cell
    }
}

impl Run<'_> {
    /// The window has ended: Users to whom something was refused know whether they were warned of it, and those
    /// who use much of their allocation in a busy one are warned.
    pub(super) fn warn(&mut self) {
        let Some(warning) = self.plan.scenario.mechanism.early_warning.as_ref() else {
            return;
        };
        let clock = &self.plan.clock;
        let refused = |user: usize| self.window.throttled[user] + self.window.rejected[user] > 0;
        let here = self.window.cell;
        self.book.warned_before(here, refused);
        let busy = warning.warn_load.of(self.window.threshold);
        if self.warned.until.is_empty() || i128::from(self.window.load) * NANO <= busy {
            return;
        }
        let end = self.window.cell + clock.per_window;
        let until = end + warning.warn_for.cells_up(clock.cell);
        let used = self.window.used.iter().zip(&self.window.quota);
        for (user, (warned, (used, quota))) in self.warned.until.iter_mut().zip(used).enumerate() {
            if i128::from(*used) * NANO <= warning.warn_at.of(i128::from(*quota) * NANO) {
                continue;
            }
            let holds = *warned >= end;
            *warned = until;
            self.warned.last = until;
            let refused = refused(user).then_some(end);
            self.book.warn(Warning { user, from: end, until, refused }, holds);
        }
    }

    /// What a warned User puts off of `n` fresh requests of cohort `c` in `cell`.
    pub(super) fn put_off(
        &mut self,
        draws: &mut Option<Draws>,
        cell: u64,
        c: usize,
        n: u64,
    ) -> u64 {
        let plan = self.plan;
        let user = plan.traffic.cohorts[c].user;
        if !self.warned.is_warned(user, cell) || plan.cold(c).heeds == 0.0 {
            return 0;
        }
        let draws = draws.get_or_insert_with(|| self.keys.draws(Purpose::PutOff, cell, 0));
        let off = draws.binomial(n, plan.cold(c).heeds);
        let warning = plan.scenario.mechanism.early_warning.as_ref();
        let at = cell + warning.map_or(1, |w| plan.clock.at_least_one(w.defer_by));
        self.follows.put(Attempt { past: Past::PUT_OFF, ..Attempt::first(c, at, off) }, at);
        self.book.put_off(c, off);
        off
    }

    /// M8 of the plain requests that arrive in `cell`.
    pub(super) fn put_off_plain(
        &mut self,
        draws: &mut Option<Draws>,
        arrivals: &mut Arrivals,
        cell: u64,
    ) {
        if !self.warned.any(cell) {
            return;
        }
        for r in 0..arrivals.runs.len() {
            let run = arrivals.runs[r];
            if run.plain.is_none() || !self.warned.is_warned(run.user, cell) {
                continue;
            }
            self.tell(arrivals, r, cell);
            let (from, to) = arrivals.runs[r].items;
            for i in from..to {
                let a = arrivals.items[i].attempt;
                let cohort = &self.plan.traffic.cohorts[a.of()];
                if a.attempt > 1 || a.past == Past::PUT_OFF || !cohort.is_plain() {
                    continue;
                }
                let off = self.put_off(draws, cell, a.of(), a.count);
                arrivals.reduce(r, i, off, self.plan.hot(a.of()).prioritised);
                self.book.not_sent(a.of(), off);
                if self.counts_as_use(a.of()) {
                    self.window.first[cohort.user] -= off;
                }
            }
        }
    }
}
