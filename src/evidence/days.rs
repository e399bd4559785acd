//! The days on which the mechanism is active (C4): the plain meaning of how often.
//!
//! Scope: the civil days of a replication's activations, on which of them somebody is throttled, and whether that is after
//! maintenance alone. Left out: days a year (`frequency`). Checked by: tests here.

use headroom_core::ledger::ActivationRecord;
use headroom_core::scenario::Scenario;
use std::collections::BTreeMap;

/// A civil day, Europe/London, on which the mechanism is active.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ActiveDay {
    /// A cell of it in which it is.
    pub cell: u64,
    /// Whether somebody is throttled.
    pub throttled: bool,
    /// Whether somebody is in an activation at whose begin no maintenance was in force.
    pub otherwise: bool,
}

impl ActiveDay {
    /// Whether somebody is throttled, and that after maintenance alone.
    pub fn of_maintenance(&self) -> bool {
        self.throttled && !self.otherwise
    }
}

/// The days of `activations`, in order.
pub fn active_days<'a>(
    scenario: &Scenario,
    activations: impl IntoIterator<Item = &'a ActivationRecord>,
) -> Vec<ActiveDay> {
    let calendar = &scenario.calendar;
    let per_block = calendar.cells_per_block() as u64;
    let mut days: BTreeMap<i32, ActiveDay> = BTreeMap::new();
    for a in activations {
        let otherwise = !a.causes.iter().any(|number| scenario.is_maintenance(*number));
        // A day begins with a half-hour.
        let half_hours = (a.from / per_block + 1..=a.to.saturating_sub(1) / per_block)
            .map(|block| (block * per_block, false));
        let throttled = a.throttled_on.iter().map(|cell| (*cell, true));
        for (cell, throttled) in [(a.from, false)].into_iter().chain(half_hours).chain(throttled) {
            let none = ActiveDay { cell, throttled: false, otherwise: false };
            let day = days.entry(calendar.day(cell)).or_insert(none);
            day.throttled |= throttled;
            day.otherwise |= throttled && otherwise;
        }
    }
    days.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::scenario::Draft;
    use std::collections::BTreeSet;

    fn activation(from: u64, to: u64, throttled_on: &[u64], causes: &[usize]) -> ActivationRecord {
        ActivationRecord {
            from,
            to,
            open: false,
            peak_load: 0,
            throttled: throttled_on.len() as u64,
            throttled_on: throttled_on.to_vec(),
            users: BTreeSet::new(),
            causes: causes.to_vec(),
        }
    }

    #[test]
    fn c4_days_are_civil_and_maintenance_nights_stand_apart() {
        let scenario = Draft::read("national-year").and_then(|d| d.with(&[])).unwrap();
        let number = |id: &str| {
            let all = 0..scenario.events.len() + scenario.occurring.len();
            all.into_iter().find(|n| scenario.event_id(*n) == id).unwrap()
        };
        let (storm, night) = (number("storm-ciara"), number("maintenance"));
        let day = 2_880; // Cells of 30 s.
        let activations = [
            // Over midnight of the second day, throttling in the third alone.
            activation(2 * day - 60, 2 * day + 60, &[2 * day + 1], &[storm]),
            // After maintenance, and on the same day of a storm with maintenance; then nobody.
            activation(5 * day, 5 * day + 9, &[5 * day + 1], &[night]),
            activation(5 * day + 20, 5 * day + 29, &[5 * day + 21], &[storm, night]),
            activation(7 * day, 7 * day + 1, &[], &[]),
            // A restart on the day of a storm.
            activation(2 * day + 100, 2 * day + 120, &[2 * day + 100], &[night]),
        ];
        let days = active_days(&scenario, &activations);
        let told: Vec<(u64, bool, bool)> =
            days.iter().map(|d| (d.cell / day, d.throttled, d.of_maintenance())).collect();
        assert_eq!(told, [(1, false, false), (2, true, false), (5, true, true), (7, false, false)]);
    }
}
