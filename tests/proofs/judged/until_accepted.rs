//! C2: from a User's first 503 to its first acceptance, by SRV.

use super::{Case, case, outage, sends, tries};
use headroom_core::engine::{Plan, run};
use headroom_core::ledger::UntilAccepted;
use headroom_core::traffic::Traffic;
use kit::make::Changes;
use serde_json::{Value, json};

/// What is told of alpha's `srv` where alpha sends `streams`, the DSP takes 100 requests a cell, and what is refused is not
/// sent again.
fn alphas(srv: &str, streams: &[Value], changes: Changes) -> UntilAccepted {
    let all = [("/retries", json!([tries(1)])), ("/gateway/backlog_limit", json!(0))];
    of_alpha(srv, &case(streams, &[&all, changes].concat()))
}

fn of_alpha(srv: &str, ran: &Case) -> UntilAccepted {
    let pairs = Traffic::new(&ran.scenario).pairs;
    let is = |(user, s): &(usize, usize)| {
        ran.scenario.users[*user].id == "alpha" && ran.scenario.srvs[*s].id == srv
    };
    ran.seen.until_accepted[pairs.iter().position(is).expect("alpha sends it")]
}

fn told(u: UntilAccepted) -> (u64, u64, u64, bool) {
    (u.stretches, u.first, u.longest, u.open > 0)
}

#[test]
fn c2_an_acceptance_in_the_very_cell_of_a_503_does_not_count() {
    // In cells 0 to 2 some of 350 are taken and the others refused; nothing is accepted after that before cell 20.
    let streams = [sends("alpha", 350, 0), sends("alpha", 10, 20)];
    let until = alphas("4.6.1", &streams, &[("/retries", json!([tries(3)]))]);
    assert_eq!(told(until), (3, 1, 18, false));
}

#[test]
fn c2_without_service_there_is_no_503() {
    let streams = [sends("alpha", 50, 5), sends("alpha", 150, 7), sends("alpha", 150, 30)];
    let until = alphas("4.6.1", &streams, &[("/events", json!([outage(4, 10)]))]);
    assert_eq!(told(until), (1, 150, 150, true));
    // Refused before an outage, and turned away in it, is not accepted.
    let streams = [sends("alpha", 150, 3), sends("alpha", 50, 5), sends("alpha", 50, 12)];
    let until = alphas("4.6.1", &streams, &[("/events", json!([outage(4, 10)]))]);
    assert_eq!(told(until), (1, 9, 9, false));
}

#[test]
fn c2_another_srv_or_user_that_is_accepted_ends_nothing() {
    let mut reads = sends("alpha", 10, 5);
    reads["srv"] = json!("2.2");
    let streams = [sends("alpha", 150, 0), reads, sends("beta", 10, 6)];
    assert_eq!(told(alphas("4.6.1", &streams, &[])), (1, 180, 180, true));
    assert_eq!(alphas("2.2", &streams, &[]), UntilAccepted::default());
}

/// The mechanism is active from window 1 on, for alpha to use 120 a window of the `streams`.
fn while_active(streams: &[Value], changes: Changes) -> UntilAccepted {
    let all = [
        ("/mechanism/throttle_to", json!("allocation")),
        ("/gateway/backlog_limit", json!("5 min")),
    ];
    let streams = [&[sends("gamma", 480, 0)], streams].concat();
    alphas("4.6.1", &streams, &[&all, changes].concat())
}

#[test]
fn c2_what_is_throttled_waits_to_be_accepted_too() {
    let streams = [sends("alpha", 130, 6), sends("alpha", 30, 9), sends("alpha", 5, 13)];
    assert_eq!(told(while_active(&streams, &[])), (1, 7, 7, false));
}

#[test]
fn c2_what_leaves_a_buffer_is_accepted_when_it_does() {
    // 120 pass in cell 6 and 120 wait, with no 503, until window 2 begins with cell 12; the last 60 are throttled.
    let buffer = |bound: &str| json!({ "enabled": true, "bound": bound });
    let of =
        |bound| while_active(&[sends("alpha", 300, 6)], &[("/mechanism/buffer", buffer(bound))]);
    assert_eq!(told(of("60 s")), (1, 6, 6, false));
    assert_eq!(of("2 min"), UntilAccepted::default());
}

#[test]
fn c2_a_half_hour_taken_whole_ends_a_stretch_in_its_cell_and_what_the_dsp_starts_does_not() {
    let mut started = sends("alpha", 10, 200);
    started["mode"] = json!("dcc_scheduled");
    let mut critical = sends("alpha", 10, 407);
    critical["srv"] = json!("2.2");
    let mut refused = sends("alpha", 150, 10);
    refused["srv"] = json!("2.2");
    let streams =
        [sends("alpha", 150, 0), started, sends("alpha", 10, 411), refused, critical.clone()];
    let changes = [
        ("/duration", json!("2 h")),
        ("/srvs/2.2/critical", json!(true)),
        ("/traffic/signing_delay", json!("25 s")),
        ("/gateway/backlog_limit", json!(0)),
        ("/retries", json!([tries(1)])),
    ];
    let ran = case(&streams, &changes);
    assert_eq!(told(of_alpha("4.6.1", &ran)), (1, 411, 411, false));
    // Signed second submissions, of those accepted in cell 10, are accepted in cell 13.
    assert_eq!(told(of_alpha("2.2", &ran)), (1, 3, 3, false));
    let plan = Plan::new(&ran.scenario).expect("a plan");
    let rows = run(&plan, 0, false).timeline;
    assert!(rows.iter().any(|r| r.cell == 360 && r.cells == 180), "cells 360 to 539 are one row");
}
