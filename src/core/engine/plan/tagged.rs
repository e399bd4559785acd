//! C2: the tagged sample of which waits are told once a request is refused.
//!
//! What is answered at its first attempt tells its wait as it is. A refused request has to be followed by its first cell, which
//! multiplies the kinds of attempts, so only of a sample it is: each is tagged, when it is first refused, with a chance of
//! one in a power of two, and stands for so many. The others forget their first cell (`plan/forgets.rs`). Counts do not
//! depend on it. Source: `docs/rules.md`, C2. Checked by: z-tests against runs that tag all, in `tests/proofs/tagged.rs`.

use super::Plan;
use super::cohorts::Cohorts;
use super::forgets::Forget;
use crate::engine::attempt::{Attempt, Tagged};
use crate::random::Draws;
use crate::scenario::Scenario;
use crate::traffic::Traffic;

/// Requests of a run that the samples of all its Users are to have at least, were all of them refused: a power of two.
const SAMPLE: usize = 1 << 18;
/// Of a pair whose SRV is followed: up to so many all are tagged, above it one in so many.
const FOLLOWED: (f64, u32) = (1e5, 8);

/// The same cohorts, of each of which it is said how many requests a tagged one stands for: 1 where all are tagged.
pub(super) fn tag(mut cohorts: Cohorts, scenario: &Scenario, traffic: &Traffic) -> Cohorts {
    let mut of_user = vec![0.0; scenario.users.len()];
    let mut of_pair = vec![0.0; traffic.pairs.len()];
    for cohort in &traffic.cohorts {
        let n = traffic.mean_of_all(cohort);
        of_user[cohort.user] += n;
        of_pair[cohort.pair] += n;
    }
    let enough = (SAMPLE / scenario.users.len().max(1)).clamp(256, SAMPLE) as f64;
    for (cohort, cold) in traffic.cohorts.iter().zip(&mut cohorts.cold) {
        let followed = scenario.followed[cohort.srv];
        cold.one_in = match followed {
            _ if cold.forget == Forget::Never => 1,
            // Which of them have no answer is drawn among those first due together (G9).
            true if scenario.srvs[cohort.srv].supply_status && !traffic.parties.is_empty() => 1,
            true if of_pair[cohort.pair] <= FOLLOWED.0 => 1,
            true => FOLLOWED.1,
            false => power_of_two(of_user[cohort.user] / enough),
        };
    }
    cohorts
}

/// The largest power of two that is not above `most`, and at least 1.
fn power_of_two(most: f64) -> u32 {
    if most < 2.0 { 1 } else { 1 << (most.min(f64::from(1 << 20)) as u32).ilog2() }
}

impl Plan {
    /// The same, in which a tagged request stands for `n`, wherever first cells can be forgotten: for tests of the sample.
    #[must_use]
    pub fn tagging_one_in(mut self, n: u32) -> Self {
        for cold in self.cohorts.cold.iter_mut().filter(|c| c.forget != Forget::Never) {
            cold.one_in = n;
        }
        self
    }

    /// The requests `a`, one attempt of which failed, as those that are tagged and those that are not.
    pub(in crate::engine) fn tag(&self, draws: &mut Draws, a: Attempt) -> [Attempt; 2] {
        let one_in = self.cold(a.of()).one_in;
        if one_in == 1 || self.counts() || a.past.tagged() != Tagged::All {
            return [a, a.times(0)];
        }
        let tagged = draws.binomial(a.count, 1.0 / f64::from(one_in));
        let of = |n, tagged| Attempt { count: n, past: a.past.tag(tagged), ..a };
        [of(tagged, Tagged::Yes), of(a.count - tagged, Tagged::No)]
    }
}

#[cfg(test)]
mod tests {
    use super::power_of_two;

    #[test]
    fn c2_one_in_a_power_of_two_is_tagged_so_that_enough_are() {
        let of = [0.0, 1.9, 2.0, 3.9, 64.0, 1e12].map(power_of_two);
        assert_eq!(of, [1, 1, 2, 2, 64, 1 << 20]);
    }
}
