//! Studies of which nothing is kept: what stands beside a scenario, where a command asks for it in passing.

use super::console::Progress;
use super::forecast::{can_begin, told};
use super::{Console, Stop};
use crate::evidence::Evidence;
use headroom_core::experiment::{Asked, Forecast, Job, Outcomes, Running, Study};
use headroom_core::scenario::Draft;
use std::sync::atomic::AtomicBool;

/// The evidence of each variant that is `asked`, with today's system beside it; `progress` hears of replications, of which it
/// has so many `foreseen`.
pub fn beside_today(
    draft: &Draft,
    asked: Asked,
    running: Running,
    (console, progress, foreseen): (&Console, &Progress, u64),
) -> Result<Vec<Evidence>, Stop> {
    let study = Study::new(draft, Asked { beside: true, ..asked })?;
    let outcomes = in_memory(&study, running, (console, progress, foreseen))?;
    Ok(Evidence::of_study(&study, outcomes))
}

/// What each run of `study` showed.
pub fn in_memory(
    study: &Study,
    running: Running,
    (console, progress, foreseen): (&Console, &Progress, u64),
) -> Result<Outcomes, Stop> {
    let job = Job::whole(study)?;
    progress.expect(job.to_do().saturating_sub(foreseen));
    can_begin(&job, running, |text| console.say(text))?;
    let say = |text: &str| progress.beside(|| console.say(text));
    let say = |text: &str| say(&format!("{}: {text}", study.base.name));
    let foretold = |f: &Forecast| told((study, f), running.memory, say);
    let stop = AtomicBool::new(false);
    Ok(job.run_foretold(running, &stop, foretold, |n| progress.done(n))?.outcomes)
}
