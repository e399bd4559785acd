//! Northbound sides for tests: nothing in the way, and what a test puts there.

use headroom_core::domain::{MessageKind, PerSecond, Share, Span};
use headroom_core::scenario::{
    Adapter, AdapterRate, Alert, Damping, Event, EventKind, Maintenance, Northbound, Outbound,
    Release, ReleasePolicy, ResponseClass, Rules, Scenario, ScheduledRelease,
};

/// So many a second.
pub fn per_s(rate: f64) -> PerSecond {
    PerSecond::from_f64(rate)
}

/// So much of it.
pub fn share(share: f64) -> Share {
    Share::from_f64(share)
}

/// Switches the northbound side on, with a path and adapters that hold nothing up.
pub fn on(scenario: &mut Scenario) -> &mut Northbound {
    let adapter = adapter(10_000.0, 3_600);
    scenario.northbound = Northbound {
        enabled: true,
        classes: Vec::new(),
        alerts: Vec::new(),
        outbound: Outbound::Rate(per_s(10_000.0)),
        release: release(ReleasePolicy::AllAtOnce),
        adapters: vec![adapter; scenario.users.len()],
        protection: None,
        hub: None,
    };
    &mut scenario.northbound
}

/// An adapter of a rate that holds what it takes in so many seconds.
pub fn adapter(rate: f64, bound_s: u64) -> Adapter {
    let rate = AdapterRate::Rate(per_s(rate));
    Adapter { rate, bound: Span::from_s(bound_s), by_class: false }
}

/// A Device Alert of everybody's meters, of which no ordinary meter sends any.
pub fn alert(scenario: &Scenario, id: &str) -> Alert {
    Alert {
        id: id.to_owned(),
        name: String::new(),
        kind: MessageKind::DeviceAlert,
        users: vec![true; scenario.users.len()],
        fuel: None,
        per_meter: 0.0,
        faulty: Share::ZERO,
        faulty_alerts: Share::ZERO,
    }
}

/// A class of the responses to these SRVs.
pub fn class(scenario: &Scenario, id: &str, srvs: &[&str]) -> ResponseClass {
    let srvs = scenario.srvs.iter().map(|srv| srvs.contains(&srv.id.as_str())).collect();
    ResponseClass { id: id.to_owned(), srvs }
}

/// What goes on of a device in a window, and of one in storm in a period; nothing excluded.
pub fn damping(scenario: &Scenario, threshold: u64, window_s: u64, period_s: u64) -> Damping {
    let (window, period) = (Span::from_s(window_s), Span::from_s(period_s));
    Damping { threshold, window, period, exclude: vec![false; scenario.northbound.alerts.len()] }
}

/// A policy, without rates.
pub fn release(policy: ReleasePolicy) -> Release {
    Release { policy, rate: None, rate_per_user: None, abnormal: None }
}

/// An event of these cells.
pub fn event(id: &str, from: u64, to: u64, kind: EventKind) -> Event {
    Event { id: id.to_owned(), from, to, kind }
}

/// The outbound path carries so much of what it can, and the DSP works.
pub fn restricted(id: &str, from: u64, to: u64, outbound: f64) -> Event {
    let kind = EventKind::Outage { capacity: Share::ONE, outbound: share(outbound) };
    event(id, from, to, kind)
}

/// `devices` of one User send an alert code, each every so many milliseconds.
pub fn alert_storm(
    scenario: &Scenario,
    (from, to): (u64, u64),
    alert: usize,
    (user, devices): (usize, u64),
    every_ms: u64,
) -> Event {
    let mut of = vec![0; scenario.users.len()];
    of[user] = devices;
    let every = Span::from_ms(every_ms);
    let kind = EventKind::AlertStorm { alert, devices: of, every, times_cost: Share::ONE };
    event(&format!("alerts {from}"), from, to, kind)
}

/// Maintenance round which nothing but `scheduled_release` happens.
pub fn maintenance(scheduled_release: ScheduledRelease) -> Maintenance {
    let (resend, deferred) = (Rules::default(), Rules::default());
    Maintenance { scheduled_release, resend, deferred }
}
