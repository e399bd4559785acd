//! Who is allocated how much (M1).

use super::Plan;
use crate::domain::{Basis, NANO, Nano, PerSecond, Pool, Span, Weights};
use crate::mechanism::allocate;
use crate::scenario::{Fault, Month, Scenario};
use crate::traffic::Expected;

impl Plan {
    /// a(u) of each User in `month`, requests a second: by that month's portfolios and capacity (M1, M2).
    pub fn allocations_in(&self, month: Month) -> Vec<f64> {
        let scenario = &self.scenario;
        let calendar = &scenario.calendar;
        let per_s = |a: &Nano, s: f64| *a as f64 / NANO as f64 / s;
        let of_month = |block: &usize| {
            let cell = (block * calendar.cells_per_block()) as u64;
            Month::of(calendar.date(cell)) == month
        };
        let first = (0..calendar.blocks().len()).find(of_month);
        let grown = first.filter(|_| scenario.growth.is_some()).and_then(|block| {
            let then = scenario.episode(block, block + 1, &[]);
            let weights = then.mechanism.allocation.weights;
            allocations(&then, weights, pool(&then).over(Span::from_s(1))).ok()
        });
        match grown {
            Some((all, _)) => all.iter().map(|a| per_s(a, 1.0)).collect(),
            None => {
                let window = calendar.window().seconds();
                self.allocation.iter().map(|a| per_s(a, window)).collect()
            }
        }
    }
}

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
