//! C2: the measures of a run, of a User and of an SRV, worked by hand and added up in every way.

use headroom::evidence::Evidence;
use headroom::evidence::counted::Counted;
use headroom::evidence::measures::Measures;
use headroom_core::engine::{Plan, run};
use headroom_core::ledger::{Folded, Ledger};
use kit::bare::{active, batch, outage};
use kit::random_scenario::{random_scenario, read, show_where_it_fails};
use serde_json::json;
use std::collections::BTreeMap;

#[test]
fn c2_measures_of_a_run_worked_by_hand() {
    // 480 at 10:00 activate; 200 of alpha's at 10:01, 80 over its allocation, are tried again at 10:02.
    let changes = [
        ("/mechanism/throttle_to", json!("allocation")),
        ("/retries", json!([{ "id": "r", "attempts": 2, "first": "60 s" }])),
        ("/events", json!([outage("10:20", "2 min", 0.0)])),
    ];
    let run = active(&[batch("alpha", 200, "10:01")], &changes);
    let measures = Measures::new(&run.plan, &run.folded());
    let one = &measures.runs[0];
    assert_eq!((one.counted.attempts, one.counted.submissions), (760, 680));
    assert!((one.counted.amplification() - 760.0 / 680.0).abs() < 1e-12);
    assert!((one.headroom - 0.0).abs() < 1e-12, "the busiest window is Θ × window itself");
    assert!((one.peak_load_per_s - 8.0).abs() < 1e-12);
    assert_eq!((one.activations, one.active_s, one.longest_activation_s), (1, 300.0, 300.0));
    assert_eq!((one.users_throttled, one.outage_s), (1, 120.0));
    assert_eq!(measures.users[0].windows_throttled, 1);
    assert!((measures.users[0].counted.throttled_share() - 80.0 / 280.0).abs() < 1e-12);
    // 680 waits: gamma's number j waits j (1/10 − 1/48) s, alpha's 120 at once j (1/10 − 1/12) s,
    // its 80 from 60 s on, none of it in the backlog.
    let gamma = (0..480_u64).map(|j| (19 * j).div_ceil(240));
    let alpha = (0..120_u64).map(|j| j.div_ceil(60));
    let mut waits: Vec<u64> = gamma.chain(alpha).chain([60; 80]).collect();
    waits.sort_unstable();
    let ranks = [340, 646, 674, 680].map(|rank| Some(waits[rank - 1] as f64));
    assert_eq!(one.wait_s, ranks, "by nearest rank");
}

#[test]
fn c2_what_is_shown_adds_up_in_every_random_scenario() {
    for seed in 0..100 {
        let file = random_scenario(seed);
        show_where_it_fails(&file, || {
            let plan = Plan::new(&read(&file, &[])).unwrap_or_else(|fault| panic!("{fault:?}"));
            adds_up(&plan, run(&plan, 0, false));
        });
    }
}

/// Sums of Users = sums of SRVs = sums of pairs = totals, for every count that is shown.
fn adds_up(plan: &Plan, ledger: Ledger) {
    let requests = ledger.totals().requests;
    let evidence = Evidence::new(plan, Folded::new(ledger, &plan.traffic.pairs));
    let measures = evidence.measures();
    let sums = |counted: &mut dyn Iterator<Item = Counted>| {
        let mut sums: BTreeMap<String, u64> = BTreeMap::new();
        for c in counted {
            let values = serde_json::to_value(c).expect("whole numbers");
            for (name, n) in values.as_object().expect("an object") {
                *sums.entry(name.clone()).or_default() += n.as_u64().expect("a whole number");
            }
        }
        sums
    };
    let totals = sums(&mut measures.runs.iter().map(|r| r.counted));
    assert_eq!(totals, sums(&mut std::iter::once(measures.totals())));
    assert_eq!(totals, sums(&mut measures.users.iter().map(|u| u.counted)));
    if !measures.pairs.is_empty() {
        assert_eq!(totals, sums(&mut measures.pairs.iter().copied()));
    }
    assert_eq!(totals, sums(&mut measures.srvs.iter().copied()));
    assert_eq!(totals["requests"], requests);
}
