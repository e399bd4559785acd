//! The form of profiles, streams and selections of Users.

use super::defaults;
use crate::domain::{Category, Fuel, Mode, Role, Span};
use crate::scenario::words::{Amount, ClockTime};
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

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
    #[schemars(length(min = 48, max = 48), inner(range(min = 0.0, max = 1.0)), extend("x-table" = "shares"))]
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

/// What factors are drawn from (T3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FactorLawForm {
    /// A gamma distribution.
    #[default]
    Gamma,
    /// A log-normal one.
    LogNormal,
    /// The values of `factor_values`.
    Empirical,
}

/// Which Users: all that fit every list given; all Users where none is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
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
#[schemars(extend("oneOf" = [{ "required": ["profile"] }, { "required": ["batch"] }]))]
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

/// How much a stream sends, or how many runs a process has, a day: exactly one of the four numbers.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(extend("oneOf" = [{ "required": ["per_meter"] }, { "required": ["per_prepayment_meter"] }, { "required": ["per_user"] }, { "required": ["number"] }]))]
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
    /// Time over which it is spread evenly; one cell where left out. It ends by the end of the day after its start.
    #[serde(default)]
    pub spread: Option<Span>,
    /// Each User starts this much after the one before, in file order.
    #[serde(default)]
    pub stagger: Option<Span>,
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
    pub spread: Option<Span>,
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
