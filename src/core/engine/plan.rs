//! What a run needs of a scenario, worked out once for all replications.
//!
//! Scope: the table of cohorts (`plan/cohorts.rs`, with `plan/delays.rs` and `plan/forgets.rs`), time (`plan/clock.rs`,
//! `plan/times.rs`), outages (`plan/service.rs`), what G2 allows (`plan/allowed.rs`), allocations (`plan/shares.rs`) and what a
//! course has to know beforehand (`plan/almanac.rs`, `plan/log_days.rs`, `plan/to_come.rs`).

mod alike;
mod allowed;
mod almanac;
mod clock;
mod cohorts;
mod delays;
mod forgets;
mod log_days;
mod service;
mod shares;
mod tagged;
mod times;
mod to_come;
mod yardstick;

pub(super) use almanac::{Almanac, Day};
pub(super) use cohorts::{Hot, SumsOf};
pub(super) use service::Closed;
pub(super) use tagged::Pool;
pub(super) use yardstick::Yardstick;

use super::north::plan::NorthPlan;
use crate::domain::{NANO, Nano, Weights};
use crate::scenario::{Backlog, Fault, Scenario};
use crate::traffic::{Traffic, sized};
use allowed::Allowed;
use clock::Clock;
use cohorts::{Cohorts, Cold};
use service::Service;
use shares::{allocations, pool};
use std::sync::Arc;
use to_come::{ToCome, to_come};

/// How much a run keeps of what happens in it.
///
/// Counts have the same distribution either way, not the same bytes: what is not kept is not drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Detail {
    /// Everything.
    #[default]
    Whole,
    /// For years: the ledger has neither waits (C2; who was late is counted all the same) nor the timeline, the
    /// half-hour rows of Users or the northbound timeline. Those lists are empty.
    Counts,
}

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
    /// Its time.
    pub(super) clock: Clock,
    /// The table of cohorts.
    pub(super) cohorts: Cohorts,
    /// The cohorts with which runs of processes begin (T7).
    pub(super) first_steps: Vec<usize>,
    /// Whether Users are warned (M8).
    pub(super) warns: bool,
    /// What G2 allows.
    pub(super) allowed: Allowed,
    /// C × cell at full capacity, nano-requests.
    pub(super) capacity: Nano,
    /// The backlog limit, nano-requests.
    pub(super) backlog_limit: Nano,
    /// Θ × window at full capacity, nano-requests.
    pub(super) threshold: Nano,
    /// Where there is less service, or none.
    pub(super) service: Service,
    /// By what the standing of requests is measured (C2).
    pub(super) yardstick: Arc<Yardstick>,
    /// The scenario whose rules it is, where that is another.
    pub(super) stands: Option<Arc<Scenario>>,
    /// Digest of all that decides what a run shows.
    pub inputs: String,
    /// How busy ordinary days are, of a course.
    pub(super) almanac: Option<Arc<Almanac>>,
    /// What events of a course can bring.
    pub(super) to_come: ToCome,
    /// The northbound side, where it is simulated (N1–N6).
    pub(super) north: Option<NorthPlan>,
    /// The User that is watched, if any.
    pub(super) watched: Option<usize>,
    /// Whether every attempt is noted with the cell of its request's first submission, which is never forgotten then.
    pub(super) records: bool,
    /// Whether it is told how long requests of each User took, by half-hour.
    pub(super) times: bool,
}

impl Plan {
    /// Works out traffic, allocations and delays.
    ///
    /// ```
    /// use headroom_core::engine::{Plan, run};
    /// use headroom_core::scenario::load;
    ///
    /// let plan = Plan::new(&load("minimal", &[])?)?;
    /// let ledger = run(&plan, 0, false);
    /// // The same to the byte however it is run: every half-hour opened, or quiet ones taken whole.
    /// assert_eq!(ledger, run(&plan, 0, true));
    /// // What the mechanism let through and refused (M5), by the User and SRV of each pair.
    /// let throttled = plan.traffic.pairs.iter().zip(&ledger.pairs).filter(|(_, c)| c.throttled > 0);
    /// assert!(throttled.count() > 0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
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
        let scenario = sized(scenario)?;
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
        let traffic = same.map_or_else(|| Arc::new(traffic), |p| Arc::clone(&p.traffic));
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
        let clock = Clock::new(&scenario.calendar);
        let capacity = scenario.gateway.max_capacity.over(clock.cell);
        let backlog_limit = match scenario.gateway.backlog_limit {
            Backlog::Time(time) => scenario.gateway.max_capacity.over(time),
            Backlog::Requests(n) => Nano::from(n) * NANO,
        };
        let begins = |c: &usize| {
            let cohort = &traffic.cohorts[*c];
            cohort.step.is_some_and(|s| s.is_first) && !cohort.second
        };
        let mechanism = &scenario.mechanism;
        let cohorts = Cohorts::new(&scenario, &traffic, (capacity, backlog_limit));
        let cohorts = tagged::tag(cohorts, &scenario, &traffic);
        Ok(Self {
            detail: Detail::Whole,
            allocation,
            weight_shares,
            clock,
            cohorts: match same {
                Some(known) => cohorts.sharing(&known.cohorts),
                None => cohorts,
            },
            first_steps: (0..traffic.cohorts.len()).filter(begins).collect(),
            warns: mechanism.enabled && mechanism.early_warning.is_some(),
            allowed: Allowed::new(&scenario, &traffic),
            capacity,
            backlog_limit,
            threshold: scenario.threshold().over(window),
            service: Service::new(&scenario),
            yardstick: Arc::new(Yardstick::new(&scenario)?),
            stands: None,
            inputs: scenario.inputs.clone(),
            almanac,
            to_come,
            north: NorthPlan::new(&scenario, &traffic),
            watched: None,
            records: false,
            times: false,
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

    /// The same plan, of which a run notes every attempt, to be written as a log (T8): it keeps everything else too, and follows
    /// every request by its first cell (C2).
    #[must_use]
    pub fn recording(self) -> Self {
        Self { records: true, detail: Detail::Whole, ..self.tagging_one_in(1) }
    }

    /// Whether a run keeps only counts.
    pub(super) fn counts(&self) -> bool {
        self.detail == Detail::Counts
    }

    /// Whether the added delay of requests of `cohort` is told apart (C2).
    pub(super) fn follows(&self, cohort: usize) -> bool {
        self.hot(cohort).followed && !self.counts()
    }

    /// Whether requests of `cohort` count in their User's use (M5).
    pub(super) fn counts_as_use(&self, cohort: usize) -> bool {
        self.scenario.mechanism.prioritised_use_allocation || !self.hot(cohort).prioritised
    }

    /// Whether they count as its first submissions (C3): what a maintenance put off is left aside.
    pub(super) fn counts_as_first(&self, cohort: usize) -> bool {
        self.counts_as_use(cohort) && !self.hot(cohort).displaced
    }

    /// The load of a window, nano-requests, below which nothing comes of it: Θ × window, or a warning's level
    /// (M4, M8).
    pub(super) fn loudest(&self) -> Nano {
        let warning = self.scenario.mechanism.early_warning.as_ref();
        let level = warning.filter(|_| self.warns);
        level.map_or(self.threshold, |w| w.warn_load.of(self.threshold).min(self.threshold))
    }

    /// What the cell loop asks of `cohort`.
    pub(super) fn hot(&self, cohort: usize) -> &Hot {
        &self.cohorts.hot[cohort]
    }

    /// What else there is to ask of it.
    pub(super) fn cold(&self, cohort: usize) -> &Cold {
        &self.cohorts.cold[cohort]
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
