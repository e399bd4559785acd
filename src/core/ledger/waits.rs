//! Waits in fixed bins (C2): exactly zero, then a tenth of a cell each.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A histogram of waits. Bin 0 is a wait of exactly zero; bin b > 0 holds waits above b − 1 and up to b
/// tenths of a cell, and is reported as its upper edge. A wait that is told may stand for several (C2).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Kept", into = "Kept")]
pub struct Waits {
    /// The first bins, as far as any is used.
    short: Vec<u64>,
    /// Later ones.
    long: BTreeMap<u64, u64>,
    /// How many waits were told.
    told: u64,
}

/// As it is kept: bins, and how many waits were told.
type Kept = (Vec<(u64, u64)>, u64);

/// Bins that are kept in a list.
const SHORT: u64 = 20_000;

impl Waits {
    /// Counts `n` waits in `bin`.
    pub fn add(&mut self, bin: u64, n: u64) {
        self.add_for(bin, n, 1);
    }

    /// The same, each of which stands for `weight`.
    pub fn add_for(&mut self, bin: u64, n: u64, weight: u32) {
        self.told += n;
        self.put(bin, n * u64::from(weight));
    }

    fn put(&mut self, bin: u64, n: u64) {
        if n == 0 {
            return;
        }
        if bin >= SHORT {
            *self.long.entry(bin).or_default() += n;
            return;
        }
        if bin as usize >= self.short.len() {
            self.short.resize(bin as usize + 1, 0);
        }
        self.short[bin as usize] += n;
    }

    /// Adds another histogram.
    pub fn merge(&mut self, other: &Waits) {
        other.bins().for_each(|(bin, n)| self.put(bin, n));
        self.told += other.told;
    }

    /// The bins that hold any, in order.
    pub fn bins(&self) -> impl Iterator<Item = (u64, u64)> {
        let short = (0..).zip(self.short.iter().copied()).filter(|(_, n)| *n > 0);
        short.chain(self.long.iter().map(|(bin, n)| (*bin, *n)))
    }

    /// How many waits: where some stand for several, about so many.
    pub fn count(&self) -> u64 {
        self.bins().map(|(_, n)| n).sum()
    }

    /// How many of them were told.
    pub fn told(&self) -> u64 {
        self.told
    }

    /// The bin of the `share`-quantile by nearest rank; none where nothing waited.
    pub fn quantile(&self, share: f64) -> Option<u64> {
        let count = self.count();
        let rank = (libm::ceil(count as f64 * share) as u64).clamp(1, count.max(1));
        let mut seen = 0;
        self.bins().find_map(|(bin, n)| {
            seen += n;
            (seen >= rank).then_some(bin)
        })
    }
}

impl From<Waits> for Kept {
    fn from(waits: Waits) -> Self {
        (waits.bins().collect(), waits.told)
    }
}

impl From<Kept> for Waits {
    fn from((bins, told): Kept) -> Self {
        let mut waits = Self { told, ..Self::default() };
        bins.into_iter().for_each(|(bin, n)| waits.put(bin, n));
        waits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c2_percentiles_are_by_nearest_rank() {
        let mut waits = Waits::default();
        assert_eq!(waits.quantile(0.5), None);
        waits.add(0, 95);
        waits.add(7, 4);
        waits.add(30, 1);
        let quantiles = [0.5, 0.95, 0.951, 0.99, 0.991, 1.0].map(|q| waits.quantile(q).unwrap());
        assert_eq!(quantiles, [0, 0, 7, 7, 30, 30]);
    }

    #[test]
    fn c2_a_tagged_wait_counts_for_all_that_it_stands_for() {
        let mut waits = Waits::default();
        waits.add(0, 50);
        waits.add_for(9, 2, 64);
        assert_eq!((waits.told(), waits.count(), waits.quantile(0.5)), (52, 178, Some(9)));
        let again: Waits = Kept::from(waits.clone()).into();
        assert_eq!(again, waits);
    }
}
