//! What G2 allows.

use crate::domain::{NANO, Nano};
use crate::scenario::Scenario;
use crate::traffic::{Expected, Traffic};
use std::collections::BTreeSet;

/// What G2 allows, worked out once.
#[derive(Clone, Debug, Default)]
pub struct Allowed {
    /// Of each pair: attempts in a period, and its length in cells.
    pub anomaly: Vec<Option<(u64, u64)>>,
    /// What each pair is expected to submit on its busiest kind of day.
    expected: Vec<f64>,
    /// Of each User: nano-requests a cell.
    pub caps: Vec<Option<Nano>>,
    /// How long periods of anomaly detection are, in cells, each once.
    pub periods: Vec<u64>,
    /// Whether there is any.
    pub any: bool,
}

impl Allowed {
    pub fn new(scenario: &Scenario, traffic: &Traffic) -> Self {
        let gateway = &scenario.gateway;
        if gateway.anomaly.is_empty() && gateway.caps.is_empty() {
            return Self::default();
        }
        let cell = scenario.calendar.cell();
        let busiest = Expected::new(scenario).busiest_days();
        let of_pair = |pair: &(usize, usize)| busiest.get(pair).copied().unwrap_or_default();
        let anomaly = |&(user, srv): &(usize, usize)| {
            let rule = gateway.anomaly.of(user, srv)?;
            let number = rule.threshold.of(of_pair(&(user, srv)), rule.period);
            Some((number, rule.period.cells_up(cell)))
        };
        let cap = |user: usize| gateway.caps.of_user(user).map(|rate| rate.over(cell));
        let anomaly: Vec<Option<(u64, u64)>> = traffic.pairs.iter().map(anomaly).collect();
        let periods = anomaly.iter().flatten().map(|(_, period)| *period);
        let periods: BTreeSet<u64> = periods.collect();
        Self {
            periods: periods.into_iter().collect(),
            anomaly,
            expected: traffic.pairs.iter().map(of_pair).collect(),
            caps: (0..scenario.users.len()).map(cap).collect(),
            any: true,
        }
    }

    /// Of each pair that anomaly detection watches: its User, what that is expected to submit on its busiest kind of day, the
    /// attempts that pass in a period, and the period in cells.
    pub fn expected<'a>(
        &'a self,
        traffic: &'a Traffic,
    ) -> impl Iterator<Item = (usize, f64, u64, u64)> + 'a {
        let watched = traffic.pairs.iter().zip(&self.expected).zip(&self.anomaly);
        watched.filter_map(|(((user, _), expected), rule)| {
            let (most, period) = (*rule)?;
            Some((*user, *expected, most, period))
        })
    }

    /// What the cap of `user` lets through in the `i`-th cell of a day, from 0; none where it has none.
    pub fn cap(&self, user: usize, i: u64) -> Option<u64> {
        let upto = |cell: Nano, cells: u64| cell * Nano::from(cells) / NANO;
        self.caps[user].map(|cell| (upto(cell, i + 1) - upto(cell, i)) as u64)
    }
}
