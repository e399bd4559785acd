//! Waits in fixed bins (C2): exactly zero, then a tenth of a cell each.

use std::collections::BTreeMap;

/// A histogram of waits. Bin 0 is a wait of exactly zero; bin b > 0 holds waits above b − 1 and up to b
/// tenths of a cell, and is reported as its upper edge.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Waits {
    bins: BTreeMap<u64, u64>,
}

impl Waits {
    /// Counts `n` waits in `bin`.
    pub fn add(&mut self, bin: u64, n: u64) {
        if n > 0 {
            *self.bins.entry(bin).or_default() += n;
        }
    }

    /// Adds another histogram.
    pub fn merge(&mut self, other: &Waits) {
        other.bins.iter().for_each(|(bin, n)| self.add(*bin, *n));
    }

    /// The bins, in order.
    pub fn bins(&self) -> impl Iterator<Item = (u64, u64)> {
        self.bins.iter().map(|(bin, n)| (*bin, *n))
    }

    /// How many waits.
    pub fn count(&self) -> u64 {
        self.bins.values().sum()
    }

    /// The bin of the `share`-quantile by nearest rank; none where nothing waited.
    pub fn quantile(&self, share: f64) -> Option<u64> {
        let count = self.count();
        let rank = (libm::ceil(count as f64 * share) as u64).clamp(1, count.max(1));
        let mut seen = 0;
        self.bins.iter().find_map(|(bin, n)| {
            seen += n;
            (seen >= rank).then_some(*bin)
        })
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
}
