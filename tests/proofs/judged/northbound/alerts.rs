//! N2 and N3. How many alerts devices send is random; how many go on is not, where every window has far
//! more of each than may.

use super::{Case, judge, north};
use headroom_core::domain::MessageKind;
use headroom_core::ledger::Messages;
use headroom_core::scenario::Scenario;
use headroom_core::traffic::Message;
use kit::make::northbound::{alert, alert_storm, damping, share};
use kit::moments::Moments;
use serde_json::json;

/// `devices` of alpha's send ten alerts a second each from cell 3 on.
fn storming(devices: u64, set: impl Fn(&mut Scenario)) -> Messages {
    let scenario = north(&[], &[], |s| {
        s.northbound.alerts = vec![alert(s, "code")];
        set(s);
        s.events.push(alert_storm(s, (3, 180), 0, (0, devices), 100));
    });
    let seen = judge(&scenario, 0);
    let ran = Case { scenario, seen };
    let m = ran.messages(|user, _| user == "alpha");
    assert_eq!(m, ran.messages(|_, _| true));
    // 177 cells of a hundred.
    let expected = 17_700.0 * devices as f64;
    assert!((m.generated as f64 - expected).abs() < 4.5 * expected.sqrt(), "{m:?}");
    m
}

#[test]
fn n2_of_a_device_in_storm_a_copy_a_period_goes_on() {
    // 15 in window 0, of which it has three cells, and a copy in windows 5, 10, 15, 20 and 25.
    let m = storming(1, |s| s.northbound.protection = Some(damping(s, 15, 60, 300)));
    assert_eq!((m.delivered, m.consolidated, m.held_back), (20, 0, 0));
    assert_eq!(m.discarded, m.generated - 20);
    // A threshold of none: the first is excess.
    let m = storming(4, |s| s.northbound.protection = Some(damping(s, 0, 60, 60)));
    assert_eq!(m.delivered, 4 * 29);
}

#[test]
fn n2_an_excluded_code_goes_on() {
    let m = storming(1, |s| {
        s.northbound.protection = Some(damping(s, 15, 60, 300));
        s.northbound.protection.as_mut().expect("on").exclude = vec![true];
    });
    assert_eq!(m.delivered, m.generated);
}

#[test]
fn n3_what_a_hub_holds_back_the_dsp_does_not_see() {
    // Six of ten are behind such a hub: 10 and copies every half of the run; of the others 40 and copies
    // every ten windows.
    let m = storming(10, |s| {
        s.northbound.hub = Some((damping(s, 10, 60, 900), share(0.6)));
        s.northbound.protection = Some(damping(s, 40, 60, 600));
    });
    assert_eq!(m.delivered, 6 * 11 + 4 * 42);
    assert!(m.consolidated > m.discarded && m.discarded > 0);
    let m = storming(10, |s| s.northbound.hub = Some((damping(s, 10, 60, 900), share(0.64))));
    assert_eq!(m.discarded, 0);
    assert!(m.delivered > 6 * 11 + 60_000, "four send what they like");
}

/// delta's hundred meters are devices that send ten alerts a cell before cell `until`; they lose supply in
/// cell 60 and say so in 61, and have it back in cell `back`.
fn both(until: u64, back: u64) -> Messages {
    let off = |cell: u64, off: u64| json!({ "at": super::super::at(10 * cell), "off": off });
    let storm = json!([{ "id": "storm", "at": "10:10", "lasts": "20 min", "storm": {
        "parties": [{ "id": "delta", "customers": 1_000, "meters": 100 }],
        "curve": [off(60, 1), off(back - 1, 1), off(back, 0)],
        "alerts": { "after": "10 s", "outage_lost": 0, "restore_lost": 0 } } }]);
    let scenario = north(&[], &[("/events", storm)], |s| {
        s.northbound.alerts = vec![alert(s, "code"), alert(s, "back")];
        s.northbound.protection = Some(damping(s, 15, 60, 600));
        let headroom_core::scenario::EventKind::Storm(storm) = &mut s.events[0].kind else {
            panic!()
        };
        (storm.alerts.outage_code, storm.alerts.restore_code) = (Some(0), Some(0));
        s.events.push(alert_storm(s, (0, until), 0, (3, 100), 1_000));
    });
    let seen = judge(&scenario, 0);
    assert_eq!(seen.supply[0].alerts, 200, "they are known as if delivered");
    Case { scenario, seen }.messages(|_, what| what == Message::Alert(0))
}

#[test]
fn n2_a_storms_alert_of_a_meter_in_storm_is_held_back() {
    // All are in storm in window 10, having sent too much in window 9; at its end no more.
    assert_eq!(both(60, 66).held_back, 100);
    assert_eq!(both(60, 65).held_back, 200);
    // In five cells of window 10 they send too much again.
    assert_eq!(both(65, 71).held_back, 200);
    assert_eq!(both(65, 72).held_back, 100);
    // 100 × 15 in window 0, a copy each in window 10 if they send, and what is not held back.
    let m = both(60, 66);
    assert_eq!((m.delivered, m.discarded), (1_500 + 100, m.generated - 1_600));
    assert_eq!(both(65, 72).delivered, 1_500 + 100 + 100);
}

#[test]
fn n1_faulty_devices_have_sent_so_for_long() {
    // 100 meters send 2 alerts a minute each, half of them by 5 that are faulty: 20 a minute each. They
    // begin in storm; windows of ten minutes and a period of twenty.
    let ran = |seed: u64| {
        let scenario = north(&[], &[], |s| {
            s.northbound.alerts = vec![alert(s, "code")];
            let code = &mut s.northbound.alerts[0];
            (code.kind, code.per_meter) = (MessageKind::DccAlert, 2_880.0);
            (code.faulty, code.faulty_alerts) = (share(0.05), share(0.5));
            code.users = vec![true, false, false, false];
            s.northbound.protection = Some(damping(s, 15, 600, 1_200));
        });
        let seen = judge(&scenario, seed);
        Case { scenario, seen }.messages(|_, _| true)
    };
    let runs: Vec<Messages> = (0..100).map(ran).collect();
    let mean = |of: fn(&Messages) -> u64| {
        Moments::of(&runs.iter().map(|m| of(m) as f64).collect::<Vec<_>>()).mean
    };
    // In half an hour 6 000; 100 runs have a standard error of 7.7.
    assert!((mean(|m| m.generated) - 6_000.0).abs() < 4.5 * 7.7);
    assert!((mean(|m| m.discarded) - 3_000.0 + 7.5).abs() < 4.5 * 5.5);
    // Each of the five sends a copy in windows 0 and 2, or in 1.
    let least = runs.iter().map(|m| m.generated - m.discarded).min().expect("some");
    assert!(least > 2_700, "{least}");
}
