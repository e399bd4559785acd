//! What a scenario's storms ask for (G9): how many customers lose supply, and how many polls a second a
//! round of them makes at most.
//!
//! Scope: what stands in the scenario, before anything is refused. Customers already are times the storm's
//! size. A round asks every meter that is off supply when it begins, or where polls do not stop when supply is
//! known, every one that ever was; what earlier rounds left open comes on top or drops out.

use super::supply::storms;
use headroom_core::engine::Plan;
use headroom_core::scenario::{Calendar, Event, Poll, Storm, StormParty};

/// Customers of all network parties off supply where the curves of all storms are at 1; none without a
/// storm.
pub fn customers(plan: &Plan) -> Option<u64> {
    let of = |storm: &Storm| storm.parties.iter().map(|p| p.customers).sum::<u64>();
    storms(plan).map(|(_, storm)| of(storm)).reduce(|a, b| a + b)
}

/// The SRVs with which network parties poll, each once, in the order of storms.
pub fn polled(plan: &Plan) -> Vec<usize> {
    let mut srvs: Vec<usize> = Vec::new();
    for poll in storms(plan).filter_map(|(_, storm)| storm.poll) {
        if !srvs.contains(&poll.srv) {
            srvs.push(poll.srv);
        }
    }
    srvs
}

/// Polls a second of the largest round of any storm, spread as it is; none where nobody polls.
pub fn peak_polls_per_s(plan: &Plan) -> Option<f64> {
    let scenario = &plan.scenario;
    let most = |(e, storm): (usize, &Storm)| {
        let poll = storm.poll.as_ref()?;
        let asked = rounds(&scenario.events[e], poll, &scenario.calendar, &storm.parties);
        let largest = asked.into_iter().max()?;
        let requests = (largest * (1 + u64::from(poll.neighbours))) as f64;
        Some(requests / poll.spread.max(scenario.calendar.cell()).seconds())
    };
    storms(plan).filter_map(most).reduce(f64::max)
}

/// Meters that each round asks.
fn rounds(event: &Event, poll: &Poll, calendar: &Calendar, parties: &[StormParty]) -> Vec<u64> {
    let every = poll.every.cells_up(calendar.cell()).max(1) as usize;
    let cells = (event.from..event.to.min(calendar.cells())).step_by(every);
    let mut ever = vec![0; parties.len()];
    let asked = |cell: u64| {
        let asked = |(party, ever): (&StormParty, &mut u64)| {
            let off = party.off_in(cell);
            *ever = off.max(*ever);
            if poll.stop_when_known { off } else { *ever }
        };
        parties.iter().zip(&mut ever).map(asked).sum()
    };
    cells.map(asked).collect()
}
