//! Form → meaning: do the ids exist, do the times fall on edges, can the sums be held.
//!
//! Every function notes faults and goes on with something harmless, so that all are found at once.

mod alert_storms;
mod assertions;
mod checks;
mod clock;
mod control;
mod damping;
mod events;
mod gateway;
mod maintenance;
mod northbound;
mod occurs;
mod placing;
mod plan;
mod processes;
mod ranges;
mod retries;
mod size;
mod srvs;
mod storms;
mod traffic;
mod users;
mod warning;

use super::fault::{Fault, Faults, MOST_FOUND};
use super::form::{ClockForm, File};
use super::json::escape;
use super::{Assumed, Scenario};
use crate::domain::{Srv, User};
use events::Around;
use serde_json::Value;
use std::sync::Arc;

pub use placing::events_of;

/// What is known while a file is being understood.
struct Reading {
    faults: Vec<Fault>,
    users: Vec<User>,
    srvs: Vec<Srv>,
    /// Whether start, duration, cell and window are what the file says: where they are not, what is
    /// not on their edges is no fault of its own.
    clock_known: bool,
}

/// Turns a well-formed file into a scenario.
///
/// # Errors
/// Every fault of meaning.
pub fn understand(file: File, resolved: &Value) -> Result<Scenario, Faults> {
    let mut reading =
        Reading { faults: Vec::new(), users: Vec::new(), srvs: Vec::new(), clock_known: true };
    let r = &mut reading;
    if !r.size(&file) {
        return Err(Faults(reading.faults));
    }
    r.name(&file.name);
    r.users(&file);
    r.srvs(&file);
    let calendar = r.calendar(&file);
    let profiles = r.profiles(&file);
    let streams = r.streams(&file, &calendar);
    let processes = r.processes(&file, &calendar);
    let stagger = r.some_cells("/traffic/stagger", file.traffic.stagger, &calendar);
    let retries = r.retries(&file);
    let northbound = r.northbound(&file, &calendar);
    let around =
        Around { file: &file, calendar: &calendar, streams: &streams, northbound: &northbound };
    let events = r.events(&around);
    let occurring = r.occurring(resolved, &around);
    let growth = r.growth(&file);
    if let Some(growth) = &growth {
        r.events_fit_every_month(growth, &occurring, &around);
    }
    let gateway = r.gateway(&file, &calendar);
    let mechanism = r.mechanism(&file, &calendar, &gateway, &streams);
    let assertions = r.assertions(&file, &northbound.message_classes());
    r.ranges(&file);
    if !reading.faults.is_empty() {
        return Err(Faults(reading.faults));
    }
    let mut assumed = Vec::new();
    list_assumed(resolved, "", &mut assumed);
    Ok(Scenario {
        name: file.name.clone(),
        why: resolved["why"].as_str().unwrap_or_default().to_owned(),
        digest: blake3::hash(resolved.to_string().as_bytes()).to_hex().to_string(),
        inputs: super::digest::inputs(resolved),
        resolved: resolved.clone(),
        seed: file.seed,
        replications: file.replications,
        calendar,
        users: reading.users,
        srvs: reading.srvs,
        day_cv_common: file.traffic.day_cv_common,
        profiles,
        streams,
        processes,
        signing_delay: file.traffic.signing_delay,
        stagger,
        retries,
        events,
        occurring,
        growth,
        peaks: None,
        gateway,
        mechanism,
        northbound,
        assertions,
        ranges: file.ranges.clone(),
        assumed,
        file: Arc::new(file),
    })
}

/// Every object marked `assumed`, with its reason.
fn list_assumed(value: &Value, path: &str, into: &mut Vec<Assumed>) {
    match value {
        Value::Object(object) => {
            if object.get("assumed") == Some(&Value::Bool(true)) {
                let why =
                    ["why", "source"].iter().find_map(|k| object.get(*k)).and_then(Value::as_str);
                into.push(Assumed {
                    path: path.to_owned(),
                    why: why.unwrap_or("no reason given").to_owned(),
                });
            }
            for (key, value) in object {
                list_assumed(value, &format!("{path}/{}", escape(key)), into);
            }
        }
        Value::Array(list) => {
            for (i, item) in list.iter().enumerate() {
                let token = super::merge::id(item).map_or(i.to_string(), escape);
                list_assumed(item, &format!("{path}/{token}"), into);
            }
        }
        _ => {}
    }
}

impl Reading {
    fn fault(&mut self, fault: Fault) {
        if self.faults.len() < MOST_FOUND {
            self.faults.push(fault);
        }
    }
}

fn indices(chosen: &[bool]) -> Vec<usize> {
    (0..chosen.len()).filter(|i| chosen[*i]).collect()
}

fn utc(clock: ClockForm) -> bool {
    clock == ClockForm::Utc
}
