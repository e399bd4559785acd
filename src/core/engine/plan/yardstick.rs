//! C2: by what a User's demand is measured, whatever the setting.
//!
//! The yardstick is a(u) without carry at full capacity of one scenario, the study's as it stands, with its window and hold, so
//! that no setting chooses its own victims.

use super::Plan;
use super::service::{Closed, Service};
use super::shares::{allocations, pool};
use crate::domain::NANO;
use crate::scenario::{Fault, Month, Scenario};
use std::sync::Arc;

/// By what the demand of each User is measured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Yardstick {
    /// Cells of a window.
    pub window: u64,
    /// Windows whose demand is looked at together.
    pub hold: u64,
    /// For each User the most that it may ask for in so many windows and be within: the greater of 2 requests and 1.05
    /// times a(u) over their time, in whole requests, rounded down.
    pub most: Vec<u64>,
    /// Cells in which the scenario's own events leave no service.
    pub closed: Vec<Closed>,
}

impl Yardstick {
    /// That of `scenario`, by its own rules.
    pub(super) fn new(scenario: &Scenario) -> Result<Self, Fault> {
        let calendar = &scenario.calendar;
        let hold = u64::from(scenario.mechanism.hold).max(1);
        let weights = scenario.mechanism.allocation.weights;
        let of_window = pool(scenario).over(calendar.window());
        let (allocation, _) = allocations(scenario, weights, of_window)?;
        let most = |a: &i128| ((a * i128::from(hold) * 105 / (100 * NANO)) as u64).max(2);
        Ok(Self {
            window: calendar.cells_per_window() as u64,
            hold,
            most: allocation.iter().map(most).collect(),
            closed: Service::new(scenario).closed().to_vec(),
        })
    }

    /// Whether the scenario's own events leave no service in `cell`.
    pub fn is_closed(&self, cell: u64) -> bool {
        self.closed.iter().any(|(from, to)| (*from..*to).contains(&cell))
    }

    /// Whether they leave none in some of the cells `from..to`.
    pub fn closes(&self, from: u64, to: u64) -> bool {
        self.closed.iter().any(|c| c.0 < to && c.1 > from)
    }
}

impl Plan {
    /// The same, the standing of whose requests is measured by the rules and the capacity of `stands` (C2): by the study's
    /// scenario as it stands. It is its own where the other has other Users; window and hold are its own where its cells do not
    /// go into the other's window.
    ///
    /// # Errors
    /// Allocations that cannot be worked out (M1).
    pub fn measured_by(self, stands: &Arc<Scenario>) -> Result<Self, Fault> {
        let scenario = &self.scenario;
        let users = |s: &Scenario| s.users.iter().map(|u| u.id.clone()).collect::<Vec<_>>();
        if users(scenario) != users(stands) {
            return Ok(self);
        }
        let ours = &scenario.mechanism;
        let mut theirs = stands.mechanism.clone();
        let mut window = stands.calendar.window();
        if !window.is_multiple_of(scenario.calendar.cell()) {
            (window, theirs.hold) = (scenario.calendar.window(), ours.hold);
        }
        let alike = ours.allocation == theirs.allocation
            && (ours.operating_threshold, ours.hold) == (theirs.operating_threshold, theirs.hold)
            && scenario.calendar.window() == window
            && scenario.gateway.max_capacity == stands.gateway.max_capacity;
        if alike {
            return Ok(self);
        }
        let month = Month::of(scenario.calendar.date(0));
        let grown = stands.growth.as_ref().and_then(|g| g.capacity_in(month));
        let mut measured = (**scenario).clone();
        measured.mechanism = theirs;
        measured.gateway.max_capacity = grown.unwrap_or(stands.gateway.max_capacity);
        measured.calendar = measured.calendar.with_window(window);
        let yardstick = Yardstick::new(&measured)?;
        let own = yardstick == *self.yardstick;
        let inputs = match own {
            true => self.inputs,
            false => {
                let text = format!("{} measured by {yardstick:?}", self.inputs);
                blake3::hash(text.as_bytes()).to_hex().to_string()
            }
        };
        let yardstick = if own { self.yardstick } else { Arc::new(yardstick) };
        Ok(Self { yardstick, inputs, stands: Some(Arc::clone(stands)), ..self })
    }
}
