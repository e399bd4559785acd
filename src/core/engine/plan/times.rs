//! The longest times until something comes back: how far a block that is taken whole looks ahead.

use super::Plan;
use super::cohorts::Cold;
use crate::domain::Share;
use crate::scenario::{Event, EventKind};
use crate::traffic::{Cohort, Volume};

impl Plan {
    /// The longest time, in cells, until what was refused is sent again (U1).
    pub(in crate::engine) fn longest_delay(&self) -> u64 {
        self.cohorts.cold.iter().flat_map(|m| m.delays.iter().map(|d| d.1)).max().unwrap_or(0)
    }

    /// The longest time, in cells, from a request's first attempt to its last if all are refused at once (U1).
    pub(in crate::engine) fn longest_tries(&self) -> u64 {
        let all = |c: &Cold| c.delays.iter().fold(0, |sum: u64, d| sum.saturating_add(d.1));
        self.cohorts.cold.iter().map(all).max().unwrap_or(0)
    }

    /// The longest time, in cells, until the next attempt that comes to the gateway: all others may meet no service. With storms a
    /// block longer, since it is known at a block's beginning what of it is not answered.
    pub(in crate::engine) fn longest_retry(&self) -> u64 {
        let last = |delays: &[(u64, u64)]| delays.iter().map(|d| d.1).max().unwrap_or(0);
        let tries = self.longest_tries().max(2 * self.clock.per_window);
        let of = |m: &Cold| tries.max(last(&m.after_throttled)).saturating_add(m.timeout);
        let by_policy = self.cohorts.cold.iter().map(of).max().unwrap_or(0);
        let resent = self.scenario.events.iter().map(|e| self.resent_after(e));
        let ahead = if self.traffic.parties.is_empty() { 0 } else { self.clock.per_block };
        resent.fold(by_policy, u64::max).saturating_add(ahead)
    }

    /// The longest time, in cells, until what met the maintenance of `event` is sent again.
    fn resent_after(&self, event: &Event) -> u64 {
        let EventKind::Maintenance(maintenance) = &event.kind else {
            return 0;
        };
        let spreads = maintenance.resend.iter().map(|r| self.clock.at_least_one(r.says.spread));
        event.to - event.from + spreads.max().unwrap_or(0)
    }

    /// The longest time, in cells, until all has come of what is submitted and served at once: second
    /// submissions and later steps; a day where something that is sent in batches is held until due, of which
    /// a run does not know what was sent before it began.
    pub(in crate::engine) fn longest_lead(&self) -> u64 {
        let unknown_before = |v: &Volume| matches!(v, Volume::Pieces(_) | Volume::Recorded(_));
        let held_batch = |c: &Cohort| unknown_before(&c.volume) && c.due.is_some();
        match self.traffic.cohorts.iter().any(held_batch) {
            true => 48 * self.clock.per_block,
            false => self.longest_chain(),
        }
    }

    /// The longest time, in cells, until second submissions and later steps have come of what is submitted and served at
    /// once; a day at most.
    pub(in crate::engine) fn longest_chain(&self) -> u64 {
        let cohorts = &self.traffic.cohorts;
        let of = |first: usize| {
            let then = |c: &usize| cohorts[*c].then.map(|then| then.cohort);
            let links = std::iter::successors(Some(first), then);
            let time = |c: usize| cohorts[c].then.map_or(0, |t| t.delay + self.cold(c).response);
            links.map(time).sum::<u64>()
        };
        (0..cohorts.len()).map(of).max().unwrap_or(0).min(48 * self.clock.per_block)
    }

    /// The longest time, in cells, until something follows; a block longer than that, since a block taken
    /// whole looks ahead over all of it.
    pub(in crate::engine) fn longest_follow(&self) -> u64 {
        let cohorts = self.traffic.cohorts.iter();
        let then = |c: &Cohort| {
            let again = c.step.map_or(0, |s| s.first.delay);
            c.then.map_or(0, |t| t.delay).max(again)
        };
        let put_off = self.scenario.mechanism.early_warning.as_ref();
        let put_off = put_off.map_or(0, |w| w.defer_by.cells_up(self.clock.cell));
        cohorts
            .map(then)
            .max()
            .unwrap_or(0)
            .max(put_off)
            .saturating_add(self.cohorts.longest_answer + self.clock.per_block)
    }

    /// Whether requests of `cohort` do nothing but try again until they meet service or have made their last
    /// attempt.
    pub(in crate::engine) fn only_retries(&self, cohort: usize) -> bool {
        let of = &self.traffic.cohorts[cohort];
        let begins_anew = of.step.is_some_and(|step| {
            let process = self.traffic.runs[step.run].0;
            self.scenario.processes[process].retrigger != Share::ZERO
        });
        of.poll.is_none() && self.cold(cohort).deadline == u64::MAX && !begins_anew
    }

    /// Whether such requests, of which attempt number `attempt` is made in `cell` at the latest, surely make their
    /// last one before cell `to` if they meet no service.
    pub(in crate::engine) fn ends_before(
        &self,
        cohort: usize,
        attempt: u16,
        cell: u64,
        to: u64,
    ) -> bool {
        let delays = self.cold(cohort).delays.iter().skip(usize::from(attempt) - 1);
        self.only_retries(cohort) && delays.fold(cell, |at, delay| at.saturating_add(delay.1)) < to
    }
}
