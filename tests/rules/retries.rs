//! U1.

use super::{active, no_backlog, outage, three};
use kit::bare::{Ran, bare, batch, batch_of, sent};
use kit::make::Changes;
use serde_json::{Value, json};

/// The cells after that of 10:05 in which there are retries, with how many; every attempt of `alpha`'s
/// meets no service.
fn retried(number: u64, policy: Value, changes: Changes) -> (Vec<(u64, u64)>, Ran) {
    let mut all = vec![
        ("/mechanism/window", json!("10 s")),
        ("/retries", json!([policy])),
        ("/events", json!([outage("10:05", "1 h", 0.0)])),
    ];
    all.extend_from_slice(changes);
    let run = sent(&bare(&[("alpha", 1)]), &[batch("alpha", number, "10:05")], &all);
    let rows = run.ledger.timeline.iter().filter(|row| row.retries > 0);
    (rows.map(|row| (row.cell - 30, row.retries)).collect(), run)
}

#[test]
fn u1_attempts_count_the_first_and_delays_grow_by_the_factor() {
    // 25 s, 50 s, 100 s, 200 s are 3 (halves up), 5, 10 and 20 cells.
    let policy = json!({ "id": "r", "attempts": 5, "first": "25 s", "factor": 2 });
    let (cells, run) = retried(40, policy, &[]);
    assert_eq!(cells, [(3, 40), (8, 40), (18, 40), (38, 40)]);
    assert_eq!((run.all().attempts, run.all().abandoned, run.all().requests), (200, 40, 40));
    let (cells, run) = retried(40, json!({ "id": "r", "attempts": 1 }), &[]);
    assert_eq!((cells, run.all().abandoned), (vec![], 40));
}

#[test]
fn u1_cap_is_the_longest_delay() {
    let policy = json!({ "id": "r", "attempts": 5, "first": "20 s", "factor": 2, "cap": "50 s" });
    assert_eq!(retried(40, policy, &[]).0, [(2, 40), (6, 40), (11, 40), (16, 40)]);
}

#[test]
fn u1_a_retry_comes_in_the_next_cell_at_the_earliest() {
    let policy = json!({ "id": "r", "attempts": 3, "first": "1 s" });
    assert_eq!(retried(40, policy, &[]).0, [(1, 40), (2, 40)]);
}

#[test]
fn u1_a_retry_is_drawn_evenly_from_the_cells_within_the_jitter() {
    let spread = |policy: Value| retried(30_000, policy, &[]).0;
    // 30 s ± 6 s: 2.4 to 3.6 cells, 2 to 4.
    let cells = spread(json!({ "id": "r", "attempts": 2, "first": "30 s", "jitter": 0.2 }));
    assert_eq!(cells.iter().map(|c| c.0).collect::<Vec<_>>(), [2, 3, 4]);
    // 10 000 ± 82.
    assert!(cells.iter().all(|c| c.1.abs_diff(10_000) < 5 * 82), "{cells:?}");
    let cells = spread(json!({ "id": "r", "attempts": 2, "first": "60 s", "jitter": 0.2 }));
    assert_eq!(cells.iter().map(|c| c.0).collect::<Vec<_>>(), [5, 6, 7]);
    // After the cap: 20 s ± 10 s, though 80 s is the delay.
    let cells =
        spread(json!({ "id": "r", "attempts": 2, "first": "80 s", "cap": "20 s", "jitter": 0.5 }));
    assert_eq!(cells.iter().map(|c| c.0).collect::<Vec<_>>(), [1, 2, 3]);
}

#[test]
fn u1_give_up_at_deadline_makes_no_retry_past_the_target_response_time() {
    // Retries 2, 4 and 6 cells after the first attempt; the target is 45 s, five cells.
    let target = [("/response_classes/on_demand/target", json!("45 s"))];
    let policy = |gives_up: bool| json!({ "id": "r", "attempts": 4, "first": "20 s", "give_up_at_deadline": gives_up });
    let (cells, run) = retried(40, policy(true), &target);
    assert_eq!((cells, run.all().abandoned, run.all().attempts), (vec![(2, 40), (4, 40)], 40, 120));
    assert_eq!(retried(40, policy(false), &target).0, [(2, 40), (4, 40), (6, 40)]);
    // A retry at the target itself is not past it.
    let (cells, _) =
        retried(40, policy(true), &[("/response_classes/on_demand/target", json!("40 s"))]);
    assert_eq!(cells, [(2, 40), (4, 40)]);
}

