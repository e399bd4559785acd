//! What each run of a study showed: held where nothing is kept, else read from `runs/` when it is asked for, so that a study
//! holds no more of its variants than is looked at.
//!
//! Left out: who looks at what, and how much of it is held meanwhile (`evidence/shelf.rs`). Checked by: `tests/it/studies/held.rs`.

use crate::ledger::Folded;
use std::fmt;
use std::sync::Arc;

type Read = dyn Fn(usize) -> Result<Arc<Folded>, String> + Send + Sync;

/// What runs showed: of the plans, the variants and then the counterparts, what their replications did; then of each pair what
/// the counterpart did in replications in which the variant acted.
#[derive(Clone)]
pub struct Outcomes {
    runs: usize,
    read: Arc<Read>,
}

impl Outcomes {
    /// Of so many runs, each of which is `read` whenever it is asked for.
    pub fn read(
        runs: usize,
        read: impl Fn(usize) -> Result<Arc<Folded>, String> + Send + Sync + 'static,
    ) -> Self {
        Self { runs, read: Arc::new(read) }
    }

    /// How many runs.
    pub fn len(&self) -> usize {
        self.runs
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.runs == 0
    }

    /// What `run` showed.
    ///
    /// # Errors
    /// A file that cannot be read, or was changed, in words with what to do.
    pub fn get(&self, run: usize) -> Result<Arc<Folded>, String> {
        (self.read)(run)
    }

    /// What all of them showed, at once.
    ///
    /// # Errors
    /// As of [`Outcomes::get`].
    pub fn all(&self) -> Result<Vec<Folded>, String> {
        (0..self.runs).map(|run| Ok(Arc::unwrap_or_clone(self.get(run)?))).collect()
    }
}

impl From<Vec<Folded>> for Outcomes {
    fn from(held: Vec<Folded>) -> Self {
        let held: Vec<Arc<Folded>> = held.into_iter().map(Arc::new).collect();
        Self::read(held.len(), move |run| Ok(Arc::clone(&held[run])))
    }
}

impl Default for Outcomes {
    fn default() -> Self {
        Vec::new().into()
    }
}

impl fmt::Debug for Outcomes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Outcomes").field("runs", &self.runs).finish_non_exhaustive()
    }
}
