//! What answers first: one test or more for each rule: what it says, in a scenario small enough to work out by hand.
//!
//! Scope: T1 to T5, G1, G3 to G6, G8, M1, M3 to M6, M9, M10, U1 and C1 to C3 of `docs/rules.md`; the number is
//! the first part of a test's name. Nearly all is certain: exact batches of one cell and no jitter.
//! A test fails if its rule is switched off in the engine. Beside them stand what else is soon answered:
//! the house, faults of scenarios, what is shipped, and the first draws of the samplers. Left out: cautions,
//! and that engine and judge agree (`tests/proofs`).
//!
//! The market is `bare`: C is 100 requests a cell, Θ × window 480, and a batch of 480 in the first
//! window, whose backlog is gone before it ends, makes the mechanism active from the second on.

#![allow(
    clippy::needless_pass_by_value,
    clippy::type_complexity,
    clippy::semicolon_if_nothing_returned,
    clippy::uninlined_format_args,
    clippy::cloned_ref_to_slice_refs,
    clippy::redundant_closure_for_method_calls,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test reads best when it is written down as it is thought"
)]

mod activation;
mod alerts;
mod allocation;
mod backlog;
mod base_2020;
mod buffers;
mod counterparts;
mod draws;
mod expected;
mod fairness;
mod faults;
mod fits;
mod followed;
mod fuzzed;
mod gateway;
mod house;
mod limit;
mod logs;
mod measures;
mod months;
mod named_files;
mod reading;
mod recorded_runs;
mod recordings;
mod retries;
mod rule_index;
mod scheduled;
mod shipped;
mod silence;
mod sources;
mod standing;
mod tables;
mod time;
mod traffic;
mod warnings;
mod way_back;
mod years_of_a_log;

use kit::bare::{active, no_backlog, outage, three};
