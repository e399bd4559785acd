//! The judge: one object per request, one decision at a time, written as the rules read.
//!
//! Scope: everything one replication does, by `docs/rules.md`, with none of the engine's ideas: no
//! counts of what is alike, no block taken whole, no keyed draws. It shares with the engine the
//! statement of what is expected (the cohorts' pieces, T2), the allocations a(u) of M1, and plain
//! data types; drawing, placing, order, gateway, mechanism, retries, waits and fairness are its
//! own. Slow on purpose. Source: `docs/rules.md`. Checked by: the audit of C1 at its end, and by
//! agreeing with the engine in `against_judge.rs`.

use headroom::domain::{Detect, FutureDated, Measure, Mode, NANO, Nano, Pace, Pool, Share, ThrottleTo};
use headroom::ledger::{Counts, Open, UserRow, audit};
use headroom::mechanism::allocate;
use headroom::scenario::{Backlog, EventKind, Scenario};
use headroom::traffic::{Cohort, Exact, Expected, Piece, Traffic, Volume};
use rand::rngs::Xoshiro256PlusPlus;
use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};
use rand_distr::{Distribution, Gamma, Poisson};
use std::collections::{BTreeMap, VecDeque};

/// What a run showed; the engine's ledger is brought to the same form to be compared.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Seen {
    /// Counts of each (User, SRV) pair.
    pub pairs: Vec<Counts>,
    /// What of each pair was open at the end.
    pub open: Vec<Open>,
    /// Waits of served requests: bins of a tenth of a cell (C2).
    pub waits: BTreeMap<u64, u64>,
    /// Load of the busiest window, and its first cell.
    pub peak_load: (u64, u64),
    /// First cell of each activation, the cell after its last, and its requests throttled.
    pub activations: Vec<(u64, u64, u64)>,
    /// For each User, windows in which it was throttled.
    pub windows_throttled: Vec<u64>,
    /// Cells without service.
    pub outage_cells: u64,
    /// Cells in which the mechanism was active, wholly or in part.
    pub active_cells: u64,
    /// For each half-hour and User.
    pub users: Vec<UserRow>,
    /// Violations of F1 to F5.
    pub fairness: [u64; 5],
    /// F6: for each User, admitted and entitled in active windows.
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
    /// Whether the present submission was started by the DSP itself.
    by_dsp: bool,
    /// Its wait, known once admitted.
    wait: u64,
}

/// One monitoring window (M3); lists are by User.
#[derive(Clone, Debug, Default)]
struct Window {
    first_cell: u64,
    /// Θ × window, nano-requests.
    threshold: Nano,
    /// a(u) × window plus what was carried, nano-requests, and the whole requests given of it (M1).
    exact: Vec<Nano>,
    quota: Vec<u64>,
    /// What `share_unused` adds to the limit, nano-requests.
    extra: Vec<Nano>,
    service: bool,
    active: bool,
    load: u64,
    total: u64,
    used: Vec<u64>,
    first: Vec<u64>,
    admitted: Vec<u64>,
    throttled: Vec<u64>,
    rejected: Vec<u64>,
    prioritised_throttled: u64,
    /// Throttled or rejected, by pair.
    refused: Vec<u64>,
}

struct World<'a> {
    scenario: &'a Scenario,
    traffic: &'a Traffic,
    rng: Xoshiro256PlusPlus,
    /// Share of capacity in each cell.
    capacity: Vec<Share>,
    /// a(u) × window, nano-requests, and w(u)/Σw.
    allocation: Vec<Nano>,
    weight: Vec<f64>,
    /// Attempts to come at the gateway, and requests the DSP is to start, by cell.
    arriving: BTreeMap<u64, Vec<Request>>,
    starting: BTreeMap<u64, Vec<Request>>,
    /// DSP-started requests without room or service yet.
    deferred: Vec<Request>,
    /// In the DSP, first in first out; B in nano-requests.
    queue: VecDeque<Request>,
    backlog: Nano,
    window: Window,
    carry: Vec<Nano>,
    active: bool,
    calm: u32,
    /// For each window that has ended, who was within its allocation.
    within: Vec<Vec<bool>>,
    seen: Seen,
}

/// A gamma factor of mean 1 (T3).
fn gamma(rng: &mut Xoshiro256PlusPlus, cv: f64) -> f64 {
    if cv == 0.0 { 1.0 } else { Gamma::new(1.0 / (cv * cv), cv * cv).unwrap().sample(rng) }
}

