//! C2, C3: a counterpart beside a scenario that acted: what it shows in the windows, and the moments, of that scenario.

use super::window::OpenWindow;
use crate::engine::book::DayBook;
use crate::engine::plan::Plan;
use crate::ledger::Acted;
use crate::mechanism::Quotas;

/// The scenario that a counterpart stands beside.
pub struct StandingBeside<'a> {
    scenario: &'a Plan,
    /// When it acted, in the same replication.
    pub acted: &'a Acted,
    quotas: Quotas,
    nominal: Vec<u64>,
    /// The scenario's window, of which first submissions and quotas are kept.
    pub window: OpenWindow,
}

impl<'a> StandingBeside<'a> {
    /// Before the run's first cell.
    pub fn new(scenario: &'a Plan, acted: &'a Acted) -> Self {
        let quotas = Quotas::new(scenario.allocation.clone());
        let nominal = quotas.without_carry((1, 1));
        let window = OpenWindow::new(scenario.scenario.users.len());
        Self { scenario, acted, quotas, nominal, window }
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
    pub fn end_cell(&self, cell: u64, book: &mut DayBook<'_>) {
        let (window, end) = (&self.window, cell + 1);
        let ends = end == window.cell + self.scenario.clock.per_window;
        if ends && self.acted.in_windows(window.cell, end) {
            book.entitle(&window.first, &window.first_admitted, &window.quota);
        }
    }
}
