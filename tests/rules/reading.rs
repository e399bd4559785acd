//! What files say of T6, T7, G2, G8, G9, M7 to M9 and U1 to U3: defaults, pointers, and which rule holds.

use headroom_core::domain::{PerSecond, Share, Signal, Span};
use headroom_core::scenario::{
    Alerts, AnomalyThreshold, Backoff, Collapse, EventKind, Off, Scenario, Storm, TimeOut,
};
use kit::bare::{bare, batch};
use kit::make::{Changes, scenario};
use serde_json::{Value, json};

/// Two suppliers; a network party with 400 enrolled of 1000 metering points, and another with 90.
fn market() -> Value {
    let mut market = bare(&[("alpha", 100), ("beta", 100)]);
    let users = market["users"].as_array_mut().unwrap();
    for (id, meters, charged) in [("north", 400, 1_000), ("south", 90, 0)] {
        users.push(json!({ "id": id, "category": "electricity_network_party", "roles": ["ED"],
            "portfolio": { "electricity_credit": meters, "charged_mpans": charged } }));
    }
    market["srvs"][1]["roles"] = json!(["IS", "ED"]);
    market["traffic"]["streams"] = json!([batch("alpha", 1, "10:05"), batch("beta", 1, "10:06")]);
    market
}

fn read(changes: Changes) -> Scenario {
    scenario(&market(), changes)
}

fn share(x: f64) -> Share {
    Share::from_f64(x)
}

#[test]
fn g9_answers_come_at_once_from_devices_unless_the_file_says_otherwise() {
    let scenario = read(&[]);
    for srv in &scenario.srvs {
        assert!(srv.device && srv.response_on_demand == Span::default(), "{}", srv.id);
    }
    let scenario = read(&[
        ("/response_classes/on_demand/response_time", json!("2 s")),
        ("/response_classes/scheduled/response_time", json!("1 h")),
        ("/srvs/7.4/device", json!(false)),
    ]);
    let srv = &scenario.srvs[1];
    assert!(!srv.device && scenario.srvs[0].device);
    assert_eq!(
        (srv.response_on_demand, srv.response_scheduled),
        (Span::from_s(2), Span::from_s(3_600))
    );
}

#[test]
fn t6_a_signing_service_takes_5_s_where_nothing_is_said() {
    assert_eq!(read(&[]).signing_delay, Span::from_s(5));
    let slow = read(&[("/traffic/signing_delay", json!("1 min"))]);
    assert_eq!(slow.signing_delay, Span::from_s(60));
}

#[test]
fn t7_a_process_is_read_with_its_steps_in_order() {
    let process = json!({ "id": "install", "users": { "ids": ["beta"] }, "amount": { "per_user": 3 },
        "batch": { "start": "10:10" }, "steps": [{ "id": "join", "srv": "1.1" }, { "id": "check", "srv": "7.4" }] });
    let plain = read(&[("/traffic/processes", json!([process]))]);
    let read_one = &plain.processes[0];
    assert_eq!((read_one.users.clone(), read_one.exact), (vec![1], false));
    let steps: Vec<(usize, Span, Option<Span>)> =
        read_one.steps.iter().map(|s| (s.srv, s.delay, s.deadline)).collect();
    assert_eq!(steps, [(4, Span::default(), None), (1, Span::default(), None)]);
    assert_eq!((read_one.retrigger, read_one.retrigger_after), (Share::ZERO, Span::default()));
    let changed = read(&[
        ("/traffic/processes", json!([process])),
        ("/traffic/processes/install/steps/check/delay", json!("90 s")),
        ("/traffic/processes/install/steps/check/deadline", json!("30 min")),
        ("/traffic/processes/install/retrigger", json!(0.5)),
        ("/traffic/processes/install/retrigger_after", json!("2 h")),
    ]);
    let check = &changed.processes[0].steps[1];
    assert_eq!((check.delay, check.deadline), (Span::from_s(90), Some(Span::from_s(1_800))));
    assert_eq!(changed.processes[0].retrigger, share(0.5));
    assert_eq!(changed.processes[0].retrigger_after, Span::from_s(7_200));
}

