//! T5: variants that step together through one traffic show what each shows alone.

use super::{change, study_of};
use headroom_core::engine::{Plan, run, run_variants};
use headroom_core::scenario::{Change, load_text};
use kit::make::small_market;
use kit::random_market::random_changes;
use kit::random_scenario::{random_scenario, read, show_where_it_fails};
use rand::rngs::Xoshiro256PlusPlus;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

#[test]
fn variants_together_are_the_variants_alone() {
    together_as_alone(300_000..300_200);
}

/// Ten minutes of it: `cargo test --test it -- --ignored five_thousand`.
#[test]
#[ignore = "five thousand scenarios, for the record"]
fn variants_together_are_the_variants_alone_in_five_thousand_scenarios() {
    together_as_alone(400_000..405_000);
}

/// How often the variants had something to differ by.
#[derive(Debug, Default)]
struct Met {
    variants: usize,
    /// Variants that saw something else than the scenario as it stands.
    differ: usize,
    throttled: usize,
    rejected: usize,
    retried: usize,
    /// Variants that take another half-hour whole than the scenario as it stands.
    apart: usize,
}

fn together_as_alone(seeds: Range<u64>) {
    let mut met = Met::default();
    let cases = (seeds.end - seeds.start) as usize;
    for seed in seeds {
        let mut dice = Xoshiro256PlusPlus::seed_from_u64(seed);
        let file = match seed % 3 {
            0 => read_market(seed),
            _ => random_scenario(seed),
        };
        show_where_it_fails(&file, || one_scenario(&file, &mut dice, &mut met));
    }
    assert!(met.variants >= 3 * cases && met.differ >= cases, "{met:?}");
    assert!(met.throttled >= cases / 2 && met.rejected >= cases / 2, "{met:?}");
    assert!(met.retried >= cases / 2 && met.apart >= cases / 10, "{met:?}");
}

/// The small market, changed at random, as a file.
fn read_market(seed: u64) -> Value {
    read(&small_market(), &random_changes(seed)).resolved
}

fn one_scenario(file: &Value, dice: &mut Xoshiro256PlusPlus, met: &mut Met) {
    let mut others: Vec<Vec<Change>> = Vec::new();
    let capacity = read(file, &[]).gateway.max_capacity.get();
    // Some do not go together, such as rates of capacity and a window that holds no request.
    while others.len() < 3 {
        let changes = random_setting(file, capacity, dice);
        let known = others.iter().any(|other| settled(other) == settled(&changes));
        if !known && valid(file, &changes) {
            others.push(changes);
        }
    }
    let study = study_of(file, &others, &[]);
    let plans: Vec<&Plan> = study.variants.iter().map(|v| &v.plan).collect();
    for plan in &plans {
        assert!(Arc::ptr_eq(&plan.traffic, &plans[0].traffic), "settings share their traffic");
    }
    let replication = dice.random_range(0..3);
    let together = [false, true].map(|step_all| {
        run_variants(&plans, replication, step_all, |_| true).expect("nobody interrupts")
    });
    for (v, plan) in plans.iter().enumerate() {
        // With traffic of its own, so that nothing is shared at all.
        let alone = Plan::new(&plan.scenario)
            .and_then(|alone| alone.measured_by(&study.variants[0].plan.scenario))
            .unwrap_or_else(|fault| panic!("{fault:?}"));
        let alone = run(&alone, replication, false);
        for (ledgers, way) in together.iter().zip(["leaping", "stepping"]) {
            assert!(ledgers[v] == alone, "{way}, variant {v}: {:?}", study.variants[v].changes);
        }
        let counts = alone.totals();
        met.variants += 1;
        met.throttled += usize::from(counts.throttled > 0);
        met.rejected += usize::from(counts.rejected > 0);
        met.retried += usize::from(counts.attempts > counts.submissions);
        let first = &together[0][0];
        met.differ += usize::from(*first != alone);
        met.apart += usize::from(first.timeline.len() != alone.timeline.len());
    }
}

/// What changes come to, of which the last of a place holds.
fn settled(changes: &[Change]) -> BTreeMap<&str, &Value> {
    changes.iter().map(|c| (c.pointer.as_str(), &c.value)).collect()
}

fn valid(file: &Value, changes: &[Change]) -> bool {
    let scenario = load_text("random", &file.to_string(), changes);
    scenario.is_ok_and(|s| Plan::new(&s).is_ok())
}

/// Some settings of mechanism, gateway and retries.
fn random_setting(file: &Value, capacity: f64, dice: &mut Xoshiro256PlusPlus) -> Vec<Change> {
    let more = |dice: &mut Xoshiro256PlusPlus| capacity * (0.3 + 2.0 * dice.random::<f64>());
    let choices = [
        ("/gateway/max_capacity", json!([more(dice), more(dice)])),
        ("/gateway/backlog_limit", json!([0, 37, "5 s", "60 s", "10 min"])),
        ("/mechanism/enabled", json!([true, false])),
        ("/mechanism/operating_threshold", json!([0.2, 0.5, 0.8, 1.1])),
        (
            "/mechanism/throttle_to",
            json!(["allocation", "until_total", "share_unused", "user_maximum"]),
        ),
        ("/mechanism/window", json!(["60 s", "120 s", "5 min", "10 min", "30 min"])),
        ("/mechanism/pace", json!(["window", "cell"])),
        ("/mechanism/detect", json!(["immediate", "window_end"])),
        ("/mechanism/measure", json!(["offered", "admitted"])),
        ("/mechanism/release", json!([0.2, 0.7, 1.0])),
        ("/mechanism/hold", json!([1, 2, 7, 40])),
        ("/mechanism/prioritised_use_allocation", json!([true, false])),
        ("/mechanism/threshold_follows_capacity", json!([true, false])),
        ("/mechanism/prioritised/add", json!([[], [file["srvs"][0]["id"]]])),
        ("/mechanism/allocation/weights", json!(["expected_requests", "meters"])),
        ("/mechanism/allocation/basis", json!(["enrolled_meters", "charged_mpans"])),
        ("/mechanism/allocation/pool", json!(["threshold", "capacity"])),
        ("/retries", json!([[], [persistent()], [once()]])),
    ];
    (0..1 + dice.random_range(0..5))
        .map(|_| {
            let (pointer, values) = choices.choose(dice).expect("a choice");
            let values = values.as_array().expect("a list");
            change(pointer, values.choose(dice).expect("a value").clone())
        })
        .collect()
}

fn persistent() -> Value {
    json!({ "id": "persistent", "attempts": 6, "first": "20 s", "factor": 1.5, "jitter": 0.5 })
}

fn once() -> Value {
    json!({ "id": "once", "attempts": 2, "first": "10 min", "factor": 1, "jitter": 0 })
}

#[test]
fn variants_that_are_no_longer_wanted_show_nothing() {
    let study = study_of(&small_market(), &[vec![change("/mechanism/hold", json!(9))]], &[]);
    let plans: Vec<&Plan> = study.variants.iter().map(|v| &v.plan).collect();
    for after in 0..2 {
        let asked = AtomicUsize::new(0);
        let going = |_| asked.fetch_add(1, Ordering::Relaxed) < after;
        assert!(run_variants(&plans, 0, false, going).is_none());
        assert_eq!(asked.into_inner(), after + 1, "nothing is done once it is not wanted");
    }
    assert_eq!(run_variants(&[], 0, false, |_| true), Some(Vec::new()));
}
