//! The form of early warning and of the Alternative Solution's buffers (M8, M9).
//!
//! Both stand in every scenario and are switched on by `enabled`, so that one pointer is enough.

use super::traffic::SelectForm;
use crate::domain::{Share, Span};
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
    pub warn_at: Share,
    /// … whose load passes this share of Θ × window.
    #[schemars(range(min = 0.0, max = 1000.0))]
    pub warn_load: Share,
    /// How long a warning holds.
    pub warn_for: Span,
    /// How much later what is put off is sent.
    pub defer_by: Span,
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
    pub share: Share,
}

/// Buffers (M9).
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(default)]
pub struct BufferForm {
    /// Whether there are any.
    pub enabled: bool,
    /// A User's buffer holds what its allocation is over this time.
    pub bound: Span,
}

impl Default for EarlyWarningForm {
    fn default() -> Self {
        Self {
            enabled: false,
            warn_at: Share::from_f64(0.8),
            warn_load: Share::from_f64(0.8),
            warn_for: Span::from_s(300),
            defer_by: Span::from_s(3_600),
            heed: Vec::new(),
        }
    }
}

impl Default for BufferForm {
    fn default() -> Self {
        Self { enabled: false, bound: Span::from_s(300) }
    }
}
