//! G9: storm polls, and what network parties know of their customers' supply.

use super::small_agrees;
use kit::make::Changes;
use serde_json::{Value, json};

/// A storm of delta and epsilon, who ask with 7.4.
fn storm(poll: Value, alerts: Value) -> Value {
    json!({ "id": "storm", "at": "10:05", "lasts": "45 min", "storm": {
        "parties": [
            { "id": "delta", "customers": 2_000, "meters": 240 },
            { "id": "epsilon", "customers": 90, "meters": 60,
              "curve": [{ "at": "10:08", "off": 1 }, { "at": "10:20", "off": 0.2 }, { "at": "10:21", "off": 0.7 }, { "at": "10:40", "off": 0 }] }],
        "curve": [{ "at": "10:05", "off": 0 }, { "at": "10:15", "off": 1 }, { "at": "10:45", "off": 0.1 }],
        "poll": poll, "alerts": alerts } })
}

/// Rounds every five minutes.
fn poll(neighbours: u32, stop_when_known: bool) -> Value {
    json!({ "srv": "7.4", "every": "5 min", "spread": "2 min", "neighbours": neighbours, "stop_when_known": stop_when_known })
}

fn alerts(outage_lost: f64, restore_lost: f64) -> Value {
    json!({ "after": "175 s", "outage_lost": outage_lost, "restore_lost": restore_lost })
}

/// The small market with `storm` and a DSP that mostly keeps up.
fn asked(storm: Value, changes: Changes, happens: &[&str]) {
    let epsilon = json!({ "id": "epsilon", "category": "electricity_network_party", "roles": ["ED"],
        "portfolio": { "electricity_credit": 600 } });
    let all = [
        ("/users/-", epsilon),
        ("/events", json!([storm])),
        ("/gateway/max_capacity", json!("6/s")),
    ];
    small_agrees(&[&all, changes].concat(), happens);
}

/// What happens in every storm with polls.
const KNOWN: &[&str] = &[
    "storm 0 loss known",
    "storm 1 restoration known",
    "storm 0 polls",
    "storm 1 lost",
    "no response",
];

#[test]
fn g9_polls_alone_agree_with_the_judge() {
    asked(storm(poll(0, true), alerts(1.0, 1.0)), &[], KNOWN);
}

#[test]
fn g9_polls_to_the_end_agree_with_the_judge() {
    asked(storm(poll(0, false), alerts(1.0, 1.0)), &[], KNOWN);
}

#[test]
fn g9_polls_with_neighbours_agree_with_the_judge() {
    let happens = [KNOWN, &["storm 0 neighbour polls"]].concat();
    asked(storm(poll(2, true), alerts(1.0, 1.0)), &[], &happens);
    asked(storm(poll(1, false), alerts(1.0, 1.0)), &[], &happens);
}

#[test]
fn g9_alerts_and_polls_agree_with_the_judge() {
    let happens = [KNOWN, &["storm 0 alerts", "storm 1 alerts"]].concat();
    asked(storm(poll(1, true), alerts(0.3, 0.4)), &[], &happens);
    asked(storm(poll(0, false), alerts(0.3, 0.4)), &[], &happens);
}

/// As [`storm`], and some polls to meters with supply get no answer.
fn silent(share: f64, poll: Value, alerts: Value) -> Value {
    let mut storm = storm(poll, alerts);
    storm["storm"]["silent_with_supply"] = share.into();
    storm
}

#[test]
fn g9_silences_of_meters_with_supply_agree_with_the_judge() {
    let happens = [KNOWN, &["storm 0 presumed wrongly", "storm 1 presumed wrongly"]].concat();
    asked(silent(0.3, poll(1, true), alerts(0.4, 0.5)), &[], &happens);
    let slow = [("/response_classes/on_demand/response_time", json!("95 s"))];
    asked(silent(0.6, poll(0, false), alerts(1.0, 1.0)), &slow, &happens);
}

#[test]
fn g9_alerts_alone_agree_with_the_judge() {
    let mut storm = storm(Value::Null, alerts(0.5, 0.2));
    storm["storm"].as_object_mut().expect("a storm").remove("poll");
    asked(storm, &[], &["storm 0 alerts", "storm 1 restoration known", "no response"]);
}

#[test]
fn g9_response_times_of_polls_agree_with_the_judge() {
    // Some are answered a round later, and customers lose supply again in between.
    let changes = [
        ("/response_classes/on_demand/response_time", json!("4 min")),
        ("/retries/usual/response_timeout", json!("7 min")),
    ];
    asked(storm(poll(1, true), alerts(0.6, 0.4)), &changes, &[KNOWN, &["tried again"]].concat());
    asked(storm(poll(0, false), alerts(1.0, 1.0)), &changes, KNOWN);
}

