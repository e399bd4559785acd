//! C2, F3.11: what Users use of what is allocated to them, by month; a breach is an excess while active, and nothing else.

use super::active;
use kit::bare::{Ran, batch, three};
use serde_json::json;

/// What a User used, was above by while the mechanism was not active, and the half-hours of that; its breach, and the windows.
fn used(run: &Ran, user: &str) -> [u64; 5] {
    let place = run.scenario.users.iter().position(|u| u.id == user).expect("a User");
    let of = &run.ledger.months[0].users[place];
    [of.used, of.above, of.half_hours_above, of.excess, of.windows_in_excess]
}

#[test]
fn c2_a_breach_is_what_is_sent_beyond_the_quota_while_active_whatever_the_reading_does_with_it() {
    // Allocated 120, 120 and 240 a window; active from 10:01 on, gamma's 480 of 10:00 having made it so.
    let streams = [batch("alpha", 200, "10:01"), batch("beta", 120, "10:01:10")];
    for (reading, throttled) in [("allocation", 80), ("user_maximum", 0)] {
        let run = active(&streams, &[("/mechanism/throttle_to", json!(reading))]);
        assert_eq!(run.user("alpha").throttled, throttled, "{reading}");
        assert_eq!(used(&run, "alpha"), [200, 0, 0, 80, 1], "{reading}");
        assert_eq!(used(&run, "beta"), [120, 0, 0, 0, 0], "{reading}");
        assert_eq!(used(&run, "gamma"), [480, 0, 0, 0, 0], "no breach before it is active");
    }
}

#[test]
fn c2_retries_are_in_a_breach_and_told_apart_from_first_submissions() {
    // 140 at 10:01 are 20 beyond the quota of 120; those come again at 10:02 with 110 new ones: 10 beyond it, none by first alone.
    let streams = [batch("alpha", 140, "10:01"), batch("alpha", 110, "10:02")];
    let changes = [
        ("/mechanism/throttle_to", json!("allocation")),
        ("/retries", json!([{ "id": "r", "attempts": 2, "first": "60 s" }])),
    ];
    let run = active(&streams, &changes);
    let of = &run.ledger.months[0].users[0];
    assert_eq!((of.excess, of.excess_first, of.windows_in_excess), (30, 20, 2));
}

#[test]
fn c2_what_goes_into_a_buffer_is_in_breach_where_it_comes_and_not_where_it_leaves() {
    let changes = [
        ("/mechanism/buffer", json!({ "enabled": true, "bound": "5 min" })),
        ("/mechanism/throttle_to", json!("allocation")),
    ];
    let run = active(&[batch("alpha", 300, "10:01")], &changes);
    assert_eq!(run.user("alpha").to_buffer, 180);
    assert_eq!(used(&run, "alpha")[3..], [180, 1]);
}

#[test]
fn c2_above_while_inactive_is_told_by_half_hour_and_is_no_breach() {
    // 400 in each of ten windows of a half-hour, in which 3 600 are allocated; the threshold is 480 a window.
    let streams: Vec<_> =
        (0..10).map(|m| batch("alpha", 400, &format!("10:{:02}", 2 * m))).collect();
    let run = three(&streams, &[]);
    assert!(run.ledger.activations.is_empty());
    assert_eq!(used(&run, "alpha"), [4_000, 400, 1, 0, 0]);
}

#[test]
fn f3_11_what_met_no_service_is_no_use_of_the_mechanism() {
    let outage = json!([kit::bare::outage("10:05", "1 min", 0.0)]);
    let streams = [batch("alpha", 50, "10:05"), batch("alpha", 70, "10:07")];
    let run = three(&streams, &[("/events", outage)]);
    assert_eq!(used(&run, "alpha")[0], 70);
}
