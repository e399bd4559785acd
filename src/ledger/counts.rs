//! Whole numbers of a (User, SRV) pair (C1).

use serde::{Deserialize, Serialize};

/// Counts of a pair since the run began. Every one is a number of submissions or attempts but
/// `requests`, `served`, `abandoned` and `late`, which are of requests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "[u64; 13]", into = "[u64; 13]")]
pub struct Counts {
    /// Requests begun.
    pub requests: u64,
    /// Submissions due: one a request, and one more when the DSP starts what it held until due.
    pub submissions: u64,
    /// Arrivals at the gateway, first or retried, and DSP-started requests that joined the backlog.
    pub attempts: u64,
    /// Taken by the DSP (G5).
    pub admitted: u64,
    /// Answered 503 by the mechanism (G3).
    pub throttled: u64,
    /// Answered 503 because the DSP could not take them (G4).
    pub rejected: u64,
    /// Met no service (G1).
    pub unavailable: u64,
    /// Left the backlog.
    pub processed: u64,
    /// Processed, and not the last submission of their request.
    pub earlier_submissions: u64,
    /// Requests whose last submission was processed.
    pub served: u64,
    /// Requests given up (U1).
    pub abandoned: u64,
    /// Served requests that waited longer than the target response time.
    pub late: u64,
    /// Throttled or rejected in a window in which the User was within its allocation (C2).
    pub refused_within_allocation: u64,
}

/// What of a pair is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "[u64; 5]", into = "[u64; 5]")]
pub struct Open {
    /// Waiting for their next attempt.
    pub retrying: u64,
    /// Held by the DSP until due.
    pub held: u64,
    /// DSP-started, waiting for room or service.
    pub deferred: u64,
    /// Last submissions in the DSP's backlog.
    pub backlog: u64,
    /// Earlier submissions in the DSP's backlog: their requests are held.
    pub backlog_earlier: u64,
}

impl Open {
    /// Requests that are neither served nor abandoned.
    pub fn requests(&self) -> u64 {
        self.retrying + self.held + self.deferred + self.backlog
    }
}

impl Counts {
    /// Requests not served in time: abandoned, or served late (C2).
    pub fn unserved(&self) -> u64 {
        self.abandoned + self.late
    }
}

super::numbers::whole_numbers!(Counts, 13, added:
    requests, submissions, attempts, admitted, throttled, rejected, unavailable, processed,
    earlier_submissions, served, abandoned, late, refused_within_allocation);
super::numbers::whole_numbers!(Open, 5, added:
    retrying, held, deferred, backlog, backlog_earlier);
