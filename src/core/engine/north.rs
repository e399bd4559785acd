//! The way back: alerts and Service Responses, the outbound path, adapters (N1–N6), and what of it loads the DSP (G7).
//!
//! It follows what happens at the gateway and does nothing to it but through the load, so it has its own steps:
//! every cell of the run, whether or not its half-hour is opened there. Scope: when requests are answered and what that
//! loads (here), the side itself (`north/messages.rs`), what a scenario says of it (`north/plan.rs`), alerts
//! (`north/alerts.rs`), of which those of devices that repeat themselves are dealt to devices that have sent as much
//! (`north/devices.rs`, `north/group.rs`, `north/occupancy.rs`, `north/poisson.rs`, `north/moments.rs`), the DSP's queues and their release (`north/path.rs`), adapters
//! (`north/adapter.rs`) and bounds on the load (`north/load.rs`). Source: `docs/rules.md`, N1–N6 and G7. Checked by: the judge, one
//! object a message.

mod adapter;
mod alerts;
mod coming;
mod devices;
mod group;
mod load;
mod messages;
mod moments;
mod occupancy;
mod path;
pub(super) mod plan;
mod poisson;

use super::dsp::FallenDue;
use super::here::{Here, Plain};
use super::plan::Plan;
use crate::domain::{NANO, Nano};
use crate::ledger::Ledger;
use crate::random::Keys;
use messages::North;
use plan::NorthPlan;

/// The way back of a run; nothing where it is not simulated.
#[derive(Clone)]
pub struct WayBack<'a> {
    plan: &'a Plan,
    keys: &'a Keys,
    side: Option<(North, &'a NorthPlan)>,
    /// What of its load L has not counted yet.
    counted: WholeLoad,
}

impl<'a> WayBack<'a> {
    /// Before the run's first cell.
    pub fn new(plan: &'a Plan, keys: &'a Keys) -> Self {
        let cells = (plan.clock.per_window, plan.clock.per_block);
        let longest = plan.cohorts.longest_answer.min(plan.clock.end);
        let users = plan.scenario.users.len();
        let begin = |north| (North::new(north, keys, users, cells, longest), north);
        let side = plan.north.as_ref().map(begin);
        Self { plan, keys, side, counted: WholeLoad::default() }
    }

    /// Whether it is simulated.
    pub fn is_on(&self) -> bool {
        self.side.is_some()
    }

    /// N4: `n` requests of `cohort` are answered in `cell`, which is in the run.
    #[inline]
    pub fn respond(&mut self, cell: u64, cohort: usize, n: u64) {
        if let Some((north, way)) = &mut self.side {
            north.respond(way, cell, self.plan.hot(cohort).pair(), n);
        }
    }

    /// So many that were processed in `cell` are not answered after their response time, as it turns out.
    pub fn respond_not(&mut self, cell: u64, cohort: usize, n: u64) {
        if let Some((north, way)) = &mut self.side {
            let at = cell + self.plan.cold(cohort).response;
            north.take_back(way, at, self.plan.hot(cohort).pair(), n);
        }
    }

    /// The `plain` requests of `cell`, not told apart, are processed in it.
    pub fn respond_plain(&mut self, cell: u64, plain: &Plain, here: &Here) {
        if !self.is_on() {
            return;
        }
        for fresh in here.fresh(plain) {
            let c = fresh.cohort as usize;
            self.respond(cell + self.plan.cold(c).response, c, fresh.count);
        }
    }

    /// What of a quiet `block` is answered and was not said to be yet: fresh requests, second submissions in it,
    /// and what the DSP started because it was `due`.
    pub fn respond_whole(&mut self, block: usize, counts: &[u64], due: &[FallenDue]) {
        let Some((north, way)) = &mut self.side else {
            return;
        };
        let (plan, keys) = (self.plan, self.keys);
        let (first, end) = plan.clock.cells(block);
        let width = (end - first) as usize;
        let mut places = vec![0; width];
        // Cohorts whose responses are of one flow and come as late follow one another.
        let (mut of, mut together) = ((0, 0), vec![0; width]);
        for (c, &n) in counts.iter().enumerate().filter(|(_, n)| **n > 0) {
            let cohort = &plan.traffic.cohorts[c];
            if cohort.due.is_some() || cohort.step.is_some() {
                continue;
            }
            plan.traffic.place_one(keys, block, c, n, &mut places);
            let signed = cohort.then.filter(|_| cohort.is_signed());
            let (last, later) = signed.map_or((c, 0), |then| (then.cohort, then.delay));
            let here = (way.of_pair[plan.hot(c).pair()], later + plan.cold(last).response);
            if here != of {
                north.respond_in(first + of.1, of.0, &together);
                of = here;
                together.fill(0);
            }
            // Second submissions that fall over the block's end follow from it.
            let within = &places[..width.saturating_sub(later as usize)];
            together.iter_mut().zip(within).for_each(|(all, n)| *all += n);
            places.fill(0);
        }
        north.respond_in(first + of.1, of.0, &together);
        for due in due {
            let c = due.cohort as usize;
            for (cell, n) in due.cells(&plan.traffic, keys) {
                north.respond(way, cell + plan.cold(c).response, plan.hot(c).pair(), n);
            }
        }
    }

    /// It goes through `cell`, in which storms have `told` so much, the DSP being `away` after a collapse or not.
    pub fn step(&mut self, cell: u64, told: &[(usize, [u64; 2])], away: bool) {
        if let Some((north, way)) = &mut self.side {
            north.step(way, cell, told, away);
            if self.plan.counts() {
                north.forget_rows();
            }
        }
    }

    /// N4: the first thing that is not as it must be, in words; `answered` of each pair says how many of its requests
    /// have been answered.
    pub fn audit(&self, answered: impl Iterator<Item = u64>) -> Option<String> {
        let (north, way) = self.side.as_ref()?;
        north.audit(way, answered)
    }

    /// The run has ended: what was seen goes into its ledger.
    pub fn close(self, ledger: &mut Ledger) {
        if let Some((north, way)) = self.side {
            let (messages, delays, timeline) = north.close(way);
            ledger.messages = messages;
            ledger.delays = delays;
            ledger.northbound = if self.plan.counts() { Vec::new() } else { timeline };
        }
    }
}

/// G7 in L: whole requests, fractions being carried on.
#[derive(Clone, Copy, Debug, Default)]
struct WholeLoad(Nano);

impl WholeLoad {
    /// The whole requests that `load` makes with what was left of the cells before.
    fn whole(&mut self, load: Nano) -> u64 {
        self.0 += load;
        let whole = self.0 / NANO;
        self.0 -= whole * NANO;
        whole as u64
    }
}
