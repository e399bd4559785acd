//! C1 and C2.

use super::{outage, three};
use headroom_core::domain::Standing;
use headroom_core::ledger::{Counts, Harm, Open, Row, audit};
use kit::bare::{Ran, batch, ran};
use kit::make::{flood, small_market};
use serde_json::json;

/// A market in which everything happens, to the end.
fn everything() -> Ran {
    let future = json!({ "id": "future", "users": { "roles": ["IS"] }, "srv": "6.15", "mode": "future_dated",
        "amount": { "per_meter": 2 }, "profile": "day", "due": { "at": "10:20", "spread": "20 min" } });
    ran(
        &small_market(),
        &[
            ("/traffic/streams/-", future),
            ("/traffic/streams/reads/dcc_scheduled_share", json!(0.3)),
            ("/events/-", outage("10:30", "3 min", 0.0)),
            ("/events/-", {
                let mut last = flood("last", "beta", "20/s");
                last["at"] = json!("10:56");
                last
            }),
            ("/mechanism/throttle_to", json!("allocation")),
        ],
    )
}

#[test]
fn c1_the_identities_hold_for_each_pair_in_a_market_in_which_everything_happens() {
    let run = everything();
    let (all, open) = (run.all(), run.open());
    let happened = [
        all.throttled,
        all.rejected,
        all.unavailable,
        all.earlier_submissions,
        all.abandoned,
        all.late,
    ];
    assert!(happened.iter().all(|n| *n > 0), "{all:?}");
    assert!(
        [open.retrying, open.held, open.deferred, open.backlog].iter().filter(|n| **n > 0).count()
            >= 2,
        "{open:?}"
    );
    for (c, o) in run.ledger.pairs.iter().zip(&run.ledger.open) {
        assert_eq!(c.attempts, c.admitted + c.throttled + c.rejected + c.unavailable);
        assert_eq!(
            c.requests,
            c.served + c.abandoned + o.retrying + o.held + o.deferred + o.backlog
        );
        assert_eq!(c.admitted, c.processed + o.backlog + o.backlog_earlier);
        assert_eq!(c.processed, c.served + c.earlier_submissions);
    }
}

#[test]
fn c1_the_timeline_the_users_and_the_pairs_tell_the_same_sums() {
    let run = everything();
    let all = run.all();
    let sum = |of: fn(&Row) -> u64| run.ledger.timeline.iter().map(of).sum::<u64>();
    assert_eq!(sum(|r| r.admitted_prioritised + r.admitted_other + r.started), all.admitted);
    assert_eq!(
        [sum(|r| r.throttled), sum(|r| r.rejected), sum(|r| r.unavailable)],
        [all.throttled, all.rejected, all.unavailable]
    );
    assert_eq!(sum(|r| r.cells), 360);
    let users = &run.ledger.users;
    assert_eq!(users.iter().map(|u| u.attempts).sum::<u64>() + sum(|r| r.started), all.attempts);
    assert_eq!(users.iter().map(|u| u.throttled).sum::<u64>(), all.throttled);
    assert_eq!(users.iter().map(|u| u.rejected).sum::<u64>(), all.rejected);
    assert_eq!(users.iter().map(|u| u.unavailable).sum::<u64>(), all.unavailable);
    // What is not a retry is the first attempt of a request, at the gateway or inside.
    assert_eq!(all.attempts - sum(|r| r.retries) + run.open().deferred, all.submissions);
    assert_eq!(run.ledger.waits.count(), all.served);
}

#[test]
fn c1_one_request_lost_anywhere_breaks_an_identity() {
    let run = everything();
    let pair = run
        .ledger
        .pairs
        .iter()
        .position(|c| c.throttled > 0 && c.abandoned > 0 && c.served > 0)
        .expect("a busy pair");
    let (counts, open) = (run.ledger.pairs[pair], run.ledger.open[pair]);
    assert_eq!(audit(&counts, &open, &run.ledger.harm[pair]), None);
    assert!(audit(&counts, &open, &Harm::default()).is_some(), "by standing");
    let lose: [fn(&mut Counts, &mut Open); 10] = [
        |c, _| c.requests += 1,
        |c, _| c.attempts += 1,
        |c, _| c.admitted -= 1,
        |c, _| c.throttled -= 1,
        |c, _| c.rejected += 1,
        |c, _| c.unavailable += 1,
        |c, _| c.processed -= 1,
        |c, _| c.served -= 1,
        |c, _| c.abandoned -= 1,
        |_, o| o.retrying += 1,
    ];
    for lose in lose {
        let (mut counts, mut open) = (counts, open);
        lose(&mut counts, &mut open);
        assert!(audit(&counts, &open, &all_within(&counts)).is_some(), "{counts:?}, {open:?}");
    }
}

/// The same counts, all of requests within.
fn all_within(c: &Counts) -> Harm {
    let mut harm = Harm::default();
    let within = Standing::Within;
    harm.throttled[within] = c.throttled;
    harm.rejected[within] = c.rejected;
    harm.unavailable[within] = c.unavailable;
    harm.abandoned[within] = c.abandoned;
    harm
}

#[test]
fn c2_a_wait_is_from_the_first_submissions_cell_to_the_last_ones_and_through_the_backlog() {
    // Without service at 10:05; 30 s later they join a backlog of 50 left by beta's 150:
    // 30 + (50 + j)/10 − j s for j below ten.
    let changes = [
        ("/retries", json!([{ "id": "r", "attempts": 2, "first": "30 s" }])),
        ("/events", json!([outage("10:05", "10 s", 0.0)])),
    ];
    let run = three(&[batch("alpha", 10, "10:05"), batch("beta", 150, "10:05:20")], &changes);
    let alpha: Vec<(u64, u64)> = run.waits().into_iter().filter(|(bin, _)| *bin >= 30).collect();
    // 5, 4.1, 3.2, 2.3, 1.4 and 0.5 s, then none.
    assert_eq!(alpha, [(30, 4), (31, 1), (32, 1), (33, 1), (34, 1), (35, 2)]);
    // The target is 30 s: the four are in time.
    assert_eq!(run.user("alpha").late, 6);
}

#[test]
fn c2_never_answered_are_the_abandoned_and_no_late_ones() {
    let changes = [
        ("/response_classes/on_demand/target", json!("5 s")),
        ("/mechanism/enabled", json!(false)),
        ("/gateway/backlog_limit", json!(100)),
    ];
    let run = three(&[batch("alpha", 250, "10:05")], &changes);
    // 200 are taken; number j waits j/20 s: 99 of them more than 5 s.
    let alpha = run.user("alpha");
    assert_eq!((alpha.abandoned, alpha.late), (50, 99));
    let harm = run.ledger.harm_totals();
    assert_eq!((harm.never_answered().sum(), harm.refused().sum()), (50, alpha.rejected));
}
