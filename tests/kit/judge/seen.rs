//! What a run showed, and what of it was open at the end (C1).

use super::World;
use super::request::Copy;
use headroom_core::ledger::{
    ActivationRecord, Counts, Delays, Harm, Messages, NorthRow, Open, Row, Runs, Step, Supply,
    UntilAccepted, UserRow, Violations, Waits, audit,
};
use headroom_core::scenario::Scenario;
use headroom_core::traffic::{Message, Traffic};
use std::collections::{BTreeMap, BTreeSet};

/// What a run showed; the engine's ledger is brought to the same form to be compared.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Seen {
    /// Counts of each (User, SRV) pair.
    pub pairs: Vec<Counts>,
    /// What of each pair was open at the end.
    pub open: Vec<Open>,
    /// Harm to each pair's requests, by their standing (C2).
    pub harm: Vec<Harm>,
    /// How long each pair was refused until it was accepted (C2).
    pub until_accepted: Vec<UntilAccepted>,
    /// Waits of last submissions: bins of a tenth of a cell (C2).
    pub waits: BTreeMap<u64, u64>,
    /// Added delay: by place of the standing and tenths of a cell, how many (C2).
    pub added: BTreeMap<(usize, u64), u64>,
    /// Of followed requests, by pair and whether they were first due while active (C2).
    pub followed: BTreeMap<(usize, bool), Followed>,
    /// Load of the busiest window, and its first cell.
    pub peak_load: (u64, u64),
    /// Activations, in order.
    pub activations: Vec<ActivationRecord>,
    /// For each User, windows in which it was throttled.
    pub windows_throttled: Vec<u64>,
    /// For each User, what it sent beyond its quota in windows in which the mechanism was active, by first submissions alone, and
    /// how many these are (C2).
    pub breach: Vec<(u64, u64, u64)>,
    /// Cells without service.
    pub outage_cells: u64,
    /// Cells in which the mechanism was active, wholly or in part.
    pub active_cells: u64,
    /// What happened in each half-hour.
    pub half_hours: Vec<Row>,
    /// For each half-hour and User.
    pub users: Vec<UserRow>,
    /// Runs of processes, by process and User (T7).
    pub processes: Vec<Runs>,
    /// Steps of processes (T7).
    pub steps: Vec<Step>,
    /// What network parties know, by storm and party (G9).
    pub supply: Vec<Supply>,
    /// Messages of each northbound flow; none where that side is off.
    pub messages: Vec<Messages>,
    /// Delays of each User's messages.
    pub delays: Vec<Delays>,
    /// Northbound messages in each window.
    pub northbound: Vec<NorthRow>,
    /// Violations of F1 to F5.
    pub fairness: [Violations; 5],
    /// F6: for each User, admitted and entitled in active windows; with the mechanism switched off, in
    /// those in which it would have been active.
    pub entitled: Vec<(u64, u64)>,
}

/// Added delays of followed requests.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Followed {
    /// By bin, tenths of a cell, how many.
    pub bins: BTreeMap<u64, u64>,
    /// How many are above 1, 5 and 30 minutes.
    pub over: [u64; 3],
    /// Requests never answered.
    pub never: u64,
}

impl Seen {
    /// Nothing yet.
    pub fn new(scenario: &Scenario, traffic: &Traffic) -> Self {
        let (users, pairs) = (scenario.users.len(), traffic.pairs.len());
        let (cells, per_block) = (scenario.calendar.cells(), scenario.calendar.cells_per_block());
        let half_hours = (0..cells).step_by(per_block).map(|cell| Row { cell, ..Row::default() });
        let half_hours: Vec<Row> = half_hours.collect();
        // Responses in order of importance, other responses, Device Alerts, DCC Alerts.
        let by_class = vec![Waits::default(); scenario.northbound.classes.len() + 3];
        let delays = Delays { by_class, ..Delays::default() };
        Self {
            pairs: vec![Counts::default(); pairs],
            open: vec![Open::default(); pairs],
            harm: vec![Harm::default(); pairs],
            windows_throttled: vec![0; users],
            breach: vec![(0, 0, 0); users],
            users: vec![UserRow::default(); users * half_hours.len()],
            half_hours,
            processes: vec![Runs::default(); traffic.runs.len()],
            steps: vec![Step::default(); traffic.steps.len()],
            supply: vec![Supply::default(); traffic.parties.len()],
            entitled: vec![(0, 0); users],
            messages: vec![Messages::default(); super::flows(scenario, traffic).len()],
            delays: match scenario.northbound.enabled {
                true => vec![delays; users],
                false => Vec::new(),
            },
            ..Self::default()
        }
    }
}

