//! What is told over time: windows, half-hours and Users in them, activations, warnings, fairness.

use super::DayBook;
use super::months::HalfHourTold;
use crate::engine::attempt::Attempt;
use crate::ledger::{ActivationRecord, Ledger, Row, UserRow, Warning, Window as Seen};
use std::collections::BTreeSet;

impl DayBook<'_> {
    /// A half-hour begins with cell `from`.
    pub fn begin_half_hour(&mut self, from: u64) {
        self.end_half_hour();
        self.told = Some(HalfHourTold { from, active: false });
        self.begin_window(from);
        self.whole = self.row;
        if !self.plan.counts() {
            self.user_rows = self.ledger.users.len();
            let users = self.plan.scenario.users.len();
            self.ledger.users.resize(self.user_rows + users, UserRow::default());
        }
    }

    /// A window begins with `cell`.
    pub fn begin_window(&mut self, cell: u64) {
        self.row = Row { cell, ..Row::default() };
    }

    /// A cell has passed in which the mechanism was active or not.
    pub fn pass_cell(&mut self, active: bool) {
        self.row.cells += 1;
        self.row.active_cells += u64::from(active);
        self.ledger.active_cells += u64::from(active);
        self.in_cell.clear();
    }

    /// Messages to Users add so much to the window's load.
    pub fn load_messages(&mut self, load: u64) {
        self.row.messages += load;
    }

    /// The window ends with so many requests in the backlog and in buffers.
    pub fn end_window(&mut self, backlog: u64, buffered: u64) {
        (self.row.backlog, self.row.buffered) = (backlog, buffered);
        self.whole.follow(&self.row);
    }

    /// Its row is told.
    pub fn tell_window(&mut self) {
        if !self.plan.counts() {
            self.ledger.timeline.push(self.row);
        }
    }

    /// One row is told of all windows of the half-hour.
    pub fn tell_half_hour(&mut self) {
        self.row = self.whole;
        self.tell_window();
    }

    /// One row is told of a half-hour of so many `cells` that was taken whole.
    pub fn tell_whole(&mut self, cells: u64) {
        self.row.cells = cells;
        self.tell_window();
    }

    /// Retries are among the attempts of a half-hour that is taken whole.
    pub fn repeat(&mut self, n: u64) {
        self.row.retries += n;
    }

    /// So many cells have no service.
    pub fn pass_without_service(&mut self, cells: u64) {
        self.ledger.outage_cells += cells;
    }

    /// Attempts of `user` reach the gateway.
    pub fn send(&mut self, user: usize, n: u64) {
        self.user_row(user).attempts += n;
    }

    /// What was put off had been counted as arrived.
    pub fn not_sent(&mut self, cohort: usize, n: u64) {
        self.counts(cohort).attempts -= n;
        self.user_row(self.plan.hot(cohort).user()).attempts -= n;
    }

    /// They meet no service.
    pub fn meet_none_of(&mut self, user: usize, n: u64) {
        self.user_row(user).unavailable += n;
        self.row.unavailable += n;
    }

    /// The retries `a` of `user`, counted before, are made and meet no service.
    pub fn tell_unserved(&mut self, user: usize, a: &Attempt) {
        self.row.retries += a.count;
        self.send(user, a.count);
        self.meet_none_of(user, a.count);
        if self.plan.watched == Some(user) {
            self.ahead -= i128::from(a.count);
            self.watch_attempts(&[(a.attempt, a.count)], 0);
        }
    }

    /// So many requests are in the backlog when the half-hour ends that was taken whole.
    pub fn leave_in_backlog(&mut self, backlog: u64) {
        self.row.backlog = backlog;
    }

    /// Attempts were admitted in the window, some of them prioritised.
    pub fn take_in(&mut self, prioritised: u64, other: u64) {
        self.row.admitted_prioritised += prioritised;
        self.row.admitted_other += other;
    }

    /// A window held so much.
    pub fn note_load(&mut self, load: u64, cell: u64) {
        self.ledger.note_load(load, cell);
    }

    /// A window has ended: what C3 says of it.
    pub fn judge(&mut self, seen: &Seen<'_>) {
        self.ledger.fairness.judge(seen);
        for (user, (&throttled, &rejected)) in seen.throttled.iter().zip(seen.rejected).enumerate()
        {
            self.ledger.windows_throttled[user] += u64::from(throttled > 0);
            let row = self.user_row(user);
            row.throttled += throttled;
            row.rejected += rejected;
        }
    }

    /// The mechanism began `cell` active.
    pub fn begin_active(&mut self, cell: u64) {
        self.ledger.acted.note_cell(cell);
    }

    /// It was active in the window of the cells `from..to`.
    pub fn act(&mut self, from: u64, to: u64) {
        self.ledger.acted.note_window(from, to);
        self.told.iter_mut().for_each(|told| told.active = true);
    }

    /// Whether the window before was part of an activation that goes on.
    pub fn is_active(&self) -> bool {
        self.ledger.activations.last().is_some_and(|a| a.open)
    }

    /// An activation begins in `cell` of the window that began with cell `window`, brought about by events or by none.
    pub fn activate(&mut self, cell: u64, window: u64, causes: Vec<usize>) {
        self.ledger.fairness.f4.note(u64::from(causes.is_empty()), window);
        self.ledger.activations.push(ActivationRecord {
            from: cell,
            to: cell,
            open: true,
            peak_load: 0,
            throttled: 0,
            throttled_on: Vec::new(),
            users: BTreeSet::new(),
            causes,
        });
    }

    /// A window of an activation, of the cells `from..to`, ends with this load and these throttled of each User; it goes on
    /// or not.
    pub fn follow_activation(
        &mut self,
        (from, to): (u64, u64),
        open: bool,
        load: u64,
        throttled: &[u64],
    ) {
        let record = self.ledger.activations.last_mut().expect("begun when it became active");
        (record.to, record.open) = (to, open);
        record.peak_load = record.peak_load.max(load);
        let sum: u64 = throttled.iter().sum();
        if sum == 0 {
            return;
        }
        record.throttled += sum;
        record.users.extend((0..throttled.len()).filter(|u| throttled[*u] > 0));
        let calendar = &self.plan.scenario.calendar;
        if record.throttled_on.last().is_none_or(|last| calendar.day(*last) < calendar.day(from)) {
            record.throttled_on.push(from);
        }
    }

    /// Of Users to whom something was `refused` in the window of `cell` it is told that they were warned before (M8).
    pub fn warned_before(&mut self, cell: u64, refused: impl Fn(usize) -> bool) {
        for w in self.ledger.warnings.iter_mut().filter(|w| w.until > cell && refused(w.user)) {
            w.refused.get_or_insert(cell);
        }
    }

    /// `warning` is given, or goes on where the User is still warned.
    pub fn warn(&mut self, warning: Warning, goes_on: bool) {
        let known = self.ledger.warnings.iter_mut().rev().find(|w| w.user == warning.user);
        match known.filter(|_| goes_on) {
            Some(known) => known.until = warning.until,
            None => self.ledger.warnings.push(warning),
        }
    }

    /// The run has ended.
    pub fn close(mut self) -> Ledger {
        self.end_half_hour();
        self.end_stretches();
        if self.plan.counts() {
            self.ledger.users.clear();
        }
        self.ledger
    }
}
