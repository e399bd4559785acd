//! Messages to Users, and maintenance. They are drawn by dice of their own, so that a market is with them what
//! it is without.

use super::{Dice, USERS, each_once};
use rand::SeedableRng;
use rand::rngs::Xoshiro256PlusPlus;
use serde_json::{Value, json};

/// In half of all markets messages, which may load the DSP; and maintenance in some.
pub fn messages(seed: u64) -> Vec<(&'static str, Value)> {
    let mut d = Dice(Xoshiro256PlusPlus::seed_from_u64(!seed));
    let mut changes = Vec::new();
    if d.chance(0.3) {
        changes.push(("/events/-", works(&mut d)));
    }
    if !d.chance(0.5) {
        return changes;
    }
    let mut side = side(&mut d, [1.0, 12.0]);
    side["alerts"] = alerts(&mut d);
    let window = d.one(&json!(["60 s", "5 min", "10 min"]));
    let threshold = d.below(5) + 1;
    for (name, chance) in [("alert_storm_protection", 0.6), ("hub_consolidation", 0.3)] {
        // Hubs let no more through than the DSP does, and both count in the same windows.
        let most = if name == "hub_consolidation" { d.below(threshold) + 1 } else { threshold };
        side[name] = json!({ "enabled": d.chance(chance), "threshold": most, "window": window,
            "period": d.one(&json!(["10 min", "20 min", "60 min"])) });
        if d.chance(0.2) {
            side[name]["exclude"] = json!(["0x8F3F"]);
        }
    }
    side["hub_consolidation"]["share"] = json!(d.between(0.0, 1.0));
    changes.push(("/northbound", side));
    if d.chance(0.5) {
        let costs = json!([0, 0.2, 0.7, 1.5]);
        changes.push((
            "/gateway/load_includes",
            json!({ "device_alert": d.one(&costs), "dcc_alert": d.one(&costs),
            "service_response": d.one(&json!([0, 0, 0.1, 0.4])), "in_load": d.chance(0.5) }),
        ));
    }
    for i in 0..d.below(4) {
        changes.push(("/events/-", event(&mut d, i)));
    }
    changes
}

/// Classes, path, release and adapters; rates are of a size with `rates`.
fn side(d: &mut Dice, rates: [f64; 2]) -> Value {
    let [low, high] = rates;
    let mut release = json!({ "policy": d.one(&json!(["all_at_once", "by_rate", "prioritised", "prioritised"])) });
    if release["policy"] == "by_rate" || d.chance(0.5) {
        release["rate"] = json!(d.between(low, high));
    }
    if d.chance(0.3) {
        release["rate_per_user"] = json!(d.between(low / 3.0, high / 3.0));
    }
    if d.chance(0.3) {
        release["abnormal"] = json!(d.below(200));
    }
    let outbound = match d.chance(0.5) {
        true => json!({ "times_capacity": d.between(0.3, 3.0) }),
        false => json!({ "rate": d.between(low, 2.0 * high) }),
    };
    let mut adapters = vec![match d.chance(0.5) {
        true => json!({ "id": "all", "times_busiest_minute": d.between(0.5, 4.0) }),
        false => json!({ "id": "all", "rate": d.between(low, high) }),
    }];
    adapters[0]["order"] = d.one(&json!(["first_in_first_out", "by_class"]));
    let of = each_once(["alpha", d.user()]);
    adapters.push(json!({ "id": "some", "users": { "ids": of }, "rate": d.between(low / 2.0, high / 2.0),
        "bound": d.one(&json!(["10 s", "60 s", "10 min"])), "order": d.one(&json!(["first_in_first_out", "by_class"])) }));
    json!({
        "enabled": true,
        "classes": d.one(&json!([
            [], [{ "id": "first", "srvs": ["2.2"] }],
            [{ "id": "first", "srvs": ["6.15", "1.1"] }, { "id": "second", "srvs": ["4.6.1"] }]
        ])),
        "release": release, "outbound": outbound, "adapters": adapters
    })
}

