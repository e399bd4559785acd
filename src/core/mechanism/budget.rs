//! What something that takes messages at a rate takes in a cell: whole ones, fractions being carried while
//! anything waits (N4–N6).

use crate::domain::{NANO, Nano};

/// What is left of the cells before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Budget(Nano);

impl Budget {
    /// Whole messages that can be taken in a cell of `rate` × cell, nano-messages.
    pub fn whole(&self, rate: Nano) -> u64 {
        ((self.0 + rate) / NANO) as u64
    }

    /// A cell of `rate` is over, and something still `waits` or nothing does. Whole messages that were not taken
    /// are not saved up.
    pub fn spend(&mut self, rate: Nano, waits: bool) {
        self.0 = if waits { (self.0 + rate) % NANO } else { 0 };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn n4_fractions_are_carried_while_something_waits_and_forgotten_when_nothing_does() {
        let rate = NANO * 5 / 2;
        let mut budget = Budget::default();
        let mut taken = Vec::new();
        for waits in [true, true, true, false, true] {
            taken.push(budget.whole(rate));
            budget.spend(rate, waits);
        }
        assert_eq!(taken, [2, 3, 2, 3, 2]);
    }
}
