//! The form of a scenario file: what may be written, in which shape.
//!
//! The JSON Schema that editors use and the walk that finds faults are both made from these types
//! (`schema.rs`), so there is one statement of the form. Meaning (do the ids exist, do the times
//! fall on edges) is in `meaning.rs`. Every object may also hold `why`, `source` and `assumed`.

mod assertions;
mod control;
mod damping;
mod defaults;
mod events;
mod gateway;
mod has_id;
mod maintenance;
mod northbound;
mod occurs;
mod plan;
mod processes;
mod recording;
mod retries;
mod storms;
mod tables;
mod traffic;
mod warning;

pub use assertions::{AssertionForm, ExpectForm, MoreThanForm};
pub use control::MechanismForm;
pub use damping::ProtectionForm;
pub use events::{AlertStormForm, CampaignForm, DefectForm, DenialOfServiceForm, EventForm};
pub use gateway::{AnomalyForm, GatewayForm};
pub use has_id::HasId;
pub use maintenance::{DeferredForm, MaintenanceForm, ResendForm};
pub use northbound::{
    AdapterForm, AlertForm, AlertKindForm, MessageClassForm, NorthboundForm, OrderForm,
};
pub use occurs::{DrawnForm, OccursForm, TimeForm};
pub use plan::PlanForm;
pub use processes::{ProcessForm, StepForm};
pub use recording::RecordingForm;
pub use retries::RetryForm;
pub use storms::{
    AlertsForm, OffForm, PartyPollForm, PollForm, StormForm, StormPartyForm, SurgeForm,
};
pub use tables::{TableForm, TableReadForm};
pub use traffic::{
    AmountForm, BatchForm, ClockForm, DayForm, FactorLawForm, ProfileForm, SelectForm, StreamForm,
};

use super::words::Civil;
use super::{Counterpart, InputRange};
use crate::domain::{Category, FutureDated, Mode, Portfolio, Role, Span};
use schemars::JsonSchema;
use serde::Deserialize;

/// A scenario: what is asked of the simulator.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct ScenarioForm {
    /// Where editors find the schema; ignored.
    #[serde(rename = "$schema", default)]
    #[expect(dead_code, reason = "part of the form, for editors")]
    pub schema: Option<String>,
    /// Short name: letters, digits, `-`, `_`, `.`. Names the study directory.
    #[schemars(extend("pattern" = "^[A-Za-z0-9_][A-Za-z0-9_.-]{0,79}$"))]
    pub name: String,
    /// The scenario this one changes: a shipped name, or a path ending in `.json` beside this file.
    #[serde(default)]
    #[expect(dead_code, reason = "part of the form; the reader has followed it by then")]
    pub extends: Option<String>,
    /// First instant, Europe/London, on a half-hour: `2022-07-06T00:00`.
    pub start: Civil,
    /// How long, a whole number of half-hours.
    pub duration: Span,
    /// Length of a cell (T1).
    #[serde(default = "defaults::resolution")]
    pub resolution: Span,
    /// Seed of every random draw.
    #[serde(default = "defaults::seed")]
    pub seed: u64,
    /// How many independent replications to run.
    #[serde(default = "defaults::replications")]
    #[schemars(range(min = 1, max = 1_000_000))]
    pub replications: u32,
    /// Dates, Europe/London, that have a Sunday's profile.
    #[serde(default)]
    #[schemars(length(max = 10_000), inner(regex(pattern = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")))]
    pub holidays: Vec<String>,
    /// The DCC Users.
    #[schemars(length(min = 1, max = 20_000), extend("x-table" = "users"))]
    pub users: Vec<UserForm>,
    /// Target response times by class (A9).
    pub response_classes: Vec<ResponseClassForm>,
    /// The Service Reference Variants in use.
    pub srvs: Vec<SrvForm>,
    /// What arrives.
    pub traffic: TrafficForm,
    /// How Users retry (U1): the last rule that matches a User and SRV holds.
    #[serde(default)]
    pub retries: Vec<RetryForm>,
    /// SRVs whose added delay is told by User (C2); left out, those of 7.4 and 2.2 that there are, and of steps of processes.
    #[serde(default)]
    pub followed_srvs: Option<Vec<String>>,
    /// What happens besides ordinary business.
    #[serde(default)]
    pub events: Vec<EventForm>,
    /// How portfolios, requests and capacity change from month to month (M2).
    #[serde(default)]
    pub plan: Option<PlanForm>,
    /// The system being protected.
    pub gateway: GatewayForm,
    /// The Traffic Management Mechanism.
    #[serde(default)]
    pub mechanism: MechanismForm,
    /// The way back to Users.
    #[serde(default)]
    pub northbound: NorthboundForm,
    /// Inputs that may lie in a range, for `headroom sensitivity`.
    #[serde(default)]
    #[schemars(length(max = 1_000))]
    pub ranges: Vec<InputRange>,
    /// Systems besides today's that the figures stand beside, on the same traffic.
    #[serde(default)]
    #[schemars(length(max = 20))]
    pub counterparts: Vec<Counterpart>,
    /// What the results must be, for `headroom test`.
    #[serde(default)]
    #[schemars(length(max = 1_000))]
    pub assertions: Vec<AssertionForm>,
    /// Tables that lists were read from: filled in when they are.
    #[serde(default)]
    #[expect(dead_code, reason = "said, not read")]
    pub tables: Vec<TableReadForm>,
}

