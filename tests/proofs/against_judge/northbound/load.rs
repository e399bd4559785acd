//! G7: what messages cost the DSP.

use super::{MESSAGES, alert_storm, messages, protection};
use kit::make::Changes;
use serde_json::{Value, json};

fn costing(alerts: f64, response: f64, in_load: bool) -> Value {
    json!({ "device_alert": alerts, "dcc_alert": alerts, "service_response": response, "in_load": in_load })
}

/// An alert storm of some two a second on top of the ordinary, after the flood.
fn loaded(costs: Value, changes: Changes, happens: &[&str]) {
    let all = [
        ("/gateway/load_includes", costs),
        ("/gateway/max_capacity", json!("3.6/s")),
        ("/gateway/backlog_limit", json!("20 s")),
        ("/events/-", alert_storm("alerts", json!({ "ids": ["beta", "gamma"] }), 200, "100 s")),
    ];
    messages(&[&all, changes].concat(), &[MESSAGES, happens].concat());
}

#[test]
fn g7_messages_that_take_a_part_of_c_agree_with_the_judge() {
    loaded(costing(0.8, 0.3, false), &[], &["rejected", "throttled"]);
}

#[test]
fn g7_messages_that_count_in_the_load_agree_with_the_judge() {
    loaded(costing(0.8, 0.17, true), &[], &["throttled", "activations"]);
    let changes = [("/mechanism/detect", json!("immediate"))];
    loaded(costing(0.8, 0.17, true), &changes, &["throttled", "activations"]);
}

#[test]
fn g7_alerts_alone_that_make_the_mechanism_active_agree_with_the_judge() {
    // Ordinary load is 1.6 a second, Θ 2.9.
    let changes = [("/events/flood/denial_of_service/rate", json!("0/s"))];
    loaded(costing(1.1, 0.0, true), &changes, &["activations", "throttled"]);
    let admitted = [changes[0].clone(), ("/mechanism/measure", json!("admitted"))];
    loaded(costing(1.1, 0.0, true), &admitted, &["activations"]);
}

#[test]
fn g7_messages_that_at_times_take_all_of_c_agree_with_the_judge() {
    let defect = json!({ "id": "defect", "at": "10:35", "lasts": "10 min", "defect": {
        "code": "AD1", "share": 0.01, "every": "5 min", "users": { "ids": ["delta"] }, "cost": 100 } });
    loaded(costing(0.4, 0.0, false), &[("/events/-", defect)], &["rejected"]);
}

#[test]
fn g7_discarded_alerts_cost_and_consolidated_ones_do_not_as_with_the_judge() {
    let hub = json!({ "enabled": true, "share": 0.4, "threshold": 1, "window": "5 min", "period": "20 min" });
    let changes = [
        ("/northbound/alert_storm_protection", protection()),
        ("/northbound/hub_consolidation", hub),
    ];
    let happens = ["messages discarded", "messages consolidated", "rejected"];
    loaded(costing(1.2, 0.1, true), &changes, &happens);
}

#[test]
fn g7_responses_that_leave_after_an_outage_agree_with_the_judge() {
    let out = json!({ "id": "out", "at": "10:12", "lasts": "5 min", "outage": { "capacity": 0.5, "outbound": 0 } });
    let changes = [
        ("/events/-", out),
        ("/northbound/outbound/rate", json!("7/s")),
        ("/mechanism/threshold_follows_capacity", json!(true)),
    ];
    loaded(costing(0.3, 0.6, true), &changes, &["rejected", "beta longest behind"]);
}

#[test]
fn a_threshold_over_the_busiest_ordinary_window_agrees_with_the_judge() {
    let install = json!({ "id": "install", "users": { "ids": ["gamma"] }, "amount": { "per_user": 6_000 }, "profile": "day",
        "steps": [{ "id": "join", "srv": "6.15" }, { "id": "key", "srv": "1.1", "delay": "20 s" }] });
    for in_load in [true, false] {
        let changes = [
            ("/gateway/threshold_over_ordinary", json!(1.2)),
            // The capacity follows from it: one beside it would be without effect.
            ("/gateway/max_capacity", json!(null)),
            ("/traffic/processes", json!([install])),
            ("/srvs/1.1/critical", json!(true)),
            ("/northbound/outbound", json!({ "times_capacity": 1.3 })),
        ];
        loaded(costing(0.5, 0.2, in_load), &changes, &["throttled"]);
    }
}
