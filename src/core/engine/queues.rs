//! M9: Users' buffers, and what may leave them.

use super::attempt::Attempt;
use super::plan::Plan;
use crate::domain::{NANO, Nano};
use std::collections::VecDeque;

/// What went into a buffer in a cell.
#[derive(Clone, Debug)]
pub(super) struct Layer {
    /// The cell.
    pub at: u64,
    /// What went in and still waits.
    pub waiting: Vec<Attempt>,
}

/// A User's buffer.
#[derive(Clone, Debug, Default)]
pub(super) struct Queue {
    /// Oldest first.
    pub layers: VecDeque<Layer>,
    /// Attempts that wait.
    pub size: u64,
    /// Nano-requests carried from the windows before.
    pub carry: Nano,
    /// What has left it in this window.
    pub taken: u64,
}

/// The buffers of all Users.
#[derive(Clone, Debug, Default)]
pub(super) struct Queues {
    /// Of each User; none where the scenario has no buffers.
    pub queues: Vec<Queue>,
    /// Attempts that wait in all.
    pub size: u64,
}

impl Queues {
    /// Empty ones, where `plan` has any.
    pub fn new(plan: &Plan) -> Self {
        let any = plan.scenario.mechanism.enabled && plan.scenario.mechanism.buffer.is_some();
        let users = if any { plan.scenario.users.len() } else { 0 };
        Self { queues: vec![Queue::default(); users], ..Self::default() }
    }

    /// Whether nothing waits.
    pub fn is_empty(&self) -> bool {
        self.size == 0
    }

    /// Whether `user` has attempts waiting.
    pub fn has(&self, user: usize) -> bool {
        self.queues.get(user).is_some_and(|q| q.size > 0)
    }

    /// How many more of `user` fit below `bound`.
    pub fn room(&self, user: usize, bound: u64) -> u64 {
        bound.saturating_sub(self.queues[user].size)
    }

    /// Attempts of `user` go in in `cell`.
    pub fn put(&mut self, user: usize, cell: u64, waiting: Vec<Attempt>) {
        let count: u64 = waiting.iter().map(|a| a.count).sum();
        if count > 0 {
            self.queues[user].layers.push_back(Layer { at: cell, waiting });
            self.queues[user].size += count;
            self.size += count;
        }
    }

    /// What waits; for the audit at the run's end.
    pub fn all(&self) -> impl Iterator<Item = &Attempt> {
        self.queues.iter().flat_map(|q| &q.layers).flat_map(|l| &l.waiting)
    }

    /// The window has ended, in which each User had its `part` of an allocation: of what is left only fractions are
    /// carried on, and only while something waits.
    pub fn end_window(&mut self, part: impl Fn(usize) -> Nano) {
        for (user, queue) in self.queues.iter_mut().enumerate() {
            queue.carry = (queue.carry + part(user)) % NANO;
            queue.taken = 0;
        }
        self.forget_fractions();
    }

    /// Fractions are carried until all buffers are empty.
    pub fn forget_fractions(&mut self) {
        if self.size == 0 {
            self.queues.iter_mut().for_each(|q| q.carry = 0);
        }
    }
}
