//! What is kept of a drawn course of a year or more: its episodes, and how busy ordinary half-hours are.

use super::{ByStanding, Counts, Harm};
use serde::{Deserialize, Serialize};

/// A stretch of days of a course in which something could happen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Episode {
    /// First cell of the course.
    pub from: u64,
    /// Cell after the last.
    pub to: u64,
    /// Events in it: number (fixed ones first, then those that occur), first cell, cell after the last.
    pub events: Vec<(usize, u64, u64)>,
    /// Counts over all Users and SRVs.
    pub counts: Counts,
    /// Harm over all Users and SRVs, by standing (C2).
    pub harm: Harm,
    /// Cells in which the mechanism was active.
    pub active_cells: u64,
    /// Cells without service.
    pub outage_cells: u64,
    /// Activations that began in it.
    pub activations: u64,
    /// Cells of the longest of them.
    pub longest_activation: u64,
    /// Load of the busiest window, in requests, and its first cell.
    pub peak_load: (u64, u64),
    /// Users of whom a request was never answered or anything was throttled: throttled, and never answered by standing.
    pub users: Vec<(usize, u64, ByStanding)>,
}

/// One half-hour of the day in one month, over all days and courses: the load expected of ordinary traffic in
/// its busiest window, given the days' factors (T3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HalfHour {
    /// The largest, in requests a window.
    pub largest: u64,
    /// The sum over days.
    pub sum: u64,
    /// Days.
    pub days: u64,
}

impl HalfHour {
    /// Adds what other days showed.
    pub fn add(&mut self, other: &Self) {
        self.largest = self.largest.max(other.largest);
        self.sum += other.sum;
        self.days += other.days;
    }
}
