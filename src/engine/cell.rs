//! One cell: G1, G3, G4, G5 and G6 in order, and U1 for what was refused.

use super::backlog::Joined;
use super::gate::{self, Draw, Item};
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
    items: Vec<Item>,
    runs: Vec<gate::Run>,
    starts: Vec<Start>,
    joined: Vec<Joined>,
}

impl Buffers {
    pub(super) fn new(cohorts: usize) -> Self {
        Self {
            sort: CohortSort::new(cohorts),
            retries: Vec::new(),
            items: Vec::new(),
            runs: Vec::new(),
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
            gate::runs(self.plan, &buffers.items, &mut buffers.runs);
            self.gate(cell, place, block, &mut buffers);
            gate::admit(&self.keys, cell, room, &mut buffers.items, &buffers.runs);
            self.note(&buffers);
            self.join(cell, capacity, &mut buffers);
            self.retry(cell, &buffers);
        }
        if self.activation.is_active() {
            self.ledger.active_cells += 1;
            self.window.row.active_cells += 1;
        }
        self.buffers = buffers;
    }

    /// What arrives at the gateway and what the DSP would start, by cohort.
    fn gather(&mut self, cell: u64, fresh: &[Fresh], buffers: &mut Buffers) {
        let plan = self.plan;
        self.retries.take(cell, &mut buffers.sort, &mut buffers.retries);
        let traffic = &plan.traffic;
        self.starts.fall_due(
            cell,
            |c| traffic.cohorts[c as usize].due.map_or(1, |d| traffic.dues[d].spread),
            |c| self.keys.draws(Purpose::Due, traffic.cohorts[c as usize].key, cell),
        );
        buffers.starts.clear();
        buffers.items.clear();
        self.starts.take(cell, &mut buffers.starts);
        for start in &buffers.starts {
            let pair = traffic.cohorts[start.cohort as usize].pair;
            self.ledger.open[pair].held -= start.count;
            self.ledger.pairs[pair].submissions += start.count;
        }
        let mut retries = buffers.retries.iter().peekable();
        for f in fresh {
            if traffic.cohorts[f.cohort as usize].mode == Mode::DccScheduled {
                buffers.starts.push(Start { cohort: f.cohort, from: cell, count: f.count });
                continue;
            }
            while let Some(retry) = retries.next_if(|r| r.cohort < f.cohort) {
                buffers.items.push(Item { attempt: *retry, through: retry.count, admitted: 0 });
            }
            let attempt = Attempt { cohort: f.cohort, attempt: 1, first: cell, count: f.count };
            buffers.items.push(Item { attempt, through: f.count, admitted: 0 });
        }
        buffers.items.extend(retries.map(|r| Item { attempt: *r, through: r.count, admitted: 0 }));
        for start in &buffers.starts {
            self.ledger.open[traffic.cohorts[start.cohort as usize].pair].deferred += start.count;
        }
        for item in &buffers.items {
            let (a, c) = (item.attempt, item.attempt.cohort as usize);
            let cohort = &traffic.cohorts[c];
            self.ledger.pairs[cohort.pair].attempts += a.count;
            self.ledger.users[self.user_rows + cohort.user].attempts += a.count;
            if a.attempt > 1 {
                self.ledger.open[cohort.pair].retrying -= a.count;
                self.window.row.retries += a.count;
            } else if self.counts_as_use(c) {
                self.window.first[cohort.user] += a.count;
            }
        }
    }

