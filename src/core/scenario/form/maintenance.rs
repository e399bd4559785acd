//! The form of planned maintenance (section 3 of the model).

use super::defaults;
use super::traffic::SelectForm;
use crate::domain::{Share, Span};
use crate::scenario::ScheduledRelease;
use schemars::JsonSchema;
use serde::Deserialize;

/// Planned: no service and no outbound path, and what happens to work that falls into it.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(default)]
pub struct MaintenanceForm {
    /// How DCC-scheduled work that waits at the end runs.
    pub scheduled_release: ScheduledRelease,
    /// What Users send again that would be given up because it met no service; the last that matches a User
    /// and SRV holds.
    pub resend: Vec<ResendForm>,
    /// What of their own streams Users do not send in it but after it; the last that matches a User and
    /// stream holds.
    pub deferred: Vec<DeferredForm>,
}

/// What Users send again.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct ResendForm {
    /// Name in pointers.
    pub id: String,
    /// Which Users.
    #[serde(default)]
    pub users: SelectForm,
    /// Which SRVs; all where left out.
    #[serde(default)]
    pub srvs: Vec<String>,
    /// Share of them that is sent again.
    #[serde(default = "defaults::whole")]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub share: Share,
    /// Time from the end of the maintenance on over which that happens, evenly.
    pub spread: Span,
}

/// What Users put off.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct DeferredForm {
    /// Name in pointers.
    pub id: String,
    /// Which Users.
    #[serde(default)]
    pub users: SelectForm,
    /// Which streams; all where left out. What of them the DCC schedules is not put off.
    #[serde(default)]
    pub streams: Vec<String>,
    /// Share of it that is.
    #[serde(default = "defaults::whole")]
    #[schemars(range(min = 0.0, max = 1.0))]
    pub share: Share,
    /// Time from the end of the maintenance on over which it is sent, evenly.
    pub spread: Span,
}

impl Default for MaintenanceForm {
    fn default() -> Self {
        Self {
            scheduled_release: ScheduledRelease::AtOnce,
            resend: Vec::new(),
            deferred: Vec::new(),
        }
    }
}
