//! The judge: one object per Service Request and one decision at a time, written as the rules read.
//!
//! Scope: everything one replication does, by `docs/rules.md`: fresh traffic (`traffic.rs`), the
//! gateway, the backlog and retries (`gateway.rs`), the mechanism and fairness (`mechanism.rs`).
//! It has none of the engine's ideas: no counts of what is alike, no block taken whole, no keyed
//! draws. It shares with the engine what is expected of each cohort (T2), the allocations a(u) of
//! M1, and plain data types; all else is its own. Slow on purpose.
//! Source: `docs/rules.md`. Checked by: the audit of C1 at its end, and by agreeing with the
//! engine in `against_judge.rs`.

mod gateway;
mod mechanism;
mod traffic;

use headroom::domain::{Nano, Share};
use headroom::ledger::{ActivationRecord, Counts, Open, Row, UserRow, Violations, audit};
use headroom::scenario::{Event, EventKind, Scenario};
use headroom::traffic::{Cohort, Traffic};
use mechanism::Window;
use rand::SeedableRng;
use rand::rngs::Xoshiro256PlusPlus;
use std::collections::{BTreeMap, VecDeque};

/// What a run showed; the engine's ledger is brought to the same form to be compared.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Seen {
    /// Counts of each (User, SRV) pair.
    pub pairs: Vec<Counts>,
    /// What of each pair was open at the end.
    pub open: Vec<Open>,
    /// Waits of last submissions: bins of a tenth of a cell (C2).
    pub waits: BTreeMap<u64, u64>,
    /// Load of the busiest window, and its first cell.
    pub peak_load: (u64, u64),
    /// Activations, in order.
    pub activations: Vec<ActivationRecord>,
    /// For each User, windows in which it was throttled.
    pub windows_throttled: Vec<u64>,
    /// Cells without service.
    pub outage_cells: u64,
    /// Cells in which the mechanism was active, wholly or in part.
    pub active_cells: u64,
    /// What happened in each half-hour.
    pub half_hours: Vec<Row>,
    /// For each half-hour and User.
    pub users: Vec<UserRow>,
    /// Violations of F1 to F5.
    pub fairness: [Violations; 5],
    /// F6: for each User, admitted and entitled in active windows; with the mechanism switched off, in
    /// those in which it would have been active.
    pub entitled: Vec<(u64, u64)>,
}

/// Runs `scenario` once.
pub fn judge(scenario: &Scenario, seed: u64) -> Seen {
    let traffic = Traffic::new(scenario);
    let mut world = World::new(scenario, &traffic, seed);
    world.send_fresh();
    for cell in 0..scenario.calendar.cells() {
        world.go_through(cell);
    }
    world.close()
}

/// One Service Request.
#[derive(Clone, Copy, Debug)]
struct Request {
    /// Which cohort's: hence its User, SRV, mode and retry policy.
    cohort: usize,
    /// Cell from which its wait counts: of its first submission, or of its start by the DSP.
    first: u64,
    /// Attempts made of the present submission.
    attempts: u32,
    /// Whether the DSP itself started the present submission.
    by_dsp: bool,
}

/// The state of a run.
struct World<'a> {
    scenario: &'a Scenario,
    traffic: &'a Traffic,
    rng: Xoshiro256PlusPlus,
    /// Share of capacity in each cell.
    capacity: Vec<Share>,
    /// a(u) × window, nano-requests, and w(u)/Σw.
    allocation: Vec<Nano>,
    weight: Vec<f64>,
    /// Attempts to come at the gateway, and requests the DSP is to start, by cell; last those after
    /// the run's end.
    arriving: Vec<Vec<Request>>,
    starting: Vec<Vec<Request>>,
    /// DSP-started requests without room or service yet.
    deferred: Vec<Request>,
    /// In the DSP, first in first out; and B, nano-requests.
    queue: VecDeque<Request>,
    backlog: Nano,
    window: Window,
    /// What each User carries into the next window, nano-requests.
    carry: Vec<Nano>,
    /// Whether the mechanism is active or, switched off, would be.
    active: bool,
    /// Windows running below the release level.
    calm: u32,
    /// For each window that has ended, who was within its allocation.
    within: Vec<Vec<bool>>,
    seen: Seen,
}

