//! What becomes of a cell's attempts: counts, the backlog and its waits, retries (G5, G6, U1).

use super::backlog::Joined;
use super::cell::Buffers;
use super::gate::{self, Arrivals, Draw, Item};
use super::plan::Plan;
use super::retries::Attempt;
use super::run::Run;
use crate::domain::{Measure, NANO, Nano};
use crate::ledger::Ledger;

impl Run<'_> {
    /// What became of the attempts, for counts, use and timeline; the result is whether any was refused.
    pub(super) fn note(&mut self, arrivals: &Arrivals) -> bool {
        let mechanism = &self.plan.scenario.mechanism;
        let mut refused = false;
        for group in &arrivals.groups {
            let items = &arrivals.items[group.from..group.to];
            let sum = |of: fn(&Item) -> u64| items.iter().map(of).sum::<u64>();
            let (count, through, admitted) =
                (sum(|i| i.attempt.count), sum(|i| i.through), sum(|i| i.admitted));
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
            let row = if prioritised {
                &mut window.row.admitted_prioritised
            } else {
                &mut window.row.admitted_other
            };
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
        for item in buffers.arrivals.items.iter().filter(|i| i.admitted > 0) {
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
        let n: u64 = joined.iter().map(|j| j.count).sum();
        let idle = self.backlog.is_empty() && Nano::from(n) * NANO <= capacity;
        self.waits(cell, capacity, n, idle, joined);
        let (plan, ledger) = (self.plan, &mut self.ledger);
        if idle {
            return joined.iter().for_each(|j| served_at_once(plan, ledger, j));
        }
        for j in joined.iter() {
            let open = &mut ledger.open[plan.traffic.cohorts[j.cohort as usize].pair];
            if j.last {
                open.backlog += j.count;
            } else {
                open.backlog_earlier += j.count;
            }
        }
        self.backlog.join(joined, n, capacity, |j| processed(plan, ledger, j));
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
            for item in arrivals.items[run.from..run.to].iter().filter(|i| failed(i) > 0) {
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
