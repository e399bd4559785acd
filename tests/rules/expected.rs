//! What is expected of ordinary traffic: M1's submissions, the busiest window, and U3's moves.

use headroom_core::domain::{Mode, Weights};
use headroom_core::scenario::Scenario;
use headroom_core::traffic::{Cohort, Expected, Ordinary, Traffic, Volume};
use kit::bare::{bare, batch, batch_of};
use kit::make::scenario;
use serde_json::{Value, json};

/// `alpha` with 100 meters; 1.1 and 6.15 are critical, and answers take 25 s.
fn critical(streams: &[Value], processes: &[Value]) -> Scenario {
    let mut market = bare(&[("alpha", 100)]);
    market["srvs"][3]["critical"] = json!(true);
    market["srvs"][4]["critical"] = json!(true);
    market["response_classes"][0]["response_time"] = json!("25 s");
    scenario(
        &market,
        &[
            ("/traffic/streams", json!(streams)),
            ("/traffic/processes", json!(processes)),
            ("/mechanism/window", json!("10 s")),
        ],
    )
}

fn with(mut stream: Value, key: &str, value: Value) -> Value {
    stream[key] = value;
    stream
}

/// 30 runs a day: 2.2, then 1.1 after 15 s.
fn process() -> Value {
    json!({ "id": "install", "amount": { "per_user": 30 }, "batch": { "start": "10:05" },
        "steps": [{ "id": "ask", "srv": "2.2" }, { "id": "set", "srv": "1.1", "delay": "15 s" }] })
}

#[test]
fn m1_a_critical_request_counts_twice_and_every_step_of_a_process() {
    let held = with(batch_of("6.15", "alpha", 200, "10:01"), "mode", json!("future_dated"));
    let streams = [
        batch("alpha", 100, "10:00"),
        batch_of("1.1", "alpha", 10, "10:00"),
        with(held, "due", json!({ "at": "10:20" })),
        with(batch("alpha", 1_000, "10:02"), "mode", json!("dcc_scheduled")),
    ];
    let expected = Expected::new(&critical(&streams, &[process()]));
    let day = [1.0, 0.0, 0.0];
    assert_eq!(expected.over(|_, _, _| true, day), 100.0 + 10.0 + 200.0 + 1_000.0 + 60.0);
    assert_eq!(expected.over(|_, _, mode| mode == Mode::DccScheduled, day), 1_000.0);
    // 6.15 is held by the DSP until due, which starts it itself: it is not signed a second time.
    assert_eq!(expected.submissions(|_| true, day), 100.0 + 20.0 + 200.0 + 30.0 + 60.0);
    let scenario = critical(&streams, &[process()]);
    let weights = expected.weights(&scenario, Weights::ExpectedRequests);
    assert!((weights[0].per_meter - 4.1).abs() < 1e-12, "{:?}", weights[0]);
}

#[test]
fn g2_the_busiest_day_of_a_pair_is_in_submissions() {
    let profile = |day: &str, level: f64| {
        let mut shares = vec![0.0; 48];
        shares[20] = 1.0;
        (day.to_owned(), json!({ "shares": shares, "level": level }))
    };
    let mut market = bare(&[("alpha", 100)]);
    market["srvs"][4]["critical"] = json!(true);
    let days: serde_json::Map<String, Value> =
        [profile("weekday", 1.0), profile("saturday", 1.5), profile("sunday", 0.5)]
            .into_iter()
            .collect();
    market["traffic"]["profiles"] = json!([with(Value::Object(days), "id", json!("day"))]);
    let stream =
        json!({ "id": "set", "srv": "1.1", "amount": { "per_user": 10 }, "profile": "day" });
    let process = with(process(), "users", json!({ "ids": ["alpha"] }));
    let scenario = scenario(
        &market,
        &[("/traffic/streams", json!([stream])), ("/traffic/processes", json!([process]))],
    );
    let busiest: Vec<((usize, usize), f64)> =
        Expected::new(&scenario).busiest_days().into_iter().collect();
    assert_eq!(busiest, [((0, 0), 30.0), ((0, 4), 2.0 * 15.0 + 2.0 * 30.0)]);
}

