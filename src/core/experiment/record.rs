//! A replication written as a log of recorded traffic (T8).

use super::store::{folder_of, temporary};
use crate::engine::{Plan, run_recorded};
use crate::ledger::Ledger;
use crate::recording::LogWriter;
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
    let mut outcome = Ok(());
    let ledger = run_recorded(plan, replication, |noted| {
        for n in noted {
            let (user, srv) = (&scenario.users[n.user].id, &scenario.srvs[n.srv].id);
            let times = [n.cell, u64::from(n.first)].map(|cell| scenario.calendar.utc(cell));
            if outcome.is_ok() {
                outcome = log.write(&times, [user, srv], &n);
            }
        }
    });
    outcome?;
    let rows = log.finish()?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|e| e.error)?;
    Ok((ledger, rows))
}
