//! What the runs of a study showed, of which only a few are held at once: the others are read again when they are looked at, so
//! that the memory of a study does not grow with its variants.
//!
//! Scope: what is held of them, and what is remembered of each: the figures that were asked for. Left out: where they are read
//! (`core/experiment/outcomes.rs`). Checked by: `tests/it/studies/held.rs`.

use super::interval::Interval;
use super::measures::Measures;
use headroom_core::domain::{Figure, Whose};
use headroom_core::engine::Plan;
use headroom_core::experiment::Outcomes;
use headroom_core::ledger::Folded;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Arc, Mutex, MutexGuard};

/// So many are held: a variant, what it is held against, what stands beside it, and one more.
const HELD: usize = 4;

/// What a run showed, and its figures.
#[derive(Clone, Debug)]
pub(super) struct Shown {
    pub(super) folded: Arc<Folded>,
    pub(super) measures: Arc<Measures>,
}

impl Shown {
    /// Of `folded` replications of `plan`.
    pub(super) fn new(plan: &Plan, folded: Arc<Folded>) -> Self {
        let measures = Arc::new(Measures::new(plan, &folded));
        Self { folded, measures }
    }
}

/// What the runs of a study showed.
#[derive(Debug)]
pub struct Shelf {
    outcomes: Outcomes,
    /// Those that are held, the one that was looked at last behind.
    held: Mutex<Vec<(usize, Shown)>>,
}

/// What was kept could not be read again.
struct Unreadable(String);

impl Shelf {
    /// Of a study with these `outcomes`.
    pub(super) fn new(outcomes: Outcomes) -> Arc<Self> {
        Arc::new(Self { outcomes, held: Mutex::default() })
    }

    /// What `run`, of `plan`, showed.
    pub(super) fn shown(&self, run: usize, plan: &Plan) -> Shown {
        let known = self.held().iter().find(|(of, _)| *of == run).map(|(_, shown)| shown.clone());
        // Read while nobody is kept waiting: it may not be there any more.
        let shown = known.unwrap_or_else(|| Shown::new(plan, self.folded(run)));
        let mut held = self.held();
        held.retain(|(of, _)| *of != run);
        held.truncate(HELD - 1);
        held.insert(0, (run, shown.clone()));
        shown
    }

    fn held(&self) -> MutexGuard<'_, Vec<(usize, Shown)>> {
        self.held.lock().expect("no thread panicked")
    }

    /// What the pair `run` showed, of which there are no figures.
    pub(super) fn folded(&self, run: usize) -> Arc<Folded> {
        // Sentences, tables and charts are made of what was there a moment ago: only the command can say that it is gone.
        self.outcomes.get(run).unwrap_or_else(|why| resume_unwind(Box::new(Unreadable(why))))
    }
}

/// What `make` makes of a study, or why what was kept of it could not be read again meanwhile.
///
/// # Errors
/// A file that was taken away or changed, in words with what to do.
pub fn reading<T>(make: impl FnOnce() -> T) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(make)).map_err(|why| match why.downcast::<Unreadable>() {
        Ok(why) => why.0,
        Err(panic) => resume_unwind(panic),
    })
}

/// Where what a variant showed is.
#[derive(Clone, Debug)]
pub(super) enum Source {
    Held(Shown),
    Shelf(Arc<Shelf>, usize),
}

impl Source {
    pub(super) fn shown(&self, plan: &Plan) -> Shown {
        match self {
            Source::Held(shown) => shown.clone(),
            Source::Shelf(shelf, run) => shelf.shown(*run, plan),
        }
    }
}

/// A figure, and whose.
pub(super) type Asked = (Figure, Whose);

/// Of each replication a figure, where it has it.
pub(super) type Values = Arc<[Option<f64>]>;

/// Figures that were asked for, until they are forgotten.
#[derive(Debug, Default)]
pub(super) struct Remembered {
    estimates: Mutex<BTreeMap<Asked, Option<Interval>>>,
    values: Mutex<BTreeMap<Asked, Values>>,
}

impl Remembered {
    /// The estimate of what is `asked`, which `of` has.
    pub(super) fn estimate(
        &self,
        asked: Asked,
        of: impl FnOnce() -> Option<Interval>,
    ) -> Option<Interval> {
        remembered(&self.estimates, asked, of)
    }

    /// The values of what is `asked`, which `of` has.
    pub(super) fn values(&self, asked: Asked, of: impl FnOnce() -> Vec<Option<f64>>) -> Values {
        remembered(&self.values, asked, || of().into())
    }

    /// Forgets values, of which there is one for each replication, but those to `keep`.
    pub(super) fn forget_values(&self, keep: impl Fn(Asked) -> bool) {
        self.values.lock().expect("no thread panicked").retain(|asked, _| keep(*asked));
    }
}

/// What is `asked` of `all`, else what `of` makes of it while nobody is kept waiting: what it reads may not be there any more.
fn remembered<T: Clone>(
    all: &Mutex<BTreeMap<Asked, T>>,
    asked: Asked,
    of: impl FnOnce() -> T,
) -> T {
    let known = all.lock().expect("no thread panicked").get(&asked).cloned();
    known.unwrap_or_else(|| {
        let made = of();
        all.lock().expect("no thread panicked").insert(asked, made.clone());
        made
    })
}
