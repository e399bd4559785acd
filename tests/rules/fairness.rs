//! C3: each property broken on purpose, and not.

use super::{active, no_backlog, outage, three};
use headroom_core::engine::{Plan, run};
use headroom_core::ledger::Entitlement;
use kit::bare::{Ran, bare, batch, batch_of};
use kit::make::{Changes, scenario, small_market};
use serde_json::{Value, json};

/// Violations of F1 to F5.
fn violations(run: &Ran) -> [u64; 5] {
    let f = &run.ledger.fairness;
    [f.f1, f.f2, f.f3, f.f4, f.f5].map(|v| v.count)
}

/// Alpha, allocated 120, sends `before` of 7.4 at 10:00:50, which meet no service and come again at
/// 10:01, when the mechanism is active and alpha sends `fresh` of another SRV.
fn carried_over(before: u64, fresh: u64) -> Ran {
    let changes = [
        ("/mechanism/throttle_to", json!("allocation")),
        ("/retries", json!([{ "id": "r", "srvs": ["7.4"], "attempts": 2, "first": "10 s" }])),
        ("/events", json!([outage("10:00:50", "10 s", 0.0)])),
    ];
    active(
        &[batch_of("7.4", "alpha", before, "10:00:50"), batch("alpha", fresh, "10:01")],
        &changes,
    )
}

#[test]
fn c3_f1_retries_may_carry_a_user_within_its_allocation_over_it() {
    let run = carried_over(100, 100);
    assert_eq!((run.user("alpha").throttled, run.ledger.fairness.f1.count), (80, 1));
    assert_eq!(run.ledger.fairness.f1.first, Some(6));
    // Carried up to it but not over it, nothing is throttled.
    assert_eq!(carried_over(100, 20).ledger.fairness.f1.count, 0);
}

#[test]
fn c3_f1_a_user_above_its_allocation_now_or_in_the_hold_windows_before_may_be_throttled() {
    let now = carried_over(0, 121);
    assert_eq!((now.user("alpha").throttled, now.ledger.fairness.f1.count), (1, 0));
    let before = carried_over(121, 100);
    assert_eq!((before.user("alpha").throttled, before.ledger.fairness.f1.count), (101, 0));
    // Above in the first window, and carried over in the fourth. With `hold` 3 that is known; with 2 it had not kept within
    // when it was refused what comes again; with 1 both have passed.
    for (hold, violated) in [(3, 0), (2, 0), (1, 1)] {
        let changes = [
            ("/mechanism/throttle_to", json!("allocation")),
            ("/mechanism/hold", json!(hold)),
            ("/mechanism/release", json!(0)),
            ("/retries", json!([{ "id": "r", "srvs": ["7.4"], "attempts": 2, "first": "10 s" }])),
            ("/events", json!([outage("10:02:50", "10 s", 0.0)])),
        ];
        let streams = [
            batch("alpha", 121, "10:00:10"),
            batch_of("7.4", "alpha", 100, "10:02:50"),
            batch("alpha", 100, "10:03"),
        ];
        let run = active(&streams, &changes);
        assert_eq!(
            (run.user("alpha").throttled, run.ledger.fairness.f1.count),
            (80, violated),
            "hold {hold}"
        );
    }
}

#[test]
fn c3_f2_no_prioritised_request_is_throttled_while_others_are() {
    let streams = [batch_of("2.2", "alpha", 400, "10:01"), batch("alpha", 400, "10:01")];
    let changes = [
        ("/mechanism/throttle_to", json!("allocation")),
        ("/mechanism/prioritised/add", json!(["2.2"])),
    ];
    let run = active(&streams, &changes);
    assert!(run.pair("alpha", "4.6.1").throttled > 300);
    assert_eq!((run.pair("alpha", "2.2").throttled, run.ledger.fairness.f2.count), (0, 0));
}

#[test]
fn c3_f3_a_user_within_its_allocation_is_rejected_while_another_is_above_its_own() {
    // Active or not: in today's system, gamma's 600 above 240 beside alpha's 100 and beta's 100.
    let streams =
        [batch("alpha", 100, "10:05"), batch("beta", 100, "10:05"), batch("gamma", 600, "10:05")];
    let today = [("/mechanism/enabled", json!(false)), no_backlog()];
    let run = three(&streams, &today);
    assert_eq!((run.ledger.fairness.f3.count, run.ledger.fairness.f3.first), (2, Some(30)));
    // Nobody is above: 100 and 120 and 240 are more than a cell takes, but all within.
    let streams =
        [batch("alpha", 100, "10:05"), batch("beta", 120, "10:05"), batch("gamma", 240, "10:05")];
    let run = three(&streams, &today);
    assert_eq!((run.all().rejected, run.ledger.fairness.f3.count), (360, 0));
    // In that same window: gamma is above in the next.
    let streams = [batch("alpha", 110, "10:05:50"), batch("gamma", 600, "10:06")];
    let run = three(&streams, &today);
    assert_eq!((run.user("alpha").rejected, run.ledger.fairness.f3.count), (10, 0));
}

