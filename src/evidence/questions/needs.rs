//! What a study must have to say anything to a question.

use headroom_core::scenario::{EventKind, Scenario};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// What a study must have to say anything to a question.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Needs {
    /// Its scenario is one of these.
    scenarios: Vec<String>,
    /// An event of one of these kinds.
    events: Vec<String>,
    /// No event, and no recorded traffic, in which nothing tells what is ordinary from what is not.
    no_events: bool,
    /// Its replications are drawn courses of a year or more.
    course: bool,
    /// A process.
    processes: bool,
    /// What stands at these pointers.
    stands: BTreeMap<String, Value>,
    /// A setting or axis changes a pointer with one of these in it.
    pub(super) changes: Vec<String>,
    /// … to a value with one of these in it.
    pub(super) values: Vec<String>,
}

/// Whether an entry of `list` fits; of an empty one, whether anything does.
fn any(list: &[String], fits: &dyn Fn(&str) -> bool) -> bool {
    list.is_empty() || list.iter().any(|entry| fits(entry))
}

impl Needs {
    pub(super) fn met(&self, scenario: &Scenario, changed: &[(&str, String)]) -> bool {
        self.met_by(scenario)
            && any(&self.changes, &|part| {
                let fits = |(pointer, value): &(&str, String)| {
                    pointer.contains(part) && any(&self.values, &|v| value.contains(v))
                };
                changed.iter().any(fits)
            })
    }

    /// Whether the scenario is one, whatever is changed of it.
    pub(super) fn met_by(&self, scenario: &Scenario) -> bool {
        let kind = |k: &str| scenario.events.iter().any(|e| word(&e.kind) == k);
        let events = scenario.events.len() + scenario.occurring.len();
        any(&self.scenarios, &|name| scenario.name == name)
            && any(&self.events, &kind)
            && (!self.no_events || (events == 0 && scenario.recorded.is_none()))
            && (!self.course || scenario.is_course())
            && (!self.processes || !scenario.processes.is_empty())
            && self.stands.iter().all(|(at, value)| scenario.stands_at(at) == Some(value))
    }
}

/// The event's word in the scenario file.
fn word(kind: &EventKind) -> &'static str {
    match kind {
        EventKind::DenialOfService { .. } => "denial_of_service",
        EventKind::Campaign { .. } => "campaign",
        EventKind::Surge(_) => "surge",
        EventKind::Storm(_) => "storm",
        EventKind::Outage { .. } => "outage",
        EventKind::Maintenance(_) => "maintenance",
        EventKind::AlertStorm { .. } => "alert_storm",
    }
}
