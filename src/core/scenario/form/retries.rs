//! The form of retry rules (U1, U2, M7).

use super::defaults;
use super::traffic::SelectForm;
use crate::domain::{Share, Span};
use crate::scenario::{Backoff, TimeOut};
use schemars::JsonSchema;
use serde::Deserialize;

/// A retry policy and to whom it applies (U1).
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct RetryForm {
    /// Name in pointers.
    pub id: String,
    /// Which Users.
    #[serde(default)]
    pub users: SelectForm,
    /// Which SRVs; all where left out.
    #[serde(default)]
    pub srvs: Vec<String>,
    /// Attempts in all, the first included.
    #[schemars(range(min = 1, max = 100))]
    pub attempts: u32,
    /// Delay before the first retry.
    #[serde(default)]
    pub first: Option<Span>,
    /// Each further delay is this much longer.
    #[serde(default = "defaults::one")]
    #[schemars(range(min = 1.0, max = 100.0))]
    pub factor: f64,
    /// Longest delay.
    #[serde(default)]
    pub cap: Option<Span>,
    /// A retry falls within delay ± this share of it.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub jitter: Share,
    /// Gives up when the retry would fall past the SRV's target response time.
    #[serde(default)]
    pub give_up_at_deadline: bool,
    /// Resubmits a request that still waits in the DSP after this time (U2), and takes one for lost that
    /// a device has not answered after it (G9): a time, or a multiple of the SRV's target when sent on
    /// demand.
    #[serde(default)]
    pub response_timeout: Option<TimeOut>,
    /// Delays after a throttled attempt, where the answer tells (M7).
    #[serde(default)]
    pub on_throttled: Option<Backoff>,
}
