//! A factor of mean 1 by which ordinary traffic is more or less than expected (T3).

use crate::random::{Draws, gamma_at, log_normal_at, normal_at, normal_below};
use crate::scenario::FactorLaw;

/// A factor: its law, and how the factors of days that follow one another are tied.
#[derive(Clone, Debug, PartialEq)]
pub struct Factor {
    cv: f64,
    law: FactorLaw,
    /// Lag-one correlation of the normal numbers behind it, 0 where each is drawn by itself.
    latent: f64,
}

/// Hermite coefficients that are worked out: of a smooth law, and of a law of steps, whose are slow to fall.
const SMOOTH: usize = 60;
const STEPS: usize = 500;
/// Points of the trapezium rule, and between them; of what a normal law weighs it is exact to a double's grain.
const POINTS: i32 = 85;
const APART: f64 = 0.1;

impl Factor {
    /// A factor of coefficient of variation `cv` whose own lag-one correlation is `correlation`.
    pub fn new(cv: f64, law: &FactorLaw, correlation: f64) -> Self {
        let mut factor = Self { cv, law: law.clone(), latent: 0.0 };
        if cv > 0.0 && correlation > 0.0 {
            factor.latent = factor.latent_of(correlation);
        }
        factor
    }

    /// Whether it is ever other than 1.
    pub fn varies(&self) -> bool {
        self.cv > 0.0
    }

    /// Lag-one correlation of the normal numbers behind it.
    pub fn latent(&self) -> f64 {
        self.latent
    }

    /// One drawn by itself.
    pub fn fresh(&self, draws: &mut Draws) -> f64 {
        match &self.law {
            FactorLaw::Gamma => draws.gamma_factor(self.cv),
            _ if self.cv == 0.0 => 1.0,
            FactorLaw::LogNormal => self.at(draws.normal()),
            FactorLaw::Empirical(deviations) => {
                1.0 + self.cv * deviations[draws.below(deviations.len() as u64) as usize]
            }
        }
    }

    /// The one that stands in its law where `z` does in the standard normal one.
    pub fn at(&self, z: f64) -> f64 {
        match &self.law {
            FactorLaw::Gamma => gamma_at(1.0 / (self.cv * self.cv), z),
            FactorLaw::LogNormal => log_normal_at(libm::log1p(self.cv * self.cv), z),
            FactorLaw::Empirical(deviations) => {
                let place = (normal_below(z) * deviations.len() as f64) as usize;
                1.0 + self.cv * deviations[place.min(deviations.len() - 1)]
            }
        }
    }

    /// The correlation of two normal numbers with which the factors behind which they stand have `correlation`.
    fn latent_of(&self, correlation: f64) -> f64 {
        if self.law == FactorLaw::LogNormal {
            let square = self.cv * self.cv;
            return libm::log1p(correlation * square) / libm::log1p(square);
        }
        let squares = self.squares();
        let all: f64 = squares.iter().sum();
        // What is left over is of higher orders still; a correlation grows with that of the normal numbers.
        let last = (self.cv * self.cv - all).max(0.0);
        let of = |latent: f64| {
            let mut power = 1.0;
            let mut sum = 0.0;
            for square in squares.iter().chain([&last]) {
                power *= latent;
                sum += square * power;
            }
            sum / (all + last)
        };
        let (mut low, mut high) = (0.0, 1.0);
        for _ in 0..60 {
            let middle = 0.5 * (low + high);
            *if of(middle) < correlation { &mut low } else { &mut high } = middle;
        }
        0.5 * (low + high)
    }

    /// The squares of its Hermite coefficients from the first on: the covariance of two factors whose normal numbers have the
    /// correlation ρ is the sum of each times its power of ρ (Mehler).
    fn squares(&self) -> Vec<f64> {
        let mut sums = Vec::new();
        match &self.law {
            // By parts: each step of the quantile function adds its height times φ(z) h(z) / √k of the place where it is.
            FactorLaw::Empirical(deviations) => {
                sums.resize(STEPS, 0.0);
                for (i, pair) in deviations.windows(2).enumerate().filter(|(_, p)| p[1] > p[0]) {
                    let z = normal_at((i + 1) as f64 / deviations.len() as f64);
                    let height = self.cv * (pair[1] - pair[0]) * density(z);
                    for (k, (sum, h)) in sums.iter_mut().zip(hermite(z)).enumerate() {
                        *sum += height * h / libm::sqrt((k + 1) as f64);
                    }
                }
            }
            _ => {
                sums.resize(SMOOTH, 0.0);
                for i in -POINTS..=POINTS {
                    let z = f64::from(i) * APART;
                    let value = APART * density(z) * self.at(z);
                    for (sum, h) in sums.iter_mut().zip(hermite(z).skip(1)) {
                        *sum += value * h;
                    }
                }
            }
        }
        sums.iter().map(|sum| sum * sum).collect()
    }
}

fn density(z: f64) -> f64 {
    libm::exp(-0.5 * z * z) / libm::sqrt(std::f64::consts::TAU)
}

/// Hermite polynomials at `z`, from order 0 on, each of variance 1.
fn hermite(z: f64) -> impl Iterator<Item = f64> {
    let next = move |&(k, before, h): &(f64, f64, f64)| {
        Some((k + 1.0, h, (z * h - libm::sqrt(k) * before) / libm::sqrt(k + 1.0)))
    };
    std::iter::successors(Some((0.0, 0.0, 1.0)), next).map(|(_, _, h)| h)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The correlation of two factors by plain sums over both normal numbers.
    fn correlation(factor: &Factor, latent: f64) -> f64 {
        let (mut mean, mut square, mut product, mut weight) = (0.0, 0.0, 0.0, 0.0);
        let points: Vec<f64> = (-340..=340).map(|i| f64::from(i) * 0.025).collect();
        for &a in &points {
            let first = factor.at(a) - 1.0;
            mean += density(a) * first;
            square += density(a) * first * first;
            weight += density(a);
            for &b in points.iter().step_by(4) {
                let second = factor.at(latent * a + libm::sqrt(1.0 - latent * latent) * b) - 1.0;
                product += density(a) * density(b) * first * second;
            }
        }
        (mean, square, product) = (mean / weight, square / weight, product / weight / weight * 4.0);
        (product - mean * mean) / (square - mean * mean)
    }

    #[test]
    fn t3_the_factors_have_the_correlation_that_is_asked() {
        let values: Vec<f64> = (0..40).map(|i| 1.0 + f64::from(i * i % 37)).collect();
        let empirical = FactorLaw::like(&values).expect("they differ");
        for (law, near) in
            [(FactorLaw::Gamma, 1e-4), (FactorLaw::LogNormal, 1e-4), (empirical, 1e-2)]
        {
            for (cv, asked) in [(0.03, 0.6), (0.4, 0.2), (0.5, 0.8), (1.5, 0.5)] {
                let factor = Factor::new(cv, &law, asked);
                let found = correlation(&factor, factor.latent());
                assert!((found - asked).abs() < near, "{law:?} {cv}: {found} is not {asked}");
            }
        }
        let two = FactorLaw::like(&[1.0, 3.0]).expect("they differ");
        // Of two values it is Sheppard's 2/π arcsin.
        let latent = Factor::new(0.1, &two, 0.5).latent();
        assert!((latent - libm::sin(0.25 * std::f64::consts::PI)).abs() < 1e-3, "{latent}");
        assert_eq!(Factor::new(0.0, &two, 0.5).latent(), 0.0);
    }
}
