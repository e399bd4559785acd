//! The only place that counts. A verb is debit and credit in one, so that conservation (C1) cannot be half done.
//!
//! Scope: requests by (User, SRV) pair from their beginning to the gateway's answer (here), and from the backlog to their end
//! (`book/after.rs`), how long they took (`book/waits.rs`), what is told over time (`book/rows.rs`), a User that is watched
//! (`book/watch.rs`), what Users used in a month (`book/months.rs`), how long a pair is refused (`book/stretches.rs`), and the
//! parts of a course (`book/parts.rs`). Left out: whether it all adds up, which `audit.rs` counts
//! afresh. Source: `docs/rules.md`, C1 and C2. Checked by: the audit of every run.

mod after;
mod months;
mod noted;
mod parts;
mod rows;
mod stretches;
mod waits;
mod watch;

pub use waits::Whose;
pub use watch::Became;

use super::attempt::Attempt;
use super::plan::Plan;
use crate::ledger::{AddedDelay, ByStanding, Counts, Harm, Ledger, Open, Row, Runs, Step};
use crate::ledger::{UntilAccepted, UserRow};
use stretches::Stretches;

/// What a replication has counted.
pub(super) struct DayBook<'a> {
    plan: &'a Plan,
    ledger: Ledger,
    /// What happens in the window, or in the half-hour that is taken whole.
    row: Row,
    /// What happened in the half-hour's windows.
    whole: Row,
    /// Place of the first User's row of the half-hour.
    user_rows: usize,
    /// That half-hour.
    told: Option<months::HalfHourTold>,
    /// In the present cell, how much longer than the request itself those followed took that were processed, in tenths.
    in_cell: Vec<(waits::Followed, u64, u64)>,
    stretches: Stretches,
    /// How many attempts of the watched User are counted that are not made yet: they meet no service.
    ahead: i128,
    /// What is kept besides, where that is asked for.
    noted: noted::Kept,
    /// Of a run that others step with, what Users used in each half-hour.
    shared: Option<months::UsedSoFar>,
}

impl<'a> DayBook<'a> {
    /// Nothing counted.
    pub fn new(plan: &'a Plan, replication: u32) -> Self {
        let users = plan.scenario.users.len();
        let mut ledger = Ledger::new(replication, plan.traffic.pairs.len(), users);
        let followed = if plan.counts() { 0 } else { plan.traffic.pairs.len() };
        ledger.added = AddedDelay::new(plan.clock.cell, followed);
        ledger.until_accepted = vec![UntilAccepted::default(); followed];
        ledger.processes = vec![Runs::default(); plan.traffic.runs.len()];
        ledger.steps = vec![Step::default(); plan.traffic.steps.len()];
        // Rows that are not kept are filled again and again.
        ledger.users = vec![UserRow::default(); if plan.counts() { users } else { 0 }];
        Self {
            plan,
            ledger,
            row: Row::default(),
            whole: Row::default(),
            user_rows: 0,
            told: None,
            in_cell: Vec::new(),
            stretches: Stretches::new(plan),
            ahead: 0,
            noted: noted::Kept::default(),
            shared: None,
        }
    }

    /// What has been counted.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    #[inline]
    fn counts(&mut self, cohort: usize) -> &mut Counts {
        &mut self.ledger.pairs[self.plan.hot(cohort).pair()]
    }

    #[inline]
    fn open(&mut self, cohort: usize) -> &mut Open {
        &mut self.ledger.open[self.plan.hot(cohort).pair()]
    }

    #[inline]
    fn harm(&mut self, a: &Attempt) -> &mut Harm {
        &mut self.ledger.harm[self.plan.hot(a.of()).pair()]
    }

    fn user_row(&mut self, user: usize) -> &mut UserRow {
        &mut self.ledger.users[self.user_rows + user]
    }

    /// `n` requests of `cohort` begin with their first submission (T2, T7).
    pub fn begin(&mut self, cohort: usize, n: u64) {
        let counts = self.counts(cohort);
        counts.requests += n;
        counts.submissions += n;
        if let Some(here) = self.plan.traffic.cohorts[cohort].step {
            self.ledger.steps[here.step].begun += n;
            self.ledger.processes[here.run].begun += if here.is_first { n } else { 0 };
        }
    }

    /// Requests that follow from others, or that the run begins with, have a standing already (C2).
    pub fn tell_standing(&mut self, a: &Attempt) {
        if !self.plan.counts() {
            self.harm(a).requests[a.past.standing()] += a.count;
        }
    }

    /// Whose the requests are that begin (C2).
    pub fn tell_standings(&mut self, cohort: usize, by: ByStanding) {
        let harm = &mut self.ledger.harm[self.plan.hot(cohort).pair()];
        harm.requests = harm.requests + by;
    }

    /// Requests that the DSP has held since before the run count as begun with it (T2).
    pub fn begin_held(&mut self, cohort: usize, n: u64) {
        self.counts(cohort).requests += n;
        self.open(cohort).held += n;
        self.tell_standing(&Attempt::first(cohort, 0, n));
    }

    /// What follows begins: the second submission of its request (T6), a step (T7), or what was put off (M8).
    pub fn follow(&mut self, a: &Attempt) {
        let cohort = &self.plan.traffic.cohorts[a.of()];
        if cohort.second {
            self.counts(a.of()).submissions += a.count;
        } else if cohort.step.is_some() {
            self.tell_standing(a);
            return self.begin(a.of(), a.count);
        }
        self.open(a.of()).pending -= a.count;
    }

