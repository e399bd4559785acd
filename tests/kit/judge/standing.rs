//! C2: whose a request is. All fresh requests are there before the first cell, so that each can be looked at by itself.

use super::World;
use super::request::Id;
use headroom_core::domain::{Mode, NANO, Standing};
use headroom_core::scenario::EventKind;

impl World<'_> {
    /// Gives every fresh request its standing, and counts it.
    pub fn settle_standings(&mut self) {
        for id in 0..self.requests.len() {
            let standing = self.standing_of(id);
            self.requests[id].standing = standing;
            let (_, harm) = self.counts_and_harm(id);
            harm.requests[standing] += 1;
        }
        self.settled = true;
    }

    fn standing_of(&self, id: Id) -> Standing {
        let request = &self.requests[id];
        let before_the_run = request.by_dsp && self.cohort(id).mode != Mode::DccScheduled;
        if before_the_run {
            return Standing::Within;
        }
        if self.is_displaced(id) {
            return Standing::Displaced;
        }
        let user = self.cohort(id).user;
        let window = request.first / self.scenario.calendar.cells_per_window() as u64;
        let hold = u64::from(self.scenario.mechanism.hold).max(1);
        let demand: u64 = (window.saturating_sub(hold - 1)..=window)
            .map(|w| self.demand.get(&(user, w)).copied().unwrap_or(0))
            .sum();
        // More than 1.05 times the allocation over the time of so many windows, and more than two requests.
        let above = i128::from(demand) * NANO * 100
            > self.allocation[user] * i128::from(hold) * 105
            && demand > 2;
        if above { Standing::Above } else { Standing::Within }
    }

    /// First due without service because of the scenario's own events, or put off by a maintenance.
    fn is_displaced(&self, id: Id) -> bool {
        let first = self.requests[id].first;
        let closes = |event: &headroom_core::scenario::Event| {
            let none = match event.kind {
                EventKind::Outage { capacity, .. } => {
                    capacity == headroom_core::domain::Share::ZERO
                }
                EventKind::Maintenance(_) => true,
                _ => false,
            };
            none && (event.from..event.to).contains(&first)
        };
        let nothing = self.scenario.gateway.max_capacity == Default::default();
        self.cohort(id).displaced || nothing || self.scenario.events.iter().any(closes)
    }

    /// What each User asks for in each window: fresh submissions at the gateway, critical ones twice.
    pub fn measure_demand(&mut self) {
        for id in 0..self.requests.len() {
            let cohort = self.cohort(id);
            if self.requests[id].by_dsp || self.is_displaced(id) {
                continue;
            }
            let critical = self.scenario.srvs[cohort.srv].critical && cohort.due.is_none();
            let window = self.requests[id].first / self.scenario.calendar.cells_per_window() as u64;
            *self.demand.entry((cohort.user, window)).or_default() += if critical { 2 } else { 1 };
        }
    }
}
