//! What became of processes (T7): runs by process and User, and their steps.

use super::Evidence;
use super::interval::{Interval, mean_of_some};
use headroom_core::domain::Whose;
use headroom_core::ledger::{Runs, Step};

/// Runs of a process, of one User or of all.
#[derive(Clone, Debug, PartialEq)]
pub struct ProcessRow {
    /// The process.
    pub process: String,
    /// The User; empty of all together.
    pub user: String,
    /// Sums over replications.
    pub runs: Runs,
    /// Mean over replications of the share of runs begun that were completed first time.
    pub first_time_share: Option<Interval>,
    /// The same of those aborted.
    pub aborted_share: Option<Interval>,
}

/// A step of a process, sums over Users and replications.
#[derive(Clone, Debug, PartialEq)]
pub struct StepRow {
    /// The process.
    pub process: String,
    /// The step.
    pub step: String,
    /// Its SRV.
    pub srv: String,
    /// What became of its requests.
    pub counts: Step,
}

/// A row for each process over its Users and, where they are several, one for each of them.
pub fn process_rows(e: &Evidence) -> Vec<ProcessRow> {
    let scenario = &e.plan.scenario;
    let mut rows = Vec::new();
    for (p, process) in scenario.processes.iter().enumerate() {
        let users = process.users.iter().map(|u| Whose::User(*u));
        let each = users.filter(|_| process.users.len() > 1);
        let row = |whose: Whose| {
            let measures = e.measures();
            let all = measures.runs.iter().filter_map(|r| r.runs(Some(p), whose));
            Some(ProcessRow {
                process: process.id.clone(),
                user: match whose {
                    Whose::User(u) => scenario.users[u].id.clone(),
                    _ => String::new(),
                },
                runs: all.reduce(|a, b| a + b)?,
                first_time_share: share(e, Some(p), whose, |r| r.first_time),
                aborted_share: share(e, Some(p), whose, |r| r.aborted),
            })
        };
        rows.extend(std::iter::once(Whose::All).chain(each).filter_map(row));
    }
    rows
}

/// Mean over replications of a part of the runs begun of `process`, or of all, as a share of them; none where
/// none was.
pub(super) fn share(
    e: &Evidence,
    process: Option<usize>,
    whose: Whose,
    of: fn(&Runs) -> u64,
) -> Option<Interval> {
    let share = |runs: Runs| (runs.begun > 0).then(|| of(&runs) as f64 / runs.begun as f64);
    mean_of_some(e.measures().runs.iter().map(|r| r.runs(process, whose).and_then(share)))
}

/// A row for each step of each process.
pub fn step_rows(e: &Evidence) -> Vec<StepRow> {
    let scenario = &e.plan.scenario;
    let row = |((p, s), counts): (&(usize, usize), &Step)| {
        let process = &scenario.processes[*p];
        let step = &process.steps[*s];
        StepRow {
            process: process.id.clone(),
            step: step.id.clone(),
            srv: scenario.srvs[step.srv].id.clone(),
            counts: *counts,
        }
    };
    e.plan.traffic.steps.iter().zip(&e.folded().steps).map(row).collect()
}
