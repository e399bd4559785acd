//! What is counted of a row of a log once it is known whether it came before.

use super::Remarks;
use super::row::Row;
use super::tally::Tally;
use std::cmp::Ordering;

/// A row, as far as it is counted.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// What it is, where it did not come before.
    pub what: What,
    /// Its half-hour, counted from 1970.
    pub half_hour: i64,
    /// The key of its kind and of its place in the half-hour: of first submissions alone.
    pub key: u32,
    /// How many requests it stands for.
    pub n: u32,
    /// Whether it is earlier than a row before it.
    pub earlier: bool,
}

/// What a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// Of first submissions.
    First,
    /// A further attempt.
    Further,
    /// A signed second submission (T6).
    Second,
}

impl Entry {
    /// Of `row` in `half_hour`, of which the time compares so with the latest before.
    #[inline]
    pub fn new(row: &Row<'_>, half_hour: i64, time: Ordering) -> Self {
        let what = match (row.attempt, row.submission) {
            (_, 2..) => What::Second,
            (2.., _) => What::Further,
            _ => What::First,
        };
        Self { what, half_hour, key: 0, n: row.count, earlier: time == Ordering::Less }
    }

    /// Counts it; `known` says whether its request came before.
    #[inline]
    pub fn count(self, known: bool, remarks: &mut Remarks, tally: &mut Tally) {
        let n = u64::from(self.n);
        match self.what {
            _ if known => {
                remarks.known += 1;
                remarks.misplaced += u64::from(self.earlier);
            }
            What::Second => remarks.seconds += n,
            What::Further => remarks.further += n,
            What::First => {
                remarks.first += n;
                tally.add(self.half_hour, self.key, self.n);
                return;
            }
        }
        // Something is known of the half-hour all the same.
        tally.add(self.half_hour, 0, 0);
    }
}
