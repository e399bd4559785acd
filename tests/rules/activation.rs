//! M3, M4 and M10.

use super::{active, no_backlog, outage, three};
use kit::bare::batch;
use serde_json::{Value, json};
use std::collections::BTreeSet;

#[test]
fn m3_windows_are_aligned_with_the_day() {
    // 480 within 20 s: in one window from 10:01, in two around it.
    let split = three(&[batch("alpha", 240, "10:00:50"), batch("alpha", 240, "10:01")], &[]);
    assert_eq!(split.activations(), []);
    assert_eq!(split.ledger.peak_load, (240, 0));
    let together = three(&[batch("alpha", 240, "10:01"), batch("alpha", 240, "10:01:50")], &[]);
    assert_eq!(together.activations()[0].0, 12);
    // From 10:30 on too, with windows of 5 min (Θ × window is 2400).
    let late = [("/start", json!("2022-07-06T10:30")), ("/mechanism/window", json!("5 min"))];
    assert_eq!(
        three(&[batch("alpha", 1_200, "10:34:50"), batch("alpha", 1_200, "10:35")], &late)
            .activations(),
        []
    );
    assert_eq!(
        three(&[batch("alpha", 1_200, "10:35"), batch("alpha", 1_200, "10:39:50")], &late)
            .activations()[0]
            .0,
        60
    );
}

#[test]
fn m3_use_and_load_begin_anew_in_each_window() {
    // Alpha may use 120 in each window.
    let streams = [
        batch("alpha", 120, "10:01:50"),
        batch("alpha", 120, "10:02"),
        batch("alpha", 120, "10:02:50"),
    ];
    let run = active(&streams, &[("/mechanism/throttle_to", json!("allocation"))]);
    assert_eq!([run.row(6).throttled, run.row(12).throttled], [0, 120]);
}

#[test]
fn m4_reaching_the_threshold_is_enough_and_the_next_window_is_the_first_active() {
    let below = three(&[batch("alpha", 479, "10:03")], &[]);
    assert_eq!(below.activations(), []);
    let reached = three(&[batch("alpha", 480, "10:03")], &[]);
    // Five windows are calm, from the fifth to the ninth.
    assert_eq!(reached.activations(), [(24, 54)]);
    assert_eq!(reached.ledger.active_cells, 30);
    assert_eq!(reached.user("alpha").throttled, 0, "nothing is throttled before");
}

#[test]
fn m4_noticed_at_once_the_attempt_that_reaches_the_threshold_is_the_first_to_be_limited() {
    // Alpha's allocation is 120. 479 pass; the 480th of its 600 finds 479 used.
    let immediate = [
        ("/mechanism/detect", json!("immediate")),
        ("/mechanism/throttle_to", json!("allocation")),
    ];
    let run = three(&[batch("alpha", 400, "10:03"), batch("alpha", 200, "10:03:20")], &immediate);
    assert_eq!(run.user("alpha").throttled, 121);
    assert_eq!(run.ledger.activations[0].from, 20);
    assert_eq!(run.row(20).active_cells, 4, "from that cell on");
    let below = three(&[batch("alpha", 400, "10:03"), batch("alpha", 79, "10:03:20")], &immediate);
    assert_eq!(below.activations(), []);
}

/// Loads of windows from the second on, after one that triggers; with `hold` 3, where it ends.
fn ends(loads: &[u64], changes: kit::make::Changes) -> u64 {
    let window = |(i, load): (usize, &u64)| batch("beta", *load, &format!("10:{:02}:20", i + 1));
    let streams: Vec<Value> = loads.iter().enumerate().map(window).collect();
    let mut all = vec![("/mechanism/hold", json!(3))];
    all.extend_from_slice(changes);
    active(&streams, &all).activations()[0].1 / 6
}

#[test]
fn m4_release_needs_hold_windows_running_below_the_release_level() {
    // 0.9 of 480 is 432.
    assert_eq!(ends(&[0, 0, 0], &[]), 4);
    assert_eq!(ends(&[431, 431, 431], &[]), 4);
    assert_eq!(ends(&[432, 431, 431, 431], &[]), 5);
    assert_eq!(ends(&[431, 431, 432, 431, 431, 431], &[]), 7);
    assert_eq!(ends(&[431, 500, 431, 500, 431, 431, 0], &[]), 8);
    assert_eq!(
        ends(
            &[300, 300, 300],
            &[("/mechanism/release", json!(0.5)), ("/mechanism/hold", json!(1))]
        ),
        5
    );
}

