//! Events, complete and checked.

use super::maintenance::ScheduledRelease;
use crate::domain::{Mode, PerSecond, Share, Span};

/// An event, with its cells counted from the scenario's start; `to` may lie past the end.
#[derive(Clone, Debug)]
pub struct Event {
    /// Its name.
    pub id: String,
    /// First cell.
    pub from: u64,
    /// Cell after its last.
    pub to: u64,
    /// What it does.
    pub kind: EventKind,
}

impl Event {
    /// The cell from which on it no longer causes anything (M4): when it is over; where there was no service, when what met none
    /// can have come back, after at most `longest_retry` cells, and what maintenance held up or put off has had its time.
    pub fn in_force_until(&self, cell: Span, longest_retry: u64) -> u64 {
        let maintenance = match &self.kind {
            EventKind::Maintenance(maintenance) => maintenance,
            EventKind::Outage { capacity: Share::ZERO, .. } => return self.to + longest_retry,
            _ => return self.to,
        };
        let released = match maintenance.scheduled_release {
            ScheduledRelease::Over(time) => time.cells_up(cell),
            ScheduledRelease::AtOnce | ScheduledRelease::ShareOfCapacity(_) => 0,
        };
        let resent = maintenance.resend.iter().map(|r| r.says.spread.cells_up(cell));
        let deferred = maintenance.deferred.iter().map(|d| d.says.spread.cells_up(cell));
        self.to + resent.chain(deferred).fold(released.max(longest_retry), u64::max)
    }
}

/// What an event does.
#[derive(Clone, Debug)]
pub enum EventKind {
    /// Users send far more than they should.
    DenialOfService {
        /// Who; each sends the whole of it.
        users: Vec<usize>,
        /// Which SRVs, in equal parts.
        srvs: Vec<usize>,
        /// How much.
        rate: FloodRate,
        /// Shares of equal parts of its time.
        shape: Vec<f64>,
        /// Whether refused requests are retried by the User's policy.
        reacts: bool,
    },
    /// Users send a number of requests over a time.
    Campaign {
        /// Who.
        users: Vec<usize>,
        /// Which SRV.
        srv: usize,
        /// How many each of them sends, exactly.
        numbers: Vec<u64>,
        /// How they reach the DSP.
        mode: Mode,
        /// Shares of equal parts of its time.
        shape: Vec<f64>,
    },
    /// Multiplies chosen streams.
    Surge(super::Surge),
    /// Customers lose supply.
    Storm(super::Storm),
    /// Loss of service or of a share of capacity.
    Outage {
        /// Share of capacity that remains; zero is no service.
        capacity: Share,
        /// Share of the outbound path's capacity that remains (N4).
        outbound: Share,
    },
    /// Planned: no service and no outbound path, and what happens round that.
    Maintenance(super::Maintenance),
    /// Devices send an alert code again and again.
    AlertStorm {
        /// Which code: a place in the scenario's list of alerts.
        alert: usize,
        /// Devices of each User.
        devices: Vec<u64>,
        /// Mean time between a device's alerts.
        every: Span,
        /// Cost of one of them in the DSP, in that of an ordinary alert of its kind (G7).
        times_cost: Share,
    },
}

/// How much a flood sends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum FloodRate {
    /// A rate of each User.
    Each(PerSecond),
    /// A multiple of each User's own busiest ordinary half-hour.
    TimesPeak(f64),
}
