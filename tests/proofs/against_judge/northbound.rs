//! N1 to N6 and G7: messages to Users, and what they cost the DSP.

mod alerts;
mod load;
mod paths;

use super::small_agrees;
use kit::make::Changes;
use serde_json::{Value, json};

/// The small market with messages: two classes of responses, a code of network parties' meters, and one of
/// suppliers' that a few meters send far more often than others. Nothing holds messages up.
fn messages(changes: Changes, happens: &[&str]) {
    let northbound = json!({
        "enabled": true,
        "classes": [{ "id": "first", "srvs": ["2.2"] }, { "id": "reads", "srvs": ["4.6.1"] }],
        "alerts": [
            { "id": "AD1", "kind": "dcc_alert", "users": { "roles": ["ED"] }, "fuel": "electricity", "per_meter": 0.8 },
            { "id": "0x8F3F", "kind": "device_alert", "users": { "roles": ["IS", "GS"] }, "per_meter": 1,
              "faulty": { "devices": 0.002, "alerts": 0.6 } }
        ],
        "outbound": { "rate": "100/s" },
        "adapters": [{ "id": "all", "rate": "100/s" }]
    });
    let all = [("/northbound", northbound), ("/gateway/max_capacity", json!("6/s"))];
    small_agrees(&[&all, changes].concat(), happens);
}

/// Alert Storm Protection that lets two of a device through in five minutes.
fn protection() -> Value {
    json!({ "enabled": true, "threshold": 2, "window": "5 min", "period": "15 min" })
}

/// `devices` of these Users send 0x8F3F for twenty minutes.
fn alert_storm(id: &str, users: Value, devices: u64, every: &str) -> Value {
    json!({ "id": id, "at": "10:17", "lasts": "20 min", "alert_storm": {
        "code": "0x8F3F", "devices": devices, "every": every, "users": users } })
}

/// The outbound path has so much left for six minutes, in the flood; the DSP has all.
fn path(outbound: f64) -> Value {
    json!({ "id": "path", "at": "10:11", "lasts": "6 min", "outage": { "capacity": 1, "outbound": outbound } })
}

/// What happens wherever there are messages.
const MESSAGES: &[&str] = &[
    "alpha first delivered",
    "beta reads delivered",
    "omega other_responses delivered",
    "messages generated",
    "quarter 0 alerts",
];
