//! Whole numbers of a (User, SRV) pair (C1).

use std::ops::Add;

/// Counts of a pair since the run began. Every one is a number of submissions or attempts but
/// `requests`, `served`, `abandoned` and `late`, which are of requests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
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

impl Add for Counts {
    type Output = Self;

    fn add(self, o: Self) -> Self {
        Self {
            requests: self.requests + o.requests,
            submissions: self.submissions + o.submissions,
            attempts: self.attempts + o.attempts,
            admitted: self.admitted + o.admitted,
            throttled: self.throttled + o.throttled,
            rejected: self.rejected + o.rejected,
            unavailable: self.unavailable + o.unavailable,
            processed: self.processed + o.processed,
            earlier_submissions: self.earlier_submissions + o.earlier_submissions,
            served: self.served + o.served,
            abandoned: self.abandoned + o.abandoned,
            late: self.late + o.late,
            refused_within_allocation: self.refused_within_allocation + o.refused_within_allocation,
        }
    }
}

impl Counts {
    /// Requests not served in time: abandoned, or served late (C2).
    pub fn unserved(&self) -> u64 {
        self.abandoned + self.late
    }
}

impl Add for Open {
    type Output = Self;

    fn add(self, o: Self) -> Self {
        Self {
            retrying: self.retrying + o.retrying,
            held: self.held + o.held,
            deferred: self.deferred + o.deferred,
            backlog: self.backlog + o.backlog,
            backlog_earlier: self.backlog_earlier + o.backlog_earlier,
        }
    }
}
