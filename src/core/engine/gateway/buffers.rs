//! M9: the Alternative Solution: what is over the limit waits in its User's buffer.

use crate::domain::{NANO, Nano};
use crate::engine::attempt::Attempt;
use crate::engine::plan::Plan;
use crate::random::{Draws, deal};
use std::collections::VecDeque;

/// What went into a buffer in a cell.
#[derive(Clone, Debug)]
struct Entered {
    /// The cell.
    at: u64,
    /// What went in and still waits.
    waiting: Vec<Attempt>,
}

/// A User's buffer.
#[derive(Clone, Debug, Default)]
struct UserBuffer {
    /// Oldest first.
    entered: VecDeque<Entered>,
    /// Attempts that wait.
    size: u64,
    /// Attempts that it may hold.
    bound: u64,
}

/// The buffers of all Users.
#[derive(Clone, Debug, Default)]
pub struct Buffers {
    /// Of each User; none where the scenario has no buffers.
    of_user: Vec<UserBuffer>,
    /// Attempts that wait in all.
    size: u64,
}

impl Buffers {
    /// Empty ones, where `plan` has any.
    pub fn new(plan: &Plan) -> Self {
        let mechanism = &plan.scenario.mechanism;
        let window = Nano::from(plan.scenario.calendar.window().ms());
        let of_user = mechanism.buffer.filter(|_| mechanism.enabled).map(|buffer| {
            let bound = |a: &Nano| (a * Nano::from(buffer.bound.ms()) / window / NANO) as u64;
            let buffer = |a| UserBuffer { bound: bound(a), ..UserBuffer::default() };
            plan.allocation.iter().map(buffer).collect()
        });
        Self { of_user: of_user.unwrap_or_default(), size: 0 }
    }

    /// Whether there are any.
    pub fn exist(&self) -> bool {
        !self.of_user.is_empty()
    }

    /// Whether nothing waits.
    pub fn is_empty(&self) -> bool {
        self.size == 0
    }

    /// Attempts that wait in all.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Whether `user` has attempts waiting.
    pub fn has(&self, user: usize) -> bool {
        self.of_user.get(user).is_some_and(|b| b.size > 0)
    }

    /// The cells in which what waits of `user` came first, and last.
    pub fn waits(&self, user: usize) -> Option<(u64, u64)> {
        let waiting = |e: &&Entered| e.waiting.iter().any(|a| a.count > 0);
        let mut some = self.of_user.get(user)?.entered.iter().filter(waiting).map(|e| e.at);
        let first = some.next()?;
        Some((first, some.next_back().unwrap_or(first)))
    }

    /// How many more of `user` fit.
    pub fn room(&self, user: usize) -> u64 {
        self.of_user[user].bound.saturating_sub(self.of_user[user].size)
    }

    /// Attempts of `user` go in in `cell`.
    pub fn put(&mut self, user: usize, cell: u64, waiting: Vec<Attempt>) {
        let count: u64 = waiting.iter().map(|a| a.count).sum();
        if count > 0 {
            self.of_user[user].entered.push_back(Entered { at: cell, waiting });
            self.of_user[user].size += count;
            self.size += count;
        }
    }

    /// What `leaves` takes out unserved, each with the cell in which it entered.
    pub fn take_out(&mut self, leaves: impl Fn(&Attempt) -> bool) -> Vec<(u64, Attempt)> {
        let mut left = Vec::new();
        if self.is_empty() {
            return left;
        }
        for buffer in &mut self.of_user {
            let before = left.len();
            for Entered { at, waiting } in &mut buffer.entered {
                left.extend(waiting.extract_if(.., |a| leaves(a)).map(|a| (*at, a)));
            }
            let gone: u64 = left[before..].iter().map(|(_, a)| a.count).sum();
            buffer.size -= gone;
            self.size -= gone;
        }
        left
    }

    /// U2: `n` copies of `user`, linked to `group`, that entered its buffer in cell `at` are no longer wanted.
    pub fn withdraw(&mut self, user: usize, group: u32, (at, attempt, n): (u64, u16, u64)) {
        let buffer = &mut self.of_user[user];
        let entered = buffer.entered.iter_mut().find(|e| e.at == at);
        let mut left = n;
        for a in entered.into_iter().flat_map(|e| &mut e.waiting) {
            if a.tag.group() == Some(group) && a.attempt == attempt {
                let here = a.count.min(left);
                a.count -= here;
                left -= here;
            }
        }
        buffer.size -= n;
        self.size -= n;
    }

    /// M9, G4: buffers are served in a random order of Users, as far as there is `room`; `let_out` says how many of so many
    /// of a User's may leave. What leaves them, each with the cell in which it entered.
    pub fn serve(
        &mut self,
        draws: &mut Draws,
        room: u64,
        mut let_out: impl FnMut(usize, u64) -> u64,
    ) -> Vec<(u64, Attempt)> {
        let mut order: Vec<usize> = (0..self.of_user.len()).filter(|u| self.has(*u)).collect();
        for i in (1..order.len()).rev() {
            order.swap(i, draws.below(i as u64 + 1) as usize);
        }
        let (mut left, mut served) = (room, Vec::new());
        for user in order {
            let n = let_out(user, left.min(self.of_user[user].size));
            self.of_user[user].take(draws, n, &mut served);
            left -= n;
            self.size -= n;
        }
        served
    }

    /// What waits; for the audit at the run's end.
    pub fn all(&self) -> impl Iterator<Item = &Attempt> {
        self.of_user.iter().flat_map(|b| &b.entered).flat_map(|e| &e.waiting)
    }
}

impl UserBuffer {
    /// Takes `n` of it, oldest first, of what entered in the same cell a uniformly random choice.
    fn take(&mut self, draws: &mut Draws, n: u64, served: &mut Vec<(u64, Attempt)>) {
        self.size -= n;
        let mut left = n;
        while left > 0 {
            let front = &mut self.entered[0];
            let counts: Vec<u64> = front.waiting.iter().map(|a| a.count).collect();
            let here = left.min(counts.iter().sum());
            let mut taken = Vec::new();
            deal(draws, &counts, here, &mut taken);
            for (a, &n) in front.waiting.iter_mut().zip(&taken).filter(|(_, n)| **n > 0) {
                served.push((front.at, a.times(n)));
                a.count -= n;
            }
            front.waiting.retain(|a| a.count > 0);
            if front.waiting.is_empty() {
                self.entered.pop_front();
            }
            left -= here;
        }
    }
}
