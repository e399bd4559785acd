//! A replication: days, half-hour blocks, and what the end leaves open.

use super::backlog::Backlog;
use super::cell::Buffers;
use super::peak::Quiet;
use super::plan::Plan;
use super::retries::Retries;
use super::starts::{Due, Starts};
use super::window::{Past, Window};
use crate::domain::{Mode, NANO};
use crate::ledger::{ActivationRecord, Ledger, Open, Row, UserRow, Window as Seen, audit};
use crate::mechanism::{Activation, Quotas};
use crate::random::{Keys, Purpose};
use crate::traffic::{DayCounts, Piece, Placed, largest_window};

/// Runs `replication` of `plan`. With `step_all` every block is opened: slower, and the same to the
/// byte.
///
/// # Panics
/// On a broken conservation (C1), which is a bug, with scenario, seed and replication.
pub fn run(plan: &Plan, replication: u32, step_all: bool) -> Ledger {
    let mut run = Run::new(plan, replication);
    run.hold_from_before();
    let mut quiet = Quiet::default();
    let mut placed = Placed::default();
    for (from, to) in plan.traffic.days() {
        let counts = plan.traffic.count_day(&run.keys, from, to);
        for block in from..to {
            let here = counts.block(block);
            run.begin_block(block, here);
            let bound = run.quiet_bound(block, here);
            match bound.filter(|_| !step_all) {
                None => {
                    plan.traffic.place(&run.keys, block, here, &mut placed);
                    run.open_block(block, &placed, bound.is_none());
                }
                Some(bound) => {
                    let due = run.take_whole(block, here);
                    quiet.note(block, bound, due);
                }
            }
        }
        quiet.find_peak(plan, &run.keys, &counts, &mut run.ledger);
    }
    run.finish()
}

/// The state of a replication.
pub(super) struct Run<'a> {
    pub(super) plan: &'a Plan,
    pub(super) keys: Keys,
    pub(super) ledger: Ledger,
    pub(super) activation: Activation,
    pub(super) quotas: Quotas,
    /// Quotas of an inactive window at full capacity.
    nominal: Vec<u64>,
    pub(super) window: Window,
    pub(super) past: Past,
    pub(super) backlog: Backlog,
    pub(super) retries: Retries,
    pub(super) starts: Starts,
    pub(super) buffers: Buffers,
    /// First cell of each User's half-hour row that is being filled.
    pub(super) user_rows: usize,
}

impl<'a> Run<'a> {
    fn new(plan: &'a Plan, replication: u32) -> Self {
        let scenario = &plan.scenario;
        let users = scenario.users.len();
        let mechanism = &scenario.mechanism;
        let quotas = Quotas::new(plan.allocation.clone());
        let nominal = quotas.without_carry((1, 1));
        let longest = plan.delays.iter().flat_map(|d| d.iter()).map(|d| d.1).max().unwrap_or(0);
        Self {
            plan,
            keys: Keys::new(scenario.seed, replication),
            ledger: Ledger::new(replication, plan.traffic.pairs.len(), users),
            activation: Activation::new(mechanism.enabled, mechanism.release, mechanism.hold),
            past: Past::new(&nominal),
            quotas,
            nominal,
            window: Window::new(users),
            backlog: Backlog::default(),
            retries: Retries::new(scenario.calendar.cells(), longest),
            starts: Starts::default(),
            buffers: Buffers::new(plan.traffic.cohorts.len()),
            user_rows: 0,
        }
    }

    fn cells(&self, block: usize) -> (u64, u64) {
        let per_block = self.plan.scenario.calendar.cells_per_block() as u64;
        (block as u64 * per_block, (block as u64 + 1) * per_block)
    }

    /// What the DSP holds when the run begins counts as begun with it.
    fn hold_from_before(&mut self) {
        for (cohort, due, n) in self.plan.traffic.held_before(&self.keys) {
            let pair = self.plan.traffic.cohorts[cohort].pair;
            self.ledger.pairs[pair].requests += n;
            self.ledger.open[pair].held += n;
            self.starts.hold(cohort as u32, due, n);
        }
    }

