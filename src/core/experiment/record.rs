//! A replication written as a log of recorded traffic (T8).

use super::store::{folder_of, temporary};
use crate::engine::{Plan, run_recorded};
use crate::ledger::Ledger;
use crate::recording::{LogWriter, Noted};
use std::io::Result;
use std::path::Path;

/// Writes `replication` of `plan` as a log to `path`, whole or not at all, gzip'd where the name ends so; its ledger, and
/// how many rows there are.
///
/// # Errors
/// What the system says.
///
/// # Panics
/// Where `plan` is of a course, or not one that [`Plan::recording`] made.
pub fn record(plan: &Plan, replication: u32, path: &Path) -> Result<(Ledger, u64)> {
    let scenario = &plan.scenario;
    let folder = folder_of(path);
    std::fs::create_dir_all(folder)?;
    let mut file = temporary(folder, 0o666)?;
    let packed = path.extension().is_some_and(|ending| ending == "gz");
    let mut log = LogWriter::new(&mut file, packed)?;
    let mut write = |n: &Noted| {
        let (user, srv) = (&scenario.users[n.user].id, &scenario.srvs[n.srv].id);
        let times = [n.cell, u64::from(n.first)].map(|cell| scenario.calendar.utc(cell));
        log.write(&times, [user, srv], n)
    };
    let last = scenario.calendar.cells() - scenario.calendar.cells_per_block() as u64;
    let (mut outcome, mut latest) = (Ok(()), None);
    let ledger = run_recorded(plan, replication, |noted| {
        for n in noted {
            if latest.is_none() && n.cell >= scenario.calendar.cells_per_block() as u64 {
                outcome = write(&none_at(0, &n));
            }
            if outcome.is_ok() {
                outcome = write(&n);
            }
            latest = Some(n);
        }
    });
    outcome?;
    if let Some(n) = latest.filter(|n| n.cell < last) {
        write(&none_at(last, &n))?;
    }
    let rows = log.finish()?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|e| e.error)?;
    Ok((ledger, rows))
}

/// None like `noted` in `cell`: a log spans from its first row to its last, and so it spans the run.
fn none_at(cell: u64, noted: &Noted) -> Noted {
    Noted { cell, first: cell as u32, attempt: 1, second: false, count: 0, ..*noted }
}
