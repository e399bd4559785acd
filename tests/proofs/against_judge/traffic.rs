//! T2 to T4: traffic.

use super::{MECHANISM, small_agrees};
use serde_json::{Value, json};

#[test]
fn t4_ordinary_traffic_agrees_with_the_judge() {
    small_agrees(&[("/events", json!([])), ("/gateway/max_capacity", json!("8/s"))], &["served"]);
}

#[test]
fn t3_days_that_vary_agree_with_the_judge() {
    // Two civil days, each with factors of its own.
    let changes = [
        ("/start", json!("2022-07-05T23:00")),
        ("/duration", json!("2 h")),
        ("/traffic/day_cv", json!(0.3)),
        ("/users/alpha/day_cv", json!(0.6)),
        ("/events", json!([])),
        ("/gateway/max_capacity", json!("1.6/s")),
        ("/gateway/backlog_limit", json!("5 s")),
    ];
    small_agrees(&changes, &["throttled", "rejected"]);
}

#[test]
fn t3_a_day_that_varies_for_everybody_agrees_with_the_judge() {
    let changes = [
        ("/start", json!("2022-07-05T23:30")),
        ("/traffic/day_cv_common", json!(0.4)),
        ("/events", json!([])),
        ("/gateway/max_capacity", json!("1.6/s")),
    ];
    small_agrees(&changes, &["throttled"]);
}

#[test]
fn t3_days_that_follow_one_another_and_half_hours_that_vary_agree_with_the_judge() {
    // Half-hours on both sides of midnight.
    let changes = |law: &str| {
        let values = if law == "empirical" { json!([2, 3, 3, 4, 8]) } else { json!([]) };
        [
            ("/start", json!("2022-07-05T23:00")),
            ("/duration", json!("2 h")),
            ("/traffic/day_cv", json!(0.3)),
            ("/traffic/day_cv_common", json!(0.2)),
            ("/traffic/day_correlation", json!(0.8)),
            ("/traffic/slot_cv", json!(0.2)),
            ("/traffic/slot_cv_common", json!(0.3)),
            ("/users/alpha/slot_cv", json!(0.5)),
            ("/traffic/factor_law", json!(law)),
            ("/traffic/factor_values", values),
            ("/events", json!([])),
            ("/gateway/max_capacity", json!("1.6/s")),
            ("/gateway/backlog_limit", json!("5 s")),
        ]
    };
    for law in ["gamma", "log_normal", "empirical"] {
        small_agrees(&changes(law), &["throttled", "rejected"]);
    }
}

#[test]
fn t3_exact_batches_and_campaigns_agree_with_the_judge() {
    // The second batch and the campaign run on past the end, and the campaign has a shape.
    let reads = |id: &str, start: &str| {
        json!({ "id": id, "users": { "roles": ["IS"] }, "srv": "4.6.1", "amount": { "number": 700 }, "exact": true,
            "batch": { "start": start, "spread": "4 min", "stagger": "2 min" } })
    };
    let campaign = json!({ "id": "campaign", "at": "10:50", "lasts": "15 min", "campaign": {
        "users": { "ids": ["gamma"] }, "srv": "7.4", "number": 900, "shape": [0.1, 0.6, 0.3] } });
    let changes = [
        ("/traffic/streams/-", reads("early", "10:05")),
        ("/traffic/streams/-", reads("late", "10:55")),
        ("/events", json!([campaign])),
    ];
    small_agrees(&changes, &["throttled", "open: retrying"]);
}

#[test]
fn t3_an_exact_day_by_a_profile_agrees_with_the_judge() {
    small_agrees(
        &[
            ("/traffic/streams/reads/exact", json!(true)),
            ("/traffic/streams/checks/exact", json!(true)),
        ],
        MECHANISM,
    );
}

#[test]
fn t2_surges_agree_with_the_judge() {
    let surge = |id: &str, at: &str, factor: f64| json!({ "id": id, "at": at, "lasts": "10 min", "surge": { "streams": ["reads", "top-ups"], "factor": factor } });
    let changes =
        [("/events", json!([surge("rush", "10:12:30", 6.0), surge("lull", "10:40", 0.2)]))];
    small_agrees(&changes, &["throttled", "alpha rejected"]);
}

