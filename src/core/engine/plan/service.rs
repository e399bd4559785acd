//! Where there is less service, or none (G1).

use crate::domain::{PerSecond, Share};
use crate::scenario::{EventKind, Scenario};

/// Cells without service, from the first to before the last, in which no outage or maintenance begins or ends.
pub type Closed = (u64, u64);

/// The outages of a run that are known beforehand.
#[derive(Clone, Debug)]
pub struct Service {
    /// Cells, and share of capacity that remains.
    outages: Vec<(u64, u64, Share)>,
    /// Where there is none, in order.
    closed: Vec<Closed>,
}

impl Service {
    pub fn new(scenario: &Scenario) -> Self {
        let mut outages = Vec::new();
        if scenario.gateway.max_capacity == PerSecond::default() {
            outages.push((0, u64::MAX, Share::ZERO));
        }
        outages.extend(scenario.events.iter().filter_map(|event| match event.kind {
            EventKind::Outage { capacity, .. } => Some((event.from, event.to, capacity)),
            EventKind::Maintenance(_) => Some((event.from, event.to, Share::ZERO)),
            _ => None,
        }));
        let end = scenario.calendar.cells();
        let cut = |(from, to, _): &(u64, u64, Share)| [(*from).min(end), (*to).min(end)];
        let mut edges: Vec<u64> = outages.iter().flat_map(cut).chain([0, end]).collect();
        edges.sort_unstable();
        edges.dedup();
        let pieces = edges.windows(2).map(|w| (w[0], w[1]));
        let none =
            |cell: u64| outages.iter().any(|o| (o.0..o.1).contains(&cell) && o.2 == Share::ZERO);
        let closed = pieces.filter(|(from, _)| none(*from)).collect();
        Self { outages, closed }
    }

    /// Where there is none.
    pub fn closed(&self) -> &[Closed] {
        &self.closed
    }

    /// Share of capacity that remains in `cell`.
    pub fn share(&self, cell: u64) -> Share {
        let here = self.outages.iter().filter(|(from, to, _)| (*from..*to).contains(&cell));
        here.map(|(_, _, share)| *share).min().unwrap_or(Share::ONE)
    }

    /// Whether an outage touches the cells `from..to`.
    pub fn is_touched(&self, from: u64, to: u64) -> bool {
        self.outages.iter().any(|o| o.0 < to && o.1 > from)
    }

    /// The cells without service round `cell`.
    pub fn closed_round(&self, cell: u64) -> Option<Closed> {
        self.closed.iter().copied().find(|(from, to)| (*from..*to).contains(&cell))
    }

    /// Whether an outage or maintenance begins or ends with `cell`: what ended before, in a DSP that is down, is not resent.
    pub fn is_edge(&self, cell: u64) -> bool {
        self.outages.iter().any(|(from, to, _)| *from == cell || *to == cell)
    }

    /// The first cell after `cell`, and before `until`, in which an outage or maintenance begins or ends; else `until`.
    pub fn edge_after(&self, cell: u64, until: u64) -> u64 {
        let edges = self.outages.iter().flat_map(|o| [o.0, o.1]).filter(|e| *e > cell);
        edges.fold(until, u64::min)
    }
}
