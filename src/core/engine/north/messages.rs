//! The northbound side of a run, cell by cell: alerts and responses, the DSP's queues, the outbound path, adapters.

use super::adapter::{AdapterQueues, Handled};
use super::alerts::Senders;
use super::path::{MadeTogether, Path};
use super::plan::NorthPlan;
use crate::domain::{MessageKind, Nano, Share};
use crate::ledger::{Delays, Messages, NorthRow};
use crate::random::{Keys, Purpose};

/// The northbound side of a run.
#[derive(Clone, Debug)]
pub struct North {
    keys: Keys,
    /// Responses still to come, by cell modulo the number of rows: flow, and how many.
    answers: Vec<Vec<(u32, u64)>>,
    /// How many of each flow those are.
    coming: Vec<u64>,
    alerts: Senders,
    path: Path,
    adapters: Vec<AdapterQueues>,
    /// For each User, cells running at whose ends something waited for it.
    behind: Vec<u64>,
    /// What was spent on messages in the cell before, nano-requests.
    pub load: Nano,
    /// What was seen.
    pub messages: Vec<Messages>,
    pub delays: Vec<Delays>,
    pub timeline: Vec<NorthRow>,
    cells_per_window: u64,
    made: Vec<u64>,
    out: Vec<MadeTogether>,
    arrivals: Vec<Vec<(usize, MadeTogether)>>,
    fate: Handled,
}

impl North {
    /// Before the run's first cell. No answer comes later than `longest` cells after it is noted.
    pub fn new(
        plan: &NorthPlan,
        keys: &Keys,
        users: usize,
        (per_window, per_block): (u64, u64),
        longest: u64,
    ) -> Self {
        let flows = plan.flows.len();
        let rows = (longest + per_block + 1).next_power_of_two();
        let ranks = |by_class: &bool| if *by_class { plan.ranks } else { 1 };
        Self {
            keys: keys.clone(),
            answers: vec![Vec::new(); rows as usize],
            coming: vec![0; flows],
            alerts: Senders::new(plan, keys, per_block),
            path: Path::new(plan, users),
            adapters: plan.by_class.iter().map(|by| AdapterQueues::new(ranks(by))).collect(),
            behind: vec![0; users],
            load: 0,
            messages: vec![Messages::default(); flows],
            delays: vec![
                Delays {
                    by_class: vec![Default::default(); plan.classes],
                    ..Delays::default()
                };
                users
            ],
            timeline: Vec::new(),
            cells_per_window: per_window,
            made: vec![0; flows],
            out: Vec::new(),
            arrivals: vec![Vec::new(); users],
            fate: Handled::default(),
        }
    }

    /// Whether nothing waits for the path, or to be made.
    pub fn is_idle(&self) -> bool {
        self.path.waiting == 0 && self.coming.iter().all(|n| *n == 0)
    }

    /// N4: `n` requests of the (User, SRV) `pair` are answered in `cell`, this one or a later.
    pub fn respond(&mut self, plan: &NorthPlan, cell: u64, pair: usize, n: u64) {
        let flow = plan.of_pair[pair];
        self.coming[flow as usize] += n;
        let row = self.row_of(cell);
        self.answers[row].push((flow, n));
    }

    /// `n` of them are not, as it turns out.
    pub fn take_back(&mut self, plan: &NorthPlan, cell: u64, pair: usize, n: u64) {
        let (flow, row) = (plan.of_pair[pair], self.row_of(cell));
        let mut left = n;
        for (_, noted) in self.answers[row].iter_mut().filter(|(f, _)| *f == flow) {
            let here = left.min(*noted);
            (*noted, left) = (*noted - here, left - here);
        }
        assert_eq!(left, 0, "what is taken back was noted before");
        self.coming[flow as usize] -= n;
    }

    fn row_of(&self, cell: u64) -> usize {
        cell as usize & (self.answers.len() - 1)
    }

    /// One cell. `told` is what storms tell in it; `away`: the DSP is, after a collapse.
    pub fn step(&mut self, plan: &NorthPlan, cell: u64, told: &[(usize, [u64; 2])], away: bool) {
        self.load = 0;
        let told = (cell, told);
        let (keys, messages) = (&self.keys, &mut self.messages);
        let held = self.alerts.step(plan, keys, told, messages, &mut self.made);
        for by_dsp in held.iter().filter(|h| !h.hub) {
            self.load += plan.cost[by_dsp.flow] * Nano::from(by_dsp.count);
        }
        self.begin_row(cell);
        let held: u64 = held.iter().map(|h| h.count).sum();
        let alerts = self.made.iter().sum::<u64>() + held;
        let responses = self.answer(cell);
        let left = if away { Share::ZERO } else { plan.left(cell) };
        self.send(plan, cell, left);
        let row = self.timeline.last_mut().expect("begun");
        row.held_back += held;
        row.alerts += alerts;
        row.responses += responses;
        self.deliver(plan, cell);
        self.note_behind(left);
    }

