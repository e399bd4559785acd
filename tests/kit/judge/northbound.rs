//! N1, N4 and G7: flows, the messages that are generated, and what they cost.

use super::World;
use super::devices::{Device, Watch};
use super::outbound::{Adapter, Outbound};
use super::request::Id;
use headroom_core::domain::{Fuel, MessageKind, NANO, Nano, Share};
use headroom_core::ledger::NorthRow;
use headroom_core::scenario::{Alert, Event, EventKind, Scenario};
use headroom_core::traffic::{Flow, Message, Traffic};
use rand::RngExt;
use std::collections::BTreeSet;

/// One message on its way.
#[derive(Clone, Copy, Debug)]
pub struct Sent {
    pub flow: usize,
    /// Cell in which it was generated.
    pub at: u64,
    /// Its turn among equals where it waits, drawn anew at each place.
    pub lot: u64,
}

/// The northbound side of a run.
#[derive(Clone, Debug)]
pub struct Northbound {
    pub flows: Vec<Flow>,
    /// For each flow, the event whose own it is.
    of_event: Vec<Option<usize>>,
    pub devices: Vec<Device>,
    /// By cell, the devices' alerts: when in the cell, and whose.
    pub alerts: Vec<Vec<(f64, usize)>>,
    /// Generated in this cell and not held back.
    pub made: Vec<Sent>,
    pub outbound: Outbound,
    /// For each User.
    pub adapters: Vec<Adapter>,
    /// What messages cost in this cell, and what of the cells before has not counted in L as a whole
    /// request; nano-requests (G7).
    spent: Nano,
    uncounted: Nano,
}

/// N1: every flow: one of each User and class of its responses, and code that it can get; then those of
/// events whose alerts cost more or less.
pub fn flows(scenario: &Scenario, traffic: &Traffic) -> Vec<Flow> {
    with_events(scenario, traffic).into_iter().map(|(flow, _)| flow).collect()
}

fn with_events(scenario: &Scenario, traffic: &Traffic) -> Vec<(Flow, Option<usize>)> {
    let (north, mut flows) = (&scenario.northbound, Vec::new());
    for user in (0..scenario.users.len()).filter(|_| north.enabled) {
        let own = traffic.pairs.iter().filter(|(u, _)| *u == user);
        let classes: BTreeSet<usize> = own.map(|(_, srv)| north.class_of(*srv)).collect();
        let kind = MessageKind::ServiceResponse;
        for class in classes {
            let what = Message::Response(class);
            flows.push((Flow { user, what, kind, times_cost: Share::ONE }, None));
        }
        let alert = |code: usize, times_cost: Share| {
            let kind = north.alerts[code].kind;
            Flow { user, what: Message::Alert(code), kind, times_cost }
        };
        let gets = |code: &usize| {
            let alert = &north.alerts[*code];
            let by_event = |event: &Event| is_sent_by(event, *code, user);
            (alert.per_meter > 0.0 && meters(scenario, alert, user) > 0)
                || scenario.events.iter().any(by_event)
        };
        flows.extend((0..north.alerts.len()).filter(gets).map(|c| (alert(c, Share::ONE), None)));
        for (e, event) in scenario.events.iter().enumerate() {
            let EventKind::AlertStorm { alert: code, ref devices, times_cost, .. } = event.kind
            else {
                continue;
            };
            if devices[user] > 0 && times_cost != Share::ONE {
                flows.push((alert(code, times_cost), Some(e)));
            }
        }
    }
    flows
}

/// Whether `event` makes `user` get alerts of a code that cost as usual.
fn is_sent_by(event: &Event, code: usize, user: usize) -> bool {
    match &event.kind {
        EventKind::AlertStorm { alert, devices, times_cost, .. } => {
            *alert == code && devices[user] > 0 && *times_cost == Share::ONE
        }
        EventKind::Storm(storm) => {
            let codes = [storm.alerts.outage_code, storm.alerts.restore_code];
            codes.contains(&Some(code)) && storm.parties.iter().any(|p| p.user == user)
        }
        _ => false,
    }
}

/// Meters of `user` whose alerts of a code it gets in ordinary times.
pub fn meters(scenario: &Scenario, alert: &Alert, user: usize) -> u64 {
    if alert.users[user] { scenario.users[user].portfolio.of(alert.fuel) } else { 0 }
}

