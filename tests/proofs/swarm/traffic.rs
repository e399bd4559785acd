//! T5: what the fresh traffic depends on, and what nothing depends on.

use super::{fresh, plan};
use headroom_core::engine::{Plan, run};
use headroom_core::ledger::Ledger;
use headroom_core::random::Keys;
use headroom_core::traffic::Cohort;
use kit::random_scenario::read;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// T5: mechanism, gateway and retries are other ones; every fresh request is in the same cell.
pub fn settings_do_not_change_the_traffic(file: &Value, plan: &Plan, ledger: &Ledger) {
    let other = |pointer: &str, one: &str, other: &str| {
        json!(if file.pointer(pointer) == Some(&json!(one)) { other } else { one })
    };
    let half = file["gateway"]["max_capacity"].as_f64().expect("a number") / 2.0;
    let changes = [
        ("/retries", json!([{ "id": "often", "attempts": 3, "first": "10 s" }])),
        ("/gateway/max_capacity", json!(half)),
        ("/gateway/backlog_limit", json!("7 s")),
        ("/mechanism/enabled", json!(false)),
        ("/mechanism/window", json!("30 min")),
        ("/mechanism/early_warning/warn_for", json!("30 min")),
        ("/mechanism/operating_threshold", json!(1.2)),
        ("/mechanism/throttle_to", other("/mechanism/throttle_to", "allocation", "share_unused")),
        ("/mechanism/pace", other("/mechanism/pace", "cell", "window")),
        ("/mechanism/hold", json!(3)),
        ("/mechanism/prioritised", json!({ "add": ["daily"] })),
        ("/mechanism/allocation", json!({ "weights": "meters" })),
    ];
    let varied = super::plan(&read(file, &changes));
    assert_eq!(plan.traffic.pairs, varied.traffic.pairs);
    let keys = |plan: &Plan| plan.traffic.cohorts.iter().map(|c| c.key).collect::<Vec<_>>();
    assert_eq!(keys(plan), keys(&varied));
    for (cell, (one, other)) in fresh(plan).iter().zip(fresh(&varied)).enumerate() {
        assert_eq!(*one, other, "fresh requests in cell {cell}");
    }
    // Later steps (T7) and polls (G9) follow from what happened.
    let follows = |pair: usize| {
        let of_pair = |c: &Cohort| c.pair == pair && (c.step.is_some() || c.poll.is_some());
        plan.traffic.cohorts.iter().any(of_pair)
    };
    let begun = |ledger: &Ledger| {
        let pairs = ledger.pairs.iter().enumerate().filter(|(pair, _)| !follows(*pair));
        pairs.map(|(_, counts)| counts.requests).collect::<Vec<_>>()
    };
    assert_eq!(
        begun(ledger),
        begun(&run(&varied, 0, false)),
        "requests begun of each User and SRV"
    );
}

/// What only settings are called decides nothing.
pub fn names_of_settings_change_nothing(file: &Value, ledger: &Ledger) {
    let mut renamed = file.clone();
    renamed["name"] = json!("renamed");
    for list in [
        "/mechanism/prioritised/lists",
        "/mechanism/allocation/guaranteed",
        "/retries",
        "/traffic/profiles",
        "/gateway/anomaly",
        "/gateway/caps",
        "/mechanism/early_warning/heed",
    ] {
        for entry in renamed.pointer_mut(list).and_then(Value::as_array_mut).expect("a list") {
            entry["id"] = json!(format!("new {}", entry["id"].as_str().expect("a text")));
            entry["why"] = json!("renamed");
        }
    }
    let list = &mut renamed["mechanism"]["prioritised"]["list"];
    *list = json!(format!("new {}", list.as_str().expect("a text")));
    for list in ["streams", "processes"] {
        for sent in renamed["traffic"][list].as_array_mut().expect("a list") {
            if let Some(profile) = sent["profile"].as_str() {
                sent["profile"] = json!(format!("new {profile}"));
            }
        }
    }
    assert!(
        run(&plan(&read(&renamed, &[])), 0, false) == *ledger,
        "names of settings changed the results"
    );
}

/// T5: counts are keyed by name, so Users in another order send the same. (A stagger is by file
/// order, and taken out.)
pub fn the_order_of_users_changes_no_count(file: &Value) {
    let mut file = file.clone();
    for stream in file["traffic"]["streams"].as_array_mut().expect("a list") {
        if let Some(batch) = stream.get_mut("batch").and_then(Value::as_object_mut) {
            batch.remove("stagger");
        }
    }
    let counts = |file: &Value| {
        let plan = plan(&read(file, &[]));
        let keys = Keys::new(plan.scenario.seed, 0);
        let mut sums: BTreeMap<u64, Vec<u64>> = BTreeMap::new();
        for (from, to) in plan.traffic.days() {
            let day = plan.traffic.count_day(&keys, from, to);
            for block in from..to {
                for (cohort, n) in plan.traffic.cohorts.iter().zip(day.block(block)) {
                    sums.entry(cohort.key).or_default().push(*n);
                }
            }
        }
        sums
    };
    let as_given = counts(&file);
    file["users"].as_array_mut().expect("a list").reverse();
    assert_eq!(as_given, counts(&file));
}
