//! The backlog of a step of load against its closed form (G4, G5, G6).

use super::Figures;
use kit::bare::{Ran, at, bare, batch, ran, sent};
use kit::make::Changes;
use serde_json::json;

/// Exactly `each` requests in each of six cells from 10:05 on, one User, today's system; a window is a
/// cell, so the timeline has the backlog at the end of each.
fn step(each: u64, changes: Changes) -> Ran {
    let streams: Vec<_> = (0..6).map(|i| batch("alpha", each, &at(300 + 10 * i))).collect();
    let mut all = vec![
        ("/mechanism/enabled", json!(false)),
        ("/mechanism/window", json!("10 s")),
        ("/gateway/backlog_limit", json!("10 min")),
    ];
    all.extend_from_slice(changes);
    sent(&bare(&[("alpha", 1)]), &streams, &all)
}

/// max(0, …) in closed form: (λ − C)·t while the step lasts, then what is left less C·t; in
/// millionths of a request, a cell's C × cell being `capacity`.
fn fluid(each: u64, capacity: u64, cells: u64) -> u64 {
    let rise = (each * 1_000_000).saturating_sub(capacity);
    (rise * cells.min(6)).saturating_sub(capacity * cells.saturating_sub(6))
}

#[test]
fn a_step_of_load_has_the_backlog_of_a_fluid() {
    let mut figures = Figures::default();
    for (each, rate, capacity) in [
        (120, "8/s", 80_000_000),
        (100, "3.333333/s", 33_333_330),
        (37, "0.7/s", 7_000_000),
        (50, "5/s", 50_000_000),
        (51, "5/s", 50_000_000),
    ] {
        let run = step(each, &[("/gateway/max_capacity", json!(rate))]);
        for cells in [1, 2, 5, 6, 7, 9, 14, 40] {
            let expected = fluid(each, capacity, cells).div_ceil(1_000_000);
            figures.equal(
                format!("{each} a cell at {rate}, {cells} cells on"),
                run.row(29 + cells).backlog,
                expected,
            );
        }
    }
    figures.judge();
}

#[test]
fn a_step_of_load_waits_as_a_fluid_does() {
    // C × cell is 80: number j of the k-th cell waits (40 k + j)/8 − 10 j/120 s, that is 5 k + j/24 s,
    // of which a bin is one second's upper edge.
    let changes = [
        ("/gateway/max_capacity", json!("8/s")),
        ("/response_classes/on_demand/target", json!("29 s")),
    ];
    let run = step(120, &changes);
    let mut bins = vec![0_u64; 36];
    for k in 0..6_u64 {
        (0..120).for_each(|j| bins[(120 * k + j).div_ceil(24) as usize] += 1);
    }
    let expected: Vec<(u64, u64)> = (0..).zip(bins).filter(|(_, n)| *n > 0).collect();
    assert_eq!(run.waits(), expected);
    // In the sixth cell j/24 passes 4 s from the 98th on.
    assert_eq!(run.all().late, 23);
}

#[test]
fn a_full_backlog_rejects_what_is_above_capacity() {
    // 40 more than C in every cell: 40 and 80 fit under a limit of 100, then 20 of 40, then none.
    let run = step(
        120,
        &[("/gateway/max_capacity", json!("8/s")), ("/gateway/backlog_limit", json!(100))],
    );
    let mut figures = Figures::default();
    for (i, (rejected, backlog)) in
        [(0, 40), (0, 80), (20, 100), (40, 100), (40, 100), (40, 100), (0, 20), (0, 0)]
            .into_iter()
            .enumerate()
    {
        let row = run.row(30 + i as u64);
        figures.equal(format!("rejected in cell {i}"), row.rejected, rejected);
        figures.equal(format!("backlog after cell {i}"), row.backlog, backlog);
    }
    figures.judge();
}

#[test]
fn a_large_random_step_of_load_is_a_fluid_within_its_noise() {
    // 1500 a second for 600 s at C 1000 a second: (λ − C)·t ± √(λ t).
    let run = ran(
        &bare(&[("alpha", 1)]),
        &[
            ("/duration", json!("1 h")),
            (
                "/events",
                json!([{ "id": "step", "at": "10:05", "lasts": "10 min", "denial_of_service": {
            "users": {}, "srvs": ["7.4"], "rate": "1500/s" } }]),
            ),
            ("/mechanism/enabled", json!(false)),
            ("/mechanism/window", json!("10 s")),
            ("/gateway", json!({ "max_capacity": "1000/s", "backlog_limit": "1 h" })),
        ],
    );
    let mut figures = Figures::default();
    let noise = |t: f64| libm::sqrt(1_500.0 * t);
    for t in [60_u64, 300, 600] {
        let found = run.row(30 + t / 10 - 1).backlog as f64;
        figures.near(format!("backlog {t} s on"), found, 500.0 * t as f64, noise(t as f64));
    }
    let after = run.row(30 + 79).backlog as f64;
    figures.near("backlog 200 s after the end", after, 100_000.0, noise(600.0));
    let waits = run.waits();
    let longest = waits.last().expect("waits").0 as f64;
    // A bin is a second and is known by its upper edge; the mean lies half a second above.
    figures.near("longest wait", longest - 0.5, 300.0, noise(600.0) / 1_000.0);
    let (mut sum, mut count) = (0.0, 0.0);
    for (bin, n) in waits {
        sum += (bin as f64 - 0.5) * n as f64;
        count += n as f64;
    }
    // The mean of a random walk over its time has a third of its last variance.
    figures.near("mean wait", sum / count, 150.0, noise(600.0) / 1_000.0 / libm::sqrt(3.0));
    figures.judge();
}
