//! M1 to M6: the mechanism.

use super::{MECHANISM, small_agrees};
use kit::make::flood;
use serde_json::{Value, json};

/// A reading, over the window or paced by its cells, noticed at a window's end or at once.
fn m5(reading: &str, pace: &str, detect: &str) {
    let changes = [
        ("/mechanism/throttle_to", json!(reading)),
        ("/mechanism/pace", json!(pace)),
        ("/mechanism/detect", json!(detect)),
    ];
    small_agrees(&changes, MECHANISM);
}

#[test]
fn m5_allocation_agrees_with_the_judge() {
    m5("allocation", "window", "window_end");
}

#[test]
fn m5_allocation_paced_by_cells_agrees_with_the_judge() {
    m5("allocation", "cell", "window_end");
}

#[test]
fn m5_until_total_agrees_with_the_judge() {
    m5("until_total", "window", "window_end");
}

#[test]
fn m5_until_total_paced_by_cells_agrees_with_the_judge() {
    m5("until_total", "cell", "window_end");
}

#[test]
fn m5_share_unused_agrees_with_the_judge() {
    m5("share_unused", "window", "window_end");
}

#[test]
fn m5_share_unused_paced_by_cells_agrees_with_the_judge() {
    m5("share_unused", "cell", "window_end");
}

#[test]
fn m5_user_maximum_agrees_with_the_judge() {
    m5("user_maximum", "window", "window_end");
}

#[test]
fn m5_user_maximum_paced_by_cells_agrees_with_the_judge() {
    m5("user_maximum", "cell", "window_end");
}

#[test]
fn m5_user_maximum_of_an_allocation_above_the_threshold_agrees_with_the_judge() {
    // Of all capacity alpha is entitled to more than the threshold.
    let changes = [
        ("/mechanism/throttle_to", json!("user_maximum")),
        ("/mechanism/allocation/pool", json!("capacity")),
        ("/mechanism/operating_threshold", json!(0.35)),
        ("/events/flood/denial_of_service/users/ids", json!(["alpha"])),
    ];
    small_agrees(&changes, &["alpha throttled"]);
}

#[test]
fn m4_immediate_with_allocation_agrees_with_the_judge() {
    m5("allocation", "window", "immediate");
}

#[test]
fn m4_immediate_with_allocation_paced_by_cells_agrees_with_the_judge() {
    m5("allocation", "cell", "immediate");
}

#[test]
fn m4_immediate_with_until_total_agrees_with_the_judge() {
    m5("until_total", "window", "immediate");
}

#[test]
fn m4_immediate_with_until_total_paced_by_cells_agrees_with_the_judge() {
    m5("until_total", "cell", "immediate");
}

#[test]
fn m4_immediate_with_share_unused_agrees_with_the_judge() {
    m5("share_unused", "window", "immediate");
}

#[test]
fn m4_immediate_with_share_unused_paced_by_cells_agrees_with_the_judge() {
    m5("share_unused", "cell", "immediate");
}

#[test]
fn m4_immediate_with_user_maximum_agrees_with_the_judge() {
    m5("user_maximum", "window", "immediate");
}

#[test]
fn m4_immediate_with_user_maximum_paced_by_cells_agrees_with_the_judge() {
    m5("user_maximum", "cell", "immediate");
}

#[test]
fn m4_immediate_with_requests_the_dsp_starts_agrees_with_the_judge() {
    // What the DSP starts alone may reach the threshold.
    let campaign = json!({ "id": "inside", "at": "10:20", "lasts": "6 min", "campaign": {
        "users": { "ids": ["alpha"] }, "srv": "4.6.1", "number": 1100, "mode": "dcc_scheduled" } });
    let changes = [
        ("/mechanism/detect", json!("immediate")),
        ("/mechanism/throttle_to", json!("allocation")),
        ("/traffic/streams/reads/dcc_scheduled_share", json!(0.4)),
        ("/events", json!([campaign])),
    ];
    small_agrees(&changes, &["throttled", "active cells"]);
}

/// Changes that bring a flood after a half-hour in which nothing could happen, and of which it is
/// asked later what its windows held.
fn after_quiet(detect: &str) -> Vec<(&'static str, Value)> {
    vec![
        ("/gateway/max_capacity", json!("8/s")),
        ("/gateway/backlog_limit", json!("5 s")),
        ("/events/flood/at", json!("10:30")),
        ("/events/flood/denial_of_service/rate", json!("16/s")),
        ("/mechanism/detect", json!(detect)),
    ]
}