    /// The responses of `cell` are made; the result is how many.
    fn answer(&mut self, cell: u64) -> u64 {
        let mut all = 0;
        let row = self.row_of(cell);
        for (flow, n) in self.answers[row].drain(..) {
            self.messages[flow as usize].generated += n;
            self.made[flow as usize] += n;
            self.coming[flow as usize] -= n;
            all += n;
        }
        all
    }

    /// What leaves the DSP, of a path of which a share is `left`.
    fn send(&mut self, plan: &NorthPlan, cell: u64, left: Share) {
        self.out.clear();
        for (flow, n) in self.made.iter().enumerate().filter(|(_, n)| **n > 0) {
            self.messages[flow].queued += n;
        }
        let rate = left.of(plan.outbound);
        self.path.step(plan, &self.keys, (cell, rate), &mut self.made, &mut self.out);
        for part in &self.out {
            let flow = part.flow as usize;
            self.messages[flow].queued -= part.count;
            self.load += plan.cost[flow] * Nano::from(part.count);
            let user = plan.flows[flow].user;
            let rank = if plan.by_class[user] { plan.rank[flow] } else { 0 };
            self.arrivals[user].push((rank, *part));
        }
    }

    /// What adapters take, and what they lose.
    fn deliver(&mut self, plan: &NorthPlan, cell: u64) {
        let row = self.timeline.last_mut().expect("begun");
        row.queued = self.path.waiting;
        row.at_adapters = 0;
        for (user, adapter) in self.adapters.iter_mut().enumerate() {
            let arrivals = &mut self.arrivals[user];
            if arrivals.is_empty() && adapter.waiting == 0 {
                continue;
            }
            let seen = &mut self.delays[user];
            if adapter.takes_all(arrivals, plan.adapter[user]) {
                for (_, part) in arrivals.drain(..) {
                    row.sent += part.count;
                    row.delivered += part.count;
                    note_delivered(plan, cell, &part, &mut self.messages, seen);
                }
                continue;
            }
            let keys = &self.keys;
            let draws = || keys.draws(Purpose::Adapter, cell, user as u64);
            let takes = (plan.adapter[user], plan.bound[user]);
            adapter.step(cell, arrivals, takes, draws, &mut self.fate);
            for (_, part) in arrivals.drain(..) {
                row.sent += part.count;
                self.messages[part.flow as usize].at_adapter += part.count;
            }
            for part in self.fate.delivered.drain(..) {
                row.delivered += part.count;
                self.messages[part.flow as usize].at_adapter -= part.count;
                note_delivered(plan, cell, &part, &mut self.messages, seen);
            }
            for part in self.fate.lost.drain(..) {
                self.messages[part.flow as usize].at_adapter -= part.count;
                self.messages[part.flow as usize].lost += part.count;
                row.lost += part.count;
            }
            row.at_adapters += adapter.waiting;
        }
    }

    fn begin_row(&mut self, cell: u64) {
        if cell.is_multiple_of(self.cells_per_window) {
            self.timeline.push(NorthRow { cell, ..NorthRow::default() });
        }
    }

    /// Forgets all rows but the last, which is being filled.
    pub fn forget_rows(&mut self) {
        self.timeline.drain(..self.timeline.len().saturating_sub(1));
    }

    /// How long Users have been behind, the path being up.
    fn note_behind(&mut self, left: Share) {
        for (user, seen) in self.delays.iter_mut().enumerate() {
            let (queued, at_adapter) = (self.path.queued[user], self.adapters[user].waiting);
            seen.most_queued = seen.most_queued.max(queued);
            seen.most_at_adapter = seen.most_at_adapter.max(at_adapter);
            let behind = left > Share::ZERO && queued + at_adapter > 0;
            self.behind[user] = if behind { self.behind[user] + 1 } else { 0 };
            seen.longest_behind = seen.longest_behind.max(self.behind[user]);
        }
    }

    /// N4: the first thing that is not as it must be, in words; `answered` of each pair says how many of its
    /// requests have been answered.
    pub fn audit(&self, plan: &NorthPlan, answered: impl Iterator<Item = u64>) -> Option<String> {
        let mut responses = vec![0; plan.flows.len()];
        answered.zip(&plan.of_pair).for_each(|(n, flow)| responses[*flow as usize] += n);
        for (flow, m) in self.messages.iter().enumerate() {
            let sum = m.consolidated + m.discarded + m.delivered + m.lost + m.open();
            if m.generated != sum {
                let identity =
                    "generated = consolidated + discarded + delivered + lost + queued + at adapter";
                return Some(format!("{identity}: {} ≠ {sum}", m.generated));
            }
            let response = plan.flows[flow].kind == MessageKind::ServiceResponse;
            if response && responses[flow] != m.generated + self.coming[flow] {
                return Some(format!(
                    "responses = requests answered: {} ≠ {}",
                    m.generated, responses[flow]
                ));
            }
        }
        None
    }
}

/// An adapter took `part` in `cell`.
fn note_delivered(
    plan: &NorthPlan,
    cell: u64,
    part: &MadeTogether,
    messages: &mut [Messages],
    seen: &mut Delays,
) {
    let flow = part.flow as usize;
    messages[flow].delivered += part.count;
    seen.by_class[plan.class[flow]].add(cell - u64::from(part.made), part.count);
}
