//! Service Reference Variants and the modes in which their requests arrive.

use super::{Role, Span};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How a stream's requests reach the DSP (T2).
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Arrives at the gateway and is done.
    OnDemand,
    /// Arrives at the gateway when submitted; where the DSP holds it, the DSP starts it when due.
    FutureDated,
    /// Never passes the gateway: it starts inside the DSP.
    DccScheduled,
}

impl Mode {
    /// The word the scenario file and the tables use.
    pub fn word(self) -> &'static str {
        match self {
            Mode::OnDemand => "on_demand",
            Mode::FutureDated => "future_dated",
            Mode::DccScheduled => "dcc_scheduled",
        }
    }
}

/// Who holds a future-dated request until it is due (F2.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FutureDated {
    /// The SRV has no future-dated mode.
    #[default]
    No,
    /// The device: the DSP is done when it has passed the request on.
    Device,
    /// The DSP: it starts the request when due.
    Dsp,
}

/// A Service Reference Variant: one kind of Service Request.
#[derive(Clone, Debug, PartialEq)]
pub struct Srv {
    /// Its number, such as `7.4`.
    pub id: String,
    /// Its DUIS name.
    pub name: String,
    /// The User Roles that may send it.
    pub roles: Vec<Role>,
    /// Whether it takes two submissions (F2.3, T6).
    pub critical: bool,
    /// Who holds it when future dated.
    pub future_dated: FutureDated,
    /// Whether it goes to a device, which may be without power (G9); else the DSP answers itself.
    pub device: bool,
    /// Its class of response time: the one of requests sent on demand.
    pub response_class: String,
    /// Whether it asks for the supply, so that a device's silence ends it: `no_response` (G9).
    pub supply_status: bool,
    /// Time until the answer to a processed request that was sent on demand (G9).
    pub response_on_demand: Span,
    /// The same when future dated or DCC scheduled.
    pub response_scheduled: Span,
    /// Target response time when sent on demand (A9).
    pub target_on_demand: Span,
    /// Target response time when future dated or DCC scheduled, from when it is due (A9).
    pub target_scheduled: Span,
}

impl Srv {
    /// Submissions one request takes at the gateway (F2.3): two when critical.
    pub fn submissions_per_request(&self) -> u64 {
        if self.critical { 2 } else { 1 }
    }

    /// Time until the answer to a processed request in `mode` (G9).
    pub fn response(&self, mode: Mode) -> Span {
        match mode {
            Mode::OnDemand => self.response_on_demand,
            Mode::FutureDated | Mode::DccScheduled => self.response_scheduled,
        }
    }

    /// The target response time in `mode`.
    pub fn target(&self, mode: Mode) -> Span {
        match mode {
            Mode::OnDemand => self.target_on_demand,
            Mode::FutureDated | Mode::DccScheduled => self.target_scheduled,
        }
    }
}
