//! Runs of plans, alone and together.

use super::course::run_courses;
use super::plan::Plan;
use super::replication::{
    Beside, Shown, run_keyed, run_keyed_beside, run_keyed_observing, run_noting, run_timing,
};
use super::together::Stepped;
use crate::ledger::{Ledger, ResponseTimes};
use crate::random::Keys;
use crate::recording::Noted;

/// Runs `replication` of `plan`. With `step_all` every block is opened: slower, and the same to the
/// byte.
///
/// # Panics
/// On a broken conservation (C1), which is a bug, with scenario, seed and replication.
pub fn run(plan: &Plan, replication: u32, step_all: bool) -> Ledger {
    let all = run_variants(&[plan], replication, step_all, |_| true);
    all.and_then(|mut all| all.pop()).expect("one plan, never interrupted")
}

/// Runs `replication` of several variants through the same traffic, drawn and placed once (T5):
/// each ledger is what [`run`] gives for its plan. None where `going` says, before some half-hour, which it is told,
/// that it is no longer wanted.
///
/// # Panics
/// As [`run`], and where the plans do not share traffic and seed.
pub fn run_variants(
    plans: &[&Plan],
    replication: u32,
    step_all: bool,
    going: impl Fn(usize) -> bool,
) -> Option<Vec<Ledger>> {
    let Some(first) = plans.first() else {
        return Some(Vec::new());
    };
    let keys = Keys::new(first.scenario.seed, replication);
    if first.scenario.is_course() {
        return run_courses(plans, &keys, replication, step_all, going);
    }
    run_keyed(plans, keys, replication, step_all, going)
}

/// Runs `replication` of days of which some stand beside others that come before them, through the same traffic: each ledger
/// is what [`run`] gives for its plan, and beside it stands F6 in the windows in which each of those acted (C3).
///
/// # Panics
/// As [`run_variants`].
pub fn run_observing(
    all: &[Stepped<'_>],
    replication: u32,
    step_all: bool,
    going: impl Fn(usize) -> bool,
) -> Option<Vec<Shown>> {
    let Some(first) = all.first() else {
        return Some(Vec::new());
    };
    let keys = Keys::new(first.plan.scenario.seed, replication);
    run_keyed_observing(all, keys, replication, step_all, going)
}

/// Runs `replication` of counterparts of days, each beside its scenario, through the same traffic: what [`run`] gives, but
/// that F6, and what is known of supply lost or restored while active, are of when the scenario acted (C2, C3).
///
/// # Panics
/// As [`run_variants`].
pub fn run_beside(
    all: &[Beside<'_>],
    replication: u32,
    step_all: bool,
    going: impl Fn(usize) -> bool,
) -> Option<Vec<Ledger>> {
    let Some(first) = all.first() else {
        return Some(Vec::new());
    };
    let keys = Keys::new(first.plan.scenario.seed, replication);
    run_keyed_beside(all, keys, replication, step_all, going)
}

/// Runs `replication` of `plan`, which [`Plan::timing`] made, every half-hour opened: how long requests took, by the half-hour in which
/// they were first sent, and in it by User. Empty where nothing was answered.
///
/// # Panics
/// As [`run`], and on a plan of a course or of another kind.
pub fn run_timed(plan: &Plan, replication: u32) -> (Ledger, Vec<ResponseTimes>) {
    assert!(plan.times && !plan.scenario.is_course(), "a plan that times, of days");
    let keys = Keys::new(plan.scenario.seed, replication);
    run_timing(plan, keys, replication).expect("one plan, never interrupted")
}

/// Runs `replication` of `plan`, which [`Plan::recording`] made: what [`run`] gives. `noted` is given every attempt at the
/// gateway and what the DCC's schedule starts, half-hour by half-hour and cell by cell.
///
/// # Panics
/// As [`run`], and on a plan of a course or of another kind.
pub fn run_recorded(plan: &Plan, replication: u32, noted: impl FnMut(Vec<Noted>)) -> Ledger {
    assert!(plan.records && !plan.scenario.is_course(), "a plan that notes, of days");
    let keys = Keys::new(plan.scenario.seed, replication);
    run_noting(plan, keys, replication, noted).expect("one plan, never interrupted")
}
