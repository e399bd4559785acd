//! How retries feed an overload (U1): fresh load against capacity, and what theory expects of attempts.
//!
//! Theory: of offered attempts, `a` in units of capacity, a share p = max(0, 1 − 1/a) is refused, each
//! independently, and a request is tried at most m times. It then takes A = (1 − pᵐ)/(1 − p) attempts, and
//! the load x of fresh submissions must offer what it causes: a = x·A. Up to x = 1 nothing is refused. Above
//! it 1/(1 − p) = a, so that x·(1 − pᵐ) = 1: capacity is full, and p = (1 − 1/x)^(1/m). So at x = 1 lies the
//! point of no return: above it there is no fixed point below saturation. Source: `docs/charts.md`. Left
//! out: resubmissions (U2), chance, and loads that change over the run.

use super::Evidence;
use headroom_core::domain::Mode;
use headroom_core::engine::Plan;
use headroom_core::traffic::Cohort;
use std::collections::BTreeMap;

/// The fresh load above which retries find no fixed point below saturation, as a multiple of capacity.
pub const NO_RETURN: f64 = 1.0;

/// Submissions due, mean of a replication ÷ what the DSP can do in the whole run at its maximum capacity; none
/// where that is nothing.
pub fn fresh_load(e: &Evidence) -> Option<f64> {
    let scenario = &e.plan.scenario;
    let seconds = scenario.calendar.cells() as f64 * scenario.calendar.cell().seconds();
    let most = scenario.gateway.max_capacity.get() * seconds;
    (most > 0.0).then(|| e.submissions / most)
}

/// Attempts in all that the policy allows by which most requests expected at the gateway are retried; the
/// more of equals.
pub fn retry_attempts(plan: &Plan) -> u32 {
    let mut by_attempts: BTreeMap<u32, f64> = BTreeMap::new();
    let at_gateway = |c: &&Cohort| c.mode != Mode::DccScheduled;
    for cohort in plan.traffic.cohorts.iter().filter(at_gateway) {
        let attempts = cohort.policy(&plan.scenario).attempts;
        *by_attempts.entry(attempts).or_default() += plan.traffic.mean_of_all(cohort);
    }
    let most = by_attempts.into_iter().max_by(|a, b| a.1.total_cmp(&b.1));
    most.map_or(1, |(attempts, _)| attempts)
}

/// Attempts for each fresh submission at that load, as a multiple of capacity, if each is tried at most
/// `attempts` times.
pub fn attempts_by_theory(load: f64, attempts: u32) -> f64 {
    if load <= NO_RETURN {
        return 1.0;
    }
    let refused = libm::pow(1.0 - 1.0 / load, 1.0 / f64::from(attempts.max(1)));
    1.0 / ((1.0 - refused) * load)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn theory_offers_what_it_causes() {
        for attempts in [1, 2, 5, 30] {
            for load in [0.2, 0.999, 1.0, 1.001, 1.3, 4.0, 80.0] {
                let per_request = attempts_by_theory(load, attempts);
                let offered = load * per_request;
                let refused = f64::max(0.0, 1.0 - 1.0 / offered);
                let sum: f64 = (0..attempts).map(|k| libm::pow(refused, f64::from(k))).sum();
                assert!((sum - per_request).abs() < 1e-9 * sum, "{attempts} {load}: {sum}");
            }
        }
        // p = 0.5 at m = 5 makes 1.9375 attempts; that is x = 1/(1 − 1/32).
        assert!((attempts_by_theory(32.0 / 31.0, 5) - 1.9375).abs() < 1e-12);
        assert!((attempts_by_theory(3.0, 1) - 1.0).abs() < 1e-12);
    }
}
