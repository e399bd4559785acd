//! What happens besides ordinary business: events, and in storms whose customers are off supply.

use super::{Line, many};
use crate::scenario::{Event, EventKind, Scenario, Storm, StormParty};

/// Every event, with what a storm means for its network parties.
pub(super) fn events(scenario: &Scenario) -> Vec<Line> {
    scenario.events.iter().flat_map(|event| lines(scenario, event)).collect()
}

fn lines(scenario: &Scenario, event: &Event) -> Vec<Line> {
    let said = |cell| scenario.calendar.said(cell);
    let times = format!("{}: from {} to {}", event.id, said(event.from), said(event.to));
    let mut lines = vec![("event", times)];
    if let EventKind::Storm(storm) = &event.kind {
        lines.extend(storm.parties.iter().map(|p| ("storm", party(scenario, event, storm, p))));
    }
    lines
}

/// Customers and meters of a network party that lose supply, and its polls when most are off.
fn party(scenario: &Scenario, event: &Event, storm: &Storm, party: &StormParty) -> String {
    let most = party.off.iter().map(|p| p.share).fold(0.0, f64::max);
    let meters = party.meters as f64 * most;
    let polls = storm.poll.map_or("does not poll".to_owned(), |poll| {
        let asked = meters * f64::from(1 + poll.neighbours);
        format!(
            "polls with {} every {}, at most {:.1} requests/s over {}",
            scenario.srvs[poll.srv].id,
            poll.every,
            asked / poll.spread.seconds(),
            poll.spread
        )
    });
    format!(
        "{}: {} has at most {} customers off supply, {} of them with a meter; it {polls}",
        event.id,
        scenario.users[party.user].id,
        many(party.customers as f64 * most),
        many(meters)
    )
}
