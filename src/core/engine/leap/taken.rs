//! A half-hour that was taken whole, as those see it who look back at it.

use crate::engine::dsp::FallenDue;
use crate::traffic::{Placed, Traffic};

/// A block that was taken whole.
#[derive(Clone, Debug, Default)]
pub struct Taken {
    /// What fell due in it.
    pub due: Vec<FallenDue>,
    /// What followed in it: cell, cohort, attempts.
    pub followed: Vec<(u64, u32, u64)>,
    /// The same of what came again.
    pub repeated: Vec<(u64, u32, u64)>,
    /// What messages counted in L of each window (G7); empty where they do not.
    pub loads: Vec<u64>,
}

/// T6: the second submissions of a quiet block's fresh requests that fall into it as well: cohort, cell of the
/// block, and how many.
pub fn seconds<'a>(
    traffic: &'a Traffic,
    placed: &'a Placed,
) -> impl Iterator<Item = (usize, usize, u64)> {
    let cells = traffic.cells_per_block() as usize;
    (0..cells).flat_map(move |cell| {
        placed.cell(cell).others.iter().filter_map(move |f| {
            let cohort = &traffic.cohorts[f.cohort as usize];
            let then = cohort.then.filter(|_| cohort.is_signed())?;
            let at = cell + then.delay as usize;
            (at < cells).then_some((then.cohort, at, f.count))
        })
    })
}
