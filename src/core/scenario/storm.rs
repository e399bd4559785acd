//! Storms, complete and checked (G9, section 3).

use crate::domain::{Share, Span};

/// Customers lose supply, and network parties ask who has.
#[derive(Clone, Debug)]
pub struct Storm {
    /// Whose customers, in file order.
    pub parties: Vec<StormParty>,
    /// What meters tell by themselves.
    pub alerts: Alerts,
    /// Share, below 1, of the polls to meters with supply that get no answer.
    pub silent_with_supply: Share,
    /// Streams that rise while it lasts.
    pub surges: Vec<Surge>,
}

/// A network party's customers in a storm.
#[derive(Clone, Debug, PartialEq)]
pub struct StormParty {
    /// The network party.
    pub user: usize,
    /// Customers off supply where its curve is at 1.
    pub customers: u64,
    /// Of them with an enrolled electricity meter.
    pub meters: u64,
    /// Share of them off supply, between these points linear: nobody before the first, as at the last after it.
    pub off: Vec<Off>,
    /// How it asks; none: it does not.
    pub poll: Option<Poll>,
}

/// A point of a recovery curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Off {
    /// Cell.
    pub cell: u64,
    /// Share of the customers off supply at its start.
    pub share: f64,
}

/// How a network party asks its meters whether they have supply.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Poll {
    /// With which SRV: 7.4.
    pub srv: usize,
    /// A round begins this often, the first with the storm.
    pub every: Span,
    /// The requests of a round are spread evenly over this time, at most `every`.
    pub spread: Span,
    /// Neighbours asked with each customer.
    pub neighbours: u32,
    /// Customers known to be back are not asked again; else everybody who has lost supply is, to the end.
    pub stop_when_known: bool,
}

/// Alerts of loss and restoration, as far as they tell the network party.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Alerts {
    /// Time off supply after which the meter reports it.
    pub after: Span,
    /// Share of alerts of loss that do not arrive.
    pub outage_lost: Share,
    /// Share of alerts of restoration that do not arrive.
    pub restore_lost: Share,
    /// The code of alerts of loss, where they are among the scenario's alerts (N1).
    pub outage_code: Option<usize>,
    /// The code of alerts of restoration.
    pub restore_code: Option<usize>,
}

/// Chosen streams multiplied, by a surge or while a storm lasts.
#[derive(Clone, Debug)]
pub struct Surge {
    /// For each stream, whether it is multiplied.
    pub streams: Vec<bool>,
    /// For each User, whether its are.
    pub users: Vec<bool>,
    /// How many times as much.
    pub factor: f64,
}

impl StormParty {
    /// Meters off supply in `cell`, a whole number.
    pub fn off_in(&self, cell: u64) -> u64 {
        libm::round(self.meters as f64 * self.share_in(cell)) as u64
    }

    /// Share of its customers off supply at the start of `cell`.
    fn share_in(&self, cell: u64) -> f64 {
        let next = self.off.partition_point(|p| p.cell <= cell);
        match (next.checked_sub(1).map(|i| self.off[i]), self.off.get(next)) {
            (None, _) => 0.0,
            (Some(last), None) => last.share,
            (Some(a), Some(b)) => {
                let part = (cell - a.cell) as f64 / (b.cell - a.cell) as f64;
                a.share + (b.share - a.share) * part
            }
        }
    }
}
