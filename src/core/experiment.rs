//! Studies: replications of a scenario and of its variants, in parallel, kept as they are done.
//!
//! Scope: the axes of a sweep (`axis.rs`), settings × grid made ready (`study.rs`, `setting.rs`), draws over assumptions (`draw.rs`), what stands beside them (`beside.rs`), the work that is
//! missing, on any number of threads or shards with the same bytes as on one (`job.rs`, `shard.rs`), what it will take (`forecast.rs`, `memory.rs`), signals it was left ignoring (`ignored.rs`), and files
//! written whole or not at all (`runs.rs`, `store.rs`), by one study at a time (`lock.rs`) and with their digests (`sealed.rs`); the capacity at which it triggers
//! (`tight.rs`), a replication written as a log (`record.rs`), what Users met by half-hour (`half_hours.rs`), and one variant of a study made ready again, to be looked at (`known.rs`). Left out: year studies, which come here.
//! Checked by: `tests/proofs/identity.rs`, `tests/it/studies.rs`.

mod asked;
mod axis;
mod beside;
mod by_itself;
mod draw;
mod forecast;
mod grid;
mod half_hours;
mod host;
mod ignored;
mod job;
mod key;
mod known;
mod lock;
mod measure;
mod memory;
mod noted;
mod outcomes;
mod record;
mod runs;
mod sealed;
mod setting;
mod shard;
mod store;
mod study;
mod tight;
mod unit;

pub use asked::Asked;
pub use axis::Axis;
pub use beside::{Beside, Pair};
pub use by_itself::ByItself;
pub use draw::Draw;
pub use forecast::Forecast;
pub use grid::Variant;
pub use half_hours::{UserHalfHours, user_half_hours};
pub use ignored::left_ignored;
pub use job::{Job, JobOutcome};
pub use key::key_at;
pub use known::{Known, OneOf, watch};
pub use lock::{FolderLock, NoLock};
pub use memory::{in_bytes, most_there_is, too_much};
pub use outcomes::Outcomes;
pub use record::record;
pub use runs::{RunsFolder, version};
pub use sealed::{FileDigests, STUDY, SealedStudy, is_ours, write_study};
pub use setting::{Setting, last, plain, twice};
pub use shard::Shard;
pub use store::{
    add_to, can_write, clear_left_over, names_in, read_if_there, take_away, take_empty_away,
    write_own, write_whole,
};
pub use study::Study;
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
    /// Bytes that the process may hold, beyond which it ends with a word; none where nobody looks.
    pub memory: Option<u64>,
}

/// Runs all replications of `plan` and keeps nothing on disk. `done` is called after each, from any
/// thread.
///
/// ```
/// use headroom_core::engine::Plan;
/// use headroom_core::experiment::{Running, replicate};
/// use headroom_core::scenario::load;
///
/// let scenario = load("minimal", &["/replications=3".parse()?])?;
/// let plan = Plan::new(&scenario)?;
/// let folded = replicate(&plan, Running::default(), || ())?;
/// assert_eq!(folded.runs.len(), 3);
/// // What is asserted of this scenario: its flood triggers the mechanism in every replication.
/// assert!(folded.runs.iter().all(|run| !run.activations.is_empty() && run.counts.throttled > 0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// Threads that the system does not give, in words.
pub fn replicate(plan: &Plan, running: Running, done: impl Fn() + Sync) -> Result<Folded, String> {
    let mut folded = run_study(&Study::of_one(plan), running, |_| done())?;
    Ok(folded.remove(0))
}

/// Runs all replications of every variant of `study`, and of what stands beside them, and keeps nothing on disk: what
/// was seen of each variant, then of each counterpart. `done` is told, from any thread, how many replications were. A
/// study that can be stopped and goes on, or is a shard, is a [`Job`].
///
/// ```
/// use headroom_core::experiment::{Asked, Running, Study, run_study};
/// use headroom_core::scenario::Draft;
///
/// let half = ["/replications=2".parse()?, "/duration=\"11 h\"".parse()?];
/// let asked = Asked {
///     axes: vec!["/mechanism/operating_threshold=[0.7,0.9]".parse()?],
///     ..Asked::of(half.to_vec(), &["/mechanism/enabled=false".parse()?])
/// };
/// let study = Study::new(&Draft::read("minimal")?, asked)?;
/// let folded = run_study(&study, Running::default(), |_| ())?;
/// // Two settings along an axis of two values, on the same traffic (T5).
/// assert_eq!(folded.len(), 4);
/// assert!(folded.iter().all(|f| f.runs[0].counts.requests == folded[0].runs[0].counts.requests));
/// // The setting that is switched off throttles nobody.
/// assert!(folded[2].runs.iter().chain(&folded[3].runs).all(|run| run.counts.throttled == 0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// Threads that the system does not give, in words.
pub fn run_study(
    study: &Study,
    running: Running,
    done: impl Fn(u64) + Sync,
) -> Result<Vec<Folded>, String> {
    let job = Job::new(study, None, Shard::WHOLE)?;
    job.run(running, &AtomicBool::new(false), done)?.outcomes.all()
}
