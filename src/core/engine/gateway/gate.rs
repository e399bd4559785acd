//! G3: who is throttled in a cell, and what goes into buffers instead (M9); G4: who is rejected.
//!
//! The order of a cell's attempts is a uniformly random permutation (T4). Up to a place in it
//! everything passes: until the mechanism becomes active, and under `until_total` until the
//! window's total is reached. After that each User passes until it is over its limit, in its own
//! order, which is a uniformly random one too. So it takes one draw to say how many of each User
//! stand before the place, and one a User to say how many of its others stand after its limit.

use super::Entrance;
use super::arrivals::{Draw, Item, user_draws};
use crate::engine::attempt::Attempt;
use crate::engine::book::DayBook;
use crate::engine::management::Management;
use crate::random::{Purpose, deal};

impl Entrance<'_> {
    /// M9: while a User's buffer is not empty its new attempts join it, prioritised ones apart.
    pub fn join_buffers(&mut self, book: &mut DayBook<'_>) {
        if self.buffers.is_empty() {
            return;
        }
        for r in 0..self.arrivals.runs.len() {
            let (user, others) = (self.arrivals.runs[r].user, self.arrivals.runs[r].others);
            if !self.buffers.has(user) || others == 0 {
                continue;
            }
            self.tell(r, book);
            for item in self.arrivals.items_of(r) {
                if !self.plan.hot(item.attempt.of()).prioritised {
                    (item.through, item.admitted) = (0, 0);
                }
            }
            self.arrivals.runs[r].through -= others;
            self.arrivals.through -= others;
        }
    }

    /// Of the `before` attempts that come before the mechanism is active, those that do not go into a buffer.
    pub fn before_of_through(&self, before: u64) -> u64 {
        let (count, through) = (self.arrivals.count, self.arrivals.through);
        if through == count || before == 0 {
            return before;
        }
        self.keys.draws(Purpose::Order, self.cell, 2).hypergeometric(count, through, before)
    }

    /// G3: throttles what is over its User's limit, `free` attempts having passed before that
    /// counts. `place` is the cell's number in its window, from 1, and how many there are.
    pub fn throttle(
        &mut self,
        place: (u64, u64),
        free: u64,
        management: &Management<'_>,
        book: &mut DayBook<'_>,
    ) {
        let (plan, keys, cell, mut free) = (self.plan, self.keys, self.cell, free);
        let use_counts = plan.scenario.mechanism.prioritised_use_allocation;
        let mut order = keys.draws(Purpose::Order, cell, 0);
        let mut left = self.arrivals.through;
        let (mut other, mut taken) = (Vec::new(), Vec::new());
        for r in 0..self.arrivals.runs.len() {
            let run = self.arrivals.runs[r];
            // What goes into a buffer stands in no other's way.
            let others = if self.buffers.has(run.user) { 0 } else { run.others };
            let n = run.through;
            let before = if free == 0 { 0 } else { order.hypergeometric(left, n, free) };
            left -= n;
            free -= before;
            let own = || user_draws(keys, cell, run.user, Draw::Throttled);
            let room = |more: u64| management.room(run.user, more, place);
            let throttled = if use_counts {
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
            self.tell(r, book);
            let items = self.arrivals.items_of(r);
            let is_other = |i: &Item| !plan.hot(i.attempt.of()).prioritised;
            other.clear();
            other.extend(items.iter().map(|i| if is_other(i) { i.through } else { 0 }));
            let mut draws = user_draws(keys, cell, run.user, Draw::Which);
            deal(&mut draws, &other, throttled, &mut taken);
            for (item, n) in items.iter_mut().zip(&taken) {
                item.through -= n;
                item.admitted = item.through;
            }
            self.arrivals.runs[r].through -= throttled;
            self.arrivals.through -= throttled;
        }
    }

    /// M9: what is not let through waits, as far as the buffers hold it; what went into them.
    pub fn fill_buffers(&mut self, book: &mut DayBook<'_>) -> Vec<Attempt> {
        let (cell, mut entered) = (self.cell, Vec::new());
        if !self.buffers.exist() {
            return entered;
        }
        for r in 0..self.arrivals.runs.len() {
            let run = self.arrivals.runs[r];
            let items = self.arrivals.items_of(r);
            let held: Vec<u64> = items.iter().map(Item::throttled).collect();
            let all: u64 = held.iter().sum();
            if !run.told || all == 0 {
                continue;
            }
            let room = self.buffers.room(run.user).min(all);
            let mut draws = self.keys.draws(Purpose::Before, cell, 1 << 40 | run.user as u64);
            let mut taken = Vec::new();
            deal(&mut draws, &held, room, &mut taken);
            let mut waiting = Vec::new();
            for (item, &n) in items.iter_mut().zip(&taken).filter(|(_, n)| **n > 0) {
                item.buffered = n;
                let a = item.attempt.times(n);
                book.enter_buffer(cell, &a);
                waiting.push(Attempt { past: a.past.repeated(), ..a });
            }
            entered.extend_from_slice(&waiting);
            self.buffers.put(run.user, cell, waiting);
        }
        entered
    }

    /// M9, G4: what of the buffers is served, at most `room`, each with the cell in which it entered. `place` is the cell's
    /// number in its window, from 1, and how many there are.
    pub fn serve_buffers(
        &mut self,
        place: (u64, u64),
        room: u64,
        management: &mut Management<'_>,
    ) -> Vec<(u64, Attempt)> {
        if self.buffers.is_empty() {
            return Vec::new();
        }
        let mut draws = self.keys.draws(Purpose::Buffers, self.cell, 0);
        self.buffers.serve(&mut draws, room, |user, most| management.let_out(user, most, place))
    }

    /// G4: of what G3 let through, a uniformly random choice of `room` is admitted.
    pub fn admit(&mut self, room: u64, book: &mut DayBook<'_>) {
        if self.arrivals.through <= room {
            return;
        }
        let mut order = self.keys.draws(Purpose::Order, self.cell, 1);
        let (mut left, mut room) = (self.arrivals.through, room);
        let (mut counts, mut taken) = (Vec::new(), Vec::new());
        for r in 0..self.arrivals.runs.len() {
            let (user, n) = (self.arrivals.runs[r].user, self.arrivals.runs[r].through);
            let admitted = if room == 0 { 0 } else { order.hypergeometric(left, n, room) };
            left -= n;
            room -= admitted;
            if admitted < n {
                self.tell(r, book);
                let items = self.arrivals.items_of(r);
                counts.clear();
                counts.extend(items.iter().map(|i| i.through));
                let mut draws = user_draws(self.keys, self.cell, user, Draw::Rejected);
                deal(&mut draws, &counts, admitted, &mut taken);
                items.iter_mut().zip(&taken).for_each(|(i, n)| i.admitted = *n);
            }
        }
    }
}
