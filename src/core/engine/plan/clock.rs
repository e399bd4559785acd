//! Cells, windows and half-hours of a run (T1).

use crate::domain::Span;
use crate::scenario::Calendar;

/// The run's time, in cells.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    /// Length of a cell.
    pub cell: Span,
    /// Cells in a window.
    pub per_window: u64,
    /// Cells in a half-hour.
    pub per_block: u64,
    /// Windows in a half-hour.
    pub windows: u64,
    /// Cell after the run's last.
    pub end: u64,
}

impl Clock {
    pub fn new(calendar: &Calendar) -> Self {
        Self {
            cell: calendar.cell(),
            per_window: calendar.cells_per_window() as u64,
            per_block: calendar.cells_per_block() as u64,
            windows: calendar.windows_per_block() as u64,
            end: calendar.cells(),
        }
    }

    /// First cell of half-hour `block`, and the one after its last.
    pub fn cells(&self, block: usize) -> (u64, u64) {
        (block as u64 * self.per_block, (block as u64 + 1) * self.per_block)
    }

    /// First and last cell of the window after that of `cell`.
    pub fn next_window(&self, cell: u64) -> (u64, u64) {
        let from = (cell / self.per_window + 1) * self.per_window;
        (from, from + self.per_window - 1)
    }

    /// `span` in cells, rounded up, at least one.
    pub fn at_least_one(&self, span: Span) -> u64 {
        span.cells_up(self.cell).max(1)
    }
}
