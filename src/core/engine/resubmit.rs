//! U2: a User resubmits what is still in the backlog at the response time-out.

use super::attempt::{Attempt, Joined, Past, Role};
use super::book::Became;
use super::copies::Where;
use super::run::Run;
use crate::random::{Purpose, scatter};
use std::collections::BTreeMap;

impl Run<'_> {
    /// The copies that Users resubmit in `cell` go into `found`, and of the linked retries in it only those
    /// stay that are still wanted.
    pub(super) fn resubmit(&mut self, cell: u64, found: &mut Vec<Attempt>) {
        if !self.copies.is_empty() || found.iter().any(|a| a.tag.group().is_some()) {
            found.retain_mut(|a| {
                let Some(group) = a.tag.group() else {
                    return true;
                };
                a.count = self.copies.take(group, Where::Coming(cell), a.attempt);
                a.count > 0
            });
        }
        let plan = self.plan;
        for &timeout in &plan.cohorts.timeouts {
            if let Some(at) = cell.checked_sub(timeout) {
                self.time_out(cell, at, timeout, found);
            }
        }
    }

    /// What was admitted in cell `at` by Users who wait for `timeout` cells is resubmitted in `cell`.
    fn time_out(&mut self, cell: u64, at: u64, timeout: u64, found: &mut Vec<Attempt>) {
        for j in self.dsp.settle_layer(cell, at, &self.here, &mut self.book) {
            self.processed(cell - 1, &j);
        }
        let (plan, copies) = (self.plan, &mut self.copies);
        let Some(layer) = self.dsp.layer(at) else {
            return;
        };
        let due = |j: &Joined| {
            let manner = &plan.cold(j.what.of());
            manner.resubmit == Some(timeout)
                && (j.what.attempt as usize) <= manner.delays.len()
                && cell <= j.what.first_cell().saturating_add(manner.deadline)
        };
        let mut resubmitted = Vec::new();
        let mut again = |j: &mut Joined| {
            let count = match (j.role, j.what.tag.group()) {
                (Role::Request, None) => {
                    if plan.watched.is_some() {
                        resubmitted.push(j.what);
                    }
                    j.what.tag = copies.group(&j.what);
                    j.what.past = Past::STEP;
                    j.live = true;
                    j.what.count
                }
                (Role::Copy, Some(group)) => {
                    copies.take(group, Where::Admitted(at), j.what.attempt)
                }
                _ => 0,
            };
            if count > 0 {
                found.push(j.what.again().times(count));
            }
        };
        layer.live.iter_mut().chain(&mut layer.inert).filter(|j| due(j)).for_each(&mut again);
        let (live, inert) = std::mem::take(&mut layer.inert).into_iter().partition(|j| j.live);
        layer.live.extend::<Vec<Joined>>(live);
        layer.inert = inert;
        resubmitted.iter().for_each(|a| self.book.became(cell, a, Became::Again));
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
    /// them.
    pub(super) fn decide(&mut self, cell: u64, a: &Attempt, group: u32) -> Vec<Attempt> {
        let mut draws = self.keys.draws(Purpose::Copies, cell, u64::from(group) << 8);
        let mut in_buffers = Vec::new();
        let decided = self.copies.decide(&mut draws, group, a, |at, attempt, n| {
            if let Where::Buffered(at) = at {
                in_buffers.push((at, attempt, n));
            }
        });
        for (at, attempt, n) in in_buffers {
            self.unneeded(group, a, at, attempt, n);
        }
        decided
    }
}
