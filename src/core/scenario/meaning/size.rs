//! Whether a machine can hold what a file says: products of lists that are each of a fair length.

use super::super::form::{EventForm, ScenarioForm};
use super::Reading;

/// Most streams, steps of processes and alerts × Users.
const MOST_PAIRS: usize = 5_000_000;
/// Most rules and surges × the Users, SRVs and streams they choose among.
const MOST_CHOICES: usize = 20_000_000;
/// Most parties of storms × the points of their curves.
const MOST_POINTS: usize = 1_000_000;

impl Reading<'_> {
    /// Whether the file can be held; where it cannot, what is in it is not looked at.
    pub(super) fn size(&mut self) -> bool {
        let file = self.file;
        let (traffic, users) = (&file.traffic, file.users.len());
        let steps: usize = traffic.processes.iter().map(|p| p.steps.len()).sum();
        let choices = users + file.srvs.len() + traffic.streams.len();
        let points: usize = file.events.iter().map(points).sum();
        let known = self.faults.len();
        let mut at_most = |path: &str, found: String, n: usize, most: usize| {
            if n > most {
                self.wrong(path, found, format!("at most {most} together"));
            }
        };
        let streams = traffic.streams.len();
        let found = format!("{streams} streams × {users} Users");
        at_most("/traffic/streams", found, streams * users, MOST_PAIRS);
        let found = format!("{steps} steps × {users} Users");
        at_most("/traffic/processes", found, steps * users, MOST_PAIRS);
        let alerts = file.northbound.alerts.len();
        let found = format!("{alerts} alerts × {users} Users");
        at_most("/northbound/alerts", found, alerts * users, MOST_PAIRS);
        let rules = rules(file);
        let found = format!("{rules} rules and surges × {choices} Users, SRVs and streams");
        at_most("", found, rules * choices, MOST_CHOICES);
        at_most("/events", format!("storms' curves of {points} points"), points, MOST_POINTS);
        self.faults.len() == known
    }
}

/// Whatever says for each User, SRV or stream whether it is chosen.
fn rules(file: &ScenarioForm) -> usize {
    let surges = |event: &EventForm| {
        let storm = event.storm.as_ref().map_or(0, |s| s.surges.len());
        let of_devices = event.alert_storm.is_some() || event.defect.is_some();
        let maintenance =
            event.maintenance.as_ref().map_or(0, |m| m.resend.len() + m.deferred.len());
        storm + maintenance + usize::from(event.surge.is_some()) + usize::from(of_devices)
    };
    let (gateway, northbound) = (&file.gateway, &file.northbound);
    let northbound = northbound.classes.len() + northbound.adapters.len();
    let heed = file.mechanism.early_warning.heed.len();
    let events: usize = file.events.iter().map(surges).sum();
    events + heed + northbound + file.retries.len() + gateway.anomaly.len() + gateway.caps.len()
}

/// Points of the curves of a storm's parties.
fn points(event: &EventForm) -> usize {
    event.storm.as_ref().map_or(0, |storm| {
        let own: usize = storm.parties.iter().map(|p| p.curve.len()).sum();
        own + storm.parties.len() * storm.curve.len()
    })
}
