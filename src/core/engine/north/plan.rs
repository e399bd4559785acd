//! What a run needs of the northbound side of a scenario, worked out once for all replications.

use super::devices::Population;
use crate::domain::{Fuel, MessageKind, NANO, Nano, PerSecond, Share};
use crate::mechanism::Damper;
use crate::scenario::{
    Adapter, AdapterRate, Damping, Event, EventKind, Northbound, Outbound, ReleasePolicy, Scenario,
};
use crate::traffic::{Flow, Message, Source, Traffic, busiest_minutes};
use std::ops::Range;

/// The northbound side made ready to run. Rates are in nano-messages a cell.
#[derive(Clone, Debug)]
pub struct NorthPlan {
    /// The flows, in the order of the traffic's.
    pub flows: Vec<Flow>,
    /// The flow of the responses of each (User, SRV) pair.
    pub of_pair: Vec<u32>,
    /// For each flow, its place in the order of importance (N5).
    pub rank: Vec<usize>,
    /// How many places there are.
    pub ranks: usize,
    /// For each flow, the class by which delays are told.
    pub class: Vec<usize>,
    /// How many of those there are.
    pub classes: usize,
    /// For each flow, what one message costs in the DSP (G7), nano-requests.
    pub cost: Vec<Nano>,
    /// Whether any costs anything.
    pub costs: bool,
    /// For each User, its flows.
    pub of_user: Vec<Range<usize>>,
    /// What sends alerts.
    pub senders: Vec<Sender>,
    /// For each party of storms, its electricity meters and the flows of its alerts of loss and restoration.
    pub told: Vec<(u64, [Option<u32>; 2])>,
    /// What the outbound path carries.
    pub outbound: Nano,
    /// Cells in which less of it is left, and the share.
    pub restricted: Vec<(u64, u64, Share)>,
    /// In which order queues are released.
    pub policy: ReleasePolicy,
    /// Most that leaves while they are, where that is said.
    pub release: Option<Nano>,
    /// Most that leaves of each User while they are.
    pub release_per_user: Option<Nano>,
    /// Queues longer than that are released.
    pub abnormal: u64,
    /// For each User, what its adapter takes.
    pub adapter: Vec<Nano>,
    /// The whole messages that it takes in a cell before which none waits.
    pub takes: Vec<u64>,
    /// For each User, most that waits at its adapter.
    pub bound: Vec<u64>,
    /// For each User, whether its adapter takes messages by class.
    pub by_class: Vec<bool>,
}

/// What sends alerts, as one source whatever protects against it.
#[derive(Clone, Debug)]
pub struct Sender {
    /// All of its devices.
    pub source: Source,
    /// Those that may be held back (N2, N3); the others do not repeat themselves enough, or nothing holds them back.
    pub populations: Vec<Population>,
}

impl NorthPlan {
    /// None where the northbound side is off.
    pub fn new(scenario: &Scenario, traffic: &Traffic) -> Option<Self> {
        let north = &scenario.northbound;
        north.enabled.then(|| Self::of(scenario, north, traffic))
    }

    fn of(scenario: &Scenario, north: &Northbound, traffic: &Traffic) -> Self {
        let cell = scenario.calendar.cell();
        let responses = north.classes.len() + 1;
        let of_rank = |what: Message| match what {
            Message::Response(class) => class,
            Message::Alert(_) => responses,
        };
        let of_class = |what: Message| match what {
            Message::Response(class) => class,
            Message::Alert(alert) => {
                let device = MessageKind::DeviceAlert;
                responses + usize::from(north.alerts[alert].kind != device)
            }
        };
        let flows = &traffic.flows;
        let place = |user: usize, what: Message| {
            let first = flows.partition_point(|f| f.user < user);
            let own = flows[first..].iter().take_while(|f| f.user == user);
            let mut own = own.zip(first as u32..);
            own.find(|(f, _)| f.what == what && !f.is_costly()).map(|(_, at)| at)
        };
        let of_pair = traffic.pairs.iter().map(|&(user, srv)| {
            let flow = place(user, Message::Response(north.class_of(srv)));
            flow.expect("every pair's responses have a flow")
        });
        let costs = scenario.gateway.load_includes;
        let cost = |f: &Flow| f.times_cost.of(costs.cost(f.kind).of(NANO));
        let per_cell = |rate: PerSecond| rate.over(cell);
        let rates = adapter_rates(scenario);
        let adapters = || north.adapters.iter().zip(&rates);
        let first = |user: usize| flows.partition_point(|f| f.user < user);
        let cost: Vec<Nano> = flows.iter().map(cost).collect();
        Self {
            of_pair: of_pair.collect(),
            flows: flows.clone(),
            rank: flows.iter().map(|f| of_rank(f.what)).collect(),
            ranks: responses + 1,
            class: flows.iter().map(|f| of_class(f.what)).collect(),
            classes: responses + 2,
            costs: cost.iter().any(|cost| *cost > 0),
            cost,
            of_user: (0..scenario.users.len()).map(|user| first(user)..first(user + 1)).collect(),
            senders: senders(scenario, traffic),
            told: told(scenario, traffic, place),
            outbound: match north.outbound {
                Outbound::Rate(rate) => per_cell(rate),
                Outbound::TimesCapacity(times) => {
                    per_cell(scenario.gateway.max_capacity.times(times))
                }
            },
            restricted: scenario.events.iter().filter_map(restricted).collect(),
            policy: north.release.policy,
            release: north.release.rate.map(per_cell),
            release_per_user: north.release.rate_per_user.map(per_cell),
            abnormal: north.release.abnormal.unwrap_or(u64::MAX),
            adapter: rates.iter().map(|rate| per_cell(*rate)).collect(),
            takes: rates.iter().map(|rate| (per_cell(*rate) / NANO) as u64).collect(),
            bound: adapters().map(|(a, rate)| (rate.over(a.bound) / NANO) as u64).collect(),
            by_class: north.adapters.iter().map(|a| a.by_class).collect(),
        }
    }

