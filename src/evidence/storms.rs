//! What a scenario's storms ask for (G9): how many customers lose supply, and how many polls a second a
//! round of them makes at most.
//!
//! Scope: what stands in the scenario, before anything is refused. Customers already are times the storm's
//! size. A round asks every meter that is off supply when it begins, or where polls do not stop when supply is
//! known, every one that ever was; what earlier rounds left open comes on top or drops out.

use super::supply::storms;
use headroom_core::domain::Span;
use headroom_core::engine::Plan;
use headroom_core::scenario::{Calendar, Event, Poll, Storm, StormParty};
use std::collections::BTreeMap;

/// Customers of all network parties off supply where the curves of all storms are at 1; none without a
/// storm.
pub fn customers(plan: &Plan) -> Option<u64> {
    let of = |storm: &Storm| storm.parties.iter().map(|p| p.customers).sum::<u64>();
    storms(plan).map(|(_, storm)| of(storm)).reduce(|a, b| a + b)
}

/// The SRVs with which network parties poll, each once, in the order of storms.
pub fn polled(plan: &Plan) -> Vec<usize> {
    let mut srvs: Vec<usize> = Vec::new();
    for poll in storms(plan).flat_map(|(_, storm)| storm.parties.iter().filter_map(|p| p.poll)) {
        if !srvs.contains(&poll.srv) {
            srvs.push(poll.srv);
        }
    }
    srvs
}

/// Polls a second when most are sent, each round of a party spread as it is; none where nobody polls.
pub fn peak_polls_per_s(plan: &Plan) -> Option<f64> {
    let calendar = &plan.scenario.calendar;
    let most = |(e, storm): (usize, &Storm)| {
        let event = &plan.scenario.events[e];
        let asking = storm.parties.iter().filter_map(|party| Some((party, party.poll.as_ref()?)));
        let rounds: Vec<Round> =
            asking.flat_map(|(p, poll)| rounds(event, poll, calendar, p)).collect();
        rounds.iter().map(|round| rate(&rounds, round.from)).reduce(f64::max)
    };
    storms(plan).filter_map(most).reduce(f64::max)
}

/// A party's round of polls.
struct Round {
    /// First cell in which its requests begin, and the one after the last.
    from: u64,
    to: u64,
    /// Time over which they are spread.
    spread: Span,
    /// Requests, neighbours' among them.
    requests: u64,
}

/// Polls a second in `cell`, of rounds spread alike together.
fn rate(rounds: &[Round], cell: u64) -> f64 {
    let mut by_spread: BTreeMap<Span, u64> = BTreeMap::new();
    for round in rounds.iter().filter(|r| r.from <= cell && cell < r.to) {
        *by_spread.entry(round.spread).or_default() += round.requests;
    }
    by_spread.into_iter().map(|(spread, n)| n as f64 / spread.seconds()).sum()
}

/// The rounds of a party.
fn rounds(event: &Event, poll: &Poll, calendar: &Calendar, party: &StormParty) -> Vec<Round> {
    let every = poll.every.cells_up(calendar.cell()).max(1);
    let spread = poll.spread.max(calendar.cell());
    let cells = (event.from..event.to.min(calendar.cells())).step_by(every as usize);
    let mut ever = 0;
    let round = |from: u64| {
        let off = party.off_in(from);
        ever = off.max(ever);
        let asked = if poll.stop_when_known { off } else { ever };
        let requests = asked * (1 + u64::from(poll.neighbours));
        Round { from, to: from + spread.cells_up(calendar.cell()), spread, requests }
    };
    cells.map(round).collect()
}
