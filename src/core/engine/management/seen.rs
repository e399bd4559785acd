//! What a window showed: fairness (C2, C3), and what it was to a User that is watched.

use super::Management;
use crate::engine::book::DayBook;
use crate::ledger::{WatchRow, Window as Seen};

impl Management<'_> {
    /// What C3 says of the window, in which the mechanism `acted` or did not.
    pub(super) fn judge(&self, acted: bool, book: &mut DayBook<'_>) {
        let window = &self.window;
        let hold = self.plan.scenario.mechanism.hold;
        // Only who was throttled is asked for what was before.
        let within_before = if acted { self.past.within(window.index, hold) } else { Vec::new() };
        let seen = Seen {
            cell: window.cell,
            active: window.active,
            quota: &window.quota,
            first: &window.first,
            admitted: &window.admitted,
            throttled: &window.throttled,
            rejected: &window.rejected,
            prioritised_throttled: window.prioritised_throttled,
            within_before: &within_before,
        };
        book.judge(&seen);
    }

    /// What the window was to `user`.
    pub(super) fn seen_of(&self, user: usize) -> WatchRow {
        let (window, allocation) = (&self.window, self.part(user));
        let (quota, active) = (window.quota[user], self.throttles());
        WatchRow {
            load: window.load,
            threshold: window.threshold,
            service: window.service,
            allocation,
            quota,
            carried: if active { self.quotas.carried_in(user, quota, allocation) } else { 0 },
            limit: active.then(|| window.limits.over_window(user)),
            used: window.used[user],
            total: window.total,
            ..WatchRow::default()
        }
    }
}