#[test]
fn u2_a_time_out_is_a_time_or_a_multiple_of_the_target() {
    let with = |timeout: Value| {
        let rule =
            json!({ "id": "all", "attempts": 3, "first": "30 s", "response_timeout": timeout });
        read(&[("/retries", json!([rule]))])
    };
    let policy = |scenario: &Scenario| scenario.retry_policy(0, 1).response_timeout;
    assert_eq!(policy(&with(json!("45 s"))), Some(TimeOut::After(Span::from_s(45))));
    assert_eq!(policy(&with(json!(1.5))), Some(TimeOut::Targets(1.5)));
    assert_eq!(with(json!(1.5)).response_timeout(0, 1), Span::from_s(45), "1.5 × 30 s");
    let never = json!({ "id": "all", "attempts": 3, "first": "30 s" });
    let none = read(&[("/retries", json!([never]))]);
    assert_eq!(policy(&none), None);
    assert_eq!(none.response_timeout(0, 1), Span::from_s(60), "of an answer: 2 × the target (A12)");
}

#[test]
fn m7_delays_after_a_throttled_attempt_may_differ() {
    let rule = json!({ "id": "all", "attempts": 3, "first": "30 s", "factor": 2, "jitter": 0.2 });
    let plain = read(&[("/retries", json!([rule]))]);
    assert_eq!(plain.retry_policy(0, 0).on_throttled, None);
    let changed = read(&[
        ("/retries", json!([rule])),
        ("/retries/all/on_throttled", json!({ "first": "5 min", "cap": "10 min" })),
        ("/retries/all/on_throttled/jitter", json!(0.5)),
        ("/mechanism/signal", json!("distinct")),
        ("/mechanism/retry_after", json!(true)),
    ]);
    let policy = changed.retry_policy(0, 0);
    let expected = Backoff {
        first: Span::from_s(300),
        factor: 1.0,
        cap: Some(Span::from_s(600)),
        jitter: share(0.5),
    };
    assert_eq!((policy.on_throttled, policy.backoff().first), (Some(expected), Span::from_s(30)));
    assert_eq!((plain.mechanism.signal, plain.mechanism.retry_after), (Signal::Plain503, false));
    assert_eq!((changed.mechanism.signal, changed.mechanism.retry_after), (Signal::Distinct, true));
}

#[test]
fn g2_of_anomaly_rules_and_caps_the_last_stands_first() {
    let scenario = read(&[
        (
            "/gateway/anomaly",
            json!([
                { "id": "all", "times_busiest_day": 2, "at_least": 140 },
                { "id": "reads", "users": { "ids": ["beta"] }, "srvs": ["4.6.1"], "number": 50, "period": "1 h" }
            ]),
        ),
        (
            "/gateway/caps",
            json!([{ "id": "all", "rate": "5/s" }, { "id": "beta", "users": { "ids": ["beta"] }, "rate": 1 }]),
        ),
        ("/gateway/caps/all/rate", json!("6/s")),
        ("/gateway/anomaly/all/times_busiest_day", json!(3)),
    ]);
    let [reads, all] = &scenario.gateway.anomaly[..] else { panic!("two rules") };
    assert_eq!((reads.id.as_str(), reads.says.period), ("reads", Span::from_s(3_600)));
    assert_eq!(reads.users, [false, true, false, false]);
    assert_eq!(reads.of, [false, false, true, false, false]);
    assert_eq!(reads.says.threshold, AnomalyThreshold::Number(50));
    assert_eq!(all.says.threshold, AnomalyThreshold::TimesBusiestDay { times: 3.0, at_least: 140 });
    assert!(all.users.iter().chain(&all.of).all(|chosen| *chosen));
    assert_eq!(all.says.period, Span::from_s(86_400));
    assert_eq!(all.says.threshold.of(100.5, Span::from_s(43_200)), 150, "3 × 100.5 × half a day");
    assert_eq!(all.says.threshold.of(10.0, Span::from_s(43_200)), 140, "however few are expected");
    let caps: Vec<(&str, PerSecond)> =
        scenario.gateway.caps.iter().map(|c| (c.id.as_str(), c.says)).collect();
    assert_eq!(caps, [("beta", PerSecond::from_f64(1.0)), ("all", PerSecond::from_f64(6.0))]);
    assert!(read(&[]).gateway.anomaly.is_empty() && read(&[]).gateway.caps.is_empty());
}

