//! G2: anomaly detection and caps; G8: collapse.

use super::small_agrees;
use kit::make::flood;
use serde_json::{Value, json};

fn outage(id: &str, at: &str, lasts: &str, capacity: f64) -> Value {
    json!({ "id": id, "at": at, "lasts": lasts, "outage": { "capacity": capacity } })
}

#[test]
fn g2_quarantine_beyond_a_number_agrees_with_the_judge() {
    let rule = json!({ "id": "flood", "srvs": ["4.6.1", "2.2"], "number": 900, "period": "7 min" });
    small_agrees(
        &[("/gateway/anomaly", json!([rule]))],
        &["quarantined", "beta quarantined", "throttled"],
    );
}

#[test]
fn g2_quarantine_beyond_the_busiest_day_agrees_with_the_judge() {
    // alpha's threshold is its own; beta's the last rule's, and omega's none.
    let day = json!({ "id": "day", "users": { "categories": ["large_supplier", "small_supplier"] },
        "times_busiest_day": 1.73, "at_least": 30, "period": "10 min" });
    let beta = json!({ "id": "beta", "users": { "ids": ["beta"] }, "srvs": ["4.6.1"], "number": 400, "period": "30 min" });
    let changes = [
        ("/gateway/anomaly", json!([day, beta])),
        ("/srvs/4.6.1/critical", json!(true)),
        (
            "/traffic/profiles/day/saturday",
            json!({ "shares": vec![1.0 / 48.0; 48], "level": 1.31 }),
        ),
        ("/traffic/streams/reads/dcc_scheduled_share", json!(0.25)),
        ("/events", json!([flood("a", "alpha", "4/s"), flood("b", "beta", "3/s")])),
    ];
    small_agrees(&changes, &["alpha quarantined", "beta quarantined", "earlier submissions"]);
}

#[test]
fn g2_quarantine_of_process_steps_agrees_with_the_judge() {
    let process = json!({ "id": "install", "users": { "ids": ["gamma"] }, "amount": { "per_user": 9_000 }, "profile": "day",
        "steps": [{ "id": "join", "srv": "6.15" }, { "id": "key", "srv": "1.1", "delay": "20 s" }],
        "retrigger": 0.5, "retrigger_after": "1 min" });
    let rules = json!([
        { "id": "join", "srvs": ["6.15"], "number": 30, "period": "5 min" },
        { "id": "key", "srvs": ["1.1"], "times_busiest_day": 0.61, "period": "150 s" }
    ]);
    let changes = [
        ("/traffic/processes", json!([process])),
        ("/gateway/anomaly", rules),
        ("/srvs/1.1/critical", json!(true)),
    ];
    let happens = ["install join aborted", "install key aborted", "gamma quarantined"];
    small_agrees(&changes, &happens);
}

#[test]
fn g2_a_cap_on_every_user_agrees_with_the_judge() {
    // The last rule that matches a User holds: beta's.
    let caps = json!([{ "id": "all", "rate": "0.63/s" }, { "id": "beta", "users": { "ids": ["beta"] }, "rate": "1.5/s" }]);
    let changes = [
        ("/gateway/caps", caps),
        ("/gateway/backlog_limit", json!("5 s")),
        ("/gateway/max_capacity", json!("2.5/s")),
    ];
    small_agrees(&changes, &["capped", "alpha capped", "throttled", "rejected"]);
}

#[test]
fn g2_a_cap_that_begins_anew_with_the_day_agrees_with_the_judge() {
    let changes = [
        ("/start", json!("2022-07-05T23:30")),
        ("/events/flood/at", json!("2022-07-05T23:58")),
        ("/gateway/caps", json!([{ "id": "all", "rate": "0.283/s" }])),
        ("/traffic/day_cv", json!(0.2)),
    ];
    small_agrees(&changes, &["capped", "beta capped", "abandoned"]);
}

#[test]
fn g2_quarantine_and_cap_of_one_flood_agree_with_the_judge() {
    let changes = [
        ("/gateway/caps", json!([{ "id": "all", "rate": "3/s" }])),
        ("/gateway/anomaly", json!([{ "id": "all", "number": 600, "period": "5 min" }])),
        ("/events/-", outage("out", "10:12", "90 s", 0.0)),
        ("/events/flood/denial_of_service/srvs", json!(["2.2", "4.6.1"])),
        ("/mechanism/detect", json!("immediate")),
        ("/mechanism/operating_threshold", json!(0.5)),
    ];
    small_agrees(&changes, &["capped", "quarantined", "unavailable", "throttled"]);
}

#[test]
fn g8_a_collapse_of_todays_system_agrees_with_the_judge() {
    let changes = [
        ("/mechanism/enabled", json!(false)),
        ("/gateway/backlog_limit", json!("5 s")),
        ("/gateway/collapse", json!({ "after": "80 s", "lasts": "2 min" })),
    ];
    small_agrees(&changes, &["outage cells", "unavailable", "rejected"]);
}

#[test]
fn g8_a_collapse_that_chance_decides_agrees_with_the_judge() {
    // Load is near capacity, so something may fit in any cell; the outage's retries bring the next.
    let changes = [
        ("/gateway/backlog_limit", json!(0)),
        ("/gateway/max_capacity", json!("2/s")),
        ("/gateway/collapse", json!({ "after": "30 s", "lasts": "100 s" })),
        ("/events/flood/denial_of_service/rate", json!("2/s")),
    ];
    small_agrees(&changes, &["outage cells", "unavailable", "throttled"]);
}

#[test]
fn g8_a_collapse_by_what_the_dsp_starts_agrees_with_the_judge() {
    let campaign = json!({ "id": "inside", "at": "10:12", "lasts": "4 min", "campaign": {
        "users": { "ids": ["alpha"] }, "srv": "4.6.1", "number": 1300, "mode": "dcc_scheduled" } });
    let changes = [
        ("/events", json!([campaign, outage("out", "10:14", "20 s", 0.0)])),
        ("/gateway/backlog_limit", json!(0)),
        ("/gateway/collapse", json!({ "after": "60 s", "lasts": "70 s" })),
    ];
    small_agrees(&changes, &["outage cells", "late", "unavailable"]);
}
