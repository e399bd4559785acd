//! Replications of a scenario, in parallel.
//!
//! Scope: independent replications on any number of threads with the same bytes as on one, and files
//! written whole or not at all. Left out: sweeps, comparisons and year studies, which come here.
//! Checked by: `tests/it/identity.rs`.

mod store;

pub use store::{can_write, write_whole};

use crate::engine::{self, Plan};
use crate::ledger::{Folded, Ledger};
use rayon::prelude::*;

/// How a study is run; none of it changes a result.
#[derive(Clone, Copy, Debug, Default)]
pub struct Running {
    /// Threads; all there are where zero.
    pub threads: usize,
    /// Opens every half-hour block.
    pub step_all: bool,
}

/// Runs all replications of `plan`, in their order. `done` is called after each, from any thread.
///
/// # Errors
/// Threads that the system does not give, in words.
pub fn replicate(plan: &Plan, running: Running, done: impl Fn() + Sync) -> Result<Folded, String> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(running.threads)
        .build()
        .map_err(|e| format!("could not start {} threads: {e}", running.threads))?;
    let one = |replication: u32| {
        let ledger = engine::run(plan, replication, running.step_all);
        done();
        ledger
    };
    let all: Vec<Ledger> =
        pool.install(|| (0..plan.scenario.replications).into_par_iter().map(one).collect());
    Ok(Folded::all(all, &plan.traffic.pairs))
}