impl Northbound {
    pub fn new(scenario: &Scenario, traffic: &Traffic) -> Self {
        let (flows, of_event): (Vec<Flow>, _) = with_events(scenario, traffic).into_iter().unzip();
        assert_eq!(flows, traffic.flows, "engine and judge name the same flows in the same order");
        let alerts = vec![Vec::new(); scenario.calendar.cells() as usize];
        let adapters = if scenario.northbound.enabled {
            super::outbound::adapters(scenario)
        } else {
            Vec::new()
        };
        let outbound = Outbound::new(scenario.users.len());
        let (devices, made) = (Vec::new(), Vec::new());
        Self { flows, of_event, devices, alerts, made, outbound, adapters, spent: 0, uncounted: 0 }
    }

    /// The place of a User's flow: ordinary, or an event's own.
    pub fn flow(&self, user: usize, what: Message, event: Option<usize>) -> usize {
        let fits = |(flow, own): (&Flow, &Option<usize>)| {
            flow.user == user && flow.what == what && *own == event
        };
        self.flows.iter().zip(&self.of_event).position(fits).expect("a flow of all that is sent")
    }
}

impl World<'_> {
    pub fn hold_back(&mut self, flow: usize, watch: Watch) {
        self.north_row().held_back += 1;
        match watch {
            Watch::Hub => self.seen.messages[flow].consolidated += 1,
            Watch::Dsp => {
                self.seen.messages[flow].discarded += 1;
                self.spend(flow);
            }
        }
    }

    /// A storm's alert, of any of the User's electricity meters: held back with the chance that this one is
    /// in storm.
    pub fn send_storm_alert(&mut self, user: usize, code: Option<usize>, cell: u64) {
        let Some(code) = code.filter(|_| self.scenario.northbound.enabled) else { return };
        let flow = self.northbound.flow(user, Message::Alert(code), None);
        self.generate(flow);
        let [hub, dsp] = self.in_storm(user, code);
        let meters = self.scenario.users[user].portfolio.of(Some(Fuel::Electricity));
        let meter = self.rng.random_range(0..meters.max(hub + dsp).max(1));
        let watch = match meter {
            m if m < hub => Watch::Hub,
            m if m < hub + dsp => Watch::Dsp,
            _ => return self.make(flow, cell),
        };
        self.hold_back(flow, watch);
        self.seen.messages[flow].held_back += 1;
    }

    /// N4: the answer to a request, or the time-out in its place, makes a Service Response.
    pub fn respond(&mut self, id: Id, cell: u64) {
        if !self.scenario.northbound.enabled {
            return;
        }
        let (user, srv) = (self.cohort(id).user, self.cohort(id).srv);
        let class = self.scenario.northbound.class_of(srv);
        let flow = self.northbound.flow(user, Message::Response(class), None);
        self.generate(flow);
        self.make(flow, cell);
    }

    /// A message that is not held back.
    pub fn make(&mut self, flow: usize, cell: u64) {
        let lot = self.rng.random();
        self.northbound.made.push(Sent { flow, at: cell, lot });
    }

    pub fn generate(&mut self, flow: usize) {
        self.seen.messages[flow].generated += 1;
        let is_alert = matches!(self.northbound.flows[flow].what, Message::Alert(_));
        let row = self.north_row();
        *(if is_alert { &mut row.alerts } else { &mut row.responses }) += 1;
    }

    /// The present window's row.
    pub fn north_row(&mut self) -> &mut NorthRow {
        self.seen.northbound.last_mut().expect("a window has begun")
    }

    /// G7: what a message costs the DSP.
    pub fn spend(&mut self, flow: usize) {
        let Flow { kind, times_cost, .. } = self.northbound.flows[flow];
        let cost = self.scenario.gateway.load_includes.cost(kind);
        self.northbound.spent += times_cost.of(cost.of(NANO));
    }

    /// G7: what messages cost in the cell before, nano-requests. Where this one is without service that is
    /// forgotten.
    pub fn spent_on_messages(&mut self) -> Nano {
        std::mem::take(&mut self.northbound.spent)
    }

    /// G7: it counts in L, if it does, in whole requests.
    pub fn count_messages(&mut self, cell: u64, spent: Nano) {
        if self.scenario.gateway.load_includes.in_load {
            let all = self.northbound.uncounted + spent;
            self.northbound.uncounted = all % NANO;
            let whole = (all / NANO) as u64;
            self.add_load(cell, whole);
            self.half_hour(cell).messages += whole;
        }
    }
}
