//! Flows: messages of one User and class or alert code, which are interchangeable (N1, N4).

use crate::domain::{MessageKind, Share};

/// Interchangeable messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flow {
    /// Index of the User.
    pub user: usize,
    /// What they are.
    pub what: Message,
    /// Their kind.
    pub kind: MessageKind,
    /// Cost of one of them in the DSP, in that of an ordinary message of its kind (G7, `defect`).
    pub times_cost: Share,
}

/// What a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Message {
    /// A Service Response of this class: a place in the scenario's list, or its length for other responses.
    Response(usize),
    /// The alert of this place in the scenario's list.
    Alert(usize),
}

/// Alerts that devices send.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// Index of the flow.
    pub flow: usize,
    /// Key of its draws.
    pub key: u64,
    /// First cell.
    pub from: u64,
    /// Cell after the last; may lie past the run's end.
    pub to: u64,
    /// Devices that send them, each by itself, as a Poisson process.
    pub devices: u64,
    /// Expected alerts of a device in a cell.
    pub per_cell: f64,
    /// Whether one device may repeat itself enough for N2 and N3; else they are many that do not.
    pub repeats: bool,
    /// Whether its devices have sent so since long before the run.
    pub from_before: bool,
}

impl Flow {
    /// Whether it is an event's own, whose messages cost otherwise than ordinary ones (G7).
    pub fn is_costly(&self) -> bool {
        self.times_cost != Share::ONE
    }
}

impl Source {
    /// Expected alerts in the cells `from..to`.
    pub fn mean(&self, from: u64, to: u64) -> f64 {
        let cells = self.to.min(to).saturating_sub(self.from.max(from));
        self.devices as f64 * self.per_cell * cells as f64
    }
}