#[test]
fn m5_share_unused_of_a_quiet_half_hour_agrees_with_the_judge() {
    let mut changes = after_quiet("immediate");
    changes.push(("/mechanism/throttle_to", json!("share_unused")));
    changes.push(("/events/flood/denial_of_service/users/ids", json!(["alpha"])));
    small_agrees(&changes, &["throttled", "rejected"]);
}

#[test]
fn m4_measured_by_what_was_admitted_agrees_with_the_judge() {
    let changes = [
        ("/mechanism/measure", json!("admitted")),
        ("/mechanism/hold", json!(1)),
        ("/mechanism/throttle_to", json!("allocation")),
        ("/traffic/streams/reads/dcc_scheduled_share", json!(0.2)),
    ];
    small_agrees(&changes, MECHANISM);
}

#[test]
fn m4_activations_that_come_and_go_agree_with_the_judge() {
    let changes = [
        ("/events", json!([])),
        ("/mechanism/hold", json!(1)),
        ("/mechanism/release", json!(1)),
        ("/mechanism/operating_threshold", json!(0.4)),
        ("/mechanism/throttle_to", json!("allocation")),
    ];
    small_agrees(&changes, &["throttled", "F4", "activations"]);
}

#[test]
fn m4_activations_that_come_and_go_at_once_agree_with_the_judge() {
    let changes = [
        ("/events", json!([])),
        ("/mechanism/hold", json!(2)),
        ("/mechanism/release", json!(0.95)),
        ("/mechanism/operating_threshold", json!(0.4)),
        ("/mechanism/detect", json!("immediate")),
    ];
    small_agrees(&changes, &["throttled", "F4", "activations"]);
}

#[test]
fn m3_windows_of_one_cell_agree_with_the_judge() {
    let changes = [
        ("/mechanism/window", json!("10 s")),
        ("/mechanism/pace", json!("cell")),
        ("/mechanism/throttle_to", json!("share_unused")),
    ];
    small_agrees(&changes, MECHANISM);
}

#[test]
fn t1_cells_of_thirty_seconds_agree_with_the_judge() {
    let changes = [
        ("/resolution", json!("30 s")),
        ("/mechanism/detect", json!("immediate")),
        ("/gateway/backlog_limit", json!("5 s")),
    ];
    small_agrees(&changes, MECHANISM);
}

#[test]
fn m1_allocations_below_one_request_agree_with_the_judge() {
    // A window's pool is 16 requests; omega's part of it is 0.4, delta's 0.6.
    let changes = [
        ("/mechanism/window", json!("10 s")),
        ("/mechanism/operating_threshold", json!(0.4)),
        ("/mechanism/throttle_to", json!("allocation")),
        ("/mechanism/allocation/guaranteed/small/share", json!(0.025)),
        ("/mechanism/allocation/weights", json!("meters")),
        ("/mechanism/allocation/pool", json!("threshold")),
    ];
    small_agrees(&changes, &["omega throttled", "delta throttled"]);
}

#[test]
fn m1_a_pool_of_all_capacity_agrees_with_the_judge() {
    let changes = [
        ("/mechanism/allocation/pool", json!("capacity")),
        ("/mechanism/allocation/prepayment_known", json!("top_ups")),
    ];
    small_agrees(&changes, MECHANISM);
}

fn prioritised_flood(counts: bool) {
    let changes = [
        ("/mechanism/prioritised_use_allocation", json!(counts)),
        ("/events/flood/denial_of_service/srvs", json!(["2.2", "4.6.1"])),
        ("/events/flood/denial_of_service/users/ids", json!(["alpha"])),
    ];
    small_agrees(&changes, &["throttled", "alpha throttled", "rejected"]);
}

#[test]
fn m6_prioritised_requests_that_use_the_allocation_agree_with_the_judge() {
    prioritised_flood(true);
}

#[test]
fn m6_prioritised_requests_beside_the_allocation_agree_with_the_judge() {
    prioritised_flood(false);
}

#[test]
fn m5_a_flood_of_several_users_agrees_with_the_judge() {
    let mut floods =
        vec![flood("a", "alpha", "3/s"), flood("b", "beta", "5/s"), flood("c", "gamma", "2/s")];
    floods[1]["denial_of_service"]["reacts"] = json!(false);
    floods[2]["denial_of_service"]["shape"] = json!([0.5, 0.0, 0.5]);
    let changes = [("/events", json!(floods)), ("/mechanism/pace", json!("cell"))];
    small_agrees(&changes, &["alpha throttled", "gamma throttled", "F3"]);
}
