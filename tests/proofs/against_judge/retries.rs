//! U1: retries.

use super::{MECHANISM, small_agrees};
use serde_json::json;

#[test]
fn u1_retries_with_cap_factor_and_wide_jitter_agree_with_the_judge() {
    let policy = json!({ "id": "usual", "attempts": 7, "first": "12 s", "factor": 3, "cap": "115 s", "jitter": 0.75 });
    small_agrees(&[("/retries", json!([policy]))], MECHANISM);
}

#[test]
fn u1_giving_up_at_the_deadline_agrees_with_the_judge() {
    let usual = json!({ "id": "usual", "attempts": 9, "first": "25 s", "factor": 1.5, "jitter": 0.4, "give_up_at_deadline": true });
    let gamma = json!({ "id": "gamma", "users": { "ids": ["gamma"] }, "srvs": ["4.6.1"], "attempts": 3, "first": "1 s" });
    let changes = [("/retries", json!([usual, gamma])), ("/gateway/backlog_limit", json!("5 s"))];
    small_agrees(&changes, &["abandoned", "late", "gamma rejected"]);
}

#[test]
fn u1_retries_after_an_outage_agree_with_the_judge() {
    // Retries feed the overload for the rest of the run.
    let usual = json!({ "id": "usual", "attempts": 30, "first": "20 s", "jitter": 0.5 });
    let changes = [
        ("/retries", json!([usual])),
        ("/gateway/max_capacity", json!("2/s")),
        ("/events", json!([{ "id": "out", "at": "10:05", "lasts": "6 min", "outage": {} }])),
    ];
    small_agrees(&changes, &["throttled", "unavailable", "abandoned", "late"]);
}
