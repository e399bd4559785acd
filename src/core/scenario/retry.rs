//! How Users retry (U1, U2).

use crate::domain::{Share, Span};
use schemars::JsonSchema;
use serde::Deserialize;

/// A retry policy (U1).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RetryPolicy {
    /// Attempts in all, the first included; at least one.
    pub attempts: u32,
    /// Delay before the first retry.
    pub first: Span,
    /// Each further delay is this much longer.
    pub factor: f64,
    /// Longest delay.
    pub cap: Option<Span>,
    /// A retry falls within delay ± this share of it.
    pub jitter: Share,
    /// Gives up at the SRV's target response time.
    pub give_up_at_deadline: bool,
    /// After this time a request still in the backlog is resubmitted (U2), and one that a device does
    /// not answer is tried again (G9).
    pub response_timeout: Option<TimeOut>,
    /// Delays after a throttled attempt, where the answer says so (M7); else as after any other.
    pub on_throttled: Option<Backoff>,
}

/// Delays between attempts.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, JsonSchema)]
#[schemars(rename = "BackoffForm")]
pub struct Backoff {
    /// Delay before the first retry.
    pub first: Span,
    /// Each further delay is this much longer.
    #[serde(default = "one")]
    #[schemars(range(min = 1.0, max = 100.0))]
    pub factor: f64,
    /// Longest delay.
    #[serde(default)]
    pub cap: Option<Span>,
    /// A retry falls within delay ± this share of it.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub jitter: Share,
}

fn one() -> f64 {
    1.0
}

/// A response time-out (U2, G9).
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum TimeOut {
    /// This long.
    After(Span),
    /// So many times the SRV's target response time when sent on demand.
    Targets(f64),
}

impl RetryPolicy {
    /// One attempt and no retry.
    pub const NEVER: RetryPolicy = RetryPolicy {
        attempts: 1,
        first: Span::from_ms(0),
        factor: 1.0,
        cap: None,
        jitter: Share::ZERO,
        give_up_at_deadline: false,
        response_timeout: None,
        on_throttled: None,
    };

    /// The delays after an attempt that was refused, whatever by.
    pub fn backoff(&self) -> Backoff {
        Backoff { first: self.first, factor: self.factor, cap: self.cap, jitter: self.jitter }
    }
}

impl TimeOut {
    /// How long for an SRV with this target response time.
    pub fn of(self, target: Span) -> Span {
        match self {
            TimeOut::After(time) => time,
            TimeOut::Targets(times) => {
                Span::from_ms(libm::round(times * target.ms() as f64) as u64)
            }
        }
    }
}
