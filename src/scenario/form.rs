//! The form of a scenario file: what may be written, in which shape.
//!
//! The JSON Schema that editors use and the walk that finds faults are both made from these types
//! (`schema.rs`), so there is one statement of the form. Meaning (do the ids exist, do the times
//! fall on edges) is in `meaning.rs`. Every object may also hold `why`, `source` and `assumed`.

use super::words::{Amount, Backlog, Civil, ClockTime, RateWords, SpanWords};
use crate::domain::{
    Basis, Category, Detect, Fuel, FutureDated, Measure, Mode, Pace, Pool, PrepaymentKnown, Role,
    ThrottleTo, Weights,
};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A scenario: what is asked of the simulator.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct File {
    /// Where editors find the schema; ignored.
    #[serde(rename = "$schema", default)]
    pub schema: Option<String>,
    /// Short name: letters, digits, `-`, `_`, `.`. Names the study directory.
    pub name: String,
    /// The scenario this one changes: a shipped name, or a path ending in `.json` beside this file.
    #[serde(default)]
    pub extends: Option<String>,
    /// First instant, Europe/London, on a half-hour: `2022-07-06T00:00`.
    pub start: Civil,
    /// How long, a whole number of half-hours.
    pub duration: SpanWords,
    /// Length of a cell (T1).
    #[serde(default = "defaults::resolution")]
    pub resolution: SpanWords,
    /// Seed of every random draw.
    #[serde(default = "defaults::seed")]
    pub seed: u64,
    /// How many independent replications to run.
    #[serde(default = "defaults::replications")]
    #[schemars(range(min = 1, max = 1_000_000))]
    pub replications: u32,
    /// Dates, Europe/London, that have a Sunday's profile.
    #[serde(default)]
    pub holidays: Vec<String>,
    /// The DCC Users.
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
    /// What happens besides ordinary business.
    #[serde(default)]
    pub events: Vec<EventForm>,
    /// The system being protected.
    pub gateway: GatewayForm,
    /// The Traffic Management Mechanism.
    #[serde(default)]
    pub mechanism: MechanismForm,
}

/// A User.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct UserForm {
    /// Name in pointers and tables.
    pub id: String,
    /// Name people read; the id where left out.
    #[serde(default)]
    pub name: Option<String>,
    /// Kind of party.
    pub category: Category,
    /// User Roles.
    #[schemars(length(min = 1))]
    pub roles: Vec<Role>,
    /// Enrolled meters.
    #[serde(default)]
    pub portfolio: PortfolioForm,
    /// Coefficient of variation of this User's day; `traffic.day_cv` where left out.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 3.0))]
    pub day_cv: Option<f64>,
}

/// Enrolled meters by class.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PortfolioForm {
    /// Electricity meters in credit mode.
    #[schemars(range(min = 0, max = 1_000_000_000))]
    pub electricity_credit: u64,
    /// Electricity meters in prepayment mode.
    #[schemars(range(min = 0, max = 1_000_000_000))]
    pub electricity_prepayment: u64,
    /// Gas meters in credit mode.
    #[schemars(range(min = 0, max = 1_000_000_000))]
    pub gas_credit: u64,
    /// Gas meters in prepayment mode.
    #[schemars(range(min = 0, max = 1_000_000_000))]
    pub gas_prepayment: u64,
    /// Metering points a network party is charged for.
    #[schemars(range(min = 0, max = 1_000_000_000))]
    pub charged_mpans: u64,
}

/// A class of target response times.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct ResponseClassForm {
    /// Name that SRVs give; `scheduled` is what DCC-scheduled and future-dated requests use.
    pub id: String,
    /// Target response time.
    pub target: SpanWords,
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
    /// Response class when sent on demand.
    #[serde(default = "defaults::on_demand")]
    pub response_class: String,
}

/// What arrives on an ordinary day.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct TrafficForm {
    /// Coefficient of variation of each User's day (T3).
    #[schemars(range(min = 0.0, max = 3.0))]
    pub day_cv: f64,
    /// Coefficient of variation of everybody's day together (T3).
    #[schemars(range(min = 0.0, max = 3.0))]
    pub day_cv_common: f64,
    /// Daily profiles.
    pub profiles: Vec<ProfileForm>,
    /// Streams of Service Requests (T2).
    pub streams: Vec<StreamForm>,
}

/// When a stream's day arrives.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct ProfileForm {
    /// Name that streams give.
    pub id: String,
    /// Whose clock the half-hours are of.
    #[serde(default)]
    pub clock: ClockForm,
    /// A working day.
    pub weekday: DayForm,
    /// A Saturday; the weekday where left out.
    #[serde(default)]
    pub saturday: Option<DayForm>,
    /// A Sunday or holiday; the Saturday where left out.
    #[serde(default)]
    pub sunday: Option<DayForm>,
}

