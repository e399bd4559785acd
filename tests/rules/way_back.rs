//! What files say of N1 to N6, G7 and maintenance: defaults, which rule holds, and who has how many devices.

use headroom_core::domain::{MessageKind, PerSecond, Share, Span};
use headroom_core::engine::{Plan, run};
use headroom_core::scenario::{
    AdapterRate, Event, EventKind, LoadIncludes, Outbound, ReleasePolicy, Scenario,
    ScheduledRelease,
};
use kit::make::{Changes, small};
use kit::random_market::random_changes;
use serde_json::{Value, json};

const ADAPTERS: &str = "/northbound/adapters";

/// The small market with two alerts, of suppliers and of the network party, and `changes`.
fn read(changes: Changes) -> Scenario {
    let alerts = json!([
        { "id": "0x8F3F", "name": "Tamper", "kind": "device_alert", "users": { "roles": ["IS", "GS"] },
          "per_meter": 0.5, "faulty": { "devices": 0.002, "alerts": 0.5 } },
        { "id": "AD1", "kind": "dcc_alert", "users": { "roles": ["ED"] }, "fuel": "electricity" }
    ]);
    small(&[&[("/northbound/alerts", alerts)], changes].concat())
}

/// The only event that `event` makes.
fn one(event: Value) -> Event {
    read(&[("/events", json!([event]))]).events.remove(0)
}

fn devices(event: Value) -> Vec<u64> {
    match one(event).kind {
        EventKind::AlertStorm { devices, .. } => devices,
        other => panic!("{other:?}"),
    }
}

#[test]
fn n_nothing_is_sent_back_where_nothing_is_said() {
    let scenario = small(&[]);
    let northbound = &scenario.northbound;
    assert!(!northbound.enabled && northbound.alerts.is_empty() && northbound.classes.is_empty());
    assert_eq!(northbound.outbound, Outbound::TimesCapacity(Share::from_f64(2.0)));
    assert_eq!(northbound.release.policy, ReleasePolicy::AllAtOnce);
    assert!(northbound.protection.is_none() && northbound.hub.is_none());
    for adapter in &northbound.adapters {
        assert_eq!(adapter.rate, AdapterRate::TimesBusiestMinute(2.0));
        assert!(adapter.bound == Span::from_s(3_600) && !adapter.by_class);
    }
    assert_eq!(northbound.adapters.len(), scenario.users.len());
    assert_eq!(scenario.gateway.load_includes, LoadIncludes::default());
    assert_eq!(scenario.gateway.threshold_over_ordinary, None);
}

#[test]
fn n1_an_alert_goes_to_its_users_and_only_events_send_it_where_no_number_is_given() {
    let alerts = read(&[]).northbound.alerts;
    assert_eq!((alerts[0].name.as_str(), alerts[1].name.as_str()), ("Tamper", "AD1"));
    assert_eq!((alerts[0].kind, alerts[1].kind), (MessageKind::DeviceAlert, MessageKind::DccAlert));
    assert_eq!(alerts[0].users, [true, true, true, false, false]);
    assert_eq!(alerts[0].faulty, Share::from_f64(0.002));
    assert!(alerts[1].per_meter == 0.0 && alerts[1].faulty == Share::ZERO);
}

#[test]
fn n2_n3_both_have_the_published_kind_of_setting_and_codes_of_their_own_that_always_go_on() {
    let scenario = read(&[
        ("/northbound/alert_storm_protection", json!({ "enabled": true, "exclude": ["AD1"] })),
        ("/northbound/hub_consolidation", json!({ "enabled": true, "share": 0.5 })),
    ]);
    let protection = scenario.northbound.protection.expect("on");
    let (hub, share) = scenario.northbound.hub.expect("on");
    assert_eq!((protection.threshold, protection.window), (15, Span::from_s(3_600)));
    assert_eq!((protection.period, hub.period), (Span::from_s(86_400), Span::from_s(86_400)));
    assert_eq!((protection.exclude, hub.exclude), (vec![false, true], vec![false, false]));
    assert_eq!(share, Share::from_f64(0.5));
}

#[test]
fn n4_the_first_class_that_has_an_srv_holds() {
    let classes = json!([{ "id": "a", "srvs": ["2.2"] }, { "id": "b", "srvs": ["2.2", "7.4"] }]);
    let northbound = read(&[("/northbound/classes", classes)]).northbound;
    let of: Vec<usize> = (0..5).map(|srv| northbound.class_of(srv)).collect();
    assert_eq!(of, [0, 2, 1, 2, 2]);
}

#[test]
fn n6_the_last_adapter_that_matches_a_user_holds() {
    let rules = json!([
        { "id": "all", "rate": "5/s", "bound": "10 min" },
        { "id": "suppliers", "users": { "roles": ["IS"] }, "times_busiest_minute": 4, "order": "by_class" },
        { "id": "beta", "users": { "ids": ["beta"] }, "rate": "1/s" }
    ]);
    let adapters = read(&[(ADAPTERS, rules)]).northbound.adapters;
    let rate = |x: f64| AdapterRate::Rate(PerSecond::from_f64(x));
    let rates: Vec<AdapterRate> = adapters.iter().map(|a| a.rate).collect();
    let four = AdapterRate::TimesBusiestMinute(4.0);
    assert_eq!(rates, [four, rate(1.0), rate(5.0), rate(5.0), rate(5.0)]);
    let by_class: Vec<bool> = adapters.iter().map(|a| a.by_class).collect();
    assert_eq!(by_class, [true, false, false, false, false]);
    assert_eq!(adapters[2].bound, Span::from_s(600));
}

