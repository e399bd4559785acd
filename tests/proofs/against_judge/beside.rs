//! C2, C3: a counterpart beside a scenario that was active in given windows.

use super::{Compared, ENGINE_RUNS, FURTHEST, JUDGE_RUNS, measures, seen};
use headroom_core::engine::{Beside, Plan, run_beside};
use headroom_core::ledger::Acted;
use kit::judge::judge_beside;
use kit::make::{Changes, small};
use kit::moments::Moments;
use serde_json::json;

/// Windows of six cells, from 10:08 to 10:14 and from 10:30 to 10:33.
const ACTED: [(u64, u64); 2] = [(48, 84), (180, 198)];

/// Engine and judge agree about today's system in the small market with `changes`, and each of `happens` does happen.
fn agree(changes: Changes, happens: &[&str]) {
    let scenario = small(&[&[("/mechanism/enabled", json!(false))], changes].concat());
    let plan = Plan::new(&scenario).expect("a plan");
    let mut acted = Acted::default();
    for (from, to) in ACTED {
        acted.note_window(from, to);
        (from..to).for_each(|cell| acted.note_cell(cell));
    }
    let beside = Beside { plan: &plan, scenario: &plan, acted: &acted };
    let engine = (0..ENGINE_RUNS).map(|r| {
        let ledger = run_beside(&[beside], r, false, |_| true).expect("not interrupted").remove(0);
        measures(&scenario, &seen(&scenario, &ledger))
    });
    let engine: Vec<_> = engine.collect();
    let judged = (0..JUDGE_RUNS)
        .map(|seed| measures(&scenario, &judge_beside(&scenario, u64::from(seed), Some(&ACTED))));
    let judged: Vec<_> = judged.collect();
    let of = |runs: &[Vec<(String, f64)>], m: usize| {
        Moments::of(&runs.iter().map(|run| run[m].1).collect::<Vec<_>>())
    };
    let mut seen = Vec::new();
    for m in 0..engine[0].len() {
        let name = engine[0][m].0.clone();
        let compared = Compared { name, engine: of(&engine, m), judge: of(&judged, m) };
        assert!(compared.distance() <= FURTHEST, "{}", compared.said());
        seen.extend((compared.judge.mean > 0.0).then_some(compared.name));
    }
    for name in happens {
        assert!(seen.iter().any(|s| s == name), "{name}: never happens, so nothing is tested");
    }
}

#[test]
fn f6_of_a_counterpart_in_given_windows_agrees_with_the_judge() {
    let happens = ["beta admitted while active", "alpha entitled while active", "rejected"];
    agree(&[], &happens);
    let follows = ("/mechanism/threshold_follows_capacity", json!(true));
    let out =
        json!({ "id": "out", "at": "10:12", "lasts": "10 min", "outage": { "capacity": 0.5 } });
    agree(&[follows, ("/events/-", out)], &happens);
}

#[test]
fn c2_supply_lost_while_its_scenario_was_active_agrees_with_the_judge() {
    let storm = json!({ "id": "storm", "at": "10:05", "lasts": "45 min", "storm": {
        "parties": [{ "id": "delta", "customers": 2_000, "meters": 240 }],
        "curve": [{ "at": "10:05", "off": 0 }, { "at": "10:15", "off": 1 }, { "at": "10:45", "off": 0.1 }],
        "poll": { "srv": "7.4", "every": "5 min", "spread": "2 min" },
        "alerts": { "after": "175 s", "outage_lost": 0.3, "restore_lost": 0.4 } } });
    let more = [("/events", json!([storm])), ("/gateway/max_capacity", json!("6/s"))];
    agree(&more, &["storm 0 loss known", "storm 0 restoration known"]);
}
