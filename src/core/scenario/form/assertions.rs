//! The form of assertions.

use crate::domain::{Fairness, Figure};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An assertion about the results, which `headroom test` judges: exactly one of `property`, `none`,
/// `some` and `mean`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[schemars(extend("oneOf" = [{ "required": ["property"] }, { "required": ["none"] }, { "required": ["some"] }, { "required": ["mean"] }]))]
pub struct AssertionForm {
    /// Name in pointers and reports.
    pub id: String,
    /// Why this is asserted.
    #[serde(default)]
    pub why: Option<String>,
    /// A fairness property (C3), looked at in every replication.
    #[serde(default)]
    pub property: Option<Fairness>,
    /// What is expected of the property.
    #[serde(default)]
    pub expect: Option<ExpectForm>,
    /// A figure that is 0 in every replication.
    #[serde(default)]
    pub none: Option<Figure>,
    /// A figure that is above 0 in every replication.
    #[serde(default)]
    pub some: Option<Figure>,
    /// A figure whose mean over replications is within `at_least` and `at_most`, judged on its 95 %
    /// interval.
    #[serde(default)]
    pub mean: Option<Figure>,
    /// Beside `mean`: the bounds are of how much more that is than of today's system on the same traffic (C2), judged
    /// on the paired interval.
    #[serde(default)]
    pub more_than: Option<MoreThanForm>,
    /// The least that the mean may be, in the figure's unit.
    #[serde(default)]
    #[schemars(range(min = -1_000_000_000_000_000_i64, max = 1_000_000_000_000_000_i64))]
    pub at_least: Option<f64>,
    /// The most that the mean may be, in the figure's unit.
    #[serde(default)]
    #[schemars(range(min = -1_000_000_000_000_000_i64, max = 1_000_000_000_000_000_i64))]
    pub at_most: Option<f64>,
    /// The id of the User whose figure it is; everybody's where none of this, `srv` and `class` is given.
    #[serde(default)]
    pub user: Option<String>,
    /// The number of the SRV whose figure it is.
    #[serde(default)]
    pub srv: Option<String>,
    /// The class of messages whose figure it is: of responses, `other_responses`, `device_alerts` or `dcc_alerts`.
    #[serde(default)]
    pub class: Option<String>,
}

/// What a figure is held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum MoreThanForm {
    /// Today's system: the mechanism switched off, on the same traffic.
    Today,
}

/// What is expected of a property.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExpectForm {
    /// None in any replication.
    NoViolations,
    /// At least one in all replications together: the scenario states a finding.
    Violations,
}
