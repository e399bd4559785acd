//! A half-hour that was taken whole, as those see it who look back at it.

use crate::engine::dsp::FallenDue;
use crate::traffic::{Fresh, Placed, Traffic};

/// A block that was taken whole.
#[derive(Clone, Debug, Default)]
pub struct Taken {
    /// What fell due in it.
    pub due: Vec<FallenDue>,
    /// What followed in it: cell, cohort, attempts.
    pub followed: Vec<(u64, u32, u64)>,
    /// The same of what came again.
    pub repeated: Vec<(u64, u32, u64)>,
    /// Cohorts of which the fresh requests were stopped (G2), in order.
    pub stopped: Vec<usize>,
    /// The same of first attempts that followed: cell, cohort, attempts.
    pub stopped_later: Vec<(u64, u32, u64)>,
    /// What messages counted in L of each window (G7); empty where they do not.
    pub loads: Vec<u64>,
}

impl Taken {
    /// Whether the fresh requests `f` were not stopped.
    pub fn begins(&self, f: &Fresh) -> bool {
        self.stopped.binary_search(&(f.cohort as usize)).is_err()
    }
}

/// T6: the second submissions of the fresh requests of a quiet block, which was `taken` so, that fall into it as well: cohort,
/// cell of the block, and how many.
pub fn seconds<'a>(
    traffic: &'a Traffic,
    placed: &'a Placed,
    taken: &'a Taken,
) -> impl Iterator<Item = (usize, usize, u64)> {
    let cells = traffic.cells_per_block() as usize;
    (0..cells).flat_map(move |cell| {
        placed.cell(cell).others.iter().filter_map(move |f| {
            let cohort = &traffic.cohorts[f.cohort as usize];
            let then = cohort.then.filter(|_| cohort.is_signed())?;
            let at = cell + then.delay as usize;
            (at < cells && taken.begins(f)).then_some((then.cohort, at, f.count))
        })
    })
}
