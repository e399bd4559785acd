//! T6: critical SRVs and their signed second submissions.

use super::traffic::hour;
use super::{MECHANISM, small_agrees};
use kit::make::Changes;
use serde_json::json;

/// The small market with 4.6.1 critical, the flood's SRV.
fn critical(changes: Changes, happens: &[&str]) {
    let all = [("/srvs/4.6.1/critical", json!(true)), ("/gateway/max_capacity", json!("6/s"))];
    small_agrees(&[&all, changes].concat(), happens);
}

#[test]
fn t6_a_critical_flood_agrees_with_the_judge() {
    critical(&[], &[MECHANISM, &["earlier submissions"]].concat());
}

#[test]
fn t6_second_submissions_that_are_throttled_agree_with_the_judge() {
    // They come three minutes later, in a flood that follows, while the mechanism is active.
    let changes = [
        ("/traffic/signing_delay", json!("175 s")),
        ("/mechanism/throttle_to", json!("allocation")),
        ("/mechanism/detect", json!("immediate")),
        ("/mechanism/pace", json!("cell")),
    ];
    critical(&changes, &[MECHANISM, &["earlier submissions", "late"]].concat());
}

#[test]
fn t6_second_submissions_that_are_rejected_agree_with_the_judge() {
    let changes = [
        ("/mechanism/enabled", json!(false)),
        ("/gateway/backlog_limit", json!("5 s")),
        ("/traffic/signing_delay", json!("1 ms")),
    ];
    critical(&changes, &["rejected", "abandoned", "earlier submissions"]);
}

#[test]
fn t6_what_is_between_two_submissions_at_the_end_agrees_with_the_judge() {
    let changes =
        [("/events/flood/at", json!("10:56")), ("/traffic/signing_delay", json!("2 min"))];
    critical(&changes, &["open: pending", "open: retrying", "throttled"]);
}

#[test]
fn t6_a_deadline_that_runs_from_the_first_submission_agrees_with_the_judge() {
    // 4.6.1 has 95 s, of which signing takes 40.
    let usual = json!({ "id": "usual", "attempts": 9, "first": "15 s", "factor": 1.3, "jitter": 0.5, "give_up_at_deadline": true });
    let changes = [
        ("/retries", json!([usual])),
        ("/traffic/signing_delay", json!("40 s")),
        ("/gateway/backlog_limit", json!("20 s")),
    ];
    critical(&changes, &["abandoned", "late", "throttled", "rejected"]);
}

#[test]
fn t6_what_the_dsp_starts_or_holds_is_not_signed_twice_as_with_the_judge() {
    let future = |id: &str, srv: &str| {
        json!({ "id": id, "users": { "roles": ["GS"] }, "srv": srv, "mode": "future_dated",
        "amount": { "per_user": 500 }, "profile": "hour" })
    };
    let mut held = future("held", "6.15");
    held["due"] = json!({ "at": "10:20", "spread": "10 min" });
    let changes = [
        ("/srvs/6.15/critical", json!(true)),
        ("/srvs/1.1/critical", json!(true)),
        ("/traffic/streams/reads/dcc_scheduled_share", json!(0.4)),
        ("/traffic/profiles/-", hour()),
        ("/traffic/streams/-", held),
        ("/traffic/streams/-", future("by the device", "1.1")),
    ];
    critical(&changes, &["earlier submissions", "open: held", "throttled", "alpha 1.1 served"]);
}

#[test]
fn t6_a_critical_campaign_through_an_outage_agrees_with_the_judge() {
    let campaign = json!({ "id": "campaign", "at": "10:15", "lasts": "5 min", "campaign": {
        "users": { "ids": ["gamma"] }, "srv": "4.6.1", "number": 1500 } });
    let out = json!({ "id": "out", "at": "10:18", "lasts": "3 min", "outage": {} });
    let changes = [("/events", json!([campaign, out])), ("/traffic/signing_delay", json!("20 s"))];
    critical(&changes, &["unavailable", "earlier submissions", "throttled"]);
}
