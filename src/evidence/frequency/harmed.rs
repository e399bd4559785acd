//! Harm a year by whose request it is (C2), of whatever it is summed over: a cause, a month, a User, an SRV.

use super::rate::Rate;
use crate::evidence::harm::not_above;
use headroom_core::domain::Standing;
use headroom_core::ledger::{ByStanding, Harm};

/// Harm a year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HarmRates {
    /// Requests never answered, not above by own sending.
    pub not_above: Rate,
    /// Requests never answered, by standing.
    pub never_answered: [Rate; 4],
    /// Attempts refused, by standing.
    pub refused: [Rate; 4],
}

/// Harm of each course.
#[derive(Clone, Debug)]
pub(super) struct HarmSums(Vec<Harm>);

impl HarmSums {
    /// None yet.
    pub fn new(courses: usize) -> Self {
        Self(vec![Harm::default(); courses])
    }

    /// So much more of `course`.
    pub fn add(&mut self, course: usize, harm: Harm) {
        self.0[course] = self.0[course] + harm;
    }

    /// Whether there is any.
    pub fn any(&self) -> bool {
        self.0.iter().any(|h| h.never_answered().sum() + h.refused().sum() > 0)
    }

    /// Of each course, a year of which so many are in one.
    pub fn rates(&self, years: f64) -> HarmRates {
        let rate = |of: &dyn Fn(&Harm) -> u64| {
            Rate::of_sizes(&self.0.iter().map(|h| of(h) as f64).collect::<Vec<f64>>(), years)
        };
        let parts = |of: fn(&Harm) -> ByStanding| Standing::ALL.map(|s| rate(&|h| of(h)[s]));
        HarmRates {
            not_above: rate(&|h| not_above(h.never_answered())),
            never_answered: parts(Harm::never_answered),
            refused: parts(Harm::refused),
        }
    }
}
