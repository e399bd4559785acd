//! Events, complete and checked.

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
        /// Who; each sends the whole number.
        users: Vec<usize>,
        /// Which SRV.
        srv: usize,
        /// How many, exactly.
        number: u64,
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
