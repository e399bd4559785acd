//! Planned maintenance (section 3), complete and checked: what happens round it. The time without service is
//! the event's.

use super::Rules;
use crate::domain::{Share, Span};

/// What happens to work that falls into maintenance.
#[derive(Clone, Debug)]
pub struct Maintenance {
    /// How DCC-scheduled work that fell inside runs afterwards.
    pub scheduled_release: ScheduledRelease,
    /// What Users send again of requests of an SRV that would be given up because they met no service.
    pub resend: Rules<Later>,
    /// What of their own streams Users do not send in it but after it; what the DCC schedules of a stream is not
    /// put off.
    pub deferred: Rules<Later>,
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

/// What comes after maintenance instead of in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Later {
    /// A share …
    pub share: Share,
    /// … evenly over this time from the end of the maintenance on, at least a cell.
    pub spread: Span,
}