#[test]
fn g8_nothing_collapses_unless_the_file_says_when() {
    assert_eq!(read(&[]).gateway.collapse, None);
    let collapse = json!({ "after": "10 min", "lasts": "45 min" });
    let scenario = read(&[("/gateway/collapse", collapse)]);
    let expected = Collapse { after: Span::from_s(600), lasts: Span::from_s(2_700) };
    assert_eq!(scenario.gateway.collapse, Some(expected));
}

#[test]
fn m8_and_m9_are_switched_on_by_one_pointer_each() {
    let scenario = read(&[]);
    assert!(scenario.mechanism.early_warning.is_none() && scenario.mechanism.buffer.is_none());
    let scenario = read(&[("/mechanism/buffer/enabled", json!(true))]);
    assert_eq!(scenario.mechanism.buffer.map(|b| b.bound), Some(Span::from_s(300)));
    let scenario = read(&[("/mechanism/early_warning/enabled", json!(true))]);
    let warning = scenario.mechanism.early_warning.expect("on");
    assert_eq!((warning.warn_at, warning.warn_load), (share(0.8), share(0.8)));
    assert_eq!((warning.warn_for, warning.defer_by), (Span::from_s(300), Span::from_s(3_600)));
    assert!(warning.heed.is_empty());
    let scenario = read(&[
        ("/mechanism/early_warning/enabled", json!(true)),
        (
            "/mechanism/early_warning/heed",
            json!([{ "id": "all", "share": 0.2 }, { "id": "one", "users": { "ids": ["beta"] }, "streams": ["beta 4.6.1 10:06"], "share": 1 }]),
        ),
    ]);
    let warning = scenario.mechanism.early_warning.expect("on");
    let heed: Vec<(&str, &[bool], Share)> =
        warning.heed.iter().map(|h| (h.id.as_str(), &h.of[..], h.says)).collect();
    assert_eq!(heed, [("one", &[false, true][..], Share::ONE), ("all", &[true, true], share(0.2))]);
}

