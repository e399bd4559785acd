//! T3 to T5: numbers, places, and the same for every variant.

use headroom_core::engine::{Plan, run};
use headroom_core::ledger::Row;
use kit::bare::{Ran, bare, ran, sent};
use kit::make::{Changes, flood, scenario, small_market};
use serde_json::{Value, json};

/// The numbers of requests in each of so many replications of a stream of 1000 a day.
fn numbers(stream: Value, changes: Changes, replications: u32) -> Vec<f64> {
    let profile = json!({ "id": "even", "weekday": { "shares": vec![1.0 / 48.0; 48] } });
    let mut all = vec![
        ("/start", json!("2022-07-06T00:00")),
        ("/duration", json!("1 day")),
        ("/traffic/profiles", json!([profile])),
        ("/traffic/streams", json!([stream])),
    ];
    all.extend_from_slice(changes);
    let plan = Plan::new(&scenario(&bare(&[("alpha", 1), ("beta", 1)]), &all)).unwrap();
    (0..replications).map(|r| run(&plan, r, false).totals().requests as f64).collect()
}

/// Mean, and variance as a share of the mean's square.
fn spread(numbers: &[f64]) -> (f64, f64) {
    let n = numbers.len() as f64;
    let mean = numbers.iter().sum::<f64>() / n;
    (mean, numbers.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0) / mean / mean)
}

#[test]
fn t3_a_number_is_exact_where_it_says_so_and_else_poisson() {
    let stream = |exact: bool| json!({ "id": "s", "srv": "7.4", "amount": { "per_user": 500 }, "exact": exact, "profile": "even" });
    let varied = [("/traffic/day_cv", json!(1)), ("/traffic/day_cv_common", json!(1))];
    assert!(
        numbers(stream(true), &varied, 10).iter().all(|n| *n == 1_000.0),
        "exact, and not varied"
    );
    let (mean, square) = spread(&numbers(stream(false), &[], 400));
    // 1000 ± 1.6, and a variance of the mean ± 7 %.
    assert!(
        (mean - 1_000.0).abs() < 4.5 * 1.6 && (square * 1_000.0 - 1.0).abs() < 4.5 * 0.071,
        "{mean}, {square}"
    );
}

#[test]
fn t3_days_vary_by_each_users_factor_and_by_everybodys() {
    let stream =
        json!({ "id": "s", "srv": "7.4", "amount": { "per_user": 500_000 }, "profile": "even" });
    let capacity = ("/gateway/max_capacity", json!("1000/s"));
    for (own, common, expected) in [(0.2, 0.0, 0.02), (0.0, 0.1, 0.01), (0.2, 0.1, 0.0302)] {
        let changes = [
            ("/traffic/day_cv", json!(own)),
            ("/traffic/day_cv_common", json!(common)),
            capacity.clone(),
        ];
        let (mean, square) = spread(&numbers(stream.clone(), &changes, 400));
        // The variance of a sample of 400 is known to 7 %, a gamma's a little less well.
        assert!((mean / 1e6 - 1.0).abs() < 4.5 * libm::sqrt(expected / 400.0), "{mean}");
        assert!(
            (square / expected - 1.0).abs() < 4.5 * 0.08,
            "{own}, {common}: {square}, not {expected}"
        );
    }
    let one = [("/users/alpha/day_cv", json!(0.4)), capacity];
    let (_, square) = spread(&numbers(stream, &one, 400));
    assert!((square / 0.04 - 1.0).abs() < 4.5 * 0.085, "a User's own coefficient: {square}");
}

#[test]
fn t3_a_campaigns_number_is_exact_and_a_floods_is_not_varied() {
    let campaign = json!([{ "id": "c", "at": "00:10", "lasts": "20 h", "campaign": { "users": {}, "srv": "7.4", "number": 321 } }]);
    let nothing =
        json!({ "id": "s", "srv": "7.4", "amount": { "per_user": 0 }, "profile": "even" });
    let varied = [
        ("/traffic/day_cv", json!(3)),
        ("/traffic/day_cv_common", json!(3)),
        ("/events", campaign),
    ];
    assert!(numbers(nothing.clone(), &varied, 10).iter().all(|n| *n == 642.0));
    let flood = json!([{ "id": "f", "at": "00:00", "lasts": "1 day", "denial_of_service": { "users": { "ids": ["alpha"] }, "srvs": ["7.4", "2.2"], "rate": "1000/day" } }]);
    let varied =
        [("/traffic/day_cv", json!(3)), ("/traffic/day_cv_common", json!(3)), ("/events", flood)];
    let (mean, square) = spread(&numbers(nothing, &varied, 400));
    assert!(
        (mean - 1_000.0).abs() < 4.5 * 1.6 && (square * 1_000.0 - 1.0).abs() < 4.5 * 0.071,
        "{mean}, {square}"
    );
}

