//! One cell: G1, G3, G4, G5 and G6 in order, and U1 for what was refused.

use super::backlog::Joined;
use super::gate::{self, Arrivals, Draw, Item};
use super::plan::Plan;
use super::retries::{Attempt, CohortSort};
use super::run::Run;
use super::starts::Start;
use crate::domain::{Detect, Measure, Mode, NANO, Nano};
use crate::ledger::Ledger;
use crate::random::{Purpose, deal};
use crate::traffic::Fresh;

/// Lists that every cell uses again.
pub(super) struct Buffers {
    sort: CohortSort,
    retries: Vec<Attempt>,
    arrivals: Arrivals,
    starts: Vec<Start>,
    joined: Vec<Joined>,
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
    pub(super) fn cell(&mut self, cell: u64, fresh: &[Fresh], place: (u64, u64), block: usize) {
        let mut buffers = std::mem::replace(&mut self.buffers, Buffers::new(0));
        self.gather(cell, fresh, &mut buffers);
        let capacity = self.plan.service(cell).of(self.plan.capacity);
        self.window.row.cells += 1;
        if capacity == 0 {
            self.no_service(cell, &mut buffers);
        } else {
            let room = self.start(cell, capacity, &mut buffers.starts);
            self.gate(cell, place, block, &mut buffers.arrivals);
            buffers.arrivals.admit(&self.keys, cell, room);
            let refused = self.note(&buffers.arrivals);
            self.join(cell, capacity, &mut buffers);
            if refused {
                self.retry(cell, &buffers.arrivals);
            }
        }
        if self.activation.is_active() {
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
    fn gate(&mut self, cell: u64, place: (u64, u64), block: usize, arrivals: &mut Arrivals) {
        let mechanism = &self.plan.scenario.mechanism;
        let n = arrivals.count;
        let mut free = n;
        if self.activation.is_active() {
            free = 0;
        } else if mechanism.enabled && mechanism.detect == Detect::Immediate {
            let reach = ((self.window.threshold + NANO - 1) / NANO) as u64;
            if self.window.load + n >= reach {
                // It is active from the very attempt that makes the load reach the threshold.
                free = reach.saturating_sub(self.window.load + 1).min(n);
                self.activation.activate();
                self.become_active(cell, block);
            }
        }
        if self.activation.is_active() {
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

    /// What became of the attempts, for counts, use and timeline; the result is whether any was refused.
    fn note(&mut self, arrivals: &Arrivals) -> bool {
        let mechanism = &self.plan.scenario.mechanism;
        let mut refused = false;
        for group in &arrivals.groups {
            let items = &arrivals.items[group.from..group.to];
            let sum = |of: fn(&Item) -> u64| items.iter().map(of).sum::<u64>();
            let (count, through, admitted) = (sum(|i| i.attempt.count), sum(|i| i.through), sum(|i| i.admitted));
            let (throttled, rejected) = (count - through, through - admitted);
            let cohort = &self.plan.traffic.cohorts[group.cohort];
            let prioritised = self.plan.prioritised[group.cohort];
            let pair = &mut self.ledger.pairs[cohort.pair];
            let window = &mut self.window;
            pair.admitted += admitted;
            window.total += through;
            if mechanism.measure == Measure::Admitted {
                window.load += admitted;
            }
            let row = if prioritised { &mut window.row.admitted_prioritised } else { &mut window.row.admitted_other };
            *row += admitted;
            if mechanism.prioritised_use_allocation || !prioritised {
                // What G4 rejects is given back to the User's own use, not to the total.
                window.used[cohort.user] += admitted;
                window.admitted[cohort.user] += admitted;
            }
            if throttled + rejected > 0 {
                refused = true;
                pair.throttled += throttled;
                pair.rejected += rejected;
                window.row.throttled += throttled;
                window.row.rejected += rejected;
                window.throttled[cohort.user] += throttled;
                window.rejected[cohort.user] += rejected;
                window.prioritised_throttled += if prioritised { throttled } else { 0 };
                window.refused.push((cohort.pair, throttled + rejected));
            }
        }
        refused
    }

    /// G5 and G6: what was taken joins the backlog, and waits.
    fn join(&mut self, cell: u64, capacity: Nano, buffers: &mut Buffers) {
        let joined = &mut buffers.joined;
        joined.clear();
        let started = buffers.starts.iter().filter(|s| s.count > 0);
        joined.extend(started.map(|s| Joined { cohort: s.cohort, last: true, age: cell - s.from, count: s.count }));
        for item in buffers.arrivals.items.iter().filter(|i| i.admitted > 0) {
            let (a, due) = (item.attempt, self.plan.traffic.cohorts[item.attempt.cohort as usize].due);
            if let Some(due) = due {
                self.hold(cell, a, self.plan.traffic.dues[due].after(a.first), item.admitted);
            }
            joined.push(Joined { cohort: a.cohort, last: due.is_none(), age: cell - a.first, count: item.admitted });
        }
        let n: u64 = joined.iter().map(|j| j.count).sum();
        let idle = self.backlog.is_empty() && Nano::from(n) * NANO <= capacity;
        self.waits(cell, capacity, n, idle, joined);
        let (plan, ledger) = (self.plan, &mut self.ledger);
        if idle {
            return joined.iter().for_each(|j| served_at_once(plan, ledger, j));
        }
        for j in joined.iter() {
            let open = &mut ledger.open[plan.traffic.cohorts[j.cohort as usize].pair];
            if j.last { open.backlog += j.count } else { open.backlog_earlier += j.count }
        }
        self.backlog.join(joined, n, capacity, |j| processed(plan, ledger, j));
    }

    /// T2: a future-dated request that the DSP holds is started when due, or in the next cell if that has passed.
    fn hold(&mut self, cell: u64, a: Attempt, due: Option<u64>, count: u64) {
        self.ledger.open[self.plan.traffic.cohorts[a.cohort as usize].pair].held += count;
        match due {
            Some(due) if due <= cell => self.starts.start(a.cohort, cell + 1, count),
            due => self.starts.hold(a.cohort, due.unwrap_or(u64::MAX), count),
        }
    }

    /// C2: the waits of last submissions among the `n` that join in `cell`.
    fn waits(&mut self, cell: u64, capacity: Nano, n: u64, idle: bool, joined: &[Joined]) {
        let runs = if idle || n == 0 { vec![(n, 0)] } else { self.backlog.waits(n, capacity) };
        if let [(_, bin)] = runs[..] {
            return joined.iter().for_each(|j| wait(self.plan, &mut self.ledger, j, bin, j.count));
        }
        let mut draws = self.keys.draws(Purpose::Backlog, cell, 0);
        let mut left: Vec<u64> = joined.iter().map(|j| j.count).collect();
        let mut taken = Vec::new();
        for (places, bin) in runs {
            deal(&mut draws, &left, places, &mut taken);
            for ((j, left), &n) in joined.iter().zip(&mut left).zip(&taken) {
                *left -= n;
                wait(self.plan, &mut self.ledger, j, bin, n);
            }
        }
    }

    /// U1: what was refused, or met no service, is tried again or given up.
    fn retry(&mut self, cell: u64, arrivals: &Arrivals) {
        let failed = |i: &Item| i.attempt.count - i.admitted;
        for run in &arrivals.runs {
            let mut draws = None;
            for item in arrivals.items[run.from..run.to].iter().filter(|i| failed(i) > 0) {
                let draws = draws.get_or_insert_with(|| gate::user_draws(&self.keys, cell, run.user, Draw::Retried));
                let (a, c, n) = (item.attempt, item.attempt.cohort as usize, failed(item));
                let given_up = match self.plan.delays[c].get(a.attempt as usize - 1) {
                    None => n,
                    Some(&(from, to)) => {
                        let next = Attempt { attempt: a.attempt + 1, count: n, ..a };
                        let last = a.first.saturating_add(self.plan.deadline[c]);
                        self.retries.spread(draws, next, cell + from, cell + to, last)
                    }
                };
                let pair = self.plan.traffic.cohorts[c].pair;
                self.ledger.pairs[pair].abandoned += given_up;
                self.ledger.open[pair].retrying += n - given_up;
            }
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

/// `joined` found the DSP idle.
fn served_at_once(plan: &Plan, ledger: &mut Ledger, joined: &Joined) {
    let counts = &mut ledger.pairs[plan.traffic.cohorts[joined.cohort as usize].pair];
    counts.processed += joined.count;
    if joined.last { counts.served += joined.count } else { counts.earlier_submissions += joined.count }
}

/// `joined` has left the backlog.
pub(super) fn processed(plan: &Plan, ledger: &mut Ledger, joined: &Joined) {
    served_at_once(plan, ledger, joined);
    let open = &mut ledger.open[plan.traffic.cohorts[joined.cohort as usize].pair];
    if joined.last { open.backlog -= joined.count } else { open.backlog_earlier -= joined.count }
}

/// `n` of `joined` waited `bin` tenths of a cell in the backlog.
fn wait(plan: &Plan, ledger: &mut Ledger, joined: &Joined, bin: u64, n: u64) {
    if joined.last {
        let bin = bin + joined.age * 10;
        ledger.waits.add(bin, n);
        if bin > plan.late_after[joined.cohort as usize] {
            ledger.pairs[plan.traffic.cohorts[joined.cohort as usize].pair].late += n;
        }
    }
}
