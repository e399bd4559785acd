//! How long a (User, SRV) pair was refused until it was accepted again (C2).

use serde::{Deserialize, Serialize};
use std::ops::Add;

/// Stretches of a pair, in cells: each from the first cell with a 503 (throttled, over a cap or rejected) to the next later one in
/// which an attempt of the pair was admitted, or to the run's end. Of one replication, or of several added up. Of runs that keep
/// counts only there are none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UntilAccepted {
    /// Replications with a 503.
    pub refused: u64,
    /// Stretches.
    pub stretches: u64,
    /// The first of each replication: their sum.
    pub first: u64,
    /// The longest of the firsts.
    pub first_most: u64,
    /// Replications whose first lasts to the run's end.
    pub first_open: u64,
    /// The longest of each replication: their sum.
    pub longest: u64,
    /// The longest of all.
    pub longest_most: u64,
    /// Replications with one that lasts to the run's end.
    pub open: u64,
}

impl UntilAccepted {
    /// A stretch of so many `cells` comes after those noted before, in one replication; it lasts to the run's end, or not.
    pub fn note(&mut self, cells: u64, open: bool) {
        if self.stretches == 0 {
            self.refused = 1;
            (self.first, self.first_most, self.first_open) = (cells, cells, u64::from(open));
        }
        self.stretches += 1;
        self.longest = self.longest.max(cells);
        self.longest_most = self.longest;
        self.open = u64::from(open);
    }
}

impl Add for UntilAccepted {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            refused: self.refused + other.refused,
            stretches: self.stretches + other.stretches,
            first: self.first + other.first,
            first_most: self.first_most.max(other.first_most),
            first_open: self.first_open + other.first_open,
            longest: self.longest + other.longest,
            longest_most: self.longest_most.max(other.longest_most),
            open: self.open + other.open,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c2_stretches_of_replications_add_up_in_any_order() {
        let of = |stretches: &[(u64, bool)]| {
            let mut all = UntilAccepted::default();
            stretches.iter().for_each(|(cells, open)| all.note(*cells, *open));
            all
        };
        let (one, two, none) = (of(&[(3, false), (9, false)]), of(&[(5, true)]), of(&[]));
        assert_eq!(one + two + none, none + two + one);
        let all = UntilAccepted {
            refused: 2,
            stretches: 3,
            first: 8,
            first_most: 5,
            first_open: 1,
            longest: 14,
            longest_most: 9,
            open: 1,
        };
        assert_eq!(one + two, all);
    }
}
