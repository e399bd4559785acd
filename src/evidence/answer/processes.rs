//! What became of processes (T7), in a sentence.

use super::Evidence;
use crate::evidence::processes::share;
use crate::evidence::words::{share_with_ends, with_ends};
use headroom_core::domain::Whose;
use headroom_core::ledger::Runs;

/// How many were completed first time, late, aborted and left open; none where none was begun.
pub(super) fn sentence(e: &Evidence) -> Option<String> {
    let part = |of| share(e, None, Whose::All, of).map(|i| share_with_ends(&i));
    let first = part(|r| r.first_time)?;
    let late = part(|r| r.late)?;
    let aborted = part(|r| r.aborted)?;
    let open = part(Runs::open)?;
    let runs =
        |r: &crate::evidence::measures::RunMeasures| r.runs(None, Whose::All).unwrap_or_default();
    let begun = e.measures().mean(|r| runs(r).begun as f64);
    Some(format!(
        "Of {} runs of processes {first} were completed first time, {late} late, {aborted} were aborted, and {open} were open at the end{}.",
        with_ends(&begun),
        least(e)
    ))
}

/// Of several processes, the one of which the smallest share was completed first time.
fn least(e: &Evidence) -> String {
    let processes = &e.plan.scenario.processes;
    let first = |p| Some((p, share(e, Some(p), Whose::All, |r| r.first_time)?));
    let least = (0..processes.len()).filter_map(first);
    match least.min_by(|a, b| a.1.mean.total_cmp(&b.1.mean)) {
        Some((p, i)) if processes.len() > 1 => {
            format!("; least of {}, {} first time", processes[p].id, share_with_ends(&i))
        }
        _ => String::new(),
    }
}
