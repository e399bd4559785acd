//! Counts drawn as the generator does (T3), from what a fit has found: to know its errors.

use super::panel::{Panel, SLOTS, Table};
use crate::random::{Draws, Keys, Purpose};
use crate::scenario::FactorLaw;
use crate::traffic::Factor;

/// Coefficients of variation, and the days' correlation.
#[derive(Clone, Debug, PartialEq)]
pub struct Law {
    /// By User, of its own days, and of its own half-hours.
    pub own: Vec<[f64; 2]>,
    /// Of everybody's days, and half-hours.
    pub common: [f64; 2],
    /// Lag-one correlation of the factors of days.
    pub correlation: f64,
}

/// Counts like those of `panel`, of these `means` and this law.
pub fn simulated(panel: &Panel, means: &[Table], law: &Law, keys: &Keys, repetition: u64) -> Panel {
    let draws = |what: u64| keys.draws(Purpose::Fit, repetition, what);
    let all = days(panel, law.common[0], law.correlation, &mut draws(0));
    let mut common = draws(1);
    let slots: Vec<f64> =
        panel.exposure.iter().map(|_| common.gamma_factor(law.common[1])).collect();
    let of = |u: usize| {
        let mut draws = draws(2 + u as u64);
        let own = days(panel, law.own[u][0], law.correlation, &mut draws);
        let mut counts = vec![0.0; panel.exposure.len()];
        for (at, n) in counts.iter_mut().enumerate().filter(|(at, _)| panel.exposure[*at] > 0.0) {
            let (d, slot) = (at / SLOTS, at % SLOTS);
            let mean = panel.exposure[at] * means[u][panel.kinds[d]][slot];
            let factor = all[d] * own[d] * slots[at] * draws.gamma_factor(law.own[u][1]);
            *n = draws.poisson(mean * factor) as f64;
        }
        counts
    };
    Panel { counts: (0..panel.users()).map(of).collect(), ..panel.clone() }
}

/// A factor for each day.
fn days(panel: &Panel, cv: f64, correlation: f64, draws: &mut Draws) -> Vec<f64> {
    let factor = Factor::new(cv, &FactorLaw::Gamma, correlation);
    if !factor.varies() {
        return vec![1.0; panel.dates.len()];
    }
    let latent = factor.latent();
    let mut z = draws.normal();
    let mut before = panel.dates.first().copied().unwrap_or_default();
    let each = panel.dates.iter().map(|&date| {
        // Of days that are missing the sequence goes on all the same.
        for _ in before..date {
            z = latent * z + libm::sqrt(1.0 - latent * latent) * draws.normal();
        }
        before = date;
        factor.at(z)
    });
    each.collect()
}
