//! The form of early warning and of the Alternative Solution's buffers (M8, M9).
//!
//! Both stand in every scenario and are switched on by `enabled`, so that one pointer is enough.

use super::traffic::SelectForm;
use crate::scenario::words::SpanWords;
use schemars::JsonSchema;
use serde::Deserialize;

/// Early warning (M8).
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(default)]
pub struct EarlyWarningForm {
    /// Whether there is any.
    pub enabled: bool,
    /// A User is warned whose use passes this share of its allocation in a window …
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub warn_at: f64,
    /// … whose load passes this share of Θ × window.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub warn_load: f64,
    /// How long a warning holds.
    pub warn_for: SpanWords,
    /// How much later what is put off is sent.
    pub defer_by: SpanWords,
    /// Who heeds it: the last rule that matches a User and stream holds.
    pub heed: Vec<HeedForm>,
}

/// What Users put off when warned.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct HeedForm {
    /// Name in pointers.
    pub id: String,
    /// Which Users.
    #[serde(default)]
    pub users: SelectForm,
    /// Which streams; all where left out.
    #[serde(default)]
    pub streams: Vec<String>,
    /// Share of their requests that is put off.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub share: f64,
}

/// Buffers (M9).
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(default)]
pub struct BufferForm {
    /// Whether there are any.
    pub enabled: bool,
    /// A User's buffer holds what its allocation is over this time.
    pub bound: SpanWords,
}

impl Default for EarlyWarningForm {
    fn default() -> Self {
        Self {
            enabled: false,
            warn_at: 0.8,
            warn_load: 0.8,
            warn_for: SpanWords::seconds(300),
            defer_by: SpanWords::seconds(3_600),
            heed: Vec::new(),
        }
    }
}

impl Default for BufferForm {
    fn default() -> Self {
        Self { enabled: false, bound: SpanWords::seconds(300) }
    }
}
