//! Rows on supply: all network parties together where there are several, then each in each storm.

use super::{KnownSupply, PartyInStorm, Since, parties, presumed};
use crate::evidence::Evidence;
use crate::evidence::interval::{Interval, mean_of_some};
use headroom_core::ledger::Supply;

/// What was known of the customers of a network party in a storm, or of all together.
#[derive(Clone, Debug, PartialEq)]
pub struct SupplyRow {
    /// What stands beside the variant and is meant; empty of the variant itself.
    pub counterpart: String,
    /// The event; empty of all together.
    pub storm: String,
    /// The network party; empty of all together.
    pub user: String,
    /// Since when time counts.
    pub since: Since,
    /// Sums over replications, and times over all of their customers.
    pub known: KnownSupply,
    /// Mean over replications of the share known within each of [`WITHIN_MIN`].
    pub shares: [Option<Interval>; 3],
    /// Of it, what was told, by an alert or an answer.
    pub told: [Option<Interval>; 3],
    /// Of it, what was presumed from silence.
    pub presumed: [Option<Interval>; 3],
    /// Of those lost or restored while the mechanism was active; of a counterpart, while the variant's was.
    pub while_active: KnownSupply,
    /// Of these, mean over the replications that have any of the share known within each of [`WITHIN_MIN`].
    pub shares_while_active: [Option<Interval>; 3],
    /// Polls begun of customers, sums over replications.
    pub polls: u64,
    /// Polls begun of their neighbours.
    pub neighbour_polls: u64,
    /// Alerts of loss and of restoration that arrived.
    pub alerts: u64,
    /// Polls, of neighbours too, that a meter with supply did not answer.
    pub presumed_wrongly: u64,
}

/// The rows of `e`, each network party since the loss and since the restoration; none without storms.
pub fn supply_rows(e: &Evidence) -> Vec<SupplyRow> {
    let all = parties(&e.plan);
    let many = all.len().min(e.folded().supply.len());
    let together = (many > 1).then(|| (0..many).collect::<Vec<usize>>());
    let each = (0..many).map(|i| vec![i]);
    together.into_iter().chain(each).flat_map(|of| rows(e, &all, &of)).collect()
}

/// The rows of `e`, then of what stands beside it.
pub fn supply_rows_beside(e: &Evidence) -> Vec<SupplyRow> {
    let beside = e.beside.iter().flat_map(|b| b.supply_rows.iter().cloned());
    supply_rows(e).into_iter().chain(beside).collect()
}

/// The rows of the parties at the places `of`.
fn rows(e: &Evidence, all: &[PartyInStorm], of: &[usize]) -> [SupplyRow; 2] {
    let scenario = &e.plan.scenario;
    let cell = scenario.calendar.cell();
    let sum = |supply: &[Supply]| {
        let mut sum = Supply::default();
        of.iter().filter_map(|i| supply.get(*i)).for_each(|s| sum.add(s));
        sum
    };
    let one = <[usize; 1]>::try_from(of).ok().map(|[i]| all[i]);
    let pooled = sum(&e.folded().supply);
    let runs: Vec<Supply> = e.folded().runs.iter().map(|r| sum(&r.supply)).collect();
    Since::ALL.map(|since| {
        let share = |i: usize| {
            let known = runs.iter().map(|r| KnownSupply::new(r, since, cell).share(i));
            mean_of_some(known)
        };
        let part = |i: usize, told: bool| {
            mean_of_some(runs.iter().map(|r| {
                let known = KnownSupply::new(r, since, cell);
                let presumed = presumed(r, since, cell)[i];
                let n = if told { known.within[i] - presumed } else { presumed };
                (known.customers > 0).then(|| n as f64 / known.customers as f64)
            }))
        };
        let active = |i: usize| {
            let known = runs.iter().map(|r| KnownSupply::while_active(r, since, cell).share(i));
            mean_of_some(known)
        };
        SupplyRow {
            counterpart: String::new(),
            storm: one.map_or(String::new(), |p| scenario.events[p.event].id.clone()),
            user: one.map_or(String::new(), |p| scenario.users[p.user].id.clone()),
            since,
            known: KnownSupply::new(&pooled, since, cell),
            shares: [0, 1, 2].map(share),
            told: [0, 1, 2].map(|i| part(i, true)),
            presumed: [0, 1, 2].map(|i| part(i, false)),
            while_active: KnownSupply::while_active(&pooled, since, cell),
            shares_while_active: [0, 1, 2].map(active),
            polls: pooled.polls,
            neighbour_polls: pooled.neighbour_polls,
            alerts: pooled.alerts,
            presumed_wrongly: pooled.presumed_wrongly,
        }
    })
}
