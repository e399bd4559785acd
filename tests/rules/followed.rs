//! C2: added delay of what is followed, by User.

use headroom_core::engine::{Plan, run};
use headroom_core::ledger::LongDelays;
use kit::make::{Changes, small};
use serde_json::json;

/// The ids of what the small market with `changes` follows.
fn followed(changes: Changes) -> Vec<String> {
    let scenario = small(changes);
    let chosen = scenario.srvs.iter().zip(&scenario.followed).filter(|(_, followed)| **followed);
    chosen.map(|(srv, _)| srv.id.clone()).collect()
}

#[test]
fn c2_followed_are_7_4_and_2_2_and_steps_unless_the_scenario_chooses() {
    assert_eq!(followed(&[]), ["2.2", "7.4"]);
    let install = json!([{ "id": "install", "users": { "ids": ["alpha"] }, "amount": { "per_user": 10 },
        "profile": "day", "steps": [{ "id": "one", "srv": "1.1" }] }]);
    assert_eq!(followed(&[("/traffic/processes", install)]), ["2.2", "7.4", "1.1"]);
    assert_eq!(followed(&[("/followed_srvs", json!(["6.15"]))]), ["6.15"]);
    assert!(followed(&[("/followed_srvs", json!([]))]).is_empty());
}

#[test]
fn c2_what_is_followed_of_all_srvs_is_all_added_delay_and_all_never_answered() {
    let all = json!(["2.2", "4.6.1", "7.4", "6.15", "1.1"]);
    let plan = Plan::new(&small(&[("/followed_srvs", all)])).expect("a plan");
    for replication in 0..3 {
        let ledger = run(&plan, replication, false);
        let all: Vec<LongDelays> = ledger.added.followed().iter().map(|f| f.all()).collect();
        let sums = ledger.added.sums();
        let never: u64 = all.iter().map(LongDelays::never).sum();
        assert_eq!(never, ledger.harm_totals().never_answered().sum());
        let count: u64 = all.iter().map(LongDelays::count).sum();
        assert_eq!(count, sums.iter().map(|s| s.count).sum::<u64>() + never);
        for limit in 0..3 {
            let over: u64 = all.iter().map(|of| of.over()[limit]).sum();
            assert_eq!(over, sums.iter().map(|s| s.over[limit]).sum::<u64>() + never);
        }
        let active: u64 = ledger.added.followed().iter().map(|f| f.while_active().count()).sum();
        assert!(never > 0 && active > 0 && active < count, "or nothing is tested");
    }
}

#[test]
fn c2_while_a_mechanism_switched_off_acts_nowhere_nothing_is_first_due_while_active() {
    let plan = Plan::new(&small(&[("/mechanism/enabled", json!(false))])).expect("a plan");
    let ledger = run(&plan, 0, false);
    assert!(ledger.added.followed().iter().all(|f| f.while_active().count() == 0));
    let counts = Plan::new(&small(&[])).expect("a plan").counts_only();
    assert!(run(&counts, 0, false).added.followed().is_empty(), "of counts there is none");
}

/// No customer has power, and nothing waits: polls are silent until their time-out of 60 s, and an answer would take 20 s.
#[test]
fn c2_an_unanswered_7_4_counts_at_its_time_out() {
    let storm = json!([{ "id": "storm", "at": "10:05", "lasts": "30 min", "storm": {
        "parties": [{ "id": "delta", "customers": 200, "meters": 200 }],
        "curve": [{ "at": "10:05", "off": 1 }, { "at": "10:35", "off": 1 }],
        "poll": { "srv": "7.4", "every": "10 min", "spread": "2 min" } } }]);
    let usual = json!([{ "id": "usual", "attempts": 1, "response_timeout": "60 s" }]);
    let changes = [
        ("/events", storm),
        ("/retries", usual),
        (
            "/traffic/streams",
            json!([{ "id": "reads", "users": { "roles": ["IS", "GS"] }, "srv": "4.6.1",
            "amount": { "per_meter": 1 }, "profile": "day" }]),
        ),
        ("/response_classes/on_demand/response_time", json!("20 s")),
        ("/gateway/max_capacity", json!("1000/s")),
    ];
    let plan = Plan::new(&small(&changes)).expect("a plan");
    let ledger = run(&plan, 0, false);
    let polls: Vec<(u64, u64)> =
        ledger.added.followed().iter().flat_map(|f| f.all().bins().collect::<Vec<_>>()).collect();
    let supply = &ledger.supply[0];
    assert!(supply.polls > 0 && supply.neighbour_polls > 0, "or nothing is tested");
    // 40 s in cells of 10 s; neighbours answer.
    assert_eq!(polls, [(0, supply.neighbour_polls), (40, supply.polls)]);
}
