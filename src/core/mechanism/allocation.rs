//! M1: what each User may use.

use crate::domain::{NANO, Nano, Share};
use std::fmt;

/// Why a pool cannot be shared out (M1: a fault).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AllocationError {
    /// The guaranteed minima are more than the pool.
    GuaranteedAbovePool,
    /// No User has any weight, and part of the pool is not guaranteed to anyone.
    NoWeight,
}

impl fmt::Display for AllocationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::GuaranteedAbovePool => "guaranteed minima of more than the pool",
            Self::NoWeight => {
                "no User with any weight: no meters, or nothing sent by their category"
            }
        })
    }
}

/// Shares `pool` out: a(u) = g(u) + (P − Σg) · w(u) / Σw.
///
/// `pool` and the result are nano-requests over the same time; `guaranteed` holds each User's share
/// of the pool, `weights` each User's w. The result adds up to the pool exactly: what rounding
/// leaves goes to the largest remainders, ties to the User first in the file.
///
/// # Errors
/// As [`AllocationError`].
pub fn allocate(
    pool: Nano,
    guaranteed: &[Share],
    weights: &[f64],
) -> Result<Vec<Nano>, AllocationError> {
    let mut allocation: Vec<Nano> = guaranteed.iter().map(|g| g.of(pool)).collect();
    let left = pool - allocation.iter().sum::<Nano>();
    if left < 0 {
        return Err(AllocationError::GuaranteedAbovePool);
    }
    let whole = whole_weights(weights);
    let sum: Nano = whole.iter().sum();
    if sum == 0 {
        // Guaranteed shares of a billionth each may miss the pool by a rounding.
        return if left < NANO.min(pool / 1_000_000) + 1 {
            Ok(allocation)
        } else {
            Err(AllocationError::NoWeight)
        };
    }
    let mut shared = 0;
    for (a, w) in allocation.iter_mut().zip(&whole) {
        *a += left * w / sum;
        shared += left * w / sum;
    }
    let mut order: Vec<usize> = (0..whole.len()).collect();
    order.sort_by_key(|u| std::cmp::Reverse(left * whole[*u] % sum));
    for u in order.into_iter().take((left - shared) as usize) {
        allocation[u] += 1;
    }
    Ok(allocation)
}

/// Weights as whole numbers of at most 2⁴⁰, the largest that exactly.
fn whole_weights(weights: &[f64]) -> Vec<Nano> {
    const GRAIN: f64 = 1_099_511_627_776.0;
    let largest = weights.iter().copied().fold(0.0, f64::max);
    if largest <= 0.0 {
        return vec![0; weights.len()];
    }
    weights.iter().map(|w| libm::round(w / largest * GRAIN) as Nano).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn m1_an_allocation_worked_by_hand() {
        // P = 2760/s × 60 s = 165 600. Two of three Users have a guaranteed 0.5 %: 828 each.
        // Left: 163 944, by weights 2 : 1 : 0 → 109 296, 54 648, 0.
        let g = [Share::ZERO, Share::from_f64(0.005), Share::from_f64(0.005)];
        let a = allocate(165_600 * NANO, &g, &[4.0, 2.0, 0.0]).unwrap();
        assert_eq!(a, [109_296 * NANO, (828 + 54_648) * NANO, 828 * NANO]);
    }

    #[test]
    fn m1_allocations_add_up_exactly() {
        let pool = 1_000_000_007;
        let a = allocate(pool, &[Share::from_f64(0.1), Share::ZERO, Share::ZERO], &[1.0, 1.0, 1.0])
            .unwrap();
        assert_eq!(a.iter().sum::<Nano>(), pool);
    }

    #[test]
    fn m1_too_much_guaranteed_and_no_weight_are_faults() {
        let half = Share::from_f64(0.6);
        assert_eq!(
            allocate(NANO, &[half, half], &[1.0, 1.0]),
            Err(AllocationError::GuaranteedAbovePool)
        );
        assert_eq!(allocate(NANO, &[half], &[0.0]), Err(AllocationError::NoWeight));
    }
}
