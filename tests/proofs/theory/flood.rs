//! What a flood costs innocent Users under `until_total`, paced by the window and by the cell (M5, G4).
//!
//! Four Users send 0.08 C each, well within their allocations, and a fifth 9 C for half an hour. The
//! same rules for a fluid, in which every share is exactly what it is on average, say how much of the
//! innocents' requests is rejected; C is 1000 a second, so that the engine's noise is small.
//!
//! With the mechanism active from the first moment (`immediate`) and paced by the window the fluid
//! gives 11.5 to 13.6 % without a backlog limit, 8.9 to 12.1 % at 5 s of C and none to 4.6 % at 30 s,
//! for Θ from 0.5 to 0.9 C: the flood spends the window's room in its first cell, of which the DSP
//! takes 1 + limit/cell and rejects the rest of everybody's. Paced by the cell it is at most 3.1 %.

use super::{Figures, even_profile};
use headroom_core::engine::{Plan, run};
use kit::bare::bare;
use kit::make::scenario;
use kit::moments::Moments;
use serde_json::json;

const CELLS: f64 = 6.0;
const WINDOWS: u32 = 30;
const FLOOD: f64 = 9.0;
const INNOCENT: f64 = 0.32;
const REPLICATIONS: u32 = 16;

/// How the mechanism is set: Θ as a share of C, whether paced by the cell, whether activated at once,
/// and the backlog limit in seconds of C.
#[derive(Clone, Copy)]
struct Set {
    theta: f64,
    by_cell: bool,
    immediate: bool,
    limit: f64,
}

/// The share of the innocents' requests that is rejected while the flood lasts. Amounts are in
/// units of C × cell, 10 s.
fn fluid(set: Set) -> f64 {
    let threshold = set.theta * CELLS;
    let allocation = threshold / 5.0;
    let (mut backlog, mut rejected) = (0.0, 0.0);
    for window in 0..WINDOWS {
        let (mut total, mut used) = (0.0, 0.0);
        for cell in 1..=CELLS as u32 {
            let part = if set.by_cell { f64::from(cell) / CELLS } else { 1.0 };
            let active = window > 0 || set.immediate;
            // The share of the cell's order that passes whoever sends it; after that the flood passes
            // up to its allocation, and the innocents are always within theirs. Noticed at once, it is
            // not before the whole Θ × window has come.
            let free = if window == 0 && set.immediate && cell == 1 {
                threshold
            } else {
                threshold * part - total
            };
            let first = if active { (free / (FLOOD + INNOCENT)).clamp(0.0, 1.0) } else { 1.0 };
            let left: f64 = (allocation * part - used - first * FLOOD).max(0.0);
            let flood = first * FLOOD + left.min((1.0 - first) * FLOOD);
            let through = flood + INNOCENT;
            let taken = (1.0 + set.limit / 10.0 - backlog).min(through) / through;
            rejected += INNOCENT * (1.0 - taken);
            total += through;
            used += flood * taken;
            backlog = (backlog + through * taken - 1.0).max(0.0);
        }
    }
    rejected / (INNOCENT * CELLS * f64::from(WINDOWS))
}

/// The same of each replication of the engine's.
fn rejected(set: Set) -> Vec<f64> {
    let users = [("alpha", 1), ("beta", 1), ("gamma", 1), ("delta", 1), ("flood", 1)];
    let changes = [
        ("/seed", json!((set.theta * 100.0 + set.limit) as u64)),
        ("/duration", json!("1 h")),
        ("/traffic/profiles", json!([even_profile()])),
        (
            "/traffic/streams",
            json!([{ "id": "business", "users": { "except": ["flood"] }, "srv": "4.6.1",
            "amount": { "per_user": 80 * 86_400 }, "profile": "even" }]),
        ),
        (
            "/events",
            json!([{ "id": "flood", "at": "10:10", "lasts": "30 min", "denial_of_service": {
            "users": { "ids": ["flood"] }, "srvs": ["4.6.1"], "rate": "9000/s", "reacts": false } }]),
        ),
        (
            "/gateway",
            json!({ "max_capacity": "1000/s", "backlog_limit": format!("{} s", set.limit) }),
        ),
        ("/mechanism/operating_threshold", json!(set.theta)),
        ("/mechanism/pace", json!(if set.by_cell { "cell" } else { "window" })),
        ("/mechanism/detect", json!(if set.immediate { "immediate" } else { "window_end" })),
    ];
    let scenario = scenario(&bare(&users), &changes);
    let plan = Plan::new(&scenario).unwrap();
    let of = |replication: u32| {
        let ledger = run(&plan, replication, false);
        assert_eq!(ledger.windows_throttled[..4], [0; 4], "innocent Users are never throttled");
        let rejected: u64 = ledger.pairs[..4].iter().map(|counts| counts.rejected).sum();
        rejected as f64 / (INNOCENT * 1_000.0 * 1_800.0)
    };
    (0..REPLICATIONS).map(of).collect()
}

/// Compares engine and fluid; the result is what the fluid says.
fn note(figures: &mut Figures, set: Set) -> f64 {
    let theory = fluid(set);
    let sample = Moments::of(&rejected(set));
    let error = libm::sqrt(sample.variance / f64::from(REPLICATIONS)).max(1e-9);
    let what = format!(
        "rejected of innocents, Θ {} C, {} s of C, paced by the {}, {}",
        set.theta,
        set.limit,
        if set.by_cell { "cell" } else { "window" },
        if set.immediate { "immediate" } else { "at a window's end" },
    );
    figures.near(what, sample.mean, theory, error);
    theory
}

#[test]
fn until_total_by_the_window_costs_innocent_users_as_a_fluid_says() {
    let mut figures = Figures::default();
    for (limit, low, high) in
        [(0.0, 0.11, 0.14), (5.0, 0.085, 0.125), (30.0, 0.0, 0.05), (60.0, 0.0, 0.035)]
    {
        for theta in [0.5, 0.7, 0.9] {
            let share = note(&mut figures, Set { theta, by_cell: false, immediate: true, limit });
            assert!((low..=high).contains(&share), "{share} is not from {low} to {high}");
        }
    }
    note(&mut figures, Set { theta: 0.8, by_cell: false, immediate: false, limit: 5.0 });
    figures.judge();
}

#[test]
fn until_total_by_the_cell_costs_innocent_users_a_few_per_cent_at_most() {
    let mut figures = Figures::default();
    for limit in [0.0, 5.0, 30.0] {
        for theta in [0.5, 0.9] {
            let share = note(&mut figures, Set { theta, by_cell: true, immediate: true, limit });
            assert!(share <= 0.031, "{share}");
        }
    }
    // Noticed only at a window's end, nearly all of it falls before that.
    let all = note(&mut figures, Set { theta: 0.7, by_cell: true, immediate: false, limit: 30.0 });
    assert!((0.02..0.03).contains(&all), "{all}");
    figures.judge();
}
