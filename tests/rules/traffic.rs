//! T2.

use super::outage;
use kit::bare::{bare, batch, batch_of, sent};
use serde_json::{Value, json};

const ONE: [(&str, u64); 1] = [("alpha", 1)];

fn with(mut stream: Value, key: &str, value: Value) -> Value {
    stream[key] = value;
    stream
}

#[test]
fn t2_amounts_are_by_meter_by_prepayment_meter_by_user_and_by_number() {
    let mut market = bare(&[("alpha", 0), ("beta", 0), ("gamma", 0)]);
    market["users"][0]["portfolio"] =
        json!({ "electricity_credit": 10, "electricity_prepayment": 20, "gas_credit": 30 });
    market["users"][1]["portfolio"] = json!({ "gas_prepayment": 40 });
    let send = |amount: Value| {
        let stream = json!({ "id": "all", "srv": "7.4", "amount": amount, "exact": true, "batch": { "start": "10:05" } });
        let run = sent(&market, &[stream], &[]);
        ["alpha", "beta", "gamma"].map(|user| run.user(user).requests)
    };
    assert_eq!(send(json!({ "per_meter": 2 })), [120, 80, 0]);
    assert_eq!(send(json!({ "per_meter": 2, "fuel": "gas" })), [60, 80, 0]);
    assert_eq!(send(json!({ "per_meter": 2, "fuel": "electricity" })), [60, 0, 0]);
    assert_eq!(send(json!({ "per_prepayment_meter": 3 })), [60, 120, 0]);
    assert_eq!(send(json!({ "per_prepayment_meter": 3, "fuel": "electricity" })), [60, 0, 0]);
    assert_eq!(send(json!({ "per_user": 7 })), [7, 7, 7]);
    assert_eq!(send(json!({ "number": 500 })), [300, 200, 0], "shared by meters");
    let bare = bare(&[("alpha", 0), ("beta", 0)]);
    let stream = json!({ "id": "all", "srv": "7.4", "amount": { "number": 500 }, "exact": true, "batch": { "start": "10:05" } });
    let run = sent(&bare, &[stream], &[("/mechanism/enabled", json!(false))]);
    assert_eq!(
        [run.user("alpha").requests, run.user("beta").requests],
        [250, 250],
        "evenly where none has a meter"
    );
}

#[test]
fn t2_a_stagger_starts_each_user_behind_the_one_before_in_file_order() {
    let batch = json!({ "start": "10:05", "stagger": "20 s" });
    let stream = json!({ "id": "all", "srv": "7.4", "amount": { "per_user": 150 }, "exact": true, "batch": batch });
    let changes = [("/mechanism/window", json!("10 s")), ("/mechanism/enabled", json!(false))];
    let run = sent(&bare(&[("alpha", 1), ("beta", 1), ("gamma", 1)]), &[stream], &changes);
    let sent: Vec<u64> = (29..37).map(|cell| run.row(cell).admitted_other).collect();
    assert_eq!(sent, [0, 150, 0, 150, 0, 150, 0, 0]);
}

#[test]
fn t2_what_the_dcc_schedules_starts_inside_the_dsp_and_is_never_throttled() {
    let streams = [
        batch("alpha", 480, "10:00"),
        with(batch("alpha", 300, "10:01"), "mode", json!("dcc_scheduled")),
        batch("alpha", 600, "10:01:10"),
    ];
    let run = sent(&bare(&ONE), &streams, &[("/mechanism/throttle_to", json!("allocation"))]);
    // Of 480 allocated the 300 started inside use nothing.
    assert_eq!((run.row(6).started, run.row(6).throttled), (300, 120));
    assert_eq!(run.ledger.users[0].attempts, 480 + 600, "and make no attempt at the gateway");
}

#[test]
fn t2_a_share_of_an_on_demand_stream_goes_dcc_scheduled() {
    let stream = with(batch("alpha", 1_000, "10:05"), "dcc_scheduled_share", json!(0.3));
    let run = sent(&bare(&ONE), &[stream], &[("/gateway/max_capacity", json!("1000/s"))]);
    assert_eq!((run.row(30).started, run.row(30).admitted_other), (300, 700));
}

/// 90 requests of 6.15, held by the DSP from 10:05 and due at 10:10.
fn held(due: Value) -> Value {
    let stream = with(batch_of("6.15", "alpha", 90, "10:05"), "mode", json!("future_dated"));
    with(stream, "due", due)
}

#[test]
fn t2_what_the_dsp_holds_starts_when_due_and_waits_from_then() {
    let changes = [("/mechanism/window", json!("10 s")), ("/gateway/max_capacity", json!("4/s"))];
    let run = sent(&bare(&ONE), &[held(json!({ "at": "10:10" }))], &changes);
    let counts = run.all();
    assert_eq!((counts.requests, counts.submissions, counts.attempts), (90, 180, 180));
    assert_eq!((counts.earlier_submissions, counts.served), (90, 90));
    assert_eq!(run.row(30).admitted_other, 90);
    assert_eq!([59, 60, 61, 62].map(|cell| run.row(cell).started), [0, 40, 40, 10]);
    // The idle DSP takes 40 a cell and no more, so that they wait whole cells from 10:10 on: one wait a request.
    assert_eq!(run.waits(), [(0, 40), (10, 40), (20, 10)]);
}

#[test]
fn t2_due_requests_start_evenly_over_the_spread() {
    let changes = [("/mechanism/window", json!("10 s")), ("/gateway/max_capacity", json!("4/s"))];
    let run = sent(&bare(&ONE), &[held(json!({ "at": "10:10", "spread": "30 s" }))], &changes);
    let started: Vec<u64> = (59..64).map(|cell| run.row(cell).started).collect();
    assert_eq!(started.iter().sum::<u64>(), 90);
    assert!(
        started[0] == 0 && started[4] == 0 && started[1..4].iter().all(|n| (10..50).contains(n)),
        "{started:?}"
    );
}

#[test]
fn t2_a_request_submitted_when_others_fall_due_waits_for_the_next_time() {
    let run = sent(&bare(&ONE), &[held(json!({ "at": "10:05" }))], &[]);
    assert_eq!((run.all().served, run.open().held), (0, 90));
}

#[test]
fn t2_a_request_accepted_only_after_its_due_time_starts_in_the_next_cell() {
    // Due at 10:05:10; no service until 10:06, when the retries come.
    let changes = [
        ("/mechanism/window", json!("10 s")),
        ("/retries", json!([{ "id": "one", "attempts": 2, "first": "60 s" }])),
        ("/events", json!([outage("10:05", "30 s", 0.0)])),
    ];
    let run = sent(&bare(&ONE), &[held(json!({ "at": "10:05:10" }))], &changes);
    let rows = [36, 37].map(|cell| (run.row(cell).admitted_other, run.row(cell).started));
    assert_eq!(rows, [(90, 0), (0, 90)]);
    assert_eq!(run.waits(), [(0, 90)], "its wait counts from its start");
}

#[test]
fn t2_what_the_device_holds_is_done_when_its_submission_has_been_processed() {
    let stream = with(batch_of("1.1", "alpha", 90, "10:05"), "mode", json!("future_dated"));
    let run = sent(&bare(&ONE), &[stream], &[]);
    let counts = run.all();
    assert_eq!(
        (counts.requests, counts.submissions, counts.served, counts.earlier_submissions),
        (90, 90, 90, 0)
    );
}
