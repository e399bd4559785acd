//! N4: when requests are answered, for the northbound side.

use super::backlog::Plain;
use super::north::North;
use super::plan::Plan;
use super::quiet::Taken;
use super::run::Run;
use crate::random::Keys;
use std::rc::Rc;

impl Run<'_> {
    /// The northbound side of a run that begins, if it is on.
    pub(super) fn north_of(plan: &Plan, keys: &Keys) -> Option<North> {
        let cells = (plan.clock.per_window, plan.clock.per_block);
        let longest = plan.cohorts.longest_answer.min(plan.clock.end);
        let users = plan.scenario.users.len();
        plan.north.as_ref().map(|north| North::new(north, keys, users, cells, longest))
    }

    /// `n` requests of cohort `c` are answered in `cell`, which is in the run.
    pub(super) fn respond(&mut self, cell: u64, c: usize, n: u64) {
        if let (Some(north), Some(plan)) = (&mut self.north, &self.plan.north) {
            north.respond(plan, cell, self.plan.traffic.cohorts[c].pair, n);
        }
    }

    /// So many that were processed in `cell` are not answered after their response time, as it turns out.
    pub(super) fn respond_not(&mut self, cell: u64, c: usize, n: u64) {
        if let (Some(north), Some(plan)) = (&mut self.north, &self.plan.north) {
            let at = cell + self.plan.cold(c).response;
            north.take_back(plan, at, self.plan.traffic.cohorts[c].pair, n);
        }
    }

    /// The `plain` requests of `cell`, not told apart, are processed in it.
    pub(super) fn respond_plain(&mut self, cell: u64, plain: &Plain) {
        if self.north.is_none() {
            return;
        }
        let placed = Rc::clone(&self.here.placed);
        for fresh in plain.fresh(placed.cell(plain.at)) {
            let c = fresh.cohort as usize;
            self.respond(cell + self.plan.cold(c).response, c, fresh.count);
        }
    }

    /// What of a quiet `block` is answered and was not said to be yet: fresh requests, second submissions in it,
    /// and what the DSP started.
    pub(super) fn respond_whole(&mut self, block: usize, counts: &[u64], taken: &Taken) {
        let (Some(north), Some(way)) = (&mut self.north, &self.plan.north) else {
            return;
        };
        let (plan, keys) = (self.plan, &self.keys);
        let per_block = plan.traffic.cells_per_block();
        let first = block as u64 * per_block;
        let mut places = vec![0; per_block as usize];
        for (c, &n) in counts.iter().enumerate().filter(|(_, n)| **n > 0) {
            let cohort = &plan.traffic.cohorts[c];
            if cohort.due.is_some() || cohort.step.is_some() {
                continue;
            }
            plan.traffic.place_one(keys, block, c, n, &mut places);
            let signed = cohort.then.filter(|_| cohort.is_signed());
            let last = signed.map_or(c, |then| then.cohort);
            let later = signed.map_or(0, |then| then.delay);
            let answer = first + later + plan.cold(last).response;
            for (at, n) in (0..).zip(&mut places).filter(|(_, n)| **n > 0) {
                let n = std::mem::take(n);
                // Second submissions that fall over the block's end follow from it.
                if at + later < per_block {
                    north.respond(way, answer + at, cohort.pair, n);
                }
            }
        }
        for due in &taken.due {
            let (c, pair) = (due.cohort as usize, plan.traffic.cohorts[due.cohort as usize].pair);
            for (cell, n) in due.cells(&plan.traffic, keys) {
                north.respond(way, cell + plan.cold(c).response, pair, n);
            }
        }
    }

    /// The northbound side goes through `cell`, the DSP being `away` after a collapse or not.
    pub(super) fn go_north(&mut self, cell: u64, away: bool) {
        if let (Some(north), Some(plan)) = (&mut self.north, &self.plan.north) {
            north.step(plan, cell, &self.supplies.told(cell), away);
            if self.plan.counts() {
                north.forget_rows();
            }
        }
    }

    /// The northbound side's own audit (N4).
    pub(super) fn audit_north(&self) -> Option<String> {
        let (north, plan) = (self.north.as_ref()?, self.plan.north.as_ref()?);
        let answered =
            self.book.ledger().pairs.iter().map(|c| c.served + c.no_response + c.tried_again);
        north.audit(plan, answered)
    }
}
