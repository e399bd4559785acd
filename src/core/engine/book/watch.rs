//! A User that is watched: what it met in each window, and what became of its requests.
//!
//! It only looks. A plan that watches nobody pays a branch, and one that does runs alike to the byte; with
//! every block opened, the rows of all windows add up to the User's counts.

use super::DayBook;
use crate::engine::attempt::{Attempt, Tagged};
use crate::ledger::{Counts, Fate, Held, WatchRow};

/// What became of requests of a watched User.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Became {
    /// They are not over with this attempt.
    Again,
    /// Their last submission was admitted.
    Admitted,
    /// They were answered, or accepted to be held until due.
    Served,
    /// They were given up.
    GivenUp,
    /// Newer polls took their place.
    Superseded,
    /// They were quarantined, or ended without an answer.
    Ended,
}

impl DayBook<'_> {
    /// A window begins with `cell`.
    pub fn begin_watching(&mut self, cell: u64) {
        let Some(user) = self.plan.watched else {
            return;
        };
        let (held, throttled) = (self.held_so_far(user), self.throttled_so_far(user));
        self.ledger.watched.push(WatchRow { cell, held, throttled, ..WatchRow::default() });
    }

    /// `cell` is over, in which the mechanism throttled or not, and with which the watched User has `used` so much.
    pub fn watch_use(&mut self, cell: u64, throttles: bool, used: u64) {
        let Some(row) = self.ledger.watched.last_mut() else {
            return;
        };
        if throttles && row.active_from.is_none() {
            (row.active_from, row.used_before) = (Some(cell), row.used);
        }
        row.used = used;
    }

    /// It made attempts, by their number from 1; so many that reached G3 were prioritised.
    pub fn watch_attempts(&mut self, attempts: &[(u16, u64)], prioritised: u64) {
        let Some(row) = self.ledger.watched.last_mut() else {
            return;
        };
        for &(number, n) in attempts.iter().filter(|(_, n)| *n > 0) {
            let at = usize::from(number) - 1;
            if row.attempts.len() <= at {
                row.attempts.resize(at + 1, 0);
            }
            row.attempts[at] += n;
        }
        row.prioritised += prioritised;
    }

    /// The window ends, of which the mechanism has `seen` so much.
    pub fn end_watching(&mut self, seen: &WatchRow) {
        let Some(user) = self.plan.watched else {
            return;
        };
        let (held, throttled) = (self.held_so_far(user), self.throttled_so_far(user));
        let Some(begun) = self.ledger.watched.pop() else {
            return;
        };
        let more = throttled.iter().zip(&begun.throttled).map(|(now, old)| (now.0, now.1 - old.1));
        self.ledger.watched.push(WatchRow {
            cell: begun.cell,
            active_from: begun.active_from,
            used_before: begun.used_before,
            attempts: begun.attempts,
            prioritised: begun.prioritised,
            held: held.since(&begun.held),
            throttled: more.filter(|(_, n)| *n > 0).collect(),
            all_throttled: self.row.throttled,
            backlog: self.row.backlog,
            fate: begun.fate,
            ..seen.clone()
        });
    }

    /// What became, in `cell`, of the requests `a`.
    #[inline]
    pub fn became(&mut self, cell: u64, a: &Attempt, what: Became) {
        if let Some(user) = self.plan.watched {
            self.became_of(user, cell, a, what);
        }
    }

    fn became_of(&mut self, user: usize, cell: u64, a: &Attempt, what: Became) {
        // What was over with its first attempt is none of those that were sent again.
        let first_time = !a.past.step();
        let passed_by = match what {
            Became::Again => !first_time,
            Became::Admitted | Became::Served | Became::Ended => first_time,
            Became::GivenUp | Became::Superseded => false,
        };
        let forgotten = a.past.tagged() == Tagged::No;
        if passed_by || forgotten || self.plan.hot(a.of()).user() != user {
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
            Became::Superseded => fate.superseded += a.count,
            Became::Ended => fate.ended += a.count,
        }
    }

    /// The requests `a` are not of the tagged sample: it is not known any more when they were first sent.
    #[inline]
    pub fn lose_sight(&mut self, a: &Attempt) {
        let user = self.plan.hot(a.of()).user();
        if self.plan.watched == Some(user)
            && let Some(fate) = fate_of(&mut self.ledger.watched, a.first_cell())
        {
            fate.lost += a.count;
        }
    }

    /// Attempts of `cohort` that meet no service are counted before they are made.
    pub fn count_ahead(&mut self, cohort: usize, n: u64) {
        if self.plan.watched == Some(self.plan.hot(cohort).user()) {
            self.ahead += i128::from(n);
        }
    }

    fn held_so_far(&self, user: usize) -> Held {
        let own = self.ledger.pairs.iter().zip(&self.plan.traffic.pairs);
        let own = own.filter(|(_, p)| p.0 == user).fold(Counts::default(), |sum, (c, _)| sum + *c);
        let unavailable = (i128::from(own.unavailable) - self.ahead) as u64;
        Held { unavailable, ..Held::of(&own) }
    }

    fn throttled_so_far(&self, user: usize) -> Vec<(usize, u64)> {
        let pairs = self.plan.traffic.pairs.iter().enumerate();
        let own = pairs.filter(|(_, pair)| pair.0 == user);
        own.map(|(p, _)| (p, self.ledger.pairs[p].throttled)).collect()
    }
}

/// The fate of what was first submitted in `cell`; none where that lay in no window that was opened.
fn fate_of(rows: &mut [WatchRow], cell: u64) -> Option<&mut Fate> {
    let after = rows.partition_point(|row| row.cell <= cell);
    after.checked_sub(1).map(|at| &mut rows[at].fate)
}