    /// Held requests fall due: the DSP would start them (T2).
    pub fn fall_due(&mut self, cohort: usize, n: u64) {
        self.open(cohort).held -= n;
        self.counts(cohort).submissions += n;
    }

    /// What the DSP would start waits for room or service.
    pub fn defer(&mut self, cohort: usize, n: u64) {
        self.open(cohort).deferred += n;
    }

    /// The DSP starts requests that waited for it: they join the backlog (G4).
    pub fn start(&mut self, cohort: usize, n: u64) {
        self.open(cohort).deferred -= n;
        self.start_at_once(cohort, n);
    }

    /// The DSP starts requests that waited for nothing.
    pub fn start_at_once(&mut self, cohort: usize, n: u64) {
        self.pass(cohort, n);
        self.row.started += n;
    }

    /// A retry comes to the gateway (U1).
    pub fn come_back(&mut self, a: &Attempt) {
        self.open(a.of()).retrying -= a.count;
    }

    /// Attempts that are not plain arrive at the gateway.
    #[inline]
    pub fn arrive(&mut self, a: &Attempt) {
        self.attempt(a.of(), a.count);
        self.row.retries += if a.attempt > 1 { a.count } else { 0 };
    }

    /// Attempts are made.
    pub fn attempt(&mut self, cohort: usize, n: u64) {
        self.counts(cohort).attempts += n;
    }

    /// Attempts are made, and admitted.
    pub fn pass(&mut self, cohort: usize, n: u64) {
        let counts = self.counts(cohort);
        counts.attempts += n;
        counts.admitted += n;
    }

    /// Plain fresh requests are admitted, processed and served, until something else becomes of them.
    pub fn take_plain(&mut self, cohort: usize, n: u64) {
        let counts = self.counts(cohort);
        counts.attempts += n;
        counts.admitted += n;
        counts.processed += n;
        counts.served += n;
    }

    /// Plain requests that were taken so are told apart: it is open again what becomes of their attempts.
    pub fn tell_plain(&mut self, cohort: usize, n: u64) {
        let counts = self.counts(cohort);
        counts.admitted -= n;
        counts.processed -= n;
        counts.served -= n;
    }

    /// A warned User puts fresh requests off (M8).
    pub fn put_off(&mut self, cohort: usize, n: u64) {
        self.open(cohort).pending += n;
    }

    /// Attempts meet no service (G1).
    pub fn meet_none(&mut self, a: &Attempt) {
        self.counts(a.of()).unavailable += a.count;
        self.harm(a).unavailable[a.past.standing()] += a.count;
        self.refuse_step(a.of(), a.count);
    }

    /// Attempts go beyond their threshold (G2); of requests of which no other copy is on its way that is the end.
    pub fn quarantine(&mut self, cell: u64, a: &Attempt) {
        self.counts(a.of()).quarantined += a.count;
        self.user_row(self.plan.hot(a.of()).user()).quarantined += a.count;
        self.row.quarantined += a.count;
        match a.tag.group() {
            Some(_) => self.counts(a.of()).quarantined_copies += a.count,
            None => {
                self.harm(a).quarantined[a.past.standing()] += a.count;
                self.never_answered(a);
                self.became(cell, a, Became::Ended);
            }
        }
    }

    /// Attempts go beyond their User's cap (G2).
    pub fn cap(&mut self, a: &Attempt) {
        self.counts(a.of()).capped += a.count;
        self.harm(a).capped[a.past.standing()] += a.count;
        self.user_row(self.plan.hot(a.of()).user()).capped += a.count;
        self.row.capped += a.count;
    }

    /// The gateway takes attempts (G4).
    #[inline]
    pub fn admit(&mut self, cohort: usize, n: u64) {
        self.counts(cohort).admitted += n;
    }

    /// Attempts are throttled (G3) or rejected (G4); with those `capped` before, they were refused.
    #[inline]
    pub fn refuse(&mut self, a: &Attempt, throttled: u64, rejected: u64, capped: u64) {
        let standing = a.past.standing();
        let harm = self.harm(a);
        harm.throttled[standing] += throttled;
        harm.rejected[standing] += rejected;
        let counts = self.counts(a.of());
        counts.throttled += throttled;
        counts.rejected += rejected;
        self.row.throttled += throttled;
        self.row.rejected += rejected;
        self.refuse_step(a.of(), throttled + rejected + capped);
    }

    fn refuse_step(&mut self, cohort: usize, n: u64) {
        if let Some(step) = self.plan.hot(cohort).step {
            self.ledger.steps[step as usize].refused += n;
        }
    }

    /// Attempts go into their User's buffer (M9).
    pub fn enter_buffer(&mut self, cell: u64, a: &Attempt) {
        self.became(cell, a, Became::Again);
        self.counts(a.of()).to_buffer += a.count;
        *self.buffered(a) += a.count;
        self.row.to_buffer += a.count;
    }

    /// They leave it unserved.
    pub fn leave_buffer(&mut self, a: &Attempt) {
        *self.buffered(a) -= a.count;
        self.counts(a.of()).left_buffer += a.count;
    }

    /// They are admitted from it in `cell`.
    pub fn admit_buffered(&mut self, cell: u64, a: &Attempt) {
        *self.buffered(a) -= a.count;
        self.counts(a.of()).from_buffer += a.count;
        self.admit(a.of(), a.count);
        self.answer(cell, a.of(), a.count, 0);
        self.row.admitted_other += a.count;
    }

    fn buffered(&mut self, a: &Attempt) -> &mut u64 {
        let open = self.open(a.of());
        match a.tag.group() {
            None => &mut open.buffered,
            Some(_) => &mut open.buffered_copies,
        }
    }
}
