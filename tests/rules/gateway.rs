//! G1, G3 and G4.

use super::{active, no_backlog, outage, three};
use kit::bare::{bare, batch, batch_of, scheduled, sent};
use serde_json::{Value, json};

#[test]
fn g1_without_service_every_attempt_is_unavailable_prioritised_ones_too() {
    let streams = [
        batch("alpha", 50, "10:05"),
        batch_of("2.2", "beta", 60, "10:05:50"),
        batch("beta", 70, "10:06"),
    ];
    let changes = [
        ("/events", json!([outage("10:05", "1 min", 0.0)])),
        ("/mechanism/prioritised/add", json!(["2.2"])),
    ];
    let run = three(&streams, &changes);
    assert_eq!((run.user("alpha").unavailable, run.pair("beta", "2.2").unavailable), (50, 60));
    assert_eq!(run.pair("beta", "4.6.1").admitted, 70, "and from its end on everything is served");
    assert_eq!((run.ledger.outage_cells, run.all().rejected, run.all().throttled), (6, 0, 0));
}

#[test]
fn g1_deferred_work_runs_when_service_returns() {
    let streams = [scheduled("alpha", 130, "10:05"), scheduled("alpha", 20, "10:05:20")];
    let changes = [
        ("/events", json!([outage("10:05", "30 s", 0.0)])),
        ("/mechanism/window", json!("10 s")),
        no_backlog(),
    ];
    let run = three(&streams, &changes);
    let started: Vec<u64> = (30..36).map(|cell| run.row(cell).started).collect();
    assert_eq!(started, [0, 0, 0, 100, 50, 0]);
    assert_eq!(
        (run.all().attempts, run.all().unavailable),
        (150, 0),
        "one attempt each, on joining the backlog"
    );
}

#[test]
fn g1_a_partial_outage_takes_no_more_than_its_share_of_capacity() {
    let changes = [
        ("/events", json!([outage("10:05", "1 min", 0.35)])),
        ("/mechanism/window", json!("10 s")),
        no_backlog(),
    ];
    let run = three(&[batch("alpha", 50, "10:05"), batch("alpha", 50, "10:06")], &changes);
    assert_eq!((run.row(30).rejected, run.row(36).rejected), (15, 0));
}

#[test]
fn g3_a_user_over_its_limit_is_throttled_and_nobody_else() {
    let streams = [
        batch("alpha", 200, "10:01"),
        batch("beta", 120, "10:01:10"),
        batch("gamma", 240, "10:01:20"),
    ];
    let run = active(&streams, &[("/mechanism/throttle_to", json!("allocation"))]);
    assert_eq!(["alpha", "beta", "gamma"].map(|user| run.user(user).throttled), [80, 0, 0]);
    assert_eq!(run.ledger.windows_throttled, [1, 0, 0]);
}

#[test]
fn g3_what_it_lets_through_is_use_whatever_g4_does_with_it() {
    // Alpha alone, allocated 480. Of 300 at once the DSP takes 100; all are used. 100 more pass, then 80 of 100, and none
    // of the others.
    let streams: Vec<Value> = [
        ("10:01", 300),
        ("10:01:10", 100),
        ("10:01:20", 100),
        ("10:01:30", 100),
        ("10:01:40", 100),
    ]
    .iter()
    .map(|(at, n)| batch("alpha", *n, at))
    .chain([batch("alpha", 480, "10:00")])
    .collect();
    let run = sent(
        &bare(&[("alpha", 1)]),
        &streams,
        &[("/mechanism/throttle_to", json!("allocation")), no_backlog()],
    );
    assert_eq!((run.row(6).rejected, run.row(6).throttled), (200, 20 + 100 + 100));
}

#[test]
fn g3_what_g4_rejects_stays_in_the_windows_total() {
    // Gamma's 480 make up the total though 380 of them are rejected: from then on alpha is held to 120.
    let streams = [
        batch("gamma", 480, "10:01"),
        batch("alpha", 100, "10:01:10"),
        batch("alpha", 100, "10:01:20"),
    ];
    let run = active(&streams, &[no_backlog()]);
    assert_eq!((run.user("gamma").rejected, run.user("alpha").throttled), (2 * 380, 80));
}

