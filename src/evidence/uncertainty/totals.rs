//! Total shares of inputs that are chosen: how much goes with an input alone and together with others (C6).
//!
//! Scope: by pick-freeze: each draw stands beside one in which the input alone is drawn anew; half of the mean square of what
//! that changes, less what chance makes of it, is what would be left if all but the input were known (Jansen). Left out: all other inputs, whose totals are
//! "not estimated". Checked by: `tests/it/uncertainty.rs`.

use super::shares::FEWEST;

/// A total share, with both ends of its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Total {
    /// The part of the variance that the assumptions make.
    pub share: f64,
    /// Both ends of its interval.
    pub ends: [f64; 2],
    /// Pairs of draws.
    pub n: usize,
}

/// Of `pairs`: the replications of a draw and of that with the input drawn anew; `variance` is what the assumptions make. None where
/// that is nothing, of fewer than [`FEWEST`] pairs, or where the interval leaves open more than all there is.
pub fn total(pairs: &[(&[f64], &[f64])], variance: f64) -> Option<Total> {
    let n = pairs.len();
    if n < FEWEST || variance <= 0.0 {
        return None;
    }
    let mean = |v: &[f64]| v.iter().sum::<f64>() / v.len() as f64;
    // The variance of a mean; of one replication nothing is known of it, and nothing taken off.
    let noise = |v: &[f64]| match v.len() {
        0 | 1 => 0.0,
        k => {
            let m = mean(v);
            v.iter().map(|x| (x - m) * (x - m)).sum::<f64>() / ((k - 1) * k) as f64
        }
    };
    let left = |(a, b): &(&[f64], &[f64])| {
        let more = mean(a) - mean(b);
        (more * more - noise(a) - noise(b)) / 2.0 / variance
    };
    let left: Vec<f64> = pairs.iter().map(left).collect();
    let share = left.iter().sum::<f64>() / n as f64;
    let spread = left.iter().map(|x| (x - share) * (x - share)).sum::<f64>() / (n - 1) as f64;
    let half = 1.96 * libm::sqrt(spread / n as f64);
    if half > 0.5 || share - half > 1.0 {
        return None;
    }
    let within = |x: f64| x.clamp(0.0, 1.0);
    Some(Total { share: within(share), ends: [within(share - half), within(share + half)], n })
}
