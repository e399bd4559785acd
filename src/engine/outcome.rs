//! What becomes of a cell's attempts: counts, the backlog and its waits, retries (G5, G6, U1).

use super::arrivals::{Arrivals, Item};
use super::backlog::{Joined, Plain};
use super::cell::Buffers;
use super::gate::{self, Draw};
use super::plan::Plan;
use super::retries::Attempt;
use super::run::Run;
use crate::domain::{Measure, NANO, Nano};
use crate::ledger::Ledger;
use crate::traffic::Fresh;

impl Run<'_> {
    /// What became of the attempts, for counts, use and timeline; the result is whether any was refused.
    pub(super) fn note(&mut self, arrivals: &Arrivals) -> bool {
        let mechanism = &self.plan.scenario.mechanism;
        let mut refused = false;
        for run in &arrivals.runs {
            let (mut admitted, mut prioritised) = (run.count, run.count - run.others);
            if run.told {
                (admitted, prioritised) = self.note_items(arrivals.items(run));
                refused |= admitted < run.count;
            } else {
                for item in arrivals.items(run) {
                    let cohort = &self.plan.traffic.cohorts[item.attempt.cohort as usize];
                    self.ledger.pairs[cohort.pair].admitted += item.admitted;
                }
            }
            let window = &mut self.window;
            window.total += run.through;
            if mechanism.measure == Measure::Admitted {
                window.load += admitted;
            }
            window.row.admitted_prioritised += prioritised;
            window.row.admitted_other += admitted - prioritised;
            // What G4 rejects is given back to the User's own use, not to the total.
            let use_counts = mechanism.prioritised_use_allocation;
            let used = if use_counts { admitted } else { admitted - prioritised };
            window.used[run.user] += used;
            window.admitted[run.user] += used;
        }
        refused
    }

    /// The items of a User of whom something was refused: how many were admitted, and of them
    /// prioritised.
    fn note_items(&mut self, items: &[Item]) -> (u64, u64) {
        let (mut all, mut of_them) = (0, 0);
        for item in items {
            let c = item.attempt.cohort as usize;
            let cohort = &self.plan.traffic.cohorts[c];
            let prioritised = self.plan.key.prioritised[c];
            let (throttled, rejected) =
                (item.attempt.count - item.through, item.through - item.admitted);
            let pair = &mut self.ledger.pairs[cohort.pair];
            let window = &mut self.window;
            pair.admitted += item.admitted;
            all += item.admitted;
            of_them += if prioritised { item.admitted } else { 0 };
            if throttled + rejected > 0 {
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
        (all, of_them)
    }

    /// G5 and G6: what was taken joins the backlog, and waits.
    pub(super) fn join(&mut self, cell: u64, capacity: Nano, buffers: &mut Buffers) {
        let joined = &mut buffers.joined;
        joined.clear();
        let started = buffers.starts.iter().filter(|s| s.count > 0);
        joined.extend(started.map(|s| Joined {
            cohort: s.cohort,
            last: true,
            age: cell - s.from,
            count: s.count,
        }));
        let arrivals = &buffers.arrivals;
        let admitted = arrivals.runs.iter().flat_map(|run| arrivals.items(run));
        for item in admitted.filter(|i| i.admitted > 0) {
            let (a, due) =
                (item.attempt, self.plan.traffic.cohorts[item.attempt.cohort as usize].due);
            if let Some(due) = due {
                self.hold(cell, a, self.plan.traffic.dues[due].after(a.first), item.admitted);
            }
            joined.push(Joined {
                cohort: a.cohort,
                last: due.is_none(),
                age: cell - a.first,
                count: item.admitted,
            });
        }
        let plain = self.plain(cell, arrivals);
        let n = plain.count + joined.iter().map(|j| j.count).sum::<u64>();
        let idle = self.backlog.is_empty() && Nano::from(n) * NANO <= capacity;
        self.waits(cell, capacity, idle, joined, &plain);
        let (plan, ledger) = (self.plan, &mut self.ledger);
        if idle {
            return joined.iter().for_each(|j| served_at_once(plan, ledger, j));
        }
        for j in joined.iter() {
            wait(plan, ledger, j);
        }
        self.backlog.join(joined, plain, n, capacity, |j| processed(plan, ledger, j));
    }

    /// The plain fresh requests of a cell that were not told apart.
    fn plain(&self, cell: u64, arrivals: &Arrivals) -> Plain {
        let at = (cell - self.here.first) as usize;
        let told = || arrivals.runs.iter().filter(|r| r.told && r.plain.is_some());
        let users = &self.here.placed.cell(at).users;
        let of_told: u64 = told().filter_map(|r| r.plain).map(|p| users[p].count).sum();
        Plain {
            at,
            count: users.iter().map(|u| u.count).sum::<u64>() - of_told,
            told: told().map(|r| r.user).collect(),
        }
    }

    /// The block has ended: of the plain requests still in the backlog we say which they are.
    pub(super) fn tell_backlog(&mut self) {
        let (plan, ledger, placed) = (self.plan, &mut self.ledger, &self.here.placed);
        self.backlog.tell(|plain| {
            let fresh = plain.fresh(placed.cell(plain.at));
            let joined =
                |f: &Fresh| Joined { cohort: f.cohort, last: true, age: 0, count: f.count };
            let all: Vec<Joined> = fresh.map(joined).collect();
            for j in &all {
                let counts = &mut ledger.pairs[plan.traffic.cohorts[j.cohort as usize].pair];
                counts.processed -= j.count;
                counts.served -= j.count;
                wait(plan, ledger, j);
            }
            all
        });
    }

    /// T2: a future-dated request that the DSP holds is started when due, or in the next cell if that has passed.
    pub(super) fn hold(&mut self, cell: u64, a: Attempt, due: Option<u64>, count: u64) {
        self.ledger.open[self.plan.traffic.cohorts[a.cohort as usize].pair].held += count;
        match due {
            Some(due) if due <= cell => self.starts.start(a.cohort, cell + 1, count),
            due => self.starts.hold(a.cohort, due.unwrap_or(u64::MAX), count),
        }
    }

    /// U1: what was refused, or met no service, is tried again or given up.
    pub(super) fn retry(&mut self, cell: u64, arrivals: &Arrivals) {
        let failed = |i: &Item| i.attempt.count - i.admitted;
        for run in &arrivals.runs {
            let mut draws = None;
            for item in arrivals.items(run).iter().filter(|i| failed(i) > 0) {
                let draws = draws.get_or_insert_with(|| {
                    gate::user_draws(&self.keys, cell, run.user, Draw::Retried)
                });
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

/// `joined` found the DSP idle.
fn served_at_once(plan: &Plan, ledger: &mut Ledger, joined: &Joined) {
    let counts = &mut ledger.pairs[plan.traffic.cohorts[joined.cohort as usize].pair];
    counts.processed += joined.count;
    if joined.last {
        counts.served += joined.count;
    } else {
        counts.earlier_submissions += joined.count;
    }
}

/// `joined` is in the backlog.
fn wait(plan: &Plan, ledger: &mut Ledger, joined: &Joined) {
    let open = &mut ledger.open[plan.traffic.cohorts[joined.cohort as usize].pair];
    if joined.last {
        open.backlog += joined.count;
    } else {
        open.backlog_earlier += joined.count;
    }
}

/// `joined` has left the backlog.
pub(super) fn processed(plan: &Plan, ledger: &mut Ledger, joined: &Joined) {
    served_at_once(plan, ledger, joined);
    let open = &mut ledger.open[plan.traffic.cohorts[joined.cohort as usize].pair];
    if joined.last {
        open.backlog -= joined.count;
    } else {
        open.backlog_earlier -= joined.count;
    }
}
