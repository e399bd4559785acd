//! A course: a year or more whose events are drawn, run as episodes (section 3, C4).
//!
//! Scope: which events occur (`occurrences.rs`, `drawn.rs`), how busy ordinary days are (`days.rs`; of those that are drawn from a log, `recorded.rs`), the stretches of half-hours in
//! which something could happen (`stretches.rs`), each run as a scenario of its own that begins at rest, their sum
//! (`gather.rs`), and the requests of the other half-hours (`left_out.rs`). Those are dull: no window can reach the threshold and
//! no cell the capacity, so everything is served at once. Left out: waits, timelines and supply in storms, which are asked of
//! a single scenario. Checked by: `tests/proofs/courses.rs`, with `--step-all`, which runs the dull half-hours too.

mod days;
mod drawn;
mod gather;
mod guarded;
mod left_out;
mod occurrences;
mod recorded;
mod stretches;

use super::plan::Plan;
use super::replication::run_keyed;
use crate::ledger::Ledger;
use crate::random::Keys;
use crate::scenario::PlacedEvent;
use days::Stretch;
use drawn::DrawnCourse;
use gather::Gathering;
use std::sync::Arc;
use stretches::stretches;

/// Runs `replication` of courses that share their traffic. None where `going` says that it is no longer wanted.
///
/// # Panics
/// Where a conservation is broken, or, with `step_all`, something happened on a dull day: our bug.
pub fn run_courses(
    plans: &[&Plan],
    keys: &Keys,
    replication: u32,
    step_all: bool,
    going: impl Fn(usize) -> bool,
) -> Option<Vec<Ledger>> {
    let course = DrawnCourse::new(plans[0], keys);
    let mut runs: Vec<Gathering<'_>> = plans
        .iter()
        .map(|plan| Gathering::new(plan, stretches(plan, &course), replication))
        .collect();
    let run = |stretch: Stretch, plans: &[&Plan], step_all| {
        course.run(stretch, plans, replication, step_all, &going)
    };
    // Variants whose next stretch is the same step through it together.
    while let Some(stretch) = runs.iter().filter_map(Gathering::next).min() {
        let mut together: Vec<&mut Gathering<'_>> =
            runs.iter_mut().filter(|r| r.next() == Some(stretch)).collect();
        let plans: Vec<&Plan> = together.iter().map(|r| r.plan).collect();
        let done = run(stretch, &plans, step_all)?;
        for (gathering, (plan, ledger)) in together.iter_mut().zip(done) {
            gathering.add(&course, stretch, &plan, ledger);
        }
    }
    for gathering in &mut runs {
        while let Some(stretch) = gathering.next_dull(&course, step_all) {
            let (plan, ledger) = run(stretch, &[gathering.plan], step_all)?.remove(0);
            gathering.add_dull(&course, stretch, &plan, &ledger);
        }
    }
    Some(runs.into_iter().map(|r| r.finish(&course)).collect())
}

impl DrawnCourse<'_> {
    /// Runs a stretch as a scenario of its own, in each of `plans`.
    fn run(
        &self,
        stretch: Stretch,
        plans: &[&Plan],
        replication: u32,
        step_all: bool,
        going: &impl Fn(usize) -> bool,
    ) -> Option<Vec<(Plan, Ledger)>> {
        let placed: Vec<PlacedEvent> =
            self.within(stretch).filter_map(|h| h.placed.clone()).collect();
        let mut ready: Vec<Plan> = Vec::new();
        for plan in plans {
            let mut scenario = plan.scenario.episode(stretch.from, stretch.to, &placed);
            scenario.peaks = Some(self.days.peaks(plan, stretch.from));
            let recorded = scenario.recorded.as_ref().zip(self.days.drawn());
            let sent = recorded.map(|(r, days)| days.sent(r, self.keys, stretch.from, stretch.to));
            scenario.recorded = sent.map(Arc::new);
            let episode = Plan::sharing(Arc::new(scenario), &ready)
                .and_then(|ready| match &plan.stands {
                    Some(stands) => ready.measured_by(stands),
                    None => Ok(ready),
                })
                .unwrap_or_else(|fault| panic!("an episode that cannot be run: {fault:?}"));
            ready.push(episode.counts_only());
        }
        let keys = self.keys.of_episode(self.days.name(stretch.from));
        let refs: Vec<&Plan> = ready.iter().collect();
        let going = |block| going(stretch.from + block);
        let ledgers = run_keyed(&refs, keys, replication, step_all, going)?;
        Some(ready.into_iter().zip(ledgers).collect())
    }
}
