//! The counting engine: exact, and fast because it counts.
//!
//! Requests of a kind are interchangeable, so the state of the world is counts, and what a uniformly
//! random order does to counts has closed forms (`random`). Two levels: a half-hour block in which
//! no rule could act is taken whole; any other is opened and goes cell by cell.
//!
//! It is built in rooms: each owns its state, takes what it needs and returns what it made. From the bottom up, no two
//! files of it needing one another:
//!
//! - what never changes in a run: `plan.rs`; traffic drawn once for all variants: `drawn.rs`, `sums.rs`; attempts of a
//!   kind, which the rooms hand on: `attempt.rs`; the half-hour that is open: `here.rs`;
//! - the only place that counts: `book.rs`;
//! - the rooms: `gateway.rs`, `management.rs` (the mechanism at work), `dsp.rs`, `users.rs`, `devices.rs`, `north.rs` (the
//!   way back), held together in `rooms.rs`;
//! - a cell, one sentence over them: `cell.rs`, and what follows from what was processed: `processed.rs`;
//! - half-hours, opened or taken whole: `half_hour.rs`, `leap.rs`; the audit: `audit.rs`;
//! - a replication of variants: `replication.rs`, those that step as one `together.rs`; years as episodes: `course.rs`; what others call: `run.rs`.
//!
//! Left out: everything that prints, writes or runs in parallel. Source: `docs/rules.md`, T1–T7, G1–G9,
//! M3–M10, U1, U2, N1–N6. Checked by: the per-request judge in `tests/kit/judge.rs`, `--step-all` identity, and theory.

mod attempt;
mod audit;
mod book;
mod cell;
mod cell_draws;
mod course;
mod devices;
mod drawn;
mod dsp;
mod gateway;
mod half_hour;
mod here;
mod join;
mod leap;
mod management;
mod north;
mod plan;
mod processed;
mod replication;
mod rooms;
mod run;
mod standing;
mod sums;
mod together;
mod users;

pub use plan::{Detail, Plan};
pub use replication::{Beside, Shown};
pub use run::{run, run_beside, run_observing, run_recorded, run_timed, run_variants};
pub use together::Stepped;
