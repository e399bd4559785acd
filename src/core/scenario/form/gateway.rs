//! The form of the gateway (G2, G4, G7, G8).

use super::defaults;
use super::traffic::SelectForm;
use crate::domain::{PerSecond, Share, Span};
use crate::scenario::words::Backlog;
use crate::scenario::{Collapse, LoadIncludes};
use schemars::JsonSchema;
use serde::Deserialize;

/// The DSP and its entrance: `max_capacity`, or `threshold_over_ordinary`, which it follows from.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[schemars(extend("anyOf" = [{ "required": ["max_capacity"] }, { "required": ["threshold_over_ordinary"] }]))]
pub struct GatewayForm {
    /// Maximum capacity C: requests the DSP can process a second.
    #[serde(default)]
    pub max_capacity: Option<PerSecond>,
    /// Takes the place of `max_capacity`: C is such that Θ is so many times the busiest ordinary window,
    /// what alerts and responses load included.
    #[serde(default)]
    #[schemars(range(min = 0.001, max = 1000.0))]
    pub threshold_over_ordinary: Option<f64>,
    /// What loads the DSP besides Service Requests (G7).
    #[serde(default)]
    pub load_includes: LoadIncludes,
    /// Most that may wait in the DSP: a time × C, or a number of requests (G4).
    #[serde(default = "defaults::backlog_limit")]
    pub backlog_limit: Backlog,
    /// Share of a cell's capacity that what the DSP starts itself takes before Users' requests; more only where it would
    /// else be idle (G4).
    #[serde(default = "defaults::half")]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub scheduled_share: Share,
    /// Lasting overload ends in an outage (G8).
    #[serde(default)]
    pub collapse: Option<Collapse>,
    /// Anomaly detection (G2): the last rule that matches a User and SRV holds.
    #[serde(default)]
    pub anomaly: Vec<AnomalyForm>,
    /// Always-on caps on what a User sends (G2): the last that matches it holds.
    #[serde(default)]
    pub caps: Vec<CapForm>,
}

/// Anomaly detection (G2): exactly one of `times_busiest_day` and `number`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[schemars(extend("oneOf" = [{ "required": ["times_busiest_day"] }, { "required": ["number"] }]))]
pub struct AnomalyForm {
    /// Name in pointers.
    pub id: String,
    /// Which Users.
    #[serde(default)]
    pub users: SelectForm,
    /// Which SRVs, each counted by itself; all where left out.
    #[serde(default)]
    pub srvs: Vec<String>,
    /// So many times what the User is expected to send of the SRV on its busiest kind of day, in
    /// proportion to the period.
    #[serde(default)]
    #[schemars(range(min = 0.000001, max = 1e6))]
    pub times_busiest_day: Option<f64>,
    /// With it, the least that is let through however few are expected; 0 where left out.
    #[serde(default)]
    #[schemars(range(min = 0, max = 1_000_000_000_000_000_u64))]
    pub at_least: Option<u64>,
    /// Or a number of attempts.
    #[serde(default)]
    #[schemars(range(min = 0, max = 1_000_000_000_000_000_u64))]
    pub number: Option<u64>,
    /// Over which attempts are counted; periods follow one another from the run's start.
    #[serde(default = "defaults::day")]
    pub period: Span,
}

/// An always-on cap (G2).
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct CapForm {
    /// Name in pointers.
    pub id: String,
    /// Which Users; each has the whole cap.
    #[serde(default)]
    pub users: SelectForm,
    /// Most that passes, all SRVs together.
    pub rate: PerSecond,
}
