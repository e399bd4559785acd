//! What one User sent of an SRV in a mode, in exact counts by bin.

use crate::domain::Mode;
use std::ops::Range;
use std::sync::Arc;

/// What one User sent of an SRV in a mode.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordedSent {
    /// Index of the User.
    pub user: usize,
    /// Index of the SRV.
    pub srv: usize,
    /// How it reached the DSP.
    pub mode: Mode,
    /// When.
    pub bins: Arc<RecordedBins>,
    /// Requests a day, on average, by kind of day.
    pub a_day: [f64; 3],
}

/// Counts by bin.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordedBins {
    /// Cells in a bin.
    pub cells: u64,
    /// Bin, counted from the run's start, and how many; in order, none empty.
    pub counts: Vec<(u32, u32)>,
}

impl RecordedBins {
    /// Bins and counts in `cells`, which begin and end with bins.
    pub fn within(&self, cells: Range<u64>) -> &[(u32, u32)] {
        let place =
            |cell: u64| self.counts.partition_point(|(bin, _)| u64::from(*bin) * self.cells < cell);
        &self.counts[place(cells.start)..place(cells.end)]
    }
}
