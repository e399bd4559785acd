//! What Users do: they try again (U1), resubmit (U2), follow up what was answered (T6, T7), resend after maintenance and put
//! off what a warning asks them to (M8).
//!
//! Scope: refused attempts, and giving up (here), answers and time-outs (`users/answers.rs`), what follows
//! (`users/follow.rs`), copies of what the backlog still holds (`users/resubmit.rs`, `users/copies.rs`), buffers as they see
//! them (`users/buffered.rs`), hours without service (`users/closed.rs`, `users/unserved.rs`), maintenance (`users/resend.rs`), warnings
//! (`users/put_off.rs`), and what is to come of it all, by cell (`users/coming.rs`, `users/alike.rs`). Left out: what the gateway
//! answers. Source: `docs/rules.md`, U1, U2, T6, T7 and M7. Checked by: the judge.

mod ahead;
mod alike;
mod answers;
mod buffered;
mod closed;
mod coming;
mod copies;
mod follow;
mod put_off;
mod resend;
mod resubmit;
mod unserved;

use super::attempt::Attempt;
use super::book::{Became, DayBook};
use super::cell_draws::CellDraws;
use super::gateway::arrivals::{Arrivals, Draw, user_draws};
use super::plan::{Closed, Plan, Pool};
use crate::domain::Signal;
use crate::random::{Draws, Keys};
use ahead::Ahead;
use coming::Upcoming;
use copies::Copies;
use unserved::Unserved;

/// The Users of a run, as what they are about to do.
#[derive(Clone)]
pub struct Users<'a> {
    plan: &'a Plan,
    keys: &'a Keys,
    /// Retries to come.
    retries: Upcoming,
    /// What follows from what was processed.
    follows: Upcoming,
    /// Requests of which more than one copy is on its way (U2).
    copies: Copies,
    /// What they draw as requests end, by turns with what devices draw.
    pub draws: CellDraws<'a>,
    /// Requests that made their last attempt while there was no service, in this half-hour.
    closed: Vec<Attempt>,
    /// When attempts are made that meet no service, and were counted at once.
    unserved: Unserved,
    /// For each User, the last cell for which it drew a retry in the window, and one more (C3).
    latest: Vec<u64>,
    /// The same of windows to come: of attempts in them that surely meet no service.
    ahead: Ahead,
    /// The window.
    window: u64,
}

impl<'a> Users<'a> {
    /// Before the run's first cell.
    pub fn new(plan: &'a Plan, keys: &'a Keys) -> Self {
        let end = plan.clock.end;
        Self {
            plan,
            keys,
            retries: Upcoming::new(end, plan.longest_retry(), plan.stand_ins()),
            follows: Upcoming::new(end, plan.longest_follow(), Vec::new()),
            copies: Copies::default(),
            draws: CellDraws::new(keys),
            closed: Vec::new(),
            unserved: Unserved::new(plan),
            latest: vec![0; plan.scenario.users.len()],
            ahead: Ahead::new(plan.scenario.users.len()),
            window: 0,
        }
    }

    /// Whether no retry comes in the cells `from..to`.
    pub fn is_at_rest(&self, from: u64, to: u64) -> bool {
        !self.retries.any_in(from, to)
    }

    /// How many retries come in each of the cells `from..to`; none where one of them comes again for
    /// another reason than that it was not answered (G9).
    pub fn unanswered_in(&self, from: u64, to: u64) -> Option<Vec<u64>> {
        (from..to).map(|cell| self.retries.unanswered_in(cell)).collect()
    }

    /// Whether no request has another copy on its way.
    pub fn is_without_copies(&self) -> bool {
        self.copies.is_empty()
    }

    /// For each User, the last cell for which it drew a retry in the window, and one more; 0 where it drew none.
    pub fn latest(&self) -> &[u64] {
        &self.latest
    }

    /// Window `index` begins.
    pub fn begin_window(&mut self, index: u64) {
        self.window = index;
        self.ahead.begin(index, &mut self.latest);
    }

    /// The retries of `cell` come to the gateway.
    pub fn come_back(&mut self, cell: u64, found: &mut Vec<Attempt>, book: &mut DayBook<'_>) {
        self.retries.take(cell, found);
        found.iter().filter(|a| a.tag.group().is_none()).for_each(|a| book.come_back(a));
        self.keep_wanted(cell, found);
    }

