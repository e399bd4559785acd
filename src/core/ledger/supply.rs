//! What a network party knows of its customers' supply in a storm (G9, C2).

use super::Waits;
use serde::{Deserialize, Serialize};

/// A network party in a storm. Customers are those with an enrolled electricity meter; one that loses
/// supply twice counts twice.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Supply {
    /// Customers who lost supply.
    pub lost: u64,
    /// Customers whose supply came back.
    pub restored: u64,
    /// Cells from loss until it was known, of those of whom it became known.
    pub from_loss: Waits,
    /// Cells from restoration until it was known, of those of whom it became known.
    pub from_restoration: Waits,
    /// Polls begun of customers off supply, or not known to be back.
    pub polls: u64,
    /// Polls begun of their neighbours.
    pub neighbour_polls: u64,
    /// Alerts of loss and of restoration that reached the party.
    pub alerts: u64,
}

impl Supply {
    /// Adds another replication of the same storm.
    pub fn add(&mut self, other: &Supply) {
        self.lost += other.lost;
        self.restored += other.restored;
        self.from_loss.merge(&other.from_loss);
        self.from_restoration.merge(&other.from_restoration);
        self.polls += other.polls;
        self.neighbour_polls += other.neighbour_polls;
        self.alerts += other.alerts;
    }
}
