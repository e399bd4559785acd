//! The gateway and the mechanism's settings, complete and checked.

use super::words::Backlog;
use crate::domain::{
    Basis, Detect, Measure, Pace, PerSecond, Pool, PrepaymentKnown, Share, ThrottleTo, Weights,
};

/// The DSP and its entrance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gateway {
    /// Maximum capacity C.
    pub max_capacity: PerSecond,
    /// Most that may wait in the DSP (G4).
    pub backlog_limit: Backlog,
}

/// Settings of the Traffic Management Mechanism (M1–M6, M10).
#[derive(Clone, Debug)]
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
}

/// How allocations are worked out (M1).
#[derive(Clone, Debug)]
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
