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

use kit::bare::{active, no_backlog, outage, three};
