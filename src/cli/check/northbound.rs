//! The way back to Users: alerts, what carries them, and what holds repeated ones back (N1–N6, G7).

use super::Line;
use crate::evidence::words::few;
use headroom_core::domain::{MessageKind, PerSecond};
use headroom_core::scenario::{
    Adapter, AdapterRate, Damping, Northbound, Outbound, Release, ReleasePolicy, Scenario,
};

/// What is simulated of it; nothing where it is switched off.
pub(super) fn northbound(scenario: &Scenario) -> Vec<Line> {
    let northbound = &scenario.northbound;
    if !northbound.enabled {
        return Vec::new();
    }
    let mut lines = vec![alerts(scenario), outbound(scenario)];
    lines.extend(adapters(northbound));
    let protection = northbound.protection.as_ref();
    let said = protection.map_or("off".to_owned(), |d| format!("on: {}", damping(northbound, d)));
    lines.push(("protection", said));
    if let Some((hub, share)) = &northbound.hub {
        let said = damping(northbound, hub);
        lines.push(("hubs", format!("{} % consolidate: {said}", share.get() * 100.0)));
    }
    lines.extend(load(scenario));
    lines
}

/// Alerts a second in ordinary times, by kind; one that several Users get is counted for each.
fn alerts(scenario: &Scenario) -> Line {
    let of = |kind: MessageKind| {
        let codes = scenario.northbound.alerts.iter().filter(|a| a.kind == kind);
        let a_day = codes.map(|alert| {
            let users = scenario.users.iter().zip(&alert.users).filter(|(_, gets)| **gets);
            let meters: u64 = users.map(|(user, _)| user.portfolio.of(alert.fuel)).sum();
            meters as f64 * alert.per_meter
        });
        a_day.sum::<f64>() / 86_400.0
    };
    let what = format!(
        "{} Device Alerts and {} DCC Alerts a second are expected in ordinary times, of {} codes",
        few(of(MessageKind::DeviceAlert)),
        few(of(MessageKind::DccAlert)),
        scenario.northbound.alerts.len()
    );
    ("alerts", what)
}

fn outbound(scenario: &Scenario) -> Line {
    let carries = match scenario.northbound.outbound {
        Outbound::Rate(rate) => format!("{} messages/s", rate.get()),
        Outbound::TimesCapacity(times) => {
            let rate = scenario.gateway.max_capacity.get() * times.get();
            format!("{} × C = {rate} messages/s", times.get())
        }
    };
    ("outbound", format!("the path carries {carries}; {}", release(scenario.northbound.release)))
}

fn release(release: Release) -> String {
    let order = match release.policy {
        ReleasePolicy::AllAtOnce => return "queues are released all at once".to_owned(),
        ReleasePolicy::ByRate => "the oldest first",
        ReleasePolicy::Prioritised => "by class, alerts last",
    };
    let at_most = |rate: Option<PerSecond>, of: &str| {
        rate.map_or(String::new(), |rate| format!(", at most {rate}{of}"))
    };
    format!(
        "queues are released {order}{}{}",
        at_most(release.rate, ""),
        at_most(release.rate_per_user, " of each User")
    )
}

/// What adapters take, and how many Users have such a one.
fn adapters(northbound: &Northbound) -> Vec<Line> {
    let mut kinds: Vec<(Adapter, usize)> = Vec::new();
    for adapter in &northbound.adapters {
        match kinds.iter_mut().find(|(kind, _)| kind == adapter) {
            Some((_, users)) => *users += 1,
            None => kinds.push((*adapter, 1)),
        }
    }
    let line = |(adapter, users): (Adapter, usize)| {
        let takes = match adapter.rate {
            AdapterRate::Rate(rate) => format!("{} messages/s", rate.get()),
            AdapterRate::TimesBusiestMinute(times) => {
                format!("{times} × the User's busiest ordinary minute")
            }
        };
        let order = if adapter.by_class { "by class" } else { "first in first out" };
        let bound = adapter.bound;
        let users = if users == 1 { "1 User".to_owned() } else { format!("{users} Users") };
        ("adapters", format!("{users}: {takes}, {order}, queues of {bound} at most"))
    };
    kinds.into_iter().map(line).collect()
}

fn damping(northbound: &Northbound, damping: &Damping) -> String {
    let excluded = northbound.alerts.iter().zip(&damping.exclude).filter(|(_, always)| **always);
    let excluded: Vec<&str> = excluded.map(|(alert, _)| alert.id.as_str()).collect();
    format!(
        "of a device and code {} alerts in {} go on, and of one in storm a copy in {}; always: {}",
        damping.threshold,
        damping.window,
        damping.period,
        if excluded.is_empty() { "none".to_owned() } else { excluded.join(" ") }
    )
}

/// What messages cost in the DSP, where they cost anything (G7).
fn load(scenario: &Scenario) -> Option<Line> {
    let includes = scenario.gateway.load_includes;
    let cost = |kind: MessageKind| format!("{} {}", kind.word(), includes.cost(kind).get());
    let costs: Vec<String> = MessageKind::ALL.into_iter().map(cost).collect();
    let counts = if includes.in_load { "counted" } else { "not counted" };
    let what = format!("in Service Requests: {}; {counts} in the load", costs.join(", "));
    includes.any().then_some(("costs", what))
}
