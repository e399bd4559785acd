//! The form of growth by months (M2).

use super::traffic::SelectForm;
use crate::domain::PerSecond;
use crate::scenario::{Month, Point};
use schemars::JsonSchema;
use serde::Deserialize;

/// How portfolios, requests and capacity change from month to month.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PlanForm {
    /// Multipliers of portfolios; the last rule that matches a User holds.
    pub meters: Vec<MetersForm>,
    /// Multipliers of what is sent per meter and per User.
    #[schemars(extend("x-table" = "points"))]
    pub requests_per_meter: Vec<Point>,
    /// Maximum capacity from the first of a month on.
    #[schemars(extend("x-table" = "capacity"))]
    pub capacity: Vec<CapacityForm>,
}

/// Whose portfolios grow, and how.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct MetersForm {
    /// Name in pointers.
    pub id: String,
    /// Whose.
    #[serde(default)]
    pub users: SelectForm,
    /// When how many times as many meters as their portfolios say.
    #[schemars(length(min = 1, max = 1_000), extend("x-table" = "points"))]
    pub points: Vec<Point>,
}

/// Maximum capacity from a month on.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
pub struct CapacityForm {
    /// From the first of this month on: `2024-01`.
    pub from: Month,
    /// C (G6).
    pub max_capacity: PerSecond,
}