impl ScenarioForm {
    /// Whether a replication is a drawn course: events occur in it, or things grow.
    pub fn is_course(&self) -> bool {
        self.plan.is_some() || self.events.iter().any(|e| e.occurs.is_some())
    }
}

/// A User.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct UserForm {
    /// Name in pointers and tables.
    pub id: String,
    /// Name people read; the id where left out.
    #[serde(default)]
    pub name: Option<String>,
    /// Other names under which it, or a party whose portfolio it has taken over, is or was known: `--user` finds it by them.
    #[serde(default)]
    #[schemars(length(max = 100))]
    pub formerly: Vec<String>,
    /// Its share of the DCC's charges, shown beside its share of the allocations.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub charge_share: Option<f64>,
    /// Kind of party.
    pub category: Category,
    /// User Roles.
    #[schemars(length(min = 1))]
    pub roles: Vec<Role>,
    /// Enrolled meters.
    #[serde(default)]
    pub portfolio: Portfolio,
    /// Coefficient of variation of this User's day; `traffic.day_cv` where left out.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 3.0))]
    pub day_cv: Option<f64>,
    /// Coefficient of variation of its half-hours within a day; `traffic.slot_cv` where left out.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 3.0))]
    pub slot_cv: Option<f64>,
}

/// A class of target response times.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct ResponseClassForm {
    /// Name that SRVs give; `scheduled` is what DCC-scheduled and future-dated requests use.
    pub id: String,
    /// Target response time.
    pub target: Span,
    /// Time until a processed request is answered (G9).
    #[serde(default)]
    pub response_time: Span,
}

/// A Service Reference Variant.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct SrvForm {
    /// Number, such as `7.4`.
    pub id: String,
    /// DUIS name.
    #[serde(default)]
    pub name: Option<String>,
    /// User Roles that may send it.
    #[schemars(length(min = 1))]
    pub roles: Vec<Role>,
    /// Whether it takes two submissions (F2.3).
    #[serde(default)]
    pub critical: bool,
    /// Modes in which it can be sent.
    #[serde(default = "defaults::modes")]
    #[schemars(length(min = 1))]
    pub modes: Vec<Mode>,
    /// Who holds it when future dated.
    #[serde(default)]
    pub future_dated: FutureDated,
    /// Whether it goes to a device, which may be without power (G9); else the DSP answers itself.
    #[serde(default = "defaults::yes")]
    pub device: bool,
    /// Whether it asks for the supply: a device's silence ends it, as what it asked about (G9).
    #[serde(default)]
    pub supply_status: bool,
    /// Response class when sent on demand.
    #[serde(default = "defaults::on_demand")]
    pub response_class: String,
}

/// What arrives on an ordinary day.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(default)]
pub struct TrafficForm {
    /// Coefficient of variation of each User's day (T3).
    #[schemars(range(min = 0.0, max = 3.0))]
    pub day_cv: f64,
    /// Coefficient of variation of everybody's day together (T3).
    #[schemars(range(min = 0.0, max = 3.0))]
    pub day_cv_common: f64,
    /// Lag-one correlation of the factors of days that follow one another (T3).
    #[schemars(range(min = 0.0, max = 0.9))]
    pub day_correlation: f64,
    /// Coefficient of variation of each User's half-hours within a day (T3).
    #[schemars(range(min = 0.0, max = 3.0))]
    pub slot_cv: f64,
    /// Coefficient of variation of everybody's half-hours together within a day (T3).
    #[schemars(range(min = 0.0, max = 3.0))]
    pub slot_cv_common: f64,
    /// What the factors of days and half-hours are drawn from (T3).
    pub factor_law: FactorLawForm,
    /// With `empirical`: factors that were observed, in any unit; each is as likely.
    #[schemars(length(max = 1000), inner(range(min = 0.0, max = 1e9)), extend("x-table" = "factors"))]
    pub factor_values: Vec<f64>,
    /// Daily profiles.
    pub profiles: Vec<ProfileForm>,
    /// Streams of Service Requests (T2).
    pub streams: Vec<StreamForm>,
    /// Recorded traffic in place of streams, or beside them (T8).
    pub recording: Option<RecordingForm>,
    /// Processes, such as an installation (T7).
    pub processes: Vec<ProcessForm>,
    /// Time after which the signed second submission of a critical request follows its first (T6).
    pub signing_delay: Span,
    /// A User's daily batches that would start together start this much after one another (U3).
    pub stagger: Span,
}

impl Default for TrafficForm {
    fn default() -> Self {
        Self {
            day_cv: 0.0,
            day_cv_common: 0.0,
            day_correlation: 0.0,
            slot_cv: 0.0,
            slot_cv_common: 0.0,
            factor_law: FactorLawForm::default(),
            factor_values: Vec::new(),
            profiles: Vec::new(),
            streams: Vec::new(),
            recording: None,
            processes: Vec::new(),
            signing_delay: Span::from_s(5),
            stagger: Span::default(),
        }
    }
}
