//! Small scenarios for tests: a market of five Users in which everything happens within an hour,
//! and changes to it.

pub mod northbound;

use headroom_core::scenario::{Change, Draft, Scenario};
use serde_json::{Value, json};

/// Pointers and new values, as `--set` takes them.
pub type Changes<'a> = &'a [(&'a str, Value)];

/// The small market with `changes`.
pub fn small(changes: Changes) -> Scenario {
    scenario(&small_market(), changes)
}

/// `base` with `changes`, as if a file said them; a fault is printed and fails the test.
pub fn scenario(base: &Value, changes: Changes) -> Scenario {
    let change = |(pointer, value): &(&str, Value)| Change {
        pointer: (*pointer).to_owned(),
        value: value.clone(),
    };
    let changes: Vec<Change> = changes.iter().map(change).collect();
    let draft = Draft::of_text("test", &base.to_string());
    let made = draft.and_then(|draft| draft.with(&[("changes", &changes)]));
    made.unwrap_or_else(|faults| panic!("{faults}"))
}

/// Five Users send some 1.5 requests a second to a DSP that can do 4; at 10:10 `beta` sends 8 a
/// second for five minutes. A window is 60 s: Θ × window is 192 requests.
pub fn small_market() -> Value {
    let mut shares = vec![0.02; 48];
    shares[20..24].fill(0.03);
    json!({
        "name": "small-market",
        "start": "2022-07-06T10:00",
        "duration": "1 h",
        "resolution": "10 s",
        "users": [
            { "id": "alpha", "category": "large_supplier", "roles": ["IS", "GS"],
              "portfolio": { "electricity_credit": 4000, "electricity_prepayment": 1000, "gas_credit": 2500 } },
            { "id": "beta", "category": "small_supplier", "roles": ["IS"], "portfolio": { "electricity_credit": 2000 } },
            { "id": "gamma", "category": "large_supplier", "roles": ["GS"],
              "portfolio": { "gas_credit": 2500, "gas_prepayment": 1000 } },
            { "id": "delta", "category": "electricity_network_party", "roles": ["ED"],
              "portfolio": { "electricity_credit": 5000, "charged_mpans": 20000 } },
            { "id": "omega", "category": "other_user", "roles": ["OU"] }
        ],
        "response_classes": [
            { "id": "on_demand", "target": "30 s" },
            { "id": "slow", "target": "95 s" },
            { "id": "scheduled", "target": "5 min" }
        ],
        "srvs": [
            { "id": "2.2", "roles": ["IS", "GS"] },
            { "id": "4.6.1", "roles": ["IS", "GS"], "modes": ["on_demand", "dcc_scheduled"], "response_class": "slow" },
            { "id": "7.4", "roles": ["IS", "GS", "ED", "OU"] },
            { "id": "6.15", "roles": ["IS", "GS"], "modes": ["on_demand", "future_dated", "dcc_scheduled"], "future_dated": "dsp" },
            { "id": "1.1", "roles": ["IS", "GS"], "modes": ["on_demand", "future_dated"], "future_dated": "device" }
        ],
        "traffic": {
            "profiles": [{
                "id": "day",
                "weekday": { "shares": shares, "within": { "10:30": [0.5, 0.2, 0.3] } }
            }],
            "streams": [
                { "id": "reads", "users": { "roles": ["IS", "GS"] }, "srv": "4.6.1", "amount": { "per_meter": 4.5 }, "profile": "day" },
                { "id": "top-ups", "users": { "roles": ["IS", "GS"] }, "srv": "2.2",
                  "amount": { "per_prepayment_meter": 6 }, "profile": "day" },
                { "id": "checks", "users": { "roles": ["ED", "OU"] }, "srv": "7.4", "amount": { "per_user": 6000 }, "profile": "day" }
            ]
        },
        "retries": [
            { "id": "usual", "attempts": 4, "first": "30 s", "factor": 2, "jitter": 0.2 }
        ],
        "events": [flood("flood", "beta", "8/s")],
        "gateway": { "max_capacity": "4/s", "backlog_limit": "30 s" },
        "mechanism": {
            "window": "60 s",
            "hold": 3,
            "prioritised": { "add": ["2.2"] },
            "allocation": { "guaranteed": [
                { "id": "small", "users": { "categories": ["electricity_network_party", "other_user"] }, "share": 0.051 }
            ] }
        }
    })
}

/// Five minutes of 4.6.1 from 10:10 on.
pub fn flood(id: &str, user: &str, rate: &str) -> Value {
    json!({ "id": id, "at": "10:10", "lasts": "5 min",
        "denial_of_service": { "users": { "ids": [user] }, "srvs": ["4.6.1"], "rate": rate } })
}
