//! Retries (U1) at a refusal share that they do not influence, and at one that they make themselves.

use super::{Figures, even_profile, expectation, stream};
use headroom_core::ledger::Counts;
use kit::bare::{Ran, bare, ran};
use kit::make::Changes;
use serde_json::{Value, json};

/// Twenty hours from midnight; `tagged` sends 100 a cell from 00:30 to 19:00 and so its last retries
/// are over before the end.
fn day(tagged: &str, seed: u64, changes: Changes) -> Ran {
    let mut shares = vec![1.0 / 37.0; 48];
    shares[0] = 0.0;
    shares[38..].fill(0.0);
    let mut all = vec![
        ("/seed", json!(seed)),
        ("/start", json!("2022-07-06T00:00")),
        ("/duration", json!("20 h")),
        ("/traffic/profiles", json!([{ "id": "inside", "weekday": { "shares": shares } }])),
        ("/traffic/streams", json!([stream(tagged, "7.4", 100.0 * 180.0 * 37.0, "inside")])),
    ];
    all.extend_from_slice(changes);
    ran(&bare(&[("tagged", 1), ("flood", 1)]), &all)
}

fn flood(user: &str, rate: f64) -> Value {
    json!([{ "id": "flood", "at": "00:00", "lasts": "20 h", "denial_of_service": {
        "users": { "ids": [user] }, "srvs": ["4.6.1"], "rate": rate, "reacts": false } }])
}

fn attempts(most: u32) -> Value {
    json!([{ "id": "retries", "srvs": ["7.4"], "attempts": most, "first": "10 s", "factor": 1.5, "jitter": 0.3 }])
}

/// Attempts of a request are geometric, cut at `most`: (1 − pᵐ)/(1 − p) on average; pᵐ are given up.
fn note(figures: &mut Figures, what: &str, counts: Counts, p: f64, most: u32, known: Option<f64>) {
    let power = |k: u32| (0..k).fold(1.0, |x, _| x * p);
    let mean: f64 = (0..most).map(power).sum();
    assert!(known.is_none_or(|known| (known - mean).abs() < 1e-9), "{mean} is not {known:?}");
    // E[X²] is the sum of (2k + 1) P(X > k).
    let square: f64 = (0..most).map(|k| f64::from(2 * k + 1) * power(k)).sum();
    let n = counts.requests as f64;
    let error = libm::sqrt((square - mean * mean) / n);
    figures.near(
        format!("{what}, p {p}, {most} attempts: amplification"),
        counts.attempts as f64 / n,
        mean,
        error,
    );
    let given_up = power(most);
    let error = libm::sqrt(given_up * (1.0 - given_up) / n);
    figures.near(
        format!("{what}, p {p}, {most} attempts: given up"),
        counts.abandoned as f64 / n,
        given_up,
        error,
    );
}

/// A flood of a thousand million requests a cell meets a DSP that can take 1 − p of it and has no
/// backlog: a uniformly random share p of all is rejected (G4), whatever `tagged` does.
#[test]
fn retries_at_an_independent_share_of_rejections_are_geometric() {
    let mut figures = Figures::default();
    for (p, most, known) in
        [(0.5, 5, Some(1.9375)), (0.5, 2, Some(1.5)), (0.1, 3, Some(1.11)), (0.9, 6, None)]
    {
        let run = day(
            "tagged",
            1 + u64::from(most),
            &[
                ("/events", flood("flood", 1e8)),
                ("/retries", attempts(most)),
                ("/gateway", json!({ "max_capacity": 1e8 * (1.0 - p), "backlog_limit": 0 })),
                ("/mechanism/enabled", json!(false)),
            ],
        );
        note(&mut figures, "rejected", run.user("tagged"), p, most, known);
    }
    figures.judge();
}

/// The same within one User that floods: of its attempts in a window, one cell here, a uniformly
/// random share p is beyond its allocation (M5).
#[test]
fn retries_at_an_independent_share_of_throttling_are_geometric() {
    let mut figures = Figures::default();
    for (p, most, known) in [(0.5, 5, Some(1.9375)), (0.8, 4, None)] {
        let run = day(
            "flood",
            11 + u64::from(most),
            &[
                ("/events", flood("flood", 1e8)),
                ("/retries", attempts(most)),
                ("/gateway/max_capacity", json!(1e9)),
                ("/mechanism/operating_threshold", json!(0.1 * (1.0 - p))),
                ("/mechanism/window", json!("10 s")),
                ("/mechanism/throttle_to", json!("allocation")),
                (
                    "/mechanism/allocation/guaranteed",
                    json!([{ "id": "all", "users": { "ids": ["flood"] }, "share": 1 }]),
                ),
            ],
        );
        note(&mut figures, "throttled", run.pair("flood", "7.4"), p, most, known);
    }
    figures.judge();
}

