//! How large a block's busiest window and cell can be, given its counts.
//!
//! A window's load is a sum of independent requests, each in it or not, so by Bernstein's inequality
//! P(N ≥ μ + d) ≤ exp(−d² / (2 (μ + d/3))). With d chosen so that this is 10⁻¹⁵ over all windows and
//! cells of the block together, a bound below the threshold means the block is taken whole.

use super::cohort::{Cohort, Traffic, Volume};
use super::piece::Piece;
use std::sync::Arc;

/// −ln of the chance that a bound is wrong, over a block.
const SURE: f64 = 34.539; // ln 10¹⁵

/// What comes in a storm besides what is placed (G9): polls, and what comes again because it got no answer.
#[derive(Clone, Debug, Default)]
pub struct InStorm {
    /// What never comes again.
    pub once: Vec<Piece>,
    /// A bound on the chance that an attempt gets none.
    pub share: f64,
    /// The largest number of attempts in a cell that were not answered before, and may not be again.
    pub again: f64,
    /// How often it may come again.
    pub times: f64,
}

/// Bounds on the busiest window and the busiest cell of `block`, in requests, given the count of
/// each cohort, of which critical ones come twice (T6), what else falls evenly into given cells of
/// it (`more`), and what comes in a `storm`: again never more densely than the densest cell of what it repeats.
pub fn largest_window(
    traffic: &Traffic,
    block: usize,
    counts: &[u64],
    more: impl Iterator<Item = Piece>,
    storm: &InStorm,
    cells_per_window: u64,
) -> (f64, f64) {
    let cells = traffic.cells_per_block;
    let mut all = ExpectedCells::new(traffic);
    // What comes twice, by the time between.
    let mut twice: Option<(u64, ExpectedCells)> = None;
    for (cohort, &n) in traffic.cohorts.iter().zip(counts).filter(|(_, n)| **n > 0) {
        all.add(traffic, cohort, block, n);
        if let Some(then) = cohort.then.filter(|_| cohort.is_signed()) {
            let (_, twice) = twice.get_or_insert_with(|| (then.delay, ExpectedCells::new(traffic)));
            twice.add(traffic, cohort, block, n);
        }
    }
    let (mut expected, mut total) = all.cells(traffic, block);
    // A request that comes twice may be in a window twice: it counts as far as two do.
    let mut weight = 1.0;
    if let Some((delay, twice)) = twice {
        let (again, n) = twice.cells(traffic, block);
        for (cell, n) in (delay..cells).zip(&again) {
            expected[cell as usize] += n;
        }
        total += n;
        weight = 2.0;
    }
    for p in more {
        total += p.mean;
        add(&mut expected, p.from, p.to, p.mean);
    }
    if storm.times > 0.0 {
        let densest = expected.iter().copied().fold(0.0, f64::max);
        let a_cell = storm.times * (storm.share * densest + storm.again);
        expected.iter_mut().for_each(|n| *n += a_cell);
        (total, weight) = (f64::INFINITY, weight + storm.times);
    }
    for p in &storm.once {
        total += p.mean;
        add(&mut expected, p.from, p.to, p.mean);
    }
    let window =
        expected.chunks(cells_per_window as usize).map(|w| w.iter().sum()).fold(0.0, f64::max);
    let cell = expected.iter().copied().fold(0.0, f64::max);
    let places = (cells + cells / cells_per_window) as f64;
    let l = SURE + libm::log(places);
    let surely = |mean: f64, weight: f64| (mean + weight * deviation(mean / weight, l)).min(total);
    (surely(window, weight), surely(cell, 1.0))
}

/// Where the requests of a block are expected.
struct ExpectedCells {
    /// By cell, those of cohorts that follow no profile alone.
    cells: Vec<f64>,
    /// By profile, the others.
    by_profile: Vec<f64>,
    total: f64,
}

impl ExpectedCells {
    fn new(traffic: &Traffic) -> Self {
        Self {
            cells: vec![0.0; traffic.cells_per_block as usize],
            by_profile: vec![0.0; traffic.profile_shapes.len()],
            total: 0.0,
        }
    }

    /// Adds `n` requests of `cohort`.
    fn add(&mut self, traffic: &Traffic, cohort: &Cohort, block: usize, n: u64) {
        self.total += n as f64;
        match &cohort.volume {
            Volume::Profile { profile, .. } if !traffic.surged(cohort, block) => {
                self.by_profile[*profile] += n as f64;
            }
            _ => {
                let pieces = traffic.pieces(cohort, block);
                let mean: f64 = pieces.iter().map(|p| p.mean).sum();
                for p in &pieces {
                    add(&mut self.cells, p.from, p.to, n as f64 * p.mean / mean);
                }
            }
        }
    }

    /// By cell, and in all.
    fn cells(mut self, traffic: &Traffic, block: usize) -> (Vec<f64>, f64) {
        for (profile, &n) in self.by_profile.iter().enumerate().filter(|(_, n)| **n > 0.0) {
            let shape = &traffic.profile_shapes[profile][block];
            let part = traffic.cells_per_block / shape.len() as u64;
            for (i, share) in shape.iter().enumerate() {
                add(&mut self.cells, i as u64 * part, (i as u64 + 1) * part, n * share);
            }
        }
        (self.cells, self.total)
    }
}

/// A bound on a sum of independent Poisson numbers times weights of at most `heaviest`, whose mean is `mean`: in
/// no cell or window of a half-hour does one exceed it, to the same chance.
pub fn surely(mean: f64, heaviest: f64) -> f64 {
    if mean <= 0.0 {
        return 0.0;
    }
    // More places than a half-hour of cells of a second has, windows included.
    let l = SURE + libm::log(10_000.0);
    mean + heaviest * deviation(mean / heaviest, l)
}

impl Traffic {
    /// By profile, the largest share of its requests in `block` that a cell of it is expected to hold.
    pub fn densest(&self, block: usize) -> Vec<f64> {
        let of = |shapes: &Vec<Arc<[f64]>>| {
            let part = self.cells_per_block as f64 / shapes[block].len() as f64;
            shapes[block].iter().copied().fold(0.0, f64::max) / part
        };
        self.profile_shapes.iter().map(of).collect()
    }

    /// The profile that `cohort` follows in `block`, where it follows that alone.
    pub fn profile_alone(&self, cohort: &Cohort, block: usize) -> Option<usize> {
        match &cohort.volume {
            Volume::Profile { profile, .. } if !self.surged(cohort, block) => Some(*profile),
            _ => None,
        }
    }
}

/// d of Bernstein's inequality for a chance of exp(−`l`).
fn deviation(mean: f64, l: f64) -> f64 {
    l / 3.0 + libm::sqrt(l * l / 9.0 + 2.0 * l * mean)
}

fn add(expected: &mut [f64], from: u64, to: u64, n: f64) {
    let each = n / (to - from) as f64;
    expected[from as usize..to as usize].iter_mut().for_each(|e| *e += each);
}
