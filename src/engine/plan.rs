//! What a run needs of a scenario, worked out once for all replications.

use super::sums::SumsKey;
use crate::domain::{Basis, Mode, NANO, Nano, PerSecond, Pool, Share, Weights};
use crate::mechanism::allocate;
use crate::scenario::{Backlog, EventKind, Fault, RetryPolicy, Scenario};
use crate::traffic::{Cohort, Expected, Traffic};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A scenario made ready to run.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The scenario.
    pub scenario: Arc<Scenario>,
    /// Its fresh traffic.
    pub traffic: Arc<Traffic>,
    /// a(u) × window, nano-requests.
    pub allocation: Vec<Nano>,
    /// w(u) / Σw.
    pub weight_shares: Vec<f64>,
    /// For each cohort, delays before its retries (U1).
    pub(super) delays: Vec<Arc<Delays>>,
    /// Bins after which a wait is late (C2): each value that a cohort has, once.
    pub(super) late_after: Vec<u64>,
    /// For each cohort, whether it is prioritised, and which of those bins is its own.
    pub(super) key: Arc<SumsKey>,
    /// For each cohort, the last cell, counted from its first, in which it may be retried (U1).
    pub(super) deadline: Vec<u64>,
    /// C × cell at full capacity, nano-requests.
    pub(super) capacity: Nano,
    /// The backlog limit, nano-requests.
    pub(super) backlog_limit: Nano,
    /// Θ × window at full capacity, nano-requests.
    pub(super) threshold: Nano,
    /// Outages: cells and share of capacity that remains.
    pub(super) outages: Vec<(u64, u64, Share)>,
}

/// First and last cell, counted from a refused attempt, of the retry after each attempt.
pub(super) type Delays = Vec<(u64, u64)>;

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
        let traffic = Traffic::new(&scenario);
        let same = |p: &&Plan| p.scenario.seed == scenario.seed && *p.traffic == traffic;
        let same = known.iter().find(same).map(|p| Arc::clone(&p.traffic));
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
        let target = |c: &Cohort| scenario.srvs[c.srv].target(c.mode).ms();
        let late: Vec<u64> = cohorts.iter().map(|c| bins(target(c))).collect();
        let late_after: Vec<u64> =
            late.iter().copied().collect::<BTreeSet<u64>>().into_iter().collect();
        let deadline = |c: &Cohort| {
            let on_demand = scenario.srvs[c.srv].target_on_demand;
            if c.policy(&scenario).give_up_at_deadline {
                on_demand.cells_up(cell)
            } else {
                u64::MAX
            }
        };
        Ok(Self {
            allocation,
            weight_shares,
            delays: shared_delays(&scenario, cohorts, cell.ms()),
            key: Arc::new(SumsKey {
                prioritised: cohorts
                    .iter()
                    .map(|c| scenario.mechanism.prioritised[c.srv])
                    .collect(),
                late_kind: late.iter().map(|l| late_after.partition_point(|a| a < l)).collect(),
            }),
            late_after,
            deadline: cohorts.iter().map(deadline).collect(),
            capacity: scenario.gateway.max_capacity.over(cell),
            backlog_limit: match scenario.gateway.backlog_limit {
                Backlog::Time(time) => scenario.gateway.max_capacity.over(time),
                Backlog::Requests(n) => Nano::from(n) * NANO,
            },
            threshold: scenario.threshold().over(window),
            outages: outages(&scenario),
            scenario,
            traffic,
        })
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

/// P of M1.
fn pool(scenario: &Scenario) -> PerSecond {
    match scenario.mechanism.allocation.pool {
        Pool::Threshold => scenario.threshold(),
        Pool::Capacity => scenario.gateway.max_capacity,
    }
}

