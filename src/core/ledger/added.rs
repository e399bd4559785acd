//! C2: added delay, by whose request it was.

use super::{FollowedDelay, Waits};
use crate::domain::{Span, Standing};
use serde::{Deserialize, Serialize};

/// Added delay of requests that were processed: how much longer than the request itself takes, in tenths of a cell, in bins as
/// waits have them. A request that is tried again after no response has one each time. Of runs that keep counts only, nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddedDelay {
    /// Bins of a minute.
    minute: u64,
    /// By standing.
    of: [Waits; 4],
    /// By pair, of those that are followed; empty where only counts are kept.
    followed: Vec<FollowedDelay>,
}

/// What of it is kept of a replication, for one standing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddedDelaySums {
    /// Requests that have one, where tagged ones stand for several about so many.
    pub count: u64,
    /// How many of them told it.
    pub told: u64,
    /// Bin of the median; none where there are none.
    pub p50: Option<u64>,
    /// Bin that 95 % do not exceed.
    pub p95: Option<u64>,
    /// How many are above 1, 5 and 30 minutes.
    pub over: [u64; 3],
}

impl AddedDelay {
    /// None yet, in cells of length `cell`, where so many `pairs` may have some that are followed.
    pub fn new(cell: Span, pairs: usize) -> Self {
        let followed = vec![FollowedDelay::new(cell); pairs];
        Self { minute: 600_000 / cell.ms(), followed, ..Self::default() }
    }

    /// By pair, of those that are followed.
    pub fn followed(&self) -> &[FollowedDelay] {
        &self.followed
    }

    /// The same of `pair`, of a run that keeps more than counts.
    pub fn followed_of(&mut self, pair: usize) -> &mut FollowedDelay {
        &mut self.followed[pair]
    }

    /// `n` requests of `standing`, each of which stands for `weight`, have an added delay in `bin`.
    pub fn add(&mut self, standing: Standing, bin: u64, n: u64, weight: u32) {
        self.of[standing.place()].add_for(bin, n, weight);
    }

    /// Adds another's.
    pub fn merge(&mut self, other: &Self) {
        self.minute = self.minute.max(other.minute);
        self.of.iter_mut().zip(&other.of).for_each(|(a, b)| a.merge(b));
        self.followed.iter_mut().zip(&other.followed).for_each(|(a, b)| a.merge(b));
    }

    /// Those of `standing`, in bins.
    pub fn of(&self, standing: Standing) -> &Waits {
        &self.of[standing.place()]
    }

    /// What is kept of a replication, by standing.
    pub fn sums(&self) -> [AddedDelaySums; 4] {
        // A bin holds what is above the one before it, and up to itself.
        let longest = FollowedDelay::MINUTES.map(|minutes| minutes * self.minute);
        self.of.each_ref().map(|waits| AddedDelaySums {
            count: waits.count(),
            told: waits.told(),
            p50: waits.quantile(0.5),
            p95: waits.quantile(0.95),
            over: longest
                .map(|most| waits.bins().filter(|(bin, _)| *bin > most).map(|(_, n)| n).sum()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c2_a_minute_of_added_delay_is_not_over_a_minute() {
        let mut delays = AddedDelay::new(Span::from_s(10), 0);
        // In cells of 10 s a tenth is a second.
        for (bin, n) in [(0, 90), (60, 5), (61, 3), (301, 1), (1_801, 1)] {
            delays.add(Standing::Displaced, bin, n, 1);
        }
        let [within, displaced, ..] = delays.sums();
        assert_eq!(within, AddedDelaySums::default());
        assert_eq!((displaced.count, displaced.over), (100, [5, 2, 1]));
        assert_eq!((displaced.p50, displaced.p95), (Some(0), Some(60)));
    }
}
