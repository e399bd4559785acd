//! G7: what messages to Users take of the DSP.

use super::run::Run;
use crate::domain::{MessageKind, NANO, Nano, Share};
use crate::traffic::surely;

impl Run<'_> {
    /// What messages of the cell before take of `capacity`, which is above zero; it counts in the load where the
    /// scenario says so.
    pub(super) fn loaded(&mut self, capacity: Nano) -> Nano {
        let load = self.north.as_ref().map_or(0, |north| north.load);
        self.window.load += self.count_load(load);
        (capacity - load).max(0)
    }

    /// The whole requests that `load` adds to L.
    fn count_load(&mut self, load: Nano) -> u64 {
        match self.plan.scenario.gateway.load_includes.in_load {
            true => self.counted.whole(load),
            false => 0,
        }
    }

    /// The northbound side goes through the cells `from..to` of a quiet half-hour; the result is what it adds to L
    /// in each of its windows.
    pub(super) fn go_north_whole(&mut self, from: u64, to: u64) -> Vec<u64> {
        if self.north.is_none() {
            return Vec::new();
        }
        let per_window = self.plan.clock.per_window;
        let mut loads = vec![0; ((to - from) / per_window) as usize];
        for cell in from..to {
            let load = self.north.as_ref().map_or(0, |north| north.load);
            loads[((cell - from) / per_window) as usize] += self.count_load(load);
            self.go_north(cell, false);
        }
        loads
    }

    /// Bounds on what messages take of a window and of a cell of the half-hour in the cells `from..to`, in
    /// requests, if no more than `most` requests are processed in any of them. None where messages that cost
    /// anything may wait for the path, or depend on what is processed.
    pub(super) fn load_bound(&self, from: u64, to: u64, most: f64) -> Option<(f64, f64)> {
        let costs = self.plan.scenario.gateway.load_includes;
        let (Some(north), Some(plan)) = (&self.north, &self.plan.north) else {
            return Some((0.0, 0.0));
        };
        if !costs.any() {
            return Some((0.0, 0.0));
        }
        let restricted = plan.restricted.iter().any(|r| r.0 < to && r.1 > from);
        let responses_cost = costs.cost(MessageKind::ServiceResponse) > Share::ZERO;
        let waits = !north.is_idle() || self.plan.cohorts.slowest > 0;
        if restricted || responses_cost || waits || self.supplies.tells(from, to) {
            return None;
        }
        let sources = plan.plain.iter().chain(plan.populations.iter().map(|p| &p.source));
        let (mut alerts, mut load, mut dearest) = (0.0, 0.0, 0.0_f64);
        for source in sources.filter(|s| s.from < to && s.to > from) {
            let cost = plan.cost[source.flow] as f64 / NANO as f64;
            let a_cell = source.devices as f64 * source.per_cell;
            alerts += a_cell;
            load += a_cell * cost;
            dearest = dearest.max(cost);
        }
        // All leave in the cell in which they are made.
        let path = plan.outbound as f64 / NANO as f64;
        if surely(alerts, 1.0) + most > path {
            return None;
        }
        let before = north.load as f64 / NANO as f64;
        let cells = self.plan.scenario.calendar.cells_per_window() as f64;
        let of_cell = surely(load, dearest).max(before);
        let of_window = surely(load * cells, dearest) + before + 1.0;
        Some((if costs.in_load { of_window } else { 0.0 }, of_cell))
    }
}