#[test]
fn c3_f4_ordinary_business_alone_activates_the_mechanism() {
    let streams = [batch("alpha", 480, "10:00"), batch("alpha", 480, "10:15")];
    assert_eq!(violations(&three(&streams, &[])), [0, 0, 0, 2, 0]);
    let run = three(&streams, &[("/events", json!([outage("10:16:50", "10 s", 0.99)]))]);
    assert_eq!(
        (violations(&run)[3], run.ledger.fairness.f4.first),
        (1, Some(6)),
        "an event is in force from 10:16 on"
    );
}

#[test]
fn c3_f5_a_first_submission_of_who_has_kept_within_is_refused_at_its_first_attempt() {
    // In an active window alpha sends 110 in one cell, of which the DSP takes 100.
    let run = active(&[batch("alpha", 110, "10:01")], &[no_backlog()]);
    assert_eq!((run.row(6).rejected, run.ledger.fairness.f5.count), (10, 1));
    // Above its allocation it is owed no more than that: of 200, 120 are admitted.
    let strict = [("/mechanism/throttle_to", json!("allocation"))];
    let run = active(&[batch("alpha", 200, "10:01")], &strict);
    assert_eq!((run.user("alpha").throttled, run.ledger.fairness.f5.count), (80, 0));
    // Active or not.
    let run = three(&[batch("alpha", 110, "10:05")], &[no_backlog()]);
    assert_eq!((run.all().rejected, run.ledger.fairness.f5.count), (10, 1));
    // Retries that are refused are no first submissions: of 120 in one cell 20 come again with 90 of the next window.
    let again = json!([{ "id": "r", "attempts": 2, "first": "60 s" }]);
    let streams = [batch("alpha", 100, "10:05"), batch("gamma", 100, "10:05")];
    let run = three(&streams, &[no_backlog(), ("/retries", again)]);
    assert_eq!((run.all().rejected, run.ledger.fairness.f5.count), (100, 2));
}

#[test]
fn c3_f6_jains_index_is_of_what_users_were_admitted_of_their_due_in_active_windows() {
    // Gamma sends 200 of its 240 at once: 100 are admitted, a half; beta 150 in two cells: 120 of 120.
    // Alpha sends nothing and is left out.
    let streams = [
        batch("gamma", 200, "10:01"),
        batch("beta", 75, "10:01:10"),
        batch("beta", 75, "10:01:20"),
    ];
    let run = active(&streams, &[no_backlog(), ("/mechanism/throttle_to", json!("allocation"))]);
    assert_eq!(run.ledger.fairness.ratios(), [None, Some(1.0), Some(0.5)]);
    let (jain, worst_off) = f6(&run);
    assert!((jain - 1.5 * 1.5 / (2.0 * 1.25)).abs() < 1e-12);
    assert_eq!(worst_off, ("gamma".to_owned(), 0.5));
}

/// The mechanism switched off: `three` with `changes`.
fn today(streams: &[Value], changes: Changes) -> Ran {
    let run = three(streams, &[&[("/mechanism/enabled", json!(false))], changes].concat());
    let [f1, f2, _, f4, _] = violations(&run);
    assert_eq!((run.all().throttled, run.ledger.active_cells, [f1, f2, f4]), (0, 0, [0; 3]));
    assert!(run.ledger.activations.is_empty() && run.row(6).active_cells == 0);
    run
}

/// F6: Jain's index, and the worst-off User and its share.
fn f6(run: &Ran) -> (f64, (String, f64)) {
    let f6 = Entitlement::new(&run.ledger.fairness.ratios()).expect("Users entitled");
    (f6.jain, (run.scenario.users[f6.worst_off].id.clone(), f6.worst))
}