#[test]
fn m4_windows_wholly_without_service_do_not_count_for_hold() {
    let out = |at: &str, lasts: &str| [("/events", json!([outage(at, lasts, 0.0)]))];
    assert_eq!(
        ends(&[0, 0, 0], &out("10:02", "1 min")),
        5,
        "the third window, neither calm nor busy"
    );
    assert_eq!(ends(&[0, 0, 0], &out("10:02", "50 s")), 4, "one cell of service is enough");
    assert_eq!(ends(&[0, 0, 0], &out("10:02:30", "3 min")), 6);
}

#[test]
fn m4_attempts_that_met_no_service_are_no_load() {
    let run = three(
        &[batch("alpha", 480, "10:03")],
        &[("/events", json!([outage("10:03", "10 s", 0.0)]))],
    );
    assert_eq!((run.user("alpha").unavailable, run.ledger.peak_load.0), (480, 0));
    assert_eq!(run.activations(), []);
}

#[test]
fn m4_retries_and_what_the_dsp_starts_are_load() {
    // 380 without service at first come again in the same window; of what is started inside 50 join in each of its last two
    // cells: 480.
    let mut inside = batch("alpha", 230, "10:03:40");
    inside["mode"] = json!("dcc_scheduled");
    let changes = [
        ("/retries", json!([{ "id": "one", "attempts": 2, "first": "20 s" }])),
        ("/events", json!([outage("10:03", "10 s", 0.0)])),
    ];
    let run = three(&[batch("beta", 380, "10:03"), inside], &changes);
    assert_eq!(run.ledger.peak_load, (480, 18));
    assert_eq!(run.activations()[0].0, 24);
}

#[test]
fn m4_deferred_requests_are_load_when_they_join_the_backlog() {
    let mut inside = batch("alpha", 480, "10:03:50");
    inside["mode"] = json!("dcc_scheduled");
    let run = three(&[inside], &[no_backlog()]);
    // 100 join in the window's last cell, the other 380 in the next window.
    assert_eq!(run.ledger.peak_load, (380, 24));
    assert_eq!(run.activations(), []);
}

#[test]
fn m4_load_is_what_was_offered_or_what_was_admitted() {
    for (measure, peak, activations) in [("offered", 600, 1), ("admitted", 100, 0)] {
        let run = three(
            &[batch("alpha", 600, "10:03")],
            &[("/mechanism/measure", json!(measure)), no_backlog()],
        );
        assert_eq!(
            (run.ledger.peak_load.0, run.ledger.activations.len()),
            (peak, activations),
            "{measure}"
        );
    }
    // What is throttled is offered too: it keeps the mechanism active.
    let busy = [batch("alpha", 600, "10:01"), batch("alpha", 600, "10:02")];
    for (measure, last) in [("offered", 8), ("admitted", 6)] {
        let changes = [
            ("/mechanism/measure", json!(measure)),
            ("/mechanism/throttle_to", json!("allocation")),
        ];
        assert_eq!(active(&busy, &changes).activations()[0].1 / 6, last, "{measure}");
    }
}

#[test]
fn m4_an_activation_names_the_events_that_made_it_and_is_flagged_if_it_does_not_end() {
    let events = json!([
        outage("10:00", "10 s", 0.9),
        outage("10:01:50", "5 min", 0.9),
        outage("10:02", "5 min", 0.9)
    ]);
    // The first is over when the window of which it was the load has made it active; the third has yet to begin.
    let run = active(&[batch("alpha", 480, "10:27:30")], &[("/events", events)]);
    let found: Vec<_> =
        run.ledger.activations.iter().map(|a| (a.from, a.to, a.open, a.causes.clone())).collect();
    assert_eq!(found, [(6, 36, false, vec![0, 1]), (168, 180, true, vec![])]);
}

#[test]
fn m4_an_activation_remembers_its_peak_and_whom_it_throttled() {
    let streams =
        [batch("alpha", 300, "10:01"), batch("beta", 150, "10:02"), batch("beta", 500, "10:02:20")];
    let run = active(&streams, &[("/mechanism/throttle_to", json!("allocation"))]);
    let activation = &run.ledger.activations[0];
    assert_eq!((activation.peak_load, activation.throttled), (650, 180 + 530));
    assert_eq!(activation.users, BTreeSet::from([0, 1]));
}

#[test]
fn m10_switched_off_nothing_is_throttled_and_allocations_are_still_known() {
    let streams = [
        batch("gamma", 480, "10:00"),
        batch("alpha", 600, "10:01"),
        batch("alpha", 600, "10:01:10"),
    ];
    for (enabled, throttled) in [(true, 720), (false, 0)] {
        let run = three(&streams, &[("/mechanism/enabled", json!(enabled))]);
        assert_eq!(
            (run.all().throttled, run.ledger.activations.len()),
            (throttled, usize::from(enabled))
        );
        assert_eq!(run.allocation(), [120.0, 120.0, 240.0]);
    }
}