#[test]
fn t6_and_t7_the_busiest_window_knows_when_what_follows_arrives() {
    let busiest = |streams: &[Value], processes: &[Value]| {
        let scenario = critical(streams, processes);
        let busiest = Ordinary::new(&scenario, &Traffic::ordinary(&scenario));
        ((busiest.busiest_window_per_s * 10.0).round() as u64, busiest.cell)
    };
    let set = batch_of("1.1", "alpha", 70, "10:05");
    assert_eq!(busiest(&[set.clone()], &[]), (70, 30));
    // Signed in the next cell, 31.
    assert_eq!(busiest(&[set.clone(), batch("alpha", 1, "10:05:10")], &[]), (71, 31));
    // 2.2 in cell 30 is answered in 33; 15 s later 1.1 begins in 33 + 1 + 2, and is signed in 37.
    assert_eq!(busiest(&[batch("alpha", 1, "10:06")], &[process()]), (31, 36));
    assert_eq!(busiest(&[batch("alpha", 1, "10:06:10")], &[process()]), (31, 37));
    let other = batch("alpha", 1, "10:05:50");
    assert_eq!(busiest(&[other], &[process()]), (30, 30), "cell 35 has nothing of it");
}

#[test]
fn u3_batches_of_a_user_that_start_together_are_moved_apart_in_file_order() {
    let streams = [
        batch_of("2.2", "alpha", 101, "10:05"),
        batch_of("7.4", "beta", 200, "10:05"),
        batch_of("4.6.1", "alpha", 103, "10:05"),
        batch_of("7.4", "alpha", 107, "10:06"),
        batch_of("1.1", "alpha", 109, "10:05"),
    ];
    let market = bare(&[("alpha", 1), ("beta", 1)]);
    let starts = |stagger: &str, more: &Value| {
        let changes = [
            ("/traffic/streams", json!(streams)),
            ("/traffic/processes", json!([process()])),
            ("/traffic/processes/install/users", more.clone()),
            ("/traffic/stagger", json!(stagger)),
        ];
        let traffic = Traffic::new(&scenario(&market, &changes));
        let fresh = traffic.cohorts.iter().filter(|c| c.volume != Volume::Follows);
        let start = |c: &Cohort| (c.user, c.srv, traffic.pieces(c, 0)[0].from);
        fresh.map(start).collect::<Vec<_>>()
    };
    let of_beta = json!({ "ids": ["beta"] });
    let (alpha, beta) = (0, 1);
    assert_eq!(
        starts("0 s", &of_beta),
        [
            (alpha, 0, 30),
            (alpha, 1, 36),
            (alpha, 2, 30),
            (alpha, 4, 30),
            (beta, 0, 30),
            (beta, 1, 30)
        ]
    );
    assert_eq!(
        starts("20 s", &of_beta),
        [
            (alpha, 0, 30),
            (alpha, 1, 36),
            (alpha, 2, 32),
            (alpha, 4, 34),
            (beta, 0, 32),
            (beta, 1, 30)
        ],
        "each User by itself, processes last"
    );
}

#[test]
fn u3_what_a_stagger_among_users_has_moved_apart_already_stays_there() {
    let market = bare(&[("alpha", 1), ("beta", 1)]);
    let batch = json!({ "start": "10:05", "stagger": "1 min" });
    let all = json!({ "id": "all", "srv": "2.2", "amount": { "per_user": 5 }, "batch": batch });
    let utc = with(
        batch_of("4.6.1", "beta", 5, "09:05"),
        "batch",
        json!({ "start": "09:05", "clock": "utc" }),
    );
    let streams = json!([
        all,
        batch_of("7.4", "beta", 5, "10:05"),
        batch_of("7.4", "alpha", 5, "10:05"),
        utc
    ]);
    let scenario =
        scenario(&market, &[("/traffic/streams", streams), ("/traffic/stagger", json!("30 s"))]);
    let traffic = Traffic::new(&scenario);
    let starts: Vec<(usize, usize, u64)> =
        traffic.cohorts.iter().map(|c| (c.user, c.srv, traffic.pieces(c, 0)[0].from)).collect();
    // Another clock is another start, even where the two are the same instant in summer.
    assert_eq!(starts, [(0, 0, 30), (0, 1, 33), (1, 0, 36), (1, 1, 30), (1, 2, 30)]);
}
