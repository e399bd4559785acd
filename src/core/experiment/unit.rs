//! A unit of the work of a study: what steps together through a block of replications.
//!
//! Scope: variants and counterparts on one traffic, and the pairs of both: what a counterpart does while a variant's mechanism
//! is active is known only after that has run (C2, C3). Left out: which units there are, and what is kept (`job.rs`). Checked
//! by: `tests/rules/counterparts.rs`, `tests/it/studies/beside.rs`.

use super::beside::Pair;
use super::study::Study;
use crate::engine::{Beside, Plan, Stepped, run_beside, run_observing, run_variants};
use crate::ledger::Folded;
use std::ops::Range;

/// A unit of the work, by its place, and a replication of it.
pub type Task = (usize, u32);

/// Plans of the study that step together through a block of replications, and pairs of them, by their places in
/// [`Study::runs`].
pub struct WorkUnit {
    pub runs: Vec<usize>,
    pub replications: Range<u32>,
}

impl WorkUnit {
    /// Replications, over all its runs.
    pub fn size(&self) -> u64 {
        self.runs.len() as u64 * u64::from(self.replications.end - self.replications.start)
    }

    /// What each run shows in `replication`: plans come before pairs. Of a pair whose variant acts the counterpart is stepped
    /// again; whose does not, has nothing to tell. None where `going` says that it is no longer wanted.
    pub fn replicate(
        &self,
        study: &Study,
        (replication, step_all): (u32, bool),
        going: impl Fn(usize) -> bool,
    ) -> Option<Vec<Folded>> {
        let (mut plans, pairs): (Vec<usize>, Vec<usize>) =
            self.runs.iter().partition(|run| **run < study.plans());
        let pairs: Vec<&Pair> = pairs.iter().map(|p| &study.pairs()[p - study.plans()]).collect();
        let asked = plans.len();
        for pair in &pairs {
            // Its own runs may be kept from before.
            if !plans.contains(&pair.variant) {
                plans.push(pair.variant);
            }
        }
        if study.plan(plans[0]).traffic.parties.is_empty()
            && !study.plan(plans[0]).scenario.is_course()
        {
            return observed(study, &plans, asked, &pairs, (replication, step_all), going);
        }
        let ready: Vec<&Plan> = plans.iter().map(|p| study.plan(*p)).collect();
        let ledgers = run_variants(&ready, replication, step_all, &going)?;
        let beside = |pair: &&Pair| {
            let of_variant = plans.iter().zip(&ledgers).find(|(p, _)| **p == pair.variant);
            let (_, ledger) = of_variant.expect("it was run");
            let (plan, scenario) = (study.plan(pair.beside), study.plan(pair.variant));
            (!ledger.acted.is_never()).then_some(Beside { plan, scenario, acted: &ledger.acted })
        };
        let beside: Vec<Option<Beside<'_>>> = pairs.iter().map(beside).collect();
        let acting: Vec<Beside<'_>> = beside.iter().flatten().copied().collect();
        let known = &ready[0].traffic.pairs;
        let mut again = run_beside(&acting, replication, step_all, &going)?
            .into_iter()
            .map(|ledger| Folded::new(ledger, known).of_acting());
        let of_pair = |b: &Option<Beside<'_>>| match b {
            Some(_) => again.next().expect("one of each"),
            None => Folded::default(),
        };
        let of_pairs: Vec<Folded> = beside.iter().map(of_pair).collect();
        let of_plans = ledgers.into_iter().take(asked).map(|l| Folded::new(l, known));
        Some(of_plans.chain(of_pairs).collect())
    }
}

/// The same where there is no storm: a counterpart is stepped once, with the variants, and beside all that it stands beside.
fn observed(
    study: &Study,
    plans: &[usize],
    asked: usize,
    pairs: &[&Pair],
    (replication, step_all): (u32, bool),
    going: impl Fn(usize) -> bool,
) -> Option<Vec<Folded>> {
    let stands = |p: &usize| pairs.iter().any(|pair| pair.beside == *p);
    let (mut standing, mut order): (Vec<usize>, Vec<usize>) = plans.iter().partition(|p| stands(p));
    standing.extend(pairs.iter().map(|pair| pair.beside));
    standing.sort_unstable();
    standing.dedup();
    order.extend(standing);
    let place = |p: usize| order.iter().position(|o| *o == p).expect("it is stepped");
    let of = |p: &usize| {
        let own = pairs.iter().filter(|pair| pair.beside == *p);
        Stepped { plan: study.plan(*p), beside: own.map(|pair| place(pair.variant)).collect() }
    };
    let stepped: Vec<Stepped<'_>> = order.iter().map(of).collect();
    let shown = run_observing(&stepped, replication, step_all, going)?;
    let known = &stepped[0].plan.traffic.pairs;
    let acted: Vec<bool> = shown.iter().map(|(ledger, _)| !ledger.acted.is_never()).collect();
    let (mut all, entitled): (Vec<Folded>, Vec<_>) =
        shown.into_iter().map(|(ledger, f6)| (Folded::new(ledger, known), f6)).unzip();
    let of_pair = |pair: &&Pair| {
        let (counterpart, variant) = (place(pair.beside), place(pair.variant));
        if !acted[variant] {
            return Folded::default();
        }
        let own = stepped[counterpart].beside.iter().position(|v| *v == variant);
        let f6 = &entitled[counterpart][own.expect("it stands beside it")];
        all[counterpart].acting_with(f6.clone())
    };
    let of_pairs: Vec<Folded> = pairs.iter().map(of_pair).collect();
    let of_plans = plans[..asked].iter().map(|p| std::mem::take(&mut all[place(*p)]));
    Some(of_plans.chain(of_pairs).collect())
}
