//! Inputs that are allowed, and yet are hardly meant: each side of them is as it should be, and not both together.

use super::{Caution, caution};
use crate::evidence::words::{listed, thousands, whole_percent};
use headroom_core::domain::{Fuel, User};
use headroom_core::scenario::{Event, EventKind, Scenario};

/// More of a storm's customers than this who get supply in one cell are said.
const AT_ONCE: f64 = 0.05;

/// What there is to say of the inputs of `scenario`.
pub(super) fn cautions(scenario: &Scenario) -> Vec<Caution> {
    let found = [more_meters_than_points(scenario), restored_at_once(scenario)];
    found.into_iter().flatten().collect()
}

/// Where a network party has more electricity meters enrolled than metering points that it is charged for.
fn more_meters_than_points(scenario: &Scenario) -> Option<Caution> {
    let of = |user: &User| {
        let meters = user.portfolio.of(Some(Fuel::Electricity));
        let points = user.portfolio.charged_mpans;
        let [meters_said, points_said] = [meters, points].map(|n| thousands(n as f64));
        (points > 0 && meters > points)
            .then(|| format!("{} has {meters_said} of {points_said}", user.id))
    };
    let all: Vec<String> = scenario.users.iter().filter_map(of).collect();
    let text = format!(
        "more electricity meters are enrolled than there are metering points (charged_mpans): {}",
        listed(&all)
    );
    (!all.is_empty()).then(|| caution("more_meters_than_points", text))
}

/// Where a storm ends in the run while many of its customers are off supply: all come back in one cell, and nobody asks any more.
fn restored_at_once(scenario: &Scenario) -> Option<Caution> {
    let of = |event: &Event| {
        let EventKind::Storm(storm) = &event.kind else { return None };
        let last = event.to.checked_sub(1).filter(|_| event.to < scenario.calendar.cells())?;
        let (off, all) = storm
            .parties
            .iter()
            .fold((0, 0), |sum, party| (sum.0 + party.off_in(last), sum.1 + party.meters));
        let share = off as f64 / all.max(1) as f64;
        (share > AT_ONCE).then(|| format!("{} ({} % of them)", event.id, whole_percent(share)))
    };
    let all: Vec<String> = scenario.events.iter().filter_map(of).collect();
    let text = format!(
        "when the storm ends all who are off supply get it back in one cell, and are not asked any more: {}; let its curve end near 0, or the storm last longer than the run",
        listed(&all)
    );
    (!all.is_empty()).then(|| caution("restored_at_once", text))
}
