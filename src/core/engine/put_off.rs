//! M8: what Users who heed a warning put off.

use super::arrivals::Arrivals;
use super::attempt::{Attempt, Past};
use super::run::Run;
use crate::random::{Draws, Purpose};

impl Run<'_> {
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
        if !self.management.warned.is_warned(user, cell) || plan.cold(c).heeds == 0.0 {
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
        if !self.management.warned.any(cell) {
            return;
        }
        for r in 0..arrivals.runs.len() {
            let run = arrivals.runs[r];
            if run.plain.is_none() || !self.management.warned.is_warned(run.user, cell) {
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
                if self.plan.counts_as_use(a.of()) {
                    self.management.take_back_first(cohort.user, off);
                }
            }
        }
    }
}
