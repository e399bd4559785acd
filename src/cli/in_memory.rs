//! A study of which nothing is kept: what stands beside a scenario, where a command asks for it in passing.

use super::Stop;
use crate::evidence::Evidence;
use headroom_core::experiment::{Asked, Job, Running, Shard, Study};
use headroom_core::scenario::Draft;
use std::sync::atomic::AtomicBool;

/// The evidence of each variant that is `asked`, with today's system beside it; `done` hears of replications.
pub fn beside_today(
    draft: &Draft,
    asked: Asked,
    running: Running,
    done: impl Fn(u64) + Sync,
) -> Result<Vec<Evidence>, Stop> {
    let study = Study::new(draft, Asked { beside: true, ..asked })?;
    let folded =
        Job::new(&study, None, Shard::WHOLE)?.run(running, &AtomicBool::new(false), done)?.folded;
    Ok(Evidence::of_study(&study, folded))
}