#[test]
fn g7_costs_are_read_by_kind_of_message() {
    let scenario = read(&[
        ("/northbound/enabled", json!(true)),
        ("/gateway/load_includes", json!({ "device_alert": 0.25, "in_load": true })),
        ("/gateway/threshold_over_ordinary", json!(1.25)),
    ]);
    let includes = scenario.gateway.load_includes;
    let costs = MessageKind::ALL.map(|kind| includes.cost(kind).get());
    assert!(costs == [0.0, 0.25, 0.0] && includes.in_load && includes.any());
    assert_eq!(scenario.gateway.threshold_over_ordinary, Some(1.25));
}

#[test]
fn n1_devices_of_an_alert_storm_are_shared_by_the_meters_that_can_send_the_code() {
    let storm = |more: Value| {
        let mut storm = json!({ "code": "0x8F3F", "devices": 7, "every": "10 s" });
        storm.as_object_mut().unwrap().append(&mut more.as_object().unwrap().clone());
        devices(json!({ "id": "s", "at": "10:00", "lasts": "1 h", "alert_storm": storm }))
    };
    // 7500, 2000 and 3500 meters of the Users that get it: 4.04, 1.08 and 1.88 of 7.
    assert_eq!(storm(json!({})), [4, 1, 2, 0, 0]);
    assert_eq!(storm(json!({ "users": { "ids": ["delta", "beta"] } })), [0, 2, 0, 5, 0]);
    assert_eq!(storm(json!({ "code": "AD1" })), [0, 0, 0, 7, 0]);
}

#[test]
fn n1_a_defect_is_a_share_of_each_users_meters() {
    let defect = |fuel: Option<&str>| {
        let mut defect = json!({ "code": "0x8F3F", "share": 0.2, "every": "1 h", "cost": 100 });
        if let Some(fuel) = fuel {
            defect["fuel"] = json!(fuel);
        }
        devices(json!({ "id": "d", "at": "10:00", "lasts": "1 h", "defect": defect }))
    };
    assert_eq!(defect(Some("gas")), [500, 0, 700, 0, 0]);
    assert_eq!(defect(None), [1_500, 400, 700, 0, 0]);
}

#[test]
fn an_event_until_a_time_is_as_long_as_the_night_is() {
    let cells = |start: &str, until: &str| {
        let event = json!({ "id": "m", "at": "20:00", "until": until, "maintenance": {} });
        let changes =
            [("/start", json!(start)), ("/duration", json!("1 day")), ("/events", json!([event]))];
        let event = small(&changes).events.remove(0);
        event.to - event.from
    };
    assert_eq!(cells("2022-07-05T18:00", "2022-07-06T02:00"), 6 * 360);
    assert_eq!(cells("2022-03-26T18:00", "2022-03-27T02:00"), 5 * 360);
    assert_eq!(cells("2022-10-29T18:00", "2022-10-30T02:00"), 7 * 360);
    assert_eq!(cells("2022-07-05T18:00", "21:00"), 360, "the same evening");
}

#[test]
fn maintenance_is_read_with_the_last_rules_first_and_all_where_nothing_is_chosen() {
    let event = one(json!({ "id": "m", "at": "10:00", "until": "10:30", "maintenance": {
        "scheduled_release": "at 0.5 C",
        "resend": [{ "id": "all", "spread": "10 min" }, { "id": "top-ups", "srvs": ["2.2"], "share": 0.5, "spread": "10 s" }],
        "deferred": [{ "id": "reads", "streams": ["reads"], "users": { "ids": ["beta"] }, "spread": "5 min" }]
    } }));
    let EventKind::Maintenance(works) = event.kind else { panic!("{event:?}") };
    assert_eq!(works.scheduled_release, ScheduledRelease::ShareOfCapacity(Share::from_f64(0.5)));
    let ids: Vec<&str> = works.resend.iter().map(|r| r.id.as_str()).collect();
    assert_eq!(ids, ["top-ups", "all"]);
    assert_eq!(works.resend[0].of, [true, false, false, false, false]);
    assert!(works.resend[1].says.share == Share::ONE && works.resend[1].of.iter().all(|s| *s));
    assert_eq!(works.deferred[0].of, [true, false, false]);
    assert_eq!(works.deferred[0].users, [false, true, false, false, false]);
}

#[test]
fn n4_an_outage_takes_as_much_of_the_outbound_path_unless_it_says_otherwise() {
    let outage = |outage: Value| match one(
        json!({ "id": "o", "at": "10:00", "lasts": "1 h", "outage": outage }),
    )
    .kind
    {
        EventKind::Outage { capacity, outbound } => (capacity.get(), outbound.get()),
        other => panic!("{other:?}"),
    };
    assert_eq!(outage(json!({ "capacity": 0.5 })), (0.5, 0.5));
    assert_eq!(outage(json!({})), (0.0, 0.0));
    assert_eq!(outage(json!({ "outbound": 1 })), (0.0, 1.0));
}

/// What is taken back of responses noted for a cell near the end was once more than what was still to come of them. By
/// hand it takes a storm, a time-out and an outage just so: two random markets of three hundred had it.
#[test]
fn n4_responses_of_devices_that_turn_out_to_be_dark_near_the_end_are_taken_back_where_they_were_noted()
 {
    for seed in [205, 276] {
        let plan = Plan::new(&small(&random_changes(seed))).expect("a plan");
        let ledger = run(&plan, 0, false);
        assert!(ledger.totals().requests > 0, "{seed}");
    }
}
