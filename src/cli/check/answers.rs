//! What the gateway and the mechanism do with what arrives.

use super::Line;
use crate::evidence::words::said;
use headroom_core::domain::{PerSecond, Signal};
use headroom_core::scenario::{Anomaly, AnomalyThreshold, Rule, Scenario};
use headroom_core::traffic::Expected;

/// What stands at the gateway besides the mechanism (G2, G8).
pub(super) fn gateway(scenario: &Scenario) -> Vec<Line> {
    let gateway = &scenario.gateway;
    let collapse = gateway.collapse.map(|c| {
        let what = format!(
            "after {} in which something never fits, an outage of {} follows",
            c.after, c.lasts
        );
        ("collapse", what)
    });
    let anomaly = gateway.anomaly.iter().rev().map(|rule| ("anomaly", anomaly(scenario, rule)));
    let cap = |rule: &Rule<PerSecond>| {
        let users = rule.users.iter().filter(|u| **u).count();
        ("cap", format!("{}: {users} Users, {} each", rule.id, rule.says))
    };
    let caps = gateway.caps.iter().rev().map(cap);
    collapse.into_iter().chain(anomaly).chain(caps).collect()
}

/// A rule of anomaly detection, with the least and most that it lets through of a User's SRV.
fn anomaly(scenario: &Scenario, rule: &Rule<Anomaly>) -> String {
    let Anomaly { threshold: through, period } = rule.says;
    let threshold = match through {
        AnomalyThreshold::Number(number) => format!("{number} attempts"),
        AnomalyThreshold::TimesBusiestDay { times, at_least } => {
            let expected = Expected::new(scenario).busiest_days();
            let chosen = expected.iter().filter(|((u, s), _)| rule.users[*u] && rule.of[*s]);
            let through = chosen.map(|(_, day)| through.of(*day, period));
            let (least, most) =
                through.fold((u64::MAX, 0), |(least, most), n| (least.min(n), most.max(n)));
            let range = format!("{} to {}", said(least.min(most) as f64), said(most as f64));
            let floor = match at_least {
                0 => String::new(),
                n => format!(" and {}", said(n as f64)),
            };
            format!("{times} × its busiest day{floor}, {range} attempts where any are expected")
        }
    };
    format!("{}: of an SRV of a User more than {threshold} in {period} are quarantined", rule.id)
}

/// The mechanism, and what it tells Users (M6–M10).
pub(super) fn mechanism(scenario: &Scenario) -> Vec<Line> {
    let mechanism = &scenario.mechanism;
    let listed = (0..scenario.srvs.len())
        .filter(|s| mechanism.prioritised[*s])
        .map(|s| scenario.srvs[s].id.as_str());
    let first = format!(
        "{}, throttle_to {}; prioritised: {}",
        if mechanism.enabled { "on" } else { "off" },
        mechanism.throttle_to.word(),
        listed.collect::<Vec<_>>().join(" ")
    );
    let mut lines = vec![("mechanism", first)];
    if mechanism.signal == Signal::Distinct {
        let next = if mechanism.retry_after { ", and come back in the next window" } else { "" };
        lines.push(("signal", format!("throttled Users can tell that they are{next}")));
    }
    if let Some(warning) = &mechanism.early_warning {
        let heed: Vec<&str> = warning.heed.iter().rev().map(|h| h.id.as_str()).collect();
        let what = format!(
            "above {} % of an allocation in a window above {} % of Θ, for {}; puts off by {}: {}",
            warning.warn_at.get() * 100.0,
            warning.warn_load.get() * 100.0,
            warning.warn_for,
            warning.defer_by,
            if heed.is_empty() { "nobody".to_owned() } else { heed.join(", ") }
        );
        lines.push(("warning", what));
    }
    if let Some(buffer) = mechanism.buffer {
        let what = format!("what is over the limit waits, up to {} of an allocation", buffer.bound);
        lines.push(("buffer", what));
    }
    lines
}
