//! What follows when the DSP has worked on a submission: the start of what it holds (T2), the signed
//! second submission (T6), and the answer (G9).

use super::World;
use super::request::{End, Id, Queued, Request};
use headroom_core::traffic::Cohort;
use rand::RngExt;

/// The answer to a request, or the time-out in its place.
#[derive(Clone, Copy, Debug)]
pub struct Answer {
    request: Id,
    /// The device had no power.
    dark: bool,
    /// It had power, and its communications were out.
    silent: bool,
    /// For a customer asked in a storm, which of its losses of supply was the latest.
    loss: Option<usize>,
}

impl World<'_> {
    /// T2: held by the DSP until due, or started in the next cell where that has passed.
    pub fn hold(&mut self, id: Id, cell: u64) {
        let due_times = &self.traffic.dues[self.cohort(id).due.expect("only such are held")];
        let Request { cohort, first, rank, .. } = self.requests[id];
        let start = match due_times.after(first) {
            Some(due) if due > cell => self.rng.random_range(due..due + due_times.spread),
            Some(_) => cell + 1,
            None => u64::MAX,
        };
        self.requests[id].held = true;
        let standing = self.standing_of_start(cohort, start);
        let started =
            Request { cohort, first: start, by_dsp: true, rank, standing, ..Request::default() };
        let place = self.place(start);
        self.starting[place].push(self.requests.len());
        self.requests.push(started);
    }

    /// A copy leaves the backlog. The first of its turn decides; others are duplicates (U2).
    pub fn process(&mut self, queued: Queued, cell: u64) {
        let copy = queued.copy;
        let id = copy.request;
        self.counts(id).processed += 1;
        if copy.turn != self.requests[id].turn {
            self.counts(id).duplicates += 1;
            return;
        }
        let request = &mut self.requests[id];
        (request.turn, request.copies) = (request.turn + 1, 0);
        // Retries still to come are withdrawn, and a copy in a buffer leaves it.
        request.next = None;
        if request.buffered {
            self.leave_buffer(id);
        }
        if self.requests[id].held {
            self.counts(id).earlier_submissions += 1;
            self.requests[id].over = true;
        } else if self.is_unsigned(id) {
            self.counts(id).earlier_submissions += 1;
            self.sign(id, cell);
        } else {
            let late = self.note_wait(&queued);
            self.answer(id, cell, late);
        }
    }

    /// T6: the second submission, whose attempts start again.
    fn sign(&mut self, id: Id, cell: u64) {
        let length = self.scenario.calendar.cell();
        let due = cell + self.scenario.signing_delay.cells_up(length).max(1);
        (self.requests[id].second, self.requests[id].attempts) = (true, 0);
        self.counts(id).submissions += u64::from(due < self.scenario.calendar.cells());
        self.come_in(id, due);
    }

    /// G9: the last submission has been worked on in `cell`.
    fn answer(&mut self, id: Id, cell: u64, late: bool) {
        let Cohort { user, srv, mode, .. } = *self.cohort(id);
        let length = self.scenario.calendar.cell();
        let dark = self.is_dark(id);
        let silent = !dark && self.is_silent(id);
        self.note_followed(id, dark || silent);
        let answer = Answer { request: id, dark, silent, loss: self.loss_of(id) };
        self.requests[id].unanswered = true;
        // Late is an answer.
        self.counts(id).late += u64::from(late && !dark && !silent);
        let cells = match dark || silent {
            true => self.scenario.response_timeout(user, srv).cells_up(length).max(1),
            false => self.scenario.srvs[srv].response(mode).cells_up(length),
        };
        if cells == 0 {
            self.hear(answer, cell);
        } else {
            let place = self.place(cell + cells);
            self.answers[place].push(answer);
        }
    }

    /// What is heard at the start of `cell`.
    pub fn hear_all(&mut self, cell: u64) {
        for answer in std::mem::take(&mut self.answers[cell as usize]) {
            self.hear(answer, cell);
        }
    }

    fn hear(&mut self, answer: Answer, cell: u64) {
        let id = answer.request;
        self.requests[id].unanswered = false;
        match answer.silent {
            true => self.presume_wrongly(id),
            false => self.learn(id, answer.dark, answer.loss, cell),
        }
        self.respond(id, cell);
        if !answer.dark && !answer.silent {
            self.end(id, cell, End::Served);
        } else if self.asks_for_supply(id) || self.requests[id].by_dsp {
            self.end(id, cell, End::NoResponse);
        } else if let Some(again) = self.next_attempt(id, cell, None) {
            // U1: as if the attempt had failed in this cell.
            self.counts(id).tried_again += 1;
            self.touch(id);
            self.come_in(id, again);
        } else {
            self.end(id, cell, End::NoResponse);
        }
    }

    /// Whether silence is what it asks about: a storm's poll, or an SRV that asks for the supply.
    pub(super) fn asks_for_supply(&self, id: Id) -> bool {
        self.requests[id].asked.is_some() || self.scenario.srvs[self.cohort(id).srv].supply_status
    }

    /// Whether a request's device has no power in the present cell.
    fn is_dark(&self, id: Id) -> bool {
        let Cohort { user, srv, .. } = *self.cohort(id);
        let request = &self.requests[id];
        self.scenario.srvs[srv].device
            && match request.asked {
                Some(asked) => self.is_off(asked),
                None => request.rank < self.dark_share(user),
            }
    }
}