    /// The requests of a block begin, and what is due on its edge falls due.
    fn begin_block(&mut self, block: usize, counts: &[u64]) {
        self.starts.fall_due(&self.plan.traffic, &self.keys, self.cells(block).0);
        for (cohort, n) in self.plan.traffic.cohorts.iter().zip(counts) {
            let pair = &mut self.ledger.pairs[cohort.pair];
            pair.requests += n;
            pair.submissions += n;
        }
    }

    /// A bound on the busiest window of `block` if it is quiet: no rule could act in it.
    fn quiet_bound(&self, block: usize, counts: &[u64]) -> Option<f64> {
        let (from, to) = self.cells(block);
        let at_rest = !self.activation.is_active()
            && self.backlog.is_empty()
            && !self.retries.any_in(from, to)
            && !self.starts.any_in(from, to)
            && !self.plan.outage_touches(from, to)
            && !self.due_in(from, to, counts);
        if !at_rest {
            return None;
        }
        let per_window = self.plan.scenario.calendar.cells_per_window() as u64;
        let due = self.starts.due_in(block).iter();
        let more = due.map(|d| Piece { from: d.from - from, to: d.to - from, mean: d.count as f64 });
        let (window, cell) = largest_window(&self.plan.traffic, block, counts, more, per_window);
        // One request of room for the rounding of the bound itself.
        let fits = (cell + 1.0) * NANO as f64 <= self.plan.capacity as f64;
        let below = (window + 1.0) * (NANO as f64) < self.plan.threshold as f64;
        (fits && (below || !self.plan.scenario.mechanism.enabled)).then_some(window)
    }

    /// Whether anything sent in the cells `from..to` could fall due in them, their first apart.
    fn due_in(&self, from: u64, to: u64, counts: &[u64]) -> bool {
        let traffic = &self.plan.traffic;
        let within = |due: usize| traffic.dues[due].cells.iter().any(|c| (from as i64 + 1..to as i64).contains(c));
        let due: Vec<bool> = (0..traffic.dues.len()).map(within).collect();
        due.contains(&true)
            && traffic.cohorts.iter().zip(counts).any(|(c, n)| *n > 0 && c.due.is_some_and(|d| due[d]))
    }

    /// A quiet block: everything offered is admitted and served at once. The result is what fell due in it.
    fn take_whole(&mut self, block: usize, counts: &[u64]) -> Vec<Due> {
        let (from, to) = self.cells(block);
        let mut row = Row { cell: from, cells: to - from, ..Row::default() };
        let mut users = vec![UserRow::default(); self.plan.scenario.users.len()];
        for (c, &n) in counts.iter().enumerate().filter(|(_, n)| **n > 0) {
            let cohort = &self.plan.traffic.cohorts[c];
            let pair = &mut self.ledger.pairs[cohort.pair];
            pair.attempts += n;
            pair.admitted += n;
            pair.processed += n;
            if let Some(due) = cohort.due {
                pair.earlier_submissions += n;
                let due = self.plan.traffic.dues[due].after(to - 1).unwrap_or(u64::MAX);
                self.ledger.open[cohort.pair].held += n;
                self.starts.hold(c as u32, due, n);
            } else {
                pair.served += n;
                self.ledger.waits.add(0, n);
            }
            if cohort.mode == Mode::DccScheduled {
                row.started += n;
                continue;
            }
            users[cohort.user].attempts += n;
            if self.plan.prioritised[c] { row.admitted_prioritised += n } else { row.admitted_other += n }
        }
        let due = self.starts.take_due(block);
        for d in &due {
            let pair = self.plan.traffic.cohorts[d.cohort as usize].pair;
            self.ledger.open[pair].held -= d.count;
            let counts = &mut self.ledger.pairs[pair];
            counts.submissions += d.count;
            counts.attempts += d.count;
            counts.admitted += d.count;
            counts.processed += d.count;
            counts.served += d.count;
            self.ledger.waits.add(0, d.count);
            row.started += d.count;
        }
        self.ledger.timeline.push(row);
        self.ledger.users.extend(users);
        // What its windows held is worked out if an activation asks for it.
        let windows = self.plan.scenario.calendar.windows_per_block() as u64;
        self.past.known_from = (block as u64 + 1) * windows;
        due
    }

