//! A User held to its allocation in every window (M1, M5).
//!
//! A second User floods, so that the mechanism is active throughout; a window is one cell, so the
//! order inside it does not matter, and what passes is min(N, a) for a Poisson N.

use super::{Figures, expectation, late_profile, stream};
use kit::bare::{Ran, bare, ran};
use kit::make::Changes;
use serde_json::json;

const DAYS: u64 = 10;
/// Windows in which the User sends, all of them with the mechanism active.
const WINDOWS: f64 = (DAYS * 47 * 180) as f64;

/// Θ is 1000 a window; `capped` and `idle` are allocated so many, `flood` the rest.
fn market(capped: f64, idle: f64, mean: f64, changes: Changes) -> Ran {
    // A seed for each case: with one seed all would lie on the same side of theory together.
    let seed = (mean * 100.0 + capped) as u64;
    let meters = |a: f64| (a * 10.0) as u64;
    let users = [
        ("capped", meters(capped)),
        ("idle", meters(idle)),
        ("flood", 10_000 - meters(capped) - meters(idle)),
    ];
    let a_day = mean * 47.0 * 180.0;
    let mut all = vec![
        ("/seed", json!(seed)),
        ("/start", json!("2022-07-06T00:00")),
        ("/duration", json!(format!("{DAYS} days"))),
        ("/traffic/profiles", json!([late_profile()])),
        ("/traffic/streams", json!([stream("capped", "7.4", a_day, "late")])),
        (
            "/events",
            json!([{ "id": "flood", "at": "00:00", "lasts": format!("{DAYS} days"), "denial_of_service": {
            "users": { "ids": ["flood"] }, "srvs": ["4.6.1"], "rate": "200/s", "reacts": false } }]),
        ),
        ("/gateway/max_capacity", json!("125/s")),
        ("/mechanism/window", json!("10 s")),
        ("/mechanism/throttle_to", json!("allocation")),
    ];
    all.extend_from_slice(changes);
    ran(&bare(&users), &all)
}

/// Mean and standard deviation of min(N, a), with the fraction of `a` given in every so many windows.
fn min(mean: f64, a: f64) -> (f64, f64) {
    let (low, high) = (libm::floor(a), libm::ceil(a));
    let moment = |power: i32| {
        let of = |limit: f64| {
            expectation(
                mean,
                |n| if power == 1 { n.min(limit) } else { n.min(limit) * n.min(limit) },
            )
        };
        if low == high { of(a) } else { of(low) * (high - a) + of(high) * (a - low) }
    };
    let first = moment(1);
    (first, libm::sqrt(moment(2) - first * first))
}

#[test]
fn what_a_capped_user_gets_through_is_the_expectation_of_a_minimum() {
    let mut figures = Figures::default();
    for (mean, a, known) in [
        (45.0, 50.0, Some(44.0799)),
        (50.0, 50.0, Some(47.18375)),
        (60.0, 50.0, Some(49.680507)),
        (50.0, 50.5, None),
        (3.0, 2.3, None),
        (0.4, 0.1, None),
        (400.0, 410.0, None),
    ] {
        let (theory, deviation) = min(mean, a);
        if let Some(known) = known {
            assert!((theory - known).abs() < 5e-5, "{theory} is not {known}");
        }
        let run = market(a, 0.0, mean, &[]);
        let counts = run.user("capped");
        assert_eq!(counts.rejected, 0);
        let error = deviation / libm::sqrt(WINDOWS);
        figures.near(
            format!("through a window, mean {mean}, allocation {a}"),
            counts.admitted as f64 / WINDOWS,
            theory,
            error,
        );
    }
    figures.judge();
}

#[test]
fn what_others_leave_unused_is_shared_by_weight() {
    // `idle` leaves 200 of 1000 unused and the flood nothing: a User of a twentieth of all weights
    // may use 50 + 200/20.
    let mut figures = Figures::default();
    for mean in [50.0, 60.0, 75.0] {
        let (theory, deviation) = min(mean, 60.0);
        let run = market(50.0, 200.0, mean, &[("/mechanism/throttle_to", json!("share_unused"))]);
        let error = deviation / libm::sqrt(WINDOWS);
        figures.near(
            format!("with a share of the unused, mean {mean}"),
            run.user("capped").admitted as f64 / WINDOWS,
            theory,
            error,
        );
    }
    figures.judge();
}

#[test]
fn by_the_literal_words_only_a_user_above_the_threshold_alone_is_held_to_it() {
    let run = market(
        50.0,
        0.0,
        60.0,
        &[
            ("/mechanism/throttle_to", json!("user_maximum")),
            ("/mechanism/release", json!(0)),
            ("/events/flood/denial_of_service/rate", json!("101/s")),
        ],
    );
    assert_eq!(run.user("capped").throttled, 0);
    let windows = (DAYS * 48 * 180) as f64;
    let (theory, deviation) = min(1010.0, 1000.0);
    let mut figures = Figures::default();
    // The first window, before it is active, is one in 86 400.
    let error = deviation / libm::sqrt(windows);
    figures.near(
        "a User above the threshold by itself",
        run.user("flood").admitted as f64 / windows,
        theory,
        error,
    );
    figures.judge();
}
