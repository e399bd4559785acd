//! A replication of scenarios that are no courses: days, half-hour by half-hour, for all variants together.

use super::drawn::DrawnTraffic;
use super::plan::Plan;
use super::rooms::Rooms;
use crate::ledger::{Acted, Ledger};
use crate::random::Keys;
use crate::recording::Noted;
use std::sync::Arc;

/// A counterpart beside a scenario on the same traffic, and when that acted in the replication.
#[derive(Clone, Copy)]
pub struct Beside<'a> {
    /// The counterpart.
    pub plan: &'a Plan,
    /// The scenario.
    pub scenario: &'a Plan,
    /// When its mechanism was active.
    pub acted: &'a Acted,
}

/// Steps variants that share traffic and seed through `replication`, by `keys`. None where `going` says, before some
/// half-hour, that it is no longer wanted.
///
/// # Panics
/// On a broken conservation (C1), and where the plans do not share traffic and seed.
pub fn run_keyed(
    plans: &[&Plan],
    keys: Keys,
    replication: u32,
    step_all: bool,
    going: impl Fn() -> bool,
) -> Option<Vec<Ledger>> {
    step(plans, &[], keys, (replication, step_all), going, |_| ())
}

/// The same of counterparts, each beside its scenario (C2).
pub fn run_keyed_beside(
    all: &[Beside<'_>],
    keys: Keys,
    replication: u32,
    step_all: bool,
    going: impl Fn() -> bool,
) -> Option<Vec<Ledger>> {
    let plans: Vec<&Plan> = all.iter().map(|b| b.plan).collect();
    step(&plans, all, keys, (replication, step_all), going, |_| ())
}

/// The same of one plan that notes its attempts, every half-hour opened; `noted` is given them half-hour by half-hour.
pub fn run_noting(
    plan: &Plan,
    keys: Keys,
    replication: u32,
    mut noted: impl FnMut(Vec<Noted>),
) -> Option<Ledger> {
    let take = |run: &mut Rooms<'_>| noted(run.book.take_noted());
    step(&[plan], &[], keys, (replication, true), || true, take)?.pop()
}

/// Steps `plans`, which stand beside scenarios where these are given; `after` each half-hour of each.
fn step(
    plans: &[&Plan],
    beside: &[Beside<'_>],
    keys: Keys,
    (replication, step_all): (u32, bool),
    going: impl Fn() -> bool,
    mut after: impl FnMut(&mut Rooms<'_>),
) -> Option<Vec<Ledger>> {
    let first = plans.first()?;
    let shared = |p: &&Plan| {
        Arc::ptr_eq(&p.traffic, &first.traffic) && p.scenario.seed == first.scenario.seed
    };
    assert!(plans.iter().all(shared), "variants that step together share their traffic");
    let drawn = DrawnTraffic::new(&first.traffic, keys);
    let mut runs: Vec<Rooms<'_>> =
        plans.iter().map(|plan| Rooms::new(plan, &drawn, replication)).collect();
    for (run, beside) in runs.iter_mut().zip(beside) {
        run.management.stand_beside(beside.scenario, beside.acted);
    }
    let blocks = first.scenario.calendar.blocks().len();
    for (from, to) in first.traffic.days() {
        for run in &mut runs {
            run.gateway.guards.begin_day(run.plan.clock.cells(from).0);
        }
        for block in from..to {
            if !going() {
                return None;
            }
            for run in &mut runs {
                run.half_hour(block, step_all);
                after(run);
            }
        }
        // Of counts only the peak of the whole run is asked for: most quiet blocks cannot hold it.
        for run in runs.iter_mut().filter(|r| !r.plan.counts() || to == blocks) {
            run.unopened.find_peak(run.plan, &drawn, &mut run.book);
        }
    }
    Some(runs.into_iter().map(Rooms::finish).collect())
}