    /// A block cell by cell. Its windows go into the timeline one by one where something could
    /// happen in it (`eventful`), however it came to be opened.
    fn open_block(&mut self, block: usize, placed: &Placed, eventful: bool) {
        let calendar = &self.plan.scenario.calendar;
        let (per_window, windows) = (calendar.cells_per_window(), calendar.windows_per_block());
        let (from, _) = self.cells(block);
        let users = self.plan.scenario.users.len();
        self.starts.open(&self.plan.traffic, &self.keys, block);
        self.user_rows = self.ledger.users.len();
        self.ledger.users.extend(vec![UserRow::default(); users]);
        let mut whole = Row { cell: from, ..Row::default() };
        for w in 0..windows {
            self.begin_window((block * windows + w) as u64, block);
            for c in 0..per_window {
                let at = w * per_window + c;
                self.cell(from + at as u64, placed.cell(at), (c as u64 + 1, per_window as u64), block);
            }
            self.end_window();
            whole.follow(&self.window.row);
            if eventful {
                self.ledger.timeline.push(self.window.row);
            }
        }
        if !eventful {
            self.ledger.timeline.push(whole);
        }
        let mut draws = self.keys.draws(Purpose::Settle, block as u64, 0);
        let (plan, ledger) = (self.plan, &mut self.ledger);
        self.backlog.settle(&mut draws, |j| super::cell::processed(plan, ledger, j));
        self.audit(Some(block));
    }

    fn begin_window(&mut self, index: u64, block: usize) {
        self.window.begin(index, self.plan);
        if self.activation.is_active() {
            self.become_active(self.window.cell, block);
        } else {
            self.window.without_carry(&self.quotas, &self.nominal);
        }
    }

    /// The mechanism is active from `cell` of the window on.
    pub(super) fn become_active(&mut self, cell: u64, block: usize) {
        self.know_past(block);
        self.window.limit(self.plan, &mut self.quotas, &self.past);
        if self.ledger.activations.last().is_none_or(|a| !a.open) {
            let (from, to) = (self.window.cell, self.window.cell + self.plan.scenario.calendar.cells_per_window() as u64);
            let events = self.plan.scenario.events.iter().enumerate();
            let causes: Vec<usize> = events.filter(|(_, e)| e.from < to && e.to > from).map(|(i, _)| i).collect();
            self.ledger.fairness.f4.note(u64::from(causes.is_empty()), self.window.cell);
            self.ledger.activations.push(ActivationRecord {
                from: cell,
                to: cell,
                open: true,
                peak_load: 0,
                throttled: 0,
                users: vec![false; self.plan.scenario.users.len()],
                causes,
            });
        }
    }

    fn end_window(&mut self) {
        let end = self.window.cell + self.plan.scenario.calendar.cells_per_window() as u64;
        let hold = self.plan.scenario.mechanism.hold;
        let within_before = if self.window.active { self.past.within(self.window.index, hold) } else { Vec::new() };
        let seen = Seen {
            cell: self.window.cell,
            active: self.window.active,
            quota: &self.window.quota,
            first: &self.window.first,
            admitted: &self.window.admitted,
            throttled: &self.window.throttled,
            rejected: &self.window.rejected,
            prioritised_throttled: self.window.prioritised_throttled,
            within_before: &within_before,
        };
        self.ledger.fairness.judge(&seen);
        for &(pair, n) in &self.window.refused {
            if seen.within(self.plan.traffic.pairs[pair].0) {
                self.ledger.pairs[pair].refused_within_allocation += n;
            }
        }
        for (u, &n) in self.window.throttled.iter().enumerate().filter(|(_, n)| **n > 0) {
            self.ledger.windows_throttled[u] += 1;
            self.ledger.users[self.user_rows + u].throttled += n;
        }
        for (u, &n) in self.window.rejected.iter().enumerate() {
            self.ledger.users[self.user_rows + u].rejected += n;
        }
        self.window.row.backlog = self.backlog.requests();
        self.ledger.note_load(self.window.load, self.window.cell);
        self.past.take(&self.window);
        self.window.end(&mut self.activation);
        if self.window.active {
            let active = self.activation.is_active();
            let record = self.ledger.activations.last_mut().expect("begun when it became active");
            record.to = end;
            record.open = active;
            record.peak_load = record.peak_load.max(self.window.load);
            for (u, &n) in self.window.throttled.iter().enumerate() {
                record.throttled += n;
                record.users[u] |= n > 0;
            }
            if !active {
                self.quotas.end();
            }
        }
    }

