//! Users and SRVs of a fitted scenario: what a log says of them, and what is assumed.

use super::fitted::Fitted;
use super::source::digits;
use super::value::{short, token};
use crate::domain::{Mode, Span};
use crate::scenario::data_text;
use serde_json::{Map, Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};

/// What no log says: what a User's meters are taken for.
const METERS: &str = "A log does not say how many meters a User has. One for each request a day, so that allocations are in proportion to what each sends: put in its own.";

pub fn users(found: &Fitted) -> Vec<Json> {
    let known = known();
    let of = |(u, name): (usize, &String)| {
        let roles = roles(found, u, &known);
        let category = match () {
            () if roles.iter().any(|r| r == "IS" || r == "GS" || r == "ES") => "large_supplier",
            () if roles.iter().any(|r| r == "ED") => "electricity_network_party",
            () if roles.iter().any(|r| r == "GT") => "gas_network_party",
            () => "other_user",
        };
        let meters = libm::ceil(found.a_day[u]).max(1.0) as u64;
        let law = found.variation.law().own[u];
        let place = format!("/users/{}", token(name));
        let said = |of: &str| found.source_of(&format!("{place}/{of}"));
        json!({
            "id": short(name),
            "category": category,
            "roles": roles,
            "portfolio": { "electricity_credit": meters, "assumed": true, "why": METERS },
            "day_cv": digits(law[0], 3),
            "slot_cv": digits(law[1], 3),
            "assumed": true,
            "why": "Category and roles are such as what it sends needs; the coefficients are fitted.",
            "source": format!("day_cv: {}; slot_cv: {}", said("day_cv"), said("slot_cv")),
        })
    };
    found.users.iter().enumerate().map(of).collect()
}

/// The SRVs that come with the program.
fn known() -> BTreeMap<String, Json> {
    let duis: Json = serde_json::from_str(data_text("duis").unwrap_or("{}")).unwrap_or_default();
    let all = duis["srvs"].as_array().cloned().unwrap_or_default();
    all.into_iter().map(|srv| (srv["id"].as_str().unwrap_or_default().to_owned(), srv)).collect()
}

/// As few roles as let a User send what it sends.
fn roles(found: &Fitted, user: usize, known: &BTreeMap<String, Json>) -> Vec<String> {
    let mut roles: Vec<String> = Vec::new();
    for stream in found.streams.iter().filter(|s| s.user == user) {
        let may = known.get(&stream.srv).and_then(|srv| srv["roles"].as_array());
        let may: Vec<&str> = may.into_iter().flatten().filter_map(Json::as_str).collect();
        let may = if may.is_empty() { vec!["OU"] } else { may };
        if !may.iter().any(|role| roles.iter().any(|r| r == role)) {
            roles.push(may[0].to_owned());
        }
    }
    if roles.is_empty() { vec!["OU".to_owned()] } else { roles }
}

pub fn classes(found: &Fitted) -> Vec<Json> {
    let of = |(mode, id): (usize, &str)| {
        let (half, most, n) = found.responses[mode]?;
        Some(json!({
            "id": id,
            "response_time": Span::from_ms(libm::round(half * 1_000.0) as u64).to_string(),
            "source": format!("{}; half of {n} answers came within it, 95 of 100 within {} s", found.source(), digits(most, 3)),
        }))
    };
    [(0, "on_demand"), (1, "scheduled")].into_iter().filter_map(of).collect()
}

pub fn srvs(found: &Fitted) -> Vec<Json> {
    let known = known();
    let sent: BTreeSet<&String> = found.streams.iter().map(|s| &s.srv).collect();
    let of = |id: &String| {
        let modes: BTreeSet<&str> =
            found.streams.iter().filter(|s| s.srv == *id).map(|s| s.mode.word()).collect();
        let future = modes.contains(Mode::FutureDated.word());
        let Some(srv) = known.get(id) else {
            let mut new = json!({
                "id": id, "roles": ["OU"], "modes": modes,
                "assumed": true, "why": "Not an SRV that comes with the program: anybody may send it.",
            });
            if future {
                new["future_dated"] = "device".into();
            }
            return Some(new);
        };
        let mut change = json!({ "id": id });
        let has = srv["modes"].as_array().into_iter().flatten().filter_map(Json::as_str);
        let has: BTreeSet<&str> = has.collect();
        if !modes.is_subset(&has) {
            change["modes"] =
                modes.union(&has).collect::<Vec<_>>().into_iter().map(|m| Json::from(*m)).collect();
        }
        if future {
            change["future_dated"] = "device".into();
        }
        if srv["critical"] == true && !found.remarks.tells_seconds {
            change["critical"] = false.into();
            change["why"] = "Nothing in the log tells signed second submissions (T6): they are among its requests, and are not made again.".into();
        }
        (change.as_object().map_or(0, Map::len) > 1).then_some(change)
    };
    sent.into_iter().filter_map(of).collect()
}
