//! A replication of scenarios that are no courses: days, half-hour by half-hour, for all variants together.

use super::drawn::DrawnTraffic;
use super::plan::Plan;
use super::rooms::Rooms;
use super::together::{Stepped, Together};
use crate::ledger::{Acted, FairnessCounts, Ledger, ResponseTimes};
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

/// What a plan showed, and F6 in the windows in which each of those acted that it stands beside.
pub type Shown = (Ledger, Vec<FairnessCounts>);

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
    going: impl Fn(usize) -> bool,
) -> Option<Vec<Ledger>> {
    let all: Vec<Stepped<'_>> =
        plans.iter().map(|plan| Stepped { plan, beside: Vec::new() }).collect();
    let shown = step(&all, &[], keys, (replication, step_all), going, |_| ())?;
    Some(shown.into_iter().map(|(ledger, _)| ledger).collect())
}

/// The same of plans of which some stand beside others, that are stepped before them: what these show does not depend on it.
pub fn run_keyed_observing(
    all: &[Stepped<'_>],
    keys: Keys,
    replication: u32,
    step_all: bool,
    going: impl Fn(usize) -> bool,
) -> Option<Vec<Shown>> {
    step(all, &[], keys, (replication, step_all), going, |_| ())
}

/// The same of counterparts, each beside one scenario, whose moments it takes (C2).
pub fn run_keyed_beside(
    all: &[Beside<'_>],
    keys: Keys,
    replication: u32,
    step_all: bool,
    going: impl Fn(usize) -> bool,
) -> Option<Vec<Ledger>> {
    let plans: Vec<Stepped<'_>> =
        all.iter().map(|b| Stepped { plan: b.plan, beside: Vec::new() }).collect();
    let shown = step(&plans, all, keys, (replication, step_all), going, |_| ())?;
    let own = |(mut ledger, entitled): Shown| {
        for f6 in entitled {
            (ledger.fairness.admitted, ledger.fairness.entitled) = (f6.admitted, f6.entitled);
        }
        ledger
    };
    Some(shown.into_iter().map(own).collect())
}

/// The same of one plan that notes its attempts, every half-hour opened; `noted` is given them half-hour by half-hour.
pub fn run_noting(
    plan: &Plan,
    keys: Keys,
    replication: u32,
    mut noted: impl FnMut(Vec<Noted>),
) -> Option<Ledger> {
    let take = |run: &mut Rooms<'_>| noted(run.book.take_noted());
    let plan = [Stepped { plan, beside: Vec::new() }];
    let mut shown = step(&plan, &[], keys, (replication, true), |_| true, take)?;
    shown.pop().map(|(ledger, _)| ledger)
}

/// The same of one plan that tells how long requests took.
pub fn run_timing(
    plan: &Plan,
    keys: Keys,
    replication: u32,
) -> Option<(Ledger, Vec<ResponseTimes>)> {
    let mut times = Vec::new();
    let mut all = plan.scenario.calendar.blocks().len();
    let take = |run: &mut Rooms<'_>| {
        all -= 1;
        if all == 0 {
            times = run.book.take_times();
        }
    };
    let plan = [Stepped { plan, beside: Vec::new() }];
    let mut shown = step(&plan, &[], keys, (replication, true), |_| true, take)?;
    let (ledger, _) = shown.pop()?;
    Some((ledger, times))
}

/// Steps `all`, which stand `beside` scenarios that were stepped before where these are given; `after` each half-hour of each.
fn step(
    all: &[Stepped<'_>],
    beside: &[Beside<'_>],
    keys: Keys,
    (replication, step_all): (u32, bool),
    going: impl Fn(usize) -> bool,
    mut after: impl FnMut(&mut Rooms<'_>),
) -> Option<Vec<Shown>> {
    let first = all.first()?.plan;
    let shared = |s: &Stepped<'_>| {
        Arc::ptr_eq(&s.plan.traffic, &first.traffic) && s.plan.scenario.seed == first.scenario.seed
    };
    assert!(all.iter().all(shared), "variants that step together share their traffic");
    let drawn = DrawnTraffic::new(&first.traffic, keys);
    let mut runs: Vec<Rooms<'_>> =
        all.iter().map(|s| Rooms::new(s.plan, &drawn, replication)).collect();
    for (run, stepped) in runs.iter_mut().zip(all) {
        for other in &stepped.beside {
            run.management.stand_beside(all[*other].plan, Acted::default());
        }
    }
    for (run, beside) in runs.iter_mut().zip(beside) {
        run.management.stand_beside(beside.scenario, beside.acted.clone());
        run.management.take_its_moments();
    }
    let mut together = match step_all || !beside.is_empty() {
        true => Together::none(all.len()),
        false => Together::new(all),
    };
    for (_, run) in runs.iter_mut().enumerate().filter(|(i, _)| together.is_shared(*i)) {
        run.book.share();
    }
    let blocks = first.scenario.calendar.blocks().len();
    for (from, to) in first.traffic.days() {
        for run in &mut runs {
            run.gateway.guards.begin_day(run.plan.clock.cells(from).0);
        }
        for block in from..to {
            if !going(block) {
                return None;
            }
            for (i, stepped) in all.iter().enumerate() {
                let (before, run) = runs.split_at_mut(i);
                for (place, other) in stepped.beside.iter().enumerate() {
                    run[0].management.know_acted(place, &before[*other].book.ledger().acted);
                }
                if together.is_behind(i) {
                    continue;
                }
                let begun = together.begin(i, block, all, &mut runs);
                runs[i].go_through(block, begun, step_all);
                after(&mut runs[i]);
            }
        }
        // Of counts only the peak of the whole run is asked for: most quiet blocks cannot hold it.
        for (_, run) in runs.iter_mut().enumerate().filter(|(i, _)| !together.is_behind(*i)) {
            match !run.plan.counts() || to == blocks {
                true => run.unopened.find_peak(run.plan, &drawn, &mut run.book),
                false => run.unopened.forget(&run.book),
            }
        }
    }
    together.end(&mut runs);
    let shown = |mut run: Rooms<'_>| {
        let entitled = run.management.take_entitled();
        (run.finish(), entitled)
    };
    Some(runs.into_iter().map(shown).collect())
}
