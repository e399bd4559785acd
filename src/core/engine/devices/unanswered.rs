//! Fresh requests of a storm's quiet half-hour whose devices have no power (G9): since each is processed in the cell in which
//! it comes, it is known when the half-hour begins which they are, and when they are asked again.

use crate::engine::attempt::Attempt;
use crate::engine::plan::Plan;
use std::collections::BTreeMap;

/// Fresh requests that are not answered.
#[derive(Clone, Copy, Debug)]
pub struct Unanswered {
    /// What they are, of one cohort and cell.
    pub what: Attempt,
    /// The cell in which they are processed.
    pub cell: u64,
    /// For how many of them the time-out is the end: the others are to come again.
    pub ended: u64,
}

/// What is known beforehand of a half-hour that is opened although it is quiet.
#[derive(Clone, Debug, Default)]
pub struct Foreknown {
    /// Its first cell; none of any other half-hour.
    from: Option<u64>,
    /// By cell and cohort.
    unanswered: BTreeMap<(u64, u32), Unanswered>,
}

impl Foreknown {
    /// Of the quiet half-hour that begins with cell `from`.
    pub fn new(from: u64, unanswered: Vec<Unanswered>) -> Self {
        let named = unanswered.into_iter().map(|u| ((u.cell, u.what.cohort), u));
        Self { from: Some(from), unanswered: named.collect() }
    }

    /// Whether anything is.
    pub fn is_on(&self) -> bool {
        self.from.is_some()
    }

    /// Whether of `a`, which are in the backlog in `cell`, it is known beforehand which are not answered: they are requests
    /// that began in this half-hour, and no polls.
    #[inline]
    pub fn knows(&self, plan: &Plan, cell: u64, a: &Attempt) -> bool {
        let Some(from) = self.from else {
            return false;
        };
        if a.attempt > 1 || plan.hot(a.of()).polls {
            return false;
        }
        let second = plan.traffic.cohorts[a.of()].second;
        if second { a.first_cell() >= from } else { a.first_cell() == cell }
    }

    /// Those of a cohort in `cell`, once.
    pub fn take(&mut self, cell: u64, cohort: u32) -> Option<Unanswered> {
        self.unanswered.remove(&(cell, cohort))
    }

    /// The plain requests among those of `cell`, in the order of cohorts.
    pub fn take_plain(&mut self, plan: &Plan, cell: u64) -> Vec<Unanswered> {
        let here = self.unanswered.range((cell, 0)..(cell + 1, 0));
        let plain: Vec<u32> =
            here.map(|(key, _)| key.1).filter(|c| plan.hot(*c as usize).plain).collect();
        plain.into_iter().filter_map(|c| self.take(cell, c)).collect()
    }
}
