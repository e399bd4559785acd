//! The evidence of a study, variant by variant, with what stands beside each on the same traffic (C2, C3).
//!
//! Scope: what is read of runs for it. Left out: what is told of what stands beside (`beside.rs`). Checked by:
//! `tests/it/studies/beside.rs`, `tests/it/studies/held.rs`.

use super::Evidence;
use super::beside::Beside;
use super::frequency::by_event;
use super::shelf::{Shelf, Source};
use headroom_core::experiment::{Outcomes, Pair, Study};
use headroom_core::ledger::Folded;
use std::sync::Arc;

impl Evidence {
    /// The evidence of each variant of `study`, with what stands beside it, whose runs showed `outcomes`.
    pub fn of_study(study: &Study, outcomes: impl Into<Outcomes>) -> Vec<Self> {
        let mut making = Making::new(study, outcomes.into());
        (0..study.variants.len()).map(|v| making.variant(v)).collect()
    }
}

/// Makes the evidence of a study.
pub(super) struct Making<'a> {
    study: &'a Study,
    shelf: Arc<Shelf>,
    /// What stood beside the variant before, and which plan it is where it was that by itself.
    before: Option<(Option<usize>, Evidence)>,
}

impl<'a> Making<'a> {
    /// Of a study whose runs showed `outcomes`.
    pub(super) fn new(study: &'a Study, outcomes: Outcomes) -> Self {
        Self { study, shelf: Shelf::new(outcomes), before: None }
    }

    /// That of `variant`, with what stands beside it.
    pub(super) fn variant(&mut self, variant: usize) -> Evidence {
        let mut here = self.of(variant);
        let study = self.study;
        if variant == 0
            && let Some(f) = here.frequency.as_mut()
        {
            f.by_event = by_event(study, |plan| self.of(plan));
        }
        let beside = study.beside(variant).iter();
        here.beside =
            beside.map(|b| Beside::new(&b.id, &here, self.beside(variant, b.plan))).collect();
        here.remember();
        here
    }

    /// That of a plan by itself.
    fn of(&self, plan: usize) -> Evidence {
        Evidence::of(self.study.plan(plan), Source::Shelf(Arc::clone(&self.shelf), plan))
    }

    /// That of a plan which stands beside `variant`: of a pair, while that acted.
    fn beside(&mut self, variant: usize, plan: usize) -> &Evidence {
        let pair = |p: &Pair| (p.variant, p.beside) == (variant, plan);
        let there = match self.study.pairs().iter().position(pair) {
            Some(pair) => {
                let acting = self.shelf.folded(self.study.plans() + pair);
                let of = self.study.plan(plan);
                let folded = Folded::clone(&self.shelf.shown(plan, of).folded);
                (None, Evidence::new(of, folded.while_acting(&acting)))
            }
            None => match self.before.take() {
                Some((Some(known), there)) if known == plan => (Some(plan), there),
                _ => (Some(plan), self.of(plan)),
            },
        };
        &self.before.insert(there).1
    }
}
