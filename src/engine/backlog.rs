//! G5 and G6: the DSP's backlog, first in first out, and how long what joins it waits.

use crate::domain::{NANO, Nano};
use crate::random::{Draws, deal};
use crate::traffic::{Fresh, PlacedCell, UserFresh};
use std::collections::VecDeque;

/// Requests of a kind that joined the backlog in a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Joined {
    /// Index of the cohort.
    pub cohort: u32,
    /// Whether this is the last submission of its request.
    pub last: bool,
    /// Cells since its wait began.
    pub age: u64,
    /// How many.
    pub count: u64,
}

/// Plain fresh requests of a cell that joined it and were not told apart: counted as processed
/// already, which is taken back if they are not when their block ends.
#[derive(Clone, Debug, Default)]
pub struct Plain {
    /// The cell, counted from the block's first.
    pub at: usize,
    /// Users whose plain requests were told apart, and are not among these.
    pub told: Vec<usize>,
    /// How many.
    pub count: u64,
}

impl Plain {
    /// Which they are, of the fresh requests of their `cell`.
    pub fn fresh<'a>(&'a self, cell: &'a PlacedCell) -> impl Iterator<Item = &'a Fresh> {
        let told = |user: &UserFresh| self.told.contains(&user.user);
        cell.users.iter().filter(move |u| !told(u)).flat_map(|u| &cell.plain[u.from..u.to])
    }
}

/// What joined in a cell.
#[derive(Clone, Debug)]
struct Cell {
    joined: Vec<Joined>,
    plain: Plain,
    size: u64,
}

/// The DSP's backlog.
#[derive(Clone, Debug, Default)]
pub struct Backlog {
    /// B, nano-requests.
    amount: Nano,
    /// What joined in each cell and is not wholly processed, oldest first.
    cells: VecDeque<Cell>,
    /// Requests in `cells`.
    queued: u64,
}

impl Backlog {
    /// Whether the DSP is idle.
    pub fn is_empty(&self) -> bool {
        self.amount == 0
    }

    /// B as whole requests not yet processed, a part counted as one.
    pub fn requests(&self) -> u64 {
        ((self.amount + NANO - 1) / NANO) as u64
    }

    /// K of G4: what the DSP can take in a cell of `capacity`, with a backlog of at most `limit`.
    pub fn room(&self, capacity: Nano, limit: Nano) -> u64 {
        ((capacity + limit - self.amount) / NANO).max(0) as u64
    }

    /// `joined` and `plain`, `n` in all, join in a cell of `capacity`; what of the first is processed goes to
    /// `done`, oldest first.
    pub fn join(
        &mut self,
        joined: &[Joined],
        plain: Plain,
        n: u64,
        capacity: Nano,
        mut done: impl FnMut(&Joined),
    ) {
        self.amount = (self.amount + Nano::from(n) * NANO - capacity).max(0);
        if self.amount == 0 && self.cells.is_empty() {
            return joined.iter().for_each(done);
        }
        if n > 0 {
            self.cells.push_back(Cell { joined: joined.to_vec(), plain, size: n });
            self.queued += n;
        }
        let mut gone = self.queued - self.requests().min(self.queued);
        while let Some(cell) = self.cells.front().filter(|cell| cell.size <= gone) {
            cell.joined.iter().for_each(&mut done);
            self.queued -= cell.size;
            gone -= cell.size;
            self.cells.pop_front();
        }
    }

    /// The block has ended: `tell` says what the plain requests of a cell were, by cohort, and they are
    /// put among the others.
    pub fn tell(&mut self, mut tell: impl FnMut(&Plain) -> Vec<Joined>) {
        for cell in self.cells.iter_mut().filter(|cell| cell.plain.count > 0) {
            let mut all = tell(&std::mem::take(&mut cell.plain));
            all.append(&mut cell.joined);
            all.sort_by_key(|j| j.cohort);
            cell.joined = all;
        }
    }

