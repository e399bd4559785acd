//! G8: lasting overload ends in an outage.

use crate::engine::plan::Plan;

/// How long the DSP has been overloaded, and when it comes back.
#[derive(Clone, Copy, Debug, Default)]
pub struct Overload {
    /// Cells running in which it was.
    cells: u64,
    /// First cell with service again, after a collapse.
    until: u64,
}

impl Overload {
    /// Whether no collapse is in force in `cell` or after it.
    pub fn is_over(&self, cell: u64) -> bool {
        self.until <= cell
    }

    /// The first cell with service again, where `cell` is in a collapse.
    pub fn until(&self, cell: u64) -> Option<u64> {
        Some(self.until).filter(|until| cell < *until)
    }

    /// Whether a collapse ends with `cell`.
    pub fn ends(&self, cell: u64) -> bool {
        self.until == cell
    }

    /// A cell has no service: what did not fit before has not lasted.
    pub fn rest(&mut self) {
        self.cells = 0;
    }

    /// The DSP was overloaded in `cell`, or was not: an outage may follow.
    pub fn note(&mut self, plan: &Plan, cell: u64, overloaded: bool) {
        let Some(collapse) = plan.scenario.gateway.collapse else {
            return;
        };
        let length = plan.clock.cell;
        self.cells = if overloaded { self.cells + 1 } else { 0 };
        if self.cells >= collapse.after.cells_up(length) {
            *self = Self { cells: 0, until: cell + 1 + collapse.lasts.cells_up(length) };
        }
    }
}
