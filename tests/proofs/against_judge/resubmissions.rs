//! U2: what is resubmitted while it waits in the backlog.

use super::small_agrees;
use super::traffic::hour;
use kit::make::Changes;
use serde_json::{Value, json};

/// A policy with a time-out.
fn policy(attempts: u32, timeout: Value) -> Value {
    json!({ "id": "usual", "attempts": attempts, "first": "20 s", "factor": 1.5, "jitter": 0.4, "response_timeout": timeout })
}

/// The small market with `policy` and a backlog of three minutes.
fn resubmitted(policy: Value, changes: Changes, happens: &[&str]) {
    let all = [("/retries", json!([policy])), ("/gateway/backlog_limit", json!("3 min"))];
    small_agrees(&[&all, changes].concat(), happens);
}

#[test]
fn u2_a_flood_that_waits_longer_than_the_time_out_agrees_with_the_judge() {
    resubmitted(
        policy(6, json!("40 s")),
        &[("/mechanism/enabled", json!(false))],
        &["duplicates", "rejected"],
    );
}

#[test]
fn u2_time_outs_by_the_target_agree_with_the_judge() {
    // 2.2 and 7.4: 24 s; 4.6.1: 76 s.
    resubmitted(
        policy(4, json!(0.8)),
        &[("/mechanism/throttle_to", json!("allocation"))],
        &["duplicates", "throttled", "late"],
    );
}

#[test]
fn u2_an_outage_with_work_in_the_dsp_agrees_with_the_judge() {
    let out = json!({ "id": "out", "at": "10:13", "lasts": "5 min", "outage": {} });
    resubmitted(
        policy(5, json!("60 s")),
        &[("/events/-", out)],
        &["duplicates", "unavailable", "throttled"],
    );
}

#[test]
fn u2_overload_that_feeds_itself_agrees_with_the_judge() {
    // Ordinary load is below capacity, and after the flood there is no way back.
    let changes = [
        ("/mechanism/enabled", json!(false)),
        ("/gateway/max_capacity", json!("2/s")),
        ("/gateway/backlog_limit", json!("4 min")),
        ("/events/flood/lasts", json!("2 min")),
    ];
    let happens = ["duplicates", "rejected", "open: copies in the backlog", "open: backlog"];
    resubmitted(policy(8, json!("30 s")), &changes, &happens);
}

#[test]
fn u2_resubmissions_that_give_up_at_the_deadline_agree_with_the_judge() {
    let mut policy = policy(9, json!("25 s"));
    policy["give_up_at_deadline"] = json!(true);
    resubmitted(policy, &[], &["duplicates", "abandoned", "throttled"]);
}

#[test]
fn u2_copies_of_critical_requests_agree_with_the_judge() {
    let changes = [
        ("/srvs/4.6.1/critical", json!(true)),
        ("/traffic/signing_delay", json!("15 s")),
        ("/events/flood/denial_of_service/rate", json!("4/s")),
    ];
    resubmitted(
        policy(5, json!("35 s")),
        &changes,
        &["duplicates", "earlier submissions", "throttled"],
    );
}

#[test]
fn u2_copies_of_what_the_dsp_holds_until_due_agree_with_the_judge() {
    let future = json!({ "id": "future", "users": { "roles": ["GS"] }, "srv": "6.15", "mode": "future_dated",
        "amount": { "per_user": 600 }, "profile": "hour", "due": { "at": "10:13", "spread": "5 min" } });
    let changes = [
        ("/traffic/profiles/-", hour()),
        ("/traffic/streams/-", future),
        ("/events/flood/denial_of_service/users/ids", json!(["gamma"])),
        ("/events/flood/at", json!("10:09")),
        ("/mechanism/enabled", json!(false)),
    ];
    let happens = ["duplicates", "earlier submissions", "open: held", "rejected"];
    resubmitted(policy(5, json!("45 s")), &changes, &happens);
}

#[test]
fn u2_copies_that_are_quarantined_or_capped_agree_with_the_judge() {
    let changes = [
        ("/gateway/anomaly", json!([{ "id": "all", "number": 700, "period": "6 min" }])),
        ("/gateway/caps", json!([{ "id": "all", "rate": "6/s" }])),
        ("/mechanism/enabled", json!(false)),
    ];
    let happens = ["duplicates", "quarantined", "quarantined copies", "capped"];
    resubmitted(policy(6, json!("40 s")), &changes, &happens);
}

#[test]
fn u2_steps_of_processes_agree_with_the_judge() {
    let process = json!({ "id": "install", "users": { "ids": ["gamma", "alpha"] }, "amount": { "per_user": 6_000 }, "profile": "day",
        "steps": [{ "id": "join", "srv": "6.15" }, { "id": "key", "srv": "1.1", "delay": "20 s", "deadline": "70 s" }],
        "retrigger": 0.5, "retrigger_after": "1 min" });
    let changes = [
        ("/traffic/processes", json!([process])),
        ("/srvs/1.1/critical", json!(true)),
        ("/mechanism/throttle_to", json!("allocation")),
    ];
    let happens = ["duplicates", "install key first time", "install alpha late"];
    resubmitted(policy(4, json!("30 s")), &changes, &happens);
}

#[test]
fn u2_what_has_two_copies_at_the_end_agrees_with_the_judge() {
    let changes = [("/events/flood/at", json!("10:55")), ("/mechanism/enabled", json!(false))];
    let happens = ["open: copies in the backlog", "open: backlog", "duplicates"];
    resubmitted(policy(6, json!("40 s")), &changes, &happens);
}