    /// U1: what of `arrivals` was refused in `cell`, or met no service, is tried again or given up. It is `closed` round
    /// the cell, if that is known.
    pub fn retry(
        &mut self,
        cell: u64,
        arrivals: &Arrivals,
        closed: Option<Closed>,
        book: &mut DayBook<'_>,
    ) {
        // M7: whether a throttled User is told that it was the mechanism.
        let distinct = self.plan.scenario.mechanism.signal == Signal::Distinct;
        for run in &arrivals.runs {
            self.retries.latest = 0;
            let items = arrivals.items(run);
            if items.iter().all(|i| i.failed() == 0) {
                continue;
            }
            let draws = &mut user_draws(self.keys, cell, run.user, Draw::Retried);
            let mut pool = self.plan.pool(draws, items.iter().map(|i| i.attempt.times(i.failed())));
            for item in items {
                let failed = item.failed();
                if failed == 0 {
                    continue;
                }
                let told = if distinct { item.throttled() } else { 0 };
                let a = item.attempt.times(failed - told);
                if a.count > 0 && !self.passes_closed(draws, cell, (&a, &mut pool), closed, book) {
                    self.try_again(draws, cell, (&a, false), &mut pool, book);
                }
                // In the cell in which a collapse begins what was told apart comes back by M7.
                if told > 0 {
                    let a = item.attempt.times(told);
                    self.try_again(draws, cell, (&a, true), &mut pool, book);
                }
            }
            self.latest[run.user] = self.latest[run.user].max(self.retries.latest);
        }
    }

    /// U1: the attempts `a` failed in `cell`; where the User was told that it was throttled, it comes back as
    /// M7 says.
    fn try_again(
        &mut self,
        draws: &mut Draws,
        cell: u64,
        (a, throttled): (&Attempt, bool),
        pool: &mut Pool,
        book: &mut DayBook<'_>,
    ) {
        book.became(cell, a, Became::Again);
        let plan = self.plan;
        let cold = plan.cold(a.of());
        let delays = if throttled { &cold.after_throttled } else { &cold.delays };
        let range = delays.get(a.attempt as usize - 1).map(|(from, to)| {
            match throttled && plan.scenario.mechanism.retry_after {
                true => plan.clock.next_window(cell),
                false => (cell + from, cell + to),
            }
        });
        if let Some(group) = a.tag.group() {
            return self.retry_copy(cell, *a, group, range);
        }
        let [tagged, others] = plan.tag(draws, *a, pool);
        book.lose_sight(&others);
        for a in [&tagged, &others] {
            if a.count == 0 {
                continue;
            }
            let given_up = match range {
                None => {
                    // What a maintenance has resent is left aside (C3).
                    let latest = self.retries.latest;
                    let kept = self.resend(draws, cell, a);
                    self.retries.latest = latest;
                    a.count - kept
                }
                Some((from, to)) => {
                    let last = a.first_cell().saturating_add(cold.deadline);
                    let next = plan.forget(a.again(), from);
                    self.retries.spread(draws, next, from, to, last)
                }
            };
            book.retry(a.of(), a.count - given_up);
            if given_up > 0 {
                self.give_up(cell, a.times(given_up), book);
            }
        }
    }

    /// U1: requests are given up in `cell`.
    pub fn give_up(&mut self, cell: u64, a: Attempt, book: &mut DayBook<'_>) {
        if a.count > 0 {
            book.abandon(cell, &a);
            self.abort(cell, cell, &a, book);
        }
    }

    /// T7: a step that ends unserved in `cell` aborts its run, and a new one may follow. It is drawn in cell `now`, in which
    /// the end is known.
    fn abort(&mut self, now: u64, cell: u64, a: &Attempt, book: &mut DayBook<'_>) {
        let plan = self.plan;
        if plan.hot(a.of()).step.is_none() || a.count == 0 {
            return;
        }
        let here = plan.traffic.cohorts[a.of()].step.expect("it is a step's");
        let process = &plan.scenario.processes[plan.traffic.runs[here.run].0];
        let again = self.draws.of(now).binomial(a.count, process.retrigger.get());
        book.abort((here.run, here.step), a.count, again);
        let at = cell + here.first.delay;
        if at < plan.clock.end && again > 0 {
            let next = Attempt::first(here.first.cohort, at, again);
            self.follows.put(next.standing(a.past.standing()), at);
        }
    }

    /// Retries to come, and what follows; for the audit at the run's end.
    pub fn all(&self) -> (impl Iterator<Item = Attempt>, impl Iterator<Item = Attempt>) {
        (self.retries.all(), self.follows.all())
    }
}
