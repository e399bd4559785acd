//! The whole numbers of a run, a User or an SRV, with the names that stay in JSON and tables (C1, C2).

use headroom_core::domain::{Count, Part};
use headroom_core::ledger::{ByStanding, Counts, Harm, Open};
use serde::Serialize;

/// A number's name, what it is, and how it is read.
pub type NamedCount = (&'static str, &'static str, fn(&Counted) -> u64);

macro_rules! counted {
    ($(#[doc = $doc:literal] $name:ident,)+) => {
        /// Whole numbers, with the names that stay in `--format json`.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
        pub struct Counted {
            $(#[doc = $doc] pub $name: u64,)+
            /// Harm by standing: told beside (`harm.rs`).
            #[serde(skip)]
            pub harm: Harm,
        }

        impl Counted {
            /// Every one of them, in the order of tables.
            pub const ALL: &[NamedCount] = &[$((stringify!($name), $doc, |c| c.$name),)+];

            /// Both together.
            pub(super) fn plus(&self, o: &Self) -> Self {
                Self { $($name: self.$name + o.$name,)+ harm: self.harm + o.harm }
            }
        }
    };
}

counted! {
    /// Requests begun.
    requests,
    /// Submissions due.
    submissions,
    /// Attempts.
    attempts,
    /// Attempts admitted.
    admitted,
    /// Attempts throttled.
    throttled,
    /// Attempts over their User's always-on cap.
    capped,
    /// Attempts rejected.
    rejected,
    /// Attempts that met no service.
    unavailable,
    /// Attempts held by anomaly detection.
    quarantined,
    /// Attempts put into their User's buffer.
    to_buffer,
    /// Attempts taken by the DSP from buffers.
    from_buffer,
    /// DSP-started requests waiting for room or service at the end.
    deferred_at_end,
    /// Attempts in buffers at the end.
    buffered_at_end,
    /// Submissions in the DSP's backlog at the end.
    backlog_at_end,
    /// Submissions processed.
    processed,
    /// Submissions processed that were not the last of their request.
    earlier_submissions,
    /// Submissions processed after another copy of the same one.
    duplicates,
    /// Submissions processed that were not answered, and whose requests were tried again.
    tried_again,
    /// Requests processed, and not yet answered or timed out at the end.
    unanswered_at_end,
    /// Requests served.
    served,
    /// Requests that ended at the response time-out of a device without power.
    no_response,
    /// Requests given up.
    abandoned,
    /// Polls that a newer round of their network party superseded.
    superseded,
    /// Requests that had not ended at the end.
    open_at_end,
}

impl Counted {
    /// From a ledger's counts.
    pub fn new(c: &Counts, o: &Open, harm: &Harm) -> Self {
        Self {
            requests: c.requests,
            submissions: c.submissions,
            attempts: c.attempts,
            admitted: c.admitted,
            throttled: c.throttled,
            capped: c.capped,
            rejected: c.rejected,
            unavailable: c.unavailable,
            quarantined: c.quarantined,
            to_buffer: c.to_buffer,
            from_buffer: c.from_buffer,
            deferred_at_end: o.deferred,
            buffered_at_end: o.buffered + o.buffered_copies,
            backlog_at_end: o.backlog + o.backlog_earlier + o.backlog_copies,
            processed: c.processed,
            earlier_submissions: c.earlier_submissions,
            duplicates: c.duplicates,
            tried_again: c.tried_again,
            unanswered_at_end: o.unanswered,
            served: c.served,
            no_response: c.no_response,
            abandoned: c.abandoned,
            superseded: c.superseded,
            open_at_end: o.requests(),
            harm: *harm,
        }
    }

    /// A number that a figure is read from; of the requests of a part alone, of what harm tells apart (C2).
    pub fn number(&self, of: Count, part: Option<Part>) -> u64 {
        let harm = match of {
            Count::NeverAnswered => self.harm.never_answered(),
            Count::Refused => self.harm.refused(),
            Count::Throttled => self.harm.throttled,
            Count::Capped => self.harm.capped,
            Count::Rejected => self.harm.rejected,
            Count::Unavailable => self.harm.unavailable,
            _ => ByStanding::default(),
        };
        match (of, part) {
            (_, Some(part)) => part.standings().iter().map(|s| harm[*s]).sum(),
            (Count::NeverAnswered | Count::Refused, None) => harm.sum(),
            (Count::Requests, None) => self.requests,
            (Count::Attempts, None) => self.attempts,
            (Count::Admitted, None) => self.admitted,
            (Count::Throttled, None) => self.throttled,
            (Count::Capped, None) => self.capped,
            (Count::Rejected, None) => self.rejected,
            (Count::Unavailable, None) => self.unavailable,
            (Count::Quarantined, None) => self.quarantined,
            (Count::ToBuffer, None) => self.to_buffer,
            (Count::Duplicates, None) => self.duplicates,
            (Count::TriedAgain, None) => self.tried_again,
            (Count::Served, None) => self.served,
            (Count::NoResponse, None) => self.no_response,
            (Count::Abandoned, None) => self.abandoned,
            (Count::Superseded, None) => self.superseded,
        }
    }

    /// Attempts for each submission due.
    pub fn amplification(&self) -> f64 {
        if self.submissions == 0 { 1.0 } else { self.attempts as f64 / self.submissions as f64 }
    }

    /// Requests begun, by standing; none of a course, of which they are not told apart.
    pub fn requests_by_standing(&self) -> Option<ByStanding> {
        let told = self.harm.requests;
        (told.sum() == self.requests).then_some(told)
    }

    /// Share of attempts that were throttled.
    pub fn throttled_share(&self) -> f64 {
        if self.attempts == 0 { 0.0 } else { self.throttled as f64 / self.attempts as f64 }
    }
}
