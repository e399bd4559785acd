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
    /// Of `from_loss`, the losses *presumed* from a poll that nobody answered. The others were *told*, by an alert or an
    /// answer, as every restoration is.
    pub presumed: Waits,
    /// Of all of these, the losses and the restorations in cells in which the mechanism was active.
    pub while_active: WhileActive,
    /// Polls begun of customers off supply, or not known to be back.
    pub polls: u64,
    /// Polls begun of their neighbours.
    pub neighbour_polls: u64,
    /// Alerts of loss and of restoration that reached the party.
    pub alerts: u64,
    /// Polls of meters with supply, of neighbours too, that nobody answered: each took one for off that was not.
    pub presumed_wrongly: u64,
}

/// Losses and restorations of supply while the mechanism was active: in a cell that it began active and switched on. A
/// cell in which it becomes so with `immediate` is not one of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhileActive {
    /// Customers who lost supply then.
    pub lost: u64,
    /// Customers whose supply came back then.
    pub restored: u64,
    /// Cells from such a loss until it was known, whenever that was.
    pub from_loss: Waits,
    /// Cells from such a restoration until it was known, whenever that was.
    pub from_restoration: Waits,
}

impl Supply {
    /// Adds another replication of the same storm.
    pub fn add(&mut self, other: &Supply) {
        self.lost += other.lost;
        self.restored += other.restored;
        self.from_loss.merge(&other.from_loss);
        self.from_restoration.merge(&other.from_restoration);
        self.presumed.merge(&other.presumed);
        self.while_active.add(&other.while_active);
        self.polls += other.polls;
        self.neighbour_polls += other.neighbour_polls;
        self.alerts += other.alerts;
        self.presumed_wrongly += other.presumed_wrongly;
    }
}

impl WhileActive {
    fn add(&mut self, other: &WhileActive) {
        self.lost += other.lost;
        self.restored += other.restored;
        self.from_loss.merge(&other.from_loss);
        self.from_restoration.merge(&other.from_restoration);
    }
}
