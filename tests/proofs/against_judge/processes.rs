//! T7: processes.

use super::small_agrees;
use kit::make::Changes;
use serde_json::{Value, json};

/// An installation of four steps, one of them critical, by alpha and gamma.
fn install(amount: u64) -> Value {
    json!({
        "id": "install", "users": { "roles": ["GS"] }, "amount": { "per_user": amount }, "profile": "day",
        "steps": [
            { "id": "join", "srv": "6.15" },
            { "id": "key", "srv": "1.1", "delay": "25 s" },
            { "id": "read", "srv": "4.6.1", "deadline": "100 s" },
            { "id": "check", "srv": "7.4", "delay": "2 min" }
        ]
    })
}

/// The small market with `process`, of which 1.1 is critical and alpha has a flood beside it.
fn processes(process: Value, changes: Changes, happens: &[&str]) {
    let all = [
        ("/traffic/processes", json!([process])),
        ("/srvs/1.1/critical", json!(true)),
        ("/traffic/signing_delay", json!("15 s")),
        ("/events/flood/denial_of_service/users/ids", json!(["alpha"])),
        ("/gateway/max_capacity", json!("5/s")),
    ];
    small_agrees(&[&all, changes].concat(), happens);
}

#[test]
fn t7_processes_that_nothing_disturbs_agree_with_the_judge() {
    let changes = [
        ("/events", json!([])),
        ("/gateway/max_capacity", json!("20/s")),
        ("/response_classes/on_demand/response_time", json!("15 s")),
    ];
    processes(install(6_000), &changes, &["install alpha first time", "install gamma open"]);
}

#[test]
fn t7_processes_that_are_throttled_agree_with_the_judge() {
    let happens = ["install alpha late", "install alpha aborted", "install key refused"];
    processes(install(6_000), &[("/mechanism/throttle_to", json!("allocation"))], &happens);
}

#[test]
fn t7_processes_that_are_rejected_and_begun_again_agree_with_the_judge() {
    let mut process = install(6_000);
    process["retrigger"] = json!(0.7);
    process["retrigger_after"] = json!("95 s");
    let usual = json!({ "id": "usual", "attempts": 2, "first": "30 s", "jitter": 0.5 });
    let changes = [
        ("/mechanism/enabled", json!(false)),
        ("/gateway/backlog_limit", json!(0)),
        ("/retries", json!([usual])),
    ];
    let happens = ["install alpha retriggered", "install gamma late", "install check aborted"];
    processes(process, &changes, &happens);
}

#[test]
fn t7_steps_with_deadlines_of_their_own_agree_with_the_judge() {
    let mut process = install(6_000);
    for (step, deadline) in [(0, "70 s"), (1, "2 min"), (3, "0 s")] {
        process["steps"][step]["deadline"] = json!(deadline);
    }
    process["retrigger"] = json!(0.5);
    process["retrigger_after"] = json!("5 s");
    let usual = json!({ "id": "usual", "attempts": 9, "first": "15 s", "factor": 1.5, "jitter": 0.3, "give_up_at_deadline": true });
    let changes = [("/retries", json!([usual])), ("/mechanism/throttle_to", json!("allocation"))];
    let happens = ["install join aborted", "install key aborted", "install alpha late"];
    processes(process, &changes, &happens);
}

#[test]
fn t7_an_exact_batch_of_processes_agrees_with_the_judge() {
    // Steps of one process with the same SRV, and a second process that shares it.
    let mut batch = install(0);
    batch.as_object_mut().expect("an object").remove("profile");
    batch["amount"] = json!({ "number": 900 });
    batch["exact"] = json!(true);
    batch["batch"] = json!({ "start": "10:12", "spread": "3 min", "stagger": "4 min" });
    batch["steps"][3] = json!({ "id": "again", "srv": "4.6.1", "delay": "15 min" });
    batch["retrigger"] = json!(1);
    batch["retrigger_after"] = json!("20 min");
    let other = json!({ "id": "other", "users": { "ids": ["alpha"] }, "amount": { "per_user": 6_000 }, "profile": "day",
        "steps": [{ "id": "only", "srv": "4.6.1", "deadline": "1 min" }] });
    let changes = [("/traffic/processes/-", other), ("/gateway/backlog_limit", json!("5 s"))];
    let happens = ["install alpha aborted", "other alpha aborted", "install again begun"];
    processes(batch, &changes, &happens);
}

#[test]
fn t7_processes_through_an_outage_of_days_that_vary_agree_with_the_judge() {
    let mut process = install(5_000);
    process["retrigger"] = json!(0.4);
    process["retrigger_after"] = json!("3 min");
    let out = json!({ "id": "out", "at": "10:20", "lasts": "6 min", "outage": {} });
    let changes = [
        ("/events", json!([out])),
        ("/traffic/day_cv", json!(0.3)),
        ("/response_classes/slow/response_time", json!("45 s")),
        ("/response_classes/on_demand/response_time", json!("5 s")),
    ];
    let happens = ["install gamma late", "install gamma aborted", "unavailable", "throttled"];
    processes(process, &changes, &happens);
}

#[test]
fn g9_processes_whose_devices_have_no_power_agree_with_the_judge() {
    let mut process = install(6_000);
    process["retrigger"] = json!(1);
    process["retrigger_after"] = json!("70 s");
    let party = json!({ "id": "delta", "customers": 20_000, "meters": 2_870 });
    let storm = json!({ "id": "storm", "at": "10:20", "lasts": "24 min",
        "storm": { "parties": [party], "curve": [{ "at": "10:20", "off": 0.7 }] } });
    let changes = [
        ("/events", json!([storm])),
        ("/gateway/max_capacity", json!("100/s")),
        ("/retries", json!([{ "id": "usual", "attempts": 1, "first": "30 s" }])),
    ];
    processes(process, &changes, &["no response", "install gamma retriggered"]);
}
