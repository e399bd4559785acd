//! G9: response times, and devices without power.

use super::small_agrees;
use super::traffic::hour;
use kit::make::Changes;
use serde_json::{Value, json};

/// A storm in which delta's customers lose supply, at most 4 000 of 5 000; nobody asks.
fn storm() -> Value {
    json!({ "id": "storm", "at": "10:05", "lasts": "40 min", "storm": {
        "parties": [{ "id": "delta", "customers": 16_000, "meters": 4_000 }],
        "curve": [{ "at": "10:05", "off": 0 }, { "at": "10:12", "off": 1 }, { "at": "10:40", "off": 0.25 }] } })
}

/// The small market with the storm and response times.
fn answered(changes: Changes, happens: &[&str]) {
    let all = [
        ("/events/-", storm()),
        ("/response_classes/on_demand/response_time", json!("15 s")),
        ("/response_classes/slow/response_time", json!("30 s")),
        ("/response_classes/scheduled/response_time", json!("2 min")),
    ];
    small_agrees(&[&all, changes].concat(), happens);
}

#[test]
fn g9_response_times_agree_with_the_judge() {
    let changes = [
        ("/events/flood/at", json!("10:56")),
        ("/traffic/streams/reads/dcc_scheduled_share", json!(0.3)),
    ];
    answered(&changes, &["open: unanswered", "served"]);
}

#[test]
fn g9_devices_without_power_agree_with_the_judge() {
    answered(&[], &["no response", "tried again", "throttled", "late"]);
}

#[test]
fn g9_time_outs_of_a_policy_agree_with_the_judge() {
    // Many attempts, so that a request meets its own device several times, on its way back to power.
    let usual = json!({ "id": "usual", "attempts": 9, "first": "50 s", "factor": 1.5, "jitter": 0.3, "response_timeout": "45 s" });
    let changes = [("/retries", json!([usual])), ("/gateway/max_capacity", json!("12/s"))];
    answered(&changes, &["no response", "tried again", "served"]);
}

#[test]
fn g9_giving_up_at_the_deadline_agrees_with_the_judge() {
    let usual = json!({ "id": "usual", "attempts": 9, "first": "10 s", "jitter": 0.5, "give_up_at_deadline": true, "response_timeout": 0.3 });
    answered(&[("/retries", json!([usual]))], &["no response", "tried again", "abandoned"]);
}

#[test]
fn g9_what_the_dsp_answers_itself_agrees_with_the_judge() {
    let changes = [("/srvs/4.6.1/device", json!(false)), ("/srvs/2.2/device", json!(false))];
    answered(&changes, &["no response", "tried again", "throttled"]);
}

#[test]
fn g9_dark_devices_of_what_the_dsp_starts_agree_with_the_judge() {
    let future = json!({ "id": "future", "users": { "roles": ["GS"] }, "srv": "6.15", "mode": "future_dated",
        "amount": { "per_user": 500 }, "profile": "hour", "due": { "at": "10:20", "spread": "10 min" } });
    let changes = [
        ("/traffic/profiles/-", hour()),
        ("/traffic/streams/-", future),
        ("/traffic/streams/reads/dcc_scheduled_share", json!(0.5)),
        ("/gateway/max_capacity", json!("6/s")),
    ];
    answered(&changes, &["no response", "earlier submissions", "open: held"]);
}

#[test]
fn g9_dark_devices_of_critical_requests_agree_with_the_judge() {
    // Only the second submission goes to the device.
    let device = json!({ "id": "device", "users": { "roles": ["GS"] }, "srv": "1.1", "mode": "future_dated",
        "amount": { "per_user": 9_000 }, "profile": "day" });
    let changes = [
        ("/srvs/4.6.1/critical", json!(true)),
        ("/srvs/1.1/critical", json!(true)),
        ("/traffic/streams/-", device),
        ("/traffic/signing_delay", json!("35 s")),
        ("/gateway/max_capacity", json!("7/s")),
    ];
    answered(&changes, &["no response", "tried again", "earlier submissions", "throttled"]);
}

#[test]
fn g9_dark_devices_of_processes_agree_with_the_judge() {
    let process = json!({ "id": "install", "users": { "ids": ["gamma", "alpha"] }, "amount": { "per_user": 6_000 }, "profile": "day",
        "steps": [{ "id": "join", "srv": "6.15" }, { "id": "key", "srv": "1.1", "delay": "20 s" }, { "id": "read", "srv": "4.6.1", "deadline": "5 min" }],
        "retrigger": 0.5, "retrigger_after": "1 min" });
    let changes = [
        ("/traffic/processes", json!([process])),
        ("/srvs/1.1/critical", json!(true)),
        ("/gateway/max_capacity", json!("8/s")),
    ];
    let happens = ["install alpha late", "install key aborted", "install gamma retriggered"];
    answered(&changes, &happens);
}

#[test]
fn g9_copies_of_requests_to_dark_devices_agree_with_the_judge() {
    let usual = json!({ "id": "usual", "attempts": 7, "first": "20 s", "jitter": 0.4, "response_timeout": "40 s" });
    let changes = [
        ("/retries", json!([usual])),
        ("/gateway/backlog_limit", json!("3 min")),
        ("/mechanism/enabled", json!(false)),
    ];
    answered(&changes, &["duplicates", "no response", "tried again", "rejected"]);
}

#[test]
fn g9_two_storms_at_once_agree_with_the_judge() {
    // A network party in both, one in one of them, and Users in neither.
    let epsilon = json!({ "id": "epsilon", "category": "electricity_network_party", "roles": ["ED"],
        "portfolio": { "electricity_credit": 2_000, "electricity_prepayment": 500 } });
    let zeta = json!({ "id": "zeta", "category": "electricity_network_party", "roles": ["ED"],
        "portfolio": { "electricity_credit": 500 } });
    let other = json!({ "id": "other", "at": "10:20", "lasts": "30 min", "storm": {
        "parties": [
            { "id": "epsilon", "customers": 2_500, "meters": 2_000, "curve": [{ "at": "10:20", "off": 1 }, { "at": "10:45", "off": 0 }] },
            { "id": "delta", "customers": 4_000, "meters": 3_000 }],
        "curve": [{ "at": "10:25", "off": 0.5 }, { "at": "10:35", "off": 1 }],
        "surges": [{ "streams": ["top-ups"], "factor": 3 }] } });
    let changes = [
        ("/users/-", epsilon),
        ("/users/-", zeta),
        ("/events/-", other),
        ("/gateway/max_capacity", json!("8/s")),
    ];
    let happens = ["no response", "epsilon 7.4 served", "zeta 7.4 served", "tried again"];
    answered(&changes, &happens);
}
