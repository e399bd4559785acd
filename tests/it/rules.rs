//! One test or more for each rule: what it says, in a scenario small enough to work out by hand.
//!
//! Scope: T1 to T5, G1, G3 to G6, M1, M3 to M6, M10, U1 and C1 to C3 of `docs/rules.md`; the number is
//! the first part of a test's name. Nearly all is certain: exact batches of one cell and no jitter.
//! A test fails if its rule is switched off in the engine. Left out: faults and cautions, and that
//! engine and judge agree.
//!
//! The market is `bare`: C is 100 requests a cell, Θ × window 480, and a batch of 480 in the first
//! window, whose backlog is gone before it ends, makes the mechanism active from the second on.

mod activation;
mod allocation;
mod backlog;
mod expected;
mod fairness;
mod gateway;
mod limit;
mod measures;
mod numbers;
mod reading;
mod retries;
mod time;
mod traffic;
mod warnings;
mod way_back;

use super::bare::{Ran, bare, batch, sent};
use super::make::Changes;
use serde_json::{Value, json};

/// Allocations of 120, 120 and 240 a window.
const THREE: [(&str, u64); 3] = [("alpha", 1), ("beta", 1), ("gamma", 2)];

/// `THREE` with `streams` and `changes`.
fn three(streams: &[Value], changes: Changes) -> Ran {
    sent(&bare(&THREE), streams, changes)
}

/// The same, with the mechanism made active from 10:01 on by `gamma`.
fn active(streams: &[Value], changes: Changes) -> Ran {
    let ran = three(&[&[batch("gamma", 480, "10:00")], streams].concat(), changes);
    assert_eq!(ran.ledger.activations.first().map(|a| a.from), Some(6), "active from 10:01 on");
    ran
}

/// An outage; `capacity` is the share that remains.
fn outage(at: &str, lasts: &str, capacity: f64) -> Value {
    json!({ "id": format!("outage {at}"), "at": at, "lasts": lasts, "outage": { "capacity": capacity } })
}

/// No room beyond what a cell can do.
fn no_backlog() -> (&'static str, Value) {
    ("/gateway/backlog_limit", json!(0))
}
