//! M9: the Alternative Solution's buffers.

use super::small_agrees;
use kit::make::{Changes, flood};
use serde_json::{Value, json};

/// The small market with buffers of `bound`.
fn buffered(bound: &str, changes: Changes, happens: &[&str]) {
    let buffer = ("/mechanism/buffer", json!({ "enabled": true, "bound": bound }));
    small_agrees(&[&[buffer], changes].concat(), happens);
}

/// What happens in nearly every market with buffers and a flood.
const BUFFERS: &[&str] = &["to buffer", "from buffer", "throttled", "active cells"];

fn reading(throttle_to: &str, pace: &str, detect: &str) {
    let changes = [
        ("/mechanism/throttle_to", json!(throttle_to)),
        ("/mechanism/pace", json!(pace)),
        ("/mechanism/detect", json!(detect)),
    ];
    buffered("5 min", &changes, BUFFERS);
}

#[test]
fn m9_buffers_with_allocation_agree_with_the_judge() {
    reading("allocation", "window", "window_end");
}

#[test]
fn m9_buffers_with_until_total_agree_with_the_judge() {
    reading("until_total", "window", "window_end");
}

#[test]
fn m9_buffers_with_until_total_paced_by_cells_agree_with_the_judge() {
    reading("until_total", "cell", "immediate");
}

#[test]
fn m9_buffers_with_share_unused_agree_with_the_judge() {
    reading("share_unused", "window", "immediate");
}

#[test]
fn m9_buffers_with_user_maximum_paced_by_cells_agree_with_the_judge() {
    reading("user_maximum", "cell", "window_end");
}

#[test]
fn m9_small_buffers_agree_with_the_judge() {
    // Users with less than one request of allocation a window take turns by fractions.
    let changes = [
        ("/mechanism/window", json!("10 s")),
        ("/mechanism/operating_threshold", json!(0.4)),
        ("/mechanism/throttle_to", json!("allocation")),
        ("/mechanism/allocation/guaranteed/small/share", json!(0.025)),
        ("/mechanism/allocation/weights", json!("meters")),
    ];
    buffered("45 s", &changes, &[BUFFERS, &["omega throttled", "abandoned"]].concat());
}

#[test]
fn m9_what_is_left_in_buffers_at_the_end_agrees_with_the_judge() {
    let changes =
        [("/events/flood/at", json!("10:54")), ("/mechanism/throttle_to", json!("allocation"))];
    buffered("20 min", &changes, &["to buffer", "open: buffered", "from buffer"]);
}

#[test]
fn m9_deadlines_of_what_is_buffered_agree_with_the_judge() {
    let usual = json!({ "id": "usual", "attempts": 5, "first": "20 s", "factor": 1.5, "jitter": 0.4, "give_up_at_deadline": true });
    let changes = [("/retries", json!([usual])), ("/mechanism/throttle_to", json!("allocation"))];
    buffered("10 min", &changes, &["to buffer", "from buffer", "left buffer", "abandoned"]);
}

#[test]
fn m9_buffers_of_several_users_in_a_dsp_without_room_agree_with_the_judge() {
    // Prioritised requests pass beside the buffers; a partial outage leaves no room for all.
    let half =
        json!({ "id": "half", "at": "10:11", "lasts": "10 min", "outage": { "capacity": 0.3 } });
    let none = json!({ "id": "none", "at": "10:16", "lasts": "1 min", "outage": {} });
    let floods = [
        flood("a", "alpha", "3/s"),
        flood("b", "beta", "5/s"),
        flood("c", "gamma", "2/s"),
        half,
        none,
    ];
    let changes = [
        ("/events", json!(floods)),
        ("/gateway/backlog_limit", json!("5 s")),
        ("/mechanism/hold", json!(1)),
        ("/mechanism/release", json!(1)),
    ];
    buffered(
        "3 min",
        &changes,
        &[BUFFERS, &["rejected", "unavailable", "gamma throttled"]].concat(),
    );
}

#[test]
fn m9_load_measured_by_what_was_admitted_agrees_with_the_judge() {
    let changes = [
        ("/mechanism/measure", json!("admitted")),
        ("/mechanism/hold", json!(1)),
        ("/mechanism/throttle_to", json!("allocation")),
        ("/traffic/streams/reads/dcc_scheduled_share", json!(0.2)),
    ];
    buffered("5 min", &changes, BUFFERS);
}

#[test]
fn m9_buffered_steps_and_critical_requests_agree_with_the_judge() {
    let process = json!({ "id": "install", "users": { "ids": ["alpha"] }, "amount": { "per_user": 6_000 }, "profile": "day",
        "steps": [{ "id": "join", "srv": "6.15" }, { "id": "key", "srv": "1.1", "delay": "20 s", "deadline": "2 min" }],
        "retrigger": 0.5, "retrigger_after": "1 min" });
    let changes = [
        ("/traffic/processes", json!([process])),
        ("/srvs/1.1/critical", json!(true)),
        ("/srvs/4.6.1/critical", json!(true)),
        ("/events", json!([flood("flood", "alpha", "4/s")])),
        ("/mechanism/throttle_to", json!("allocation")),
        ("/gateway/max_capacity", json!("5/s")),
    ];
    let happens = ["to buffer", "install alpha late", "install key aborted", "left buffer"];
    buffered("4 min", &changes, &happens);
}

/// Buffers, and a backlog in which copies wait (U2).
fn copies(policy: Value) {
    let changes = [
        ("/retries", json!([policy])),
        ("/gateway/backlog_limit", json!("4 min")),
        ("/mechanism/throttle_to", json!("allocation")),
        ("/mechanism/prioritised/add", json!(["2.2", "7.4"])),
        ("/events/flood/denial_of_service/srvs", json!(["7.4", "4.6.1"])),
        ("/events/flood/denial_of_service/rate", json!("12/s")),
        ("/gateway/caps", json!([{ "id": "beta", "users": { "ids": ["beta"] }, "rate": "9/s" }])),
        ("/events/flood/denial_of_service/users/ids", json!(["beta", "alpha"])),
    ];
    buffered("3 min", &changes, &["to buffer", "duplicates", "left buffer"]);
}

#[test]
fn m9_buffered_copies_agree_with_the_judge() {
    copies(
        json!({ "id": "usual", "attempts": 6, "first": "20 s", "jitter": 0.4, "response_timeout": "40 s" }),
    );
}

#[test]
fn m9_buffered_copies_with_a_deadline_agree_with_the_judge() {
    copies(
        json!({ "id": "usual", "attempts": 6, "first": "20 s", "jitter": 0.4, "response_timeout": "40 s",
        "give_up_at_deadline": true }),
    );
}
