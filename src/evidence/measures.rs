//! C2: the measures of a run, of a User and of an SRV.

use super::added::Added;
use super::counted::Counted;
use super::days::{ActiveDay, active_days};
use super::groups::Groups;
use super::interval::{Interval, mean_interval, proportion_interval};
use super::northbound::NorthMeasures;
use super::supply::{SupplyMeasures, known, parties};
use headroom_core::domain::Whose;
use headroom_core::engine::Plan;
use headroom_core::ledger::{Counts, Folded, Harm, Open, RunLine, Runs, Warnings};

impl RunMeasures {
    /// Requests that waited, or were to be retried, when it ended: what becomes of them it does not show.
    pub fn open_at_end(&self) -> u64 {
        let c = &self.counted;
        c.backlog_at_end + c.deferred_at_end + c.buffered_at_end + self.retrying_at_end
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
    /// Those that throttled nobody.
    pub idle_activations: u64,
    /// Days on which somebody was throttled, maintenance nights apart; after maintenance alone; on which it was active.
    pub days: [u64; 3],
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
    /// How many waits were told.
    pub waits_told: u64,
    /// Added delay, by standing (C2).
    pub added: Added,
    /// Early warnings (M8).
    pub warnings: Warnings,
    /// Mean time from those that a 503 followed to it, seconds; none where there is none.
    pub warning_lead_s: Option<f64>,
    /// F6: Jain's index; none where no window was looked at.
    pub jain: Option<f64>,
    /// F6: the share of its entitlement that the worst-off User was admitted.
    pub worst_off_share: Option<f64>,
    /// Counts of Users to whom anything was refused, or who were left without an answer, without what was open.
    pub users: Vec<(usize, Counted)>,
    /// Counts of SRVs of which anything was, without what was open.
    pub srvs: Vec<(usize, Counted)>,
    /// The same by groups of Users.
    pub groups: Groups,
    /// Runs of processes: process, User, and what became of them (T7).
    pub processes: Vec<(usize, usize, Runs)>,
    /// What all network parties together and each of them know of supply (G9).
    pub supply: Vec<SupplyMeasures>,
    /// Messages to Users (N1–N6); none where they are not simulated.
    pub northbound: Option<NorthMeasures>,
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
        let pairs: Vec<Counted> = {
            let told = folded.pairs.iter().zip(&folded.open).zip(&folded.harm);
            told.map(|((c, o), h)| Counted::new(c, o, h)).collect()
        };
        let mut users = vec![Counted::default(); scenario.users.len()];
        let mut srvs = vec![Counted::default(); scenario.srvs.len()];
        for ((user, srv), counted) in plan.traffic.pairs.iter().zip(&pairs) {
            users[*user] = users[*user].plus(counted);
            srvs[*srv] = srvs[*srv].plus(counted);
        }
        let user = |(counted, throttled): (Counted, &u64)| UserMeasures {
            counted,
            windows_throttled: *throttled,
        };
        Self {
            runs: folded.runs.iter().map(|r| RunMeasures::new(plan, r)).collect(),
            users: users.into_iter().zip(&folded.windows_throttled).map(user).collect(),
            srvs,
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

impl RunMeasures {
    fn new(plan: &Plan, run: &RunLine) -> Self {
        let calendar = &plan.scenario.calendar;
        let cell = calendar.cell().seconds();
        let window = calendar.window().seconds();
        let peak = run.peak_load.0 as f64;
        let longest = run.activations.iter().map(|a| a.to - a.from).max().unwrap_or(0);
        let users_throttled = run.users.iter().filter(|(_, c, _)| c.throttled > 0).count();
        let whose = plan.traffic.runs.iter();
        let counted = |list: &[(usize, Counts, Harm)]| -> Vec<(usize, Counted)> {
            list.iter().map(|(i, c, h)| (*i, Counted::new(c, &Open::default(), h))).collect()
        };
        Self {
            counted: Counted::new(&run.counts, &run.open, &run.harm),
            retrying_at_end: run.open.retrying,
            peak_load_per_s: peak / window,
            headroom: if plan.threshold_per_window() > 0.0 {
                1.0 - peak / plan.threshold_per_window()
            } else {
                f64::NEG_INFINITY
            },
            activations: run.activations.len() as u64,
            idle_activations: run.activations.iter().filter(|a| a.throttled == 0).count() as u64,
            days: {
                let days = active_days(&plan.scenario, &run.activations);
                let of = |fits: fn(&ActiveDay) -> bool| days.iter().filter(|d| fits(d)).count();
                [of(|d| d.otherwise), of(ActiveDay::of_maintenance), days.len()].map(|n| n as u64)
            },
            active_s: run.active_cells as f64 * cell,
            longest_activation_s: longest as f64 * cell,
            users_throttled: users_throttled as u64,
            outage_s: run.outage_cells as f64 * cell,
            added: Added::new(run.added, &run.harm, cell / 10.0),
            wait_s: run.waits.map(|bin| bin.map(|bin| bin as f64 * cell / 10.0)),
            waits_told: run.waits_told,
            warnings: run.warnings,
            warning_lead_s: {
                let founded = run.warnings.all - run.warnings.unfounded;
                (founded > 0).then(|| run.warnings.lead as f64 * cell / founded as f64)
            },
            jain: run.entitlement.map(|e| e.jain),
            worst_off_share: run.entitlement.map(|e| e.worst),
            groups: Groups::new(&plan.scenario, &counted(&run.users)),
            users: counted(&run.users),
            srvs: counted(&run.srvs),
            processes: whose.zip(&run.processes).map(|((p, u), runs)| (*p, *u, *runs)).collect(),
            supply: known(&parties(plan), &run.supply, calendar.cell()),
            northbound: NorthMeasures::new(plan, run),
        }
    }

    /// Runs of `process`, or of all, that are of `whose` Users; none where there is no such process.
    pub fn runs(&self, process: Option<usize>, whose: Whose) -> Option<Runs> {
        let fits = |p: usize, u: usize| {
            process.is_none_or(|process| process == p)
                && (whose == Whose::All || whose == Whose::User(u))
        };
        let chosen = self.processes.iter().filter(|(p, u, _)| fits(*p, *u)).map(|(.., runs)| *runs);
        chosen.reduce(|a, b| a + b)
    }

    /// What all or one User knew of supply; none without storms.
    pub fn known(&self, whose: Whose) -> Option<&SupplyMeasures> {
        self.supply.iter().find(|s| s.whose == whose)
    }
}
