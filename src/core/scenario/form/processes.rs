//! The form of processes (T7).

use super::traffic::{AmountForm, BatchForm, SelectForm};
use crate::domain::Span;
use schemars::JsonSchema;
use serde::Deserialize;

/// An ordered list of steps, such as an installation (T7).
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[schemars(extend("oneOf" = [{ "required": ["profile"] }, { "required": ["batch"] }]))]
pub struct ProcessForm {
    /// Name in pointers and tables.
    pub id: String,
    /// Which Users run it.
    #[serde(default)]
    pub users: SelectForm,
    /// How many runs a day.
    pub amount: AmountForm,
    /// The day's number is exact, not Poisson (T3).
    #[serde(default)]
    pub exact: bool,
    /// Daily profile of when runs begin.
    #[serde(default)]
    pub profile: Option<String>,
    /// Or a batch.
    #[serde(default)]
    pub batch: Option<BatchForm>,
    /// Its steps, in order; each is a request of its own, sent on demand.
    #[schemars(length(min = 1, max = 100))]
    pub steps: Vec<StepForm>,
    /// Chance that a new run follows an aborted one.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub retrigger: f64,
    /// How long after it.
    #[serde(default)]
    pub retrigger_after: Option<Span>,
}

/// A step of a process.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct StepForm {
    /// Name in pointers and tables.
    pub id: String,
    /// Which SRV.
    pub srv: String,
    /// Time from the cell after the one in which the step before was served; the first step has none.
    #[serde(default)]
    pub delay: Span,
    /// Its request is not retried when this has passed since its first submission; where left out the
    /// User's retry policy alone decides.
    #[serde(default)]
    pub deadline: Option<Span>,
}
