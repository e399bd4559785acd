//! The form of the way back to Users (N1–N6): alerts, responses, queues and adapters.

use super::damping::{ConsolidationForm, ProtectionForm};
use super::defaults;
use super::traffic::SelectForm;
use crate::domain::{Fuel, PerSecond, Share, Span};
use crate::scenario::Release;
use schemars::JsonSchema;
use serde::Deserialize;

/// The way back to Users: alerts, Service Responses, and what carries them (N1–N6).
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct NorthboundForm {
    /// Whether it is simulated at all.
    pub enabled: bool,
    /// Classes of Service Responses, the most important first (N5); an SRV that is in none is of the class
    /// `other_responses`.
    pub classes: Vec<MessageClassForm>,
    /// Alerts that devices and the DCC send, by code (N1).
    pub alerts: Vec<AlertForm>,
    /// What the path from the DSP to all Users together carries (N4); 2 × C where left out.
    pub outbound: Option<OutboundForm>,
    /// How queues are released (N5).
    pub release: Release,
    /// Users' adapters (N6): the last rule that matches a User holds; where none does, twice its busiest
    /// ordinary minute and an hour of it, first in first out.
    pub adapters: Vec<AdapterForm>,
    /// Alert Storm Protection in the DSP (N2).
    pub alert_storm_protection: ProtectionForm,
    /// Consolidation in the Communications Hub (N3).
    pub hub_consolidation: ConsolidationForm,
}

/// Service Responses that are released together (N5).
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct MessageClassForm {
    /// Name in pointers and tables.
    pub id: String,
    /// Whose responses are of this class; the first class that has an SRV holds.
    #[schemars(length(min = 1))]
    pub srvs: Vec<String>,
}

/// An alert code, and who gets it in ordinary times (N1).
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct AlertForm {
    /// The code, such as `0x8F3F`.
    pub id: String,
    /// What it says; the code where left out.
    #[serde(default)]
    pub name: Option<String>,
    /// Who makes it.
    pub kind: AlertKindForm,
    /// Which Users get those of their meters.
    #[serde(default)]
    pub users: SelectForm,
    /// Only meters of this fuel send it.
    #[serde(default)]
    pub fuel: Option<Fuel>,
    /// Alerts of a meter a day on average, faulty ones included; none where left out, so that only events
    /// send it.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1e6))]
    pub per_meter: f64,
    /// Meters that send far more than others; none where left out.
    #[serde(default)]
    pub faulty: Option<FaultyForm>,
}

/// Who makes an alert.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AlertKindForm {
    /// A device.
    DeviceAlert,
    /// The DCC.
    DccAlert,
}

/// The heavy tail of an alert code (N1).
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub struct FaultyForm {
    /// Share of the meters that are faulty.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub devices: f64,
    /// Share of the alerts that these send.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub alerts: f64,
}

/// A capacity: exactly one of `times_capacity` and `rate`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[schemars(extend("oneOf" = [{ "required": ["times_capacity"] }, { "required": ["rate"] }]))]
pub struct OutboundForm {
    /// So many times C.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub times_capacity: Option<Share>,
    /// Or so many messages a second.
    #[serde(default)]
    pub rate: Option<PerSecond>,
}

/// A rule on adapters (N6): exactly one of `times_busiest_minute` and `rate`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[schemars(extend("oneOf" = [{ "required": ["times_busiest_minute"] }, { "required": ["rate"] }]))]
pub struct AdapterForm {
    /// Name in pointers.
    pub id: String,
    /// Whose adapters.
    #[serde(default)]
    pub users: SelectForm,
    /// Takes so many times the messages expected in the User's busiest ordinary minute, at least one a second.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1e6))]
    pub times_busiest_minute: Option<f64>,
    /// Or so many messages a second.
    #[serde(default)]
    pub rate: Option<PerSecond>,
    /// Its queue holds what it takes in this time; what does not fit is lost.
    #[serde(default = "defaults::hour")]
    pub bound: Span,
    /// In which order it takes them.
    #[serde(default)]
    pub order: OrderForm,
}

/// In which order an adapter takes messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OrderForm {
    /// As they come.
    #[default]
    FirstInFirstOut,
    /// By class in order of importance, alerts last.
    ByClass,
}
