//! A Poisson server: in the limit of short cells the DSP is an M/D/1 queue (G5, G6).
//!
//! In a cell of which C × cell is 1/k requests the backlog at the edges is a walk that goes up by
//! Poisson(ρ/k) and down by 1/k but not below 0. With X = k·B that is X' = max(0, X + k·N − 1), and
//! squaring X' = X + k·N − 1 + [X + k·N = 0] gives E[B] = ρ (1 − (1 − ρ)/k) / (2 (1 − ρ)). Number j
//! of n in a cell finds j more before it, and has waited j/n of a cell less; on average over
//! requests, with a = ρ/k expected a cell, that is a/2 and (a − 1 + e^−a)/(2 a k) requests. As cells
//! shorten (k → ∞) the wait is that of M/D/1, Wq·μ = ρ/(2 (1 − ρ)), 2 at ρ = 0.8; a cell of a whole
//! request (k = 1) is 8 % below, one of a tenth 1 %.

use super::{Figures, even_profile, stream};
use headroom_core::engine::{Plan, run};
use kit::bare::bare;
use kit::make::scenario;
use kit::moments::Moments;
use serde_json::json;

/// Wq·μ in cells of 1/k request.
fn theory(load: f64, k: f64) -> f64 {
    let a = load / k;
    let backlog = load * (1.0 - (1.0 - load) / k) / (2.0 * (1.0 - load));
    backlog + a / 2.0 - (a - 1.0 + libm::exp(-a)) / (2.0 * a * k)
}

/// Mean wait × C of each replication: a day of cells of one second, C 1/k a second.
fn waits(load: f64, k: f64, replications: u32) -> Vec<f64> {
    let scenario = scenario(
        &bare(&[("alpha", 1)]),
        &[
            ("/seed", json!((load * 1_000.0 + k) as u64)),
            ("/start", json!("2022-07-06T00:00")),
            ("/duration", json!("1 day")),
            ("/resolution", json!("1 s")),
            ("/traffic/profiles", json!([even_profile()])),
            ("/traffic/streams", json!([stream("alpha", "7.4", 86_400.0 * load / k, "even")])),
            ("/gateway", json!({ "max_capacity": 1.0 / k, "backlog_limit": 1_000_000 })),
            ("/mechanism/enabled", json!(false)),
        ],
    );
    let plan = Plan::new(&scenario).unwrap();
    let mean = |replication: u32| {
        let ledger = run(&plan, replication, false);
        let sum: f64 = ledger.waits.bins().map(|(bin, n)| bin as f64 * n as f64).sum();
        sum / 10.0 / k / ledger.waits.count() as f64
    };
    (0..replications).map(mean).collect()
}

#[test]
fn the_wait_in_short_cells_is_that_of_a_poisson_server() {
    assert!((theory(0.8, 1e9) - 2.0).abs() < 1e-6);
    let mut figures = Figures::default();
    for (load, k, replications) in [
        (0.8, 1.0, 12),
        (0.8, 2.0, 12),
        (0.8, 4.0, 20),
        (0.8, 10.0, 24),
        (0.5, 4.0, 12),
        (0.9, 3.0, 20),
    ] {
        let sample = Moments::of(&waits(load, k, replications));
        let error = libm::sqrt(sample.variance / f64::from(replications));
        figures.near(
            format!("Wq·μ at ρ {load} in cells of 1/{k} request"),
            sample.mean,
            theory(load, k),
            error,
        );
    }
    figures.judge();
}
