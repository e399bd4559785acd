//! What stands beside the variants of a study: today's system on the same traffic, and what a scenario names besides
//! (C2), each run once however many variants stand beside it.
//!
//! Scope: which systems these are, made ready. Left out: what makes today's of a scenario (`scenario/counterpart.rs`),
//! and running them, which is a variant's way (`job.rs`). Checked by: `tests/rules/counterparts.rs`.

use super::runs::digest_of_both;
use crate::engine::Plan;
use crate::scenario::{Change, Counterpart, Draft, Fault, Faults, Scenario};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What stands beside a variant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beside {
    /// Its name: [`Counterpart::TODAY`], or as the scenario names it.
    pub id: String,
    /// Which of the study's plans it is: the variants, then the counterparts.
    pub plan: usize,
}

/// A variant that may act, and what stands beside it: what that shows while the variant's mechanism is active is the pair's
/// own, and is kept so (C2, C3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The variant.
    pub variant: usize,
    /// Which of the study's plans stands beside it.
    pub beside: usize,
    /// Digest of the inputs of both.
    pub inputs: String,
}

/// Each variant that may act, with everything that stands `beside` it; `plans` are the variants, then the counterparts. Of
/// courses it is not told apart.
pub fn pairs(plans: &[&Plan], beside: &[Vec<Beside>]) -> Vec<Pair> {
    let acts = |v: &usize| {
        let scenario = &plans[*v].scenario;
        scenario.mechanism.enabled && !scenario.is_course()
    };
    let of = |v: usize| {
        beside[v].iter().map(move |b| Pair {
            variant: v,
            beside: b.plan,
            inputs: digest_of_both(&plans[v].inputs, &plans[b.plan].inputs),
        })
    };
    (0..beside.len()).filter(acts).flat_map(of).collect()
}

/// A variant: what it changes, and its plan.
type Point<'a> = (&'a [Change], &'a Plan);

/// Makes what stands beside the variants of a study.
pub struct Making<'a> {
    draft: &'a Draft,
    /// Changes of every variant.
    set: &'a [Change],
    /// The mechanism of the scenario as it stands, which today's system is measured with.
    mechanism: Change,
    variants: Vec<Point<'a>>,
    /// How many variants there are, with those that nothing stands beside: the plans that are made come after them.
    before: usize,
    /// Plans of different traffic, of the variants and of what stands beside them.
    distinct: Vec<Plan>,
    /// Place among the plans, by digest of the inputs.
    known: BTreeMap<String, usize>,
    made: Vec<Plan>,
}

impl<'a> Making<'a> {
    /// Before anything is made, of the first `variants` of as many as are `before` the plans. `distinct` are plans of different
    /// traffic.
    pub fn new(
        (draft, set, base): (&'a Draft, &'a [Change], &Scenario),
        (variants, before): (Vec<Point<'a>>, usize),
        distinct: Vec<Plan>,
    ) -> Self {
        let mechanism = Change {
            pointer: "/mechanism".to_owned(),
            value: base.stands_at("/mechanism").cloned().unwrap_or(Value::Null),
        };
        let of = |(v, point): (usize, &Point<'_>)| (point.1.scenario.inputs.clone(), v);
        let known = variants.iter().enumerate().map(of).collect();
        Self { draft, set, mechanism, variants, before, distinct, known, made: Vec::new() }
    }

    /// What stands beside each variant, and the plans that are no variant's.
    ///
    /// # Errors
    /// Faults of any of them, each once.
    pub fn all(mut self) -> Result<(Vec<Vec<Beside>>, Vec<Plan>), Faults> {
        let mut faults: Vec<Fault> = Vec::new();
        let mut all = Vec::new();
        for (v, variant) in self.variants.clone().into_iter().enumerate() {
            let scenario = &variant.1.scenario;
            let today = (!scenario.is_today()).then(|| (Counterpart::TODAY, Vec::new()));
            let named = scenario.counterparts.iter().map(|c| (c.id.as_str(), c.changes()));
            let mut here = Vec::new();
            for (id, changes) in today.into_iter().chain(named) {
                // The variant has none, so that they are the counterpart's, wherever they show.
                let own = |f: Fault| match f.path.starts_with("/counterparts/") {
                    true => f,
                    false => f.in_file(format!("/counterparts/{id}")),
                };
                match self.plan(variant, id, &changes) {
                    // What it is itself, it does not stand beside.
                    Ok(plan) if plan == v => {}
                    Ok(plan) => here.push(Beside { id: id.to_owned(), plan }),
                    Err(Faults(found)) => {
                        let new: Vec<Fault> =
                            found.into_iter().map(own).filter(|f| !faults.contains(f)).collect();
                        faults.extend(new);
                    }
                }
            }
            all.push(here);
        }
        if faults.is_empty() { Ok((all, self.made)) } else { Err(Faults(faults)) }
    }

    /// The place among the plans of today's system beside `variant`, with `changes`.
    fn plan(&mut self, variant: Point<'_>, id: &str, changes: &[Change]) -> Result<usize, Faults> {
        let mut scenario = self.scenario(variant, id, changes)?;
        let refused = |found: &str, expected: &str| {
            let fault = Fault::at(format!("/counterparts/{id}/with"), found, expected);
            Err(Faults::from(fault.in_file(variant.1.scenario.name.as_str())))
        };
        if !scenario.is_today() {
            return refused("a mechanism that acts", "changes of today's system, which has none");
        }
        if let Some(plan) = self.known.get(&scenario.inputs) {
            return Ok(*plan);
        }
        scenario.tell_apart();
        // Large, and the base's says it once.
        scenario.resolved = Value::Null;
        let (inputs, name) = (scenario.inputs.clone(), scenario.name.clone());
        let plan = Plan::sharing(Arc::new(scenario), &self.distinct)
            .map_err(|fault| Faults::from(fault.in_file(name)))?;
        if *plan.traffic != *variant.1.traffic {
            return refused(
                "other traffic",
                "changes that leave the traffic as it is, so that all differences are paired (T5)",
            );
        }
        if !self.distinct.iter().any(|p| Arc::ptr_eq(&p.traffic, &plan.traffic)) {
            self.distinct.push(plan.clone());
        }
        let place = self.before + self.made.len();
        self.made.push(plan);
        self.known.insert(inputs, place);
        Ok(place)
    }

    /// Today's system beside `variant`, with `changes`. Its mechanism does nothing but say what would be an allocation or
    /// a threshold, so that it is that of the scenario as it stands: variants that differ by the mechanism alone stand
    /// beside the same.
    fn scenario(
        &self,
        (vary, plan): Point<'_>,
        id: &str,
        changes: &[Change],
    ) -> Result<Scenario, Faults> {
        let today = Counterpart::todays();
        let read = |mechanism: &[Change]| {
            self.draft.with(&[
                ("--set", self.set),
                ("--with and --vary", vary),
                (Counterpart::TODAY, &[mechanism, &today].concat()),
                (&format!("/counterparts/{id}"), changes),
            ])
        };
        // Where the capacity follows from the threshold, or the mechanism as it stands does not go with the variant's
        // cells, it is the variant's own.
        let follows = plan.scenario.gateway.threshold_over_ordinary.is_some();
        let shared = if follows { None } else { read(std::slice::from_ref(&self.mechanism)).ok() };
        shared.map_or_else(|| read(&[]), Ok)
    }
}
