//! Section 3: what happens round maintenance.

use super::small_agrees;
use super::traffic::hour;
use kit::make::Changes;
use serde_json::{Value, json};

/// Maintenance of twelve minutes, in which the flood falls, and a DSP that needs a while afterwards. Of reads
/// a part is DCC scheduled.
fn maintained(maintenance: Value, changes: Changes, happens: &[&str]) {
    let event = json!({ "id": "works", "at": "10:08", "until": "2022-07-06T10:20", "maintenance": maintenance });
    let all = [
        ("/events/-", event),
        ("/events/flood/denial_of_service/rate", json!("2/s")),
        ("/traffic/streams/reads/dcc_scheduled_share", json!(0.5)),
        ("/mechanism/enabled", json!(false)),
        ("/gateway/backlog_limit", json!("10 s")),
        ("/gateway/max_capacity", json!("3/s")),
    ];
    let happens = [&["unavailable", "outage cells", "abandoned"], happens].concat();
    small_agrees(&[&all, changes].concat(), &happens);
}

#[test]
fn maintenance_agrees_with_the_judge() {
    maintained(json!({}), &[], &["rejected"]);
}

#[test]
fn scheduled_work_that_runs_over_a_time_agrees_with_the_judge() {
    maintained(json!({ "scheduled_release": "over 15 min" }), &[], &["served"]);
    // Some are still to run at the end.
    maintained(json!({ "scheduled_release": "over 2 h" }), &[], &["open: deferred"]);
}

#[test]
fn scheduled_work_that_runs_at_a_share_of_c_agrees_with_the_judge() {
    maintained(json!({ "scheduled_release": "at 0.13 C" }), &[], &["served"]);
    maintained(json!({ "scheduled_release": "at 0.023 C" }), &[], &["open: deferred"]);
}

#[test]
fn scheduled_work_that_waits_for_room_when_released_agrees_with_the_judge() {
    let future = json!({ "id": "future", "users": { "roles": ["GS"] }, "srv": "6.15", "mode": "future_dated",
        "amount": { "per_user": 500 }, "profile": "hour", "due": { "at": "10:18", "spread": "4 min" } });
    let changes = [
        ("/traffic/profiles/-", hour()),
        ("/traffic/streams/-", future),
        ("/traffic/streams/reads/dcc_scheduled_share", json!(1)),
        ("/gateway/max_capacity", json!("2/s")),
        ("/gateway/backlog_limit", json!(0)),
    ];
    for release in ["over 3 min", "at 0.9 C"] {
        let maintenance = json!({ "scheduled_release": release });
        maintained(maintenance, &changes, &["started in half-hour 0", "open: held"]);
    }
}

#[test]
fn scheduled_work_in_two_maintenances_agrees_with_the_judge() {
    let again = json!({ "id": "again", "at": "10:26", "lasts": "5 min", "maintenance": { "scheduled_release": "over 10 min" } });
    let out = json!({ "id": "out", "at": "10:19", "lasts": "3 min", "outage": {} });
    let changes = [("/events/-", again), ("/events/-", out)];
    maintained(json!({ "scheduled_release": "at 0.07 C" }), &changes, &["served"]);
}

/// All suppliers send most again, alpha less of 4.6.1.
fn resend() -> Value {
    json!({ "scheduled_release": "over 5 min", "resend": [
        { "id": "all", "users": { "roles": ["IS", "GS"] }, "share": 0.8, "spread": "6 min" },
        { "id": "alpha", "users": { "ids": ["alpha"] }, "srvs": ["4.6.1"], "share": 0.3, "spread": "10 s" }
    ] })
}

#[test]
fn what_users_resend_agrees_with_the_judge() {
    maintained(resend(), &[], &["rejected", "alpha 2.2 served"]);
}

#[test]
fn what_users_resend_and_never_retry_agrees_with_the_judge() {
    maintained(resend(), &[("/retries", json!([]))], &["rejected"]);
}

#[test]
fn what_users_resend_before_its_deadline_agrees_with_the_judge() {
    // 4.6.1 has nineteen minutes from when it was first submitted.
    let usual = json!({ "id": "usual", "attempts": 3, "first": "50 s", "jitter": 0.3, "give_up_at_deadline": true });
    let changes = [
        ("/retries", json!([usual])),
        ("/response_classes/slow/target", json!("19 min")),
        ("/traffic/streams/reads/dcc_scheduled_share", json!(0)),
    ];
    maintained(resend(), &changes, &["alpha 4.6.1 served"]);
}

