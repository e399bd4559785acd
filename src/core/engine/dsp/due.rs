//! Requests that the DSP starts, and those that fell due together.

use crate::engine::attempt::Past;
use crate::random::{Keys, Purpose, scatter};
use crate::traffic::{Piece, Traffic};

/// Requests of a kind that the DSP starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Start {
    /// Index of the cohort.
    pub cohort: u32,
    /// Cell from which its wait counts.
    pub from: u64,
    /// Their standing, and whether the mechanism was active (C2): of when they fall due.
    pub past: Past,
    /// How many.
    pub count: u64,
}

/// Requests that fell due and are started evenly over some cells of one block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FallenDue {
    /// Index of the cohort.
    pub cohort: u32,
    /// Cell in which they fell due.
    pub due: u64,
    /// First cell.
    pub from: u64,
    /// Cell after the last.
    pub to: u64,
    /// How many.
    pub count: u64,
}

impl FallenDue {
    /// They, in a half-hour that begins with cell `first`.
    pub fn piece(&self, first: u64) -> Piece {
        Piece { from: self.from - first, to: self.to - first, mean: self.count as f64 }
    }

    /// How many are started in each cell: a function of the key, so that it does not matter when it
    /// is asked for.
    pub fn cells(&self, traffic: &Traffic, keys: &Keys) -> Vec<(u64, u64)> {
        let mut places = vec![0; (self.to - self.from) as usize];
        let key = traffic.cohorts[self.cohort as usize].key;
        scatter(
            &mut keys.draws(Purpose::StartPlace, key ^ self.from, self.due),
            self.count,
            &mut places,
        );
        (self.from..).zip(places).filter(|(_, n)| *n > 0).collect()
    }
}
