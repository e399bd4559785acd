//! The form of events.

use super::defaults;
use super::maintenance::MaintenanceForm;
use super::occurs::OccursForm;
use super::storms::{StormForm, SurgeForm};
use super::traffic::SelectForm;
use crate::domain::{Fuel, Mode, PerSecond, Share, Span};
use crate::scenario::words::Civil;
use schemars::JsonSchema;
use serde::Deserialize;

/// An event: exactly one of its kinds is given, one of `at` and `occurs`, and one of `lasts` and `until`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[schemars(extend("allOf" = [{ "oneOf": [{ "required": ["denial_of_service"] }, { "required": ["campaign"] }, { "required": ["surge"] }, { "required": ["storm"] }, { "required": ["outage"] }, { "required": ["maintenance"] }, { "required": ["alert_storm"] }, { "required": ["defect"] }] }, { "oneOf": [{ "required": ["at"] }, { "required": ["occurs"] }] }, { "anyOf": [{ "required": ["occurs"] }, { "oneOf": [{ "required": ["lasts"] }, { "required": ["until"] }] }] }, { "not": { "required": ["lasts", "until"] } }]))]
pub struct EventForm {
    /// Name in pointers, tables and causes.
    pub id: String,
    /// When it begins: `10:00` on the first day, or `2022-07-06T10:00`, Europe/London.
    #[serde(default)]
    pub at: Option<Civil>,
    /// Or how often it happens by chance, and what of it is drawn: then the run is drawn as a course of days.
    #[serde(default)]
    pub occurs: Option<OccursForm>,
    /// How long it lasts.
    #[serde(default)]
    pub lasts: Option<Span>,
    /// Or when it ends: like `at`.
    #[serde(default)]
    pub until: Option<Civil>,
    /// Users send far more than they should.
    #[serde(default)]
    pub denial_of_service: Option<DenialOfServiceForm>,
    /// Users send a number of requests over a time.
    #[serde(default)]
    pub campaign: Option<CampaignForm>,
    /// Multiplies chosen streams.
    #[serde(default)]
    pub surge: Option<SurgeForm>,
    /// Customers lose supply, and network parties ask who has.
    #[serde(default)]
    pub storm: Option<StormForm>,
    /// Unplanned loss of service or of a share of capacity.
    #[serde(default)]
    pub outage: Option<OutageForm>,
    /// Planned: no service and no outbound path, and what happens round that.
    #[serde(default)]
    pub maintenance: Option<MaintenanceForm>,
    /// Devices send an alert code again and again.
    #[serde(default)]
    pub alert_storm: Option<AlertStormForm>,
    /// A share of devices fail, and their alerts repeat, or cost more.
    #[serde(default)]
    pub defect: Option<DefectForm>,
}

/// A flood of Service Requests: exactly one of `rate` and `times_peak`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[schemars(extend("oneOf" = [{ "required": ["rate"] }, { "required": ["times_peak"] }]))]
pub struct DenialOfServiceForm {
    /// Which Users; each sends the whole rate.
    pub users: SelectForm,
    /// Which SRVs, in equal parts.
    #[schemars(length(min = 1))]
    pub srvs: Vec<String>,
    /// Rate of each User.
    #[serde(default)]
    pub rate: Option<PerSecond>,
    /// Or a multiple of each User's own busiest ordinary half-hour.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1e9))]
    pub times_peak: Option<f64>,
    /// Shape over its time: shares of equal parts; even where left out.
    #[serde(default)]
    pub shape: Vec<f64>,
    /// Retries refused requests by the User's policy; otherwise answers are ignored and never retried.
    #[serde(default = "defaults::yes")]
    pub reacts: bool,
}

/// A number of requests over a time: exactly one of `number` and `per_meter`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[schemars(extend("oneOf" = [{ "required": ["number"] }, { "required": ["per_meter"] }]))]
pub struct CampaignForm {
    /// Which Users.
    pub users: SelectForm,
    /// Which SRV.
    pub srv: String,
    /// Requests of each User, exactly.
    #[serde(default)]
    #[schemars(range(min = 0, max = 1_000_000_000_000_u64))]
    pub number: Option<u64>,
    /// Or requests of each User for each of its enrolled meters, exactly, to the nearest whole number.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1e6))]
    pub per_meter: Option<f64>,
    /// Of these only meters of this fuel; of both where left out.
    #[serde(default)]
    pub fuel: Option<Fuel>,
    /// How they reach the DSP.
    #[serde(default = "defaults::mode")]
    pub mode: Mode,
    /// Shape over its time: shares of equal parts; even where left out.
    #[serde(default)]
    pub shape: Vec<f64>,
}

/// Loss of service.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct OutageForm {
    /// Share of capacity that remains; 0 is no service.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub capacity: Share,
    /// Share of the outbound path's capacity that remains (N4); as much as of C where left out.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub outbound: Option<Share>,
}

/// Devices that send an alert code again and again.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct AlertStormForm {
    /// Which code: one of `/northbound/alerts`.
    pub code: String,
    /// How many devices, of all Users together; shared by the meters that can send the code.
    #[schemars(range(min = 0, max = 1_000_000_000))]
    pub devices: u64,
    /// Mean time between a device's alerts.
    pub every: Span,
    /// Whose meters; those who get the code in ordinary times where left out.
    #[serde(default)]
    pub users: Option<SelectForm>,
    /// What one costs in the DSP, in ordinary alerts of its kind (G7).
    #[serde(default = "defaults::whole")]
    #[schemars(range(min = 0.0, max = 1e6))]
    pub cost: Share,
}

/// Devices that fail, and say so.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct DefectForm {
    /// Which code: one of `/northbound/alerts`.
    pub code: String,
    /// Share of each User's meters that fail.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub share: f64,
    /// Only meters of this fuel; those that can send the code where left out.
    #[serde(default)]
    pub fuel: Option<Fuel>,
    /// Mean time between a device's alerts.
    pub every: Span,
    /// Whose meters; those who get the code in ordinary times where left out.
    #[serde(default)]
    pub users: Option<SelectForm>,
    /// What one costs in the DSP, in ordinary alerts of its kind (G7).
    #[serde(default = "defaults::whole")]
    #[schemars(range(min = 0.0, max = 1e6))]
    pub cost: Share,
}
