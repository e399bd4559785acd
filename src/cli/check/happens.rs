//! What happens besides ordinary business: events, and in storms whose customers are off supply.

use super::Line;
use crate::evidence::words::{few, said as many};
use headroom_core::scenario::{
    Event, EventKind, Later, Maintenance, Scenario, ScheduledRelease, StormParty,
};

/// Every event, with what a storm means for its network parties.
pub(super) fn events(scenario: &Scenario) -> Vec<Line> {
    scenario.events.iter().flat_map(|event| lines(scenario, event)).collect()
}

/// An event: when it is, and what it does.
pub(super) fn lines(scenario: &Scenario, event: &Event) -> Vec<Line> {
    let said = |cell| scenario.calendar.said(cell);
    let times = format!("{}: from {} to {}", event.id, said(event.from), said(event.to));
    let mut lines = vec![("event", times)];
    match &event.kind {
        EventKind::Storm(storm) => {
            lines.extend(storm.parties.iter().map(|p| ("storm", party(scenario, event, p))));
        }
        EventKind::Maintenance(works) => lines.extend(maintenance(event, works)),
        EventKind::AlertStorm { alert, devices, every, .. } => {
            let code = &scenario.northbound.alerts[*alert].id;
            let devices = devices.iter().sum::<u64>() as f64;
            let rate = many(devices / every.seconds());
            let what = format!("{} devices send {code}, {rate} alerts/s together", many(devices));
            lines.push(("alerts", format!("{}: {what}", event.id)));
        }
        _ => {}
    }
    lines
}

/// What becomes of work that falls into maintenance.
fn maintenance(event: &Event, works: &Maintenance) -> Vec<Line> {
    let runs = match works.scheduled_release {
        ScheduledRelease::AtOnce => "as fast as the DSP takes it".to_owned(),
        ScheduledRelease::Over(span) => format!("over {span}"),
        ScheduledRelease::ShareOfCapacity(share) => format!("at {} C", share.get()),
    };
    let resend = works.resend.iter().rev().map(|r| ("sent again", &r.id, r.says));
    let deferred = works.deferred.iter().rev().map(|d| ("put off", &d.id, d.says));
    let line = |(what, id, Later { share, spread }): (&str, &String, Later)| {
        let share = share.get() * 100.0;
        ("afterwards", format!("{}: {share} % of {id} is {what} over {spread}", event.id))
    };
    let first = format!("{}: DCC-scheduled work that waited runs {runs}", event.id);
    std::iter::once(("afterwards", first)).chain(resend.chain(deferred).map(line)).collect()
}

/// Customers and meters of a network party that lose supply, and its polls when most are off.
fn party(scenario: &Scenario, event: &Event, party: &StormParty) -> String {
    let most = party.off.iter().map(|p| p.share).fold(0.0, f64::max);
    let meters = party.meters as f64 * most;
    let polls = party.poll.map_or("does not poll".to_owned(), |poll| {
        let asked = meters * f64::from(1 + poll.neighbours);
        format!(
            "polls with {} every {}, at most {} requests/s over {}",
            scenario.srvs[poll.srv].id,
            poll.every,
            few(asked / poll.spread.seconds()),
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
