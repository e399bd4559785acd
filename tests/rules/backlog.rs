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

/// How many of alpha's 250 wait in each bin, for whom the DSP begins with number j so many hundredths of a tenth of a cell
/// after their cell's start: number j enters j/250 of the cell after it.
fn bins_of_250(begins: impl Fn(u64) -> u64) -> Vec<(u64, u64)> {
    let mut bins = std::collections::BTreeMap::new();
    (0..250).for_each(|j| *bins.entry((begins(j) - 4 * j).div_ceil(100)).or_default() += 1);
    bins.into_iter().collect()
}

#[test]
fn g6_a_wait_goes_on_through_an_outage_that_begins_later() {
    // 100 are done in the first cell; the DSP begins with number 100 at its end, and with the others sixty cells later.
    let mut changes = today().to_vec();
    changes.push(("/events", json!([outage("10:05:10", "10 min", 0.0)])));
    let run = three(&[batch("alpha", 250, "10:05")], &changes);
    let out = |j: u64| 10 * j + if j > 100 { 60_000 } else { 0 };
    assert_eq!(run.waits(), bins_of_250(out));
    // The target is 30 s: of all but the first 101 it is missed.
    assert_eq!(run.all().late, 149);
}

#[test]
fn g6_a_wait_goes_on_at_the_share_of_capacity_that_is_left_later() {
    // 100, then 25 in each of three cells, then 100 again.
    let mut changes = today().to_vec();
    changes.push(("/events", json!([outage("10:05:10", "30 s", 0.25)])));
    let run = three(&[batch("alpha", 250, "10:05")], &changes);
    let slow = |j: u64| match j {
        0..=100 => 10 * j,
        101..=175 => 1_000 + 40 * (j - 100),
        _ => 4_000 + 10 * (j - 175),
    };
    assert_eq!(run.waits(), bins_of_250(slow));
}

#[test]
fn g6_a_wait_goes_on_through_a_collapse() {
    // Nothing of beta's fits in the cells 31 and 32, so cells 33 to 35 are without service: the DSP has done 300.
    let mut changes = today().to_vec();
    changes[2] = ("/gateway/backlog_limit", json!(300));
    changes.push(("/gateway/collapse", json!({ "after": "30 s", "lasts": "30 s" })));
    let streams = [
        batch("alpha", 401, "10:05"),
        batch("beta", 201, "10:05:10"),
        batch("beta", 201, "10:05:20"),
    ];
    let run = three(&streams, &changes);
    assert_eq!(run.ledger.outage_cells, 3);
    // Of each cell's 400, 100 and 100 the j-th, and what stood before it.
    let mut bins = std::collections::BTreeMap::new();
    for (cell, n, before) in [(0, 400, 0), (1, 100, 300), (2, 100, 300)] {
        for j in 0..n {
            let work = 100 * cell + before + j;
            let begins = 10 * work + if work > 300 { 3_000 } else { 0 };
            let waits: u64 = (begins - 1_000 * cell) * n - 1_000 * j;
            *bins.entry(waits.div_ceil(100 * n)).or_default() += 1;
        }
    }
    assert_eq!(run.waits(), bins.into_iter().collect::<Vec<(u64, u64)>>());
}

#[test]
fn g6_what_is_left_at_the_end_is_in_the_backlog() {
    let run = three(&[batch("alpha", 250, "10:29:50")], &today());
    assert_eq!((run.all().processed, run.open().backlog), (100, 150));
    assert_eq!(run.waits().iter().map(|(_, n)| n).sum::<u64>(), 100, "what is left has no wait");
}