impl<'a> World<'a> {
    fn new(scenario: &'a Scenario, traffic: &'a Traffic, seed: u64) -> Self {
        let rule = &scenario.mechanism.allocation;
        let weights: Vec<f64> =
            Expected::new(scenario).weights(scenario, rule.weights).iter().map(|w| w.weight).collect();
        let pool = match rule.pool {
            Pool::Threshold => scenario.threshold(),
            Pool::Capacity => scenario.gateway.max_capacity,
        };
        let pool = pool.over(scenario.calendar.window());
        let share = |cell: u64| {
            let outage = |event: &headroom::scenario::Event| match event.kind {
                EventKind::Outage { capacity } if event.from <= cell && cell < event.to => Some(capacity),
                _ => None,
            };
            scenario.events.iter().filter_map(outage).min().unwrap_or(Share::ONE)
        };
        let users = scenario.users.len();
        Self {
            scenario,
            traffic,
            rng: Xoshiro256PlusPlus::seed_from_u64(seed),
            capacity: (0..scenario.calendar.cells()).map(share).collect(),
            allocation: allocate(pool, &rule.guaranteed, &weights).unwrap(),
            weight: weights.iter().map(|w| w / weights.iter().sum::<f64>()).collect(),
            arriving: BTreeMap::new(),
            starting: BTreeMap::new(),
            deferred: Vec::new(),
            queue: VecDeque::new(),
            backlog: 0,
            window: Window::default(),
            carry: vec![0; users],
            active: false,
            calm: 0,
            within: Vec::new(),
            seen: Seen {
                pairs: vec![Counts::default(); traffic.pairs.len()],
                open: vec![Open::default(); traffic.pairs.len()],
                windows_throttled: vec![0; users],
                users: vec![UserRow::default(); users * scenario.calendar.blocks().len()],
                entitled: vec![(0, 0); users],
                ..Seen::default()
            },
        }
    }

