//! N1 to N3.

use super::{MESSAGES, alert_storm, messages, protection};
use kit::make::Changes;
use serde_json::{Value, json};

#[test]
fn n1_background_alerts_agree_with_the_judge() {
    messages(&[], MESSAGES);
}

#[test]
fn n1_alert_storms_and_defects_agree_with_the_judge() {
    let defect = json!({ "id": "defect", "at": "10:40", "lasts": "30 min", "defect": {
        "code": "AD1", "share": 0.02, "every": "5 min", "users": { "ids": ["delta", "alpha"] }, "cost": 7 } });
    let changes = [
        ("/events/-", alert_storm("alerts", json!({ "ids": ["beta", "gamma"] }), 40, "3 min")),
        ("/events/-", defect),
    ];
    messages(&changes, &[MESSAGES, &["quarter 3 alerts", "alpha dcc_alerts within 0"]].concat());
}

/// With Alert Storm Protection.
fn protected(changes: Changes, happens: &[&str]) {
    let all = [("/northbound/alert_storm_protection", protection())];
    messages(&[&all, changes].concat(), &[MESSAGES, happens].concat());
}

#[test]
fn n2_faulty_devices_agree_with_the_judge() {
    protected(&[], &["messages discarded", "quarter 0 held back", "quarter 3 held back"]);
}

#[test]
fn n2_devices_that_are_nearly_always_in_storm_agree_with_the_judge() {
    // Of alpha's 7 500 meters eight send 0.8 a minute each: four in five minutes.
    let changes = [
        ("/northbound/alerts/0x8F3F/faulty", json!({ "devices": 0.001, "alerts": 0.8 })),
        ("/northbound/alerts/0x8F3F/per_meter", json!(1.4)),
    ];
    protected(&changes, &["messages discarded"]);
}

#[test]
fn n2_alert_storms_agree_with_the_judge() {
    // They begin and end in the middle of windows.
    let users = json!({ "ids": ["beta", "gamma"] });
    let storm = alert_storm("alerts", users.clone(), 30, "90 s");
    let mut again = alert_storm("again", users, 20, "2 min");
    again["at"] = json!("10:44:10");
    again["lasts"] = json!("40 min");
    again["alert_storm"]["cost"] = json!(3);
    protected(&[("/events/-", storm), ("/events/-", again)], &["quarter 3 held back"]);
}

#[test]
fn n2_an_alert_storm_of_very_many_devices_agrees_with_the_judge() {
    // A thousand alerts in a cell, so that they are dealt at once, for five cells of one window and five of another.
    let mut storm = alert_storm("alerts", json!({ "ids": ["alpha"] }), 1_500, "15 s");
    storm["at"] = json!("10:24:10");
    storm["lasts"] = json!("100 s");
    protected(&[("/events/-", storm)], &["messages discarded"]);
}

#[test]
fn n2_windows_and_periods_of_any_length_agree_with_the_judge() {
    for (threshold, window, period) in [(1, "70 s", "70 s"), (4, "10 min", "40 min")] {
        let protection =
            json!({ "enabled": true, "threshold": threshold, "window": window, "period": period });
        let storm = alert_storm("alerts", json!({ "ids": ["alpha"] }), 25, "100 s");
        let changes = [("/northbound/alert_storm_protection", protection), ("/events/-", storm)];
        protected(&changes, &["messages discarded"]);
    }
}

#[test]
fn n2_excluded_codes_agree_with_the_judge() {
    let ad1 = json!({ "devices": 0.004, "alerts": 0.7 });
    let changes = [
        ("/northbound/alert_storm_protection/exclude", json!(["0x8F3F"])),
        ("/northbound/alerts/AD1/faulty", ad1),
    ];
    protected(&changes, &["messages discarded"]);
}

/// Hubs that let one through in five minutes: at most two in a window of the DSP's.
fn hub(share: f64) -> Value {
    json!({ "enabled": true, "share": share, "threshold": 1, "window": "5 min", "period": "20 min" })
}

#[test]
fn n3_hubs_alone_agree_with_the_judge() {
    let storm = alert_storm("alerts", json!({ "ids": ["beta", "gamma"] }), 30, "2 min");
    let changes = [("/northbound/hub_consolidation", hub(0.6)), ("/events/-", storm)];
    messages(&changes, &[MESSAGES, &["messages consolidated"]].concat());
}

#[test]
fn n3_hubs_and_the_dsp_agree_with_the_judge() {
    let storm = alert_storm("alerts", json!({ "ids": ["beta", "gamma"] }), 30, "90 s");
    let changes = [("/northbound/hub_consolidation", hub(0.35)), ("/events/-", storm)];
    protected(&changes, &["messages consolidated", "messages discarded"]);
}

/// delta's customers lose supply and say so; half of its meters send the code of loss anyway.
fn told(changes: Changes, happens: &[&str]) {
    let storm = json!({ "id": "storm", "at": "10:20", "lasts": "30 min", "storm": {
        "parties": [{ "id": "delta", "customers": 3_000, "meters": 500 }],
        "curve": [{ "at": "10:20", "off": 0 }, { "at": "10:24", "off": 1 }, { "at": "10:45", "off": 0 }],
        "alerts": { "after": "100 s", "outage_lost": 0.2, "restore_lost": 0.3, "outage_code": "AD1", "restore_code": "0x8F3F" } } });
    let failing = json!({ "id": "failing", "at": "10:10", "lasts": "25 min", "alert_storm": {
        "code": "AD1", "devices": 300, "every": "100 s", "users": { "ids": ["delta"] } } });
    let changes = [
        &[
            ("/users/delta/portfolio/electricity_credit", json!(600)),
            ("/events/-", storm),
            ("/events/-", failing),
        ],
        changes,
    ];
    messages(&changes.concat(), &[MESSAGES, &["storm 0 alerts"], happens].concat());
}

#[test]
fn n2_alerts_of_loss_held_back_agree_with_the_judge() {
    let protection = ("/northbound/alert_storm_protection", protection());
    told(&[protection.clone()], &["messages held back", "messages discarded"]);
    let hub = ("/northbound/hub_consolidation", hub(0.5));
    told(&[protection, hub], &["messages held back", "messages consolidated"]);
}

#[test]
fn n1_alerts_of_loss_agree_with_the_judge() {
    told(&[], &["delta dcc_alerts within 0", "delta device_alerts within 0"]);
}
