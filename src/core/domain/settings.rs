//! The choices the modification's documents leave open, each a parameter with a marked default
//! (M1, M4, M5).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What load counts (M4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Attempts that reach the mechanism, and DCC-scheduled requests.
    Offered,
    /// What was admitted.
    Admitted,
}

/// When activation is noticed (M4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Detect {
    /// From the window after the one that reached the threshold.
    WindowEnd,
    /// From the attempt that reaches it.
    Immediate,
}

/// The four readings of "either their stated allocation or the operating threshold (whichever is
/// greater)" (M5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ThrottleTo {
    /// The User's allocation.
    Allocation,
    /// … once all use has reached the threshold.
    UntilTotal,
    /// … plus a share of what the others left unused in the window before.
    ShareUnused,
    /// The operating threshold for every single User: the literal words.
    UserMaximum,
}

impl ThrottleTo {
    /// The word of the scenario file.
    pub fn word(self) -> &'static str {
        match self {
            ThrottleTo::Allocation => "allocation",
            ThrottleTo::UntilTotal => "until_total",
            ThrottleTo::ShareUnused => "share_unused",
            ThrottleTo::UserMaximum => "user_maximum",
        }
    }
}

/// Over what time limits hold (M5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Pace {
    /// The whole window.
    Window,
    /// Up to the end of the window's i-th of c cells, i/c of them.
    Cell,
}

/// What a meter weighs (M1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Weights {
    /// Its User category's expected submissions per meter per day, DCC-scheduled ones not.
    ExpectedRequests,
    /// One.
    Meters,
}

/// Which meters of network parties count (M1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// Enrolled meters.
    EnrolledMeters,
    /// Metering points charged for, where a User has any.
    ChargedMpans,
}

/// How the DCC knows a meter is in prepayment mode (M1; RC: EDF).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PrepaymentKnown {
    /// From the portfolio.
    Portfolio,
    /// From the top-ups (SRV 2.2) it sees.
    TopUps,
    /// Not at all.
    No,
}

/// What is shared out (M1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Pool {
    /// Θ.
    Threshold,
    /// C.
    Capacity,
}

/// What a 503 tells the User (M7).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Signal {
    /// Nothing: throttled, rejected and unavailable look alike.
    #[default]
    #[serde(rename = "plain_503")]
    Plain503,
    /// That it was the mechanism that refused the request.
    Distinct,
}
