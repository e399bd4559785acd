//! What each User met in each half-hour of every replication: for a replay that is held against what was observed.

use super::Running;
use crate::engine::{Plan, run};
use crate::ledger::UserRow;
use rayon::prelude::*;

/// Rows of replications `0..replications` of `plan`, of days: by half-hour, and in each by User.
///
/// # Errors
/// Threads that the system does not give, in words.
pub fn user_half_hours(
    plan: &Plan,
    replications: u32,
    running: Running,
) -> Result<Vec<Vec<UserRow>>, String> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(running.threads).build();
    let pool = pool.map_err(|e| e.to_string())?;
    let rows = |replication: u32| run(plan, replication, running.step_all).users;
    Ok(pool.install(|| (0..replications).into_par_iter().map(rows).collect()))
}
