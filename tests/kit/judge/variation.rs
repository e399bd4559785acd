//! T3: by how much a day or a half-hour is more or less than expected.
//!
//! None of the engine's series and Newton's steps: a gamma law is a table of its density's sums, and the correlation of the normal
//! numbers behind two factors is tried until the factors' own is the one that is asked.

use headroom_core::scenario::{FactorLaw, Scenario};
use libm::{exp, log};
use rand::RngExt;
use rand::rngs::Xoshiro256PlusPlus;
use rand_distr::{Distribution, Gamma, StandardNormal};
use std::collections::BTreeMap;
use std::sync::Mutex;

/// Tables of factors by normal numbers: from -9 to 9 by steps of this.
const STEP: f64 = 0.005;
const STEPS: i32 = 3_600;

/// Correlations of normal numbers that were found, by law, coefficient and correlation.
static FOUND: Mutex<BTreeMap<String, f64>> = Mutex::new(BTreeMap::new());

/// The factors of days that follow one another, of a User or in common.
pub struct Days {
    cv: f64,
    law: FactorLaw,
    /// The factor at each normal number, and the correlation of those; none where days are independent.
    tied: Option<(Vec<f64>, f64)>,
    last: Option<f64>,
}

impl Days {
    pub fn new(cv: f64, scenario: &Scenario) -> Self {
        let law = scenario.variation.law.clone();
        let asked = scenario.variation.day_correlation;
        let tied = (cv > 0.0 && asked > 0.0).then(|| {
            let table = table(&law, cv);
            let latent = latent(&law, cv, asked, &table);
            (table, latent)
        });
        Self { cv, law, tied, last: None }
    }

    /// The next day's.
    pub fn next(&mut self, rng: &mut Xoshiro256PlusPlus) -> f64 {
        let Some((table, latent)) = &self.tied else {
            return alone(&self.law, self.cv, rng);
        };
        let new: f64 = StandardNormal.sample(rng);
        let z = self.last.map_or(new, |z| latent * z + (1.0 - latent * latent).sqrt() * new);
        self.last = Some(z);
        at(&self.law, self.cv, table, z)
    }
}

/// A factor drawn by itself.
pub fn alone(law: &FactorLaw, cv: f64, rng: &mut Xoshiro256PlusPlus) -> f64 {
    let square = cv * cv;
    if cv == 0.0 {
        return 1.0;
    }
    match law {
        FactorLaw::Gamma => Gamma::new(1.0 / square, square).unwrap().sample(rng),
        FactorLaw::LogNormal => {
            let z: f64 = StandardNormal.sample(rng);
            log_normal(cv, z)
        }
        FactorLaw::Empirical(all) => 1.0 + cv * all[rng.random_range(0..all.len())],
    }
}

fn log_normal(cv: f64, z: f64) -> f64 {
    let variance = log(1.0 + cv * cv);
    exp(z * variance.sqrt() - variance / 2.0)
}

fn below(z: f64) -> f64 {
    0.5 * libm::erfc(-z / 2.0_f64.sqrt())
}

/// The factor that has as much of its law below it as the normal law has below `z`.
fn at(law: &FactorLaw, cv: f64, table: &[f64], z: f64) -> f64 {
    if let FactorLaw::Empirical(all) = law {
        return 1.0 + cv * all[((below(z) * all.len() as f64) as usize).min(all.len() - 1)];
    }
    let place = (z + 9.0).clamp(0.0, 17.99) / STEP;
    let (i, part) = (place as usize, place.fract());
    table[i] * (1.0 - part) + table[i + 1] * part
}

fn table(law: &FactorLaw, cv: f64) -> Vec<f64> {
    let normal = (0..=STEPS).map(|i| f64::from(i) * STEP - 9.0);
    match law {
        FactorLaw::Gamma => gamma(cv, normal),
        FactorLaw::LogNormal => normal.map(|z| log_normal(cv, z)).collect(),
        FactorLaw::Empirical(_) => Vec::new(),
    }
}

/// Gamma factors at rising normal numbers: sums of the density of the logarithm, from both ends.
fn gamma(cv: f64, normal: impl Iterator<Item = f64>) -> Vec<f64> {
    const PARTS: usize = 40_000;
    let shape = 1.0 / (cv * cv);
    let (low, high) = (-45.0 / shape - 12.0 * cv, log(1.0 + 12.0 * cv + 45.0 * cv * cv));
    let width = (high - low) / PARTS as f64;
    let logs: Vec<f64> = (0..PARTS).map(|i| low + (i as f64 + 0.5) * width).collect();
    let weights: Vec<f64> = logs.iter().map(|t| exp(shape * (t + 1.0 - exp(*t)))).collect();
    let all: f64 = weights.iter().sum();
    let mut above = vec![0.0; PARTS + 1];
    for i in (0..PARTS).rev() {
        above[i] = above[i + 1] + weights[i] / all;
    }
    let (mut i, mut sum) = (0, 0.0);
    let quantile = |z: f64| {
        // Whichever tail is the smaller loses no digits.
        let more = |i: usize, sum: f64| {
            let here = weights[i] / all;
            if z < 0.0 { sum + here < below(z) } else { above[i + 1] > below(-z) }
        };
        while i + 1 < PARTS && more(i, sum) {
            sum += weights[i] / all;
            i += 1;
        }
        let here = weights[i] / all;
        let part = if z < 0.0 { below(z) - sum } else { above[i] - below(-z) };
        exp(low + (i as f64 + (part / here).clamp(0.0, 1.0)) * width)
    };
    normal.map(quantile).collect()
}

/// The correlation of normal numbers with which the factors have the one that is asked.
fn latent(law: &FactorLaw, cv: f64, asked: f64, table: &[f64]) -> f64 {
    let name = format!("{law:?} {cv} {asked}");
    if let Some(found) = FOUND.lock().unwrap().get(&name) {
        return *found;
    }
    let points: Vec<(f64, f64)> = (-200..=200)
        .map(|i| f64::from(i) * 0.04)
        .map(|z| (z, 0.04 * exp(-z * z / 2.0) / std::f64::consts::TAU.sqrt()))
        .collect();
    let factor = |z: f64| at(law, cv, table, z);
    let square = |x: f64| x * x;
    let mean: f64 = points.iter().map(|(z, p)| p * factor(*z)).sum();
    let variance: f64 = points.iter().map(|(z, p)| p * square(factor(*z) - mean)).sum();
    let correlation = |latent: f64| {
        let rest = (1.0_f64 - latent * latent).sqrt();
        let of = |(a, p): &(f64, f64)| {
            let next: f64 = points.iter().map(|(b, q)| q * factor(latent * a + rest * b)).sum();
            p * (factor(*a) - mean) * (next - mean)
        };
        points.iter().map(of).sum::<f64>() / variance
    };
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..24 {
        let middle = (low + high) / 2.0;
        if correlation(middle) < asked {
            low = middle;
        } else {
            high = middle;
        }
    }
    FOUND.lock().unwrap().insert(name, low);
    low
}
