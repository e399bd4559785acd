//! Where there is no service, and it is known until when, beforehand or since a collapse began (G8): attempts that
//! surely meet none are counted at once.
//!
//! A request whose whole chain of attempts ends before the service is back meets none at every attempt, whenever
//! it makes them: all are unavailable, and its User gives it up, or resends it after the maintenance. What of
//! such requests is resent, and which of these are of the tagged sample (C2), is drawn when their half-hour, or the time
//! without service, ends, so it does not matter whether the half-hour was opened (`leap/closed.rs` takes it whole). Of any
//! other only the attempt that may meet service comes to the gateway. When the others are made is asked by what is told over
//! time alone (`users/unserved.rs`).
//! Left out: what may do something else before the service is back: retries with a deadline, polls of storms, processes
//! that begin anew, linked copies.
//! Source: `docs/rules.md`, G1 and U1. Checked by: the judge, in `tests/proofs/against_judge`.

use super::Users;
use crate::engine::attempt::Attempt;
use crate::engine::book::{Became, DayBook};
use crate::engine::plan::{Closed, Pool};
use crate::random::{Draws, Purpose};

/// Up to so many requests are followed one by one.
const FEW: u64 = 32;

impl Users<'_> {
    /// The attempts `a` meet no service in `cell`, if it is `closed`: whether all that comes of them until the service is
    /// back was counted at once.
    #[inline]
    pub(super) fn passes_closed(
        &mut self,
        draws: &mut Draws,
        cell: u64,
        (a, pool): (&Attempt, &mut Pool),
        closed: Option<Closed>,
        book: &mut DayBook<'_>,
    ) -> bool {
        let Some((_, to)) = closed else {
            return false;
        };
        if a.tag.group().is_some() || !self.plan.only_retries(a.of()) {
            return false;
        }
        if self.plan.ends_before(a.of(), a.attempt, cell, to) {
            book.became(cell, a, Became::Again);
            self.count_closed(a, u64::from(a.attempt) + 1, book);
            self.note_unserved(cell, a);
            self.end_with_them(a, to);
            return true;
        }
        let few = a.count <= FEW;
        if few {
            book.became(cell, a, Became::Again);
            let [tagged, others] = self.plan.tag(draws, *a, pool);
            book.lose_sight(&others);
            for a in [tagged, others].into_iter().filter(|a| a.count > 0) {
                self.follow_closed(draws, cell, &a, to, book);
            }
        }
        few
    }

    /// Follows the requests `a` one by one from `cell` to cell `to`, before which there is no service.
    fn follow_closed(
        &mut self,
        draws: &mut Draws,
        cell: u64,
        a: &Attempt,
        to: u64,
        book: &mut DayBook<'_>,
    ) {
        let (plan, mut met, mut ended) = (self.plan, 0, 0);
        for _ in 0..a.count {
            let (mut at, mut next) = (cell, a.times(1));
            loop {
                let delays = plan.cold(a.of()).delays.get(usize::from(next.attempt) - 1);
                let Some((from, last)) = delays else {
                    ended += 1;
                    break;
                };
                let made = at;
                at += from + draws.below(last - from + 1);
                self.note_next(a, made, at);
                next = next.again();
                if at >= to {
                    let latest = self.retries.latest;
                    self.retries.put(plan.forget(next, at), at);
                    self.retries.latest = latest;
                    break;
                }
                met += 1;
                self.note_single(at, &next);
            }
        }
        book.retry(a.of(), a.count - ended);
        meet_nothing(a, met, book);
        if ended > 0 {
            self.end_with_them(&a.times(ended), to);
        }
    }

    /// C3: after an attempt like `a` in cell `made` the next comes in cell `at`.
    #[inline]
    fn note_next(&mut self, a: &Attempt, made: u64, at: u64) {
        let window = made / self.plan.clock.per_window;
        match window == self.window {
            true => self.retries.latest = self.retries.latest.max(at + 1),
            false => self.ahead.note(window, self.plan.hot(a.of()).user(), at + 1),
        }
    }

    /// Counts the attempts of the requests `a`, from number `from` to the last: they meet no service.
    fn count_closed(&self, a: &Attempt, from: u64, book: &mut DayBook<'_>) {
        let last = self.plan.cold(a.of()).delays.len() as u64 + 1;
        meet_nothing(a, a.count * (last + 1).saturating_sub(from), book);
    }

    /// The requests `a` begin, and surely end, before cell `to`, until when there is no service.
    pub fn begin_and_end(&mut self, a: &Attempt, to: u64, book: &mut DayBook<'_>) {
        let user = self.plan.hot(a.of()).user();
        book.send(user, a.count);
        book.meet_none_of(user, a.count);
        self.count_closed(a, 1, book);
        self.end_with_them(a, to);
    }

    /// The requests `a` have made their last attempt; there is no service before cell `to`.
    fn end_with_them(&mut self, a: &Attempt, to: u64) {
        let last = Attempt { attempt: 2, past: a.past.repeated(), ..*a };
        let last = self.plan.forget(last, to);
        // What is resent may have to be told apart by its first cell, and what is watched.
        let user = self.plan.hot(a.of()).user();
        let told = self.plan.is_resent(a.of()) || self.plan.watched == Some(user);
        self.closed.push(if told { last } else { Attempt { first: 0, ..last } });
    }

    /// A half-hour, or the time without service, ends with cell `at`: what has made its last attempt in it is
    /// resent or given up.
    pub fn end_closed(&mut self, at: u64, book: &mut DayBook<'_>) {
        if self.closed.is_empty() {
            return;
        }
        let kind = |a: &Attempt| (a.cohort, a.kind());
        self.closed.sort_unstable_by_key(kind);
        let together = |same: &[Attempt]| same[0].times(same.iter().map(|a| a.count).sum());
        let alike = self.closed.chunk_by(|a, b| kind(a) == kind(b));
        let alike: Vec<Attempt> = alike.map(together).collect();
        self.closed.clear();
        let mut draws = self.keys.draws(Purpose::Resent, at, 0);
        for a in alike {
            let parts = match self.plan.is_resent(a.of()) {
                true => {
                    let mut pool = self.plan.pool(&mut draws, std::iter::once(a));
                    self.plan.tag(&mut draws, a, &mut pool)
                }
                false => [a, a.times(0)],
            };
            book.lose_sight(&parts[1]);
            for a in parts.into_iter().filter(|a| a.count > 0) {
                let kept = self.resend(&mut draws, at - 1, &a);
                book.retry(a.of(), kept);
                self.give_up(at - 1, a.times(a.count - kept), book);
            }
        }
    }
}

/// Counts so many `attempts` of requests like `a` that meet no service.
fn meet_nothing(a: &Attempt, attempts: u64, book: &mut DayBook<'_>) {
    book.attempt(a.of(), attempts);
    book.meet_none(&a.times(attempts));
    book.count_ahead(a.of(), attempts);
}
