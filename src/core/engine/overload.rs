//! G8: lasting overload ends in an outage.

use super::run::Run;
use crate::domain::Nano;

/// How long the DSP has been overloaded, and when it comes back.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Overload {
    /// Cells running in which something did not fit.
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
}

impl Run<'_> {
    /// C × cell in `cell`, in nano-requests, of which an outage or a collapse takes its part.
    pub(super) fn capacity(&mut self, cell: u64) -> Nano {
        let capacity = self.plan.service.share(cell).of(self.plan.capacity);
        if capacity == 0 || cell < self.overload.until {
            self.overload.rest();
            return 0;
        }
        capacity
    }

    /// Something did not fit in `cell`, or everything did: an outage may follow.
    pub(super) fn note_overload(&mut self, cell: u64, overloaded: bool) {
        let Some(collapse) = self.plan.scenario.gateway.collapse else {
            return;
        };
        let length = self.plan.clock.cell;
        self.overload.cells = if overloaded { self.overload.cells + 1 } else { 0 };
        if self.overload.cells >= collapse.after.cells_up(length) {
            let until = cell + 1 + collapse.lasts.cells_up(length);
            self.overload = Overload { cells: 0, until };
        }
    }
}
