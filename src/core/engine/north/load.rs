//! G7: what messages to Users take of the DSP.

use super::WayBack;
use crate::domain::{MessageKind, NANO, Nano, Share};
use crate::traffic::surely;

impl WayBack<'_> {
    /// What messages of the cell before leave of `capacity`, which is above zero, and the whole requests that they add to
    /// L, where the scenario says so.
    pub fn loaded(&mut self, capacity: Nano) -> (Nano, u64) {
        let load = self.load();
        ((capacity - load).max(0), self.count_load(load))
    }

    /// What was spent on messages in the cell before.
    fn load(&self) -> Nano {
        self.side.as_ref().map_or(0, |(north, _)| north.load)
    }

    fn count_load(&mut self, load: Nano) -> u64 {
        match self.plan.scenario.gateway.load_includes.in_load {
            true => self.counted.whole(load),
            false => 0,
        }
    }

    /// It goes through the cells `from..to` of a quiet half-hour, in which storms have `told` so much; the result is
    /// what it adds to L in each of its windows.
    pub fn step_whole(
        &mut self,
        from: u64,
        to: u64,
        mut told: impl FnMut(u64) -> Vec<(usize, [u64; 2])>,
    ) -> Vec<u64> {
        if !self.is_on() {
            return Vec::new();
        }
        let per_window = self.plan.clock.per_window;
        let mut loads = vec![0; ((to - from) / per_window) as usize];
        for cell in from..to {
            let load = self.load();
            loads[((cell - from) / per_window) as usize] += self.count_load(load);
            self.step(cell, &told(cell), false);
        }
        loads
    }

    /// Bounds on what messages take of a window and of a cell of the half-hour in the cells `from..to`, in
    /// requests, if no more than `most` requests are processed in any of them and storms tell something in it or
    /// do not. None where messages that cost
    /// anything may wait for the path, or depend on what is processed.
    pub fn load_bound(&self, from: u64, to: u64, most: f64, told: bool) -> Option<(f64, f64)> {
        let costs = self.plan.scenario.gateway.load_includes;
        let Some((north, plan)) = &self.side else {
            return Some((0.0, 0.0));
        };
        if !costs.any() {
            return Some((0.0, 0.0));
        }
        let restricted = plan.restricted.iter().any(|r| r.0 < to && r.1 > from);
        let responses_cost = costs.cost(MessageKind::ServiceResponse) > Share::ZERO;
        let waits = !north.is_idle() || self.plan.cohorts.slowest > 0;
        if restricted || responses_cost || waits || told {
            return None;
        }
        let sources = plan.senders.iter().map(|sender| &sender.source);
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
        let cells = self.plan.clock.per_window as f64;
        let of_cell = surely(load, dearest).max(before);
        let of_window = surely(load * cells, dearest) + before + 1.0;
        Some((if costs.in_load { of_window } else { 0.0 }, of_cell))
    }
}
