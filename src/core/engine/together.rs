//! Variants that differ by the mechanism alone step as one until it acts in any of them, and part then (T5).
//!
//! Half-hours that are taken whole are gone through once for all of them, by the first; the others are behind it. One whose
//! mechanism a half-hour might reach takes over what the first has come to, and goes on by itself. Nobody joins again. What a
//! variant shows does not depend on whom it stepped with. Left out, and stepping alone: a run of which every half-hour is
//! opened, one that notes or watches, and a counterpart whose scenario has acted before.

use super::half_hour::Begun;
use super::plan::Plan;
use super::rooms::Rooms;

/// A plan to be stepped, and the scenarios that it stands beside: their places among those stepped before it.
pub struct Stepped<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// What it stands beside.
    pub beside: Vec<usize>,
}

/// Who steps with whom.
pub struct Together {
    /// For each run, the one that steps for it; none where it does so itself.
    behind: Vec<Option<usize>>,
    /// What the half-hour began with of those that parted in it and have not gone through it.
    begun: Vec<Option<Begun>>,
}

impl Together {
    /// Each of `runs` by itself.
    pub fn none(runs: usize) -> Self {
        Self { behind: vec![None; runs], begun: vec![None; runs] }
    }

    /// Each of `all` with the first that a half-hour taken whole is the same to. A counterpart is behind a run only if all that
    /// it stands beside are with it.
    pub fn new(all: &[Stepped<'_>]) -> Self {
        let mut together = Self::none(all.len());
        for (j, stepped) in all.iter().enumerate() {
            let leads = |i: &usize| together.behind[*i].is_none();
            let with = |i: usize, other: usize| other == i || together.behind[other] == Some(i);
            let fits = |i: &usize| {
                stepped.beside.iter().all(|other| with(*i, *other))
                    && alike(all[*i].plan, stepped.plan)
            };
            together.behind[j] = (0..j).filter(leads).find(fits);
        }
        together
    }

    /// Whether another steps for run `i`.
    pub fn is_behind(&self, i: usize) -> bool {
        self.behind[i].is_some()
    }

    /// Whether run `i` has others with it.
    pub fn is_shared(&self, i: usize) -> bool {
        self.behind[i].is_some() || self.behind.contains(&Some(i))
    }

    /// Run `i` of `runs` begins half-hour `block`, if it has not yet; those behind it that do not take it whole with it part.
    pub fn begin(
        &mut self,
        i: usize,
        block: usize,
        all: &[Stepped<'_>],
        runs: &mut [Rooms<'_>],
    ) -> Begun {
        if let Some(begun) = self.begun[i].take() {
            return begun;
        }
        let begun = runs[i].begin_half_hour(block);
        let mut parts: Vec<bool> = all.iter().map(|s| !begun.is_whole(s.plan)).collect();
        let mut leads = if parts[i] { None } else { Some(i) };
        for j in i + 1..all.len() {
            if self.behind[j] != Some(i) {
                continue;
            }
            parts[j] |= all[j].beside.iter().any(|other| parts[*other]);
            if !parts[j] && leads.is_some() {
                self.behind[j] = leads;
                continue;
            }
            leads = leads.or((!parts[j]).then_some(j));
            self.behind[j] = None;
            self.begun[j] = Some(begun);
            take_over(runs, i, j);
        }
        begun
    }

    /// Those still behind another take over what it came to.
    pub fn end(&self, runs: &mut [Rooms<'_>]) {
        for (j, i) in self.behind.iter().enumerate() {
            i.iter().for_each(|i| take_over(runs, *i, j));
        }
    }
}

/// Run `j` takes over what run `i`, before it, has come to.
fn take_over(runs: &mut [Rooms<'_>], i: usize, j: usize) {
    let (before, after) = runs.split_at_mut(j);
    after[0].take_over(&before[i]);
}

/// Whether what is taken whole, and by what bounds, is the same for two plans of one traffic.
fn alike(a: &Plan, b: &Plan) -> bool {
    let seen = |plan: &Plan| plan.watched.is_some() || plan.records || plan.times;
    !seen(a)
        && !seen(b)
        && (a.detail, a.capacity, a.backlog_limit) == (b.detail, b.capacity, b.backlog_limit)
        && a.yardstick == b.yardstick
        && a.scenario.is_alike_until_it_acts(&b.scenario)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{run, run_variants};
    use crate::scenario::{Change, load};
    use std::sync::Arc;

    /// Plans of `minimal` with each of `settings`, measured by the first.
    fn plans(settings: &[&str]) -> Vec<Plan> {
        let mut plans: Vec<Plan> = Vec::new();
        for setting in settings {
            let change: Change = setting.parse().expect("a change");
            let mut scenario = load("minimal", &[change]).expect("a shipped scenario");
            scenario.tell_apart();
            let scenario = Arc::new(scenario);
            let stands = Arc::clone(plans.first().map_or(&scenario, |p| &p.scenario));
            let plan = Plan::sharing(scenario, &plans).and_then(|p| p.measured_by(&stands));
            plans.push(plan.expect("a plan"));
        }
        plans
    }

    #[test]
    fn t5_what_differs_by_the_mechanism_alone_steps_as_one_and_shows_what_it_does_alone() {
        let plans = plans(&[
            "/mechanism/operating_threshold=0.9",
            "/mechanism/operating_threshold=0.05",
            "/mechanism/throttle_to=until_total",
            "/mechanism/enabled=false",
            "/mechanism/hold=4",
            "/retries=[]",
        ]);
        let all: Vec<Stepped<'_>> =
            plans.iter().map(|plan| Stepped { plan, beside: Vec::new() }).collect();
        let behind = [None, Some(0), Some(0), Some(0), None, None];
        assert_eq!(Together::new(&all).behind, behind);
        let together = run_variants(&plans.iter().collect::<Vec<_>>(), 1, false, |_| true);
        for (plan, ledger) in plans.iter().zip(together.expect("never interrupted")) {
            assert!(run(plan, 1, false) == ledger, "{:?}", plan.scenario.mechanism);
        }
    }

    #[test]
    fn t5_a_counterpart_steps_with_the_scenario_that_it_stands_beside_or_by_itself() {
        let [stands, other, today] =
            ["/mechanism/operating_threshold=0.5", "/mechanism/hold=4", "/mechanism/enabled=false"];
        let plans = plans(&[stands, other, today]);
        let behind = |beside: usize| {
            let beside = [vec![], vec![], vec![beside]];
            let all = plans.iter().zip(beside).map(|(plan, beside)| Stepped { plan, beside });
            Together::new(&all.collect::<Vec<_>>()).behind
        };
        assert_eq!(behind(0), [None, None, Some(0)]);
        assert_eq!(behind(1), [None, None, None]);
    }
}
