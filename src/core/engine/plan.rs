//! What a run needs of a scenario, worked out once for all replications.

mod shares;
mod times;

use super::closed::{Closed, closed, outages};
use super::course::{Almanac, ToCome, to_come};
use super::detail::Detail;
use super::forget::{Forget, forgets, stands_for};
use super::guards::Allowed;
use super::kind::{Kind, kinds};
use super::manner::{Manner, manners};
use super::north::NorthPlan;
use super::sums::SumsKey;
use super::warning::heeded;
use crate::domain::{Mode, NANO, Nano, PerSecond, Share, Weights};
use crate::scenario::{Backlog, Fault, Scenario};
use crate::traffic::{Cohort, Ordinary, Traffic};
use shares::{allocations, pool};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A scenario made ready to run.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The scenario.
    pub scenario: Arc<Scenario>,
    /// Its fresh traffic.
    pub traffic: Arc<Traffic>,
    /// How much a run of it keeps.
    pub detail: Detail,
    /// a(u) × window, nano-requests.
    pub allocation: Vec<Nano>,
    /// w(u) / Σw.
    pub weight_shares: Vec<f64>,
    /// Whether the requests of each cohort pass the gateway and are done.
    pub(super) plain: Vec<bool>,
    /// The cohorts with which runs of processes begin (T7).
    pub(super) first_steps: Vec<usize>,
    /// What warned Users put off of each cohort (M8).
    pub(super) heeded: Vec<f64>,
    /// What G2 allows.
    pub(super) allowed: Allowed,
    /// Each cohort, to the cell loop.
    pub(super) kinds: Vec<Kind>,
    /// How the requests of each cohort are handled.
    pub(super) manners: Vec<Manner>,
    /// The response time-outs of Users who resubmit, in cells (U2).
    pub(super) timeouts: Vec<u64>,
    /// The longest time until an answer: from so many cells before the end on, requests may not be
    /// answered in the run (G9).
    pub(super) slowest: u64,
    /// Bins after which a wait is late (C2), −1 where any is: each value that a cohort has, once.
    pub(super) late_after: Vec<i64>,
    /// For each cohort, whether it is prioritised, and which of those bins is its own.
    pub(super) key: Arc<SumsKey>,
    /// C × cell at full capacity, nano-requests.
    pub(super) capacity: Nano,
    /// The backlog limit, nano-requests.
    pub(super) backlog_limit: Nano,
    /// Θ × window at full capacity, nano-requests.
    pub(super) threshold: Nano,
    /// Outages: cells and share of capacity that remains.
    pub(super) outages: Vec<(u64, u64, Share)>,
    /// How busy ordinary days are, of a course.
    pub(super) almanac: Option<Arc<Almanac>>,
    /// What events of a course can bring.
    pub(super) to_come: ToCome,
    /// Where there is no service.
    pub(super) closed: Vec<Closed>,
    /// When the first cell of each cohort's requests may be forgotten.
    pub(super) forgets: Vec<Forget>,
    /// For each cohort, the one that its refused requests might as well be of.
    pub(super) stands_for: Vec<u32>,
    /// The northbound side, where it is simulated (N1–N6).
    pub(super) north: Option<NorthPlan>,
    /// The User that is watched, if any.
    pub(super) watched: Option<usize>,
}

impl Plan {
    /// Works out traffic, allocations and delays.
    ///
    /// # Errors
    /// Allocations that cannot be worked out while the mechanism is on (M1), and sums that could
    /// not be held.
    pub fn new(scenario: &Scenario) -> Result<Self, Fault> {
        Self::sharing(Arc::new(scenario.clone()), &[])
    }

