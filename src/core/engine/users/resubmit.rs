//! U2: a User resubmits what is still in the backlog at the response time-out.

use super::Users;
use super::copies::Where;
use crate::engine::attempt::{Attempt, Joined, StandsFor};
use crate::engine::book::{Became, DayBook};
use crate::engine::dsp::JoinedCell;
use crate::random::{Purpose, scatter};
use std::collections::BTreeMap;

/// Latest copies in a buffer that are no longer wanted.
pub struct Unwanted {
    /// The cell in which they entered it.
    pub at: u64,
    /// Which attempt they are.
    pub attempt: u16,
    /// How many.
    pub count: u64,
}

impl Users<'_> {
    /// Of the linked retries in `found`, which come in `cell`, only those stay that are still wanted.
    pub(super) fn keep_wanted(&mut self, cell: u64, found: &mut Vec<Attempt>) {
        if self.copies.is_empty() && found.iter().all(|a| a.tag.group().is_none()) {
            return;
        }
        found.retain_mut(|a| {
            let Some(group) = a.tag.group() else {
                return true;
            };
            a.count = self.copies.take(group, Where::Coming(cell), a.attempt);
            a.count > 0
        });
    }

    /// What is still in the `layer` of the backlog of Users who wait for `timeout` cells is resubmitted in `cell`: the
    /// copies go into `found`.
    pub fn resubmit(
        &mut self,
        (cell, timeout): (u64, u64),
        layer: &mut JoinedCell,
        found: &mut Vec<Attempt>,
        book: &mut DayBook<'_>,
    ) {
        let due = |j: &Joined| {
            let cold = self.plan.cold(j.what.of());
            cold.resubmit == Some(timeout)
                && (j.what.attempt as usize) <= cold.delays.len()
                && cell <= j.what.first_cell().saturating_add(cold.deadline)
        };
        let (at, copies) = (layer.at, &mut self.copies);
        let mut again = |j: &mut Joined| {
            let count = match (j.role, j.what.tag.group()) {
                (StandsFor::Request, None) => {
                    book.became(cell, &j.what, Became::Again);
                    j.what.tag = copies.group(&j.what);
                    j.what.past = j.what.past.repeated();
                    j.live = true;
                    j.what.count
                }
                (StandsFor::Copy, Some(group)) => {
                    copies.take(group, Where::Admitted(at), j.what.attempt)
                }
                _ => 0,
            };
            if count > 0 {
                found.push(j.what.again().times(count));
            }
        };
        layer.live.iter_mut().chain(&mut layer.inert).filter(|j| due(j)).for_each(&mut again);
        layer.enliven_marked();
    }

    /// U1 of a resubmission that was refused in `cell`: it is tried again, or the User waits for the copy that it
    /// has in the backlog.
    pub(super) fn retry_copy(
        &mut self,
        cell: u64,
        a: Attempt,
        group: u32,
        range: Option<(u64, u64)>,
    ) {
        let last = a.first_cell().saturating_add(self.plan.cold(a.of()).deadline);
        let next = a.again();
        let Some((from, to)) = range else {
            return self.copies.put(group, Where::Stopped, a.attempt, a.count);
        };
        let mut draws = self.keys.draws(Purpose::Copies, cell, u64::from(group) << 8 | 1);
        let width = to - from + 1;
        let mut cells: BTreeMap<u64, u64> = BTreeMap::new();
        if a.count < width {
            // A delay may be longer than any list of cells.
            (0..a.count).for_each(|_| *cells.entry(from + draws.below(width)).or_default() += 1);
        } else {
            let mut places = vec![0; width as usize];
            scatter(&mut draws, a.count, &mut places);
            cells.extend((from..).zip(places).filter(|(_, n)| *n > 0));
        }
        for (at, n) in cells {
            if at > last {
                self.copies.put(group, Where::Stopped, a.attempt, n);
            } else {
                self.copies.put(group, Where::Coming(at), next.attempt, n);
                self.retries.put(next.times(n), at);
            }
        }
    }

    /// Copies of the requests `a`, linked to `group`, were processed in `cell`, before any other: they decide
    /// them. What of their latest copies waits in buffers goes into `unwanted`.
    pub fn decide(
        &mut self,
        cell: u64,
        a: &Attempt,
        group: u32,
        unwanted: &mut Vec<Unwanted>,
    ) -> Vec<Attempt> {
        let mut draws = self.keys.draws(Purpose::Copies, cell, u64::from(group) << 8);
        self.copies.decide(&mut draws, group, a, |at, attempt, count| {
            if let Where::Buffered(at) = at {
                unwanted.push(Unwanted { at, attempt, count });
            }
        })
    }
}
