//! Windows worked out by hand: C is 100 requests a cell, Θ × window 480, allocations 120, 120 and 240.

use super::window;
use headroom_core::domain::NANO;
use headroom_core::ledger::{Fate, Held};
use kit::bare::{Ran, bare, batch, batch_of, sent};
use kit::make::Changes;
use serde_json::{Value, json};

const THREE: [(&str, u64); 3] = [("alpha", 1), ("beta", 1), ("gamma", 2)];

/// Active from 10:01 on, as gamma sends 480 at 10:00; the DSP has room for all of it.
pub fn active(streams: &[Value], changes: Changes) -> Ran {
    let mut all = vec![("/gateway/backlog_limit", json!("10 min"))];
    all.extend_from_slice(changes);
    sent(&bare(&THREE), &[&[batch("gamma", 480, "10:00")], streams].concat(), &all)
}

/// The strict reading, and two retries a minute apart.
pub fn strict_with_retries() -> Vec<(&'static str, Value)> {
    vec![
        ("/mechanism/throttle_to", json!("allocation")),
        ("/retries", json!([{ "id": "usual", "attempts": 3, "first": "60 s" }])),
    ]
}

#[test]
fn a_window_of_a_throttled_user_is_what_the_rules_say() {
    let streams = [batch("alpha", 300, "10:01"), batch("alpha", 300, "10:01:10")];
    let ran = active(&streams, &strict_with_retries());
    let first = window(&ran, "alpha", 6);
    assert_eq!((first.load, first.threshold, first.quota), (600, 480 * NANO, 120));
    assert_eq!((first.active_from, first.limit, first.carried), (Some(6), Some(120 * NANO), 0));
    assert_eq!((first.used, first.total, first.let_through()), (120, 120, 120));
    assert_eq!(first.attempts, [600]);
    assert_eq!(first.held, Held { throttled: 480, ..Held::default() });
    // 480 come back a minute later, of which 120 pass, and 360 once more.
    let second = window(&ran, "alpha", 12);
    assert_eq!((second.attempts, second.held.throttled), (vec![0, 480], 360));
    let third = window(&ran, "alpha", 18);
    assert_eq!((third.attempts, third.held.throttled), (vec![0, 0, 360], 240));
    assert_eq!(third.held.abandoned, 240, "out of attempts");
    // Of the 480, 120 were admitted after 6 cells and 120 after 12.
    let fate = Fate {
        again: 480,
        lost: 0,
        served: 240,
        admitted: 240,
        cells: 120 * 6 + 120 * 12,
        longest: 12,
        given_up: 240,
        superseded: 0,
        ended: 0,
    };
    assert_eq!(first.fate, fate);
    assert_eq!((second.fate, third.fate), (Fate::default(), Fate::default()));
}

#[test]
fn what_was_throttled_stands_by_srv_and_prioritised_requests_by_themselves() {
    let streams = [
        batch_of("2.2", "alpha", 100, "10:01"),
        batch("alpha", 50, "10:01:10"),
        batch_of("7.4", "alpha", 30, "10:01:20"),
    ];
    let changes = [
        ("/mechanism/throttle_to", json!("allocation")),
        ("/mechanism/prioritised/add", json!(["2.2"])),
    ];
    let ran = active(&streams, &changes);
    let row = window(&ran, "alpha", 6);
    let srv = |pair: usize| ran.scenario.srvs[ran.plan.traffic.pairs[pair].1].id.as_str();
    let mut by_srv: Vec<(&str, u64)> = row.throttled.iter().map(|(p, n)| (srv(*p), *n)).collect();
    by_srv.sort_unstable();
    // 20 of 50 fit beside the 100 prioritised ones.
    assert_eq!(by_srv, [("4.6.1", 30), ("7.4", 30)]);
    assert_eq!((row.prioritised, row.used, row.held.throttled), (100, 120, 60));
}

#[test]
fn use_before_a_window_became_active_is_told_apart() {
    // Beta makes it active in the third cell, when alpha has used 100 of its 120.
    let streams = [
        batch("alpha", 100, "10:05"),
        batch("beta", 380, "10:05:20"),
        batch("alpha", 100, "10:05:40"),
    ];
    let changes = [
        ("/mechanism/detect", json!("immediate")),
        ("/mechanism/throttle_to", json!("allocation")),
        ("/gateway/backlog_limit", json!("10 min")),
    ];
    let ran = sent(&bare(&THREE), &streams, &changes);
    let row = window(&ran, "alpha", 30);
    assert_eq!((row.active_from, row.used_before, row.used), (Some(32), 100, 120));
    assert_eq!((row.attempts, row.held.throttled), (vec![200], 80));
    assert_eq!(window(&ran, "alpha", 24).active_from, None);
}

#[test]
fn a_small_users_carry_is_shown_as_it_came_into_the_window() {
    // Of 480 requests 3/1001 are 1.4386: one in the first active window, with 0.4386 carried into the second,
    // which makes 1.8771 and, the remainder being the larger, two; so it goes into the third 0.1229 short.
    let streams =
        [batch("large", 480, "10:00"), batch("small", 5, "10:01"), batch("small", 5, "10:02")];
    let market = bare(&[("small", 3), ("large", 998)]);
    let ran = sent(&market, &streams, &[("/mechanism/throttle_to", json!("allocation"))]);
    let carried = |cell| window(&ran, "small", cell).carried as f64 / NANO as f64;
    let quota = |cell| window(&ran, "small", cell).quota;
    assert_eq!([6, 12, 18].map(quota), [1, 2, 1]);
    for (cell, expected) in
        [(6, 0.0), (12, 480.0 * 3.0 / 1001.0 - 1.0), (18, 960.0 * 3.0 / 1001.0 - 3.0)]
    {
        assert!((carried(cell) - expected).abs() < 1e-8, "{cell}: {}", carried(cell));
    }
}

#[test]
fn a_request_that_waits_in_a_buffer_is_not_over_and_not_refused() {
    // Over its 120 alpha has 180 in the buffer, which gives 120 a window back.
    let changes = [
        ("/mechanism/throttle_to", json!("allocation")),
        ("/mechanism/buffer", json!({ "enabled": true, "bound": "5 min" })),
    ];
    let ran = active(&[batch("alpha", 300, "10:01")], &changes);
    let row = window(&ran, "alpha", 6);
    let held = Held { to_buffer: 180, from_buffer: row.held.from_buffer, ..Held::default() };
    assert_eq!((row.held, row.let_through()), (held, 120));
    assert_eq!((row.fate.again, row.fate.served, row.fate.given_up), (180, 180, 0));
}
