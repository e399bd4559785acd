//! A User that is watched: what it met in each window, and what became of its requests.
//!
//! It only looks. A plan that watches nobody pays a branch, and one that does runs alike to the byte; with
//! every block opened, the rows of all windows add up to the User's counts.

use super::arrivals::Arrivals;
use super::attempt::Attempt;
use super::plan::Plan;
use super::run::Run;
use crate::ledger::{Fate, Held, WatchRow};

/// What became of requests of a watched User.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Became {
    /// They are not over with this attempt.
    Again,
    /// Their last submission was admitted.
    Admitted,
    /// They were answered, or accepted to be held until due.
    Served,
    /// They were given up.
    GivenUp,
    /// They were quarantined, or ended without an answer.
    Ended,
}

impl Plan {
    /// The same plan with `user` watched: its ledgers say window by window what the User met.
    pub fn watching(mut self, user: usize) -> Self {
        self.watched = Some(user);
        self
    }
}

impl Run<'_> {
    /// A window begins.
    pub(super) fn begin_watching(&mut self) {
        let Some(user) = self.plan.watched else {
            return;
        };
        let row = WatchRow {
            cell: self.window.cell,
            held: self.held_so_far(user),
            throttled: self.throttled_so_far(user),
            ..WatchRow::default()
        };
        self.ledger.watched.push(row);
    }

    /// `cell` is over, in which `arrivals` came.
    pub(super) fn watch(&mut self, cell: u64, arrivals: &Arrivals) {
        let Some(user) = self.plan.watched else {
            return;
        };
        let throttles = self.throttles();
        let Some(row) = self.ledger.watched.last_mut() else {
            return;
        };
        if throttles && row.active_from.is_none() {
            (row.active_from, row.used_before) = (Some(cell), row.used);
        }
        row.used = self.window.used[user];
        let Some(run) = arrivals.runs.iter().find(|r| r.user == user) else {
            return;
        };
        let items = arrivals.items(run);
        let all = match run.told {
            true => items.iter().map(|i| i.attempt.count).sum(),
            false => run.count,
        };
        let mut first: u64 = all;
        for a in items.iter().map(|i| i.attempt).filter(|a| a.attempt > 1 && a.count > 0) {
            count(&mut row.attempts, a.attempt, a.count);
            first -= a.count;
        }
        count(&mut row.attempts, 1, first);
        row.prioritised += run.count - run.others;
    }

    /// The window ends, before what it saw is forgotten.
    pub(super) fn end_watching(&mut self) {
        let Some(user) = self.plan.watched else {
            return;
        };
        let (held, throttled) = (self.held_so_far(user), self.throttled_so_far(user));
        let window = &self.window;
        let active = self.throttles();
        let part = window.part(self.plan.allocation[user]);
        let Some(row) = self.ledger.watched.last_mut() else {
            return;
        };
        row.load = window.load;
        row.threshold = window.threshold;
        row.service = window.service;
        row.allocation = part;
        row.quota = window.quota[user];
        if active {
            row.carried = self.quotas.carried_in(user, row.quota, part);
            row.limit = Some(window.limits.over_window(user));
        }
        row.used = window.used[user];
        row.total = window.total;
        row.held = held.since(&row.held);
        let before = std::mem::take(&mut row.throttled);
        let more = throttled.iter().zip(&before).map(|(now, old)| (now.0, now.1 - old.1));
        row.throttled = more.filter(|(_, n)| *n > 0).collect();
        row.all_throttled = window.row.throttled;
        row.backlog = window.row.backlog;
    }

    /// What became, in `cell`, of the requests `a`.
    pub(super) fn became(&mut self, cell: u64, a: &Attempt, what: Became) {
        let Some(user) = self.plan.watched else {
            return;
        };
        // What was over with its first attempt is none of those that were sent again.
        let first_time = !a.past.step();
        let passed_by = match what {
            Became::Again => !first_time,
            Became::Admitted | Became::Served | Became::Ended => first_time,
            Became::GivenUp => false,
        };
        if passed_by || self.plan.traffic.cohorts[a.of()].user != user {
            return;
        }
        let Some(fate) = fate_of(&mut self.ledger.watched, a.first_cell()) else {
            return;
        };
        match what {
            Became::Again => fate.again += a.count,
            Became::Admitted => {
                let cells = cell - a.first_cell();
                fate.admitted += a.count;
                fate.cells += cells * a.count;
                fate.longest = fate.longest.max(cells);
            }
            Became::Served => fate.served += a.count,
            Became::GivenUp => fate.given_up += a.count,
            Became::Ended => fate.ended += a.count,
        }
    }

    fn held_so_far(&self, user: usize) -> Held {
        let own = self.ledger.pairs.iter().zip(&self.plan.traffic.pairs);
        Held::of(&own.filter(|(_, p)| p.0 == user).fold(Default::default(), |sum, (c, _)| sum + *c))
    }

    fn throttled_so_far(&self, user: usize) -> Vec<(usize, u64)> {
        let pairs = self.plan.traffic.pairs.iter().enumerate();
        let own = pairs.filter(|(_, pair)| pair.0 == user);
        own.map(|(p, _)| (p, self.ledger.pairs[p].throttled)).collect()
    }
}

/// Counts `n` attempts of the number `attempt`, from 1.
fn count(attempts: &mut Vec<u64>, attempt: u16, n: u64) {
    let at = usize::from(attempt) - 1;
    if n > 0 && attempts.len() <= at {
        attempts.resize(at + 1, 0);
    }
    if n > 0 {
        attempts[at] += n;
    }
}

/// The fate of what was first submitted in `cell`; none where that lay in no window that was opened.
fn fate_of(rows: &mut [WatchRow], cell: u64) -> Option<&mut Fate> {
    let after = rows.partition_point(|row| row.cell <= cell);
    after.checked_sub(1).map(|at| &mut rows[at].fate)
}
