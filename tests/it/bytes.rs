//! The same bytes of every file of a study, from what was folded and a plan made anew: that what is folded is the
//! same however it is run is proved by the tests of the core.

use headroom::evidence::Evidence;
use headroom::evidence::files::{csv, parquet};
use headroom::evidence::json::report;
use headroom::evidence::tables::tables;
use headroom::report::{svg, what_happened};
use headroom_core::engine::Plan;
use headroom_core::experiment::{Running, replicate};
use headroom_core::ledger::Folded;
use headroom_core::scenario::{Change, Scenario, load};
use serde_json::json;

fn plan(scenario: &Scenario) -> Plan {
    Plan::new(scenario).unwrap_or_else(|fault| panic!("{fault:?}"))
}

/// Everything that is written of a study: name and bytes.
fn files(scenario: &Scenario, folded: Folded) -> Vec<(String, Vec<u8>)> {
    let evidence = Evidence::new(&plan(scenario), folded);
    let mut files = Vec::new();
    for table in tables(&evidence) {
        files.push((format!("{}.parquet", table.name), parquet(&table).expect("a table")));
        files.push((format!("{}.csv", table.name), csv(&table).expect("a table")));
    }
    files.push(("report.json".into(), serde_json::to_vec(&report(&evidence)).expect("a report")));
    let chart = svg(&what_happened(&evidence, "What happened"));
    files.push(("what-happened.svg".into(), chart.into_bytes()));
    files
}

#[test]
fn files_are_the_same_on_one_thread_and_on_four() {
    for name in ["minimal", "denial-of-service", "install-day"] {
        let two = Change { pointer: "/replications".to_owned(), value: json!(2) };
        let scenario = load(name, &[two]).unwrap_or_else(|faults| panic!("{faults}"));
        let [one, four] = [1, 4].map(|threads| {
            let running = Running { threads, ..Running::default() };
            files(&scenario, replicate(&plan(&scenario), running, || ()).expect("threads"))
        });
        for ((file, one), (_, four)) in one.iter().zip(&four) {
            assert!(one == four, "{name}: {file} differs");
        }
    }
}
