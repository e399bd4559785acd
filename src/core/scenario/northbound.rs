//! The way back: alerts, Service Responses and what carries them to Users (N1–N6), complete and checked.

use crate::domain::{Fuel, MessageKind, PerSecond, Share, Span};
use schemars::JsonSchema;
use serde::Deserialize;

/// The northbound side.
#[derive(Clone, Debug)]
pub struct Northbound {
    /// Whether it is simulated at all.
    pub enabled: bool,
    /// Classes of Service Responses, the most important first (N5). An SRV that is in none is of the class
    /// [`OTHER_RESPONSES`].
    pub classes: Vec<ResponseClass>,
    /// Alerts that devices and the DCC send, by code (N1).
    pub alerts: Vec<Alert>,
    /// What the path from the DSP to all Users together carries.
    pub outbound: Outbound,
    /// What happens to queues (N5).
    pub release: Release,
    /// For each User, its adapter (N6).
    pub adapters: Vec<Adapter>,
    /// Alert Storm Protection (N2), if it is on.
    pub protection: Option<Damping>,
    /// Consolidation in the Communications Hub (N3), if it is on, and the share of devices behind such a hub.
    pub hub: Option<(Damping, Share)>,
}

/// Service Responses that are released together (N5).
#[derive(Clone, Debug, PartialEq)]
pub struct ResponseClass {
    /// Its name.
    pub id: String,
    /// For each SRV, whether its responses are of this class; the first class that has it holds.
    pub srvs: Vec<bool>,
}

/// The class of responses that are in no other.
pub const OTHER_RESPONSES: &str = "other_responses";

/// The classes of alerts, after all responses (N5).
pub const ALERT_CLASSES: [&str; 2] = ["device_alerts", "dcc_alerts"];

/// An alert code, and who sends and gets it in ordinary times (N1).
#[derive(Clone, Debug, PartialEq)]
pub struct Alert {
    /// The code, such as `0x8F3F`.
    pub id: String,
    /// What it says.
    pub name: String,
    /// Device Alert or DCC Alert.
    pub kind: MessageKind,
    /// For each User, whether it gets those of its meters.
    pub users: Vec<bool>,
    /// Only meters of this fuel.
    pub fuel: Option<Fuel>,
    /// Alerts of a meter a day, faulty ones included, on average.
    pub per_meter: f64,
    /// Share of the meters that are faulty …
    pub faulty: Share,
    /// … and share of the alerts that they send.
    pub faulty_alerts: Share,
}

/// A capacity of the outbound path.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Outbound {
    /// So many messages a second.
    Rate(PerSecond),
    /// So many times C.
    TimesCapacity(Share),
}

/// How queues are released (N5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(rename = "ReleaseForm")]
pub struct Release {
    /// In which order, and whether a rate applies.
    pub policy: ReleasePolicy,
    /// Most that leaves the DSP while queues are released, all Users together.
    pub rate: Option<PerSecond>,
    /// The same for each User.
    pub rate_per_user: Option<PerSecond>,
    /// Queues are released also when one has grown past so many messages.
    #[schemars(range(min = 0, max = 1_000_000_000_000_000_u64))]
    pub abnormal: Option<u64>,
}

impl Default for Release {
    fn default() -> Self {
        Self { policy: ReleasePolicy::AllAtOnce, rate: None, rate_per_user: None, abnormal: None }
    }
}

/// In which order queues are released.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReleasePolicy {
    /// Oldest first, as fast as the path carries: today. Rates do not apply.
    AllAtOnce,
    /// Oldest first, at the release rate.
    ByRate,
    /// By class in order of importance, alerts last; in a class oldest first; at the release rate, if any.
    Prioritised,
}

/// A User's adapter (N6).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Adapter {
    /// What it takes.
    pub rate: AdapterRate,
    /// Its queue holds what it takes in this time.
    pub bound: Span,
    /// Whether it takes messages by class in order of importance; else first in first out.
    pub by_class: bool,
}

/// What an adapter takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum AdapterRate {
    /// So many messages a second.
    Rate(PerSecond),
    /// So many times the messages expected in the User's busiest ordinary minute of the run, and at least one
    /// a second.
    TimesBusiestMinute(f64),
}

/// How repeated alerts of one device and code are held back (N2, N3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damping {
    /// Alerts of a device and code that go on in a window.
    pub threshold: u64,
    /// A whole number of cells; windows follow one another from the run's start.
    pub window: Span,
    /// Of a device in storm one copy goes on in each such period, a whole number of windows.
    pub period: Span,
    /// For each alert code, whether it always goes on.
    pub exclude: Vec<bool>,
}

/// What messages to Users cost in the DSP, in Service Requests (G7).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(rename = "LoadIncludesForm")]
pub struct LoadIncludes {
    /// A Device Alert.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub device_alert: Share,
    /// A DCC Alert.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub dcc_alert: Share,
    /// A Service Response.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub service_response: Share,
    /// Whether it counts in the load that is compared with Θ (M4).
    pub in_load: bool,
}

impl LoadIncludes {
    /// The cost of a message of this kind.
    pub fn cost(&self, kind: MessageKind) -> Share {
        match kind {
            MessageKind::DeviceAlert => self.device_alert,
            MessageKind::DccAlert => self.dcc_alert,
            MessageKind::ServiceResponse => self.service_response,
        }
    }

    /// Whether anything costs anything.
    pub fn any(&self) -> bool {
        [self.device_alert, self.dcc_alert, self.service_response].iter().any(|c| *c > Share::ZERO)
    }
}

impl Northbound {
    /// The class of the responses to `srv`: a place in [`Northbound::classes`], or their number for other
    /// responses.
    pub fn class_of(&self, srv: usize) -> usize {
        self.classes.iter().position(|c| c.srvs[srv]).unwrap_or(self.classes.len())
    }
    /// The names of all classes of messages, the most important first.
    pub fn message_classes(&self) -> Vec<&str> {
        let responses = self.classes.iter().map(|c| c.id.as_str());
        responses.chain([OTHER_RESPONSES]).chain(ALERT_CLASSES).collect()
    }
}
