//! Northbound flows, and what sends alerts (N1, N4).

use super::super::cohort::Traffic;
use super::super::flow::{Flow, Message, Source};
use crate::domain::{MessageKind, Share};
use crate::random::name_key;
use crate::scenario::{Alert, Event, EventKind, Scenario};
use std::collections::BTreeSet;

/// Adds the flows of `scenario`, User by User: responses by class, alerts by code, then those of events whose
/// messages cost otherwise; and their sources. None where the northbound side is off.
pub(super) fn flows(scenario: &Scenario, traffic: &mut Traffic) {
    if !scenario.northbound.enabled {
        return;
    }
    for user in 0..scenario.users.len() {
        responses(scenario, traffic, user);
        for (place, alert) in scenario.northbound.alerts.iter().enumerate() {
            ordinary(scenario, traffic, user, place, alert);
        }
        for event in &scenario.events {
            if let Some((flow, source)) = own(scenario, event, user) {
                traffic.sources.push(Source { flow: traffic.flows.len(), ..source });
                traffic.flows.push(flow);
            }
        }
    }
}

fn responses(scenario: &Scenario, traffic: &mut Traffic, user: usize) {
    let of_user = traffic.pairs.iter().filter(|pair| pair.0 == user);
    let classes: BTreeSet<usize> =
        of_user.map(|pair| scenario.northbound.class_of(pair.1)).collect();
    traffic.flows.extend(classes.into_iter().map(|class| Flow {
        user,
        what: Message::Response(class),
        kind: MessageKind::ServiceResponse,
        times_cost: Share::ONE,
    }));
}

/// The alerts of one code that cost as usual: background, events and storms.
fn ordinary(scenario: &Scenario, traffic: &mut Traffic, user: usize, place: usize, alert: &Alert) {
    let flow = traffic.flows.len();
    let mut sources = background(scenario, user, alert);
    let mut told = false;
    for event in &scenario.events {
        let source = storming(scenario, event, user);
        let usual = source.filter(|(code, cost, _)| *code == place && *cost == Share::ONE);
        sources.extend(usual.map(|(_, _, source)| source));
        told |= tells(event, user, place);
    }
    if sources.is_empty() && !told {
        return;
    }
    traffic.sources.extend(sources.into_iter().map(|source| Source { flow, ..source }));
    let (what, kind) = (Message::Alert(place), alert.kind);
    traffic.flows.push(Flow { user, what, kind, times_cost: Share::ONE });
}

/// Whether a storm's alerts of this code go to `user`.
fn tells(event: &Event, user: usize, place: usize) -> bool {
    let EventKind::Storm(storm) = &event.kind else {
        return false;
    };
    [storm.alerts.outage_code, storm.alerts.restore_code].contains(&Some(place))
        && storm.parties.iter().any(|party| party.user == user)
}

/// N1: the faulty devices of `user`'s meters, and all others.
fn background(scenario: &Scenario, user: usize, alert: &Alert) -> Vec<Source> {
    let meters = scenario.users[user].portfolio.of(alert.fuel);
    if !alert.users[user] || meters == 0 || alert.per_meter == 0.0 {
        return Vec::new();
    }
    let a_cell = alert.per_meter * scenario.calendar.cell().seconds() / 86_400.0 * meters as f64;
    let faulty = libm::round(alert.faulty.get() * meters as f64) as u64;
    let of_faulty = if faulty > 0 { alert.faulty_alerts.get() } else { 0.0 };
    let source = |word: &str, devices: u64, share: f64, repeats: bool| Source {
        flow: 0,
        key: name_key(&["alert", word, &alert.id, &scenario.users[user].id]),
        from: 0,
        to: scenario.calendar.cells(),
        devices,
        per_cell: a_cell * share / devices as f64,
        repeats,
        from_before: true,
    };
    let rest = meters - faulty;
    let of_rest = if rest > 0 { 1.0 - of_faulty } else { 0.0 };
    let both = [(("rest", rest), of_rest, false), (("faulty", faulty), 1.0 - of_rest, true)];
    let sources = both.into_iter().filter(|(_, share, _)| *share > 0.0);
    sources.map(|((word, n), share, repeats)| source(word, n, share, repeats)).collect()
}

/// The code, the cost and the source of `user`'s devices in an alert storm.
fn storming(scenario: &Scenario, event: &Event, user: usize) -> Option<(usize, Share, Source)> {
    let EventKind::AlertStorm { alert, devices, every, times_cost } = &event.kind else {
        return None;
    };
    let source = Source {
        flow: 0,
        key: name_key(&["alert storm", &event.id, &scenario.users[user].id]),
        from: event.from,
        to: event.to,
        devices: devices[user],
        per_cell: scenario.calendar.cell().ms() as f64 / every.ms() as f64,
        repeats: true,
        from_before: false,
    };
    (devices[user] > 0).then_some((*alert, *times_cost, source))
}

/// The flow of an event whose messages cost otherwise than ordinary ones.
fn own(scenario: &Scenario, event: &Event, user: usize) -> Option<(Flow, Source)> {
    let (alert, times_cost, source) = storming(scenario, event, user)?;
    let kind = scenario.northbound.alerts[alert].kind;
    let flow = Flow { user, what: Message::Alert(alert), kind, times_cost };
    (times_cost != Share::ONE).then_some((flow, source))
}
