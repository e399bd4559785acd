//! What knowing an input would change (C6): how far it narrows the range, and how often it turns a verdict.
//!
//! Scope: known is: to within a fifth of its range, or which of its values it is. The range of draws whose input lies there,
//! against that of as many draws taken blindly, so that fewer draws alone narrow nothing; and the draws in which a
//! statement, smoothed along the input, more often holds where over all it more often does not, or the other way round. Left out:
//! whether it is more than chance (`shares.rs`). Checked by: `tests/it/uncertainty.rs`.

use super::shares::{Along, shuffle, smoothed};
use super::spread::quantile_of_sorted;

/// Parts of a range within which an input counts as known.
const PARTS: usize = 5;
/// Fewest draws of such a part.
const FEWEST: usize = 4;
/// How often draws are taken blindly.
const BLIND: u64 = 200;

/// By how much the range of `y` is narrowed where each of the inputs is known, as parts of it; none where all are the same, or too
/// few.
pub fn narrowed(along: &[&Along], y: &[f64], seed: u64, key: u64) -> Vec<Option<f64>> {
    // Blind draws depend on the sizes of parts alone.
    let mut known: Vec<(Vec<usize>, f64)> = Vec::new();
    let of = |along: &&Along| {
        let part = parts(along);
        let parts = part.iter().max().map_or(0, |most| most + 1);
        let sizes: Vec<usize> =
            (0..parts).map(|p| part.iter().filter(|q| **q == p).count()).collect();
        if y.len() < PARTS * FEWEST || parts < 2 {
            return None;
        }
        let blind = match known.iter().find(|(s, _)| *s == sizes) {
            Some((_, width)) => *width,
            None => {
                let mut dealt = y.to_vec();
                let one = |deal: u64, dealt: &mut Vec<f64>| {
                    shuffle(dealt, seed, key, u64::MAX - deal);
                    width(&part, &sizes, dealt)
                };
                let all: f64 = (0..BLIND).map(|deal| one(deal, &mut dealt)).sum();
                let blind = all / BLIND as f64;
                known.push((sizes.clone(), blind));
                blind
            }
        };
        (blind > 0.0).then(|| (1.0 - width(&part, &sizes, y) / blind).max(0.0))
    };
    along.iter().map(of).collect()
}

/// In which part of its range, or at which of its values, each draw's input lies.
fn parts(along: &Along) -> Vec<usize> {
    match along {
        Along::Choices(which) => which.clone(),
        Along::Places(places) => {
            places.iter().map(|p| ((p * PARTS as f64) as usize).min(PARTS - 1)).collect()
        }
    }
}

/// The mean over draws of the width within which nine in ten of their part lie.
fn width(part: &[usize], sizes: &[usize], y: &[f64]) -> f64 {
    let mut by: Vec<Vec<f64>> = sizes.iter().map(|n| Vec::with_capacity(*n)).collect();
    part.iter().zip(y).for_each(|(p, y)| by[*p].push(*y));
    let mut sum = 0.0;
    for mut here in by.into_iter().filter(|here| !here.is_empty()) {
        here.sort_by(f64::total_cmp);
        let width = quantile_of_sorted(&here, 0.95) - quantile_of_sorted(&here, 0.05);
        sum += width * here.len() as f64;
    }
    sum / y.len() as f64
}

/// In which part of the draws knowing the input turns the verdict on a statement, which `holds` in each or not.
pub fn turned(along: &Along, holds: &[f64]) -> f64 {
    let n = holds.len() as f64;
    let mostly = holds.iter().sum::<f64>() / n >= 0.5;
    let other = smoothed(along, holds).into_iter().filter(|x| (*x >= 0.5) != mostly).count();
    other as f64 / n
}