#[test]
fn t4_a_block_is_filled_by_its_shape_and_evenly_inside_each_part() {
    let mut shares = vec![0.0; 48];
    shares[20] = 1.0;
    let profile =
        json!({ "id": "one", "weekday": { "shares": shares, "within": { "10:00": [1, 0, 3] } } });
    let changes = [
        ("/traffic/profiles", json!([profile])),
        ("/mechanism/window", json!("10 s")),
        ("/mechanism/enabled", json!(false)),
    ];
    let stream = json!({ "id": "s", "srv": "7.4", "amount": { "per_user": 120_000 }, "exact": true, "profile": "one" });
    let run = sent(&bare(&[("alpha", 1)]), &[stream], &changes);
    let arrived = |row: &Row| (row.admitted_other + row.rejected) as f64;
    let cells: Vec<f64> = run.ledger.timeline.iter().map(arrived).collect();
    assert_eq!((cells.len(), cells.iter().sum::<f64>()), (180, 120_000.0));
    assert!(cells[60..120].iter().all(|n| *n == 0.0), "the middle part has no share");
    // χ² of 119 degrees of freedom, against 500 and 1500 a cell: 119 ± 15.4.
    let off = |n: &f64, expected: f64| (n - expected) * (n - expected) / expected;
    let square = cells[..60].iter().map(|n| off(n, 500.0)).sum::<f64>()
        + cells[120..].iter().map(|n| off(n, 1_500.0)).sum::<f64>();
    assert!((square - 119.0).abs() < 4.5 * 15.4, "{square}");
}

/// Fresh attempts in each cell, and each pair's requests; a window is a cell and C so small that every
/// block is gone through.
fn fresh(changes: Changes) -> (Vec<u64>, Vec<u64>, Vec<(usize, usize)>) {
    let mut all =
        vec![("/mechanism/window", json!("10 s")), ("/gateway/max_capacity", json!("0.5/s"))];
    all.extend_from_slice(changes);
    let run: Ran = ran(&small_market(), &all);
    let first = |r: &Row| {
        r.admitted_prioritised + r.admitted_other + r.throttled + r.rejected + r.unavailable
            - r.retries
    };
    let cells: Vec<u64> = run.ledger.timeline.iter().map(first).collect();
    assert_eq!(cells.len(), 360);
    (cells, run.ledger.pairs.iter().map(|p| p.requests).collect(), run.plan.traffic.pairs.clone())
}

#[test]
fn t5_variants_face_the_very_same_traffic() {
    let base = fresh(&[]);
    assert!(base.0.iter().sum::<u64>() > 5_000);
    let variants: [(&str, Value); 18] = [
        ("/mechanism/enabled", json!(false)),
        ("/mechanism/operating_threshold", json!(0.3)),
        ("/mechanism/measure", json!("admitted")),
        ("/mechanism/detect", json!("immediate")),
        ("/mechanism/release", json!(0.2)),
        ("/mechanism/hold", json!(40)),
        ("/mechanism/throttle_to", json!("allocation")),
        ("/mechanism/throttle_to", json!("share_unused")),
        ("/mechanism/throttle_to", json!("user_maximum")),
        ("/mechanism/pace", json!("cell")),
        ("/mechanism/prioritised_use_allocation", json!(false)),
        ("/mechanism/prioritised/add", json!(["4.6.1"])),
        ("/mechanism/allocation/weights", json!("meters")),
        ("/mechanism/allocation/pool", json!("capacity")),
        ("/gateway/max_capacity", json!("0.7/s")),
        ("/gateway/backlog_limit", json!(0)),
        ("/retries", json!([])),
        ("/retries/usual/attempts", json!(20)),
    ];
    for variant in variants {
        let what = format!("{variant:?}");
        assert!(fresh(&[variant]) == base, "{what}");
    }
}

#[test]
fn t5_traffic_differs_by_seed_and_by_replication_and_streams_do_not_disturb_each_other() {
    let base = fresh(&[]);
    assert_ne!(fresh(&[("/seed", json!(2))]).1, base.1);
    let plan = Plan::new(&scenario(&small_market(), &[])).unwrap();
    let requests = |replication| {
        run(&plan, replication, false).pairs.iter().map(|p| p.requests).collect::<Vec<_>>()
    };
    assert_ne!(requests(0), requests(1));
    assert_eq!(requests(1), requests(1));
    // Another event, another stream, another User: what was there before stays the same.
    let more = [
        ("/events/-", flood("another", "gamma", "3/s")),
        (
            "/traffic/streams/-",
            json!({ "id": "new", "users": { "ids": ["omega"] }, "srv": "7.4", "amount": { "per_user": 900 }, "profile": "day" }),
        ),
        ("/users/-", json!({ "id": "psi", "category": "other_user", "roles": ["OU"] })),
    ];
    let (_, requests, pairs) = fresh(&more);
    let unchanged = pairs.iter().zip(&requests).filter(|((user, _), _)| [0, 1, 3].contains(user));
    let before = base.2.iter().zip(&base.1).filter(|((user, _), _)| [0, 1, 3].contains(user));
    assert!(unchanged.eq(before), "alpha, beta and delta");
}