    /// G1: attempts meet no service, and what the DSP would start waits.
    fn no_service(&mut self, cell: u64, buffers: &mut Buffers) {
        self.ledger.outage_cells += 1;
        for item in &mut buffers.items {
            let cohort = &self.plan.traffic.cohorts[item.attempt.cohort as usize];
            item.through = 0;
            self.ledger.pairs[cohort.pair].unavailable += item.attempt.count;
            self.ledger.users[self.user_rows + cohort.user].unavailable += item.attempt.count;
            self.window.row.unavailable += item.attempt.count;
        }
        let keys = &self.keys;
        self.starts.admit(|| keys.draws(Purpose::Scheduled, cell, 0), 0, &mut buffers.starts);
        gate::runs(self.plan, &buffers.items, &mut buffers.runs);
        self.retry(cell, buffers);
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
    fn gate(&mut self, cell: u64, place: (u64, u64), block: usize, buffers: &mut Buffers) {
        let mechanism = &self.plan.scenario.mechanism;
        let n: u64 = buffers.items.iter().map(|i| i.attempt.count).sum();
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
                gate::throttle(self.plan, &self.keys, &self.window, cell, place, free, &mut buffers.items, &buffers.runs);
            }
        }
        if mechanism.measure == Measure::Offered {
            self.window.load += n;
        }
    }

    /// What became of the attempts, for counts, use and timeline.
    fn note(&mut self, buffers: &Buffers) {
        let offered = self.plan.scenario.mechanism.measure == Measure::Offered;
        for item in &buffers.items {
            let c = item.attempt.cohort as usize;
            let cohort = &self.plan.traffic.cohorts[c];
            let (throttled, rejected) = (item.attempt.count - item.through, item.through - item.admitted);
            let pair = &mut self.ledger.pairs[cohort.pair];
            pair.admitted += item.admitted;
            pair.throttled += throttled;
            pair.rejected += rejected;
            let window = &mut self.window;
            window.total += item.through;
            if !offered {
                window.load += item.admitted;
            }
            window.row.throttled += throttled;
            window.row.rejected += rejected;
            if self.plan.prioritised[c] {
                window.row.admitted_prioritised += item.admitted;
                window.prioritised_throttled += throttled;
            } else {
                window.row.admitted_other += item.admitted;
            }
            window.throttled[cohort.user] += throttled;
            window.rejected[cohort.user] += rejected;
            if throttled + rejected > 0 {
                window.refused.push((cohort.pair, throttled + rejected));
            }
            if self.plan.scenario.mechanism.prioritised_use_allocation || !self.plan.prioritised[c] {
                // What G4 rejects is given back to the User's own use, not to the total.
                window.used[cohort.user] += item.admitted;
                window.admitted[cohort.user] += item.admitted;
            }
        }
    }

    /// G5 and G6: what was taken joins the backlog, and waits.
    fn join(&mut self, cell: u64, capacity: Nano, buffers: &mut Buffers) {
        let joined = &mut buffers.joined;
        joined.clear();
        let started = buffers.starts.iter().filter(|s| s.count > 0);
        joined.extend(started.map(|s| Joined { cohort: s.cohort, last: true, age: cell - s.from, count: s.count }));
        for item in buffers.items.iter().filter(|i| i.admitted > 0) {
            let (a, due) = (item.attempt, self.plan.traffic.cohorts[item.attempt.cohort as usize].due);
            if let Some(due) = due {
                self.hold(cell, a, self.plan.traffic.dues[due].after(a.first), item.admitted);
            }
            joined.push(Joined { cohort: a.cohort, last: due.is_none(), age: cell - a.first, count: item.admitted });
        }
        self.waits(cell, capacity, joined);
        for j in joined.iter() {
            let open = &mut self.ledger.open[self.plan.traffic.cohorts[j.cohort as usize].pair];
            if j.last { open.backlog += j.count } else { open.backlog_earlier += j.count }
        }
        let (plan, ledger) = (self.plan, &mut self.ledger);
        self.backlog.join(joined, capacity, |j| processed(plan, ledger, j));
    }

    /// T2: a future-dated request that the DSP holds is started when due, or in the next cell if that has passed.
    fn hold(&mut self, cell: u64, a: Attempt, due: Option<u64>, count: u64) {
        self.ledger.open[self.plan.traffic.cohorts[a.cohort as usize].pair].held += count;
        match due {
            Some(due) if due <= cell => self.starts.start(a.cohort, cell + 1, count),
            due => self.starts.hold(a.cohort, due.unwrap_or(u64::MAX), count),
        }
    }

    /// C2: the waits of last submissions that join in `cell`.
    fn waits(&mut self, cell: u64, capacity: Nano, joined: &[Joined]) {
        let n: u64 = joined.iter().map(|j| j.count).sum();
        let idle = self.backlog.is_empty() && Nano::from(n) * NANO <= capacity;
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
    fn retry(&mut self, cell: u64, buffers: &Buffers) {
        for run in &buffers.runs {
            let failed = |i: &Item| i.attempt.count - i.admitted;
            let items = &buffers.items[run.from..run.to];
            if items.iter().all(|i| failed(i) == 0) {
                continue;
            }
            let mut draws = gate::user_draws(&self.keys, cell, run.user, Draw::Retried);
            for item in items.iter().filter(|i| failed(i) > 0) {
                let (a, c, n) = (item.attempt, item.attempt.cohort as usize, failed(item));
                let given_up = match self.plan.delays[c].get(a.attempt as usize - 1) {
                    None => n,
                    Some(&(from, to)) => {
                        let next = Attempt { attempt: a.attempt + 1, count: n, ..a };
                        let last = a.first.saturating_add(self.plan.deadline[c]);
                        self.retries.spread(&mut draws, next, cell + from, cell + to, last)
                    }
                };
                let pair = self.plan.traffic.cohorts[c].pair;
                self.ledger.pairs[pair].abandoned += given_up;
                self.ledger.open[pair].retrying += n - given_up;
            }
        }
    }
}

/// `joined` has left the backlog.
pub(super) fn processed(plan: &Plan, ledger: &mut Ledger, joined: &Joined) {
    let pair = plan.traffic.cohorts[joined.cohort as usize].pair;
    let (counts, open) = (&mut ledger.pairs[pair], &mut ledger.open[pair]);
    counts.processed += joined.count;
    if joined.last {
        counts.served += joined.count;
        open.backlog -= joined.count;
    } else {
        counts.earlier_submissions += joined.count;
        open.backlog_earlier -= joined.count;
    }
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
