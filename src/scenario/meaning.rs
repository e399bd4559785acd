//! Form → meaning: do the ids exist, do the times fall on edges, can the sums be held.
//!
//! Every function notes faults and goes on with something harmless, so that all are found at once.

mod assertions;
mod checks;
mod control;
mod events;
mod traffic;

use super::calendar::{self, Calendar, HALF_HOUR};
use super::fault::{Fault, Faults, MOST_FOUND, steers};
use super::form::{ClockForm, File, SelectForm};
use super::json::escape;
use super::words::Civil;
use super::{Assumed, Scenario};
use crate::domain::{Portfolio, Span, Srv, User};
use jiff::civil::{Date, date};
use serde_json::Value;

/// Most of anything in a list: ten thousand Users with forty streams each is far beyond any study.
const MOST_USERS: usize = 20_000;
/// Most streams × Users.
const MOST_PAIRS: usize = 5_000_000;
/// Most cells in a run.
const MOST_CELLS: u64 = 100_000_000;

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
    r.name(&file.name);
    r.users(&file);
    r.srvs(&file);
    let calendar = r.calendar(&file);
    r.size(&file);
    let profiles = r.profiles(&file);
    let streams = r.streams(&file, &calendar);
    let retries = r.retries(&file);
    let events = r.events(&file, &calendar, &streams);
    let gateway = r.gateway(&file);
    let mechanism = r.mechanism(&file, &gateway);
    let assertions = r.assertions(&file);
    if !reading.faults.is_empty() {
        return Err(Faults(reading.faults));
    }
    let mut assumed = Vec::new();
    list_assumed(resolved, "", &mut assumed);
    Ok(Scenario {
        name: file.name,
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
        retries,
        events,
        gateway,
        mechanism,
        assertions,
        assumed,
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

    fn users(&mut self, file: &File) {
        self.ids("/users", file.users.iter().map(|u| u.id.as_str()));
        if file.users.is_empty() || file.users.len() > MOST_USERS {
            let found = format!("{} Users", file.users.len());
            self.fault(Fault::at("/users", found, format!("1 to {MOST_USERS} Users")));
        }
        for user in &file.users {
            let name = user.name.as_deref().unwrap_or_default();
            if name.chars().any(steers) || name.starts_with(['=', '+', '-', '@']) {
                let at = format!("/users/{}/name", escape(&user.id));
                let expected = "plain text that neither a terminal nor a spreadsheet would act on";
                self.fault(Fault::at(at, format!("{name:?}"), expected));
            }
        }
        let users = file.users.iter().map(|u| User {
            id: u.id.clone(),
            name: u.name.clone().unwrap_or_else(|| u.id.clone()),
            category: u.category,
            roles: u.roles.clone(),
            portfolio: Portfolio {
                electricity_credit: u.portfolio.electricity_credit,
                electricity_prepayment: u.portfolio.electricity_prepayment,
                gas_credit: u.portfolio.gas_credit,
                gas_prepayment: u.portfolio.gas_prepayment,
                charged_mpans: u.portfolio.charged_mpans,
            },
            day_cv: u.day_cv.unwrap_or(file.traffic.day_cv),
        });
        self.users = users.collect();
    }

    /// Streams × Users that a machine can hold.
    fn size(&mut self, file: &File) {
        let pairs = file.traffic.streams.len() * self.users.len();
        if pairs > MOST_PAIRS {
            let found =
                format!("{} streams × {} Users", file.traffic.streams.len(), self.users.len());
            self.fault(Fault::at(
                "/traffic/streams",
                found,
                format!("at most {MOST_PAIRS} together"),
            ));
        }
    }

    fn srvs(&mut self, file: &File) {
        self.ids("/srvs", file.srvs.iter().map(|s| s.id.as_str()));
        self.ids("/response_classes", file.response_classes.iter().map(|c| c.id.as_str()));
        let class =
            |id: &str| file.response_classes.iter().find(|c| c.id == id).map(|c| c.target.0);
        let scheduled = class("scheduled");
        for srv in &file.srvs {
            let path = format!("/srvs/{}", escape(&srv.id));
            let later = srv.modes.iter().any(|m| *m != crate::domain::Mode::OnDemand);
            if later && scheduled.is_none() {
                self.fault(Fault::at(
                    "/response_classes",
                    "no class `scheduled`",
                    format!("one, since {} has such modes", srv.id),
                ));
            }
            let on_demand = class(&srv.response_class);
            if on_demand.is_none() {
                let fault = Fault::at(
                    format!("{path}/response_class"),
                    format!("{:?}", srv.response_class),
                    "the id of a response class",
                );
                let ids = file.response_classes.iter().map(|c| c.id.as_str());
                self.fault(fault.did_you_mean(&srv.response_class, ids));
            }
            let on_demand = on_demand.unwrap_or_default();
            self.srvs.push(Srv {
                id: srv.id.clone(),
                name: srv.name.clone().unwrap_or_default(),
                roles: srv.roles.clone(),
                critical: srv.critical,
                future_dated: srv.future_dated,
                target_on_demand: on_demand,
                target_scheduled: scheduled.unwrap_or(on_demand),
            });
        }
    }

    fn calendar(&mut self, file: &File) -> Calendar {
        let fallback = date(2022, 7, 6).at(0, 0, 0, 0);
        let (cell, window) = self.lengths(file);
        let start = match file.start {
            Civil::DateTime(at) => at,
            Civil::Time(_) => {
                self.clock_known = false;
                self.fault(Fault::at(
                    "/start",
                    "a time of day",
                    "a date and time, such as \"2022-07-06T00:00\"",
                ));
                fallback
            }
        };
        if start.minute() % 30 != 0 || start.second() != 0 || start.subsec_nanosecond() != 0 {
            self.fault(Fault::at("/start", start.to_string(), "a time on a half-hour (T1)"));
        }
        let instant = calendar::london(start).unwrap_or_else(|why| {
            self.clock_known = false;
            self.fault(Fault::at("/start", why, "a time that exists in Europe/London"));
            calendar::london(fallback).expect("exists")
        });
        let duration = file.duration.0;
        self.clock_known &= duration.ms() > 0;
        if !duration.is_multiple_of(HALF_HOUR) || duration.ms() == 0 {
            let fault = Fault::at(
                "/duration",
                duration.to_string(),
                "a whole number of half-hours, at least one (T1)",
            );
            let near = Span::from_ms((duration.ms() / HALF_HOUR.ms()).max(1) * HALF_HOUR.ms());
            self.fault(fault.hint(format!("the nearest below is \"{near}\"")));
        }
        if duration.ms() / cell.ms() > MOST_CELLS {
            self.fault(Fault::at(
                "/duration",
                format!("{duration} in cells of {cell}"),
                format!("at most {MOST_CELLS} cells"),
            ));
        }
        let blocks = (duration.ms() / HALF_HOUR.ms()).min(MOST_CELLS * cell.ms() / HALF_HOUR.ms());
        let holidays = file
            .holidays
            .iter()
            .enumerate()
            .filter_map(|(i, text)| {
                text.parse::<Date>()
                    .map_err(|_| {
                        self.faults.push(Fault::at(
                            format!("/holidays/{i}"),
                            format!("{text:?}"),
                            "a date, such as \"2022-08-29\"",
                        ));
                    })
                    .ok()
            })
            .collect();
        Calendar::new(instant, blocks as usize, cell, window, holidays)
    }

    /// Cell and window, or harmless ones where they do not fit one another (T1, M3).
    fn lengths(&mut self, file: &File) -> (Span, Span) {
        let (cell, window) = (file.resolution.0, file.mechanism.window.0);
        let known = self.faults.len();
        if cell.ms() == 0 || !HALF_HOUR.is_multiple_of(cell) {
            let fault = Fault::at(
                "/resolution",
                cell.to_string(),
                "a length that divides a half-hour into whole cells (T1)",
            );
            self.fault(fault.hint("for example 1 s, 5 s, 10 s, 30 s or 60 s"));
        } else if !window.is_multiple_of(cell) || window.ms() == 0 {
            let expected = format!("a whole number of cells of {cell}, at least one (T1)");
            self.fault(Fault::at("/mechanism/window", window.to_string(), expected));
        } else if !HALF_HOUR.is_multiple_of(window) {
            let fault = Fault::at(
                "/mechanism/window",
                window.to_string(),
                "a length that divides a half-hour into whole windows (T1)",
            );
            self.fault(fault.hint("for example 10 s, 60 s or 5 min"));
        }
        if self.faults.len() > known {
            self.clock_known = false;
            return (Span::from_s(10), Span::from_s(60));
        }
        (cell, window)
    }
}

fn indices(chosen: &[bool]) -> Vec<usize> {
    (0..chosen.len()).filter(|i| chosen[*i]).collect()
}

fn utc(clock: ClockForm) -> bool {
    clock == ClockForm::Utc
}
