//! Messages to Users in the small market, and ledgers of them made by hand.
//!
//! Alpha gets responses to top-ups, other responses and Device Alerts; beta other responses and alerts of both kinds.
//! From 10:10 to 10:30 the outbound path is down.

use super::made::{ledger, planned};
use headroom::evidence::Evidence;
use headroom::evidence::findings::Findings;
use headroom_core::domain::{MessageKind, Share};
use headroom_core::engine::Plan;
use headroom_core::ledger::{Delays, Folded, Ledger, Messages, NorthRow, Waits};
use headroom_core::scenario::{Alert, Event, EventKind, Northbound, ResponseClass, Scenario};
use headroom_core::traffic::{Flow, Message};
use std::sync::Arc;

/// The market with `classes` of responses and two alert codes.
pub fn scenario() -> Scenario {
    let mut scenario = super::made::stormy(&[]);
    let srvs = scenario.srvs.clone();
    let class = |id: &str, srv: &str| ResponseClass {
        id: id.to_owned(),
        srvs: srvs.iter().map(|s| s.id == srv).collect(),
    };
    let users = scenario.users.len();
    let alert = |id: &str, name: &str, kind| Alert {
        id: id.to_owned(),
        name: name.to_owned(),
        kind,
        users: vec![true; users],
        fuel: None,
        per_meter: 1.0,
        faulty: Share::ZERO,
        faulty_alerts: Share::ZERO,
    };
    scenario.northbound = Northbound {
        enabled: true,
        classes: vec![class("install_and_commission", "1.1"), class("prepayment", "2.2")],
        alerts: vec![
            alert("0x8F3F", "Tamper", MessageKind::DeviceAlert),
            alert("N53", "Command", MessageKind::DccAlert),
        ],
        ..scenario.northbound
    };
    scenario.events.push(Event {
        id: "cut".to_owned(),
        from: 60,
        to: 180,
        kind: EventKind::Outage { capacity: Share::ONE, outbound: Share::ZERO },
    });
    scenario
}

fn user(scenario: &Scenario, id: &str) -> usize {
    scenario.users.iter().position(|u| u.id == id).expect("a User")
}

/// The plan of `scenario` with its flows; the last of beta's Device Alerts is of a defect.
pub fn plan(scenario: &Scenario) -> Plan {
    let mut plan = Plan::new(scenario).unwrap_or_else(|fault| panic!("{fault:?}"));
    let [alpha, beta] = ["alpha", "beta"].map(|id| user(scenario, id));
    let flow = |user, what| {
        let kind = match what {
            Message::Response(_) => MessageKind::ServiceResponse,
            Message::Alert(a) => scenario.northbound.alerts[a].kind,
        };
        Flow { user, what, kind, times_cost: Share::ONE }
    };
    Arc::make_mut(&mut plan.traffic).flows = vec![
        flow(alpha, Message::Response(1)),
        flow(alpha, Message::Response(2)),
        flow(alpha, Message::Alert(0)),
        flow(beta, Message::Response(2)),
        flow(beta, Message::Alert(0)),
        flow(beta, Message::Alert(1)),
        flow(beta, Message::Alert(0)),
    ];
    plan
}

fn waits(of: &[(u64, u64)]) -> Waits {
    let mut waits = Waits::default();
    of.iter().for_each(|(cells, n)| waits.add(*cells, *n));
    waits
}

/// How long the last of each class takes, in cells: install and commission, prepayment, other responses,
/// Device Alerts, DCC Alerts; one in twenty-five takes that long, the others half of it.
pub type Last = [u64; 5];

/// A ledger of `plan` in which 4 000 of 10 000 Device Alerts were discarded, `lost` more were lost at beta's
/// adapter, and the last of each class took `last`.
pub fn north(plan: &Plan, replication: u32, lost: u64, last: Last) -> Ledger {
    let mut ledger = ledger(plan, replication, 0, 0);
    let all = |n: u64| Messages { generated: n, delivered: n, ..Messages::default() };
    let alerts = Messages {
        generated: 8_000,
        consolidated: 0,
        discarded: 4_000,
        held_back: 30,
        delivered: 4_000 - lost - 7,
        lost,
        queued: 2,
        at_adapter: 5,
    };
    ledger.messages =
        vec![all(500), all(1_500), all(1_000), all(2_000), alerts, all(50), all(1_000)];
    let [_, prepayment, other, device, dcc] = last.map(|most| waits(&[(most / 2, 96), (most, 4)]));
    let quiet = Delays { by_class: vec![Waits::default(); 5], ..Delays::default() };
    ledger.delays = vec![quiet; plan.scenario.users.len()];
    let [alpha, beta] = ["alpha", "beta"].map(|id| user(&plan.scenario, id));
    ledger.delays[alpha].by_class[1] = prepayment;
    ledger.delays[alpha].by_class[2] = other.clone();
    ledger.delays[beta].by_class[2] = other;
    ledger.delays[beta].by_class[3] = device;
    ledger.delays[beta].by_class[4] = dcc;
    ledger.delays[beta].most_queued = 3_000;
    ledger.delays[beta].most_at_adapter = 1_200;
    ledger.delays[beta].longest_behind = last[3] / 2;
    ledger.northbound = timeline(plan, lost);
    ledger
}

/// Windows of six cells: a storm of alerts from 10:05 to 10:20, nothing sent while the path is down, and then as
/// much as it carries.
fn timeline(plan: &Plan, lost: u64) -> Vec<NorthRow> {
    let (mut queued, mut at_adapters) = (0, 0);
    let row = |window: u64| {
        let alerts = if (5..20).contains(&window) { 500 } else { 30 };
        let held_back = if (5..20).contains(&window) { 266 } else { 0 };
        let responses = 60 + window;
        queued += responses + alerts - held_back;
        let sent = if (10..30).contains(&window) { 0 } else { queued.min(900) };
        queued -= sent;
        at_adapters += sent;
        let lost = if window == 31 { lost } else { 0 };
        let delivered = (at_adapters - lost).min(400);
        at_adapters -= delivered + lost;
        NorthRow {
            cell: 6 * window,
            responses,
            alerts,
            held_back,
            sent,
            delivered,
            lost,
            queued,
            at_adapters,
        }
    };
    (0..plan.scenario.calendar.cells() / 6).map(row).collect()
}

/// The evidence of two replications: 100 and 300 messages lost, the last Device Alert after 40 and 60 minutes.
pub fn evidence() -> Evidence {
    let plan = plan(&scenario());
    let ledgers =
        [north(&plan, 0, 100, [0, 12, 60, 240, 240]), north(&plan, 1, 300, [0, 24, 60, 360, 240])];
    Evidence::new(&plan, Folded::all(ledgers, &plan.traffic.pairs))
}

/// Three policies: all at once and by rate everything waits as long, in order of importance the alerts wait longest.
pub fn policies() -> Findings {
    let axis = r#"/northbound/release/policy=["all_at_once","by_rate","prioritised"]"#;
    planned(&["as it stands"], &[axis], |_, place| {
        let plan = plan(&scenario());
        let last = [[0, 180, 180, 180, 180], [0, 300, 300, 300, 300], [0, 12, 60, 420, 420]];
        let ledgers = (0..3).map(|r| {
            let more = last[place[0]].map(|cells| cells + 6 * u64::from(r));
            north(&plan, r, if place[0] == 0 { 900 } else { 0 }, more)
        });
        let ledgers = ledgers.collect();
        (plan, ledgers)
    })
}
