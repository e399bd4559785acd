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
use crate::scenario::{Fault, Scenario};
use crate::traffic::Traffic;
use std::sync::Arc;

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
    for (cohort, cold) in traffic.cohorts.iter().zip(Arc::make_mut(&mut cohorts.cold)) {
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
    /// One of `scenario`, of days, that follows every request, to tell how long those of each User took by half-hour (T8). Counts have the
    /// law of any other plan of it, not its draws.
    ///
    /// # Errors
    /// As [`Plan::new`].
    pub fn timing(scenario: &Scenario) -> Result<Self, Fault> {
        let mut all = scenario.clone();
        all.followed.fill(true);
        Ok(Self { times: true, ..Self::new(&all)?.tagging_one_in(1) })
    }

    /// The same, in which a tagged request stands for `n`, wherever first cells can be forgotten: for tests of the sample.
    #[must_use]
    pub fn tagging_one_in(mut self, n: u32) -> Self {
        for cold in
            Arc::make_mut(&mut self.cohorts.cold).iter_mut().filter(|c| c.forget != Forget::Never)
        {
            cold.one_in = n;
        }
        self
    }

    /// Whether requests like `a`, one attempt of which failed, are tagged or not now.
    fn is_to_be_tagged(&self, a: &Attempt) -> bool {
        self.cold(a.of()).one_in > 1 && !self.counts() && a.past.tagged() == Tagged::All
    }

    /// Of one User's requests that failed in a cell, how many are tagged: said of all at once, since it mostly is none.
    pub(in crate::engine) fn pool(
        &self,
        draws: &mut Draws,
        failed: impl Iterator<Item = Attempt>,
    ) -> Pool {
        let (mut left, mut one_in) = (0, 1);
        for a in failed.filter(|a| self.is_to_be_tagged(a) && !self.hot(a.of()).followed) {
            left += a.count;
            one_in = self.cold(a.of()).one_in;
        }
        Pool { left, tagged: draws.binomial(left, 1.0 / f64::from(one_in)) }
    }

    /// The requests `a`, which are of the `pool` unless they are followed, as those that are tagged and those that are not.
    pub(in crate::engine) fn tag(
        &self,
        draws: &mut Draws,
        a: Attempt,
        pool: &mut Pool,
    ) -> [Attempt; 2] {
        if !self.is_to_be_tagged(&a) {
            return [a, a.times(0)];
        }
        let tagged = match self.hot(a.of()).followed {
            true => draws.binomial(a.count, 1.0 / f64::from(self.cold(a.of()).one_in)),
            false => pool.take(draws, a.count),
        };
        let of = |n, tagged| Attempt { count: n, past: a.past.tag(tagged), ..a };
        [of(tagged, Tagged::Yes), of(a.count - tagged, Tagged::No)]
    }
}

/// Requests of a User of which it is not yet said which are tagged, and how many of them are.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::engine) struct Pool {
    left: u64,
    tagged: u64,
}

impl Pool {
    /// How many of `n` of them are.
    fn take(&mut self, draws: &mut Draws, n: u64) -> u64 {
        let here = match self.tagged {
            0 => 0,
            all => draws.hypergeometric(self.left, n, all),
        };
        (self.left, self.tagged) = (self.left - n, self.tagged - here);
        here
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