/// At 10:01 gamma, allocated 240, sends 480 to a DSP that takes 400, then beta 120 and alpha 60.
#[test]
fn c3_f6_readings_are_compared_and_a_scenario_that_is_off_has_none() {
    let streams = [
        batch("gamma", 480, "10:00"),
        batch("gamma", 480, "10:01"),
        batch("beta", 120, "10:01:10"),
        batch("alpha", 60, "10:01:20"),
    ];
    let room = ("/gateway/backlog_limit", json!(300));
    // Of the 400 of gamma's, and of beta's 120 the 100 that then fit.
    let run = today(&streams, std::slice::from_ref(&room));
    assert_eq!((run.ledger.fairness.ratios(), run.user("beta").rejected), (vec![None; 3], 20));
    // Beta is rejected, and gamma has not kept within; nobody is throttled.
    let f = &run.ledger.fairness;
    assert_eq!((f.f5.count, f.f5.first, f.f3.count), (1, Some(6), 1));
    // `until_total` and `user_maximum` let the 480 pass, `share_unused` 240 and half of the 240 that alpha and beta had
    // left before; no share passes 1.
    for (reading, beta) in [
        ("allocation", 120.0),
        ("share_unused", 120.0),
        ("until_total", 100.0),
        ("user_maximum", 100.0),
    ] {
        let run = three(&streams, &[room.clone(), ("/mechanism/throttle_to", json!(reading))]);
        let shares = [1.0, beta / 120.0, 1.0_f64];
        assert_eq!(run.ledger.fairness.ratios(), shares.map(Some), "{reading}");
        let (sum, squares): (f64, f64) = (shares.iter().sum(), shares.iter().map(|x| x * x).sum());
        assert!((f6(&run).0 - sum * sum / (3.0 * squares)).abs() < 1e-12, "{reading}");
        assert_eq!(run.ledger.fairness.f5.count, u64::from(beta < 120.0), "{reading}");
    }
}

/// Alpha, allocated 120, sends 121 at 10:00 of which the DSP takes 100, and 90 at 10:02: what it was refused while it had not kept
/// within comes again a minute, or two, later.
#[test]
fn c3_who_has_something_to_come_that_was_refused_beyond_its_quota_has_not_kept_within() {
    let of = |delay: &str, hold: u32| {
        let again = json!([{ "id": "r", "attempts": 2, "first": delay }]);
        let changes = [
            no_backlog(),
            ("/mechanism/enabled", json!(false)),
            ("/mechanism/hold", json!(hold)),
            ("/retries", again),
        ];
        // Gamma's are rejected beside alpha's in the third window, in which only alpha may have kept within.
        let streams = [
            batch("alpha", 121, "10:00"),
            batch("alpha", 90, "10:02"),
            batch("gamma", 300, "10:02"),
        ];
        let run = three(&streams, &changes);
        assert!(run.user("alpha").rejected > 21);
        run.ledger.fairness.f3.count
    };
    // With `hold` 1 the first window has passed. What came again at 10:01 is over, so alpha is rejected at 10:02, and a minute
    // later again, beside gamma; what comes again at 10:02 is still to come then. With `hold` 2 it has not passed.
    assert_eq!([of("60 s", 1), of("120 s", 1), of("60 s", 2)], [2, 0, 0]);
}

#[test]
fn c3_f7_the_same_seed_gives_the_same_and_another_another() {
    let ledger = |seed: u64, replication: u32| {
        let scenario = scenario(&small_market(), &[("/seed", json!(seed))]);
        run(&Plan::new(&scenario).unwrap(), replication, false)
    };
    let one = ledger(5, 0);
    assert!(one == ledger(5, 0));
    assert!(one != ledger(6, 0) && one.pairs != ledger(5, 1).pairs);
}

/// A window is a half-hour and Θ × window 12 requests, of which alpha is allocated 4.2. The first
/// triggers; the next three are active and calm, and in the third of them what alpha carried makes
/// its allocation five, which it sends. The one after that is quiet, then one triggers, and in the
/// last, active again, retries carry alpha over its allocation: within it now and in the three
/// windows before, it is throttled.
#[test]
fn c3_f1_does_not_depend_on_which_half_hours_were_taken_whole() {
    let streams = [
        batch("gamma", 13, "00:00"),
        batch("alpha", 5, "01:30"),
        batch("gamma", 13, "02:30"),
        batch_of("7.4", "alpha", 4, "02:59:50"),
        batch("alpha", 4, "03:00"),
    ];
    let changes = [
        ("/traffic/streams", json!(streams)),
        ("/start", json!("2022-07-06T00:00")),
        ("/duration", json!("4 h")),
        ("/mechanism/window", json!("30 min")),
        ("/mechanism/operating_threshold", json!(0.000_666_7)),
        ("/mechanism/hold", json!(3)),
        ("/mechanism/throttle_to", json!("allocation")),
        ("/retries", json!([{ "id": "r", "srvs": ["7.4"], "attempts": 2, "first": "10 s" }])),
        ("/events", json!([outage("02:59:50", "10 s", 0.0)])),
    ];
    let scenario = scenario(&bare(&[("alpha", 7), ("gamma", 13)]), &changes);
    let plan = Plan::new(&scenario).unwrap();
    let [whole, stepped] = [false, true].map(|step_all| run(&plan, 0, step_all));
    let activations: Vec<_> =
        stepped.activations.iter().map(|a| (a.from / 180, a.to / 180)).collect();
    assert_eq!(activations, [(1, 4), (6, 8)]);
    assert_eq!((stepped.windows_throttled[0], stepped.fairness.f1.count), (1, 1));
    assert!(
        whole == stepped,
        "F1 {} taken whole, {} stepped",
        whole.fairness.f1.count,
        stepped.fairness.f1.count
    );
}