/// The mechanism throttles 7.4; newer polls take the place of older ones.
fn throttled(poll: Value, alerts: Value, changes: Changes) {
    let usual =
        json!({ "id": "usual", "attempts": 9, "first": "40 s", "factor": 2, "jitter": 0.3 });
    let all = [
        ("/gateway/max_capacity", json!("2.6/s")),
        ("/mechanism/throttle_to", json!("allocation")),
        ("/mechanism/operating_threshold", json!(0.6)),
        ("/retries", json!([usual])),
    ];
    let active = &["storm 0 loss while active known", "storm 0 restoration while active known"];
    let happens =
        [KNOWN, &["delta throttled", "superseded", "storm 0 presumed loss known"], active].concat();
    asked(storm(poll, alerts), &[&all, changes].concat(), &happens);
}

#[test]
fn g9_throttled_polls_agree_with_the_judge() {
    throttled(poll(1, true), alerts(0.4, 0.6), &[]);
}

#[test]
fn g9_throttled_polls_to_the_end_agree_with_the_judge() {
    throttled(poll(0, false), alerts(1.0, 1.0), &[]);
}

#[test]
fn g9_throttled_polls_in_quick_rounds_agree_with_the_judge() {
    let poll =
        json!({ "every": "90 s", "spread": "90 s", "neighbours": 1, "stop_when_known": true });
    let changes = [("/mechanism/detect", json!("immediate")), ("/mechanism/pace", json!("cell"))];
    throttled(poll, alerts(0.2, 0.2), &changes);
}

#[test]
fn g9_throttled_polls_told_of_the_next_window_agree_with_the_judge() {
    let changes =
        [("/mechanism/signal", json!("distinct")), ("/mechanism/retry_after", json!(true))];
    throttled(poll(1, true), alerts(0.5, 0.5), &changes);
}

/// The storm of delta and epsilon, of whom epsilon asks in its `own` words.
fn of_its_own(own: Value) -> Value {
    let mut storm = storm(poll(1, true), alerts(0.5, 0.5));
    storm["storm"]["parties"][1]["poll"] = own;
    storm
}

#[test]
fn g9_parties_that_ask_each_in_its_own_way_agree_with_the_judge() {
    let own =
        json!({ "every": "2 min", "spread": "2 min", "neighbours": 3, "stop_when_known": false });
    let changes = [("/gateway/max_capacity", json!("2.2/s"))];
    let happens = [KNOWN, &["storm 1 neighbour polls", "superseded", "rejected"]].concat();
    asked(of_its_own(own), &changes, &happens);
}

#[test]
fn g9_a_party_that_does_not_ask_agrees_with_the_judge() {
    let happens = ["storm 0 polls", "storm 1 alerts", "storm 1 lost", "no response"];
    asked(of_its_own(Value::Null), &[], &happens);
}

#[test]
fn g9_prioritised_polls_agree_with_the_judge() {
    let changes = [
        ("/gateway/max_capacity", json!("2/s")),
        ("/mechanism/prioritised/add", json!(["2.2", "7.4"])),
        ("/gateway/backlog_limit", json!("5 s")),
    ];
    let happens = [KNOWN, &["delta rejected", "throttled"]].concat();
    asked(storm(poll(1, true), alerts(0.3, 0.3)), &changes, &happens);
}

#[test]
fn g9_buffered_polls_agree_with_the_judge() {
    let buffer = ("/mechanism/buffer", json!({ "enabled": true, "bound": "10 min" }));
    throttled(poll(1, true), alerts(0.5, 0.5), &[buffer]);
}

#[test]
fn g9_polls_resubmitted_from_the_backlog_agree_with_the_judge() {
    let usual = json!({ "id": "usual", "attempts": 6, "first": "40 s", "jitter": 0.3, "response_timeout": "50 s" });
    let out = json!({ "id": "out", "at": "10:16", "lasts": "3 min", "outage": {} });
    let changes = [
        ("/retries", json!([usual])),
        ("/gateway/max_capacity", json!("2/s")),
        ("/gateway/backlog_limit", json!("3 min")),
        ("/mechanism/enabled", json!(false)),
        ("/events/-", out),
    ];
    let happens = [KNOWN, &["duplicates", "unavailable"]].concat();
    asked(storm(poll(1, true), alerts(0.5, 0.5)), &changes, &happens);
}

#[test]
fn g9_a_storm_that_the_end_cuts_short_agrees_with_the_judge() {
    let mut storm = storm(poll(1, true), alerts(0.3, 0.3));
    storm["at"] = json!("10:35");
    storm["storm"]["curve"] = json!([{ "at": "10:40", "off": 1 }, { "at": "11:15", "off": 0 }]);
    storm["storm"]["parties"][1]["curve"] = json!([{ "at": "10:59:50", "off": 1 }]);
    let changes = [("/gateway/max_capacity", json!("2.2/s"))];
    let happens = ["storm 0 polls", "storm 1 lost", "open: unanswered", "open: retrying"];
    asked(storm, &changes, &happens);
}
