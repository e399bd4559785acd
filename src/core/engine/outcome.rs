//! What becomes of a cell's attempts: counts, the backlog and its waits, retries (G5, G6, U1).

use super::arrivals::{Arrivals, Item};
use super::attempt::Attempt;
use super::book::Became;
use super::copies::Where;
use super::gate::{self, Draw};
use super::here::Plain;
use super::run::Run;
use crate::domain::{Nano, Signal};
use crate::random::Draws;

impl Run<'_> {
    /// What became of the attempts, for counts, use and timeline; the result is whether any was refused.
    pub(super) fn note(&mut self, arrivals: &Arrivals) -> bool {
        let mut refused = false;
        for run in &arrivals.runs {
            let (mut admitted, mut prioritised) = (run.count, run.count - run.others);
            if run.told {
                let items = arrivals.items(run);
                (admitted, prioritised) = self.note_items(items);
                refused |= items.iter().any(|i| i.admitted < i.attempt.count);
            } else {
                for item in arrivals.items(run) {
                    self.book.admit(item.attempt.of(), item.admitted);
                }
            }
            self.book.take_in(prioritised, admitted - prioritised);
            self.management.note_use(run.user, run.through, admitted, prioritised);
        }
        refused
    }

    /// The items of a User of whom something was refused: how many were admitted, and of them
    /// prioritised.
    fn note_items(&mut self, items: &[Item]) -> (u64, u64) {
        let (mut all, mut of_them) = (0, 0);
        for item in items {
            let c = item.attempt.of();
            let (throttled, rejected) = (item.throttled(), item.through - item.admitted);
            self.book.admit(c, item.admitted);
            all += item.admitted;
            of_them += if self.plan.hot(c).prioritised { item.admitted } else { 0 };
            if throttled + rejected + item.capped > 0 {
                self.book.refuse(c, throttled, rejected, item.capped);
                self.management.note_refused(c, throttled, rejected, item.capped);
            }
        }
        (all, of_them)
    }

    /// G5 and G6: what was taken joins the backlog, and waits; what is processed in the cell goes on.
    pub(super) fn join(&mut self, cell: u64, capacity: Nano, arrivals: &Arrivals) {
        self.dsp.join_started(self.here.timely);
        let admitted = arrivals.runs.iter().flat_map(|run| arrivals.items(run));
        for item in admitted.filter(|i| i.admitted > 0) {
            self.take_in(cell, item.attempt.times(item.admitted));
        }
        let plain = self.plain(cell, arrivals);
        let idle = self.dsp.work((cell, capacity), &plain, &self.here, &mut self.book);
        if idle {
            self.north.respond_plain(cell, &plain, &self.here);
            for a in self.devices.dark_plain(cell, arrivals, &self.here) {
                self.take_back(cell, a);
            }
        }
        for i in 0..self.dsp.done().len() {
            self.processed(cell, &self.dsp.done()[i].clone());
        }
    }

    /// Attempts were admitted in `cell`: they join the backlog.
    pub(super) fn take_in(&mut self, cell: u64, what: Attempt) {
        let hot = self.plan.hot(what.of());
        match what.tag.group() {
            Some(_) if hot.held => {}
            Some(group) => {
                self.copies.put(group, Where::Admitted(cell), what.attempt, what.count);
            }
            None if hot.polls => self.devices.note_polls(&what),
            None => {}
        }
        self.dsp.join(cell, what, self.here.timely, &mut self.book);
    }

    /// The plain fresh requests of a cell that were not told apart.
    fn plain(&self, cell: u64, arrivals: &Arrivals) -> Plain {
        let told = arrivals.runs.iter().filter(|r| r.told).filter_map(|r| r.plain);
        self.here.plain(cell, &told.collect::<Vec<_>>())
    }

    /// The block has ended: of what is left of it in the backlog it is said what has been processed.
    pub(super) fn settle(&mut self, block: usize) {
        let last = self.plan.clock.cells(block).1 - 1;
        for j in self.dsp.settle(block, &self.here, &mut self.book) {
            self.processed(last, &j);
        }
    }

    /// U1: what was refused, or met no service, is tried again or given up.
    pub(super) fn retry(&mut self, cell: u64, arrivals: &Arrivals) {
        for run in &arrivals.runs {
            let mut draws = None;
            for item in arrivals.items(run) {
                let throttled = item.throttled();
                let failed = item.attempt.count - item.quarantined - item.buffered - item.admitted;
                if failed == 0 {
                    continue;
                }
                let draws = draws.get_or_insert_with(|| {
                    gate::user_draws(&self.keys, cell, run.user, Draw::Retried)
                });
                let told = if self.tells_throttled() { throttled } else { 0 };
                self.try_again(draws, cell, item.attempt.times(failed - told), false);
                self.try_again(draws, cell, item.attempt.times(told), true);
            }
        }
    }

    /// M7: whether a throttled User is told that it was the mechanism.
    fn tells_throttled(&self) -> bool {
        self.plan.scenario.mechanism.signal == Signal::Distinct
    }

    /// U1: the attempts `a` failed in `cell`; where the User was told that it was throttled, it comes back as
    /// M7 says.
    fn try_again(&mut self, draws: &mut Draws, cell: u64, a: Attempt, throttled: bool) {
        if a.count == 0 || self.passes_closed(draws, cell, &a) {
            return;
        }
        self.book.became(cell, &a, Became::Again);
        let plan = self.plan;
        let manner = &plan.cold(a.of());
        let delays = if throttled { &manner.after_throttled } else { &manner.delays };
        let range = delays.get(a.attempt as usize - 1).map(|(from, to)| {
            match throttled && plan.scenario.mechanism.retry_after {
                true => plan.clock.next_window(cell),
                false => (cell + from, cell + to),
            }
        });
        if let Some(group) = a.tag.group() {
            return self.retry_copy(cell, a, group, range);
        }
        let given_up = match range {
            None => a.count - self.resend(draws, cell, &a),
            Some((from, to)) => {
                let last = a.first_cell().saturating_add(manner.deadline);
                let next = plan.forget(a.again(), from);
                self.retries.spread(draws, next, from, to, last)
            }
        };
        self.book.retry(a.of(), a.count - given_up);
        self.give_up(cell, a.times(given_up));
    }
}
