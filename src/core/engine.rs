//! The counting engine: exact, and fast because it counts.
//!
//! Requests of a kind are interchangeable, so the state of the world is counts, and what a uniformly
//! random order does to counts has closed forms (`random`). Two levels: a half-hour block in which
//! no rule could act is taken whole; any other is opened and goes cell by cell.
//! Scope: the plan of a scenario (`plan.rs`), the run through blocks (`run.rs`) of traffic drawn
//! once for all variants (`drawn.rs`, `sums.rs`), whole ones (`quiet.rs`) or cell by cell (`cell.rs`,
//! `outcome.rs`) with what arrives (`arrivals.rs`, `attempt.rs`) at guards and gate (`guards.rs`, `gate.rs`,
//! `buffers.rs`, `queues.rs`), the DSP's backlog (`backlog.rs`), waits (`waits.rs`) and collapse (`overload.rs`),
//! answers and what follows (`answer.rs`, `follow.rs`), retries and copies (`coming.rs`, `resubmit.rs`,
//! `copies.rs`), storms (`storm.rs`, `supply.rs`), warnings (`warning.rs`), what the DSP starts itself
//! (`starts.rs`) and what maintenance changes of that (`released.rs`, `resend.rs`), the way back (`north.rs`), windows (`window.rs`, `windows.rs`), the busiest one (`peak.rs`),
//! what is counted (`book.rs`) and the audit (`audit.rs`).
//! For years only counts are kept: hours without service are counted at once (`closed.rs`,
//! `closed_block.rs`), and refused requests of which nothing else is asked are counted by class (`plan/forgets.rs`,
//! `alike.rs`).
//! Left out: everything that prints, writes or runs in parallel. Source: `docs/rules.md`, T1–T7, G1–G9,
//! M3–M10, U1, U2, N1–N6. Checked by: the per-request judge in `tests/it/judge.rs`, `--step-all` identity, and theory.

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
mod leap;
mod management;
mod north;
mod plan;
mod processed;
mod replication;
mod rooms;
mod run;
mod sums;
mod users;

pub use plan::{Detail, Plan};
pub use run::{run, run_variants};
