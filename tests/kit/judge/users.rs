//! What Users do: retries after refusals (U1, M7), resubmissions (U2), and putting off what can wait
//! (M8).

use super::World;
use super::request::{Copy, End, Id};
use headroom_core::domain::{NANO, Nano, Signal};
use headroom_core::scenario::TimeOut;
use headroom_core::traffic::Cohort;
use rand::RngExt;

/// Why an attempt came to nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    Throttled,
    Capped,
    Rejected,
    Unavailable,
}

impl World<'_> {
    /// An attempt is answered 503.
    pub fn refuse(&mut self, id: Id, cell: u64, why: Refusal) {
        let Cohort { user, .. } = *self.cohort(id);
        let standing = self.requests[id].standing;
        let (counts, harm) = self.counts_and_harm(id);
        let (counted, by_standing) = match why {
            Refusal::Throttled => (&mut counts.throttled, &mut harm.throttled),
            Refusal::Capped => (&mut counts.capped, &mut harm.capped),
            Refusal::Rejected => (&mut counts.rejected, &mut harm.rejected),
            Refusal::Unavailable => (&mut counts.unavailable, &mut harm.unavailable),
        };
        *counted += 1;
        by_standing[standing] += 1;
        if why != Refusal::Unavailable {
            self.answered(id).refused.insert(cell);
        }
        match why {
            Refusal::Throttled => {
                self.half_hour(cell).throttled += 1;
                self.user_row(cell, user).throttled += 1;
                self.window.throttled[user] += 1;
                self.window.prioritised_throttled += u64::from(self.is_prioritised(id));
            }
            Refusal::Capped => {
                self.half_hour(cell).capped += 1;
                self.user_row(cell, user).capped += 1;
            }
            Refusal::Rejected => {
                self.half_hour(cell).rejected += 1;
                self.user_row(cell, user).rejected += 1;
                self.window.rejected[user] += 1;
            }
            Refusal::Unavailable => {
                self.half_hour(cell).unavailable += 1;
                self.user_row(cell, user).unavailable += 1;
            }
        }
        let first = self.requests[id].attempts == 1;
        let counted = matches!(why, Refusal::Throttled | Refusal::Rejected);
        self.window.first_refused[user] += u64::from(first && counted);
        self.note_refused_step(id);
        self.touch(id);
        match self.next_attempt(id, cell, Some(why)) {
            Some(again) => {
                self.window.latest[user] = self.window.latest[user].max(again + 1);
                self.come_in(id, again);
            }
            // U2: while a copy waits the request is not abandoned; it just is not sent again.
            None if self.waits_inside(id) => {}
            None => match self.resend(id, cell) {
                // It counts as the second.
                Some(again) => {
                    self.requests[id].attempts = 1;
                    self.come_in(id, again);
                }
                None => self.end(id, cell, End::Abandoned),
            },
        }
    }

    /// F6: a first submission is admitted at its first attempt, prioritised ones as in M5.
    pub fn note_first_admitted(&mut self, id: Id) {
        let user = self.cohort(id).user;
        let first = self.requests[id].attempts == 1 && self.counts_as_first(id);
        self.window.first_admitted[user] += u64::from(first);
    }

    /// Whether it counts as its User's first submission (C3): what a maintenance put off is left aside.
    pub fn counts_as_first(&self, id: Id) -> bool {
        self.uses_allocation(id) && !self.cohort(id).displaced
    }

    /// U1: the cell of the attempt after one that failed in `cell`, if there is one.
    pub fn next_attempt(&mut self, id: Id, cell: u64, why: Option<Refusal>) -> Option<u64> {
        let policy = self.policy(id);
        let made = self.requests[id].attempts;
        if made >= policy.attempts {
            return None;
        }
        let mechanism = &self.scenario.mechanism;
        let told = why == Some(Refusal::Throttled) && mechanism.signal == Signal::Distinct;
        let (from, to) = if told && mechanism.retry_after {
            // M7: over the cells of the next window.
            let cells = self.scenario.calendar.cells_per_window() as u64;
            let next = self.window.first_cell + cells;
            (next, next + cells - 1)
        } else {
            let backoff = policy.on_throttled.filter(|_| told).unwrap_or(policy.backoff());
            let length = self.scenario.calendar.cell().ms() as f64;
            let delay = backoff.first.ms() as f64 * libm::pow(backoff.factor, f64::from(made - 1));
            let delay = backoff.cap.map_or(delay, |cap| delay.min(cap.ms() as f64));
            let jitter = backoff.jitter.get() * delay;
            // To the nearest cell, halves up (the millionth is for products that miss a half), at
            // least one.
            let cells = |ms: f64| ((ms / length + 0.5 + 1e-6).floor() as u64).max(1);
            (cell + cells(delay - jitter), cell + cells(delay + jitter))
        };
        let again = self.rng.random_range(from..=to);
        self.deadline(id).is_none_or(|deadline| again <= deadline).then_some(again)
    }

    /// U2: from the cell in which a copy is admitted its time-out runs.
    pub fn await_answer(&mut self, copy: Copy, cell: u64) {
        if self.requests[copy.request].by_dsp {
            return;
        }
        if let Some(cells) = self.time_out(copy.request) {
            let place = self.place(cell + cells);
            self.waiting[place].push(copy);
        }
    }

    /// Cells after which a copy in the backlog is resubmitted.
    fn time_out(&self, id: Id) -> Option<u64> {
        let target = self.scenario.srvs[self.cohort(id).srv].target_on_demand;
        let cells = |out: TimeOut| out.of(target).cells_up(self.scenario.calendar.cell()).max(1);
        self.policy(id).response_timeout.map(cells)
    }

    /// U2: what is still in the backlog at its time-out comes again in this cell.
    pub fn resubmit(&mut self, cell: u64) {
        for copy in std::mem::take(&mut self.waiting[cell as usize]) {
            let id = copy.request;
            let request = &self.requests[id];
            let is_latest = request.turn == copy.turn && request.copies == copy.number;
            // What the DSP holds until due is not resubmitted.
            let may = self.cohort(id).due.is_none()
                && request.attempts < self.policy(id).attempts
                && self.deadline(id).is_none_or(|deadline| cell <= deadline);
            if is_latest && may {
                self.touch(id);
                self.come_in(id, cell);
            }
        }
    }

    /// M8: whether a request of a warned User is put off, and if so to when.
    pub fn put_off(&mut self, id: Id, cell: u64) -> bool {
        let Cohort { user, stream: Some(stream), .. } = *self.cohort(id) else { return false };
        let Some(warning) = &self.scenario.mechanism.early_warning else { return false };
        let request = &self.requests[id];
        if request.attempts > 0 || request.second || request.put_off {
            return false;
        }
        let heed = warning.heed.iter().find(|h| h.users[user] && h.of[stream]);
        let share = heed.map_or(0.0, |h| h.says.get());
        if self.warned_until[user] <= cell || self.rng.random::<f64>() >= share {
            return false;
        }
        let later = cell + warning.defer_by.cells_up(self.scenario.calendar.cell());
        (self.requests[id].first, self.requests[id].put_off) = (later, true);
        self.come_in(id, later);
        true
    }

    /// M8: at a window's end, before cell `end`.
    pub fn warn(&mut self, end: u64) {
        let mechanism = &self.scenario.mechanism;
        let (Some(warning), true) = (&mechanism.early_warning, mechanism.enabled) else { return };
        let w = &self.window;
        if Nano::from(w.load) * NANO <= warning.warn_load.of(w.threshold) {
            return;
        }
        let until = end + warning.warn_for.cells_up(self.scenario.calendar.cell());
        for user in 0..w.quota.len() {
            let quota = Nano::from(w.quota[user]) * NANO;
            if Nano::from(w.used[user]) * NANO > warning.warn_at.of(quota) {
                self.warned_until[user] = until;
            }
        }
    }
}
