//! What is forgotten of refused requests: of those that are not tagged (C2), and of all where only counts are kept.

use super::Plan;
use super::cohorts::Cold;
use super::forgets::{Forget, is_resent};
use crate::engine::attempt::{Attempt, Tagged};

impl Plan {
    /// Whether some maintenance has Users resend requests of cohort `c`.
    pub(in crate::engine) fn is_resent(&self, c: usize) -> bool {
        is_resent(&self.scenario, &self.traffic.cohorts[c])
    }

    /// For each cohort, the first cell that stands for any where that is forgotten; none where it never is.
    pub(in crate::engine) fn stand_ins(&self) -> Vec<Option<u32>> {
        let of = |cold: &Cold| match cold.forget {
            Forget::Never => None,
            _ if !self.counts() && cold.one_in == 1 => None,
            Forget::OnceLate(_) => Some(0),
            Forget::AtOnce => Some(u32::MAX),
        };
        self.cohorts.cold.iter().map(of).collect()
    }

    /// `a`, of which the next attempt is made in cell `next` at the earliest, without its first cell if nothing
    /// can ask for that any more, and as one of the cohort that stands for its own.
    pub(in crate::engine) fn forget(&self, a: Attempt, next: u64) -> Attempt {
        if !self.counts() && a.past.tagged() != Tagged::No {
            return a;
        }
        let cold = self.cold(a.of());
        let first = match cold.forget {
            Forget::Never => a.first,
            Forget::AtOnce => u32::MAX,
            Forget::OnceLate(after) => {
                let age = next.saturating_sub(a.first_cell()) as i64 * 10;
                if age > after { 0 } else { a.first }
            }
        };
        Attempt { cohort: cold.stands_for, first, ..a }
    }
}
