//! Who is allocated how much (M1).

use crate::domain::{Basis, Nano, PerSecond, Pool, Weights};
use crate::mechanism::allocate;
use crate::scenario::{Fault, Scenario};
use crate::traffic::Expected;

/// P of M1.
pub(super) fn pool(scenario: &Scenario) -> PerSecond {
    match scenario.mechanism.allocation.pool {
        Pool::Threshold => scenario.threshold(),
        Pool::Capacity => scenario.gateway.max_capacity,
    }
}

/// Allocations over `pool`, and each User's share of all weights (M1).
pub(super) fn allocations(
    scenario: &Scenario,
    weights: Weights,
    pool: Nano,
) -> Result<(Vec<Nano>, Vec<f64>), Fault> {
    let weights: Vec<f64> =
        Expected::new(scenario).weights(scenario, weights).iter().map(|w| w.weight).collect();
    let sum: f64 = weights.iter().sum();
    let shares = weights.iter().map(|w| if sum > 0.0 { w / sum } else { 0.0 }).collect();
    let guaranteed = &scenario.mechanism.allocation.guaranteed;
    match allocate(pool, guaranteed, &weights) {
        Ok(allocation) => Ok((allocation, shares)),
        // Switched off, allocations only say who was within them, and entitled to what: without weights
        // that is nobody, to nothing.
        Err(_) if !scenario.mechanism.enabled => {
            Ok((guaranteed.iter().map(|g| g.of(pool)).collect(), shares))
        }
        Err(why) => {
            let basis = match scenario.mechanism.allocation.basis {
                Basis::EnrolledMeters => "enrolled meters",
                Basis::ChargedMpans => "charged MPANs",
            };
            let fault = Fault::at(
                "/mechanism/allocation",
                why.to_string(),
                "allocations that share the pool out (M1)",
            );
            Err(fault.hint(format!("give Users {basis}, or take other weights or minima")))
        }
    }
}
