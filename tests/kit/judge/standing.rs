//! C2: whose a request is. All fresh requests are there before the first cell, so that each can be looked at by itself.

use super::World;
use super::request::{Id, takes_two};
use super::seen::Followed;
use headroom_core::domain::{Mode, NANO, Standing};
use headroom_core::ledger::LongDelays;
use headroom_core::scenario::EventKind;
use headroom_core::traffic::Cohort;

impl World<'_> {
    /// Gives every fresh request its standing, and counts it.
    pub fn settle_standings(&mut self) {
        for id in 0..self.requests.len() {
            // What the DSP holds since before the run is of a time of which nothing is known.
            let held = self.requests[id].by_dsp && self.cohort(id).mode != Mode::DccScheduled;
            let counted = if held { Standing::Within } else { self.standing_of(id) };
            let request = &self.requests[id];
            let (cohort, first) = (request.cohort, request.first);
            self.requests[id].standing =
                if held { self.standing_of_start(cohort, first) } else { counted };
            let (_, harm) = self.counts_and_harm(id);
            harm.requests[counted] += 1;
        }
        self.settled = true;
    }

    fn standing_of(&self, id: Id) -> Standing {
        let request = &self.requests[id];
        if self.is_displaced(id) {
            return Standing::Displaced;
        }
        self.by_demand(self.cohort(id).user, request.first)
    }

    /// By what `user` asks for in the windows that end with that of `cell`.
    fn by_demand(&self, user: usize, cell: u64) -> Standing {
        let window = cell / self.scenario.calendar.cells_per_window() as u64;
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

    /// Added delay: a wait of so many tenths of a cell, less the time to sign it.
    pub fn note_added(&mut self, id: Id, tenths: u64) {
        let (request, cell) = (&self.requests[id], self.scenario.calendar.cell());
        let signing = self.scenario.signing_delay.cells_up(cell).max(1);
        let itself = if request.second { 10 * signing } else { 0 };
        let of = (request.standing.place(), tenths.saturating_sub(itself));
        *self.seen.added.entry(of).or_default() += 1;
        self.requests[id].added = of.1;
    }

    /// The same of what is followed; `silent` ones who were asked for the supply at the time-out.
    pub fn note_followed(&mut self, id: Id, silent: bool) {
        let Cohort { user, srv, mode, .. } = *self.cohort(id);
        let length = self.scenario.calendar.cell();
        if !self.scenario.followed[srv] {
            return;
        }
        let mut added = self.requests[id].added;
        if silent && self.asks_for_supply(id) {
            let time_out = self.scenario.response_timeout(user, srv).cells_up(length).max(1);
            let answer = self.scenario.srvs[srv].response(mode).cells_up(length);
            added += 10 * time_out.saturating_sub(answer);
        }
        let of = self.followed(id);
        *of.bins.entry(LongDelays::edge(added)).or_default() += 1;
        for (over, minutes) in of.over.iter_mut().zip([1, 5, 30]) {
            *over += u64::from(added * length.ms() > minutes * 600_000);
        }
    }

    /// A request is never answered, which is later than any.
    pub fn note_never_answered(&mut self, id: Id) {
        if self.scenario.followed[self.cohort(id).srv] {
            self.followed(id).never += 1;
        }
    }

    fn followed(&mut self, id: Id) -> &mut Followed {
        let active = self.began_active[self.requests[id].first as usize];
        self.seen.followed.entry((self.cohort(id).pair, active)).or_default()
    }

    /// The standing of what the DSP starts in `cell`; what a maintenance put off stays displaced.
    pub fn standing_of_start(&self, cohort: usize, cell: u64) -> Standing {
        if self.traffic.cohorts[cohort].displaced || self.is_closed(cell) {
            return Standing::Displaced;
        }
        self.by_demand(self.traffic.cohorts[cohort].user, cell)
    }

    /// First due without service because of the scenario's own events, or put off by a maintenance.
    fn is_displaced(&self, id: Id) -> bool {
        self.cohort(id).displaced || self.is_closed(self.requests[id].first)
    }

    fn is_closed(&self, cell: u64) -> bool {
        let closes = |event: &headroom_core::scenario::Event| {
            let none = match event.kind {
                EventKind::Outage { capacity, .. } => {
                    capacity == headroom_core::domain::Share::ZERO
                }
                EventKind::Maintenance(_) => true,
                _ => false,
            };
            none && (event.from..event.to).contains(&cell)
        };
        let nothing = self.scenario.gateway.max_capacity == Default::default();
        nothing || self.scenario.events.iter().any(closes)
    }

    /// What each User asks for in each window: fresh submissions at the gateway, critical ones twice.
    pub fn measure_demand(&mut self) {
        for id in 0..self.requests.len() {
            let cohort = self.cohort(id);
            if self.requests[id].by_dsp || self.is_displaced(id) {
                continue;
            }
            let critical = takes_two(self.scenario, cohort, cohort.srv) && cohort.due.is_none();
            let window = self.requests[id].first / self.scenario.calendar.cells_per_window() as u64;
            *self.demand.entry((cohort.user, window)).or_default() += if critical { 2 } else { 1 };
        }
    }
}
