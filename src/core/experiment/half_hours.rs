//! What each User met in each half-hour of every replication: for a replay that is held against what was observed.

use super::Running;
use crate::engine::{Plan, run, run_timed};
use crate::ledger::{ResponseTimes, UserRow};
use rayon::prelude::*;

/// What the Users met in a replication: by half-hour, and in each by User.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UserHalfHours {
    /// Their attempts.
    pub rows: Vec<UserRow>,
    /// How long their requests took; empty where that is not asked for.
    pub times: Vec<ResponseTimes>,
}

/// Those of replications `0..replications` of `plan`, of days; with `times` how long requests took, of replications of the same law in
/// which all of them are followed.
///
/// # Errors
/// Threads that the system does not give, and a plan that cannot be made, in words.
pub fn user_half_hours(
    plan: &Plan,
    replications: u32,
    running: Running,
    times: bool,
) -> Result<Vec<UserHalfHours>, String> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(running.threads).build();
    let pool = pool.map_err(|e| e.to_string())?;
    let timing = times.then(|| Plan::timing(&plan.scenario)).transpose();
    let timing = timing.map_err(|fault| fault.found)?;
    let of = |replication: u32| UserHalfHours {
        rows: run(plan, replication, running.step_all).users,
        times: timing.as_ref().map(|plan| run_timed(plan, replication).1).unwrap_or_default(),
    };
    Ok(pool.install(|| (0..replications).into_par_iter().map(of).collect()))
}
