//! Planned maintenance (section 3), complete and checked: what happens round it. The time without service is
//! the event's.

use crate::domain::{Share, Span};

/// What happens to work that falls into maintenance.
#[derive(Clone, Debug)]
pub struct Maintenance {
    /// How DCC-scheduled work that fell inside runs afterwards.
    pub scheduled_release: ScheduledRelease,
    /// What Users resend afterwards, the last that matches first.
    pub resend: Vec<Resend>,
    /// What of their own streams Users put off until afterwards, the last that matches a User and stream first.
    pub deferred: Vec<Deferred>,
}

/// How DCC-scheduled work that waits at the end of maintenance runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScheduledRelease {
    /// As fast as the DSP takes it.
    AtOnce,
    /// Each request in a cell drawn evenly from this time, at least a cell.
    Over(Span),
    /// Oldest first, at most this share of C.
    ShareOfCapacity(Share),
}

/// What Users resend of requests that would be given up because they met no service.
#[derive(Clone, Debug, PartialEq)]
pub struct Resend {
    /// Its name.
    pub id: String,
    /// For each User, whether it applies.
    pub users: Vec<bool>,
    /// For each SRV, whether it applies.
    pub srvs: Vec<bool>,
    /// Share of them that is sent again …
    pub share: Share,
    /// … evenly over this time from the end of the maintenance on, at least a cell.
    pub spread: Span,
}

/// What Users do not send during maintenance but after it.
#[derive(Clone, Debug, PartialEq)]
pub struct Deferred {
    /// Its name.
    pub id: String,
    /// For each User, whether it puts off.
    pub users: Vec<bool>,
    /// For each stream, whether it is put off; what of it the DCC schedules is not.
    pub streams: Vec<bool>,
    /// Share of it that is …
    pub share: Share,
    /// … and sent evenly over this time from the end of the maintenance on, at least a cell.
    pub spread: Span,
}
