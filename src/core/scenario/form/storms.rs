//! The form of storms (G9, section 3 of the model).

use super::defaults;
use super::traffic::SelectForm;
use crate::domain::{Share, Span};
use crate::scenario::words::Civil;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer};

/// Customers lose supply, and network parties ask who has.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct StormForm {
    /// Whose customers.
    #[schemars(length(min = 1), extend("x-table" = "parties"))]
    pub parties: Vec<StormPartyForm>,
    /// Share of the customers off supply over time, of parties that give no curve of their own.
    #[serde(default)]
    #[schemars(extend("x-table" = "curve"))]
    pub curve: Vec<OffForm>,
    /// Multiplies every party's customers and meters: an axis for storms of other sizes.
    #[serde(default = "defaults::one")]
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub size: f64,
    /// How network parties ask their meters; those that say nothing of their own do not where left out.
    #[serde(default)]
    pub poll: Option<PollForm>,
    /// What meters tell by themselves; nothing where left out.
    #[serde(default)]
    pub alerts: Option<AlertsForm>,
    /// Share of its polls to meters with supply, of neighbours too, that get no answer: their communications are out.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub silent_with_supply: Share,
    /// Streams that rise while it lasts.
    #[serde(default)]
    pub surges: Vec<SurgeForm>,
}

/// A network party in a storm.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct StormPartyForm {
    /// The id of the User, an electricity network party.
    pub id: String,
    /// Customers off supply where the curve is at 1.
    #[schemars(range(min = 0, max = 1_000_000_000))]
    pub customers: u64,
    /// Of them with an enrolled electricity meter; where left out, as many as of all the customers the
    /// party is charged for.
    #[serde(default)]
    #[schemars(range(min = 0, max = 1_000_000_000))]
    pub meters: Option<u64>,
    /// Its own curve; the storm's where left out.
    #[serde(default)]
    #[schemars(extend("x-table" = "curve"))]
    pub curve: Vec<OffForm>,
    /// Words of its own about how it asks, each before the storm's; null: it does not ask.
    #[serde(default, deserialize_with = "null_too")]
    #[schemars(with = "Option<PartyPollForm>")]
    pub poll: Option<Option<PartyPollForm>>,
}

/// What is there, null too.
fn null_too<'de, D: Deserializer<'de>, T: Deserialize<'de>>(de: D) -> Result<Option<T>, D::Error> {
    T::deserialize(de).map(Some)
}

/// A point of a curve: between points it is linear, before the first nobody is off, after the last it
/// stays. Exactly one of `at` and `after`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[schemars(extend("oneOf" = [{ "required": ["at"] }, { "required": ["after"] }]))]
pub struct OffForm {
    /// When: like `at` of the event, and while it lasts.
    #[serde(default)]
    pub at: Option<Civil>,
    /// Or how long after the storm's beginning.
    #[serde(default)]
    pub after: Option<Span>,
    /// Share of the customers off supply then.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub off: f64,
}

/// How a network party asks its meters whether they have supply.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PollForm {
    /// With which SRV.
    pub srv: String,
    /// A round begins this often, the first with the storm.
    pub every: Span,
    /// The requests of a round are spread evenly over this time.
    pub spread: Span,
    /// Neighbours asked with each customer.
    #[schemars(range(min = 0, max = 1_000))]
    pub neighbours: u32,
    /// Customers known to be back are not asked again; else everybody who has lost supply is, to the end.
    pub stop_when_known: bool,
}

/// How a network party asks where not as its storm says: each word is the storm's where left out, or the default where
/// the storm does not say how.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PartyPollForm {
    /// With which SRV.
    pub srv: Option<String>,
    /// A round begins this often, the first with the storm.
    pub every: Option<Span>,
    /// The requests of a round are spread evenly over this time.
    pub spread: Option<Span>,
    /// Neighbours asked with each customer.
    #[schemars(range(min = 0, max = 1_000))]
    pub neighbours: Option<u32>,
    /// Customers known to be back are not asked again.
    pub stop_when_known: Option<bool>,
}

/// Alerts of loss and restoration.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(default)]
pub struct AlertsForm {
    /// Time off supply after which a meter reports it.
    pub after: Span,
    /// Share of alerts of loss that do not arrive.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub outage_lost: Share,
    /// Share of alerts of restoration that do not arrive.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub restore_lost: Share,
    /// The code of alerts of loss, one of `/northbound/alerts`: then they are northbound messages.
    pub outage_code: Option<String>,
    /// The code of alerts of restoration.
    pub restore_code: Option<String>,
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

impl Default for PollForm {
    fn default() -> Self {
        Self {
            srv: "7.4".to_owned(),
            every: Span::from_s(900),
            spread: Span::from_s(300),
            neighbours: 1,
            stop_when_known: true,
        }
    }
}

impl Default for AlertsForm {
    fn default() -> Self {
        Self {
            after: Span::from_s(180),
            outage_lost: Share::from_f64(0.3),
            restore_lost: Share::from_f64(0.3),
            outage_code: None,
            restore_code: None,
        }
    }
}
