//! Whole numbers of a (User, SRV) pair (C1).

use serde::{Deserialize, Serialize};

/// Counts of a pair since the run began. Every one is a number of submissions or attempts but
/// `requests`, `served`, `no_response`, `abandoned`, `superseded` and `late`, which are of requests. Harm by standing is in
/// [`super::Harm`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "[u64; 22]", into = "[u64; 22]")]
pub struct Counts {
    /// Requests begun.
    pub requests: u64,
    /// Submissions due: one a request, the signed second one of a critical request (T6), and one more
    /// when the DSP starts what it held until due.
    pub submissions: u64,
    /// Arrivals at the gateway, first or retried, and DSP-started requests that joined the backlog.
    pub attempts: u64,
    /// Taken by the DSP (G5).
    pub admitted: u64,
    /// Answered 503 by the mechanism (G3).
    pub throttled: u64,
    /// Answered 503 by the always-on rate cap of their User (G2).
    pub capped: u64,
    /// Answered 503 because the DSP could not take them (G4).
    pub rejected: u64,
    /// Met no service (G1).
    pub unavailable: u64,
    /// Held by anomaly detection (G2).
    pub quarantined: u64,
    /// Of these, resubmissions of requests of which another copy still waits (U2): they end nothing.
    pub quarantined_copies: u64,
    /// Put into the User's buffer (M9).
    pub to_buffer: u64,
    /// Taken by the DSP from the buffer.
    pub from_buffer: u64,
    /// Left the buffer past the deadline, or when another copy was served.
    pub left_buffer: u64,
    /// Left the backlog.
    pub processed: u64,
    /// Processed, and not the last submission of their request.
    pub earlier_submissions: u64,
    /// Processed after another copy of the same submission (U2).
    pub duplicates: u64,
    /// Processed, not answered, and tried again (G9).
    pub tried_again: u64,
    /// Requests answered (G9).
    pub served: u64,
    /// Requests that ended at the response time-out of a device without power (G9).
    pub no_response: u64,
    /// Requests given up (U1).
    pub abandoned: u64,
    /// Polls unanswered when a newer round of their network party took their place (G9): no harm, since it asks again.
    pub superseded: u64,
    /// Served requests that waited longer than the target response time: told by response class only (C2).
    pub late: u64,
}

/// What of a pair is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "[u64; 10]", into = "[u64; 10]")]
pub struct Open {
    /// Waiting for their next attempt.
    pub retrying: u64,
    /// Held by the DSP until due.
    pub held: u64,
    /// DSP-started, waiting for room or service.
    pub deferred: u64,
    /// Submissions in the DSP's backlog that stand for their requests.
    pub backlog: u64,
    /// Submissions in the DSP's backlog whose requests are held until due.
    pub backlog_earlier: u64,
    /// Further copies in the DSP's backlog of requests of which another is (U2).
    pub backlog_copies: u64,
    /// Between two submissions (T6), or put off by a warning (M8).
    pub pending: u64,
    /// In their User's buffer (M9), no other copy being in the backlog.
    pub buffered: u64,
    /// Further copies in the buffer of requests of which another is in the backlog.
    pub buffered_copies: u64,
    /// Processed and not yet answered, or not yet timed out (G9).
    pub unanswered: u64,
}

impl Open {
    /// Requests that have not ended.
    pub fn requests(&self) -> u64 {
        self.retrying
            + self.held
            + self.deferred
            + self.backlog
            + self.pending
            + self.buffered
            + self.unanswered
    }
}

super::numbers::whole_numbers!(Counts, 22, added:
    requests, submissions, attempts, admitted, throttled, capped, rejected, unavailable,
    quarantined, quarantined_copies, to_buffer, from_buffer, left_buffer, processed,
    earlier_submissions, duplicates, tried_again, served, no_response, abandoned,
    superseded, late);
super::numbers::whole_numbers!(Open, 10, added:
    retrying, held, deferred, backlog, backlog_earlier, backlog_copies, pending, buffered,
    buffered_copies, unanswered);
