//! A block opened: where in it each request falls (T4).

use super::cohort::Traffic;
use super::count::split;
use crate::random::{Keys, Purpose, scatter};

/// Fresh requests of a cohort in a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fresh {
    /// Index of the cohort.
    pub cohort: u32,
    /// How many.
    pub count: u64,
}

/// A block's fresh requests, cell by cell, each by cohort.
#[derive(Clone, Debug, Default)]
pub struct Placed {
    cells: Vec<Vec<Fresh>>,
    totals: Vec<u64>,
}

impl Placed {
    /// The fresh requests of a cell of the block, by cohort.
    pub fn cell(&self, cell: usize) -> &[Fresh] {
        &self.cells[cell]
    }

    /// How many there are of them in `cells`, a run of cells of the block.
    pub fn total(&self, cells: std::ops::Range<usize>) -> u64 {
        self.totals[cells].iter().sum()
    }
}

impl Traffic {
    /// Places `counts` (one for each cohort) in the cells of `block`. The placement depends on its key
    /// only, so it does not matter whether, or for which variant, it is made.
    pub fn place(&self, keys: &Keys, block: usize, counts: &[u64]) -> Placed {
        let width = self.cells_per_block as usize;
        let mut placed = Placed { cells: vec![Vec::new(); width], totals: vec![0; width] };
        let mut cells = vec![0; width];
        for (c, cohort) in self.cohorts.iter().enumerate().filter(|(c, _)| counts[*c] > 0) {
            let pieces = self.pieces(cohort, block);
            let mut draws = keys.draws(Purpose::Place, cohort.key, block as u64);
            if let [one] = pieces[..] {
                scatter(&mut draws, counts[c], &mut cells[one.from as usize..one.to as usize]);
            } else {
                let means: Vec<f64> = pieces.iter().map(|p| p.mean).collect();
                for (piece, n) in pieces.iter().zip(split(&mut draws, counts[c], &means)) {
                    scatter(&mut draws, n, &mut cells[piece.from as usize..piece.to as usize]);
                }
            }
            for (cell, n) in cells.iter_mut().enumerate().filter(|(_, n)| **n > 0) {
                placed.totals[cell] += *n;
                placed.cells[cell].push(Fresh { cohort: c as u32, count: std::mem::take(n) });
            }
        }
        placed
    }
}
