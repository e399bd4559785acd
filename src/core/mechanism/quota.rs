//! M1: from an allocation to whole requests in a window.

use crate::domain::{NANO, Nano};
use std::cmp::Reverse;

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
        share_whole(&self.parts(factor))
    }

    /// Whole requests of the next window of an activation, carrying what rounding gave and took.
    pub fn next(&mut self, factor: (Nano, Nano)) -> Vec<u64> {
        let mut quotas = self.parts(factor);
        quotas.iter_mut().zip(&self.carry).for_each(|(quota, carry)| *quota += carry);
        let whole = share_whole(&quotas);
        for ((carry, quota), given) in self.carry.iter_mut().zip(&quotas).zip(&whole) {
            *carry = quota - Nano::from(*given) * NANO;
        }
        whole
    }

    /// `factor` of each allocation, nearly always all of it, by largest remainder so that they add up to that of their sum.
    fn parts(&self, (of, all): (Nano, Nano)) -> Vec<Nano> {
        if of == all {
            return self.allocation.clone();
        }
        let mut parts: Vec<Nano> = self.allocation.iter().map(|a| a * of / all).collect();
        let total = self.allocation.iter().sum::<Nano>() * of / all;
        let rest = |u: usize| Reverse(self.allocation[u] * of % all);
        let mut order: Vec<_> = (0..parts.len()).map(|u| (rest(u), u)).collect();
        let left = total - parts.iter().sum::<Nano>();
        first(&mut order, left as usize).for_each(|u| parts[u] += 1);
        parts
    }

    /// What `user` had carried, nano-requests, into a window in which it was given `given` whole requests
    /// of the `part` of its allocation that held.
    pub fn carried_in(&self, user: usize, given: u64, part: Nano) -> Nano {
        Nano::from(given) * NANO + self.carry[user] - part
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
    let parts: Vec<(u64, u64)> = quotas.iter().map(|q| whole_and_rest((*q).max(0))).collect();
    let mut whole: Vec<u64> = parts.iter().map(|p| p.0).collect();
    let given: Nano = whole.iter().map(|w| Nano::from(*w)).sum();
    if given < total {
        let open = (0..quotas.len()).filter(|u| quotas[*u] >= 0);
        let mut order: Vec<(Reverse<u64>, usize)> =
            open.map(|u| (Reverse(parts[u].1), u)).collect();
        first(&mut order, (total - given) as usize).for_each(|u| whole[u] += 1);
    } else if given > total {
        let some = (0..quotas.len()).filter(|u| parts[*u].0 > 0);
        let mut order: Vec<(u64, usize)> = some.map(|u| (parts[u].1, u)).collect();
        first(&mut order, (given - total) as usize).for_each(|u| whole[u] -= 1);
    }
    whole
}

/// The Users of the `n` least entries.
fn first<K: Ord>(order: &mut [(K, usize)], n: usize) -> impl Iterator<Item = usize> {
    let n = n.min(order.len());
    if n > 0 {
        order.select_nth_unstable(n - 1);
    }
    order[..n].iter().map(|(_, u)| *u)
}

/// Whole requests and the nano-requests left over; in 64 bits where they are enough, which is far
/// faster.
fn whole_and_rest(quota: Nano) -> (u64, u64) {
    const ONE: u64 = NANO as u64;
    match u64::try_from(quota) {
        Ok(quota) => (quota / ONE, quota % ONE),
        Err(_) => ((quota / NANO) as u64, (quota % NANO) as u64),
    }
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
    fn m1_a_share_of_capacity_loses_nothing_in_rounding() {
        // A third of 40 each, of which half is 6 2/3: together 20, in every window.
        let third = 40 * NANO / 3;
        let mut quotas = Quotas::new(vec![third + 1, third, third]);
        for _ in 0..6 {
            assert_eq!(quotas.next((1, 2)).iter().sum::<u64>(), 20);
        }
    }

    #[test]
    fn m1_a_negative_quota_gets_nothing_and_the_sum_stays_exact() {
        assert_eq!(share_whole(&[-NANO / 2, 12 * NANO / 10, NANO / 10]), [0, 0, 0]);
        assert_eq!(share_whole(&[-NANO / 2, 7 * NANO / 10, 9 * NANO / 10]), [0, 0, 1]);
    }
}
