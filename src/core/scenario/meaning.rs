//! Form → meaning: do the ids exist, do the times fall on edges, can the sums be held.
//!
//! Every function notes faults and goes on with something harmless, so that all are found at once.

mod alert_storms;
mod assertions;
mod checks;
mod clock;
mod control;
mod counterparts;
mod damping;
mod events;
mod gateway;
mod lists;
mod maintenance;
mod northbound;
mod occurs;
mod placing;
mod plan;
mod polls;
mod processes;
mod ranges;
mod recorded_days;
mod recorded_doubts;
mod recording;
mod retries;
mod size;
mod srvs;
mod storms;
mod traffic;
mod users;
mod variation;
mod warning;

use super::fault::{Fault, Faults, MOST_FOUND, inert};
use super::form::{ClockForm, ScenarioForm};
use super::json::escape;
use super::log::Log;
use super::{Alert, Assumed, Calendar, Scenario, Stream};
use crate::domain::{Srv, User};
use serde_json::Value;
use std::sync::Arc;

pub use placing::events_of;

/// What is known while a file is being understood.
struct Reading<'a> {
    file: &'a ScenarioForm,
    faults: Vec<Fault>,
    users: Vec<User>,
    srvs: Vec<Srv>,
    calendar: &'a Calendar,
    streams: &'a [Stream],
    alerts: &'a [Alert],
    /// Whether start, duration, cell and window are what the file says: where they are not, what is
    /// not on their edges is no fault of its own.
    clock_known: bool,
}

/// Turns a well-formed file into a scenario.
///
/// # Errors
/// Every fault of meaning.
pub fn understand(
    file: ScenarioForm,
    resolved: &Value,
    log: Option<&Log>,
) -> Result<Scenario, Faults> {
    let (calendar, users, srvs) = (&clock::harmless(), Vec::new(), Vec::new());
    let (faults, streams, alerts, clock_known) = (Vec::new(), &[][..], &[][..], true);
    let mut r =
        Reading { file: &file, faults, users, srvs, calendar, streams, alerts, clock_known };
    if !r.size() {
        return Err(Faults(r.faults));
    }
    r.name();
    r.users();
    r.srvs();
    let calendar = r.calendar();
    let mut r = Reading { calendar: &calendar, ..r };
    let variation = r.variation();
    let profiles = r.profiles();
    let mut streams = r.streams();
    let recorded = r.recorded(log, &mut streams).map(Arc::new);
    let processes = r.processes();
    r.some_cells("/traffic/stagger", file.traffic.stagger);
    let followed = r.followed_srvs(&processes);
    let retries = r.retries();
    let northbound = r.northbound();
    let mut r = Reading { streams: &streams, alerts: &northbound.alerts, ..r };
    let events = r.events();
    let occurring = r.occurring(resolved);
    let growth = r.growth();
    if let Some(growth) = &growth {
        r.events_fit_every_month(growth, &occurring);
        recorded.iter().for_each(|recorded| r.recorded_fits(recorded, growth));
    }
    let gateway = r.gateway();
    let mechanism = r.mechanism();
    let assertions = r.assertions(&northbound.message_classes());
    let ranges = r.ranges();
    r.counterparts();
    let Reading { faults, users, srvs, .. } = r;
    if !faults.is_empty() {
        return Err(Faults(faults));
    }
    let mut assumed = Vec::new();
    list_assumed(resolved, &mut String::new(), &mut assumed);
    Ok(Scenario {
        name: file.name.clone(),
        why: inert(resolved["why"].as_str().unwrap_or_default()),
        digest: blake3::hash(resolved.to_string().as_bytes()).to_hex().to_string(),
        inputs: super::digest::inputs(resolved),
        beside_mechanism: None,
        kept: None,
        resolved: resolved.clone(),
        seed: file.seed,
        replications: file.replications,
        calendar,
        users,
        srvs,
        variation,
        profiles,
        streams,
        recorded,
        processes,
        signing_delay: file.traffic.signing_delay,
        stagger: file.traffic.stagger,
        retries,
        followed,
        events,
        occurring,
        growth,
        peaks: None,
        gateway,
        mechanism,
        northbound,
        assertions,
        ranges,
        counterparts: file.counterparts.clone(),
        overridden: false,
        assumed,
        file: Arc::new(file),
    })
}

/// Every object marked `assumed`, with its reason. `path` is where `value` stands, and is left as it was.
fn list_assumed(value: &Value, path: &mut String, into: &mut Vec<Assumed>) {
    match value {
        Value::Object(object) => {
            if object.get("assumed") == Some(&Value::Bool(true)) {
                let why =
                    ["why", "source"].iter().find_map(|k| object.get(*k)).and_then(Value::as_str);
                into.push(Assumed {
                    path: path.clone(),
                    why: inert(why.unwrap_or("no reason given")),
                });
            }
            for (key, value) in object.iter().filter(|(_, v)| v.is_object() || v.is_array()) {
                list_within((&escape(key), value), path, into);
            }
        }
        Value::Array(list) => {
            for (i, item) in list.iter().enumerate() {
                let token = super::merge::id(item).map_or(i.to_string(), escape);
                list_within((&token, item), path, into);
            }
        }
        _ => {}
    }
}

/// The same of the member `token` of what stands at `path`.
fn list_within((token, value): (&str, &Value), path: &mut String, into: &mut Vec<Assumed>) {
    let length = path.len();
    path.push('/');
    path.push_str(token);
    list_assumed(value, path, into);
    path.truncate(length);
}

impl Reading<'_> {
    fn fault(&mut self, fault: Fault) {
        if self.faults.len() < MOST_FOUND {
            self.faults.push(fault);
        }
    }

    /// A fault of which nothing more is to be said.
    fn wrong(
        &mut self,
        path: impl Into<String>,
        found: impl Into<String>,
        expected: impl Into<String>,
    ) {
        self.fault(Fault::at(path, found, expected));
    }
}

fn indices(chosen: &[bool]) -> Vec<usize> {
    (0..chosen.len()).filter(|i| chosen[*i]).collect()
}

fn utc(clock: ClockForm) -> bool {
    clock == ClockForm::Utc
}
