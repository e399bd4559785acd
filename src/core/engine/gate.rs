//! G3: who is throttled in a cell, and G4: who is rejected.
//!
//! The order of a cell's attempts is a uniformly random permutation (T4). Up to a place in it
//! everything passes: until the mechanism becomes active, and under `until_total` until the
//! window's total is reached. After that each User passes until it is over its limit, in its own
//! order, which is a uniformly random one too. So it takes one draw to say how many of each User
//! stand before the place, and one a User to say how many of its others stand after its limit.

use super::arrivals::{Arrivals, Item};
use super::run::Run;
use crate::random::{Draws, Keys, Purpose, deal};

/// What a User's draws in a cell are for; each has a stream of its own.
pub enum Draw {
    /// How many of its attempts are throttled.
    Throttled = 0,
    /// Which are.
    Which = 1,
    /// Which are rejected.
    Rejected = 2,
    /// When they are retried.
    Retried = 3,
}

/// The stream of `user`'s draws in `cell`.
pub fn user_draws(keys: &Keys, cell: u64, user: usize, what: Draw) -> Draws {
    keys.draws(Purpose::User, cell * 4 + what as u64, user as u64)
}

impl Run<'_> {
    /// G3: throttles what is over its User's limit, `free` attempts having passed before that
    /// counts. `place` is the cell's number in its window, from 1, and how many there are.
    pub(super) fn throttle(
        &mut self,
        arrivals: &mut Arrivals,
        cell: u64,
        place: (u64, u64),
        free: u64,
    ) {
        let plan = self.plan;
        let mechanism = &plan.scenario.mechanism;
        let mut order = self.keys.draws(Purpose::Order, cell, 0);
        let (mut left, mut free) = (arrivals.through, free);
        let (mut other, mut taken) = (Vec::new(), Vec::new());
        for r in 0..arrivals.runs.len() {
            let run = arrivals.runs[r];
            // What goes into a buffer stands in no other's way.
            let others = if self.queues.has(run.user) { 0 } else { run.others };
            let n = run.through;
            let before = if free == 0 { 0 } else { order.hypergeometric(left, n, free) };
            left -= n;
            free -= before;
            let own = || user_draws(&self.keys, cell, run.user, Draw::Throttled);
            let room = |more: u64| self.management.room(run.user, more, place);
            let throttled = if mechanism.prioritised_use_allocation {
                let after = n - before - room(before).min(n - before);
                if after == 0 || others == 0 { 0 } else { own().hypergeometric(n, others, after) }
            } else {
                let others_before =
                    if before == 0 { 0 } else { own().hypergeometric(n, others, before) };
                (others - others_before).saturating_sub(room(others_before))
            };
            if throttled == 0 {
                continue;
            }
            self.tell(arrivals, r, cell);
            let run = &mut arrivals.runs[r];
            let items = &mut arrivals.items[run.items.0..run.items.1];
            let is_other = |i: &Item| !plan.hot(i.attempt.of()).prioritised;
            other.clear();
            other.extend(items.iter().map(|i| if is_other(i) { i.through } else { 0 }));
            let mut draws = user_draws(&self.keys, cell, run.user, Draw::Which);
            deal(&mut draws, &other, throttled, &mut taken);
            for (item, n) in items.iter_mut().zip(&taken) {
                item.through -= n;
                item.admitted = item.through;
            }
            run.through -= throttled;
            arrivals.through -= throttled;
        }
    }

    /// G4: of what G3 let through, a uniformly random choice of `room` is admitted.
    pub(super) fn admit(&mut self, arrivals: &mut Arrivals, cell: u64, room: u64) {
        if arrivals.through <= room {
            return;
        }
        let mut order = self.keys.draws(Purpose::Order, cell, 1);
        let (mut left, mut room) = (arrivals.through, room);
        let (mut counts, mut taken) = (Vec::new(), Vec::new());
        for r in 0..arrivals.runs.len() {
            let n = arrivals.runs[r].through;
            let here = if room == 0 { 0 } else { order.hypergeometric(left, n, room) };
            left -= n;
            room -= here;
            if here < n {
                self.tell(arrivals, r, cell);
                let run = arrivals.runs[r];
                let items = &mut arrivals.items[run.items.0..run.items.1];
                counts.clear();
                counts.extend(items.iter().map(|i| i.through));
                let mut draws = user_draws(&self.keys, cell, run.user, Draw::Rejected);
                deal(&mut draws, &counts, here, &mut taken);
                items.iter_mut().zip(&taken).for_each(|(i, n)| i.admitted = *n);
            }
        }
    }
}
