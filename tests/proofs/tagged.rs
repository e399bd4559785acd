//! Waits of a tagged sample (C2): the same in distribution as those of all, counts apart from it, and the same bytes however a
//! run is made.

use super::identity::differences::same;
use headroom_core::domain::Standing;
use headroom_core::engine::{Plan, run};
use headroom_core::ledger::{Ledger, Waits};
use headroom_core::scenario::Scenario;
use kit::make::{flood, small};
use kit::moments::{Moments, apart};
use serde_json::json;

const RUNS: u32 = 400;
const ONE_IN: u32 = 8;

/// An hour with a flood of twenty minutes, during which all Users meet refusals and try again.
fn flooded() -> Scenario {
    let mut storm = flood("storm", "beta", "12/s");
    storm["lasts"] = json!("20 min");
    small(&[("/duration", json!("1 h")), ("/events", json!([storm]))])
}

fn plan(one_in: u32) -> Plan {
    Plan::new(&flooded()).expect("a plan").tagging_one_in(one_in)
}

/// Of waits their number, how many are longer than half a minute, two and five, and their sum in tenths of a cell.
fn of_waits(name: &str, waits: &Waits) -> Vec<(String, f64)> {
    let over = |most: u64| waits.bins().filter(|(bin, _)| *bin > most).map(|(_, n)| n).sum::<u64>();
    let sum: u64 = waits.bins().map(|(bin, n)| bin * n).sum();
    let figures = [waits.count(), over(30), over(120), over(300), sum];
    figures.iter().enumerate().map(|(i, n)| (format!("{name} {i}"), *n as f64)).collect()
}

fn measures(ledger: &Ledger) -> Vec<(String, f64)> {
    let added = Standing::ALL.map(|s| of_waits(s.word(), ledger.added.of(s)));
    let counts = ledger.totals();
    let counts = [counts.attempts, counts.throttled, counts.late, counts.abandoned];
    let counts = counts.iter().enumerate().map(|(i, n)| (format!("count {i}"), *n as f64));
    of_waits("waits", &ledger.waits).into_iter().chain(added.concat()).chain(counts).collect()
}

#[test]
fn c2_what_a_tagged_sample_tells_of_waits_has_the_mean_of_what_all_tell() {
    let of = |plan: &Plan, from: u32| -> Vec<Vec<(String, f64)>> {
        (from..from + RUNS).map(|r| measures(&run(plan, r, false))).collect()
    };
    let (all, tagged) = (of(&plan(1), 0), of(&plan(ONE_IN), RUNS));
    for (m, (name, _)) in all[0].iter().enumerate() {
        let moments = |runs: &[Vec<(String, f64)>]| {
            Moments::of(&runs.iter().map(|r| r[m].1).collect::<Vec<_>>())
        };
        let (a, b) = (moments(&all), moments(&tagged));
        let (mean, variance) = apart(&a, &b);
        assert!(mean.abs() < 4.0, "{name}: all {}, tagged {}: z {mean:.1}", a.mean, b.mean);
        // What is counted has the same variance too; what a sample tells has its own error beside.
        let counted = name.starts_with("count");
        assert!(!counted || variance.abs() < 4.0, "{name}: variances are {variance:.1} apart");
    }
}

#[test]
fn c2_of_what_is_refused_one_in_so_many_tells_its_wait_and_stands_for_the_rest() {
    let (all, tagged) = (run(&plan(1), 0, false), run(&plan(ONE_IN), 0, false));
    assert_eq!(all.waits.told(), all.waits.count());
    let refused_before = all.waits.count() - tagged.waits.told();
    assert!(refused_before > 1_000, "{refused_before} were refused before they were served");
    assert!(tagged.waits.told() < tagged.waits.count());
}

#[test]
fn c2_the_sample_does_not_depend_on_which_half_hours_are_opened() {
    for replication in 0..5 {
        let plan = plan(ONE_IN);
        same(&run(&plan, replication, false), &run(&plan, replication, true), "tagged");
    }
}