#[test]
fn g4_room_is_capacity_and_backlog_limit_less_the_backlog() {
    // K = 100 + 150 − B: 250; then B = 150 and K = 100; then, after an idle cell, B = 50 and K = 200.
    let streams = [
        batch("alpha", 400, "10:05"),
        batch("alpha", 400, "10:05:10"),
        batch("alpha", 400, "10:05:30"),
    ];
    let changes = [
        ("/mechanism/enabled", json!(false)),
        ("/mechanism/window", json!("10 s")),
        ("/gateway/backlog_limit", json!("15 s")),
    ];
    let run = three(&streams, &changes);
    let admitted: Vec<u64> = (30..35).map(|cell| run.row(cell).admitted_other).collect();
    assert_eq!(admitted, [250, 100, 0, 200, 0]);
    assert_eq!(run.all().rejected, 1_200 - 550);
}

#[test]
fn g4_room_is_rounded_down_to_whole_requests() {
    let changes = [
        ("/gateway/max_capacity", json!("0.59/s")),
        ("/mechanism/enabled", json!(false)),
        no_backlog(),
    ];
    let run = three(&[batch("alpha", 7, "10:05")], &changes);
    assert_eq!((run.all().admitted, run.all().rejected), (5, 2), "5.9 fit");
}

#[test]
fn g4_rejects_whoever_sent_it_prioritised_requests_too() {
    // Half of all requests are prioritised: of 200 the 100 rejected hold 50 ± 3.5 of them.
    let streams = [batch_of("2.2", "alpha", 100, "10:05"), batch("beta", 100, "10:05")];
    let changes = [
        ("/mechanism/prioritised/add", json!(["2.2"])),
        ("/mechanism/enabled", json!(false)),
        no_backlog(),
    ];
    let run = three(&streams, &changes);
    assert_eq!(run.all().rejected, 100);
    assert!(run.user("alpha").rejected.abs_diff(50) < 18, "{}", run.user("alpha").rejected);
}

#[test]
fn g4_what_waits_longest_goes_first_and_of_one_cell_a_random_choice() {
    // 1000 of alpha's and of beta's each come together and 1200 go in, so that 400 ± 16 of each are
    // left. They go before the 1000 that gamma's cell adds; of those 200 go as well, before service
    // ends for good.
    let streams = [
        scheduled("alpha", 1_000, "10:05"),
        scheduled("beta", 1_000, "10:05"),
        scheduled("gamma", 1_000, "10:05:10"),
    ];
    let changes = [
        ("/gateway/max_capacity", json!("120/s")),
        ("/events", json!([outage("10:05:20", "1 h", 0.0)])),
        ("/mechanism/window", json!("10 s")),
        no_backlog(),
    ];
    let run = three(&streams, &changes);
    assert_eq!((run.row(30).started, run.row(31).started), (1_200, 1_200));
    assert_eq!(["alpha", "beta", "gamma"].map(|user| run.user(user).admitted), [1_000, 1_000, 400]);
    let mut earlier = changes.to_vec();
    earlier[1] = ("/events", json!([outage("10:05:10", "1 h", 0.0)]));
    let alpha = three(&streams, &earlier).user("alpha").admitted;
    assert!(alpha.abs_diff(600) < 5 * 11, "of alpha's {alpha}, not some 600 ± 11");
}

#[test]
fn g4_an_allocation_for_a_window_may_be_spent_in_a_cell_and_be_rejected_there() {
    // 240 are allocated to gamma; of 240 in one cell the DSP takes 100, of 40 in each of six all.
    let at_once = active(&[batch("gamma", 240, "10:01")], &[no_backlog()]);
    assert_eq!((at_once.row(6).rejected, at_once.row(6).throttled), (140, 0));
    let spread: Vec<Value> = (0..6).map(|i| batch("gamma", 40, &format!("10:01:{}0", i))).collect();
    let spread = active(&spread, &[no_backlog()]);
    assert_eq!((spread.row(6).rejected, spread.row(6).throttled), (0, 0));
}