    /// The place of `flow` in the order in which its User's adapter takes messages.
    pub fn rank_at_adapter(&self, flow: usize) -> usize {
        if self.by_class[self.flows[flow].user] { self.rank[flow] } else { 0 }
    }

    /// Share of the outbound path that is left in `cell`, collapses apart.
    pub fn left(&self, cell: u64) -> Share {
        let here = self.restricted.iter().filter(|(from, to, _)| (*from..*to).contains(&cell));
        here.map(|(_, _, share)| *share).min().unwrap_or(Share::ONE)
    }
}

/// What each User's adapter takes (N6).
fn adapter_rates(scenario: &Scenario) -> Vec<PerSecond> {
    let adapters = &scenario.northbound.adapters;
    let by_minute = |rate: &AdapterRate| matches!(rate, AdapterRate::TimesBusiestMinute(_));
    let minutes = match adapters.iter().any(|a| by_minute(&a.rate)) {
        true => busiest_minutes(scenario, &Traffic::ordinary(scenario)),
        false => vec![0.0; adapters.len()],
    };
    let rate = |(adapter, minute): (&Adapter, f64)| match adapter.rate {
        AdapterRate::Rate(rate) => rate,
        AdapterRate::TimesBusiestMinute(times) => PerSecond::from_f64((times * minute).max(1.0)),
    };
    adapters.iter().zip(minutes).map(rate).collect()
}

/// The time in which `event` leaves less of the outbound path.
fn restricted(event: &Event) -> Option<(u64, u64, Share)> {
    match event.kind {
        EventKind::Maintenance(_) => Some((event.from, event.to, Share::ZERO)),
        EventKind::Outage { outbound, .. } => Some((event.from, event.to, outbound)),
        _ => None,
    }
}

/// The flows of what storms tell.
fn told(
    scenario: &Scenario,
    traffic: &Traffic,
    place: impl Fn(usize, Message) -> Option<u32>,
) -> Vec<(u64, [Option<u32>; 2])> {
    let of_party = |&(event, party): &(usize, usize)| {
        let EventKind::Storm(storm) = &scenario.events[event].kind else {
            unreachable!("parties are those of storms");
        };
        let user = storm.parties[party].user;
        let meters = scenario.users[user].portfolio.of(Some(Fuel::Electricity));
        let codes = [storm.alerts.outage_code, storm.alerts.restore_code];
        (meters, codes.map(|code| code.and_then(|c| place(user, Message::Alert(c)))))
    };
    traffic.parties.iter().map(of_party).collect()
}

/// The sources of alerts, with those of their devices that may be held back, by the hub or by the DSP.
fn senders(scenario: &Scenario, traffic: &Traffic) -> Vec<Sender> {
    let cells = scenario.calendar.cells();
    let sources = traffic.sources.iter().filter(|s| s.from < cells);
    let sender = |source: &Source| {
        let populations = populations(scenario, traffic, source);
        Sender { source: source.clone(), populations }
    };
    sources.map(sender).collect()
}

/// The devices of `source` that may be held back.
fn populations(scenario: &Scenario, traffic: &Traffic, source: &Source) -> Vec<Population> {
    let north = &scenario.northbound;
    let (cell, cells) = (scenario.calendar.cell(), scenario.calendar.cells());
    let Message::Alert(alert) = traffic.flows[source.flow].what else {
        unreachable!("devices send alerts");
    };
    let hub = north.hub.as_ref().filter(|(damping, _)| !damping.exclude[alert]);
    let dsp = north.protection.as_ref().filter(|damping| !damping.exclude[alert]);
    let behind =
        hub.map_or(0, |(_, share)| libm::round(share.get() * source.devices as f64) as u64);
    let parts = [(hub.map(|h| &h.0), behind, true), (dsp, source.devices - behind, false)];
    let parts = parts.into_iter().filter(|part| source.repeats && part.1 > 0);
    let population = |(damping, devices, hub): (Option<&Damping>, u64, bool)| {
        let damping = damping?;
        let period = damping.period.ms() / damping.window.ms().max(1);
        let damper = Damper { threshold: damping.threshold, period: period as i64 };
        let here = Source { devices, key: source.key ^ u64::from(hub), ..source.clone() };
        Population::new(&here, damper, damping.window.cells_up(cell), hub, cells)
    };
    parts.filter_map(population).collect()
}