    /// The same with the traffic of the first of `known` whose traffic and seed are the same: they can
    /// step together (T5).
    ///
    /// # Errors
    /// As [`Plan::new`].
    pub fn sharing(scenario: Arc<Scenario>, known: &[Plan]) -> Result<Self, Fault> {
        let scenario = sized(scenario);
        let mut traffic = Traffic::new(&scenario);
        let to_come = to_come(&scenario);
        traffic.know_pairs(&to_come.pairs);
        let same = |p: &&Plan| {
            let (theirs, ours) = (&p.scenario, &scenario);
            theirs.seed == ours.seed && *p.traffic == traffic && theirs.draws_alike(ours)
        };
        let same = known.iter().find(same);
        let almanac = same.map_or_else(
            || scenario.is_course().then(|| Arc::new(Almanac::new(&scenario))),
            |p| p.almanac.clone(),
        );
        let same = same.map(|p| Arc::clone(&p.traffic));
        let traffic = same.unwrap_or_else(|| Arc::new(traffic));
        if let Some((who, sum)) = traffic.too_much(&scenario) {
            let found = format!("up to {sum:.3e} attempts, most of them by {who}");
            return Err(Fault::at("/traffic", found, "at most 1e15 attempts in a run"));
        }
        let window = scenario.calendar.window();
        let (allocation, weight_shares) = allocations(
            &scenario,
            scenario.mechanism.allocation.weights,
            pool(&scenario).over(window),
        )?;
        let cell = scenario.calendar.cell();
        let bins = |ms: u64| ms * 10 / cell.ms();
        let cohorts = &traffic.cohorts;
        // Late is an answer after the target (C2): the wait may take what the response leaves of it.
        let slack = |c: &Cohort| {
            let (srv, mode) = (&scenario.srvs[c.srv], c.mode);
            let cells = srv.response(mode).cells_up(cell) * cell.ms();
            srv.target(mode).ms().checked_sub(cells).map_or(-1, |ms| bins(ms) as i64)
        };
        let late: Vec<i64> = cohorts.iter().map(slack).collect();
        let late_after: Vec<i64> =
            late.iter().copied().collect::<BTreeSet<i64>>().into_iter().collect();
        let manners = manners(&scenario, &traffic);
        let capacity = scenario.gateway.max_capacity.over(cell);
        let backlog_limit = match scenario.gateway.backlog_limit {
            Backlog::Time(time) => scenario.gateway.max_capacity.over(time),
            Backlog::Requests(n) => Nano::from(n) * NANO,
        };
        let outages = outages(&scenario);
        Ok(Self {
            detail: Detail::Whole,
            allocation,
            weight_shares,
            first_steps: (0..cohorts.len())
                .filter(|c| cohorts[*c].step.is_some_and(|s| s.is_first) && !cohorts[*c].second)
                .collect(),
            plain: cohorts.iter().map(Cohort::is_plain).collect(),
            heeded: heeded(&scenario, &traffic),
            allowed: Allowed::new(&scenario, &traffic),
            timeouts: manners
                .iter()
                .filter_map(|m| m.resubmit)
                .collect::<BTreeSet<u64>>()
                .into_iter()
                .collect(),
            slowest: manners.iter().map(|m| m.response).max().unwrap_or(0),
            key: Arc::new(SumsKey {
                prioritised: cohorts
                    .iter()
                    .map(|c| scenario.mechanism.prioritised[c.srv])
                    .collect(),
                device: cohorts.iter().map(|c| scenario.srvs[c.srv].device).collect(),
                late_kind: late.iter().map(|l| late_after.partition_point(|a| a < l)).collect(),
            }),
            late_after,
            forgets: forgets(&scenario, &traffic, &manners, &late, (capacity, backlog_limit)),
            kinds: kinds(&scenario, &traffic, &manners),
            stands_for: stands_for(&scenario, &traffic),
            manners,
            capacity,
            backlog_limit,
            threshold: scenario.threshold().over(window),
            closed: closed(&scenario, &outages),
            outages,
            almanac,
            to_come,
            north: NorthPlan::new(&scenario, &traffic),
            watched: None,
            scenario,
            traffic,
        })
    }

    /// The same, of which a run keeps only counts ([`Detail::Counts`]): for years.
    #[must_use]
    pub fn counts_only(self) -> Self {
        Self { detail: Detail::Counts, ..self }
    }

