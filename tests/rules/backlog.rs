//! G5 and G6.

use super::{outage, three};
use kit::bare::{batch, batch_of};
use serde_json::json;

/// Today's system with so much room that nothing is rejected.
fn today() -> [(&'static str, serde_json::Value); 3] {
    [
        ("/mechanism/enabled", json!(false)),
        ("/mechanism/window", json!("10 s")),
        ("/gateway/backlog_limit", json!("1 h")),
    ]
}

#[test]
fn g5_what_is_admitted_enters_evenly_over_the_cell() {
    // C is 10 a second: number j of 200 enters at j/20 s and would be served at j/10 s: it waits j/20 s,
    // and of each second's upper edge there are twenty.
    let run = three(&[batch("alpha", 200, "10:05")], &today());
    let expected: Vec<(u64, u64)> =
        [(0, 1)].into_iter().chain((1..10).map(|bin| (bin, 20))).chain([(10, 19)]).collect();
    assert_eq!(run.waits(), expected);
}

#[test]
fn g5_the_order_of_service_is_independent_of_the_order_of_taking() {
    // The DSP takes the 100 that it starts first. Of 1000 in all the 699 that wait more than 27 s are late; were those
    // at the front, none of them was.
    let mut inside = batch("alpha", 100, "10:05");
    inside["mode"] = json!("dcc_scheduled");
    let mut changes = today().to_vec();
    changes.push(("/gateway/scheduled_share", json!(1)));
    changes.push((
        "/response_classes",
        json!([{ "id": "on_demand", "target": "27 s" }, { "id": "scheduled", "target": "27 s" }]),
    ));
    let run = three(
        &[inside, batch("beta", 700, "10:05"), batch_of("7.4", "gamma", 200, "10:05")],
        &changes,
    );
    // Number j waits j/10 − j/100 s: more than 27 s from j = 301 on; 699 of 1000.
    assert_eq!(run.all().late, 699);
    // Hypergeometric: 69.9 ± 4.4 of alpha's, and 139.8 ± 5.8 of gamma's.
    assert!(run.user("alpha").late.abs_diff(70) < 5 * 5, "{}", run.user("alpha").late);
    assert!(run.user("gamma").late.abs_diff(140) < 5 * 6, "{}", run.user("gamma").late);
}

#[test]
fn g6_the_backlog_is_served_first_in_first_out() {
    // Alpha's 150 leave 50 behind; beta's 10 in the next cell wait for those: (50 + j)/10 − j s.
    let run = three(&[batch("alpha", 150, "10:05"), batch("beta", 10, "10:05:10")], &today());
    let mut bins = [0; 6];
    // Alpha's number j: j/10 − j/15 s. Beta's in tenths of a second: 50 + j − 10 j, not below none.
    (0..150_u64).for_each(|j| bins[j.div_ceil(30) as usize] += 1);
    (0..10_u64).for_each(|j| bins[50_u64.saturating_sub(9 * j).div_ceil(10) as usize] += 1);
    let expected: Vec<(u64, u64)> = (0..).zip(bins).filter(|(_, n)| *n > 0).collect();
    assert_eq!(run.waits(), expected);
    assert_eq!([30, 31, 32].map(|cell| run.row(cell).backlog), [50, 0, 0]);
}

#[test]
fn g6_an_idle_dsp_saves_nothing_up() {
    let run = three(&[batch("alpha", 30, "10:05"), batch("alpha", 150, "10:15")], &today());
    assert_eq!((run.row(30).backlog, run.row(90).backlog), (0, 50));
}

#[test]
fn g6_admitted_work_survives_an_outage_and_goes_on_at_its_end() {
    let mut changes = today().to_vec();
    changes.push(("/events", json!([outage("10:05:10", "10 min", 0.0)])));
    let run = three(&[batch("alpha", 250, "10:05")], &changes);
    let backlog: Vec<u64> = [30, 31, 90, 91, 92].map(|cell| run.row(cell).backlog).to_vec();
    assert_eq!(backlog, [150, 150, 150, 50, 0]);
    assert_eq!((run.all().processed, run.all().unavailable), (250, 0));
}

#[test]
fn g6_a_partial_outage_serves_at_its_share_of_capacity() {
    let mut changes = today().to_vec();
    changes.push(("/events", json!([outage("10:05:10", "30 s", 0.25)])));
    let run = three(&[batch("alpha", 250, "10:05")], &changes);
    assert_eq!([30, 31, 32, 33, 34].map(|cell| run.row(cell).backlog), [150, 125, 100, 75, 0]);
}

#[test]
fn g6_what_is_left_at_the_end_is_in_the_backlog() {
    let run = three(&[batch("alpha", 250, "10:29:50")], &today());
    assert_eq!((run.all().processed, run.open().backlog), (100, 150));
}
