//! The form of what holds repeated alerts back: Alert Storm Protection and hub consolidation (N2, N3).
//!
//! Both stand in every scenario and are switched on by `enabled`, so that one pointer is enough.

use crate::domain::{Share, Span};
use schemars::JsonSchema;
use serde::Deserialize;

/// Alert Storm Protection (N2): of a device and code.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProtectionForm {
    /// Whether there is any.
    pub enabled: bool,
    /// So many alerts of a device and code go on in a window.
    #[schemars(range(min = 1, max = 1_000_000))]
    pub threshold: u64,
    /// Over which they are counted; windows follow one another from the run's start.
    pub window: Span,
    /// Of a device in storm one copy goes on in each such period.
    pub period: Span,
    /// Codes that always go on.
    pub exclude: Vec<String>,
}

/// Consolidation in the Communications Hub (N3).
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ConsolidationForm {
    /// Whether there is any.
    pub enabled: bool,
    /// Share of the devices that are behind a hub that does so.
    #[schemars(range(min = 0.0, max = 1.0))]
    pub share: Share,
    /// So many alerts of a device and code go on in a window.
    #[schemars(range(min = 1, max = 1_000_000))]
    pub threshold: u64,
    /// Over which they are counted; windows follow one another from the run's start.
    pub window: Span,
    /// Of a device in storm one copy goes on in each such period.
    pub period: Span,
    /// Codes that always go on.
    pub exclude: Vec<String>,
}

impl ConsolidationForm {
    /// What it has in common with Alert Storm Protection.
    pub fn damping(&self) -> ProtectionForm {
        ProtectionForm {
            enabled: self.enabled,
            threshold: self.threshold,
            window: self.window,
            period: self.period,
            exclude: self.exclude.clone(),
        }
    }
}

/// A10's setting of SECMP0062, which the Communications Hub is given too.
const THRESHOLD: u64 = 15;
const WINDOW: Span = Span::from_s(3_600);
const PERIOD: Span = Span::from_s(86_400);

impl Default for ProtectionForm {
    fn default() -> Self {
        Self {
            enabled: false,
            threshold: THRESHOLD,
            window: WINDOW,
            period: PERIOD,
            exclude: Vec::new(),
        }
    }
}

impl Default for ConsolidationForm {
    fn default() -> Self {
        Self {
            enabled: false,
            share: Share::ONE,
            threshold: THRESHOLD,
            window: WINDOW,
            period: PERIOD,
            exclude: Vec::new(),
        }
    }
}
