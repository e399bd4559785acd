//! What happened, over time.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// One stretch of time: a half-hour, or a window of a half-hour in which something could happen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "[u64; 16]", into = "[u64; 16]")]
pub struct Row {
    /// First cell.
    pub cell: u64,
    /// How many cells.
    pub cells: u64,
    /// Attempts of Prioritised Service Requests that were admitted.
    pub admitted_prioritised: u64,
    /// Other attempts that were admitted.
    pub admitted_other: u64,
    /// DSP-started requests that joined the backlog.
    pub started: u64,
    /// Attempts throttled.
    pub throttled: u64,
    /// Attempts capped (G2).
    pub capped: u64,
    /// Attempts rejected.
    pub rejected: u64,
    /// Attempts that met no service.
    pub unavailable: u64,
    /// Attempts quarantined (G2).
    pub quarantined: u64,
    /// Attempts that went into a buffer (M9).
    pub to_buffer: u64,
    /// Attempts in buffers at its end.
    pub buffered: u64,
    /// Attempts that were retries.
    pub retries: u64,
    /// Requests in the backlog at its end, a part counted as one.
    pub backlog: u64,
    /// Cells in which the mechanism was active.
    pub active_cells: u64,
    /// Requests that messages to Users added to the load (G7).
    pub messages: u64,
}

impl Row {
    /// Adds what happened in `other`, which follows.
    pub fn follow(&mut self, other: &Row) {
        self.cells += other.cells;
        self.admitted_prioritised += other.admitted_prioritised;
        self.admitted_other += other.admitted_other;
        self.started += other.started;
        self.throttled += other.throttled;
        self.capped += other.capped;
        self.rejected += other.rejected;
        self.unavailable += other.unavailable;
        self.quarantined += other.quarantined;
        self.to_buffer += other.to_buffer;
        self.buffered = other.buffered;
        self.retries += other.retries;
        self.backlog = other.backlog;
        self.active_cells += other.active_cells;
        self.messages += other.messages;
    }
}

/// A User's attempts in a half-hour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "[u64; 6]", into = "[u64; 6]")]
pub struct UserRow {
    /// All attempts at the gateway.
    pub attempts: u64,
    /// Throttled ones.
    pub throttled: u64,
    /// Rejected ones.
    pub rejected: u64,
    /// Those that met no service.
    pub unavailable: u64,
    /// Capped ones (G2).
    pub capped: u64,
    /// Quarantined ones (G2).
    pub quarantined: u64,
}

/// How long requests of a User took that were first sent in a half-hour, where they were answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ResponseTimes {
    /// Requests answered.
    pub answered: u64,
    /// From their first attempt to the answer, in all, tenths of a cell.
    pub tenths: u64,
}

/// One unbroken period in which the mechanism was active.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivationRecord {
    /// First cell.
    pub from: u64,
    /// Cell after the last.
    pub to: u64,
    /// Whether it was still active when the run ended.
    pub open: bool,
    /// Load of its busiest window, in requests.
    pub peak_load: u64,
    /// Attempts throttled.
    pub throttled: u64,
    /// First cell of the first window in which it throttled, of each civil day on which it did (C4).
    pub throttled_on: Vec<u64>,
    /// Users who were throttled.
    pub users: BTreeSet<usize>,
    /// Indices of the events that it is put down to (M4).
    pub causes: Vec<usize>,
}

super::numbers::whole_numbers!(Row, 16:
    cell, cells, admitted_prioritised, admitted_other, started, throttled, capped, rejected,
    unavailable, quarantined, to_buffer, buffered, retries, backlog, active_cells, messages);
super::numbers::whole_numbers!(UserRow, 6, added:
    attempts, throttled, rejected, unavailable, capped, quarantined);