#[test]
fn t2_dcc_scheduled_requests_that_find_no_room_agree_with_the_judge() {
    let campaign = json!({ "id": "inside", "at": "10:12", "lasts": "8 min", "campaign": {
        "users": { "ids": ["alpha", "gamma"] }, "srv": "4.6.1", "number": 900, "mode": "dcc_scheduled" } });
    let changes = [
        ("/traffic/streams/reads/dcc_scheduled_share", json!(0.4)),
        ("/events/-", campaign),
        ("/gateway/backlog_limit", json!("5 s")),
    ];
    small_agrees(&changes, &["late", "rejected", "throttled"]);
}

#[test]
fn t2_dcc_scheduled_requests_still_waiting_at_the_end_agree_with_the_judge() {
    let changes = [
        ("/traffic/streams/reads/dcc_scheduled_share", json!(0.5)),
        ("/events/-", json!({ "id": "out", "at": "10:56", "lasts": "30 min", "outage": {} })),
    ];
    small_agrees(&changes, &["open: deferred", "unavailable", "open: retrying"]);
}

/// A profile of all the day's requests between ten and eleven.
pub fn hour() -> Value {
    let mut shares = vec![0.0; 48];
    shares[20..22].fill(0.5);
    json!({ "id": "hour", "weekday": { "shares": shares } })
}

/// Changes that bring future-dated requests of alpha and gamma, sent between ten and eleven. At
/// 10:15 the day before's fall due over ten minutes, and those of the first quarter of an hour.
fn future_dated() -> Vec<(&'static str, Value)> {
    let stream = json!({ "id": "future", "users": { "roles": ["GS"] }, "srv": "6.15", "mode": "future_dated",
        "amount": { "per_user": 700 }, "profile": "hour", "due": { "at": "10:15", "spread": "10 min" } });
    vec![
        ("/traffic/profiles/-", hour()),
        ("/traffic/streams/-", stream),
        ("/gateway/max_capacity", json!("5/s")),
    ]
}

#[test]
fn t2_future_dated_requests_held_by_the_dsp_agree_with_the_judge() {
    // Of those sent from 10:10 on some are refused, and accepted only after they were due.
    let mut changes = future_dated();
    changes.push(("/events/flood/denial_of_service/rate", json!("12/s")));
    changes.push(("/events/flood/denial_of_service/users/ids", json!(["gamma"])));
    small_agrees(&changes, &["earlier submissions", "open: held", "gamma throttled", "late"]);
}

#[test]
fn t2_future_dated_requests_held_from_before_an_exact_day_agree_with_the_judge() {
    let mut changes = future_dated();
    changes.push(("/traffic/streams/future/exact", json!(true)));
    small_agrees(&changes, &["earlier submissions", "open: held", "throttled"]);
}

#[test]
fn t2_requests_due_in_quiet_half_hours_agree_with_the_judge() {
    // The half-hours are taken whole; what is due at the edge of one is started over more than the
    // next, and what is due in its midst is not known before.
    let mut changes = future_dated();
    let mut other = changes[1].1.clone();
    (other["id"], other["due"]) = (json!("other"), json!({ "at": "11:25", "spread": "1 h" }));
    changes[1].1["due"] = json!({ "at": "10:30", "spread": "1 h" });
    changes.extend([
        ("/traffic/streams/-", other),
        ("/duration", json!("2 h")),
        ("/gateway/max_capacity", json!("12/s")),
        ("/events", json!([])),
    ]);
    small_agrees(&changes, &["earlier submissions", "open: held"]);
}

#[test]
fn t2_future_dated_requests_due_in_an_outage_agree_with_the_judge() {
    let device = json!({ "id": "device", "users": { "roles": ["GS"] }, "srv": "1.1", "mode": "future_dated",
        "amount": { "per_user": 6000 }, "profile": "day" });
    let mut changes = future_dated();
    changes.push(("/traffic/streams/-", device));
    changes.push(("/gateway/backlog_limit", json!(45)));
    changes
        .push(("/events", json!([{ "id": "out", "at": "10:14", "lasts": "150 s", "outage": {} }])));
    small_agrees(&changes, &["earlier submissions", "unavailable", "late", "rejected"]);
}
