//! N1 to N3: alerts of a run, cell by cell: who sends how many, and how many of them go on.

use super::devices::{Repeating, Undealt};
use super::plan::{NorthPlan, Sender};
use crate::ledger::Messages;
use crate::random::{Keys, Purpose, scatter};

/// What sends alerts, and what of the open half-hour is still to be sent.
#[derive(Clone, Debug)]
pub struct Senders {
    /// What each population of each sender of the plan has done.
    devices: Vec<Vec<Repeating>>,
    /// Alerts by cell of the half-hour of senders of which some may be held back: place in the plan, and how many.
    sent: Vec<Vec<(u32, u64)>>,
    /// Those of all others, which go on: by cell, then by flow.
    others: Vec<u64>,
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
        let begin = |sender: &Sender| sender.populations.iter().map(|p| p.begin(keys)).collect();
        Self {
            devices: plan.senders.iter().map(begin).collect(),
            sent: vec![Vec::new(); per_block as usize],
            others: vec![0; per_block as usize * plan.flows.len()],
            places: vec![0; per_block as usize],
            per_block,
        }
    }

    /// T5: a half-hour begins in `cell`: how many alerts each source sends in each of its cells, whatever holds
    /// them back.
    fn begin_block(&mut self, plan: &NorthPlan, keys: &Keys, cell: u64) {
        let flows = plan.flows.len();
        self.others.fill(0);
        for (place, sender) in (0..).zip(&plan.senders) {
            let source = &sender.source;
            let (from, to) = (source.from.max(cell), source.to.min(cell + self.per_block));
            if from >= to {
                continue;
            }
            let mut draws = keys.draws(Purpose::Alerts, source.key, cell);
            let n = draws.poisson(source.mean(from, to));
            let places = &mut self.places[..(to - from) as usize];
            scatter(&mut draws, n, places);
            for (at, n) in ((from - cell) as usize..).zip(places).filter(|(_, n)| **n > 0) {
                let n = std::mem::take(n);
                match sender.populations.is_empty() {
                    true => self.others[at * flows + source.flow] += n,
                    false => self.sent[at].push((place, n)),
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
    ) -> Vec<HeldBack> {
        if cell.is_multiple_of(self.per_block) {
            self.begin_block(plan, keys, cell);
        }
        for (sender, devices) in plan.senders.iter().zip(&mut self.devices) {
            for (population, devices) in sender.populations.iter().zip(devices) {
                devices.begin_cell(population, keys, cell);
            }
        }
        let mut all = self.tell(plan, keys, cell, told, messages, made);
        let here = (cell % self.per_block) as usize;
        let others = &self.others[here * made.len()..][..made.len()];
        made.iter_mut().zip(others).for_each(|(made, n)| *made += n);
        for (at, n) in self.sent[here].drain(..) {
            let sender = &plan.senders[at as usize];
            let flow = sender.source.flow;
            made[flow] += n;
            for (hub, count) in held_back(sender, &mut self.devices[at as usize], n) {
                made[flow] -= count;
                all.push(HeldBack { flow, hub, count });
            }
        }
        all.retain(|held| held.count > 0);
        for held in &all {
            let of_flow = &mut messages[held.flow];
            of_flow.generated += held.count;
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
                made[flow] += left;
            }
        }
        all
    }

    /// Devices in storm of the User and code of `flow`, as the hub or the DSP holds them back.
    fn in_storm(&self, plan: &NorthPlan, flow: usize, hub: bool) -> u64 {
        let code = |flow: usize| (plan.flows[flow].user, plan.flows[flow].what);
        let senders = plan.senders.iter().zip(&self.devices);
        senders
            .filter(|(sender, _)| code(sender.source.flow) == code(flow))
            .flat_map(|(sender, devices)| sender.populations.iter().zip(devices))
            .filter(|(population, _)| population.hub == hub)
            .map(|(_, devices)| devices.in_storm())
            .sum()
    }
}

/// Of `alerts` of `sender`: what is held back, by the hub or else by the DSP.
fn held_back<'a>(
    sender: &'a Sender,
    devices: &'a mut [Repeating],
    alerts: u64,
) -> impl Iterator<Item = (bool, u64)> + 'a {
    let mut left = Undealt { alerts, devices: sender.source.devices };
    let populations = sender.populations.iter().zip(devices);
    populations.map(move |(of, devices)| (of.hub, devices.step(of, &mut left)))
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
