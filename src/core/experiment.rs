//! Studies: replications of a scenario and of its variants, in parallel, kept as they are done.
//!
//! Scope: the axes of a sweep (`axis.rs`), settings × grid made ready (`study.rs`, `setting.rs`), what stands beside them (`beside.rs`), the work that is
//! missing, on any number of threads or shards with the same bytes as on one (`job.rs`), and files
//! written whole or not at all (`runs.rs`, `store.rs`); the capacity at which it triggers
//! (`tight.rs`), and one variant of a study made ready again, to be looked at (`known.rs`). Left out: year studies, which come here.
//! Checked by: `tests/proofs/identity.rs`, `tests/it/studies.rs`.

mod axis;
mod beside;
mod job;
mod known;
mod measure;
mod runs;
mod setting;
mod store;
mod study;
mod tight;
mod unit;

pub use axis::Axis;
pub use beside::{Beside, Pair};
pub use job::{Job, JobOutcome, Shard};
pub use known::{Known, OneOf, watch};
pub use runs::{RunsFolder, version};
pub use setting::{Setting, last, plain};
pub use store::{can_write, names_in, read_if_there, take_away, write_whole};
pub use study::{Asked, Study, Variant};
pub use tight::{Tight, tight};

use crate::engine::Plan;
use crate::ledger::Folded;
use std::sync::atomic::AtomicBool;

/// How a study is run; none of it changes a result.
#[derive(Clone, Copy, Debug, Default)]
pub struct Running {
    /// Threads; all there are where zero.
    pub threads: usize,
    /// Opens every half-hour block.
    pub step_all: bool,
}

/// Runs all replications of `plan` and keeps nothing on disk. `done` is called after each, from any
/// thread.
///
/// # Errors
/// Threads that the system does not give, in words.
pub fn replicate(plan: &Plan, running: Running, done: impl Fn() + Sync) -> Result<Folded, String> {
    let study = Study::of_one(plan);
    let job = Job::new(&study, None, Shard::WHOLE)?;
    let mut outcome = job.run(running, &AtomicBool::new(false), |_| done())?;
    Ok(outcome.folded.remove(0))
}
