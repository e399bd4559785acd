//! How well what was fitted describes what it was fitted to: against counts drawn from it and fitted again (a parametric bootstrap).
//!
//! Three numbers. The largest distance of the randomised probability transforms from evenness: where in its law, a Poisson mixed with all factors,
//! each count stands. The index of dispersion: squared distances from the mean ÷ variances. And the correlation of half-hours that follow one
//! another, their days' levels taken out: T3 has none. Laws are taken by Wilson and Hilferty's cube from 30 requests on: the same of what was
//! observed and of what was drawn, so that the comparison holds all the same.

use super::moments::Moments;
use super::panel::{Panel, SLOTS, Table};
use crate::random::{Draws, normal_below};

/// How many of them there are.
pub const MEASURES: usize = 3;

/// Parts into which chances are sorted.
const PARTS: usize = 200;

/// A measure of fit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measure {
    /// What was found.
    pub found: f64,
    /// Its mean over what was drawn.
    pub expected: f64,
    /// How often something as far from it was drawn, from both sides.
    pub p: f64,
}

/// The three of `panel`, of which `means` and `law` were estimated.
pub fn measures(
    panel: &Panel,
    means: &[Table],
    law: &Moments,
    draws: &mut Draws,
) -> [f64; MEASURES] {
    let mut parts = [0.0; PARTS];
    let (mut squares, mut n) = (0.0, 0.0);
    let (mut products, mut norm) = (0.0, 0.0);
    let common = law.common.map(|v| 1.0 + v.max(0.0));
    for (u, counts) in panel.counts.iter().enumerate() {
        let own = law.own[u].map(|v| 1.0 + v.max(0.0));
        let phi = common[0] * common[1] * own[0] * own[1] - 1.0;
        for (d, &kind) in panel.kinds.iter().enumerate() {
            let place = |slot: usize| d * SLOTS + slot;
            let mean = |slot: usize| panel.exposure[place(slot)] * means[u][kind][slot];
            let expected: f64 = (0..SLOTS).map(mean).sum();
            let found: f64 = (0..SLOTS).filter(|s| mean(*s) > 0.0).map(|s| counts[place(s)]).sum();
            let level = if expected > 0.0 { found / expected } else { 0.0 };
            let mut before = None;
            for slot in 0..SLOTS {
                let m = mean(slot);
                if m <= 0.0 {
                    before = None;
                    continue;
                }
                let y = counts[place(slot)];
                let chance = below(y, m, phi, draws.unit());
                parts[((chance * PARTS as f64) as usize).min(PARTS - 1)] += 1.0;
                let variance = m + m * m * phi;
                squares += (y - m) * (y - m) / variance;
                n += 1.0;
                let here = (y - m * level) / libm::sqrt(variance);
                if let Some(before) = before {
                    products += before * here;
                    norm += 0.5 * (before * before + here * here);
                }
                before = Some(here);
            }
        }
    }
    let (mut so_far, mut distance) = (0.0, 0.0_f64);
    for (i, part) in parts.iter().enumerate() {
        so_far += part / n;
        distance = distance.max((so_far - (i + 1) as f64 / PARTS as f64).abs());
    }
    [distance, squares / n, if norm > 0.0 { products / norm } else { 0.0 }]
}

/// The chance of less than `y`, and of a part `random` of `y` itself, where the variance is m + φ m².
fn below(y: f64, m: f64, phi: f64, random: f64) -> f64 {
    if y > 30.0 || m > 30.0 {
        let shape = m / (1.0 + m * phi);
        let x = (y - 0.5 + random).max(0.0);
        let cube = libm::cbrt(x / m) - (1.0 - 1.0 / (9.0 * shape));
        return normal_below(cube * 3.0 * libm::sqrt(shape));
    }
    // A negative binomial's chances, from none on.
    let mut chance = match phi > 1e-9 {
        true => libm::exp(-libm::log1p(phi * m) / phi),
        false => libm::exp(-m),
    };
    let mut sum = 0.0;
    for k in 0..y as u64 {
        let k = k as f64;
        sum += chance;
        chance *= m * (1.0 + phi * k) / ((k + 1.0) * (1.0 + phi * m));
    }
    sum + random * chance
}

/// `found` held against what was `drawn`.
pub fn held(found: [f64; MEASURES], drawn: &[[f64; MEASURES]]) -> [Measure; MEASURES] {
    let of = |i: usize| {
        let n = drawn.len() as f64;
        let above = drawn.iter().filter(|d| d[i] >= found[i]).count() as f64;
        let under = drawn.iter().filter(|d| d[i] <= found[i]).count() as f64;
        // Of a distance only a larger one is worse.
        let p = match i {
            0 => (above + 1.0) / (n + 1.0),
            _ => (2.0 * (above.min(under) + 1.0) / (n + 1.0)).min(1.0),
        };
        let expected = drawn.iter().map(|d| d[i]).sum::<f64>() / n;
        Measure { found: found[i], expected, p }
    };
    std::array::from_fn(of)
}