    /// Works out what the windows before the present one saw, as far back as `hold` asks, where
    /// they lay in blocks that were taken whole.
    fn know_past(&mut self, block: usize) {
        let plan = self.plan;
        let calendar = &plan.scenario.calendar;
        let windows = calendar.windows_per_block() as u64;
        let back = u64::from(plan.scenario.mechanism.hold).max(1);
        let wanted = self.window.index.saturating_sub(back);
        let latest = self.past.known_from;
        if wanted >= latest {
            return;
        }
        let mut day: Option<(usize, DayCounts)> = None;
        let mut placed = Placed::default();
        let users = plan.scenario.users.len();
        for b in (0..block).rev().take_while(|b| (*b as u64 + 1) * windows > wanted) {
            if (b as u64 + 1) * windows > latest {
                continue;
            }
            if day.as_ref().is_none_or(|(first, _)| b < *first) {
                let (from, to) = plan.traffic.days().find(|(from, to)| (*from..*to).contains(&b)).expect("a block of the run");
                day = Some((from, plan.traffic.count_day(&self.keys, from, to)));
            }
            let counts = &day.as_ref().expect("just drawn").1;
            plan.traffic.place(&self.keys, b, counts.block(b), &mut placed);
            for w in 0..windows {
                let index = b as u64 * windows + w;
                let first = self.first_attempts(&placed, w as usize, users);
                self.past.note_above(index, &first, &self.nominal);
                if index + 1 == self.window.index {
                    self.past.used = first;
                    self.past.quota.clone_from(&self.nominal);
                }
            }
        }
        self.past.known_from = wanted;
    }

    /// First attempts of each User in window `w` of a quiet block, prioritised ones as in M5.
    fn first_attempts(&self, placed: &Placed, w: usize, users: usize) -> Vec<u64> {
        let per_window = self.plan.scenario.calendar.cells_per_window();
        let mut first = vec![0; users];
        for cell in w * per_window..(w + 1) * per_window {
            for fresh in placed.cell(cell) {
                let c = fresh.cohort as usize;
                if self.plan.at_gateway(c) && self.counts_as_use(c) {
                    first[self.plan.traffic.cohorts[c].user] += fresh.count;
                }
            }
        }
        first
    }

    /// Whether requests of `cohort` count in their User's use (M5).
    pub(super) fn counts_as_use(&self, cohort: usize) -> bool {
        self.plan.scenario.mechanism.prioritised_use_allocation || !self.plan.prioritised[cohort]
    }

    /// C1, at the end of a block or of the run.
    fn audit(&self, block: Option<usize>) {
        for (pair, (counts, open)) in self.ledger.pairs.iter().zip(&self.ledger.open).enumerate() {
            if let Some(broken) = audit(counts, open) {
                let (user, srv) = self.plan.traffic.pairs[pair];
                let scenario = &self.plan.scenario;
                panic!(
                    "conservation (C1) broken: {broken}; {} sending {}, {}; scenario {}, seed {}, replication {}",
                    scenario.users[user].id,
                    scenario.srvs[srv].id,
                    block.map_or("end of the run".to_owned(), |b| format!("block {b}")),
                    scenario.name,
                    scenario.seed,
                    self.ledger.replication,
                );
            }
        }
    }

    /// The run has ended: what is open is counted afresh and held against the running counts (C1).
    fn finish(self) -> Ledger {
        let mut open = vec![Open::default(); self.ledger.open.len()];
        let pair = |cohort: u32| self.plan.traffic.cohorts[cohort as usize].pair;
        for retry in self.retries.all() {
            open[pair(retry.cohort)].retrying += retry.count;
        }
        let (held, deferred) = self.starts.all();
        held.for_each(|(cohort, n)| open[pair(cohort)].held += n);
        deferred.for_each(|(cohort, n)| open[pair(cohort)].deferred += n);
        for joined in self.backlog.all() {
            let open = &mut open[pair(joined.cohort)];
            if joined.last { open.backlog += joined.count } else { open.backlog_earlier += joined.count }
        }
        assert!(
            open == self.ledger.open,
            "conservation (C1) broken: what is open is not what was counted; scenario {}, seed {}, replication {}",
            self.plan.scenario.name,
            self.plan.scenario.seed,
            self.ledger.replication,
        );
        self.audit(None);
        self.ledger
    }
}
