//! The gateway and the mechanism's settings, complete and checked.

use super::Rules;
use super::northbound::LoadIncludes;
use super::words::Backlog;
use crate::domain::{
    Basis, Detect, Measure, Pace, PerSecond, Pool, PrepaymentKnown, Share, Signal, Span,
    ThrottleTo, Weights,
};
use schemars::JsonSchema;
use serde::Deserialize;

/// The DSP and its entrance.
#[derive(Clone, Debug, PartialEq)]
pub struct Gateway {
    /// Maximum capacity C.
    pub max_capacity: PerSecond,
    /// Where given, C follows from it: Θ as a multiple of the busiest ordinary window, everything that loads
    /// the DSP included.
    pub threshold_over_ordinary: Option<f64>,
    /// What loads the DSP besides Service Requests (G7).
    pub load_includes: LoadIncludes,
    /// Most that may wait in the DSP (G4).
    pub backlog_limit: Backlog,
    /// Share of a cell's capacity that what the DSP starts itself takes before Users' requests (G4).
    pub scheduled_share: Share,
    /// Lasting overload ends in an outage (G8), if at all.
    pub collapse: Option<Collapse>,
    /// Anomaly detection (G2), of SRVs; each SRV of each User is counted by itself.
    pub anomaly: Rules<Anomaly>,
    /// Always-on caps on what a User sends, all SRVs together (G2).
    pub caps: Rules<PerSecond>,
}

/// An outage that follows lasting overload (G8).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[schemars(rename = "CollapseForm")]
pub struct Collapse {
    /// After this time in every cell of which something did not fit.
    pub after: Span,
    /// Time without service.
    pub lasts: Span,
}

/// Anomaly detection (G2): attempts of an SRV of a User beyond a number in a period are quarantined.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Anomaly {
    /// How many are let through in a period.
    pub threshold: AnomalyThreshold,
    /// A whole number of cells; periods follow one another from the run's start.
    pub period: Span,
}

/// How many attempts of an SRV a User may make in a period (G2).
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum AnomalyThreshold {
    /// A number.
    Number(u64),
    /// A multiple of what the User is expected to submit on its busiest ordinary kind of day, in
    /// proportion to the period, and at least a number.
    TimesBusiestDay {
        /// The multiple.
        times: f64,
        /// The number.
        at_least: u64,
    },
}

impl AnomalyThreshold {
    /// How many attempts of an SRV a User that is expected to make `busiest_day` submissions of it on its
    /// busiest kind of day may make in `period`.
    pub fn of(self, busiest_day: f64, period: Span) -> u64 {
        match self {
            AnomalyThreshold::Number(number) => number,
            AnomalyThreshold::TimesBusiestDay { times, at_least } => {
                let days = period.ms() as f64 / 86_400_000.0;
                (libm::floor(times * busiest_day * days) as u64).max(at_least)
            }
        }
    }
}

/// Settings of the Traffic Management Mechanism (M1–M6, M10).
#[derive(Clone, Debug, PartialEq)]
pub struct Mechanism {
    /// The feature switch (M10).
    pub enabled: bool,
    /// θ, a share of C.
    pub operating_threshold: Share,
    /// What load counts (M4).
    pub measure: Measure,
    /// When activation is noticed (M4).
    pub detect: Detect,
    /// Released below this share of the threshold (M4).
    pub release: Share,
    /// … in this many windows running.
    pub hold: u32,
    /// The reading (M5).
    pub throttle_to: ThrottleTo,
    /// The pace (M5).
    pub pace: Pace,
    /// Whether prioritised requests count in their User's use (M5).
    pub prioritised_use_allocation: bool,
    /// Whether Θ shrinks with C in a partial outage.
    pub threshold_follows_capacity: bool,
    /// For each SRV, whether it is prioritised (M6).
    pub prioritised: Vec<bool>,
    /// Allocations (M1).
    pub allocation: AllocationRule,
    /// What a 503 tells the User (M7).
    pub signal: Signal,
    /// A throttled User is told to come back in the next window (M7); takes `signal` distinct.
    pub retry_after: bool,
    /// Early warning (M8), if any.
    pub early_warning: Option<EarlyWarning>,
    /// The Alternative Solution's buffers (M9), if any.
    pub buffer: Option<Buffer>,
}

/// Early warning (M8).
#[derive(Clone, Debug, PartialEq)]
pub struct EarlyWarning {
    /// A User is warned whose use passes this share of its allocation …
    pub warn_at: Share,
    /// … in a window whose load passes this share of Θ × window.
    pub warn_load: Share,
    /// How long a warning holds, a whole number of windows.
    pub warn_for: Span,
    /// How much later what is put off is sent, a whole number of cells.
    pub defer_by: Span,
    /// Who heeds it: the share of a stream that is put off.
    pub heed: Rules<Share>,
}

/// Buffers in which what is over the limit waits (M9).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Buffer {
    /// A User's buffer holds what its allocation is over this time.
    pub bound: Span,
}

/// How allocations are worked out (M1).
#[derive(Clone, Debug, PartialEq)]
pub struct AllocationRule {
    /// What a meter weighs.
    pub weights: Weights,
    /// Which meters of network parties count.
    pub basis: Basis,
    /// A prepayment meter weighs this much more.
    pub prepayment_multiplier: f64,
    /// How the DCC knows a meter is in prepayment mode.
    pub prepayment_known: PrepaymentKnown,
    /// What is shared out.
    pub pool: Pool,
    /// For each User, its guaranteed share of the pool.
    pub guaranteed: Vec<Share>,
}
