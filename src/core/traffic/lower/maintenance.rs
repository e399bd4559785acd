//! What Users put off until after maintenance (T2, section 3).

use super::super::cohort::{Cohort, Exact, Traffic, Volume};
use super::super::piece::Piece;
use crate::domain::Mode;
use crate::random::name_key;
use crate::scenario::{Event, EventKind, Later, Scenario};

/// What `event` makes `user` put off of a stream, the last rule that matches; the DCC's own schedule is not
/// the User's.
pub(super) fn put_off_of(event: &Event, stream: usize, user: usize, mode: Mode) -> Option<&Later> {
    let EventKind::Maintenance(maintenance) = &event.kind else {
        return None;
    };
    maintenance.deferred.of(user, stream).filter(|_| mode != Mode::DccScheduled)
}

/// Adds the cohorts of what is put off: as many as are expected in the time without service, sent after it.
pub(super) fn put_off(scenario: &Scenario, traffic: &mut Traffic) {
    let mut extra = Vec::new();
    for event in &scenario.events {
        for cohort in &traffic.cohorts {
            let deferred =
                cohort.stream.and_then(|s| put_off_of(event, s, cohort.user, cohort.mode));
            if let Some(deferred) = deferred.filter(|d| d.share.get() > 0.0) {
                extra.extend(sent_after(scenario, traffic, event, cohort, deferred));
            }
        }
    }
    traffic.cohorts.extend(extra);
}

fn sent_after(
    scenario: &Scenario,
    traffic: &Traffic,
    event: &Event,
    cohort: &Cohort,
    deferred: &Later,
) -> Option<Cohort> {
    let share = deferred.share.get();
    let mut whole = cohort.clone();
    let own = (event.from, event.to, 1.0 - share);
    let at = whole.surges.iter().position(|s| *s == own)?;
    whole.surges.remove(at);
    let mean = share * traffic.mean_in(&whole, event.from, event.to);
    let spread = deferred.spread.cells_up(scenario.calendar.cell()).max(1);
    let (user, srv) = (&scenario.users[cohort.user].id, &scenario.srvs[cohort.srv].id);
    let stream = &scenario.streams[cohort.stream?].id;
    (mean > 0.0).then(|| Cohort {
        volume: Volume::Pieces(vec![Piece { from: event.to, to: event.to + spread, mean }]),
        exact: match cohort.exact {
            Exact::No => Exact::No,
            _ => Exact::Whole(libm::round(mean) as u64),
        },
        surges: Vec::new(),
        held_before: None,
        displaced: true,
        key: name_key(&["put off", &event.id, stream, user, srv, cohort.mode.word()]),
        ..cohort.clone()
    })
}
