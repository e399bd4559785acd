//! T6, U2 and M7.

use super::{Case, case, outage, sends, tries};
use headroom_core::ledger::Counts;
use kit::make::Changes;
use serde_json::json;

fn critical(number: u64, cell: u64, changes: Changes) -> Case {
    let all = [("/srvs/4.6.1/critical", json!(true)), ("/traffic/signing_delay", json!("25 s"))];
    case(&[sends("alpha", number, cell)], &[&all, changes].concat())
}

#[test]
fn t6_a_critical_request_is_submitted_twice_three_cells_apart() {
    let ran = critical(50, 0, &[]);
    let c = ran.all();
    assert_eq!((c.requests, c.submissions, c.attempts, c.admitted), (50, 100, 100, 100));
    assert_eq!((c.earlier_submissions, c.served), (50, 50));
    assert_eq!(ran.seen.waits.iter().map(|(b, n)| (*b, *n)).collect::<Vec<_>>(), [(30, 50)]);
}

#[test]
fn t6_a_second_submission_after_the_end_is_pending() {
    let ran = critical(50, 176, &[]);
    assert_eq!((ran.all().submissions, ran.all().served), (100, 50));
    let ran = critical(50, 177, &[]);
    assert_eq!((ran.all().submissions, ran.all().served, ran.open().pending), (50, 0, 50));
}

#[test]
fn t6_attempts_start_again_with_the_second() {
    // Cell 0: 100 of 350. Cell 1: 100 of 250, and the rest give up. Their second submissions come in
    // cells 3 and 4; those of cell 4 meet an outage and have one attempt left.
    let changes = [
        ("/retries", json!([tries(2)])),
        ("/gateway/backlog_limit", json!(0)),
        ("/events", json!([outage(4, 5)])),
    ];
    let c = critical(350, 0, &changes).all();
    assert_eq!((c.rejected, c.abandoned, c.unavailable, c.served), (400, 150, 100, 200));
}

#[test]
fn t6_the_deadline_runs_from_the_first_submission() {
    // The target is 3 cells, so the second submission, in cell 3, cannot be tried again.
    let policy =
        json!([{ "id": "all", "attempts": 9, "first": "10 s", "give_up_at_deadline": true }]);
    let changes = [("/retries", policy), ("/events", json!([outage(3, 4)]))];
    let c = critical(50, 0, &changes).all();
    assert_eq!((c.earlier_submissions, c.unavailable, c.abandoned, c.served), (50, 50, 50, 0));
}

/// alpha sends 300 in cell 0, resubmitted after two cells.
fn resubmitted(attempts: u32, changes: Changes) -> Case {
    let mut policy = tries(attempts);
    policy["response_timeout"] = json!("15 s");
    let all = [("/retries", json!([policy]))];
    case(&[sends("alpha", 300, 0)], &[&all, changes].concat())
}

#[test]
fn u2_what_waits_for_two_cells_comes_again_and_is_a_duplicate() {
    // 100 are still in the backlog when cell 2 begins, and gone when it ends.
    let ran = resubmitted(5, &[]);
    let c = ran.all();
    assert_eq!((c.submissions, c.attempts, c.admitted, c.processed), (300, 400, 400, 400));
    assert_eq!((c.served, c.duplicates), (300, 100));
    assert_eq!(ran.seen.waits.values().sum::<u64>(), 300);
    assert_eq!(resubmitted(1, &[]).all().attempts, 300);
}

#[test]
fn u2_a_copy_that_is_refused_goes_by_u1_and_never_abandons() {
    let out = ("/events", json!([outage(2, 4)]));
    // Cells 2 and 3: unavailable. Cell 4: admitted, beside the first copies; duplicates in cell 5.
    let c = resubmitted(5, &[out.clone()]).all();
    assert_eq!((c.attempts, c.unavailable, c.served, c.duplicates), (600, 200, 300, 100));
    let c = resubmitted(3, &[out]).all();
    assert_eq!((c.attempts, c.unavailable, c.abandoned, c.served), (500, 200, 0, 300));
}

#[test]
fn u2_a_retry_still_to_come_is_withdrawn_when_a_copy_is_served() {
    let mut policy = tries(5);
    policy["response_timeout"] = json!("15 s");
    policy["first"] = json!("40 s");
    let changes = [("/retries", json!([policy])), ("/events", json!([outage(2, 3)]))];
    let c = resubmitted(5, &changes).all();
    assert_eq!((c.attempts, c.unavailable, c.served, c.duplicates), (400, 100, 300, 0));
}

/// In cell 6 alpha sends 150; it may have 120 in the window.
fn throttled(on_throttled: bool, changes: Changes) -> Counts {
    let mut policy = tries(3);
    if on_throttled {
        policy["on_throttled"] = json!({ "first": "60 s" });
    }
    let all = [("/retries", json!([policy])), ("/mechanism/throttle_to", json!("allocation"))];
    let streams = [sends("gamma", 480, 0), sends("alpha", 150, 6)];
    case(&streams, &[&all, changes].concat()).user("alpha")
}

#[test]
fn m7_a_plain_503_is_tried_again_as_after_any_other() {
    let c = throttled(true, &[]);
    assert_eq!((c.throttled, c.abandoned, c.served), (90, 30, 120));
}

#[test]
fn m7_a_distinct_503_lets_delays_of_its_own_apply() {
    let c = throttled(true, &[("/mechanism/signal", json!("distinct"))]);
    assert_eq!((c.throttled, c.abandoned, c.served), (30, 0, 150));
    let c = throttled(false, &[("/mechanism/signal", json!("distinct"))]);
    assert_eq!((c.throttled, c.abandoned, c.served), (90, 30, 120));
}

#[test]
fn m7_retry_after_names_the_next_window() {
    // Windows of one cell: the next one.
    let changes = [
        ("/mechanism/signal", json!("distinct")),
        ("/mechanism/retry_after", json!(true)),
        ("/mechanism/window", json!("10 s")),
        ("/mechanism/operating_threshold", json!(1)),
        ("/gateway/max_capacity", json!("40/s")),
        ("/retries", json!([{ "id": "all", "attempts": 2, "first": "10 min" }])),
    ];
    // A window has 400, of them 100 for alpha; gamma's 480 make it active from cell 1 to 6 at least.
    let streams = [sends("gamma", 480, 0), sends("alpha", 150, 3), sends("gamma", 480, 2)];
    let c = case(
        &streams,
        &[&changes[..], &[("/mechanism/throttle_to", json!("allocation"))]].concat(),
    );
    let c = c.user("alpha");
    assert_eq!((c.throttled, c.abandoned, c.served), (50, 0, 150));
}
