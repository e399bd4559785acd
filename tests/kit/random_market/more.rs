//! What else a random market may have: settings that most do without.

use super::{Dice, each_once};
use serde_json::{Value, json};

/// Critical SRVs, response times, guards, collapse, signals, warnings and buffers; each seldom.
pub fn settings(d: &mut Dice) -> Vec<(&'static str, Value)> {
    let mut changes = vec![("/traffic/signing_delay", d.one(&json!(["1 s", "20 s", "95 s"])))];
    for (pointer, chance) in
        [("/srvs/4.6.1/critical", 0.2), ("/srvs/6.15/critical", 0.2), ("/srvs/1.1/critical", 0.5)]
    {
        changes.push((pointer, json!(d.chance(chance))));
    }
    if d.chance(0.3) {
        let times = json!(["0 s", "15 s", "40 s", "3 min"]);
        changes.push(("/response_classes/on_demand/response_time", d.one(&times)));
        changes.push(("/response_classes/slow/response_time", d.one(&times)));
        changes.push(("/response_classes/scheduled/response_time", d.one(&times)));
        changes.push(("/srvs/2.2/device", json!(d.chance(0.5))));
    }
    if d.chance(0.2) {
        let after = d.one(&json!(["30 s", "60 s", "3 min"]));
        changes.push(("/gateway/collapse", json!({ "after": after, "lasts": "90 s" })));
    }
    changes.extend(guards(d));
    changes.extend(answers(d));
    if d.chance(0.5) {
        let followed = json!([[], ["4.6.1"], ["6.15", "7.4", "1.1"], ["2.2", "4.6.1"]]);
        changes.push(("/followed_srvs", d.one(&followed)));
    }
    changes
}

/// G2.
fn guards(d: &mut Dice) -> Vec<(&'static str, Value)> {
    let mut changes = Vec::new();
    if d.chance(0.25) {
        let period = d.one(&json!(["30 s", "5 min", "1 h"]));
        let mut rules = vec![json!({ "id": "number", "number": d.below(300), "period": period })];
        rules[0]["srvs"] = d.one(&json!([[], ["4.6.1"], ["6.15", "7.4"]]));
        let times = d.between(0.5, 4.0);
        rules.push(json!({ "id": "day", "users": { "ids": [d.user()] }, "times_busiest_day": times, "period": "30 min" }));
        changes.push(("/gateway/anomaly", json!(rules)));
    }
    if d.chance(0.25) {
        let rate = d.between(0.2, 3.0);
        changes.push((
            "/gateway/caps",
            json!([{ "id": "cap", "users": { "ids": each_once([d.user(), "beta"]) }, "rate": rate }]),
        ));
    }
    changes
}

/// M7 to M9.
fn answers(d: &mut Dice) -> Vec<(&'static str, Value)> {
    let mut changes = Vec::new();
    if d.chance(0.4) {
        changes.push(("/mechanism/signal", json!("distinct")));
        changes.push(("/mechanism/retry_after", json!(d.chance(0.5))));
    }
    if d.chance(0.2) {
        let (at, load) = (d.between(0.2, 1.2), d.between(0.2, 1.2));
        let defer_by = d.one(&json!(["30 s", "5 min", "40 min"]));
        let heed = json!([{ "id": "some", "users": { "ids": each_once([d.user(), d.user()]) }, "share": d.one(&json!([0.3, 1])) }]);
        changes.push((
            "/mechanism/early_warning",
            json!({ "enabled": true, "warn_at": at, "warn_load": load,
            "warn_for": "4 min", "defer_by": defer_by, "heed": heed }),
        ));
    }
    if d.chance(0.3) {
        let bound = d.one(&json!(["20 s", "2 min", "15 min"]));
        changes.push(("/mechanism/buffer", json!({ "enabled": true, "bound": bound })));
    }
    changes
}

