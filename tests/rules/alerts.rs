//! T5 of N1: devices send the same alerts, whatever protects against them.

use headroom_core::engine::{Plan, run};
use headroom_core::ledger::Messages;
use headroom_core::scenario::{Change, Scenario, load};
use headroom_core::traffic::Message;
use kit::make::small;
use kit::random_market::random_changes;
use serde_json::{Value, json};

/// Alerts of a run: in each window, and of each flow in all; and how many were held back. They are the same with every
/// half-hour opened.
fn alerts(scenario: &Scenario) -> (Vec<u64>, Vec<u64>, u64) {
    let plan = Plan::new(scenario).unwrap_or_else(|fault| panic!("{fault:?}"));
    let flows = &plan.traffic.flows;
    let of = |step_all: bool| {
        let ledger = run(&plan, 0, step_all);
        let alerts = flows.iter().zip(&ledger.messages);
        let alerts = alerts.filter(|(flow, _)| matches!(flow.what, Message::Alert(_)));
        let alerts: Vec<Messages> = alerts.map(|(_, messages)| *messages).collect();
        (ledger.northbound.iter().map(|row| row.alerts).collect(), alerts)
    };
    let (windows, alerts) = of(false);
    let gone_on = |m: &Messages| (m.generated, m.consolidated, m.discarded);
    let stepped: (Vec<u64>, Vec<Messages>) = of(true);
    assert_eq!(windows, stepped.0);
    assert!(alerts.iter().map(gone_on).eq(stepped.1.iter().map(gone_on)));
    let held = alerts.iter().map(|m| m.consolidated + m.discarded).sum();
    (windows, alerts.iter().map(|m| m.generated).collect(), held)
}

/// Protection by the DSP and by hubs: none, each, both, and others of each.
fn settings() -> Vec<[Value; 2]> {
    let off = || json!({ "enabled": false });
    let dsp = |threshold: u64, window: &str| {
        json!({ "enabled": true, "threshold": threshold, "window": window, "period": "20 min",
            "exclude": [] })
    };
    let hub = |threshold: u64, window: &str, share: f64| {
        let mut hub = dsp(threshold, window);
        hub["share"] = json!(share);
        hub
    };
    vec![
        [off(), off()],
        [dsp(3, "10 min"), off()],
        [dsp(1, "5 min"), off()],
        [off(), hub(2, "10 min", 0.3)],
        [dsp(2, "10 min"), hub(1, "10 min", 0.7)],
        [dsp(2, "10 min"), hub(1, "10 min", 1.0)],
    ]
}

const SETTINGS: [&str; 2] = ["/northbound/alert_storm_protection", "/northbound/hub_consolidation"];

#[test]
fn t5_a_random_market_sends_the_same_alerts_whatever_protects_against_them() {
    let (mut markets, mut held_back) = (0, 0);
    for seed in 0..60 {
        let market = random_changes(seed);
        if market.iter().all(|(pointer, _)| *pointer != "/northbound") {
            continue;
        }
        markets += 1;
        let with = |settings: [Value; 2]| {
            let settings: Vec<_> = SETTINGS.into_iter().zip(settings).collect();
            alerts(&small(&[&market[..], &settings].concat()))
        };
        let mut all = settings().into_iter().map(with);
        let without = all.next().expect("the first");
        for (i, (windows, flows, held)) in all.enumerate() {
            assert!((&windows, &flows) == (&without.0, &without.1), "{seed}, {i}");
            held_back += held;
        }
    }
    assert!(markets > 15 && held_back > 1_000, "{markets} {held_back}");
}

#[test]
fn t5_the_alert_storm_sends_the_same_in_every_cell_whatever_protects_against_it() {
    let with = |settings: [Value; 2]| {
        let mut changes: Vec<Change> = vec![
            Change { pointer: "/start".into(), value: json!("2022-07-06T14:00") },
            Change { pointer: "/duration".into(), value: json!("30 min") },
            // A window is a cell.
            Change { pointer: "/mechanism/window".into(), value: json!("10 s") },
            Change { pointer: "/events/spurious/at".into(), value: json!("14:05:20") },
        ];
        let settings = SETTINGS.into_iter().zip(settings);
        changes.extend(settings.map(|(pointer, value)| Change { pointer: pointer.into(), value }));
        alerts(&load("alert-storm", &changes).unwrap_or_else(|faults| panic!("{faults}")))
    };
    let mut all = settings().into_iter().map(with);
    let without = all.next().expect("the first");
    assert_eq!(without.0.len(), 180);
    assert!(without.2 == 0 && without.0.iter().sum::<u64>() > 5_000_000);
    for (i, (cells, flows, held)) in all.enumerate() {
        assert!(held > 1_000_000 && flows == without.1, "{i}: {held}");
        assert!(cells == without.0, "{i}");
    }
}
