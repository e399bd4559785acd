//! What is drawn at random holds everything a file can say, so that nothing goes unseen.

use headroom_core::domain::Signal;
use headroom_core::scenario::{EventKind, ReleasePolicy};
use kit::make::small;
use kit::random_market::random_changes;
use kit::random_scenario::{random_scenario, read, show_where_it_fails};

#[test]
fn random_scenarios_are_valid_and_hold_everything_a_file_can_say() {
    let mut seen = [0; 14];
    for seed in 0..400 {
        let file = random_scenario(seed);
        let scenario = show_where_it_fails(&file, || read(&file, &[]));
        let (gateway, mechanism) = (&scenario.gateway, &scenario.mechanism);
        let mut storms = scenario.events.iter().filter_map(|e| match &e.kind {
            EventKind::Storm(storm) => Some(storm),
            _ => None,
        });
        let policies = || scenario.retries.iter().map(|r| r.says);
        let has = [
            !scenario.processes.is_empty(),
            scenario.processes.iter().any(|p| p.retrigger.get() == 1.0 && p.steps.len() > 1),
            scenario.stagger.ms() > 0,
            scenario.srvs.iter().any(|s| s.critical && s.response_on_demand.ms() > 0),
            scenario.srvs.iter().any(|s| !s.device),
            policies().any(|p| p.response_timeout.is_some()),
            policies().any(|p| p.on_throttled.is_some()) && mechanism.signal == Signal::Distinct,
            mechanism.retry_after,
            mechanism.early_warning.as_ref().is_some_and(|w| !w.heed.is_empty()),
            mechanism.buffer.is_some(),
            gateway.collapse.is_some(),
            !gateway.anomaly.is_empty(),
            !gateway.caps.is_empty(),
            storms.any(|s| s.parties.iter().any(|p| p.poll.is_some() && p.meters > 1)),
        ];
        for (n, has) in seen.iter_mut().zip(has) {
            *n += u32::from(has);
        }
    }
    assert!(seen.iter().all(|n| *n >= 20), "{seen:?}");
}

#[test]
fn random_markets_have_messages_and_maintenance_of_every_kind() {
    let mut seen = [0; 10];
    for seed in 0..100 {
        let scenario = small(&random_changes(seed));
        let (north, events) = (&scenario.northbound, &scenario.events);
        let works = events.iter().find_map(|event| match &event.kind {
            EventKind::Maintenance(works) => Some(works),
            _ => None,
        });
        let has = [
            north.enabled && north.protection.is_some() && north.hub.is_some(),
            north.enabled && north.release.policy == ReleasePolicy::ByRate,
            north.enabled && north.release.rate_per_user.is_some(),
            north.enabled && north.release.abnormal.is_some(),
            north.enabled && north.adapters.iter().any(|adapter| adapter.by_class),
            events.iter().any(|e| matches!(e.kind, EventKind::AlertStorm { .. })),
            scenario.gateway.load_includes.any() && scenario.gateway.load_includes.in_load,
            works.is_some_and(|works| !works.resend.is_empty()),
            works.is_some_and(|works| !works.deferred.is_empty()),
            works.is_some() && north.enabled,
        ];
        for (n, has) in seen.iter_mut().zip(has) {
            *n += u32::from(has);
        }
    }
    assert!(seen.iter().all(|n| *n >= 5), "{seen:?}");
}
