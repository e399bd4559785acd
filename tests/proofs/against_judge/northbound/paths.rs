//! N4 to N6: the path, the release of queues, and adapters.

use super::super::traffic::hour;
use super::{MESSAGES, messages, path};
use kit::make::Changes;
use serde_json::json;

/// A path of 6 a second, some 2.5 times what is ordinary, that is down for six minutes of the flood.
fn down(changes: Changes, happens: &[&str]) {
    let all = [("/northbound/outbound/rate", json!("6/s")), ("/events/-", path(0.0))];
    let happens = [MESSAGES, &["quarter 0 most queued", "alpha longest behind"], happens].concat();
    messages(&[&all, changes].concat(), &happens);
}

#[test]
fn n4_a_path_that_is_down_agrees_with_the_judge() {
    down(&[], &[]);
}

#[test]
fn n4_a_restricted_path_agrees_with_the_judge() {
    let changes =
        [("/northbound/outbound", json!({ "times_capacity": 0.83 })), ("/events/-", path(0.21))];
    messages(&changes, &[MESSAGES, &["beta longest behind"]].concat());
}

#[test]
fn n4_a_path_that_an_outage_takes_part_of_agrees_with_the_judge() {
    // As much as of C, in two outages one after the other and at the same time.
    let changes = [
        ("/northbound/outbound/rate", json!("5/s")),
        ("/events/-", json!({ "id": "out", "at": "10:12", "lasts": "5 min", "outage": {} })),
        (
            "/events/-",
            json!({ "id": "half", "at": "10:15", "lasts": "9 min", "outage": { "capacity": 0.4 } }),
        ),
    ];
    messages(&changes, &[MESSAGES, &["unavailable", "beta longest behind"]].concat());
}

#[test]
fn n4_a_collapse_takes_the_path_away_as_with_the_judge() {
    let changes = [
        ("/gateway/max_capacity", json!("4/s")),
        ("/gateway/collapse", json!({ "after": "40 s", "lasts": "4 min" })),
        ("/mechanism/enabled", json!(false)),
        ("/northbound/outbound/rate", json!("5/s")),
        ("/response_classes/on_demand/response_time", json!("2 min")),
    ];
    messages(&changes, &[MESSAGES, &["outage cells", "alpha longest behind"]].concat());
}

#[test]
fn n4_responses_after_a_time_agree_with_the_judge() {
    let changes = [
        ("/srvs/4.6.1/critical", json!(true)),
        ("/response_classes/slow/response_time", json!("3 min")),
        ("/response_classes/on_demand/response_time", json!("25 s")),
        ("/retries/usual/response_timeout", json!("50 s")),
    ];
    down(&changes, &["open: unanswered"]);
}

#[test]
fn n5_release_by_rate_agrees_with_the_judge() {
    for rate in ["4/s", "2.47/s"] {
        down(&[("/northbound/release", json!({ "policy": "by_rate", "rate": rate }))], &[]);
    }
}

#[test]
fn n5_prioritised_release_agrees_with_the_judge() {
    let release = json!({ "policy": "prioritised", "rate": "3.3/s" });
    down(&[("/northbound/release", release)], &["alpha reads longest delay"]);
    let release = json!({ "policy": "prioritised" });
    down(&[("/northbound/release", release)], &["alpha reads longest delay"]);
}

#[test]
fn n5_rates_of_users_agree_with_the_judge() {
    for release in [
        json!({ "policy": "by_rate", "rate_per_user": "1.13/s" }),
        json!({ "policy": "by_rate", "rate_per_user": "1.13/s", "rate": "2.9/s" }),
        json!({ "policy": "prioritised", "rate_per_user": "0.9/s", "rate": "2.6/s" }),
    ] {
        down(&[("/northbound/release", release)], &[]);
    }
}

#[test]
fn n5_abnormal_queues_agree_with_the_judge() {
    // They grow in the flood alone, and while the path is restricted.
    let release = json!({ "policy": "prioritised", "rate": "3/s", "abnormal": 60 });
    let changes = [
        ("/northbound/outbound/rate", json!("3.4/s")),
        ("/northbound/release", release),
        ("/events/-", path(0.5)),
    ];
    messages(&changes, &[MESSAGES, &["alpha longest behind"]].concat());
    let changes = [changes[0].clone(), changes[1].clone()];
    messages(&changes, &[MESSAGES, &["beta longest behind"]].concat());
}

#[test]
fn n5_a_path_restored_twice_agrees_with_the_judge() {
    let mut again = path(0.3);
    again["id"] = json!("again");
    again["at"] = json!("10:19");
    let release = json!({ "policy": "by_rate", "rate": "3.1/s" });
    down(&[("/northbound/release", release), ("/events/-", again)], &[]);
}

#[test]
fn n6_adapters_that_overflow_agree_with_the_judge() {
    // beta's takes 1.3 a second and holds 45 s of it, in a flood of 8.
    let adapter = json!({ "id": "beta", "users": { "ids": ["beta", "alpha"] }, "rate": "1.3/s", "bound": "45 s" });
    let changes = [("/northbound/adapters/-", adapter.clone())];
    messages(&changes, &[MESSAGES, &["messages lost", "beta most at adapter"]].concat());
    down(&changes, &["messages lost", "alpha most at adapter"]);
}

#[test]
fn n6_adapters_that_take_by_class_agree_with_the_judge() {
    let adapter = json!({ "id": "some", "users": { "ids": ["beta", "alpha"] }, "rate": "1.24/s", "bound": "70 s", "order": "by_class" });
    let reads = json!([{ "id": "first", "srvs": ["4.6.1"] }]);
    let changes = [("/northbound/adapters/-", adapter), ("/northbound/classes", reads)];
    messages(
        &changes,
        &["messages lost", "alpha device_alerts longest delay", "alpha first delivered"],
    );
}

#[test]
fn n6_adapters_of_the_busiest_minute_agree_with_the_judge() {
    let install = json!({ "id": "install", "users": { "ids": ["gamma"] }, "amount": { "per_user": 6_000 }, "profile": "day",
        "steps": [{ "id": "join", "srv": "6.15" }, { "id": "key", "srv": "1.1", "delay": "20 s" }] });
    let future = json!({ "id": "future", "users": { "roles": ["GS"] }, "srv": "6.15", "mode": "future_dated",
        "amount": { "per_user": 1_500 }, "profile": "hour", "due": { "at": "10:40", "spread": "10 min" } });
    let adapter = json!({ "id": "all", "times_busiest_minute": 0.7, "bound": "90 s" });
    let changes = [
        ("/northbound/adapters", json!([adapter])),
        ("/traffic/processes", json!([install])),
        ("/traffic/profiles/-", hour()),
        ("/traffic/streams/-", future),
        ("/srvs/1.1/critical", json!(true)),
        ("/response_classes/on_demand/response_time", json!("15 s")),
    ];
    messages(&changes, &["messages lost", "gamma most at adapter", "alpha most at adapter"]);
}