/// Allocations over `pool`, and each User's share of all weights (M1).
fn allocations(
    scenario: &Scenario,
    weights: Weights,
    pool: Nano,
) -> Result<(Vec<Nano>, Vec<f64>), Fault> {
    let weights: Vec<f64> =
        Expected::new(scenario).weights(scenario, weights).iter().map(|w| w.weight).collect();
    let sum: f64 = weights.iter().sum();
    let shares = weights.iter().map(|w| if sum > 0.0 { w / sum } else { 0.0 }).collect();
    let guaranteed = &scenario.mechanism.allocation.guaranteed;
    match allocate(pool, guaranteed, &weights) {
        Ok(allocation) => Ok((allocation, shares)),
        // Switched off, allocations only say who was within them, and entitled to what: without weights
        // that is nobody, to nothing.
        Err(_) if !scenario.mechanism.enabled => {
            Ok((guaranteed.iter().map(|g| g.of(pool)).collect(), shares))
        }
        Err(why) => {
            let basis = match scenario.mechanism.allocation.basis {
                Basis::EnrolledMeters => "enrolled meters",
                Basis::ChargedMpans => "charged MPANs",
            };
            let fault = Fault::at(
                "/mechanism/allocation",
                why.to_string(),
                "allocations that share the pool out (M1)",
            );
            Err(fault.hint(format!("give Users {basis}, or take other weights or minima")))
        }
    }
}

fn outages(scenario: &Scenario) -> Vec<(u64, u64, Share)> {
    let mut outages = Vec::new();
    if scenario.gateway.max_capacity == PerSecond::default() {
        outages.push((0, u64::MAX, Share::ZERO));
    }
    for event in &scenario.events {
        if let EventKind::Outage { capacity } = event.kind {
            outages.push((event.from, event.to, capacity));
        }
    }
    outages
}

fn shared_delays(scenario: &Scenario, cohorts: &[Cohort], cell_ms: u64) -> Vec<Arc<Delays>> {
    let mut known: Vec<(RetryPolicy, Arc<Delays>)> = Vec::new();
    let mut delays = |policy: &RetryPolicy| {
        if let Some((_, delays)) = known.iter().find(|(p, _)| p == policy) {
            return Arc::clone(delays);
        }
        known.push((*policy, Arc::new(delays_of(policy, cell_ms))));
        Arc::clone(&known.last().expect("just pushed").1)
    };
    cohorts.iter().map(|c| delays(&c.policy(scenario))).collect()
}

/// U1: within delay ± jitter, both ends rounded to the nearest cell, halves up, and cut at the next.
fn delays_of(policy: &RetryPolicy, cell_ms: u64) -> Delays {
    /// Past any run: a retry this late only has to be later than the end.
    const NEVER: f64 = 1e12;
    let cap = policy.cap.map_or(f64::INFINITY, |c| c.ms() as f64);
    let mut delay = policy.first.ms() as f64;
    let mut out = Vec::new();
    for _ in 1..policy.attempts {
        let capped = delay.min(cap);
        let jitter = capped * policy.jitter.get();
        // A jitter in binary may miss an exact half of a cell by a hair: a millionth decides for it.
        let nearest =
            |ms: f64| libm::floor((ms / cell_ms as f64 + 0.5 + 1e-6).min(NEVER)).max(1.0) as u64;
        out.push((nearest(capped - jitter), nearest(capped + jitter)));
        delay *= policy.factor;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Span;

    fn policy(first: u64, jitter: f64, cap: Option<u64>) -> RetryPolicy {
        RetryPolicy {
            attempts: 5,
            first: Span::from_s(first),
            factor: 2.0,
            cap: cap.map(Span::from_s),
            jitter: Share::from_f64(jitter),
            give_up_at_deadline: false,
        }
    }

    #[test]
    fn u1_delays_double_and_their_ends_round_halves_up() {
        assert_eq!(delays_of(&policy(30, 0.2, None), 10_000), [(2, 4), (5, 7), (10, 14), (19, 29)]);
        assert_eq!(delays_of(&policy(30, 0.5, None), 10_000), [(2, 5), (3, 9), (6, 18), (12, 36)]);
    }

    #[test]
    fn u1_a_retry_falls_at_the_earliest_in_the_next_cell_and_delays_are_capped() {
        assert_eq!(delays_of(&policy(1, 1.0, Some(3)), 10_000), [(1, 1); 4]);
    }
}