impl World<'_> {
    /// C1: what is open at the end.
    pub fn close(mut self) -> Seen {
        if self.throttles() {
            let last = self.seen.activations.last_mut().expect("one that made it active");
            (last.to, last.open) = (self.scenario.calendar.cells(), true);
        }
        let mut open = std::mem::take(&mut self.seen.open);
        let pair = |id: usize| self.cohort(id).pair;
        self.starting.iter().flatten().for_each(|id| open[pair(*id)].held += 1);
        self.releasing.all().for_each(|id| open[pair(*id)].deferred += 1);
        self.deferred.iter().for_each(|id| open[pair(*id)].deferred += 1);
        let mut first = BTreeSet::new();
        for Copy { request: id, turn, .. } in self.queue.iter().map(|queued| &queued.copy) {
            let (open, request) = (&mut open[pair(*id)], &self.requests[*id]);
            let decides = *turn == request.turn && first.insert(*id);
            *match (decides, request.held) {
                (false, _) => &mut open.backlog_copies,
                (true, true) => &mut open.backlog_earlier,
                (true, false) => &mut open.backlog,
            } += 1;
        }
        for (id, request) in self.requests.iter().enumerate().filter(|(_, r)| !r.over) {
            let open = &mut open[pair(id)];
            let inside = self.waits_inside(id);
            open.buffered_copies += u64::from(request.buffered && inside);
            open.buffered += u64::from(request.buffered && !inside);
            open.unanswered += u64::from(request.unanswered);
            if request.next.is_some() && !inside {
                let waits =
                    if request.attempts == 0 { &mut open.pending } else { &mut open.retrying };
                *waits += 1;
            }
        }
        self.seen.open = open;
        let kept = self.seen.pairs.iter().zip(&self.seen.open).zip(&self.seen.harm);
        for ((counts, open), harm) in kept {
            assert_eq!(audit(counts, open, harm), None, "the judge itself breaks C1");
        }
        for runs in &self.seen.processes {
            assert!(runs.first_time + runs.late + runs.aborted <= runs.begun, "T7: {runs:?}");
        }
        self.count_stretches();
        self.count_knowledge();
        self.close_northbound();
        self.seen
    }

    /// C1 northbound: nothing is lost but what is counted as lost, and each answer makes one response.
    fn close_northbound(&mut self) {
        let flows = &self.northbound.flows;
        let mut answers = vec![0; self.scenario.users.len()];
        for sent in &self.northbound.outbound.queue {
            self.seen.messages[sent.flow].queued += 1;
        }
        for (sent, _) in self.northbound.adapters.iter().flat_map(|adapter| &adapter.queue) {
            self.seen.messages[sent.flow].at_adapter += 1;
        }
        for (flow, m) in flows.iter().zip(&self.seen.messages) {
            let ended = m.consolidated + m.discarded + m.delivered + m.lost;
            assert_eq!(m.generated, ended + m.open(), "the judge itself loses messages");
            if let Message::Response(_) = flow.what {
                answers[flow.user] += m.generated;
            }
        }
        for (pair, (user, _)) in self.traffic.pairs.iter().enumerate().filter(|_| !flows.is_empty())
        {
            let c = self.seen.pairs[pair];
            answers[*user] -= c.served + c.no_response + c.tried_again;
        }
        assert!(answers.iter().all(|left| *left == 0), "an answer without a response");
    }
}