impl<'a> World<'a> {
    fn new(scenario: &'a Scenario, traffic: &'a Traffic, seed: u64) -> Self {
        let (users, pairs) = (scenario.users.len(), traffic.pairs.len());
        let (allocation, weight) = mechanism::allocations(scenario);
        let (cells, per_block) = (scenario.calendar.cells(), scenario.calendar.cells_per_block());
        let half_hours = (0..cells).step_by(per_block).map(|cell| Row { cell, ..Row::default() });
        let half_hours: Vec<Row> = half_hours.collect();
        Self {
            scenario,
            traffic,
            rng: Xoshiro256PlusPlus::seed_from_u64(seed),
            capacity: (0..cells).map(|cell| share_of_capacity(scenario, cell)).collect(),
            allocation,
            weight,
            arriving: vec![Vec::new(); cells as usize + 1],
            starting: vec![Vec::new(); cells as usize + 1],
            deferred: Vec::new(),
            queue: VecDeque::new(),
            backlog: 0,
            window: Window::default(),
            carry: vec![0; users],
            active: false,
            calm: 0,
            within: Vec::new(),
            seen: Seen {
                pairs: vec![Counts::default(); pairs],
                open: vec![Open::default(); pairs],
                windows_throttled: vec![0; users],
                users: vec![UserRow::default(); users * half_hours.len()],
                half_hours,
                entitled: vec![(0, 0); users],
                ..Seen::default()
            },
        }
    }

    fn cohort(&self, request: &Request) -> &'a Cohort {
        &self.traffic.cohorts[request.cohort]
    }

    /// The counts of a request's User and SRV.
    fn counts(&mut self, request: &Request) -> &mut Counts {
        let pair = self.cohort(request).pair;
        &mut self.seen.pairs[pair]
    }

    fn half_hour(&mut self, cell: u64) -> &mut Row {
        let block = cell as usize / self.scenario.calendar.cells_per_block();
        &mut self.seen.half_hours[block]
    }

    fn user_row(&mut self, cell: u64, user: usize) -> &mut UserRow {
        let block = cell as usize / self.scenario.calendar.cells_per_block();
        &mut self.seen.users[block * self.scenario.users.len() + user]
    }

    /// M6.
    fn is_prioritised(&self, request: &Request) -> bool {
        self.scenario.mechanism.prioritised[self.cohort(request).srv]
    }

    /// Whether a request counts in its User's use and first submissions (M5, C2).
    fn uses_allocation(&self, request: &Request) -> bool {
        self.scenario.mechanism.prioritised_use_allocation || !self.is_prioritised(request)
    }

    /// Where in the lists by cell a cell stands.
    fn place(&self, cell: u64) -> usize {
        cell.min(self.scenario.calendar.cells()) as usize
    }

    /// Whether the present submission is not its request's last: the DSP will start that (T2).
    fn is_earlier(&self, request: &Request) -> bool {
        self.cohort(request).due.is_some() && !request.by_dsp
    }

    /// C1: what is open at the end.
    fn close(mut self) -> Seen {
        if self.throttles() {
            let last = self.seen.activations.last_mut().expect("one that made it active");
            (last.to, last.open) = (self.scenario.calendar.cells(), true);
        }
        let mut open = std::mem::take(&mut self.seen.open);
        let pair = |request: &Request| self.cohort(request).pair;
        self.arriving.iter().flatten().for_each(|r| open[pair(r)].retrying += 1);
        self.starting.iter().flatten().for_each(|r| open[pair(r)].held += 1);
        self.deferred.iter().for_each(|r| open[pair(r)].deferred += 1);
        for request in &self.queue {
            let open = &mut open[pair(request)];
            *(if self.is_earlier(request) {
                &mut open.backlog_earlier
            } else {
                &mut open.backlog
            }) += 1;
        }
        self.seen.open = open;
        for (counts, open) in self.seen.pairs.iter().zip(&self.seen.open) {
            assert_eq!(audit(counts, open), None, "the judge itself breaks C1");
        }
        self.seen
    }
}

/// Share of capacity in `cell`; of outages at the same time the worst.
fn share_of_capacity(scenario: &Scenario, cell: u64) -> Share {
    let outage = |event: &Event| match event.kind {
        EventKind::Outage { capacity } if event.from <= cell && cell < event.to => Some(capacity),
        _ => None,
    };
    scenario.events.iter().filter_map(outage).min().unwrap_or(Share::ONE)
}