    /// Draws which of the oldest cell's requests have been processed, so that the whole numbers add up.
    pub fn settle(&mut self, draws: &mut Draws, mut done: impl FnMut(&Joined)) {
        let gone = self.queued - self.requests().min(self.queued);
        let Some(cell) = self.cells.front_mut().filter(|_| gone > 0) else {
            return;
        };
        let counts: Vec<u64> = cell.joined.iter().map(|j| j.count).collect();
        let mut taken = Vec::new();
        deal(draws, &counts, gone, &mut taken);
        for (joined, &count) in cell.joined.iter_mut().zip(&taken) {
            done(&Joined { count, ..*joined });
            joined.count -= count;
        }
        cell.size -= gone;
        self.queued -= gone;
    }

    /// What is in the backlog; for the audit at the run's end.
    pub fn all(&self) -> impl Iterator<Item = &Joined> {
        self.cells.iter().flat_map(|cell| &cell.joined)
    }

    /// The waits in the backlog of `n` that join in a cell of `capacity`, in bins of a tenth of a
    /// cell: how many places in the order share a bin, and the bin. The j-th waits
    /// max(0, (B + j)/C − j·cell/n); bin 0 is no wait.
    pub fn waits(&self, n: u64, capacity: Nano) -> Vec<(u64, u64)> {
        let size = Nano::from(n);
        // In tenths of a cell: 10 ((B + j)/(C·cell) − j/n), over a common denominator.
        let bin = |j: u64| {
            let j = Nano::from(j);
            let wait = 10 * ((self.amount + j * NANO) * size - j * capacity);
            let grain = capacity * size;
            ((wait + grain - 1).div_euclid(grain)).max(0) as u64
        };
        let mut runs = Vec::new();
        let mut from = 0;
        while from < n {
            let here = bin(from);
            // The bins rise or fall along the order, so each is one run: find its end by halving.
            let (mut same, mut other) = (from, n);
            while other - same > 1 {
                let middle = same + (other - same) / 2;
                if bin(middle) == here {
                    same = middle;
                } else {
                    other = middle;
                }
            }
            runs.push((other - from, here));
            from = other;
        }
        runs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(count: u64) -> [Joined; 1] {
        [Joined { cohort: 0, last: true, age: 0, count }]
    }

    #[test]
    fn g6_a_backlog_is_kept_as_an_exact_fraction_and_an_idle_dsp_saves_nothing_up() {
        let mut backlog = Backlog::default();
        let third = NANO * 10 / 3;
        let mut done = 0;
        backlog.join(&joined(4), Plain::default(), 4, third, |j| done += j.count);
        assert_eq!((backlog.amount, done), (4 * NANO - third, 0), "the fourth is being worked on");
        backlog.join(&joined(0), Plain::default(), 0, third, |j| done += j.count);
        assert_eq!((backlog.amount, done), (0, 4));
        backlog.join(&joined(3), Plain::default(), 3, third, |j| done += j.count);
        assert_eq!((backlog.is_empty(), done), (true, 7));
    }

    #[test]
    fn g6_waits_follow_the_closed_form() {
        // C × cell = 10, B = 5, n = 20: the j-th waits (5 + j)/10 − j/20 cells, from 0.5 to 1.45.
        let backlog = Backlog { amount: 5 * NANO, ..Backlog::default() };
        let runs = backlog.waits(20, 10 * NANO);
        assert_eq!(runs.iter().map(|r| r.0).sum::<u64>(), 20);
        assert_eq!(runs[0], (1, 5));
        assert_eq!(runs[1], (2, 6));
        assert_eq!(runs.last(), Some(&(1, 15)));
        // A light cell drains the backlog: waits fall to zero and stay there.
        let runs = backlog.waits(2, 10 * NANO);
        assert_eq!(runs, [(1, 5), (1, 1)]);
    }

    #[test]
    fn g4_room_is_capacity_and_limit_less_the_backlog() {
        let backlog = Backlog { amount: 25 * NANO + 1, ..Backlog::default() };
        assert_eq!(backlog.room(10 * NANO, 20 * NANO), 4);
        assert_eq!(backlog.room(10 * NANO, 0), 0);
    }
}
