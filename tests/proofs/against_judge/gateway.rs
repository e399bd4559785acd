//! G1 to G6, and M10: today's system.

use super::small_agrees;
use kit::make::{Changes, flood};
use serde_json::{Value, json};

#[test]
fn g1_an_outage_agrees_with_the_judge() {
    let changes =
        [("/events/-", json!({ "id": "out", "at": "10:12:10", "lasts": "200 s", "outage": {} }))];
    small_agrees(&changes, &["unavailable", "outage cells", "throttled"]);
}

#[test]
fn g1_a_partial_outage_agrees_with_the_judge() {
    let changes = [(
        "/events/-",
        json!({ "id": "half", "at": "10:08:30", "lasts": "12 min", "outage": { "capacity": 0.35 } }),
    )];
    small_agrees(&changes, &["throttled", "rejected", "late"]);
}

#[test]
fn m1_a_threshold_that_follows_capacity_agrees_with_the_judge() {
    let outage = |id: &str, at: &str, lasts: &str, capacity: f64| json!({ "id": id, "at": at, "lasts": lasts, "outage": { "capacity": capacity } });
    let changes = [
        ("/mechanism/threshold_follows_capacity", json!(true)),
        (
            "/events",
            json!([
                outage("half", "10:08:30", "12 min", 0.35),
                outage("none", "10:32:20", "4 min", 0.0)
            ]),
        ),
    ];
    small_agrees(&changes, &["throttled", "rejected", "unavailable"]);
}

#[test]
fn g4_without_a_backlog_limit_agrees_with_the_judge() {
    small_agrees(&[("/gateway/backlog_limit", json!(0))], &["rejected", "alpha rejected", "F3"]);
}

#[test]
fn g4_with_a_small_backlog_limit_agrees_with_the_judge() {
    small_agrees(
        &[("/gateway/backlog_limit", json!("5 s")), ("/mechanism/pace", json!("cell"))],
        &["rejected", "F3"],
    );
}

#[test]
fn g4_with_a_large_backlog_limit_agrees_with_the_judge() {
    let changes =
        [("/gateway/backlog_limit", json!("10 min")), ("/mechanism/enabled", json!(false))];
    small_agrees(&changes, &["late"]);
}

#[test]
fn g6_a_capacity_of_no_whole_number_agrees_with_the_judge() {
    let changes = [
        ("/gateway/max_capacity", json!("3.7133/s")),
        ("/gateway/backlog_limit", json!("7 s")),
        ("/mechanism/operating_threshold", json!(0.777)),
    ];
    small_agrees(&changes, &["rejected", "throttled"]);
}

/// A flood, and more than the DSP can do that it starts itself, in a share of it.
fn beside_what_the_dsp_starts(share: f64, limit: &str, changes: Changes, happens: &[&str]) {
    let campaign = json!({ "id": "inside", "at": "10:09", "lasts": "4 min", "campaign": {
        "users": { "ids": ["alpha", "gamma"] }, "srv": "4.6.1", "number": 1100, "mode": "dcc_scheduled" } });
    let events = [
        flood("flood", "beta", "3/s"),
        campaign,
        outage("half", "10:11:30", 0.45),
        outage("none", "10:13:10", 0.0),
    ];
    let all = [
        ("/events", json!(events)),
        ("/gateway/scheduled_share", json!(share)),
        ("/gateway/backlog_limit", json!(limit)),
    ];
    small_agrees(&[&all, changes].concat(), happens);
}

fn outage(id: &str, at: &str, capacity: f64) -> Value {
    json!({ "id": id, "at": at, "lasts": "50 s", "outage": { "capacity": capacity } })
}

#[test]
fn g4_an_odd_share_of_what_the_dsp_starts_agrees_with_the_judge() {
    let off = [("/mechanism/enabled", json!(false))];
    beside_what_the_dsp_starts(0.137, "12 s", &off, &["rejected", "late", "unavailable"]);
}

#[test]
fn g4_no_share_noticed_at_once_agrees_with_the_judge() {
    let changes = [
        ("/mechanism/detect", json!("immediate")),
        ("/mechanism/throttle_to", json!("allocation")),
        ("/gateway/collapse", json!({ "after": "80 s", "lasts": "40 s" })),
    ];
    beside_what_the_dsp_starts(0.0, "3 s", &changes, &["throttled", "rejected", "active cells"]);
}

#[test]
fn g4_a_whole_share_beside_buffers_agrees_with_the_judge() {
    let changes = [
        ("/mechanism/buffer", json!({ "enabled": true, "bound": "3 min" })),
        ("/mechanism/hold", json!(1)),
        ("/gateway/collapse", json!({ "after": "60 s", "lasts": "30 s" })),
    ];
    let happens = ["to buffer", "from buffer", "rejected", "outage cells"];
    beside_what_the_dsp_starts(1.0, "5 s", &changes, &happens);
}

#[test]
fn g6_what_the_end_finds_in_the_backlog_agrees_with_the_judge() {
    let changes = [("/events/flood/at", json!("10:57")), ("/mechanism/enabled", json!(false))];
    small_agrees(&changes, &["open: backlog", "open: retrying", "late"]);
}

#[test]
fn m10_the_mechanism_switched_off_agrees_with_the_judge() {
    let changes = [
        ("/mechanism/enabled", json!(false)),
        ("/events/flood/denial_of_service/rate", json!("20/s")),
    ];
    let happens = ["rejected", "F3", "F5"];
    small_agrees(&changes, &happens);
}

/// The mechanism switched off: F3 and F5 of every window.
fn today(changes: Changes) {
    let off = [
        ("/mechanism/enabled", json!(false)),
        ("/gateway/backlog_limit", json!("5 s")),
        ("/mechanism/hold", json!(2)),
    ];
    small_agrees(&[&off, changes].concat(), &["F5", "rejected"]);
}

#[test]
fn c3_todays_system_noticed_at_once_agrees_with_the_judge() {
    today(&[("/mechanism/detect", json!("immediate"))]);
}

#[test]
fn c3_todays_system_measured_by_what_was_admitted_agrees_with_the_judge() {
    today(&[("/mechanism/measure", json!("admitted"))]);
}

#[test]
fn c3_todays_system_with_a_threshold_that_follows_capacity_agrees_with_the_judge() {
    let outage = |id: &str, at: &str, capacity: f64| json!({ "id": id, "at": at, "lasts": "5 min", "outage": { "capacity": capacity } });
    today(&[
        ("/mechanism/threshold_follows_capacity", json!(true)),
        ("/events/-", outage("half", "10:08:30", 0.35)),
        ("/events/-", outage("none", "10:32:20", 0.0)),
    ]);
}

#[test]
fn c3_todays_system_without_capacity_or_threshold_agrees_with_the_judge() {
    // A Θ below 10⁻⁹ a second is 0, which every window with service reaches and none without.
    for (capacity, happens) in [("0/s", "unavailable"), ("0.0004/s", "rejected")] {
        for detect in ["window_end", "immediate"] {
            let changes = [
                ("/mechanism/enabled", json!(false)),
                ("/mechanism/detect", json!(detect)),
                ("/gateway/max_capacity", json!(capacity)),
                ("/mechanism/operating_threshold", json!(0.000_001)),
            ];
            small_agrees(&changes, &[happens]);
        }
    }
}
