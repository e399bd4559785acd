//! C2: how long a (User, SRV) pair is refused until it is accepted again.

use super::World;
use super::request::Id;
use headroom_core::ledger::UntilAccepted;
use std::collections::BTreeSet;

/// The cells in which some attempt of a pair was answered 503, and those in which one was admitted.
#[derive(Clone, Debug, Default)]
pub struct Answered {
    pub refused: BTreeSet<u64>,
    pub admitted: BTreeSet<u64>,
}

impl World<'_> {
    /// The cells in which attempts of a request's User and SRV were answered.
    pub(super) fn answered(&mut self, id: Id) -> &mut Answered {
        let pair = self.cohort(id).pair;
        &mut self.answered[pair]
    }

    pub(super) fn count_stretches(&mut self) {
        let end = self.scenario.calendar.cells();
        self.seen.until_accepted = self.answered.iter().map(|pair| of_pair(pair, end)).collect();
    }
}

/// One stretch after another; in a cell with both, the acceptance counts as the earlier.
fn of_pair(pair: &Answered, end: u64) -> UntilAccepted {
    let mut stretches = Vec::new();
    let mut next = pair.refused.first().copied();
    while let Some(from) = next {
        let to = pair.admitted.range(from + 1..).next().copied();
        stretches.push((to.unwrap_or(end) - from, to.is_none()));
        next = to.and_then(|to| pair.refused.range(to..).next().copied());
    }
    let Some(&(first, first_open)) = stretches.first() else { return UntilAccepted::default() };
    let longest = stretches.iter().map(|(cells, _)| *cells).max().unwrap_or(0);
    UntilAccepted {
        refused: 1,
        stretches: stretches.len() as u64,
        first,
        first_most: first,
        first_open: u64::from(first_open),
        longest,
        longest_most: longest,
        open: u64::from(stretches.iter().any(|(_, open)| *open)),
    }
}