#[test]
fn u1_the_last_rule_that_matches_user_and_srv_decides_and_without_one_the_request_ends() {
    let rules = json!([
        { "id": "all", "users": { "ids": ["alpha", "beta"] }, "attempts": 2, "first": "10 s" },
        { "id": "reads", "srvs": ["4.6.1"], "users": { "ids": ["beta"] }, "attempts": 4, "first": "10 s" },
        { "id": "none", "srvs": ["7.4"], "users": { "ids": ["beta"] }, "attempts": 1 },
    ]);
    let streams = [
        batch("alpha", 10, "10:05"),
        batch("beta", 10, "10:05"),
        batch_of("7.4", "beta", 10, "10:05"),
        batch_of("2.2", "beta", 10, "10:05"),
        batch("gamma", 10, "10:05"),
    ];
    let run =
        three(&streams, &[("/retries", rules), ("/events", json!([outage("10:05", "1 h", 0.0)]))]);
    let attempts = |user: &str, srv: &str| run.pair(user, srv).attempts;
    assert_eq!(
        [attempts("alpha", "4.6.1"), attempts("beta", "4.6.1"), attempts("beta", "7.4")],
        [20, 40, 10]
    );
    assert_eq!([attempts("beta", "2.2"), attempts("gamma", "4.6.1")], [20, 10]);
    assert_eq!(run.all().abandoned, 50);
}

#[test]
fn u1_throttled_rejected_and_unavailable_attempts_are_retried_alike() {
    let retries = ("/retries", json!([{ "id": "one", "attempts": 2, "first": "60 s" }]));
    // Throttled in one window, and within the allocation in the next.
    let strict = ("/mechanism/throttle_to", json!("allocation"));
    let run = active(&[batch("alpha", 200, "10:01")], &[retries.clone(), strict]);
    assert_eq!(
        (run.user("alpha").throttled, run.user("alpha").served, run.row(12).retries),
        (80, 200, 80)
    );
    // Rejected for want of room.
    let run = three(&[batch("alpha", 150, "10:05")], &[retries.clone(), no_backlog()]);
    assert_eq!(
        (run.user("alpha").rejected, run.user("alpha").served, run.row(36).retries),
        (50, 150, 50)
    );
    // Without service.
    let run = three(
        &[batch("alpha", 70, "10:05")],
        &[retries, ("/events", json!([outage("10:05", "10 s", 0.0)]))],
    );
    assert_eq!((run.user("alpha").unavailable, run.user("alpha").served), (70, 70));
}

#[test]
fn u1_a_flood_that_does_not_react_is_never_retried() {
    for (reacts, most) in [(true, 3), (false, 1)] {
        let flood = json!({ "id": "f", "at": "10:05", "lasts": "1 min", "denial_of_service": {
            "users": { "ids": ["alpha"] }, "srvs": ["7.4"], "rate": "5/s", "reacts": reacts } });
        let changes = [
            ("/retries", json!([{ "id": "r", "attempts": 3, "first": "10 s" }])),
            ("/events", json!([flood, outage("10:04", "1 h", 0.0)])),
        ];
        let run = three(&[], &changes);
        assert_eq!(run.all().attempts, most * run.all().requests);
    }
}

/// The range of a retry may be longer than any list of its cells: years of delay, a hundred times as long each time, and as much jitter.
#[test]
fn u2_a_resubmission_may_be_put_off_for_ever() {
    let retries = json!([{ "id": "patient", "attempts": 3, "first": "500 weeks", "factor": 100,
        "jitter": 1, "response_timeout": "10 s" }]);
    let changes = [("/retries", retries), ("/events", json!([outage("10:05:10", "10 min", 0.0)]))];
    let run = three(&[batch("alpha", 300, "10:05")], &changes);
    // A cell's worth is done before the outage; the rest is sent again into it, and served all the same.
    assert_eq!((run.user("alpha").unavailable, run.user("alpha").served), (200, 300));
}
