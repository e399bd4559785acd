//! Messages to Users (N1–N6), in whole numbers.

use super::Waits;
use serde::{Deserialize, Serialize};

/// Messages of a flow (one User, and a class of responses or an alert code) since the run began.
/// generated = consolidated + discarded + delivered + lost + open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "[u64; 8]", into = "[u64; 8]")]
pub struct Messages {
    /// Sent by devices, or made by the DSP.
    pub generated: u64,
    /// Held back by the Communications Hub (N3).
    pub consolidated: u64,
    /// Discarded by Alert Storm Protection (N2).
    pub discarded: u64,
    /// Of these two, alerts of a storm that told of a loss or return of supply.
    pub held_back: u64,
    /// Taken by the User's adapter.
    pub delivered: u64,
    /// Lost because the adapter's queue was full (N6).
    pub lost: u64,
    /// In the DSP's queue.
    pub queued: u64,
    /// In the adapter's queue.
    pub at_adapter: u64,
}

impl Messages {
    /// Neither delivered nor lost nor held back.
    pub fn open(&self) -> u64 {
        self.queued + self.at_adapter
    }

    /// What goes on to the User's queue.
    pub fn forwarded(&self) -> u64 {
        self.generated - self.consolidated - self.discarded
    }
}

super::numbers::whole_numbers!(Messages, 8, added:
    generated, consolidated, discarded, held_back, delivered, lost, queued, at_adapter);

/// What a User's messages went through, and their delays from generation to delivery.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delays {
    /// By class: those of responses in order of importance, other responses, Device Alerts, DCC Alerts. In cells.
    pub by_class: Vec<Waits>,
    /// Most that waited in the DSP for the User.
    pub most_queued: u64,
    /// Most that waited at its adapter.
    pub most_at_adapter: u64,
    /// The longest unbroken run of cells, the outbound path being up, at whose ends something waited for the
    /// User, in the DSP or at its adapter: after a restart, the time until it is level.
    pub longest_behind: u64,
}

impl Delays {
    /// Adds another replication.
    pub fn add(&mut self, other: &Delays) {
        self.by_class.iter_mut().zip(&other.by_class).for_each(|(a, b)| a.merge(b));
        self.most_queued = self.most_queued.max(other.most_queued);
        self.most_at_adapter = self.most_at_adapter.max(other.most_at_adapter);
        self.longest_behind = self.longest_behind.max(other.longest_behind);
    }
}

/// Northbound messages in a window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "[u64; 9]", into = "[u64; 9]")]
pub struct NorthRow {
    /// First cell.
    pub cell: u64,
    /// Service Responses made.
    pub responses: u64,
    /// Alerts sent, of both kinds.
    pub alerts: u64,
    /// Consolidated and discarded.
    pub held_back: u64,
    /// Left the DSP for an adapter.
    pub sent: u64,
    /// Taken by adapters.
    pub delivered: u64,
    /// Lost.
    pub lost: u64,
    /// Waiting in the DSP at its end.
    pub queued: u64,
    /// Waiting at adapters at its end.
    pub at_adapters: u64,
}

super::numbers::whole_numbers!(NorthRow, 9:
    cell, responses, alerts, held_back, sent, delivered, lost, queued, at_adapters);

/// Median, 95 % and longest delay of each class, and of all together, over all Users.
pub(super) fn delays_over_users(users: &[Delays]) -> Vec<[Option<u64>; 3]> {
    let Some(classes) = users.first().map(|d| d.by_class.len()) else { return Vec::new() };
    let quantiles = |waits: &Waits| [0.5, 0.95, 1.0].map(|share| waits.quantile(share));
    let mut all = Waits::default();
    let of = |class: usize| {
        let mut sum = Waits::default();
        users.iter().for_each(|d| sum.merge(&d.by_class[class]));
        all.merge(&sum);
        quantiles(&sum)
    };
    let mut found: Vec<[Option<u64>; 3]> = (0..classes).map(of).collect();
    found.push(quantiles(&all));
    found
}