/// A code of network parties' meters, and one of everybody's.
fn alerts(d: &mut Dice) -> Value {
    let mut alerts = json!([
        { "id": "AD1", "kind": "dcc_alert", "users": { "roles": ["ED"] }, "fuel": "electricity",
          "per_meter": d.one(&json!([0, 0.5])) },
        { "id": "0x8F3F", "kind": "device_alert", "per_meter": d.one(&json!([0, 0.4, 2])) }
    ]);
    for alert in alerts.as_array_mut().expect("a list") {
        if d.chance(0.7) {
            alert["faulty"] =
                json!({ "devices": d.between(0.001, 0.006), "alerts": d.one(&json!([0.5, 0.9])) });
        }
    }
    alerts
}

/// Devices that send an alert again and again, or an outage of the path.
fn event(d: &mut Dice, i: u64) -> Value {
    let lasts = format!("{} s", 30 * (d.below(40) + 1));
    let mut event = json!({ "id": format!("north {i}"), "at": d.time(55), "lasts": lasts });
    let every = d.one(&json!(["15 s", "90 s", "4 min"]));
    match d.below(3) {
        0 => {
            event["alert_storm"] = json!({ "code": d.one(&json!(["AD1", "0x8F3F"])), "devices": d.below(60),
                "every": every, "cost": d.one(&json!([1, 1, 3])) });
        }
        1 => {
            event["defect"] = json!({ "code": "0x8F3F", "share": d.between(0.0, 0.01), "every": every,
                "users": { "ids": [d.one(&json!(["alpha", "gamma"]))] }, "fuel": "gas", "cost": d.one(&json!([1, 2])) });
        }
        _ => {
            event["outage"] = json!({ "capacity": d.one(&json!([1, 1, 0.5, 0])), "outbound": d.one(&json!([0, 0.3, 1])) });
        }
    }
    event
}

/// Maintenance, with whatever may happen round it.
fn works(d: &mut Dice) -> Value {
    let spread = json!(["30 s", "5 min"]);
    let share = json!([0.4, 1]);
    let mut works = json!({ "scheduled_release": d.one(&json!(["at once", "over 6 min", "at 0.3 C", "at 0.05 C"])) });
    if d.chance(0.6) {
        works["resend"] = json!([
            { "id": "all", "share": d.one(&share), "spread": d.one(&spread) },
            { "id": "some", "users": { "ids": [d.user()] }, "srvs": ["4.6.1", "7.4"], "share": d.one(&share), "spread": d.one(&spread) }
        ]);
    }
    if d.chance(0.4) {
        works["deferred"] = json!([
            { "id": "some", "users": { "ids": each_once(["alpha", d.user()]) }, "streams": d.one(&json!([[], ["reads"]])),
              "share": d.one(&share), "spread": d.one(&spread) }
        ]);
    }
    let lasts = format!("{} s", 30 * (d.below(24) + 1));
    json!({ "id": "works", "at": d.time(45), "lasts": lasts, "maintenance": works })
}

/// The same where little is random: no alerts, and each of those concerned does the same.
pub fn without_chance(seed: u64) -> Vec<(&'static str, Value)> {
    let mut d = Dice(Xoshiro256PlusPlus::seed_from_u64(!seed));
    let mut changes = Vec::new();
    if d.chance(0.4) {
        let mut works = works(&mut d);
        let how = works["maintenance"].as_object_mut().expect("an object");
        how.remove("deferred");
        how.insert(
            "scheduled_release".to_owned(),
            d.one(&json!(["at once", "over 30 s", "at 0.3 C"])),
        );
        let all = USERS.map(|user| {
            json!({ "id": user, "users": { "ids": [user] }, "share": d.below(2), "spread": "30 s" })
        });
        how.insert("resend".to_owned(), json!(all));
        works["at"] = json!(d.time(20));
        changes.push(("/events/-", works));
    }
    if d.chance(0.6) {
        changes.push(("/northbound", side(&mut d, [0.3, 8.0])));
        if d.chance(0.4) {
            let costs =
                json!({ "service_response": d.one(&json!([0.15, 0.7])), "in_load": d.chance(0.7) });
            changes.push(("/gateway/load_includes", costs));
        }
        let (at, lasts) = (d.time(20), format!("{} s", 30 * (d.below(16) + 1)));
        let outage =
            json!({ "capacity": d.one(&json!([1, 1, 0])), "outbound": d.one(&json!([0, 0.3])) });
        changes.push((
            "/events/-",
            json!({ "id": "path", "at": at, "lasts": lasts, "outage": outage }),
        ));
    }
    changes
}
