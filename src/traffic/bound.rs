//! How large a block's busiest window and cell can be, given its counts.
//!
//! A window's load is a sum of independent requests, each in it or not, so by Bernstein's inequality
//! P(N ≥ μ + d) ≤ exp(−d² / (2 (μ + d/3))). With d chosen so that this is 10⁻¹⁵ over all windows and
//! cells of the block together, a bound below the threshold means the block is taken whole.

use super::cohort::{Piece, Traffic, Volume};

/// −ln of the chance that a bound is wrong, over a block.
const SURE: f64 = 34.539; // ln 10¹⁵

/// Bounds on the busiest window and the busiest cell of `block`, in requests, given the count of
/// each cohort and what else falls evenly into given cells of it (`more`).
pub fn largest_window(
    traffic: &Traffic,
    block: usize,
    counts: &[u64],
    more: impl Iterator<Item = Piece>,
    cells_per_window: u64,
) -> (f64, f64) {
    let cells = traffic.cells_per_block;
    let mut expected = vec![0.0; cells as usize];
    let mut by_profile = vec![0.0; traffic.profile_shapes.len()];
    let mut total = 0.0;
    for (cohort, &n) in traffic.cohorts.iter().zip(counts).filter(|(_, n)| **n > 0) {
        total += n as f64;
        match &cohort.volume {
            Volume::Profile { profile, .. } if !traffic.surged(cohort, block) => {
                by_profile[*profile] += n as f64;
            }
            _ => {
                let pieces = traffic.pieces(cohort, block);
                let mean: f64 = pieces.iter().map(|p| p.mean).sum();
                for p in &pieces {
                    add(&mut expected, p.from, p.to, n as f64 * p.mean / mean);
                }
            }
        }
    }
    for (profile, &n) in by_profile.iter().enumerate().filter(|(_, n)| **n > 0.0) {
        let shape = &traffic.profile_shapes[profile][block];
        let part = cells / shape.len() as u64;
        for (i, share) in shape.iter().enumerate() {
            add(&mut expected, i as u64 * part, (i as u64 + 1) * part, n * share);
        }
    }
    for p in more {
        total += p.mean;
        add(&mut expected, p.from, p.to, p.mean);
    }
    let window =
        expected.chunks(cells_per_window as usize).map(|w| w.iter().sum()).fold(0.0, f64::max);
    let cell = expected.iter().copied().fold(0.0, f64::max);
    let places = (cells + cells / cells_per_window) as f64;
    let surely = |mean: f64| (mean + deviation(mean, SURE + libm::log(places))).min(total);
    (surely(window), surely(cell))
}

/// d of Bernstein's inequality for a chance of exp(−`l`).
fn deviation(mean: f64, l: f64) -> f64 {
    l / 3.0 + libm::sqrt(l * l / 9.0 + 2.0 * l * mean)
}

fn add(expected: &mut [f64], from: u64, to: u64, n: f64) {
    let each = n / (to - from) as f64;
    expected[from as usize..to as usize].iter_mut().for_each(|e| *e += each);
}
