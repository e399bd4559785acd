//! Many things into equally likely places, faster than one by one.
//!
//! Independent Poisson numbers, one a place, are a multinomial given their sum. So they are drawn with a mean a
//! little below what is wanted, from a table of that mean, until their sum is not above it; what is missing is
//! dropped singly. The result is a multinomial, exactly.

use super::deal::{drop_singly, scatter};
use super::keyed::Draws;
use libm::{exp, exp2, log, sqrt};
use std::sync::LazyLock;

/// A Poisson distribution of a fixed mean, as an alias table (Walker 1977, Vose 1991).
struct PoissonTable {
    mean: f64,
    /// For each number, the chance that it stays, as a part of 2⁶⁴, and what it is else.
    columns: Vec<(u64, u32)>,
}

/// The tables: means a quarter of an octave apart.
static TABLES: LazyLock<Vec<PoissonTable>> =
    LazyLock::new(|| (0..=24).map(|k| PoissonTable::new(exp2(f64::from(k) / 4.0))).collect());

/// Above this number a place, binomial draws are faster.
const MANY: u64 = 100;

impl PoissonTable {
    /// The last whose mean is not above `most`, which is at least 1: the octave tells the first of four.
    fn of(most: f64) -> &'static Self {
        let octave = &TABLES[4 * (most as u64).ilog2() as usize..];
        let above = octave.iter().take(4).skip(1).take_while(|t| t.mean <= most).count();
        &octave[above]
    }

    fn new(mean: f64) -> Self {
        // Past twelve standard deviations the chance left is below the grain of a double.
        let width = (mean + 12.0 * sqrt(mean) + 20.0) as usize;
        let mut chance = vec![exp(-mean); width];
        for k in 1..width {
            chance[k] = exp(log(chance[k - 1]) + log(mean) - log(k as f64));
        }
        let sum: f64 = chance.iter().sum();
        let mut part: Vec<f64> = chance.iter().map(|c| c / sum * width as f64).collect();
        let mut columns: Vec<(u64, u32)> = (0..width as u32).map(|k| (u64::MAX, k)).collect();
        let (mut small, mut large): (Vec<usize>, Vec<usize>) =
            (0..width).partition(|k| part[*k] < 1.0);
        while let (Some(few), Some(&much)) = (small.pop(), large.last()) {
            columns[few] = ((part[few] * 18_446_744_073_709_551_616.0) as u64, much as u32);
            part[much] -= 1.0 - part[few];
            if part[much] < 1.0 {
                large.pop();
                small.push(much);
            }
        }
        Self { mean, columns }
    }

    #[inline]
    fn draw(&self, draws: &mut Draws) -> u64 {
        let product = u128::from(draws.word()) * self.columns.len() as u128;
        let column = (product >> 64) as usize;
        let (stays, other) = self.columns[column];
        if (product as u64) < stays { column as u64 } else { u64::from(other) }
    }
}

/// Drops `n` things into `into.len()` equally likely places, which hold nothing: as [`scatter`] does, with other
/// draws.
pub fn spread(draws: &mut Draws, n: u64, into: &mut [u64]) {
    let places = into.len() as u64;
    // So that the sum is rarely above `n`.
    let below = (n as f64 - 2.5 * sqrt(n as f64)) / places as f64;
    // The least mean of a table is 1.
    if n == 0 || below < 1.0 || n > MANY * places {
        return scatter(draws, n, into);
    }
    let table = PoissonTable::of(below);
    // A copy of the stream, which nothing else sees, stays in registers.
    let mut own = draws.clone();
    let left = loop {
        let mut sum = 0;
        for place in into.iter_mut() {
            *place = table.draw(&mut own);
            sum += *place;
        }
        if sum <= n {
            break n - sum;
        }
    };
    *draws = own;
    drop_singly(draws, left, into);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_a_mean_is_the_last_that_is_not_above_it() {
        for hundredth in 100..=10_000 {
            let most = f64::from(hundredth) / 100.0;
            let place = TABLES.partition_point(|t| t.mean <= most);
            assert!(std::ptr::eq(PoissonTable::of(most), &raw const TABLES[place - 1]), "{most}");
        }
    }
}