    fn cohort(&self, request: &Request) -> &'a Cohort {
        &self.traffic.cohorts[request.cohort]
    }

    fn counts(&mut self, request: &Request) -> &mut Counts {
        let pair = self.cohort(request).pair;
        &mut self.seen.pairs[pair]
    }

    fn row(&mut self, cell: u64, user: usize) -> &mut UserRow {
        let block = cell as usize / self.scenario.calendar.cells_per_block();
        &mut self.seen.users[block * self.scenario.users.len() + user]
    }

    /// Whether a request counts in its User's use and first submissions (M5, C2).
    fn uses_allocation(&self, request: &Request) -> bool {
        let m = &self.scenario.mechanism;
        m.prioritised_use_allocation || !m.prioritised[self.cohort(request).srv]
    }

    // ---- T2 to T4: fresh traffic -------------------------------------------------------------

    fn send_fresh(&mut self) {
        let traffic = self.traffic;
        let per_block = self.scenario.calendar.cells_per_block() as u64;
        for (from, to) in traffic.days() {
            // T3: one factor a day for everybody, and one for each User.
            let common = gamma(&mut self.rng, self.scenario.day_cv_common);
            let own: Vec<f64> = self.scenario.users.iter().map(|u| gamma(&mut self.rng, u.day_cv)).collect();
            for (c, cohort) in traffic.cohorts.iter().enumerate() {
                let in_block = |b: usize| {
                    let first = b as u64 * per_block;
                    let moved = move |p: Piece| Piece { from: p.from + first, to: p.to + first, ..p };
                    traffic.pieces(cohort, b).into_iter().map(moved)
                };
                let pieces: Vec<Piece> = (from..to).flat_map(in_block).collect();
                match cohort.exact {
                    Exact::Whole(_) => {}
                    Exact::Day => {
                        let number = pieces.iter().map(|p| p.mean).sum::<f64>().round() as u64;
                        self.send_exactly(c, number, &pieces);
                    }
                    Exact::No => {
                        let factor = if cohort.varies { common * own[cohort.user] } else { 1.0 };
                        for piece in pieces.iter().filter(|p| p.mean * factor > 0.0) {
                            let n: f64 = Poisson::new(piece.mean * factor).unwrap().sample(&mut self.rng);
                            (0..n as u64).for_each(|_| self.send_one(c, piece));
                        }
                    }
                }
            }
        }
        for (c, cohort) in traffic.cohorts.iter().enumerate() {
            if let (Exact::Whole(number), Volume::Pieces(pieces)) = (cohort.exact, &cohort.volume) {
                self.send_exactly(c, number, pieces);
            }
        }
    }

    /// T3: an exact number; each request in a piece with the chance of its share.
    fn send_exactly(&mut self, cohort: usize, number: u64, pieces: &[Piece]) {
        let all: f64 = pieces.iter().map(|p| p.mean).sum();
        for _ in 0..number {
            let mut point = self.rng.random::<f64>() * all;
            let here = pieces.iter().find(|p| {
                point -= p.mean;
                point < 0.0
            });
            self.send_one(cohort, here.unwrap_or(pieces.last().expect("a piece")));
        }
    }

    /// T4: a request in a cell of its piece, all alike; what falls after the run is none of it.
    fn send_one(&mut self, cohort: usize, piece: &Piece) {
        let cell = self.rng.random_range(piece.from..piece.to);
        if cell >= self.scenario.calendar.cells() {
            return;
        }
        let by_dsp = self.traffic.cohorts[cohort].mode == Mode::DccScheduled;
        let request = Request { cohort, first: cell, attempts: 0, by_dsp, wait: 0 };
        self.counts(&request).requests += 1;
        self.counts(&request).submissions += 1;
        let list = if by_dsp { &mut self.starting } else { &mut self.arriving };
        list.entry(cell).or_default().push(request);
    }

    // ---- G1 to G6: a cell --------------------------------------------------------------------

    fn go_through(&mut self, cell: u64) {
        let cells = self.scenario.calendar.cells_per_window() as u64;
        if cell % cells == 0 {
            self.begin_window(cell);
        }
        // What the DSP starts in this cell joins what still waits.
        for request in self.starting.remove(&cell).unwrap_or_default() {
            if self.cohort(&request).due.is_some() {
                self.counts(&request).submissions += 1;
            }
            self.deferred.push(request);
        }
        // T4: attempts in a uniformly random order.
        let mut attempts = self.arriving.remove(&cell).unwrap_or_default();
        attempts.shuffle(&mut self.rng);
        for request in &mut attempts {
            request.attempts += 1;
            let user = self.cohort(request).user;
            self.counts(request).attempts += 1;
            self.row(cell, user).attempts += 1;
            self.window.first[user] += u64::from(request.attempts == 1 && self.uses_allocation(request));
        }
        let capacity = self.scenario.gateway.max_capacity.times(self.capacity[cell as usize]);
        let capacity = capacity.over(self.scenario.calendar.cell());
        if capacity > 0 {
            self.window.service = true;
            self.serve(cell, capacity, attempts);
        } else {
            self.seen.outage_cells += 1;
            for request in attempts {
                self.counts(&request).unavailable += 1;
                let user = self.cohort(&request).user;
                self.row(cell, user).unavailable += 1;
                self.try_again(request, cell);
            }
        }
        self.seen.active_cells += u64::from(self.active);
        if (cell + 1) % cells == 0 {
            self.end_window(cell + 1);
        }
    }

    /// A cell with service; `capacity` is C × cell in nano-requests.
    fn serve(&mut self, cell: u64, capacity: Nano, attempts: Vec<Request>) {
        let limit = match self.scenario.gateway.backlog_limit {
            Backlog::Time(time) => self.scenario.gateway.max_capacity.over(time),
            Backlog::Requests(n) => Nano::from(n) * NANO,
        };
        let room = (capacity + limit - self.backlog).div_euclid(NANO).max(0) as usize;
        // G4: the DSP's own first, a random choice where not all fit.
        self.deferred.shuffle(&mut self.rng);
        let mut taken: Vec<Request> = self.deferred.drain(..room.min(self.deferred.len())).collect();
        for request in &taken {
            self.counts(request).attempts += 1;
            self.count_load(cell, Measure::Offered);
        }
        let mut passed = self.pass_mechanism(cell, attempts);
        passed.shuffle(&mut self.rng);
        let rejected = passed.split_off(passed.len().min(room - taken.len()));
        for request in rejected {
            let user = self.cohort(&request).user;
            self.counts(&request).rejected += 1;
            self.row(cell, user).rejected += 1;
            self.window.rejected[user] += 1;
            self.window.refused[self.traffic.cohorts[request.cohort].pair] += 1;
            // G3: given back to the User's own use, not to the total.
            self.window.used[user] -= u64::from(self.uses_allocation(&request));
            self.try_again(request, cell);
        }
        taken.extend(passed);
        self.admit(cell, capacity, taken);
    }

    /// G3: what the mechanism lets through.
    fn pass_mechanism(&mut self, cell: u64, attempts: Vec<Request>) -> Vec<Request> {
        let mut passed = Vec::new();
        for request in attempts {
            self.count_load(cell, Measure::Offered);
            let Cohort { user, srv, pair, .. } = *self.cohort(&request);
            let prioritised = self.scenario.mechanism.prioritised[srv];
            if self.active && !prioritised && self.is_over(user, cell) {
                self.counts(&request).throttled += 1;
                self.row(cell, user).throttled += 1;
                self.window.throttled[user] += 1;
                self.window.prioritised_throttled += u64::from(prioritised);
                self.window.refused[pair] += 1;
                self.seen.activations.last_mut().expect("active").2 += 1;
                self.try_again(request, cell);
            } else {
                self.window.used[user] += u64::from(self.uses_allocation(&request));
                self.window.total += 1;
                passed.push(request);
            }
        }
        passed
    }

    /// G5 and G6: admission in a random order of its own, waits, and the backlog.
    fn admit(&mut self, cell: u64, capacity: Nano, mut taken: Vec<Request>) {
        taken.shuffle(&mut self.rng);
        let n = taken.len() as Nano;
        for (j, mut request) in taken.into_iter().enumerate() {
            let j = j as Nano;
            self.count_load(cell, Measure::Admitted);
            self.counts(&request).admitted += 1;
            if !request.by_dsp {
                let user = self.cohort(&request).user;
                self.window.admitted[user] += u64::from(self.uses_allocation(&request));
            }
            // In cells: (B + j)/(C × cell) − j/n, a fraction of whole numbers; then in tenths.
            let above = ((self.backlog + j * NANO) * n - j * capacity).max(0);
            let tenths = (10 * above + capacity * n - 1).div_euclid(capacity * n) as u64;
            request.wait = 10 * (cell - request.first) + tenths;
            if self.is_earlier(&request) {
                self.hold(request, cell);
            }
            self.queue.push_back(request);
        }
        self.backlog = (self.backlog + n * NANO - capacity).max(0);
        let left = (self.backlog + NANO - 1).div_euclid(NANO) as usize;
        while self.queue.len() > left {
            let request = self.queue.pop_front().expect("more than left");
            self.process(&request);
        }
    }

    /// Whether the present submission is not its request's last (T2): the DSP will start that.
    fn is_earlier(&self, request: &Request) -> bool {
        self.cohort(request).due.is_some() && !request.by_dsp
    }

    /// T2: held by the DSP until due, or started in the next cell where that has passed.
    fn hold(&mut self, request: Request, cell: u64) {
        let due_times = &self.traffic.dues[self.cohort(&request).due.expect("held")];
        let start = match due_times.after(request.first) {
            Some(due) if due > cell => self.rng.random_range(due..due + due_times.spread),
            Some(_) => cell + 1,
            None => u64::MAX,
        };
        let started = Request { first: start, attempts: 0, by_dsp: true, ..request };
        self.starting.entry(start).or_default().push(started);
    }

    fn process(&mut self, request: &Request) {
        let Cohort { srv, mode, .. } = *self.cohort(request);
        let target = self.scenario.srvs[srv].target(mode).ms();
        let cell = self.scenario.calendar.cell().ms();
        let earlier = self.is_earlier(request);
        let counts = self.counts(request);
        counts.processed += 1;
        if earlier {
            counts.earlier_submissions += 1;
            return;
        }
        counts.served += 1;
        // C2: in whole tenths of a cell, upper edges.
        counts.late += u64::from(request.wait > 10 * target / cell);
        *self.seen.waits.entry(request.wait).or_default() += 1;
    }

    // ---- U1 ----------------------------------------------------------------------------------

    /// After a throttled, rejected or unavailable attempt: again, or never.
    fn try_again(&mut self, request: Request, cell: u64) {
        let Cohort { srv, policy, .. } = *self.cohort(&request);
        if request.attempts >= policy.attempts {
            self.counts(&request).abandoned += 1;
            return;
        }
        let length = self.scenario.calendar.cell().ms() as f64;
        let delay = policy.first.ms() as f64 * policy.factor.powi(request.attempts as i32 - 1);
        let delay = policy.cap.map_or(delay, |cap| delay.min(cap.ms() as f64));
        // Halves up; the millionth keeps a half a half where a product misses it.
        let cells = |ms: f64| ((ms / length + 0.5 + 1e-6).floor() as u64).max(1);
        let jitter = policy.jitter.get() * delay;
        let again = cell + self.rng.random_range(cells(delay - jitter)..=cells(delay + jitter));
        let target = self.scenario.srvs[srv].target_on_demand.cells_up(self.scenario.calendar.cell());
        if policy.give_up_at_deadline && again > request.first + target {
            self.counts(&request).abandoned += 1;
        } else {
            self.arriving.entry(again).or_default().push(request);
        }
    }

    // ---- M1, M3 to M5: the mechanism ---------------------------------------------------------

    fn begin_window(&mut self, cell: u64) {
        let s = self.scenario;
        let cells = s.calendar.cells_per_window();
        // The mean share of capacity in the window, as a fraction.
        let shares = self.capacity[cell as usize..][..cells].iter().map(|share| share.of(NANO));
        let (of, parts) = match s.mechanism.threshold_follows_capacity {
            true => (shares.sum::<Nano>(), cells as Nano * NANO),
            false => (1, 1),
        };
        let exact = self.allocation.iter().zip(&self.carry).map(|(a, carried)| a * of / parts + carried);
        let exact: Vec<Nano> = exact.collect();
        let unused = |(quota, used): (&u64, &u64)| quota.saturating_sub(*used);
        let mut unused: Vec<u64> = self.window.quota.iter().zip(&self.window.used).map(unused).collect();
        if cell == 0 {
            unused = whole_requests(&exact);
        }
        let others = |u: usize| unused.iter().sum::<u64>() - unused[u];
        let extra = |(u, w): (usize, &f64)| (w * others(u) as f64 * 1e9).round() as Nano;
        let none = vec![0; s.users.len()];
        self.window = Window {
            first_cell: cell,
            threshold: s.threshold().over(s.calendar.window()) * of / parts,
            quota: whole_requests(&exact),
            extra: self.weight.iter().enumerate().map(extra).collect(),
            exact,
            active: self.active,
            used: none.clone(),
            first: none.clone(),
            admitted: none.clone(),
            throttled: none.clone(),
            rejected: none,
            refused: vec![0; self.traffic.pairs.len()],
            ..Window::default()
        };
    }

    /// M4: one more in the load, where that is what load counts.
    fn count_load(&mut self, cell: u64, measure: Measure) {
        if self.scenario.mechanism.measure != measure {
            return;
        }
        self.window.load += 1;
        let reached = Nano::from(self.window.load) * NANO >= self.window.threshold;
        if self.scenario.mechanism.detect == Detect::Immediate && reached {
            self.activate(cell);
            self.window.active |= self.active;
        }
    }

    fn activate(&mut self, from: u64) {
        let cells = self.scenario.calendar.cells_per_window() as u64;
        if !self.scenario.mechanism.enabled || self.active || from >= self.scenario.calendar.cells() {
            return;
        }
        self.active = true;
        self.calm = 0;
        self.seen.activations.push((from, 0, 0));
        // F4: nothing but ordinary business in its first window.
        let (begin, end) = (from / cells * cells, from / cells * cells + cells);
        let caused = self.scenario.events.iter().any(|e| e.from < end && e.to > begin);
        self.seen.fairness[3] += u64::from(!caused);
    }

    /// M5: whether `user` may send no more.
    fn is_over(&self, user: usize, cell: u64) -> bool {
        let w = &self.window;
        let (part, of) = match self.scenario.mechanism.pace {
            Pace::Window => (1, 1),
            Pace::Cell => (cell - w.first_cell + 1, self.scenario.calendar.cells_per_window() as u64),
        };
        let reached = |used: u64, limit: Nano| Nano::from(used * of) * NANO >= limit * Nano::from(part);
        let quota = Nano::from(w.quota[user]) * NANO;
        match self.scenario.mechanism.throttle_to {
            ThrottleTo::Allocation => reached(w.used[user], quota),
            ThrottleTo::UntilTotal => reached(w.used[user], quota) && reached(w.total, w.threshold),
            ThrottleTo::ShareUnused => reached(w.used[user], quota + w.extra[user]),
            ThrottleTo::UserMaximum => reached(w.used[user], quota.max(w.threshold)),
        }
    }

    fn end_window(&mut self, end: u64) {
        self.judge_window();
        let (w, m) = (&self.window, &self.scenario.mechanism);
        if w.load > self.seen.peak_load.0 {
            self.seen.peak_load = (w.load, w.first_cell);
        }
        let load = Nano::from(w.load) * NANO;
        if !self.active {
            if w.service && load >= w.threshold {
                self.activate(end);
            }
        } else if w.service {
            self.calm = if load < m.release.of(w.threshold) { self.calm + 1 } else { 0 };
            if self.calm >= m.hold {
                self.active = false;
                self.seen.activations.last_mut().expect("active").1 = end;
            }
        }
        // M1: carried from the activation's first window on, while it lasts.
        let left = |(exact, quota): (&Nano, &u64)| exact - Nano::from(*quota) * NANO;
        let w = &self.window;
        self.carry = match w.active && self.active {
            true => w.exact.iter().zip(&w.quota).map(left).collect(),
            false => vec![0; w.quota.len()],
        };
    }

    // ---- C2, C3 ------------------------------------------------------------------------------

    fn judge_window(&mut self) {
        let (w, seen) = (&self.window, &mut self.seen);
        let users = 0..w.quota.len();
        let within: Vec<bool> = users.clone().map(|u| w.first[u] <= w.quota[u]).collect();
        for (pair, (user, _)) in self.traffic.pairs.iter().enumerate() {
            seen.pairs[pair].refused_within_allocation += if within[*user] { w.refused[pair] } else { 0 };
        }
        let before = self.within.iter().rev().take(self.scenario.mechanism.hold as usize);
        for u in users.clone() {
            seen.windows_throttled[u] += u64::from(w.throttled[u] > 0);
            let other_above = users.clone().any(|v| v != u && !within[v]);
            seen.fairness[2] += u64::from(within[u] && w.rejected[u] > 0 && other_above);
            if w.active {
                let always = within[u] && before.clone().all(|window| window[u]);
                seen.fairness[0] += u64::from(always && w.throttled[u] > 0);
                let entitled = w.first[u].min(w.quota[u]);
                seen.fairness[4] += u64::from(w.admitted[u] < entitled);
                if entitled > 0 {
                    seen.entitled[u].0 += w.admitted[u];
                    seen.entitled[u].1 += entitled;
                }
            }
        }
        seen.fairness[1] += w.prioritised_throttled;
        self.within.push(within);
    }

    // ---- C1: the end -------------------------------------------------------------------------

    fn close(mut self) -> Seen {
        if self.active {
            self.seen.activations.last_mut().expect("active").1 = self.scenario.calendar.cells();
        }
        let pair = |request: &Request| self.traffic.cohorts[request.cohort].pair;
        let open = &mut self.seen.open;
        self.arriving.values().flatten().for_each(|r| open[pair(r)].retrying += 1);
        self.starting.values().flatten().for_each(|r| open[pair(r)].held += 1);
        self.deferred.iter().for_each(|r| open[pair(r)].deferred += 1);
        for request in &self.queue {
            let Cohort { due, srv, .. } = self.traffic.cohorts[request.cohort];
            let held = due.is_some() && !request.by_dsp;
            assert!(!held || self.scenario.srvs[srv].future_dated == FutureDated::Dsp);
            let open = &mut open[pair(request)];
            *(if held { &mut open.backlog_earlier } else { &mut open.backlog }) += 1;
        }
        for (counts, open) in self.seen.pairs.iter().zip(&self.seen.open) {
            assert_eq!(audit(counts, open), None, "the judge itself breaks C1");
        }
        self.seen
    }
}

/// M1: ⌊Σ quotas⌋ whole requests, by largest remainder, ties in file order; who has a negative quota
/// gets none.
fn whole_requests(quotas: &[Nano]) -> Vec<u64> {
    let sum = quotas.iter().sum::<Nano>().div_euclid(NANO).max(0);
    let mut given: Vec<Nano> = quotas.iter().map(|q| q.max(&0) / NANO).collect();
    let mut touched = vec![false; quotas.len()];
    while given.iter().sum::<Nano>() < sum {
        let fits = (0..quotas.len()).filter(|u| quotas[*u] >= 0 && !touched[*u]);
        let next = fits.max_by_key(|u| (quotas[*u] % NANO, std::cmp::Reverse(*u))).expect("one is left");
        (given[next], touched[next]) = (given[next] + 1, true);
    }
    while given.iter().sum::<Nano>() > sum {
        let fits = (0..quotas.len()).filter(|u| given[*u] > 0 && !touched[*u]);
        let next = fits.min_by_key(|u| (quotas[*u] % NANO, *u)).expect("one is left");
        (given[next], touched[next]) = (given[next] - 1, true);
    }
    given.into_iter().map(|n| n as u64).collect()
}
