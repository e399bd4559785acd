//! The judge: one object per Service Request and one decision at a time, written as the rules read.
//!
//! Scope: everything one replication does, by `docs/rules.md`: fresh traffic (`traffic.rs`, `variation.rs`), what
//! meets an attempt before the mechanism (`before.rs`), the gateway and the backlog (`gateway.rs`),
//! the mechanism and fairness (`mechanism.rs`), buffers (`buffer.rs`), what Users do (`users.rs`),
//! answers and second submissions (`answer.rs`), processes (`process.rs`) and storms (`storm.rs`), what
//! happens round maintenance (`maintenance.rs`), devices that send alerts (`devices.rs`), messages and what
//! they cost (`northbound.rs`), how they reach Users (`outbound.rs`), what of that follows from ordinary
//! times (`ordinary.rs`), and which days of a log stand for those of a course (`log_days.rs`).
//! It has none of the engine's ideas: no counts of what is alike, no block taken whole, no keyed
//! draws. It shares with the engine what is expected of each cohort that sends by itself (T2), the
//! allocations a(u) of M1, plain data types and the audit of C1; all else is its own. Of cohorts that
//! follow from others it uses only whose they are. Slow on purpose.
//! Source: `docs/rules.md`. Checked by: the audit of C1 at its end, cases worked out by hand in
//! `judged.rs`, and by agreeing with the engine in `against_judge.rs`.

mod answer;
mod before;
mod buffer;
mod devices;
mod fairness;
mod gateway;
pub mod log_days;
mod maintenance;
mod mechanism;
mod northbound;
mod ordinary;
mod outbound;
mod process;
mod request;
mod seen;
mod standing;
mod storm;
mod traffic;
mod until_accepted;
mod users;
mod variation;

pub use northbound::flows;
pub use seen::{Followed, Seen};

use answer::Answer;
use before::Watch;
use buffer::Buffers;
use headroom_core::domain::{Nano, Share};
use headroom_core::ledger::{Counts, Harm, Row, UserRow};
use headroom_core::scenario::{Event, EventKind, RetryPolicy, Scenario};
use headroom_core::traffic::{Cohort, Traffic};
use maintenance::Releasing;
use mechanism::Window;
use northbound::Northbound;
use process::Run;
use rand::SeedableRng;
use rand::rngs::Xoshiro256PlusPlus;
use request::{Copy, Id, Queued, Request};
use std::collections::{BTreeMap, VecDeque};
use storm::Party;
use until_accepted::Answered;

/// Runs `scenario` once.
pub fn judge(scenario: &Scenario, seed: u64) -> Seen {
    judge_beside(scenario, seed, None)
}

/// The same, beside another that was active in these cells, first and after the last, where they are given (C2, C3).
pub fn judge_beside(scenario: &Scenario, seed: u64, acted: Option<&[(u64, u64)]>) -> Seen {
    let scenario = &*ordinary::sized(scenario);
    let traffic = Traffic::new(scenario);
    let mut world = World::new(scenario, &traffic, seed);
    world.acted = acted;
    world.send_fresh();
    world.measure_demand();
    world.settle_standings();
    world.set_devices_up();
    for cell in 0..scenario.calendar.cells() {
        world.go_through(cell);
    }
    world.close()
}

/// The state of a run.
struct World<'a> {
    scenario: &'a Scenario,
    traffic: &'a Traffic,
    rng: Xoshiro256PlusPlus,
    /// Share of capacity in each cell, collapses apart.
    capacity: Vec<Share>,
    /// a(u) × window, nano-requests, and w(u)/Σw.
    allocation: Vec<Nano>,
    weight: Vec<f64>,
    /// Every request there has been.
    requests: Vec<Request>,
    /// By cell, last what comes after the run's end: attempts at the gateway, requests the DSP is to
    /// start, answers and time-outs, and the time-outs after which a copy is resubmitted (U2).
    arriving: Vec<Vec<Id>>,
    starting: Vec<Vec<Id>>,
    answers: Vec<Vec<Answer>>,
    waiting: Vec<Vec<Copy>>,
    /// DSP-started requests without room or service yet.
    deferred: Vec<Id>,
    /// The fraction of their share of a cell that is carried, nano-requests (G4).
    share_carried: Nano,
    /// What waits for its release after maintenance (section 3).
    releasing: Releasing,
    /// In the DSP, first in first out; and B, nano-requests.
    queue: VecDeque<Queued>,
    backlog: Nano,
    /// The work that it could have done by the start of each cell, and of the next, nano-requests.
    worked: Vec<Nano>,
    buffers: Buffers,
    watch: Watch,
    /// Runs of processes, and what network parties know in storms.
    runs: Vec<Run>,
    parties: Vec<Party>,
    northbound: Northbound,
    window: Window,
    /// What each User carries into the next window, nano-requests.
    carry: Vec<Nano>,
    /// Whether the mechanism is active or, switched off, would be.
    active: bool,
    /// The cells in which the scenario was active that this stands beside.
    acted: Option<&'a [(u64, u64)]>,
    /// Whether each cell so far began while the scenario was active.
    began_active: Vec<bool>,
    /// Windows running below the release level.
    calm: u32,
    /// For each window that has ended, who was within its allocation.
    within: Vec<Vec<bool>>,
    /// C3: for each User, the cell before which all comes again that was refused to it while it had not kept within, and the
    /// windows in which something was buffered then; and what was in its buffer when the window began, by the cell it came.
    tainted_until: Vec<u64>,
    tainted_buffers: Vec<Vec<(u64, u64)>>,
    waited: Vec<Vec<u64>>,
    /// For each User, the cell until which a warning holds (M8).
    warned_until: Vec<u64>,
    /// C2: by User and window, what it asks for; and whether fresh requests have their standings.
    demand: BTreeMap<(usize, u64), u64>,
    settled: bool,
    /// C2: for each pair, when it was answered.
    answered: Vec<Answered>,
    seen: Seen,
}

