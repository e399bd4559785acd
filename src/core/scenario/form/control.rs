//! The form of the mechanism's settings.

use super::traffic::SelectForm;
use super::warning::{BufferForm, EarlyWarningForm};
use crate::domain::{
    Basis, Detect, Measure, Pace, Pool, PrepaymentKnown, Share, Signal, Span, ThrottleTo, Weights,
};
use schemars::JsonSchema;
use serde::Deserialize;

/// The Traffic Management Mechanism (M1–M10).
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(default)]
pub struct MechanismForm {
    /// The feature switch (M10).
    pub enabled: bool,
    /// Operating threshold θ, a share of C.
    #[schemars(range(min = 0.000001, max = 1000.0))]
    pub operating_threshold: Share,
    /// What load counts (M4).
    pub measure: Measure,
    /// When activation is noticed (M4).
    pub detect: Detect,
    /// Monitoring window (M3).
    pub window: Span,
    /// Released below this share of the threshold (M4).
    #[schemars(range(min = 0.0, max = 1.0))]
    pub release: Share,
    /// … in this many windows running (M4).
    #[schemars(range(min = 1, max = 10_000))]
    pub hold: u32,
    /// The reading of "whichever is greater" (M5).
    pub throttle_to: ThrottleTo,
    /// Whether limits hold over the window or are paced over its cells (M5).
    pub pace: Pace,
    /// Whether Prioritised Service Requests count in their User's use (M5).
    pub prioritised_use_allocation: bool,
    /// Whether Θ shrinks with C in a partial outage (M1).
    pub threshold_follows_capacity: bool,
    /// Which SRVs are prioritised (M6).
    pub prioritised: PrioritisedForm,
    /// Who may use how much (M1).
    pub allocation: AllocationForm,
    /// What a 503 tells the User (M7).
    pub signal: Signal,
    /// A throttled User is told to come back in the next window (M7); takes `signal` distinct.
    pub retry_after: bool,
    /// Early warning (M8).
    pub early_warning: EarlyWarningForm,
    /// Buffers in which what is over the limit waits, the Alternative Solution (M9).
    pub buffer: BufferForm,
}

/// The Prioritised list.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PrioritisedForm {
    /// Named lists.
    pub lists: Vec<PrioritisedListForm>,
    /// The list in force; empty where left out.
    pub list: Option<String>,
    /// SRVs added to it.
    pub add: Vec<String>,
    /// SRVs taken off it.
    pub remove: Vec<String>,
}

/// A named Prioritised list.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct PrioritisedListForm {
    /// Its name.
    pub id: String,
    /// Its SRVs.
    pub srvs: Vec<String>,
}

/// Allocations (M1).
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(default)]
pub struct AllocationForm {
    /// What a meter weighs.
    pub weights: Weights,
    /// Which meters of network parties count.
    pub basis: Basis,
    /// A prepayment meter weighs this much more.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub prepayment_multiplier: f64,
    /// How the DCC knows a meter is in prepayment mode.
    pub prepayment_known: PrepaymentKnown,
    /// What is shared out.
    pub pool: Pool,
    /// Guaranteed minima: a share of the pool for each User; the last rule that matches holds.
    #[schemars(extend("x-table" = "guaranteed"))]
    pub guaranteed: Vec<GuaranteedForm>,
}

/// A guaranteed minimum.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct GuaranteedForm {
    /// Name in pointers.
    pub id: String,
    /// Which Users.
    #[serde(default)]
    pub users: SelectForm,
    /// Share of the pool for each.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub share: Share,
}

impl Default for MechanismForm {
    fn default() -> Self {
        Self {
            enabled: true,
            operating_threshold: Share::from_f64(0.8),
            measure: Measure::Offered,
            detect: Detect::WindowEnd,
            window: Span::from_s(60),
            release: Share::from_f64(0.9),
            hold: 5,
            throttle_to: ThrottleTo::UntilTotal,
            pace: Pace::Window,
            prioritised_use_allocation: true,
            threshold_follows_capacity: false,
            prioritised: PrioritisedForm::default(),
            allocation: AllocationForm::default(),
            signal: Signal::default(),
            retry_after: false,
            early_warning: EarlyWarningForm::default(),
            buffer: BufferForm::default(),
        }
    }
}

impl Default for AllocationForm {
    fn default() -> Self {
        Self {
            weights: Weights::ExpectedRequests,
            basis: Basis::EnrolledMeters,
            prepayment_multiplier: 2.0,
            prepayment_known: PrepaymentKnown::Portfolio,
            pool: Pool::Threshold,
            guaranteed: Vec::new(),
        }
    }
}
