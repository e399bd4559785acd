//! C2: the measures of a run, of a User and of an SRV.

use super::interval::{Interval, mean_interval, proportion_interval};
use crate::engine::Plan;
use crate::ledger::{Counts, Folded, Open, RunLine};
use serde::Serialize;

/// Whole numbers, with the names that stay in `--format json`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counted {
    /// Requests begun.
    pub requests: u64,
    /// Submissions due.
    pub submissions: u64,
    /// Attempts.
    pub attempts: u64,
    /// Attempts admitted.
    pub admitted: u64,
    /// Attempts throttled.
    pub throttled: u64,
    /// Attempts rejected.
    pub rejected: u64,
    /// Attempts that met no service.
    pub unavailable: u64,
    /// DSP-started requests waiting for room or service at the end.
    pub deferred_at_end: u64,
    /// Requests in the DSP's backlog at the end.
    pub backlog_at_end: u64,
    /// Submissions processed.
    pub processed: u64,
    /// … that were not the last of their request.
    pub earlier_submissions: u64,
    /// Requests served.
    pub served: u64,
    /// Requests given up.
    pub abandoned: u64,
    /// Requests neither served nor given up at the end.
    pub open_at_end: u64,
    /// Attempts refused to Users within their allocation.
    pub refused_within_allocation: u64,
    /// Requests given up or served later than their target response time.
    pub unserved: u64,
}

impl Counted {
    /// From a ledger's counts.
    pub fn new(c: &Counts, o: &Open) -> Self {
        Self {
            requests: c.requests,
            submissions: c.submissions,
            attempts: c.attempts,
            admitted: c.admitted,
            throttled: c.throttled,
            rejected: c.rejected,
            unavailable: c.unavailable,
            deferred_at_end: o.deferred,
            backlog_at_end: o.backlog + o.backlog_earlier,
            processed: c.processed,
            earlier_submissions: c.earlier_submissions,
            served: c.served,
            abandoned: c.abandoned,
            open_at_end: o.requests(),
            refused_within_allocation: c.refused_within_allocation,
            unserved: c.unserved(),
        }
    }

    /// Attempts for each submission due.
    pub fn amplification(&self) -> f64 {
        if self.submissions == 0 { 1.0 } else { self.attempts as f64 / self.submissions as f64 }
    }

    /// Share of attempts that were throttled.
    pub fn throttled_share(&self) -> f64 {
        if self.attempts == 0 { 0.0 } else { self.throttled as f64 / self.attempts as f64 }
    }
}

/// What one replication showed.
#[derive(Clone, Debug, PartialEq)]
pub struct RunMeasures {
    /// Its whole numbers.
    pub counted: Counted,
    /// Requests that were being retried when it ended.
    pub retrying_at_end: u64,
    /// Load of the busiest window, requests a second.
    pub peak_load_per_s: f64,
    /// 1 − busiest window's load ÷ (Θ × window).
    pub headroom: f64,
    /// Activations.
    pub activations: u64,
    /// Seconds in which the mechanism was active.
    pub active_s: f64,
    /// Longest activation, seconds.
    pub longest_activation_s: f64,
    /// Users throttled at least once.
    pub users_throttled: u64,
    /// Seconds without service.
    pub outage_s: f64,
    /// Waits of last submissions from the first, seconds: median, 95 %, 99 %, longest.
    pub wait_s: [Option<f64>; 4],
    /// F6: Jain's index; none where no window was looked at.
    pub jain: Option<f64>,
    /// F6: the share of its entitlement that the worst-off User was admitted.
    pub worst_off_share: Option<f64>,
    /// Counts of Users to whom anything was refused or who were served late, without what was open.
    pub users: Vec<(usize, Counted)>,
    /// Counts of SRVs of which anything was, without what was open.
    pub srvs: Vec<(usize, Counted)>,
}

/// What a User saw, summed over replications.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UserMeasures {
    /// Its whole numbers.
    pub counted: Counted,
    /// Windows in which it was throttled.
    pub windows_throttled: u64,
}

/// The figures of a study.
#[derive(Clone, Debug)]
pub struct Measures {
    /// Each replication.
    pub runs: Vec<RunMeasures>,
    /// Each User.
    pub users: Vec<UserMeasures>,
    /// Each SRV.
    pub srvs: Vec<Counted>,
    /// Each (User, SRV) pair that occurs.
    pub pairs: Vec<Counted>,
}

