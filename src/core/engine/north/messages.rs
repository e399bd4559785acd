//! The northbound side of a run, cell by cell: alerts and responses, the DSP's queues, the outbound path, adapters.

use super::adapter::{AdapterQueues, Handled};
use super::alerts::Senders;
use super::coming::Coming;
use super::path::{MadeTogether, Path};
use super::plan::NorthPlan;
use crate::domain::{MessageKind, Nano, Share};
use crate::ledger::{Delays, Messages, NorthRow};
use crate::random::{Keys, Purpose};

/// The northbound side of a run.
#[derive(Clone, Debug)]
pub struct North {
    keys: Keys,
    /// Responses still to come.
    coming: Coming,
    alerts: Senders,
    path: Path,
    adapters: Vec<AdapterQueues>,
    /// For each User, cells running at whose ends something waited for it.
    behind: Vec<u64>,
    /// Whether anything waited for any of them at the end of the cell before.
    waits: bool,
    /// What was spent on messages in the cell before, nano-requests.
    pub load: Nano,
    /// What was seen.
    messages: Vec<Messages>,
    delays: Vec<Delays>,
    timeline: Vec<NorthRow>,
    cells_per_window: u64,
    made: Vec<u64>,
    /// Of each flow, what Users took in the cell in which it was made and is not in `messages` and `delays` yet.
    at_once: Vec<u64>,
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
        let ranks = |by_class: &bool| if *by_class { plan.ranks } else { 1 };
        Self {
            keys: keys.clone(),
            coming: Coming::new(flows, longest + per_block),
            alerts: Senders::new(plan, keys, per_block),
            path: Path::new(plan, users),
            adapters: plan.by_class.iter().map(|by| AdapterQueues::new(ranks(by))).collect(),
            behind: vec![0; users],
            waits: false,
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
            at_once: vec![0; flows],
            out: Vec::new(),
            arrivals: vec![Vec::new(); users],
            fate: Handled::default(),
        }
    }

    /// Whether nothing waits for the path, or to be made.
    pub fn is_idle(&self) -> bool {
        self.path.waiting == 0 && self.coming.is_empty()
    }

    /// N4: `n` requests of the (User, SRV) `pair` are answered in `cell`, this one or a later.
    #[inline]
    pub fn respond(&mut self, plan: &NorthPlan, cell: u64, pair: usize, n: u64) {
        self.coming.add(cell, plan.of_pair[pair], n);
    }

    /// The same of the cells that begin with `cell`, by flow.
    pub fn respond_in(&mut self, cell: u64, flow: u32, counts: &[u64]) {
        self.coming.add_all(cell, flow, counts);
    }

    /// `n` of them are not, as it turns out.
    pub fn take_back(&mut self, plan: &NorthPlan, cell: u64, pair: usize, n: u64) {
        self.coming.take_back(cell, plan.of_pair[pair], n);
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
        let held: u64 = held.iter().map(|h| h.count).sum();
        let alerts = self.made.iter().sum::<u64>();
        let responses = self.coming.come(cell, &mut self.made);
        self.begin_row(cell);
        let row = self.timeline.last_mut().expect("begun");
        row.held_back += held;
        row.alerts += alerts + held;
        row.responses += responses;
        let left = if away { Share::ZERO } else { plan.left(cell) };
        let rate = left.of(plan.outbound);
        match self.path.passes(rate, alerts + responses) {
            true => self.pass(plan, cell),
            false => self.queue(plan, cell, rate),
        }
        self.deliver(plan, cell);
        self.note_behind(left);
    }

    /// All that is made leaves the DSP as it comes, and Users take it at once where nothing waits and it is no more than
    /// their adapters take.
    fn pass(&mut self, plan: &NorthPlan, cell: u64) {
        let row = self.timeline.last_mut().expect("begun");
        if plan.costs {
            let loads = self.made.iter().zip(&plan.cost);
            self.load += loads.map(|(n, cost)| cost * Nano::from(*n)).sum::<Nano>();
        }
        for (user, flows) in plan.of_user.iter().enumerate() {
            let made = &mut self.made[flows.clone()];
            let coming: u64 = made.iter().sum();
            if coming == 0 {
                continue;
            }
            if self.adapters[user].takes_all(coming, plan.takes[user]) {
                row.sent += coming;
                row.delivered += coming;
                self.at_once[flows.clone()].iter_mut().zip(&*made).for_each(|(all, n)| *all += n);
            } else {
                for (flow, &n) in flows.clone().zip(&*made).filter(|(_, n)| **n > 0) {
                    self.messages[flow].generated += n;
                    let part = MadeTogether { flow: flow as u32, made: cell as u32, count: n };
                    self.arrivals[user].push((plan.rank_at_adapter(flow), part));
                }
            }
            made.fill(0);
        }
    }

    /// What is made joins the DSP's queues; of those, what leaves over a path that carries `rate`.
    fn queue(&mut self, plan: &NorthPlan, cell: u64, rate: Nano) {
        self.out.clear();
        for (flow, n) in self.made.iter().enumerate().filter(|(_, n)| **n > 0) {
            self.messages[flow].generated += n;
            self.messages[flow].queued += n;
        }
        self.path.step(plan, &self.keys, (cell, rate), &mut self.made, &mut self.out);
        for part in &self.out {
            let flow = part.flow as usize;
            self.messages[flow].queued -= part.count;
            self.load += plan.cost[flow] * Nano::from(part.count);
            self.arrivals[plan.flows[flow].user].push((plan.rank_at_adapter(flow), *part));
        }
    }

    /// What adapters take of what came and waits, and what they lose.
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
            let coming: u64 = arrivals.iter().map(|(_, part)| part.count).sum();
            row.sent += coming;
            if adapter.takes_all(coming, plan.takes[user]) {
                row.delivered += coming;
                for (_, part) in arrivals.drain(..) {
                    note_delivered(plan, cell, &part, &mut self.messages, seen);
                }
                continue;
            }
            let keys = &self.keys;
            let draws = || keys.draws(Purpose::Adapter, cell, user as u64);
            let takes = (plan.adapter[user], plan.bound[user]);
            adapter.step(cell, arrivals, takes, draws, &mut self.fate);
            for (_, part) in arrivals.drain(..) {
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
        let row = self.timeline.last().expect("begun");
        let waited = std::mem::replace(&mut self.waits, row.queued + row.at_adapters > 0);
        if !self.waits && !waited {
            return;
        }
        for (user, seen) in self.delays.iter_mut().enumerate() {
            let (queued, at_adapter) = (self.path.queued[user], self.adapters[user].waiting);
            seen.most_queued = seen.most_queued.max(queued);
            seen.most_at_adapter = seen.most_at_adapter.max(at_adapter);
            let behind = left > Share::ZERO && queued + at_adapter > 0;
            self.behind[user] = if behind { self.behind[user] + 1 } else { 0 };
            seen.longest_behind = seen.longest_behind.max(self.behind[user]);
        }
    }

    /// The run has ended: what was seen of messages, by flow, of delays, by User, and by window.
    pub fn close(mut self, plan: &NorthPlan) -> (Vec<Messages>, Vec<Delays>, Vec<NorthRow>) {
        for (flow, &n) in self.at_once.iter().enumerate().filter(|(_, n)| **n > 0) {
            self.messages[flow].generated += n;
            self.messages[flow].delivered += n;
            self.delays[plan.flows[flow].user].by_class[plan.class[flow]].add(0, n);
        }
        (self.messages, self.delays, self.timeline)
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
            let made = m.generated + self.at_once[flow];
            if response && responses[flow] != made + self.coming.of(flow) {
                return Some(format!(
                    "responses = requests answered: {made} ≠ {}",
                    responses[flow]
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
