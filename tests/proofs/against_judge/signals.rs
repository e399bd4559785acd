//! M7: what a 503 tells; M8: early warning.

use super::traffic::hour;
use super::{MECHANISM, small_agrees};
use kit::make::{Changes, flood};
use serde_json::{Value, json};

/// A rule with delays of its own after a throttled attempt.
fn usual(on_throttled: Value) -> Value {
    json!([{ "id": "usual", "attempts": 5, "first": "30 s", "factor": 2, "jitter": 0.2, "on_throttled": on_throttled }])
}

#[test]
fn m7_delays_after_a_throttled_attempt_agree_with_the_judge() {
    let delays = json!({ "first": "70 s", "factor": 1.5, "cap": "110 s", "jitter": 0.6 });
    let changes = [
        ("/mechanism/signal", json!("distinct")),
        ("/retries", usual(delays)),
        ("/gateway/backlog_limit", json!("5 s")),
        ("/mechanism/throttle_to", json!("allocation")),
    ];
    small_agrees(&changes, &[MECHANISM, &["rejected"]].concat());
}

#[test]
fn m7_a_plain_503_tells_nothing_as_with_the_judge() {
    small_agrees(&[("/retries", usual(json!({ "first": "10 s" })))], MECHANISM);
}

#[test]
fn m7_retries_in_the_next_window_agree_with_the_judge() {
    let out = json!({ "id": "out", "at": "10:13", "lasts": "1 min", "outage": {} });
    let changes = [
        ("/mechanism/signal", json!("distinct")),
        ("/mechanism/retry_after", json!(true)),
        ("/retries/usual/attempts", json!(6)),
        ("/gateway/backlog_limit", json!("5 s")),
        ("/events/-", out),
    ];
    small_agrees(&changes, &[MECHANISM, &["rejected", "unavailable"]].concat());
}

#[test]
fn m7_the_next_window_past_the_deadline_agrees_with_the_judge() {
    // 4.6.1 has 95 s: some of the cells of the second next window are too late.
    let rule =
        json!({ "id": "usual", "attempts": 9, "first": "10 s", "give_up_at_deadline": true });
    let changes = [
        ("/mechanism/signal", json!("distinct")),
        ("/mechanism/retry_after", json!(true)),
        ("/retries", json!([rule])),
        ("/mechanism/throttle_to", json!("allocation")),
        ("/events/flood/at", json!("10:55")),
    ];
    small_agrees(&changes, &["throttled", "abandoned", "open: retrying"]);
}

/// Early warning, heeded by `heed`.
fn warned(heed: Value, changes: Changes, happens: &[&str]) {
    let warning = json!({ "enabled": true, "warn_at": 0.85, "warn_load": 0.55, "warn_for": "3 min", "defer_by": "12 min", "heed": heed });
    small_agrees(&[&[("/mechanism/early_warning", warning)], changes].concat(), happens);
}

#[test]
fn m8_users_that_put_off_what_can_wait_agree_with_the_judge() {
    let heed = json!([
        { "id": "all", "share": 0.4 },
        { "id": "alpha", "users": { "ids": ["alpha"] }, "streams": ["reads"], "share": 1 }
    ]);
    let surge = json!({ "id": "rush", "at": "10:08", "lasts": "10 min", "surge": { "users": { "ids": ["alpha", "omega"] }, "factor": 4 } });
    warned(heed, &[("/events/-", surge)], &["open: pending", "throttled"]);
}

#[test]
fn m8_critical_and_future_dated_requests_put_off_agree_with_the_judge() {
    let future = json!({ "id": "future", "users": { "roles": ["GS"] }, "srv": "6.15", "mode": "future_dated",
        "amount": { "per_user": 400 }, "profile": "hour", "due": { "at": "10:33", "spread": "5 min" } });
    let heed = json!([{ "id": "gamma", "users": { "ids": ["gamma"] }, "streams": ["reads", "future"], "share": 0.6 }]);
    let process = json!({ "id": "install", "users": { "ids": ["gamma"] }, "amount": { "per_user": 3_000 }, "profile": "day",
        "steps": [{ "id": "join", "srv": "6.15" }] });
    let changes = [
        ("/srvs/4.6.1/critical", json!(true)),
        ("/traffic/profiles/-", hour()),
        ("/traffic/streams/-", future),
        ("/traffic/processes", json!([process])),
        ("/traffic/streams/reads/dcc_scheduled_share", json!(0.2)),
        ("/events", json!([flood("flood", "gamma", "5/s")])),
        ("/gateway/max_capacity", json!("6/s")),
    ];
    warned(heed, &changes, &["throttled", "earlier submissions", "open: held", "late"]);
}

#[test]
fn m8_a_warning_in_every_window_agrees_with_the_judge() {
    let changes = [
        ("/mechanism/early_warning/warn_at", json!(0.3)),
        ("/mechanism/early_warning/warn_load", json!(0.3)),
        ("/mechanism/early_warning/warn_for", json!("60 s")),
        ("/mechanism/early_warning/defer_by", json!("10 s")),
        ("/events", json!([])),
        ("/gateway/max_capacity", json!("2.2/s")),
    ];
    warned(json!([{ "id": "all", "share": 0.7 }]), &changes, &["served", "activations"]);
}
