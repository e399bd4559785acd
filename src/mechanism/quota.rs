//! M1: from an allocation to whole requests in a window.

use crate::domain::{NANO, Nano};

/// Each User's quota of whole requests, window by window.
#[derive(Clone, Debug)]
pub struct Quotas {
    /// a(u) × window.
    allocation: Vec<Nano>,
    /// What was carried, of either sign, from the window before.
    carry: Vec<Nano>,
}

impl Quotas {
    /// Quotas of `allocation`, nano-requests a window.
    pub fn new(allocation: Vec<Nano>) -> Self {
        let carry = vec![0; allocation.len()];
        Self { allocation, carry }
    }

    /// a(u) × window, nano-requests.
    pub fn allocation(&self) -> &[Nano] {
        &self.allocation
    }

    /// Whole requests of a window in which the mechanism is not active: without carry. `factor` is
    /// the share (numerator, denominator) of nominal capacity that allocations follow.
    pub fn without_carry(&self, factor: (Nano, Nano)) -> Vec<u64> {
        let quotas: Vec<Nano> = self.allocation.iter().map(|a| a * factor.0 / factor.1).collect();
        share_whole(&quotas)
    }

    /// Whole requests of the next window of an activation, carrying what rounding gave and took.
    pub fn next(&mut self, factor: (Nano, Nano)) -> Vec<u64> {
        let carried = self.allocation.iter().zip(&self.carry);
        let quotas: Vec<Nano> = carried.map(|(a, c)| a * factor.0 / factor.1 + c).collect();
        let whole = share_whole(&quotas);
        for ((carry, quota), given) in self.carry.iter_mut().zip(&quotas).zip(&whole) {
            *carry = quota - Nano::from(*given) * NANO;
        }
        whole
    }

    /// The activation has ended: nothing is carried on.
    pub fn end(&mut self) {
        self.carry.fill(0);
    }
}

/// Shares ⌊Σ quotas⌋ out by largest remainder, ties in file order; a negative quota gets 0. Where
/// the others' whole parts alone are more, the smallest remainders give one back.
fn share_whole(quotas: &[Nano]) -> Vec<u64> {
    let total = quotas.iter().sum::<Nano>().div_euclid(NANO).max(0);
    let mut whole: Vec<u64> = quotas.iter().map(|q| (q.max(&0) / NANO) as u64).collect();
    let given: Nano = whole.iter().map(|w| Nano::from(*w)).sum();
    if given == total {
        return whole;
    }
    let remainder = |u: &usize| quotas[*u] % NANO;
    if given < total {
        let mut order: Vec<usize> = (0..quotas.len()).filter(|u| quotas[*u] >= 0).collect();
        order.sort_by_key(|u| std::cmp::Reverse(remainder(u)));
        for u in order.into_iter().take((total - given) as usize) {
            whole[u] += 1;
        }
    } else {
        let mut order: Vec<usize> = (0..quotas.len()).filter(|u| whole[*u] > 0).collect();
        order.sort_by_key(remainder);
        for u in order.into_iter().take((given - total) as usize) {
            whole[u] -= 1;
        }
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: (Nano, Nano) = (1, 1);

    #[test]
    fn m1_small_users_get_their_turn() {
        // 0.3, 0.3 and 0.4 of a request a window: each gets one in turn, one a window.
        let mut quotas = Quotas::new(vec![3 * NANO / 10, 3 * NANO / 10, 4 * NANO / 10]);
        let turns: Vec<Vec<u64>> = (0..10).map(|_| quotas.next(ALL)).collect();
        for window in &turns {
            assert_eq!(window.iter().sum::<u64>(), 1);
        }
        let sums: Vec<u64> = (0..3).map(|u| turns.iter().map(|w| w[u]).sum()).collect();
        assert_eq!(sums, [3, 3, 4]);
    }

    #[test]
    fn m1_nothing_is_carried_between_activations() {
        let mut quotas = Quotas::new(vec![NANO / 2, NANO / 2]);
        assert_eq!(quotas.next(ALL), [1, 0]);
        quotas.end();
        assert_eq!(quotas.next(ALL), [1, 0], "ties go to the first in the file");
        assert_eq!(quotas.next(ALL), [0, 1]);
        assert_eq!(quotas.without_carry(ALL), [1, 0]);
    }

    #[test]
    fn m1_a_negative_quota_gets_nothing_and_the_sum_stays_exact() {
        assert_eq!(share_whole(&[-NANO / 2, 12 * NANO / 10, NANO / 10]), [0, 0, 0]);
        assert_eq!(share_whole(&[-NANO / 2, 7 * NANO / 10, 9 * NANO / 10]), [0, 0, 1]);
    }
}
