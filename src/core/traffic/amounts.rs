//! How much each User sends of what several send.

use crate::domain::Fuel;
use crate::scenario::{Amount, Scenario};

/// How much each of a stream's or process's `users` sends a day (T2).
pub fn amounts(
    scenario: &Scenario,
    users: &[usize],
    amount: Amount,
    fuel: Option<Fuel>,
) -> Vec<f64> {
    let portfolios = || users.iter().map(|u| &scenario.users[*u].portfolio);
    match amount {
        Amount::PerMeter(x) => portfolios().map(|p| x * p.of(fuel) as f64).collect(),
        Amount::PerPrepaymentMeter(x) => {
            portfolios().map(|p| x * p.prepayment(fuel) as f64).collect()
        }
        Amount::PerUser(x) => vec![x; users.len()],
        Amount::Number(x) => {
            let meters: Vec<f64> = portfolios().map(|p| p.of(fuel) as f64).collect();
            let sum: f64 = meters.iter().sum();
            let even = 1.0 / meters.len() as f64;
            meters.iter().map(|m| x * if sum > 0.0 { m / sum } else { even }).collect()
        }
    }
}