impl<'a> World<'a> {
    fn new(scenario: &'a Scenario, traffic: &'a Traffic, seed: u64) -> Self {
        let users = scenario.users.len();
        let (allocation, weight) = mechanism::allocations(scenario);
        let cells = scenario.calendar.cells();
        let lists = cells as usize + 1;
        Self {
            scenario,
            traffic,
            rng: Xoshiro256PlusPlus::seed_from_u64(seed),
            capacity: (0..cells).map(|cell| share_of_capacity(scenario, cell)).collect(),
            allocation,
            weight,
            requests: Vec::new(),
            arriving: vec![Vec::new(); lists],
            starting: vec![Vec::new(); lists],
            answers: vec![Vec::new(); lists],
            waiting: vec![Vec::new(); lists],
            deferred: Vec::new(),
            share_carried: 0,
            releasing: Releasing::new(scenario),
            queue: VecDeque::new(),
            backlog: 0,
            worked: vec![0],
            buffers: Buffers::new(users),
            watch: Watch::new(scenario, traffic),
            runs: Vec::new(),
            parties: storm::parties(scenario, traffic),
            northbound: Northbound::new(scenario, traffic),
            window: Window::default(),
            carry: vec![0; users],
            active: false,
            acted: None,
            began_active: Vec::new(),
            calm: 0,
            within: Vec::new(),
            tainted_until: vec![0; users],
            tainted_buffers: vec![Vec::new(); users],
            waited: vec![Vec::new(); users],
            warned_until: vec![0; users],
            demand: BTreeMap::new(),
            settled: false,
            answered: vec![Answered::default(); traffic.pairs.len()],
            seen: Seen::new(scenario, traffic),
        }
    }

    fn cohort(&self, id: Id) -> &'a Cohort {
        &self.traffic.cohorts[self.requests[id].cohort]
    }

    /// How refused attempts of a request are retried (U1).
    fn policy(&self, id: Id) -> RetryPolicy {
        let Cohort { policy, user, srv, .. } = *self.cohort(id);
        policy.unwrap_or_else(|| self.scenario.retry_policy(user, srv))
    }

    /// The counts of a request's User and SRV.
    fn counts(&mut self, id: Id) -> &mut Counts {
        let pair = self.cohort(id).pair;
        &mut self.seen.pairs[pair]
    }

    /// The same, and the harm to requests of its User and SRV.
    fn counts_and_harm(&mut self, id: Id) -> (&mut Counts, &mut Harm) {
        let pair = self.cohort(id).pair;
        (&mut self.seen.pairs[pair], &mut self.seen.harm[pair])
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
    fn is_prioritised(&self, id: Id) -> bool {
        self.scenario.mechanism.prioritised[self.cohort(id).srv]
    }

    /// Whether a request counts in its User's use and first submissions (M5, C2).
    fn uses_allocation(&self, id: Id) -> bool {
        self.scenario.mechanism.prioritised_use_allocation || !self.is_prioritised(id)
    }

    /// Where in the lists by cell a cell stands.
    fn place(&self, cell: u64) -> usize {
        cell.min(self.scenario.calendar.cells()) as usize
    }
}

/// Share of capacity in `cell`; of outages at the same time the worst.
fn share_of_capacity(scenario: &Scenario, cell: u64) -> Share {
    let outage = |event: &Event| match event.kind {
        EventKind::Outage { capacity, .. } => Some(capacity),
        EventKind::Maintenance(_) => Some(Share::ZERO),
        _ => None,
    };
    let in_force = scenario.events.iter().filter(|event| event.from <= cell && cell < event.to);
    in_force.filter_map(outage).min().unwrap_or(Share::ONE)
}
