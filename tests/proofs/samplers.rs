//! The samplers of `headroom_core::random` against exact probabilities, and their bits.
//!
//! Scope: Poisson, binomial, hypergeometric (`counts.rs`), `deal`, `scatter`, `below`, `unit`, the
//! gamma factor and the keys (`orders.rs`), and the first draws of each (`tests/rules/draws.rs`). Probabilities
//! come from the ratio of neighbouring terms alone, so they share nothing with the samplers.
//!
//! Tolerance: each χ² becomes a normal deviate (Wilson and Hilferty) and must lie within 4.5, above
//! and below: a fit too good is a fault as well. Some 150 figures here, each outside once in 150 000:
//! one set of seeds in a thousand would fail by chance, and the seeds are fixed.

mod counts;
mod orders;

use headroom_core::random::{Draws, Keys, Purpose};
use std::collections::BTreeMap;

/// Draws for each χ².
const DRAWS: u64 = 250_000;
/// Furthest normal deviate.
const FURTHEST: f64 = 4.5;

/// A stream for the `i`-th figure of a test.
fn stream(i: u64) -> Draws {
    Keys::new(20_220_706, 0).draws(Purpose::Count, 0, i)
}

/// Exact probabilities of `from`, `from` + 1 and so on; what is left out is below 10⁻¹⁸ a term.
struct Exact {
    from: u64,
    chance: Vec<f64>,
}

impl Exact {
    /// From `ratio(k)` = P(k + 1)/P(k) on `low..=high`, beginning at or near the mode.
    fn by_ratios(mode: u64, low: u64, high: u64, ratio: impl Fn(u64) -> f64) -> Self {
        const LEAST: f64 = 1e-18;
        let mut above = vec![1.0];
        let mut k = mode;
        while k < high && above.last().is_some_and(|w| *w > LEAST) {
            above.push(above[above.len() - 1] * ratio(k));
            k += 1;
        }
        let mut below = Vec::new();
        let (mut k, mut weight) = (mode, 1.0);
        while k > low && weight > LEAST {
            k -= 1;
            weight /= ratio(k);
            below.push(weight);
        }
        below.reverse();
        below.append(&mut above);
        let sum: f64 = below.iter().sum();
        below.iter_mut().for_each(|w| *w /= sum);
        Self { from: k, chance: below }
    }
}

/// χ² of `seen`, as a normal deviate. Neighbours are put together until a hundredth of all draws, or
/// 25 of them, are expected.
fn deviate(seen: &BTreeMap<u64, u64>, exact: &Exact) -> f64 {
    let draws: u64 = seen.values().sum();
    let least = (draws as f64 / 100.0).min(draws as f64 / exact.chance.len() as f64).max(25.0);
    let count = |from: u64, to: u64| seen.range(from..to).map(|(_, n)| n).sum::<u64>();
    let (mut bins, mut expected, mut from) = (Vec::new(), 0.0, 0);
    for (k, chance) in (exact.from..).zip(&exact.chance) {
        expected += chance * draws as f64;
        if expected >= least {
            bins.push((expected, count(from, k + 1)));
            (expected, from) = (0.0, k + 1);
        }
    }
    let rest = (expected, seen.range(from..).map(|(_, n)| n).sum::<u64>());
    let last = bins.last_mut().expect("most draws lie somewhere");
    *last = (last.0 + rest.0, last.1 + rest.1);
    of_bins(&bins)
}

/// χ² of expected and observed numbers, as a normal deviate; 0 where there is nothing to compare.
fn of_bins(bins: &[(f64, u64)]) -> f64 {
    let term =
        |(expected, n): &(f64, u64)| (*n as f64 - expected) * (*n as f64 - expected) / expected;
    let square: f64 = bins.iter().map(term).sum();
    let free = (bins.len() - 1) as f64;
    if free == 0.0 {
        return 0.0;
    }
    let part = 2.0 / (9.0 * free);
    (libm::cbrt(square / free) - (1.0 - part)) / libm::sqrt(part)
}

/// The deviates of a test, by what was drawn.
#[derive(Default)]
struct Deviates(Vec<(String, f64)>);

impl Deviates {
    fn note(&mut self, what: String, deviate: f64) {
        self.0.push((what, deviate));
    }

    /// Draws `DRAWS` times, all on `low..=high`, and notes χ² against `exact`.
    fn draw(
        &mut self,
        what: String,
        range: (u64, u64),
        exact: &Exact,
        draw: impl Fn(&mut Draws) -> u64,
    ) {
        let mut draws = stream(self.0.len() as u64);
        let mut seen = BTreeMap::new();
        for _ in 0..DRAWS {
            let k = draw(&mut draws);
            assert!((range.0..=range.1).contains(&k), "{what}: {k} cannot be");
            *seen.entry(k).or_default() += 1;
        }
        self.note(what, deviate(&seen, exact));
    }

    /// Fails the test where one lies too far out.
    fn judge(self) {
        for (what, deviate) in &self.0 {
            println!("{deviate:6.2}  {what}");
        }
        let out: Vec<&(String, f64)> =
            self.0.iter().filter(|d| d.1.abs() > FURTHEST || d.1.is_nan()).collect();
        assert!(out.is_empty(), "{out:?}");
    }
}
