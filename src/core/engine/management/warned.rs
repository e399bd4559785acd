//! M8: early warning.

use super::window::OpenWindow;
use crate::domain::{NANO, Nano};
use crate::engine::book::DayBook;
use crate::engine::plan::Plan;
use crate::ledger::Warning;

/// Until when each User is warned.
#[derive(Clone, Debug, Default)]
pub struct Warned {
    until: Vec<u64>,
    last: u64,
}

impl Warned {
    pub fn new(plan: &Plan) -> Self {
        let users = if !plan.warns { 0 } else { plan.scenario.users.len() };
        Self { until: vec![0; users], last: 0 }
    }

    /// Whether anybody is warned in `cell` or after it.
    pub fn any(&self, cell: u64) -> bool {
        self.last > cell
    }

    /// Whether `user` is warned in `cell`.
    pub fn is_warned(&self, user: usize, cell: u64) -> bool {
        self.last > cell && self.until[user] > cell
    }

    /// `window` has ended: Users to whom something was refused know whether they were warned of it, and those
    /// who use much of their allocation in a busy one are warned.
    pub fn warn(&mut self, plan: &Plan, window: &OpenWindow, book: &mut DayBook<'_>) {
        let Some(warning) = plan.scenario.mechanism.early_warning.as_ref() else {
            return;
        };
        let refused = |user: usize| window.throttled[user] + window.rejected[user] > 0;
        book.warned_before(window.cell, refused);
        let busy = warning.warn_load.of(window.threshold);
        if !plan.warns || Nano::from(window.load) * NANO <= busy {
            return;
        }
        let end = window.cell + plan.clock.per_window;
        let until = end + warning.warn_for.cells_up(plan.clock.cell);
        let used = window.used.iter().zip(&window.quota);
        for (user, (warned, (used, quota))) in self.until.iter_mut().zip(used).enumerate() {
            if Nano::from(*used) * NANO <= warning.warn_at.of(Nano::from(*quota) * NANO) {
                continue;
            }
            let goes_on = *warned >= end;
            (*warned, self.last) = (until, until);
            let refused = refused(user).then_some(end);
            book.warn(Warning { user, from: end, until, refused }, goes_on);
        }
    }
}
