//! One cell: G1, G3, G4, G5 and G6 in order, and U1 for what was refused.

use super::backlog::Joined;
use super::gate::Arrivals;
use super::retries::{Attempt, CohortSort};
use super::run::Run;
use super::starts::Start;
use crate::domain::{Detect, Measure, Mode, NANO, Nano};
use crate::random::Purpose;
use crate::traffic::Fresh;

/// Lists that every cell uses again.
pub(super) struct Buffers {
    sort: CohortSort,
    retries: Vec<Attempt>,
    pub(super) arrivals: Arrivals,
    pub(super) starts: Vec<Start>,
    pub(super) joined: Vec<Joined>,
}

impl Buffers {
    pub(super) fn new(cohorts: usize) -> Self {
        Self {
            sort: CohortSort::new(cohorts),
            retries: Vec::new(),
            arrivals: Arrivals::default(),
            starts: Vec::new(),
            joined: Vec::new(),
        }
    }
}

impl Run<'_> {
    /// Steps `cell`, the `place`-th (of so many) of its window, in which `fresh` requests arrive.
    pub(super) fn cell(&mut self, cell: u64, fresh: &[Fresh], place: (u64, u64)) {
        let mut buffers = std::mem::replace(&mut self.buffers, Buffers::new(0));
        self.gather(cell, fresh, &mut buffers);
        let capacity = self.plan.service(cell).of(self.plan.capacity);
        self.window.row.cells += 1;
        if capacity == 0 {
            self.no_service(cell, &mut buffers);
        } else {
            let room = self.start(cell, capacity, &mut buffers.starts);
            self.gate(cell, place, &mut buffers.arrivals);
            buffers.arrivals.admit(&self.keys, cell, room);
            let refused = self.note(&buffers.arrivals);
            self.join(cell, capacity, &mut buffers);
            if refused {
                self.retry(cell, &buffers.arrivals);
            }
        }
        if self.throttles() {
            self.ledger.active_cells += 1;
            self.window.row.active_cells += 1;
        }
        self.buffers = buffers;
    }

    /// What arrives at the gateway, by cohort, and what the DSP would start.
    fn gather(&mut self, cell: u64, fresh: &[Fresh], buffers: &mut Buffers) {
        let traffic = &self.plan.traffic;
        buffers.arrivals.clear();
        buffers.starts.clear();
        self.starts.fall_due(traffic, &self.keys, cell);
        self.starts.take(cell, &mut buffers.starts);
        for start in &buffers.starts {
            let pair = traffic.cohorts[start.cohort as usize].pair;
            self.ledger.open[pair].held -= start.count;
            self.ledger.pairs[pair].submissions += start.count;
        }
        self.retries.take(cell, &mut buffers.sort, &mut buffers.retries);
        let mut retries = &buffers.retries[..];
        for f in fresh {
            if traffic.cohorts[f.cohort as usize].mode == Mode::DccScheduled {
                buffers.starts.push(Start { cohort: f.cohort, from: cell, count: f.count });
                continue;
            }
            while let Some(next) = retries.first().filter(|r| r.cohort < f.cohort) {
                let run = split_run(&mut retries, next.cohort);
                self.arrive(&mut buffers.arrivals, None, run);
            }
            let first = Attempt { cohort: f.cohort, attempt: 1, first: cell, count: f.count };
            let run = split_run(&mut retries, f.cohort);
            self.arrive(&mut buffers.arrivals, Some(first), run);
        }
        while let Some(next) = retries.first() {
            let run = split_run(&mut retries, next.cohort);
            self.arrive(&mut buffers.arrivals, None, run);
        }
        for start in &buffers.starts {
            self.ledger.open[traffic.cohorts[start.cohort as usize].pair].deferred += start.count;
        }
    }

    /// The attempts of a cohort arrive: first ones, and retries.
    fn arrive(&mut self, arrivals: &mut Arrivals, first: Option<Attempt>, retries: &[Attempt]) {
        let fresh = first.map_or(0, |a| a.count);
        let c = first.or(retries.first().copied()).map_or(0, |a| a.cohort as usize);
        let count = arrivals.push(self.plan, c, first.into_iter().chain(retries.iter().copied()));
        let cohort = &self.plan.traffic.cohorts[c];
        self.ledger.pairs[cohort.pair].attempts += count;
        self.ledger.open[cohort.pair].retrying -= count - fresh;
        self.ledger.users[self.user_rows + cohort.user].attempts += count;
        self.window.row.retries += count - fresh;
        if self.counts_as_use(c) {
            self.window.first[cohort.user] += fresh;
        }
    }

    /// G1: attempts meet no service, and what the DSP would start waits.
    fn no_service(&mut self, cell: u64, buffers: &mut Buffers) {
        self.ledger.outage_cells += 1;
        for item in &mut buffers.arrivals.items {
            let cohort = &self.plan.traffic.cohorts[item.attempt.cohort as usize];
            item.admitted = 0;
            self.ledger.pairs[cohort.pair].unavailable += item.attempt.count;
            self.ledger.users[self.user_rows + cohort.user].unavailable += item.attempt.count;
            self.window.row.unavailable += item.attempt.count;
        }
        let keys = &self.keys;
        self.starts.admit(|| keys.draws(Purpose::Scheduled, cell, 0), 0, &mut buffers.starts);
        self.retry(cell, &buffers.arrivals);
    }

    /// G4: what the DSP starts itself is taken first; the result is the room it leaves.
    fn start(&mut self, cell: u64, capacity: Nano, starts: &mut Vec<Start>) -> u64 {
        let room = self.backlog.room(capacity, self.plan.backlog_limit);
        let keys = &self.keys;
        self.starts.admit(|| keys.draws(Purpose::Scheduled, cell, 0), room, starts);
        let mut started = 0;
        for start in starts.iter() {
            let pair = self.plan.traffic.cohorts[start.cohort as usize].pair;
            self.ledger.open[pair].deferred -= start.count;
            self.ledger.pairs[pair].attempts += start.count;
            self.ledger.pairs[pair].admitted += start.count;
            started += start.count;
        }
        self.window.load += started;
        self.window.row.started += started;
        room - started
    }

    /// G3, and with `immediate` M4: what is let through.
    fn gate(&mut self, cell: u64, place: (u64, u64), arrivals: &mut Arrivals) {
        let mechanism = &self.plan.scenario.mechanism;
        let n = arrivals.count;
        let mut free = n;
        if self.activation.is_active() {
            free = 0;
        } else if mechanism.detect == Detect::Immediate {
            // It takes an attempt to reach it, even where Θ is 0.
            let reach = ((self.window.threshold + NANO - 1) / NANO).max(1) as u64;
            if self.window.load + n >= reach {
                // It is active from the very attempt that makes the load reach the threshold.
                free = reach.saturating_sub(self.window.load + 1).min(n);
                self.activation.activate();
                self.become_active(cell);
            }
        }
        if self.throttles() {
            let (pace, total) = (mechanism.pace, self.window.total);
            free = free.max(self.window.limits.total(total, pace, place.0, place.1).min(n));
            if free < n {
                arrivals.throttle(self.plan, &self.keys, &self.window, cell, place, free);
            }
        }
        if mechanism.measure == Measure::Offered {
            self.window.load += n;
        }
    }
}

/// Takes the attempts of `cohort` from the front of `retries`.
fn split_run<'a>(retries: &mut &'a [Attempt], cohort: u32) -> &'a [Attempt] {
    let n = retries.iter().take_while(|r| r.cohort == cohort).count();
    let (run, rest) = retries.split_at(n);
    *retries = rest;
    run
}
