//! M9: the buffers of the Alternative Solution.

use super::World;
use super::request::{End, Id};
use headroom_core::domain::{NANO, Nano};
use headroom_core::traffic::Cohort;
use rand::seq::SliceRandom;

/// What waits for each User.
#[derive(Clone, Debug)]
pub struct Buffers {
    /// For each User, what is in its buffer, and the cell in which it came.
    waiting: Vec<Vec<(Id, u64)>>,
}

impl Buffers {
    pub fn new(users: usize) -> Self {
        Self { waiting: vec![Vec::new(); users] }
    }

    /// For each User, the cells in which what waits came.
    pub fn came(&self) -> Vec<Vec<u64>> {
        let cells = |buffer: &Vec<(Id, u64)>| buffer.iter().map(|(_, came)| *came).collect();
        self.waiting.iter().map(cells).collect()
    }

    /// How many wait in all buffers together.
    pub fn waiting(&self) -> u64 {
        self.waiting.iter().map(|buffer| buffer.len() as u64).sum()
    }
}

impl World<'_> {
    /// Whether an attempt joins its User's buffer because others wait in it.
    pub fn must_queue(&self, id: Id) -> bool {
        !self.buffers.waiting[self.cohort(id).user].is_empty() && !self.is_prioritised(id)
    }

    /// Whether `user` has a buffer with room for one more.
    pub fn has_buffer_room(&self, user: usize) -> bool {
        let Some(buffer) = self.scenario.mechanism.buffer else { return false };
        let (bound, window) = (buffer.bound.ms(), self.scenario.calendar.window().ms());
        let most = self.allocation[user] * Nano::from(bound) / (Nano::from(window) * NANO);
        (self.buffers.waiting[user].len() as Nano) < most
    }

    /// What is over the limit waits; its User is told, and does not retry.
    pub fn buffer(&mut self, id: Id, cell: u64) {
        let user = self.cohort(id).user;
        self.counts(id).to_buffer += 1;
        self.half_hour(cell).to_buffer += 1;
        self.requests[id].buffered = true;
        self.window.buffered[user] = true;
        self.touch(id);
        self.buffers.waiting[user].push((id, cell));
    }

    /// Out of the buffer without having been taken.
    pub fn leave_buffer(&mut self, id: Id) {
        self.counts(id).left_buffer += 1;
        self.take_out(id);
    }

    fn take_out(&mut self, id: Id) {
        let user = self.cohort(id).user;
        self.buffers.waiting[user].retain(|(waiting, _)| *waiting != id);
        self.requests[id].buffered = false;
    }

    /// At the start of each cell: what is past its deadline leaves, and polls that a newer one supersedes.
    pub fn leave_buffers(&mut self, cell: u64) {
        let all: Vec<Id> = self.buffers.waiting.iter().flatten().map(|(id, _)| *id).collect();
        for id in all {
            let late = self.deadline(id).is_some_and(|deadline| cell > deadline);
            if self.requests[id].superseded {
                self.end_in_buffer(id, cell, End::Superseded);
            } else if late {
                self.end_in_buffer(id, cell, End::Abandoned);
            }
        }
    }

    fn end_in_buffer(&mut self, id: Id, cell: u64, how: End) {
        self.leave_buffer(id);
        if !self.waits_inside(id) {
            self.end(id, cell, how);
        }
    }

    /// What is taken from the buffers, at most `room`: Users in a uniformly random order, of each the oldest
    /// first, within a cell a random choice.
    pub fn serve_buffers(&mut self, cell: u64, room: usize) -> Vec<Id> {
        let mut users: Vec<usize> = (0..self.scenario.users.len()).collect();
        users.shuffle(&mut self.rng);
        let mut taken = Vec::new();
        for user in users {
            let mut order = self.buffers.waiting[user].clone();
            order.shuffle(&mut self.rng);
            order.sort_by_key(|(_, came)| *came);
            for (id, _) in order {
                if taken.len() == room || !self.may_leave(user, cell) {
                    break;
                }
                self.take_out(id);
                self.take_from_buffer(id);
                taken.push(id);
            }
        }
        taken
    }

    /// Whether one more of `user` may leave its buffer: while active it is judged as an attempt is (M5); else
    /// so many do a window as the User has quota without carry, at least one.
    fn may_leave(&self, user: usize, cell: u64) -> bool {
        if self.throttles() {
            return !self.is_over(user, cell);
        }
        self.window.taken[user] < self.window.quota[user].max(1)
    }

    /// Taken, which is when it counts in its User's use.
    fn take_from_buffer(&mut self, id: Id) {
        let Cohort { user, .. } = *self.cohort(id);
        self.counts(id).from_buffer += 1;
        self.note_first_admitted(id);
        self.window.taken[user] += 1;
        self.window.used[user] += u64::from(self.uses_allocation(id));
        self.window.total += 1;
    }
}
