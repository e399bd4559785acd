//! N1 to N3: alerts of a run, cell by cell: who sends how many, and how many of them go on.

use super::devices::Repeating;
use super::plan::NorthPlan;
use crate::ledger::Messages;
use crate::random::{Keys, Purpose, scatter};

/// What sends alerts, and what of the open half-hour is still to be sent.
#[derive(Clone, Debug)]
pub struct Senders {
    /// What each population of the plan has done.
    devices: Vec<Repeating>,
    /// Alerts that nothing holds back, by cell of the half-hour: flow, and how many.
    plain: Vec<Vec<(u32, u64)>>,
    places: Vec<u64>,
    per_block: u64,
}

/// Alerts held back in a cell.
#[derive(Clone, Copy, Debug)]
pub struct HeldBack {
    /// Index of the flow.
    pub flow: usize,
    /// By the hub; else by the DSP.
    pub hub: bool,
    /// How many.
    pub count: u64,
}

impl Senders {
    pub fn new(plan: &NorthPlan, keys: &Keys, per_block: u64) -> Self {
        Self {
            devices: plan.populations.iter().map(|p| p.begin(keys)).collect(),
            plain: vec![Vec::new(); per_block as usize],
            places: vec![0; per_block as usize],
            per_block,
        }
    }

    /// A half-hour begins in `cell`: where in it alerts fall that nothing holds back.
    fn begin_block(&mut self, plan: &NorthPlan, keys: &Keys, cell: u64) {
        for source in &plan.plain {
            let (from, to) = (source.from.max(cell), source.to.min(cell + self.per_block));
            if from >= to {
                continue;
            }
            let mut draws = keys.draws(Purpose::Alerts, source.key, cell);
            let n = draws.poisson(source.mean(from, to));
            let places = &mut self.places[..(to - from) as usize];
            scatter(&mut draws, n, places);
            for (at, n) in (from - cell..).zip(places).filter(|(_, n)| **n > 0) {
                self.plain[at as usize].push((source.flow as u32, std::mem::take(n)));
            }
        }
    }

    /// The alerts of `cell`: counted in `messages`, and those that go on added to `made`. `told` is what storms
    /// tell in it: party, and alerts of loss and of restoration. The result is what was held back.
    pub fn step(
        &mut self,
        plan: &NorthPlan,
        keys: &Keys,
        (cell, told): (u64, &[(usize, [u64; 2])]),
        messages: &mut [Messages],
        made: &mut [u64],
    ) -> Vec<HeldBack> {
        if cell.is_multiple_of(self.per_block) {
            self.begin_block(plan, keys, cell);
        }
        for (flow, n) in self.plain[(cell % self.per_block) as usize].drain(..) {
            messages[flow as usize].generated += n;
            made[flow as usize] += n;
        }
        for (population, devices) in plan.populations.iter().zip(&mut self.devices) {
            devices.begin_cell(population, keys, cell);
        }
        let mut all = self.tell(plan, keys, cell, told, messages, made);
        for (population, devices) in plan.populations.iter().zip(&mut self.devices) {
            let (on, held) = devices.step(population, cell);
            let flow = population.source.flow;
            messages[flow].generated += on + held;
            made[flow] += on;
            all.push(HeldBack { flow, hub: population.hub, count: held });
        }
        all.retain(|held| held.count > 0);
        for held in &all {
            let of_flow = &mut messages[held.flow];
            *(if held.hub { &mut of_flow.consolidated } else { &mut of_flow.discarded }) +=
                held.count;
        }
        all
    }

    /// What storms tell goes on, but for what comes from devices in storm.
    fn tell(
        &mut self,
        plan: &NorthPlan,
        keys: &Keys,
        cell: u64,
        told: &[(usize, [u64; 2])],
        messages: &mut [Messages],
        made: &mut [u64],
    ) -> Vec<HeldBack> {
        let mut all = Vec::new();
        for &(party, alerts) in told {
            let (meters, flows) = plan.told[party];
            let mut draws = keys.draws(Purpose::Told, cell, party as u64);
            for (flow, n) in flows.into_iter().zip(alerts).filter(|(_, n)| *n > 0) {
                let Some(flow) = flow.map(|f| f as usize) else {
                    continue;
                };
                let mut left = n;
                let mut others = meters;
                for hub in [true, false] {
                    let storming = self.in_storm(plan, flow, hub).min(others);
                    let chance = if others > 0 { storming as f64 / others as f64 } else { 0.0 };
                    let held = if storming > 0 { draws.binomial(left, chance) } else { 0 };
                    messages[flow].held_back += held;
                    all.push(HeldBack { flow, hub, count: held });
                    (left, others) = (left - held, others - storming);
                }
                messages[flow].generated += n;
                made[flow] += left;
            }
        }
        all
    }

    /// Devices in storm of the User and code of `flow`, as the hub or the DSP holds them back.
    fn in_storm(&self, plan: &NorthPlan, flow: usize, hub: bool) -> u64 {
        let code = |flow: usize| (plan.flows[flow].user, plan.flows[flow].what);
        let populations = plan.populations.iter().zip(&self.devices);
        populations
            .filter(|(p, _)| p.hub == hub && code(p.source.flow) == code(flow))
            .map(|(_, devices)| devices.in_storm())
            .sum()
    }
}