/// One kind of day.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct DayForm {
    /// 48 half-hour shares of the day, 00:00 first; they sum to 1.
    #[schemars(length(min = 48, max = 48), inner(range(min = 0.0, max = 1.0)))]
    pub shares: Vec<f64>,
    /// Multiplies the day's amount: 0.5 is half a working day's business.
    #[serde(default = "defaults::one")]
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub level: f64,
    /// Shape inside a half-hour, by its start (`"00:00"`): shares of equal parts.
    #[serde(default)]
    pub within: BTreeMap<String, Vec<f64>>,
}

/// Whose clock a profile or batch follows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ClockForm {
    /// Europe/London, with its clock changes.
    #[default]
    Local,
    /// UTC, as DCC schedules are (F2.7).
    Utc,
}

/// Which Users: all that fit every list given; all Users where none is.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct SelectForm {
    /// Of these categories.
    pub categories: Vec<Category>,
    /// With any of these User Roles.
    pub roles: Vec<Role>,
    /// These Users.
    pub ids: Vec<String>,
    /// Not these Users.
    pub except: Vec<String>,
}

/// A stream of Service Requests (T2).
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct StreamForm {
    /// Name in pointers and tables.
    pub id: String,
    /// Which Users send it.
    #[serde(default)]
    pub users: SelectForm,
    /// Which SRV.
    pub srv: String,
    /// How it reaches the DSP.
    #[serde(default = "defaults::mode")]
    pub mode: Mode,
    /// Share of an on-demand stream that the DCC schedules instead.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub dcc_scheduled_share: f64,
    /// How much a day.
    pub amount: AmountForm,
    /// The day's number is exact, not Poisson (T3).
    #[serde(default)]
    pub exact: bool,
    /// Daily profile.
    #[serde(default)]
    pub profile: Option<String>,
    /// Or a batch.
    #[serde(default)]
    pub batch: Option<BatchForm>,
    /// When a future-dated request is due: a time of day, the next after its submission.
    #[serde(default)]
    pub due: Option<DueForm>,
}

/// How much a stream sends a day: exactly one of the four numbers.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct AmountForm {
    /// Requests per enrolled meter per day.
    #[schemars(range(min = 0.0, max = 1e6))]
    pub per_meter: Option<f64>,
    /// Requests per prepayment meter per day.
    #[schemars(range(min = 0.0, max = 1e6))]
    pub per_prepayment_meter: Option<f64>,
    /// Requests per User per day.
    #[schemars(range(min = 0.0, max = 1e12))]
    pub per_user: Option<f64>,
    /// A fixed number a day for all its Users together, shared by their meters (evenly where none has any).
    #[schemars(range(min = 0.0, max = 1e12))]
    pub number: Option<f64>,
    /// Count only meters of this fuel.
    pub fuel: Option<Fuel>,
}

/// A batch: a day's requests sent together.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct BatchForm {
    /// Time of day at which it starts.
    pub start: ClockTime,
    /// Whose clock.
    #[serde(default)]
    pub clock: ClockForm,
    /// Time over which it is spread evenly; one cell where left out.
    #[serde(default)]
    pub spread: Option<SpanWords>,
    /// Each User starts this much after the one before, in file order.
    #[serde(default)]
    pub stagger: Option<SpanWords>,
}

/// When future-dated requests are due.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct DueForm {
    /// Time of day.
    pub at: ClockTime,
    /// Whose clock.
    #[serde(default)]
    pub clock: ClockForm,
    /// Time over which the DSP starts them evenly; one cell where left out.
    #[serde(default)]
    pub spread: Option<SpanWords>,
}

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
    pub first: Option<SpanWords>,
    /// Each further delay is this much longer.
    #[serde(default = "defaults::one")]
    #[schemars(range(min = 1.0, max = 100.0))]
    pub factor: f64,
    /// Longest delay.
    #[serde(default)]
    pub cap: Option<SpanWords>,
    /// A retry falls within delay ± this share of it.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub jitter: f64,
    /// Gives up when the retry would fall past the SRV's target response time.
    #[serde(default)]
    pub give_up_at_deadline: bool,
}

/// An event: exactly one of its kinds is given.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct EventForm {
    /// Name in pointers, tables and causes.
    pub id: String,
    /// When it begins: `10:00` on the first day, or `2022-07-06T10:00`, Europe/London.
    pub at: Civil,
    /// How long it lasts.
    pub lasts: SpanWords,
    /// Users send far more than they should.
    #[serde(default)]
    pub denial_of_service: Option<DenialOfServiceForm>,
    /// Users send a number of requests over a time.
    #[serde(default)]
    pub campaign: Option<CampaignForm>,
    /// Multiplies chosen streams.
    #[serde(default)]
    pub surge: Option<SurgeForm>,
    /// Unplanned loss of service or of a share of capacity.
    #[serde(default)]
    pub outage: Option<OutageForm>,
}

