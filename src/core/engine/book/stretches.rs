//! How long a pair's attempts were answered 503 until one was admitted (C2).
//!
//! Of each pair only what is open is kept. In a cell acceptances count as before the refusals, whichever is told first.

use super::DayBook;
use crate::engine::plan::Plan;

/// The stretches that are open.
#[derive(Clone, Default)]
pub(super) struct Stretches {
    /// Of each pair; empty where only counts are kept.
    pairs: Vec<Stretch>,
    /// How many are open of each User, and of all.
    users: Vec<u32>,
    open: u32,
}

/// What is open of a pair.
#[derive(Clone, Copy, Default)]
struct Stretch {
    /// The cell in which a stretch began; none where none is open.
    since: Option<u64>,
    /// The last cell with a 503.
    refused: Option<u64>,
}

impl Stretches {
    /// None yet.
    pub fn new(plan: &Plan) -> Self {
        if plan.counts() {
            return Self::default();
        }
        let (pairs, users) = (plan.traffic.pairs.len(), plan.scenario.users.len());
        Self { pairs: vec![Stretch::default(); pairs], users: vec![0; users], open: 0 }
    }
}

impl DayBook<'_> {
    /// Whether any pair waits to be accepted again.
    pub fn awaits(&self) -> bool {
        self.stretches.open > 0
    }

    /// Whether any of `user` does.
    pub fn awaits_any_of(&self, user: usize) -> bool {
        self.stretches.users.get(user).is_some_and(|open| *open > 0)
    }

    /// Whether `pair` does.
    pub fn awaits_of(&self, pair: usize) -> bool {
        self.stretches.pairs.get(pair).is_some_and(|s| s.since.is_some())
    }

    /// Attempts of `cohort` in `cell`: so many were `admitted`, so many `refused` while there was service.
    pub fn answer(&mut self, cell: u64, cohort: usize, admitted: u64, refused: u64) {
        let hot = self.plan.hot(cohort);
        let (pair, user) = (hot.pair(), hot.user());
        if refused > 0
            && let Some(s) = self.stretches.pairs.get_mut(pair)
        {
            s.refused = Some(cell);
            if s.since.is_none() {
                s.since = Some(cell);
                self.stretches.users[user] += 1;
                self.stretches.open += 1;
            }
        }
        if admitted > 0 {
            self.accept(cell, pair);
        }
    }

    /// An attempt of `pair` was admitted in `cell`: that ends what began before it.
    pub fn accept(&mut self, cell: u64, pair: usize) {
        let Some(s) = self.stretches.pairs.get_mut(pair) else {
            return;
        };
        let Some(since) = s.since.filter(|since| *since < cell) else {
            return;
        };
        s.since = s.refused.filter(|refused| *refused == cell);
        if s.since.is_none() {
            self.stretches.users[self.plan.traffic.pairs[pair].0] -= 1;
            self.stretches.open -= 1;
        }
        self.ledger.until_accepted[pair].note(cell - since, false);
    }

    /// The run has ended.
    pub(super) fn end_stretches(&mut self) {
        for (s, told) in self.stretches.pairs.iter().zip(&mut self.ledger.until_accepted) {
            if let Some(since) = s.since {
                told.note(self.plan.clock.end - since, true);
            }
        }
    }
}