    /// The same plan with `user` watched: its ledgers say window by window what the User met.
    #[must_use]
    pub fn watching(self, user: usize) -> Self {
        Self { watched: Some(user), ..self }
    }

    /// Whether a run keeps only counts.
    pub(super) fn counts(&self) -> bool {
        self.detail == Detail::Counts
    }

    /// The load of a window, nano-requests, below which nothing comes of it: Θ × window, or a warning's level
    /// (M4, M8).
    pub(super) fn loudest(&self) -> Nano {
        let warning = self.scenario.mechanism.early_warning.as_ref();
        let level = warning.filter(|_| !self.heeded.is_empty());
        level.map_or(self.threshold, |w| w.warn_load.of(self.threshold).min(self.threshold))
    }

    /// Share of capacity that remains in `cell`.
    pub(super) fn service(&self, cell: u64) -> Share {
        let here = self.outages.iter().filter(|(from, to, _)| (*from..*to).contains(&cell));
        here.map(|(_, _, share)| *share).min().unwrap_or(Share::ONE)
    }

    /// Whether an outage touches the cells `from..to`.
    pub(super) fn outage_touches(&self, from: u64, to: u64) -> bool {
        self.outages.iter().any(|o| o.0 < to && o.1 > from)
    }

    /// Whether the requests of `cohort` pass the gateway.
    pub(super) fn at_gateway(&self, cohort: usize) -> bool {
        self.traffic.cohorts[cohort].mode != Mode::DccScheduled
    }

    /// The whole requests that fit into the DSP in a full cell with no backlog: K of G4.
    pub fn full_cell(&self) -> u64 {
        ((self.capacity + self.backlog_limit) / NANO) as u64
    }

    /// Θ × window, requests.
    pub fn threshold_per_window(&self) -> f64 {
        self.threshold as f64 / NANO as f64
    }

    /// Messages a second that the adapter of `user` takes (N6); 0 where that side is off.
    pub fn adapter_per_s(&self, user: usize) -> f64 {
        let a_cell = self.north.as_ref().map_or(0.0, |n| n.adapter[user] as f64 / NANO as f64);
        a_cell / self.scenario.calendar.cell().seconds()
    }

    /// Messages that its queue holds; 0 where that side is off.
    pub fn adapter_bound(&self, user: usize) -> u64 {
        self.north.as_ref().map_or(0, |n| n.bound[user])
    }

    /// a(u) of every User under `weights`, requests a second, whatever the scenario chooses.
    ///
    /// # Errors
    /// Allocations that cannot be worked out (M1).
    pub fn allocation_under(&self, weights: Weights) -> Result<Vec<f64>, Fault> {
        let window = self.scenario.calendar.window();
        let (allocation, _) =
            allocations(&self.scenario, weights, pool(&self.scenario).over(window))?;
        Ok(allocation.into_iter().map(|a| a as f64 / NANO as f64 / window.seconds()).collect())
    }

    /// a(u) of `user`, requests a second.
    pub fn allocation_per_s(&self, user: usize) -> f64 {
        self.allocation[user] as f64 / NANO as f64 / self.scenario.calendar.window().seconds()
    }
}

/// `scenario` with the capacity that a given Θ ÷ busiest ordinary window asks for.
fn sized(scenario: Arc<Scenario>) -> Arc<Scenario> {
    let Some(times) = scenario.gateway.threshold_over_ordinary else {
        return scenario;
    };
    let ordinary = Ordinary::new(&scenario, &Traffic::ordinary(&scenario));
    let threshold = times * ordinary.busiest_window_per_s;
    let mut sized = (*scenario).clone();
    let capacity = threshold / scenario.mechanism.operating_threshold.get();
    // As exact as it is said: whole requests a second, or thousandths where there are few.
    let grain = if capacity < 1_000.0 { 1e-3 } else { 1.0 };
    sized.gateway.max_capacity = PerSecond::from_f64(libm::round(capacity / grain) * grain);
    Arc::new(sized)
}