/// What a retry rule may say besides delays.
pub fn retry(d: &mut Dice, retry: &mut Value) {
    if d.chance(0.3) {
        retry["response_timeout"] = d.one(&json!(["15 s", "60 s", 0.6, 2]));
    }
    if retry["attempts"] != 1 && d.chance(0.3) {
        retry["on_throttled"] =
            json!({ "first": format!("{} s", d.below(120) + 1), "factor": 1.5 });
    }
}

/// A process of a supplier; its steps are of any SRVs, some twice.
pub fn process(d: &mut Dice) -> Value {
    let users = d.one(&json!([["alpha"], ["gamma"], ["alpha", "gamma"]]));
    let step = |d: &mut Dice, i: u64| {
        let mut step = json!({ "id": format!("step {i}"), "srv": d.one(&json!(["2.2", "4.6.1", "7.4", "6.15", "1.1"])) });
        if i > 0 {
            step["delay"] = d.one(&json!(["0 s", "25 s", "4 min"]));
        }
        if d.chance(0.4) {
            step["deadline"] = d.one(&json!(["20 s", "2 min"]));
        }
        step
    };
    let steps: Vec<Value> = (0..=d.below(4)).map(|i| step(d, i)).collect();
    json!({ "id": "process", "users": { "ids": users }, "amount": { "per_user": d.below(400) }, "exact": d.chance(0.5),
        "steps": steps, "retrigger": d.one(&json!([0, 0.5, 1])), "retrigger_after": "70 s" })
}

/// A storm of delta, with or without polls.
pub fn storm(d: &mut Dice, id: String) -> Value {
    let (at, minutes) = (d.below(50), 4 * (d.below(10) + 1));
    let time = |minute: u64| format!("{}:{:02}", 10 + minute / 60, minute % 60);
    let polls = d.chance(0.6);
    let meters = d.below(if polls { 150 } else { 5000 });
    let shares = [d.between(0.0, 1.0), d.between(0.0, 1.0), d.between(0.0, 1.0)];
    let curve: Vec<Value> = (0u64..)
        .zip(shares)
        .map(|(i, share)| json!({ "at": time(at + i * minutes / 2), "off": share }))
        .collect();
    let mut storm = json!({ "parties": [{ "id": "delta", "customers": 20_000, "meters": meters }], "curve": curve });
    if polls {
        let (every, spread) = if d.chance(0.5) { ("3 min", "60 s") } else { ("90 s", "90 s") };
        storm["poll"] = json!({ "every": every, "spread": spread, "neighbours": d.below(3), "stop_when_known": d.chance(0.7) });
    }
    if polls && d.chance(0.4) {
        let own = json!([null, {}, { "every": "2 min", "neighbours": 1 }, { "stop_when_known": false, "spread": "30 s" }]);
        storm["parties"][0]["poll"] = d.one(&own);
    }
    if polls && d.chance(0.3) {
        storm["silent_with_supply"] = d.one(&json!([0.1, 0.5]));
    }
    if d.chance(0.7) {
        let lost = json!([0, 0.4, 1]);
        storm["alerts"] =
            json!({ "after": "100 s", "outage_lost": d.one(&lost), "restore_lost": d.one(&lost) });
    }
    json!({ "id": id, "at": time(at), "lasts": format!("{minutes} min"), "storm": storm })
}

/// A storm in which every device is dark, or none is: nothing in it is random.
pub fn darkness(d: &mut Dice, id: String) -> Value {
    let at = d.time(25);
    json!({ "id": id, "at": at, "lasts": format!("{} s", 30 * (d.below(20) + 1)), "storm": {
        "parties": [{ "id": "delta", "customers": 20_000, "meters": 5_000 }], "curve": [{ "at": at, "off": 1 }] } })
}

/// A process of one User, whose runs all begin in one cell.
pub fn batch_of_processes(d: &mut Dice) -> Value {
    let mut process = process(d);
    process["users"] = json!({ "ids": [d.one(&json!(["alpha", "gamma"]))] });
    process["exact"] = json!(true);
    process["batch"] = json!({ "start": d.time(25) });
    process["retrigger"] = d.one(&json!([0, 1]));
    process
}