/// The only event of `changes`, a storm of half an hour from 10:00.
fn storm(storm: &Value, changes: Changes) -> Storm {
    let event = json!({ "id": "gale", "at": "10:00", "lasts": "30 min", "storm": storm });
    let scenario = read(&[&[("/events", json!([event]))], changes].concat());
    match &scenario.events[0].kind {
        EventKind::Storm(storm) => storm.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn g9_a_storms_meters_follow_from_its_customers_and_may_be_given() {
    let base = json!({ "parties": [{ "id": "north", "customers": 99 }, { "id": "south", "customers": 50, "meters": 7 }],
        "curve": [{ "at": "10:00", "off": 1 }] });
    let meters = |storm: &Storm| {
        storm.parties.iter().map(|p| (p.user, p.customers, p.meters)).collect::<Vec<_>>()
    };
    assert_eq!(meters(&storm(&base, &[])), [(2, 99, 40), (3, 50, 7)], "99 × 400 ÷ 1000, rounded");
    let all = storm(&base, &[("/events/gale/storm/parties/north/customers", json!(1_000))]);
    assert_eq!(meters(&all)[0], (2, 1_000, 400), "all that it has");
    let given = storm(&base, &[("/events/gale/storm/parties/north/meters", json!(90))]);
    assert_eq!(meters(&given)[0], (2, 99, 90));
}

#[test]
fn g9_a_party_has_the_storms_curve_or_its_own() {
    let point = |at: &str, off: f64| json!({ "at": at, "off": off });
    let all = json!({
        "parties": [
            { "id": "north", "customers": 100 },
            { "id": "south", "customers": 90, "meters": 90, "curve": [point("10:10", 1.0)] }
        ],
        "curve": [point("10:00", 0.0), point("10:05", 1.0), point("10:30", 0.5)]
    });
    let storm = storm(&all, &[]);
    let cells = |party: usize| storm.parties[party].off.clone();
    let off = |cell, share| Off { cell, share };
    assert_eq!(cells(0), [off(0, 0.0), off(30, 1.0), off(180, 0.5)]);
    assert_eq!(cells(1), [off(60, 1.0)]);
    let off_in = |party: usize, cell| storm.parties[party].off_in(cell);
    assert_eq!([0, 15, 30, 105, 180].map(|cell| off_in(0, cell)), [0, 20, 40, 30, 20]);
    assert_eq!([59, 60, 179].map(|cell| off_in(1, cell)), [0, 90, 90]);
}

#[test]
fn g9_nobody_polls_and_no_alert_arrives_unless_the_file_says_so() {
    let base = json!({ "parties": [{ "id": "north", "customers": 100 }], "curve": [{ "at": "10:00", "off": 1 }] });
    let quiet = storm(&base, &[]);
    let lost = |alerts: Alerts| (alerts.outage_lost, alerts.restore_lost);
    assert!(quiet.parties[0].poll.is_none() && quiet.surges.is_empty());
    assert_eq!(lost(quiet.alerts), (Share::ONE, Share::ONE));
    let usual = storm(
        &base,
        &[("/events/gale/storm/poll", json!({})), ("/events/gale/storm/alerts", json!({}))],
    );
    let poll = usual.parties[0].poll.expect("polls");
    assert_eq!((poll.srv, poll.every, poll.spread), (1, Span::from_s(900), Span::from_s(300)));
    assert_eq!((poll.neighbours, poll.stop_when_known), (1, true));
    assert_eq!(
        (usual.alerts.after, lost(usual.alerts)),
        (Span::from_s(180), (share(0.3), share(0.3)))
    );
    let changed = storm(
        &base,
        &[
            ("/events/gale/storm/poll/every", json!("20 min")),
            ("/events/gale/storm/poll/neighbours", json!(0)),
            ("/events/gale/storm/alerts/outage_lost", json!(0.9)),
            (
                "/events/gale/storm/surges",
                json!([{ "streams": ["beta 4.6.1 10:06"], "factor": 3 }]),
            ),
        ],
    );
    let poll = changed.parties[0].poll.expect("polls");
    assert_eq!((poll.every, poll.neighbours), (Span::from_s(1_200), 0));
    assert_eq!(lost(changed.alerts), (share(0.9), share(0.3)));
    assert_eq!(changed.surges[0].streams, [false, true]);
    assert_eq!(changed.surges[0].users, [true; 4]);
}

#[test]
fn g9_how_a_party_asks_is_its_own_word_then_the_storms_then_the_default() {
    let parties = |own: serde_json::Value| json!({ "parties": [{ "id": "north", "customers": 100, "poll": own }], "curve": [{ "at": "10:00", "off": 1 }] });
    let own = parties(json!({ "neighbours": 3, "stop_when_known": false }));
    let poll = |base: &serde_json::Value, changes: &[(&str, serde_json::Value)]| {
        storm(base, changes).parties[0].poll.map(|p| (p.every, p.neighbours, p.stop_when_known))
    };
    let (minutes, storms) = (|m: u64| Span::from_s(60 * m), "/events/gale/storm/poll");
    assert_eq!(poll(&own, &[]), Some((minutes(15), 3, false)), "the rest by default");
    let hourly = (storms, json!({ "every": "1 h", "neighbours": 0 }));
    assert_eq!(poll(&own, &[hourly.clone()]), Some((minutes(60), 3, false)));
    let of_north = "/events/gale/storm/parties/north/poll";
    assert_eq!(poll(&own, &[hourly.clone(), (of_north, json!(null))]), None);
    let quiet = parties(json!(null));
    assert_eq!(poll(&quiet, &[hourly.clone()]), None, "null stays null in a file");
    assert_eq!(poll(&quiet, &[hourly, (of_north, json!({}))]), Some((minutes(60), 0, true)));
}
