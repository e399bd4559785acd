//! N1 to N3: alerts of a run, cell by cell: who sends how many, and how many of them go on.

use super::devices::{Done, Repeating};
use super::plan::{NorthPlan, Sender};
use crate::ledger::Messages;
use crate::random::{Keys, Purpose, spread};

/// What sends alerts, and what of them is of the open half-hour.
#[derive(Clone, Debug)]
pub struct Senders {
    /// The populations of each sender of the plan.
    populations: Vec<Vec<Storming>>,
    /// Alerts that go on: by cell of the half-hour, then by flow.
    on: Vec<u64>,
    /// What is held back in each cell of it.
    held: Vec<Vec<HeldBack>>,
    /// Of a source, or a population of it, by cell.
    places: Vec<u64>,
    of_population: Vec<u64>,
}

/// A population in the open half-hour.
#[derive(Clone, Debug)]
struct Storming {
    devices: Repeating,
    /// How many of them are in storm when each of its cells begins.
    in_storm: Vec<u64>,
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
        let cells = per_block as usize;
        let begin = |sender: &Sender| {
            let begin = sender.populations.iter().map(|p| p.begin(keys));
            begin.map(|devices| Storming { devices, in_storm: vec![0; cells] }).collect()
        };
        Self {
            populations: plan.senders.iter().map(begin).collect(),
            on: vec![0; cells * plan.flows.len()],
            held: vec![Vec::new(); cells],
            places: vec![0; cells],
            of_population: vec![0; cells],
        }
    }

    /// A half-hour begins in `cell`: how many alerts each source sends in each of its cells, whatever holds
    /// them back (T5), and then how many of them go on.
    fn begin_block(&mut self, plan: &NorthPlan, keys: &Keys, cell: u64) {
        let flows = plan.flows.len();
        self.on.fill(0);
        self.held.iter_mut().for_each(Vec::clear);
        let end = cell + self.places.len() as u64;
        for (sender, populations) in plan.senders.iter().zip(&mut self.populations) {
            let source = &sender.source;
            let (from, to) = (source.from.max(cell), source.to.min(end));
            if from >= end || (from >= to && populations.is_empty()) {
                continue;
            }
            let first = (from - cell) as usize;
            let on = self.on.chunks_mut(flows).skip(first).map(|on| &mut on[source.flow]);
            let sent = &mut self.places[first..];
            sent.fill(0);
            if from < to {
                let mut draws = keys.draws(Purpose::Alerts, source.key, cell);
                let n = draws.poisson(source.mean(from, to));
                spread(&mut draws, n, &mut sent[..(to - from) as usize]);
            }
            on.zip(&*sent).for_each(|(on, n)| *on += n);
            // When the source has ended, windows do not: its devices become normal again.
            let mut devices = source.devices;
            for (of, population) in sender.populations.iter().zip(populations) {
                let held = &mut self.of_population[first..];
                let in_storm = &mut population.in_storm[first..];
                let mut done = Done { held, in_storm };
                population.devices.step(of, keys, from, (sent, devices), &mut done);
                devices -= of.source.devices;
                let on = self.on.chunks_mut(flows).zip(&mut self.held).skip(first);
                for ((on, held), &count) in on.zip(&*done.held).filter(|(_, n)| **n > 0) {
                    on[source.flow] -= count;
                    held.push(HeldBack { flow: source.flow, hub: of.hub, count });
                }
            }
        }
    }

    /// The alerts of `cell`: those that are held back counted in `messages`, and those that go on added to `made`. `told` is what storms
    /// tell in it: party, and alerts of loss and of restoration. The result is what was held back.
    pub fn step(
        &mut self,
        plan: &NorthPlan,
        keys: &Keys,
        (cell, told): (u64, &[(usize, [u64; 2])]),
        messages: &mut [Messages],
        made: &mut [u64],
    ) -> &[HeldBack] {
        let here = (cell % self.held.len() as u64) as usize;
        if here == 0 {
            self.begin_block(plan, keys, cell);
        }
        let on = &self.on[here * made.len()..][..made.len()];
        made.iter_mut().zip(on).for_each(|(made, n)| *made += n);
        self.tell(plan, keys, cell, told, messages, made);
        let held = &self.held[here];
        for held in held {
            let of_flow = &mut messages[held.flow];
            of_flow.generated += held.count;
            *(if held.hub { &mut of_flow.consolidated } else { &mut of_flow.discarded }) +=
                held.count;
        }
        held
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
    ) {
        let here = (cell % self.held.len() as u64) as usize;
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
                    let storming = self.in_storm(plan, here, flow, hub).min(others);
                    let chance = if others > 0 { storming as f64 / others as f64 } else { 0.0 };
                    let held = if storming > 0 { draws.binomial(left, chance) } else { 0 };
                    messages[flow].held_back += held;
                    if held > 0 {
                        self.held[here].push(HeldBack { flow, hub, count: held });
                    }
                    (left, others) = (left - held, others - storming);
                }
                made[flow] += left;
            }
        }
    }

    /// Devices in storm of the User and code of `flow` in cell `here` of the half-hour, as the hub or the DSP holds them back.
    fn in_storm(&self, plan: &NorthPlan, here: usize, flow: usize, hub: bool) -> u64 {
        let code = |flow: usize| (plan.flows[flow].user, plan.flows[flow].what);
        let senders = plan.senders.iter().zip(&self.populations);
        senders
            .filter(|(sender, _)| code(sender.source.flow) == code(flow))
            .flat_map(|(sender, own)| sender.populations.iter().zip(own))
            .filter(|(of, _)| of.hub == hub)
            .map(|(_, population)| population.in_storm[here])
            .sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Change, load};
    use crate::traffic::Traffic;
    use serde_json::{Value, json};

    /// What each source of an hour of the alert storm sends cell by cell, and what is held back in all.
    fn sent(protection: Value, hub: Value) -> (Vec<Vec<u64>>, u64) {
        let changes = [
            ("/start", json!("2022-07-06T14:00")),
            ("/duration", json!("1 h")),
            ("/events/spurious/at", json!("14:10:20")),
            ("/northbound/alert_storm_protection", protection),
            ("/northbound/hub_consolidation", hub),
        ];
        let change = |(pointer, value): (&str, Value)| Change { pointer: pointer.into(), value };
        let changes = changes.map(change);
        let scenario = load("alert-storm", &changes).unwrap_or_else(|faults| panic!("{faults}"));
        let mut plan = NorthPlan::new(&scenario, &Traffic::new(&scenario)).expect("on");
        let keys = Keys::new(1, 0);
        let senders = std::mem::take(&mut plan.senders);
        let mut held = 0;
        let one = |sender: Sender| {
            plan.senders = vec![sender];
            let mut alone = Senders::new(&plan, &keys, 180);
            let cell = |cell: u64| {
                let mut messages = vec![Messages::default(); plan.flows.len()];
                let mut made = vec![0; plan.flows.len()];
                let here = alone.step(&plan, &keys, (cell, &[]), &mut messages, &mut made);
                let here: u64 = here.iter().map(|h| h.count).sum();
                held += here;
                assert_eq!(messages.iter().map(|m| m.generated).sum::<u64>(), here);
                made.iter().sum::<u64>() + here
            };
            (0..360).map(cell).collect()
        };
        (senders.into_iter().map(one).collect(), held)
    }

    #[test]
    fn t5_each_source_sends_the_same_in_each_cell_whatever_protects_against_it() {
        let off = || json!({ "enabled": false });
        let (without, nothing) = sent(off(), off());
        assert!(nothing == 0 && without.iter().flatten().sum::<u64>() > 10_000_000);
        let on = |threshold: u64, window: &str, share: f64| {
            json!({ "enabled": true, "threshold": threshold, "window": window, "period": "2 h",
                "share": share, "exclude": [] })
        };
        let dsp = |threshold: u64, window: &str| {
            let mut dsp = on(threshold, window, 0.0);
            dsp.as_object_mut().expect("an object").remove("share");
            dsp
        };
        let settings = [
            (dsp(15, "60 min"), off()),
            (dsp(3, "5 min"), off()),
            (off(), on(15, "60 min", 0.3)),
            (dsp(15, "60 min"), on(7, "60 min", 1.0)),
        ];
        for (dsp, hub) in settings {
            let words = format!("{dsp} {hub}");
            let (with, held) = sent(dsp, hub);
            assert!(with == without && held > 1_000_000, "{words}: {held}");
        }
    }
}
