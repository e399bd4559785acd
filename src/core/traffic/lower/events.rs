//! Floods and campaigns lowered to cohorts.

use super::super::cohort::{Cohort, Exact, Traffic, Volume};
use super::super::piece::Piece;
use crate::domain::Mode;
use crate::random::name_key;
use crate::scenario::{Event, EventKind, FloodRate, RetryPolicy, Scenario};

/// The cohorts of `event`; floods may be multiples of `ordinary` traffic.
pub(super) fn cohorts(scenario: &Scenario, ordinary: &Traffic, event: &Event) -> Vec<Cohort> {
    let cell = scenario.calendar.cell();
    let cohort = |user: usize,
                  srv: usize,
                  mode: Mode,
                  policy: Option<RetryPolicy>,
                  total: f64,
                  shape: &[f64],
                  exact: Exact| Cohort {
        policy,
        volume: Volume::Pieces(shaped(event, total, shape)),
        exact,
        ..Cohort::new(
            user,
            srv,
            mode,
            name_key(&["event", &event.id, &scenario.users[user].id, &scenario.srvs[srv].id]),
        )
    };
    match &event.kind {
        EventKind::DenialOfService { users, srvs, rate, shape, reacts } => {
            let mut out = Vec::new();
            let peaks = match (rate, &scenario.peaks) {
                (FloodRate::Each(_), _) => Vec::new(),
                (_, Some(known)) => known.clone(),
                (_, None) => ordinary.busiest_half_hours(),
            };
            for &user in users {
                let rate = match rate {
                    FloodRate::Each(rate) => rate.get(),
                    FloodRate::TimesPeak(times) => times * peaks[user],
                };
                let total =
                    rate * cell.seconds() * (event.to - event.from) as f64 / srvs.len() as f64;
                for &srv in srvs {
                    let policy = (!reacts).then_some(RetryPolicy::NEVER);
                    out.push(cohort(user, srv, Mode::OnDemand, policy, total, shape, Exact::No));
                }
            }
            out
        }
        EventKind::Campaign { users, srv, numbers, mode, shape } => users
            .iter()
            .zip(numbers)
            .map(|(&user, &number)| {
                cohort(user, *srv, *mode, None, number as f64, shape, Exact::Whole(number))
            })
            .collect(),
        EventKind::Surge(_)
        | EventKind::Outage { .. }
        | EventKind::Storm(_)
        | EventKind::Maintenance(_)
        | EventKind::AlertStorm { .. } => Vec::new(),
    }
}

/// `total` over an event's cells, by shares of equal parts.
fn shaped(event: &Event, total: f64, shape: &[f64]) -> Vec<Piece> {
    let part = (event.to - event.from) / shape.len() as u64;
    let piece = |(i, share): (usize, &f64)| {
        let from = event.from + i as u64 * part;
        Piece { from, to: from + part, mean: total * share }
    };
    shape.iter().enumerate().map(piece).filter(|p| p.mean > 0.0).collect()
}