/// A flood of Service Requests: exactly one of `rate` and `times_peak`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct DenialOfServiceForm {
    /// Which Users; each sends the whole rate.
    pub users: SelectForm,
    /// Which SRVs, in equal parts.
    #[schemars(length(min = 1))]
    pub srvs: Vec<String>,
    /// Rate of each User.
    #[serde(default)]
    pub rate: Option<RateWords>,
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

/// A number of requests over a time.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct CampaignForm {
    /// Which Users; each sends the whole number.
    pub users: SelectForm,
    /// Which SRV.
    pub srv: String,
    /// Requests of each User, exactly.
    #[schemars(range(min = 0, max = 1_000_000_000_000_u64))]
    pub number: u64,
    /// How they reach the DSP.
    #[serde(default = "defaults::mode")]
    pub mode: Mode,
    /// Shape over its time: shares of equal parts; even where left out.
    #[serde(default)]
    pub shape: Vec<f64>,
}

/// A multiplier of streams.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct SurgeForm {
    /// Which streams; all where left out.
    #[serde(default)]
    pub streams: Vec<String>,
    /// Whose.
    #[serde(default)]
    pub users: SelectForm,
    /// How many times as much.
    #[schemars(range(min = 0.0, max = 1e6))]
    pub factor: f64,
}

/// Loss of service.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct OutageForm {
    /// Share of capacity that remains; 0 is no service.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub capacity: f64,
}

/// The DSP and its entrance.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct GatewayForm {
    /// Maximum capacity C: requests the DSP can process a second.
    pub max_capacity: RateWords,
    /// Most that may wait in the DSP: a time × C, or a number of requests (G4).
    #[serde(default = "defaults::backlog_limit")]
    pub backlog_limit: Backlog,
}

/// The Traffic Management Mechanism (M1–M6, M10).
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(default)]
pub struct MechanismForm {
    /// The feature switch (M10).
    pub enabled: bool,
    /// Operating threshold θ, a share of C.
    #[schemars(range(min = 0.000001, max = 1000.0))]
    pub operating_threshold: f64,
    /// What load counts (M4).
    pub measure: Measure,
    /// When activation is noticed (M4).
    pub detect: Detect,
    /// Monitoring window (M3).
    pub window: SpanWords,
    /// Released below this share of the threshold (M4).
    #[schemars(range(min = 0.0, max = 1.0))]
    pub release: f64,
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
    pub share: f64,
}

impl Default for MechanismForm {
    fn default() -> Self {
        Self {
            enabled: true,
            operating_threshold: 0.8,
            measure: Measure::Offered,
            detect: Detect::WindowEnd,
            window: SpanWords::seconds(60),
            release: 0.9,
            hold: 5,
            throttle_to: ThrottleTo::UntilTotal,
            pace: Pace::Window,
            prioritised_use_allocation: true,
            threshold_follows_capacity: false,
            prioritised: PrioritisedForm::default(),
            allocation: AllocationForm::default(),
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

impl AmountForm {
    /// The amount given, or how many were given instead of one.
    pub fn one(&self) -> Result<Amount, usize> {
        let given: Vec<Amount> = [
            self.per_meter.map(Amount::PerMeter),
            self.per_prepayment_meter.map(Amount::PerPrepaymentMeter),
            self.per_user.map(Amount::PerUser),
            self.number.map(Amount::Number),
        ]
        .into_iter()
        .flatten()
        .collect();
        match given[..] {
            [one] => Ok(one),
            _ => Err(given.len()),
        }
    }
}

/// Defaults of the file (`model.md`, A12), each marked where it is used in `docs/rules.md`.
mod defaults {
    use super::{Backlog, Mode, SpanWords};

    pub fn resolution() -> SpanWords {
        SpanWords::seconds(10)
    }
    pub fn seed() -> u64 {
        1
    }
    pub fn replications() -> u32 {
        1
    }
    pub fn one() -> f64 {
        1.0
    }
    pub fn yes() -> bool {
        true
    }
    pub fn mode() -> Mode {
        Mode::OnDemand
    }
    pub fn modes() -> Vec<Mode> {
        vec![Mode::OnDemand]
    }
    pub fn on_demand() -> String {
        "on_demand".to_owned()
    }
    pub fn backlog_limit() -> Backlog {
        Backlog::Time(crate::domain::Span::from_s(60))
    }
}
