//! What a window showed: fairness (C2, C3), also of a counterpart, and what it was to a User that is watched.

use super::Management;
use super::beside::StandingBeside;
use super::tainted::StillToCome;
use crate::engine::book::DayBook;
use crate::engine::plan::Plan;
use crate::ledger::{Acted, FairnessCounts, WatchRow, Window as Seen};

impl<'a> Management<'a> {
    /// This is a counterpart of `scenario`, which `acted` then: F6 is told of then (C3).
    pub fn stand_beside(&mut self, scenario: &'a Plan, acted: Acted) {
        self.beside.push(StandingBeside::new(scenario, acted));
    }

    /// What is first due, lost or restored is told apart by when the one scenario acted that this stands beside (C2).
    pub fn take_its_moments(&mut self) {
        self.takes_moments = true;
    }

    /// The scenario at `place` among those that this stands beside has `acted` then, as far as is known.
    pub fn know_acted(&mut self, place: usize, acted: &Acted) {
        self.beside[place].acted.clone_from(acted);
    }

    /// F6 while each of them acted.
    pub fn take_entitled(&mut self) -> Vec<FairnessCounts> {
        self.beside.drain(..).map(|b| b.entitled).collect()
    }

    /// Whether something is told of the cells `from..to` because a scenario that this stands beside acted in them.
    pub fn is_asked_of(&self, from: u64, to: u64) -> bool {
        self.beside.iter().any(|b| b.acted.in_windows(from, to))
    }

    /// Whether of anybody something may still come that was refused while it had not kept within (C3).
    pub fn is_tainted(&self) -> bool {
        self.tainted.open.contains(&true)
    }

    /// `cell` begins. The result is whether the mechanism, or that of the scenario whose moments this takes, began it active.
    pub fn begin_cell(&mut self, cell: u64, book: &mut DayBook<'_>) -> bool {
        self.beside.iter_mut().for_each(|b| b.begin_cell(cell));
        if self.takes_moments {
            return self.beside.iter().any(|b| b.acted.began(cell));
        }
        let active = self.throttles();
        if active {
            book.begin_active(cell);
        }
        active
    }

    /// What C3 says of the window, in which the mechanism `acted` or did not.
    pub(super) fn judge(&mut self, acted: bool, left: &StillToCome<'_>, book: &mut DayBook<'_>) {
        let refused = |list: &[u64]| list.iter().any(|n| *n > 0);
        // Nobody asks where nothing was refused: half-hours taken whole need not be looked at for it.
        let asks = left.any() || refused(&self.window.throttled) || refused(&self.window.rejected);
        let kept = if asks { self.kept_within() } else { vec![true; self.window.quota.len()] };
        let (window, to) = (&self.window, self.window.cell + self.plan.clock.per_window);
        // A window without service is not judged; what it refused taints who passed its quota.
        let passed = |u: usize| window.first[u] > window.quota[u];
        let not_kept: Vec<bool> =
            (0..kept.len()).map(|u| if window.service { !kept[u] } else { passed(u) }).collect();
        self.tainted.end((window.cell, to), &not_kept, left);
        let seen = Seen {
            cell: window.cell,
            acted,
            service: window.service,
            quota: &window.quota,
            first: &window.first,
            first_admitted: &window.first_admitted,
            first_refused: &window.first_refused,
            throttled: &window.throttled,
            rejected: &window.rejected,
            prioritised_throttled: window.prioritised_throttled,
            kept: &kept,
        };
        book.judge(&seen);
    }

    /// C3: who has kept within: its first submissions in the window, and in the `hold` before it, passed no quota, and nothing
    /// was still to come that was refused while it had not.
    fn kept_within(&mut self) -> Vec<bool> {
        let window = &self.window;
        let hold = self.plan.scenario.mechanism.hold;
        self.past.know(self.plan, self.drawn, window.index, &self.nominal);
        let before = self.past.within(window.index, hold);
        let of =
            |u: usize| window.first[u] <= window.quota[u] && before[u] && !self.tainted.open[u];
        (0..before.len()).map(of).collect()
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