impl Measures {
    /// Works the figures out.
    pub fn new(plan: &Plan, folded: &Folded) -> Self {
        let scenario = &plan.scenario;
        let pairs: Vec<Counted> =
            folded.pairs.iter().zip(&folded.open).map(|(c, o)| Counted::new(c, o)).collect();
        let total = |fits: &dyn Fn((usize, usize)) -> bool| {
            let chosen = plan.traffic.pairs.iter().zip(&pairs).filter(|(p, _)| fits(**p));
            chosen.fold(Counted::default(), |sum, (_, c)| sum.plus(c))
        };
        let user = |u: usize| UserMeasures {
            counted: total(&|p| p.0 == u),
            windows_throttled: folded.windows_throttled[u],
        };
        Self {
            runs: folded.runs.iter().map(|r| RunMeasures::new(plan, r)).collect(),
            users: (0..scenario.users.len()).map(user).collect(),
            srvs: (0..scenario.srvs.len()).map(|s| total(&|p| p.1 == s)).collect(),
            pairs,
        }
    }

    /// The mean of a measure over replications with its interval.
    pub fn mean(&self, of: impl Fn(&RunMeasures) -> f64) -> Interval {
        mean_interval(&self.runs.iter().map(of).collect::<Vec<f64>>())
    }

    /// The share of replications in which the mechanism became active, with its interval.
    pub fn triggered(&self) -> Interval {
        proportion_interval(self.runs.iter().filter(|r| r.activations > 0).count(), self.runs.len())
    }

    /// Sums over replications.
    pub fn totals(&self) -> Counted {
        self.runs.iter().fold(Counted::default(), |sum, r| sum.plus(&r.counted))
    }
}

impl Counted {
    fn plus(&self, o: &Self) -> Self {
        Self {
            requests: self.requests + o.requests,
            submissions: self.submissions + o.submissions,
            attempts: self.attempts + o.attempts,
            admitted: self.admitted + o.admitted,
            throttled: self.throttled + o.throttled,
            rejected: self.rejected + o.rejected,
            unavailable: self.unavailable + o.unavailable,
            deferred_at_end: self.deferred_at_end + o.deferred_at_end,
            backlog_at_end: self.backlog_at_end + o.backlog_at_end,
            processed: self.processed + o.processed,
            earlier_submissions: self.earlier_submissions + o.earlier_submissions,
            served: self.served + o.served,
            abandoned: self.abandoned + o.abandoned,
            open_at_end: self.open_at_end + o.open_at_end,
            refused_within_allocation: self.refused_within_allocation + o.refused_within_allocation,
            unserved: self.unserved + o.unserved,
        }
    }
}

impl RunMeasures {
    fn new(plan: &Plan, run: &RunLine) -> Self {
        let calendar = &plan.scenario.calendar;
        let cell = calendar.cell().seconds();
        let window = calendar.window().seconds();
        let peak = run.peak_load.0 as f64;
        let longest = run.activations.iter().map(|a| a.to - a.from).max().unwrap_or(0);
        let users_throttled = run.users.iter().filter(|(_, c)| c.throttled > 0).count();
        let counted = |list: &[(usize, Counts)]| {
            list.iter().map(|(i, c)| (*i, Counted::new(c, &Open::default()))).collect()
        };
        Self {
            counted: Counted::new(&run.counts, &run.open),
            retrying_at_end: run.open.retrying,
            peak_load_per_s: peak / window,
            headroom: if plan.threshold_per_window() > 0.0 {
                1.0 - peak / plan.threshold_per_window()
            } else {
                f64::NEG_INFINITY
            },
            activations: run.activations.len() as u64,
            active_s: run.active_cells as f64 * cell,
            longest_activation_s: longest as f64 * cell,
            users_throttled: users_throttled as u64,
            outage_s: run.outage_cells as f64 * cell,
            wait_s: run.waits.map(|bin| bin.map(|bin| bin as f64 * cell / 10.0)),
            jain: run.entitlement.map(|e| e.jain),
            worst_off_share: run.entitlement.map(|e| e.worst),
            users: counted(&run.users),
            srvs: counted(&run.srvs),
        }
    }
}
