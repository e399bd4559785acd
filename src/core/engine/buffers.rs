//! M9: the Alternative Solution: what is over the limit waits in its User's buffer.

use super::arrivals::{Arrivals, Item};
use super::attempt::{Attempt, Past};
use super::copies::Where;
use super::run::Run;
use crate::domain::{NANO, Nano};
use crate::random::{Purpose, deal};

impl Run<'_> {
    /// What a User's buffer may hold.
    fn bound(&self, user: usize) -> u64 {
        let Some(buffer) = self.plan.scenario.mechanism.buffer else {
            return 0;
        };
        let window = Nano::from(self.plan.scenario.calendar.window().ms());
        let nano = self.plan.allocation[user] * Nano::from(buffer.bound.ms()) / window;
        (nano / NANO) as u64
    }

    /// M9: while a User's buffer is not empty its new attempts join it, prioritised ones apart.
    pub(super) fn join_buffers(&mut self, arrivals: &mut Arrivals, cell: u64) {
        if self.queues.is_empty() {
            return;
        }
        for r in 0..arrivals.runs.len() {
            let run = arrivals.runs[r];
            if self.queues.has(run.user) && run.others > 0 {
                self.tell(arrivals, r, cell);
                let run = arrivals.runs[r];
                for item in &mut arrivals.items[run.items.0..run.items.1] {
                    if !self.plan.hot(item.attempt.of()).prioritised {
                        (item.through, item.admitted) = (0, 0);
                    }
                }
                arrivals.runs[r].through -= run.others;
                arrivals.through -= run.others;
            }
        }
    }

    /// M9: what is not let through waits, as far as the buffers hold it.
    pub(super) fn fill_buffers(&mut self, arrivals: &mut Arrivals, cell: u64) {
        if self.queues.queues.is_empty() {
            return;
        }
        for r in 0..arrivals.runs.len() {
            let run = arrivals.runs[r];
            let items = &mut arrivals.items[run.items.0..run.items.1];
            let held: Vec<u64> = items.iter().map(Item::throttled).collect();
            let all: u64 = held.iter().sum();
            if !run.told || all == 0 {
                continue;
            }
            let room = self.queues.room(run.user, self.bound(run.user)).min(all);
            let mut draws = self.keys.draws(Purpose::Before, cell, 1 << 40 | run.user as u64);
            let mut taken = Vec::new();
            deal(&mut draws, &held, room, &mut taken);
            let mut waiting = Vec::new();
            for (item, &n) in items.iter_mut().zip(&taken).filter(|(_, n)| **n > 0) {
                item.buffered = n;
                waiting.push(item.attempt.times(n));
            }
            waiting.iter_mut().for_each(|a| self.enter(cell, a));
            self.queues.put(run.user, cell, waiting);
        }
    }

    /// Counts what enters a buffer.
    fn enter(&mut self, cell: u64, a: &mut Attempt) {
        self.book.enter_buffer(cell, a);
        a.past = Past::STEP;
        if let Some(group) = a.tag.group() {
            self.copies.put(group, Where::Buffered(cell), a.attempt, a.count);
        }
    }

    /// Copies are no longer in the buffer that they entered in cell `at`.
    fn withdraw(&mut self, at: u64, a: &Attempt) {
        if let Some(group) = a.tag.group() {
            let left = self.copies.take(group, Where::Buffered(at), a.attempt);
            self.copies.put(group, Where::Buffered(at), a.attempt, left - a.count);
        }
    }

    /// What is past its deadline leaves the buffers at the start of `cell`, and polls that a newer round
    /// supersedes.
    pub(super) fn leave_late(&mut self, cell: u64) {
        if self.queues.is_empty() {
            return;
        }
        let mut queues = std::mem::take(&mut self.queues);
        let deadline = |a: &Attempt| a.first_cell().saturating_add(self.plan.cold(a.of()).deadline);
        let leaves = |a: &mut Attempt| cell > deadline(a) || self.devices.is_superseded(cell, a);
        let mut left = Vec::new();
        for queue in &mut queues.queues {
            for layer in &mut queue.layers {
                let at = layer.at;
                left.extend(layer.waiting.extract_if(.., leaves).map(|a| (at, a)));
            }
            let now = queue.layers.iter().flat_map(|l| &l.waiting).map(|a| a.count).sum();
            queues.size -= queue.size - now;
            queue.size = now;
        }
        self.queues = queues;
        for (at, a) in left {
            self.leave_buffer(cell, at, a);
        }
        self.queues.forget_fractions();
    }

    /// `a`, which entered in cell `at`, leaves its buffer unserved in `cell`.
    fn leave_buffer(&mut self, cell: u64, at: u64, a: Attempt) {
        self.withdraw(at, &a);
        self.book.leave_buffer(&a);
        match a.tag.group() {
            Some(group) => self.copies.put(group, Where::Stopped, a.attempt, a.count),
            None => self.give_up(cell, a),
        }
    }

    /// U2: `n` copies of the requests `of`, linked to `group`, that entered a buffer in cell `at` are no longer wanted.
    pub(super) fn unneeded(&mut self, group: u32, of: &Attempt, at: u64, attempt: u16, n: u64) {
        let queue = &mut self.queues.queues[self.plan.hot(of.of()).user()];
        let layer = queue.layers.iter_mut().find(|l| l.at == at);
        let mut left = n;
        for a in layer.into_iter().flat_map(|l| &mut l.waiting) {
            if a.tag.group() == Some(group) && a.attempt == attempt {
                let here = a.count.min(left);
                a.count -= here;
                left -= here;
            }
        }
        queue.size -= n;
        self.queues.size -= n;
        self.book.leave_buffer(&of.times(n));
    }

    /// M9, G4: buffers are served in a random order of Users, as far as their credit and `room` go; what leaves
    /// them is admitted in `cell`. The result is the room they leave.
    pub(super) fn serve_buffers(&mut self, cell: u64, room: u64) -> u64 {
        if self.queues.is_empty() {
            return room;
        }
        let mut draws = self.keys.draws(Purpose::Buffers, cell, 0);
        let mut order: Vec<usize> =
            (0..self.queues.queues.len()).filter(|u| self.queues.has(*u)).collect();
        for i in (1..order.len()).rev() {
            order.swap(i, draws.below(i as u64 + 1) as usize);
        }
        let mut left = room;
        for user in order {
            let quota = self.management.part(user);
            let queue = &mut self.queues.queues[user];
            let credit = ((quota + queue.carry) / NANO) as u64;
            let mut wanted = credit.saturating_sub(queue.taken).min(left).min(queue.size);
            left -= wanted;
            queue.taken += wanted;
            queue.size -= wanted;
            self.queues.size -= wanted;
            while wanted > 0 {
                let front = &mut self.queues.queues[user].layers[0];
                let counts: Vec<u64> = front.waiting.iter().map(|a| a.count).collect();
                let here = wanted.min(counts.iter().sum());
                let mut taken = Vec::new();
                deal(&mut draws, &counts, here, &mut taken);
                let (at, mut served) = (front.at, Vec::new());
                for (a, &n) in front.waiting.iter_mut().zip(&taken).filter(|(_, n)| **n > 0) {
                    served.push(a.times(n));
                    a.count -= n;
                }
                front.waiting.retain(|a| a.count > 0);
                if front.waiting.is_empty() {
                    self.queues.queues[user].layers.pop_front();
                }
                wanted -= here;
                for a in served {
                    self.admit_buffered(cell, at, a);
                }
            }
        }
        self.queues.forget_fractions();
        left
    }

    /// `a`, which entered its buffer in cell `at`, is admitted in `cell`.
    fn admit_buffered(&mut self, cell: u64, at: u64, a: Attempt) {
        self.withdraw(at, &a);
        self.book.admit_buffered(&a);
        self.management.note_use(self.plan.hot(a.of()).user(), a.count, a.count, 0);
        self.take_in(cell, a);
    }
}
