//! T8: recorded traffic.

use super::small_agrees;
use kit::recorded::log;
use serde_json::{Value, json};

/// An hour of five-minute counts from 10:00: more than the small market's DSP can do in two of them.
fn five_minutes() -> Value {
    let mut lines = vec!["time,user,srv,mode,count".to_owned()];
    for bin in 0..12 {
        let at = format!("2022-07-06T10:{:02}:00+01:00", 5 * bin);
        let busy = if bin == 2 || bin == 3 { 6 } else { 1 };
        lines.push(format!("{at},alpha,4.6.1,on_demand,{}", 90 * busy));
        lines.push(format!("{at},beta,4.6.1,on_demand,{}", 120 * busy));
        lines.push(format!("{at},gamma,2.2,on_demand,{}", 20 + bin));
        lines.push(format!("{at},delta,7.4,on_demand,40"));
        lines.push(format!("{at},alpha,4.6.1,dcc_scheduled,15"));
    }
    json!({ "from": log(&lines), "second_submissions": false })
}

#[test]
fn t8_recorded_counts_in_place_of_all_streams_agree_with_the_judge() {
    let changes = [("/traffic/recording", five_minutes()), ("/events", json!([]))];
    small_agrees(&changes, &["throttled", "abandoned"]);
}

#[test]
fn t8_recorded_counts_beside_other_users_streams_agree_with_the_judge() {
    let mut recording = five_minutes();
    recording["users"] = json!({ "ids": ["beta", "gamma"] });
    let changes = [("/traffic/recording", recording), ("/events", json!([]))];
    small_agrees(&changes, &["throttled"]);
}

#[test]
fn t8_recorded_requests_that_are_signed_agree_with_the_judge() {
    let changes = [
        ("/traffic/recording", five_minutes()),
        ("/srvs/4.6.1/critical", json!(true)),
        ("/traffic/signing_delay", json!("7 min")),
        ("/gateway/max_capacity", json!("6/s")),
        ("/events", json!([])),
    ];
    small_agrees(&changes, &["throttled"]);
}

#[test]
fn t8_events_superpose_and_thin_what_was_recorded_as_the_judge_does() {
    let events = json!([
        { "id": "more", "at": "10:02", "lasts": "9 min", "surge": { "factor": 2.4 } },
        { "id": "fewer", "at": "10:31", "lasts": "11 min", "surge": { "factor": 0.3, "streams": ["recorded 4.6.1 on_demand"] } },
        { "id": "works", "at": "10:45", "lasts": "4 min", "maintenance": {
            "resend": [], "deferred": [{ "id": "all", "share": 0.6, "spread": "3 min" }] } }
    ]);
    let changes = [("/traffic/recording", five_minutes()), ("/events", events)];
    small_agrees(&changes, &["throttled", "unavailable"]);
}
