//! C2, C3: a counterpart beside a scenario that acted: what it shows in the windows, and the moments, of that scenario.

use super::window::OpenWindow;
use crate::engine::plan::Plan;
use crate::ledger::{Acted, FairnessCounts};
use crate::mechanism::Quotas;

/// A scenario that a counterpart stands beside.
pub struct StandingBeside<'a> {
    scenario: &'a Plan,
    /// When it acted in the same replication, as far as that is known.
    pub acted: Acted,
    /// F6 in the windows in which it did.
    pub entitled: FairnessCounts,
    quotas: Quotas,
    nominal: Vec<u64>,
    /// The scenario's window, of which first submissions and quotas are kept.
    pub window: OpenWindow,
}

impl<'a> StandingBeside<'a> {
    /// Before the run's first cell.
    pub fn new(scenario: &'a Plan, acted: Acted) -> Self {
        let users = scenario.scenario.users.len();
        let quotas = Quotas::new(scenario.allocation.clone());
        let nominal = quotas.without_carry((1, 1));
        let (window, entitled) = (OpenWindow::new(users), FairnessCounts::new(users));
        Self { scenario, acted, entitled, quotas, nominal, window }
    }

    /// `cell` begins. The counterpart carries nothing over: its quotas are those of a window without carry (M1).
    pub fn begin_cell(&mut self, cell: u64) {
        let per_window = self.scenario.clock.per_window;
        if cell.is_multiple_of(per_window) {
            self.window.begin(cell / per_window, self.scenario);
            self.window.without_carry(&self.quotas, &self.nominal);
        }
    }

    /// `cell` is over; with it the scenario's window may be.
    pub fn end_cell(&mut self, cell: u64) {
        let (window, end) = (&self.window, cell + 1);
        let ends = end == window.cell + self.scenario.clock.per_window;
        if ends && self.acted.in_windows(window.cell, end) {
            self.entitled.entitle(&window.first, &window.first_admitted, &window.quota);
        }
    }
}
