//! Rows on messages: by User and class, by class, by alert code and User, and by adapter.

use super::{class, delay_s, total};
use crate::evidence::Evidence;
use headroom_core::domain::MessageKind;
use headroom_core::ledger::{Messages, Waits};
use headroom_core::traffic::{Flow, Message};

/// Messages of a class to a User, or to all.
#[derive(Clone, Debug, PartialEq)]
pub struct MessageRow {
    /// The User; empty of all together.
    pub user: String,
    /// What they are.
    pub kind: MessageKind,
    /// The name of their class.
    pub class: String,
    /// Sums over replications.
    pub messages: Messages,
    /// Delays of those of all replications that were delivered, seconds: that half and that 95 % do not exceed, and the longest.
    pub delay_s: [Option<f64>; 3],
}

/// Alerts of a code to a User.
#[derive(Clone, Debug, PartialEq)]
pub struct AlertRow {
    /// The code.
    pub code: String,
    /// What it says.
    pub name: String,
    /// The User.
    pub user: String,
    /// Sums over replications.
    pub messages: Messages,
}

/// A User's adapter (N6).
#[derive(Clone, Debug, PartialEq)]
pub struct AdapterRow {
    /// The User.
    pub user: String,
    /// Messages a second that it takes.
    pub rate_per_s: f64,
    /// Messages that its queue holds.
    pub bound: u64,
    /// Most that waited for it in the DSP, in any replication.
    pub most_queued: u64,
    /// Most that waited at it.
    pub most_at_adapter: u64,
    /// Messages lost, summed over replications.
    pub lost: u64,
    /// The longest time in which something always waited, the outbound path being up, in any replication.
    pub longest_behind_s: f64,
}

/// A row for each User and class that it can get messages of.
pub fn northbound_rows(e: &Evidence) -> Vec<MessageRow> {
    let users = 0..e.plan.scenario.users.len();
    users.flat_map(|u| rows(e, Some(u))).collect()
}

/// A row for each class over all Users.
pub fn class_rows(e: &Evidence) -> Vec<MessageRow> {
    rows(e, None)
}

/// The rows of one User, or of all together.
fn rows(e: &Evidence, user: Option<usize>) -> Vec<MessageRow> {
    let (scenario, flows) = (&e.plan.scenario, &e.plan.traffic.flows);
    let cell = scenario.calendar.cell().seconds();
    let row = |(c, id): (usize, &str)| {
        let fits = |f: &Flow| user.is_none_or(|u| u == f.user) && class(scenario, f) == c;
        let kind = flows.iter().find(|f| fits(f))?.kind;
        let mut delays = Waits::default();
        let folded = e.folded();
        let of = folded.delays.iter().enumerate().filter(|(u, _)| user.is_none_or(|o| o == *u));
        of.filter_map(|(_, d)| d.by_class.get(c)).for_each(|w| delays.merge(w));
        let quantile = |share| delays.quantile(share).map(|bin| delay_s(bin, cell));
        Some(MessageRow {
            user: user.map_or(String::new(), |u| scenario.users[u].id.clone()),
            kind,
            class: id.to_owned(),
            messages: total(&e.plan, &e.folded().messages, fits),
            delay_s: [0.5, 0.95, 1.0].map(quantile),
        })
    };
    scenario.northbound.message_classes().into_iter().enumerate().filter_map(row).collect()
}

/// A row for each alert code and User that can get it.
pub fn alert_rows(e: &Evidence) -> Vec<AlertRow> {
    let scenario = &e.plan.scenario;
    let mut found = Vec::new();
    for (a, alert) in scenario.northbound.alerts.iter().enumerate() {
        for (u, user) in scenario.users.iter().enumerate() {
            let fits = |f: &Flow| f.user == u && f.what == Message::Alert(a);
            if e.plan.traffic.flows.iter().any(fits) {
                found.push(AlertRow {
                    code: alert.id.clone(),
                    name: alert.name.clone(),
                    user: user.id.clone(),
                    messages: total(&e.plan, &e.folded().messages, fits),
                });
            }
        }
    }
    found
}

/// A row for each User that can get any message.
pub fn adapter_rows(e: &Evidence) -> Vec<AdapterRow> {
    let scenario = &e.plan.scenario;
    let cell = scenario.calendar.cell().seconds();
    let row = |(u, delays): (usize, &headroom_core::ledger::Delays)| {
        e.plan.traffic.flows.iter().any(|f| f.user == u).then(|| AdapterRow {
            user: scenario.users[u].id.clone(),
            rate_per_s: e.plan.adapter_per_s(u),
            bound: e.plan.adapter_bound(u),
            most_queued: delays.most_queued,
            most_at_adapter: delays.most_at_adapter,
            lost: total(&e.plan, &e.folded().messages, |f| f.user == u).lost,
            longest_behind_s: delays.longest_behind as f64 * cell,
        })
    };
    e.folded().delays.iter().enumerate().filter_map(row).collect()
}

impl MessageRow {
    /// Of what goes on to Users, the share that was delivered; none where nothing did.
    pub fn delivered_share(&self) -> Option<f64> {
        let forwarded = self.messages.forwarded();
        (forwarded > 0).then(|| self.messages.delivered as f64 / forwarded as f64)
    }
}
