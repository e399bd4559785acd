//! G7: messages that take a part of C. 100 requests of alpha's in cell 0 are all that C can do in it.

use super::{Case, certain, sends};
use headroom_core::domain::NANO;
use kit::make::northbound::share;
use serde_json::{Value, json};

/// A response costs so much, in requests.
fn costing(cost: f64, streams: &[Value], backlog: &str) -> Case {
    certain(streams, &[("/gateway/backlog_limit", json!(backlog))], |s| {
        s.gateway.load_includes.service_response = share(cost);
        s.gateway.load_includes.in_load = true;
    })
}

#[test]
fn g7_responses_take_their_part_of_the_next_cell() {
    // Half of cell 1 is left: of beta's 100 requests 50 are answered in it, and 50 in cell 2.
    let ran = costing(0.5, &[sends("alpha", 100, 0), sends("beta", 100, 1)], "60 s");
    assert_eq!((ran.all().served, ran.all().rejected), (200, 0));
    let delayed = ran.seen.waits.iter().filter(|(bin, _)| **bin > 0).map(|(_, n)| n).sum::<u64>();
    assert_eq!((delayed, *ran.seen.waits.keys().last().expect("some")), (99, 7));
    // Number j waits j/10 tenths of a cell up to number 50, then 10 (1 + (j − 50)/75 − j/100), at most 6.6.
    // L: 200 requests, and 50, 25 and 25 for the responses that left in cells 0, 1 and 2.
    assert_eq!(ran.seen.peak_load, (300, 0));
}

#[test]
fn g7_what_they_leave_is_what_the_gateway_takes() {
    let streams = [sends("alpha", 100, 0), sends("beta", 100, 1)];
    let ran = costing(0.255, &streams, "0 s");
    assert_eq!((ran.user("beta").admitted, ran.user("beta").rejected), (74, 26));
    // More than all of it: there is service, and nothing is taken.
    let ran = costing(3.0, &streams, "0 s");
    assert_eq!((ran.user("beta").rejected, ran.user("beta").unavailable), (100, 0));
    assert_eq!(ran.seen.outage_cells, 0);
    // What is more than a cell can do is not carried on.
    let ran = costing(3.0, &[sends("alpha", 100, 0), sends("beta", 100, 2)], "0 s");
    assert_eq!(ran.user("beta").admitted, 100);
}

#[test]
fn g7_what_nothing_is_left_for_waits_in_the_backlog() {
    let ran = costing(3.0, &[sends("alpha", 100, 0), sends("beta", 100, 1)], "60 s");
    assert_eq!((ran.all().admitted, ran.all().served), (200, 200));
    let windows: Vec<u64> = ran.seen.northbound.iter().map(|row| row.delivered).collect();
    assert_eq!(windows[..2], [200, 0]);
    // 300 requests' worth in cells 1 and 3.
    assert_eq!(ran.seen.peak_load, (800, 0));
}

#[test]
fn g7_fractions_of_a_request_add_up_in_the_load() {
    // 1.5 in cells 1, 2 and 3: 1, 2 and 1.
    let streams = [0, 1, 2].map(|cell| sends("alpha", 10, cell));
    assert_eq!(costing(0.15, &streams, "60 s").seen.peak_load, (34, 0));
    assert_eq!(share(0.15).of(NANO), 150_000_000);
}