/// A User held to 50 a window, one cell here, that retries until it succeeds, over the next 7200
/// windows evenly: what it offers in a window is then nearly Poisson with the mean x at which
/// E[min(N, 50)] is what is fresh.
fn held_to_fifty(fresh: f64, days: u64) -> Ran {
    ran(
        &bare(&[("held", 50), ("flood", 950)]),
        &[
            ("/seed", json!(fresh as u64)),
            ("/start", json!("2022-07-06T00:00")),
            ("/duration", json!(format!("{days} days"))),
            ("/traffic/profiles", json!([even_profile()])),
            ("/traffic/streams", json!([stream("held", "7.4", fresh * 8_640.0, "even")])),
            (
                "/events",
                json!([{ "id": "flood", "at": "00:00", "lasts": format!("{days} days"), "denial_of_service": {
            "users": { "ids": ["flood"] }, "srvs": ["4.6.1"], "rate": "200/s", "reacts": false } }]),
            ),
            (
                "/retries",
                json!([{ "id": "patient", "attempts": 100, "first": "10 h", "jitter": 1 }]),
            ),
            ("/gateway/max_capacity", json!("125/s")),
            ("/mechanism/window", json!("10 s")),
            ("/mechanism/throttle_to", json!("allocation")),
        ],
    )
}

/// Attempts of `held` in a window, on average over the half-hours from `from` to `to`.
fn offered(run: &Ran, from: usize, to: usize) -> f64 {
    let attempts: u64 = (from..to).map(|half_hour| run.ledger.users[2 * half_hour].attempts).sum();
    attempts as f64 / ((to - from) * 180) as f64
}

/// The mean at which min(N, 50) is `fresh` on average.
fn fixed_point(fresh: f64) -> f64 {
    let (mut low, mut high) = (fresh, 200.0);
    for _ in 0..60 {
        let x = (low + high) / 2.0;
        if expectation(x, |n| n.min(50.0)) < fresh { low = x } else { high = x }
    }
    low
}

#[test]
fn with_a_cap_and_patient_retries_what_is_offered_has_a_fixed_point() {
    let mut figures = Figures::default();
    for (fresh, known) in [(45.0, 46.275), (48.0, 51.905), (49.0, 55.294)] {
        let theory = fixed_point(fresh);
        assert!((theory - known).abs() < 1e-3, "{theory} is not {known}");
        let days = 40;
        let run = held_to_fifty(fresh, days);
        // A deviation of what is fresh is offered again and again: x moves by 1/P(N < 50) of it. Five
        // days on, what was there at the beginning has gone.
        let (from, to) = (240, 48 * days as usize);
        let passes = expectation(theory, |n| f64::from(n < 50.0));
        let error = libm::sqrt(fresh / ((to - from) * 180) as f64) / passes;
        figures.near(format!("offered with {fresh} fresh"), offered(&run, from, to), theory, error);
    }
    figures.judge();
}

#[test]
fn without_a_fixed_point_what_is_offered_grows_without_end() {
    // 52 fresh, 50 through: two more wait after every window, and are tried again 3600 windows later
    // on average, so that two more are offered every 3600 windows.
    let run = held_to_fifty(52.0, 10);
    assert_eq!(run.user("held").abandoned, 0);
    let (early, late) = (offered(&run, 192, 288), offered(&run, 384, 480));
    let windows = 4.0 * 8_640.0;
    let mut figures = Figures::default();
    // What waits is the sum of what was fresh, less 50 a window.
    let error = libm::sqrt(52.0 * windows) / 3_600.0;
    figures.near("more offered four days later", late - early, 2.0 * windows / 3_600.0, error);
    let through = |from: usize, to: usize| {
        let passed = (from..to).map(|half_hour| run.ledger.users[2 * half_hour]);
        passed.map(|row| row.attempts - row.throttled - row.rejected).sum::<u64>() as f64
            / ((to - from) * 180) as f64
    };
    let mean = expectation(late, |n| n.min(50.0));
    let square = expectation(late, |n| n.min(50.0) * n.min(50.0));
    let error = libm::sqrt((square - mean * mean) / (96.0 * 180.0));
    figures.near("through a window by then", through(384, 480), mean, error);
    figures.judge();
}