#[test]
fn what_is_given_up_before_maintenance_begins_in_a_dsp_that_is_down_is_not_resent() {
    // It is down from some minutes before 10:08, when the maintenance begins.
    let changes = [
        ("/gateway/max_capacity", json!("0.5/s")),
        ("/gateway/backlog_limit", json!("5 s")),
        ("/gateway/collapse", json!({ "after": "3 min", "lasts": "9 min" })),
        ("/retries", json!([])),
    ];
    maintained(resend(), &changes, &["rejected"]);
}

#[test]
fn what_users_resend_of_critical_requests_and_processes_agrees_with_the_judge() {
    let install = json!({ "id": "install", "users": { "ids": ["gamma", "alpha"] }, "amount": { "per_user": 6_000 }, "profile": "day",
        "steps": [{ "id": "join", "srv": "6.15" }, { "id": "key", "srv": "1.1", "delay": "20 s", "deadline": "12 min" }],
        "retrigger": 0.5, "retrigger_after": "1 min" });
    let changes = [
        ("/traffic/processes", json!([install])),
        ("/srvs/4.6.1/critical", json!(true)),
        ("/srvs/1.1/critical", json!(true)),
        ("/traffic/signing_delay", json!("2 min")),
        ("/gateway/max_capacity", json!("5/s")),
    ];
    let happens = ["install alpha late", "install key aborted", "earlier submissions"];
    maintained(resend(), &changes, &happens);
}

#[test]
fn what_users_resend_of_what_has_copies_agrees_with_the_judge() {
    // The flood comes before the maintenance, so that much waits in the DSP when it begins.
    let usual = json!({ "id": "usual", "attempts": 3, "first": "40 s", "jitter": 0.5, "response_timeout": "50 s" });
    let changes = [
        ("/retries", json!([usual])),
        ("/events/flood/at", json!("10:04")),
        ("/events/flood/denial_of_service/rate", json!("8/s")),
        ("/gateway/backlog_limit", json!("4 min")),
    ];
    maintained(resend(), &changes, &["duplicates"]);
}

#[test]
fn what_users_resend_with_the_mechanism_on_agrees_with_the_judge() {
    let changes = [
        ("/mechanism/enabled", json!(true)),
        ("/mechanism/throttle_to", json!("allocation")),
        ("/mechanism/buffer", json!({ "enabled": true, "bound": "2 min" })),
    ];
    maintained(resend(), &changes, &["throttled", "to buffer"]);
}

#[test]
fn what_users_put_off_agrees_with_the_judge() {
    let put_off = |streams: Value, share: f64, spread: &str| {
        json!({ "deferred": [
            { "id": "some", "users": { "ids": ["alpha", "gamma", "delta"] }, "streams": streams, "share": share, "spread": spread }
        ] })
    };
    maintained(put_off(json!(["reads", "checks"]), 0.6, "5 min"), &[], &["delta 7.4 served"]);
    let changes = [
        ("/traffic/streams/reads/exact", json!(true)),
        ("/traffic/day_cv", json!(0.2)),
        ("/srvs/2.2/critical", json!(true)),
    ];
    maintained(put_off(json!([]), 1.0, "10 s"), &changes, &["rejected"]);
}

#[test]
fn responses_that_wait_for_the_end_of_maintenance_agree_with_the_judge() {
    let northbound = json!({
        "enabled": true,
        "classes": [{ "id": "first", "srvs": ["2.2"] }],
        "outbound": { "rate": "3/s" },
        "release": { "policy": "prioritised", "rate": "2.3/s" },
        "adapters": [{ "id": "all", "rate": "1.5/s", "bound": "5 min" }]
    });
    let changes = [
        ("/northbound", northbound),
        ("/response_classes/on_demand/response_time", json!("3 min")),
        ("/response_classes/slow/response_time", json!("4 min")),
    ];
    let happens = ["alpha longest behind", "alpha first longest delay", "quarter 0 most queued"];
    maintained(resend(), &changes, &happens);
}
