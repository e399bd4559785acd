//! What has been processed: second submissions (T6), answers and devices that do not answer (G9), and the
//! next steps of processes (T7).

use super::attempt::{Attempt, Joined, Role, Tag};
use super::run::Run;
use crate::domain::Mode;

impl Run<'_> {
    /// `joined` was processed in `cell`.
    pub(super) fn processed(&mut self, cell: u64, joined: &Joined) {
        let a = joined.what;
        match a.tag.group().filter(|_| joined.role == Role::Request) {
            None => self.processed_alike(cell, joined),
            Some(group) => {
                for what in self.decide(cell, &a, group) {
                    self.processed_alike(cell, &Joined { what, ..*joined });
                }
            }
        }
    }

    fn processed_alike(&mut self, cell: u64, joined: &Joined) {
        let a = joined.what;
        match joined.role {
            Role::Held => self.book.process_earlier(a.of(), a.count),
            Role::Copy => self.book.process_duplicate(a.of(), a.count),
            Role::Request if self.plan.hot(a.of()).signs => self.sign(cell, a),
            Role::Request => self.answer(cell, a, joined.late),
        }
    }

    /// T6: the signed second submission follows the first, which was processed in `cell`.
    fn sign(&mut self, cell: u64, a: Attempt) {
        let cohort = &self.plan.traffic.cohorts[a.of()];
        let then = cohort.then.expect("what signs has a second submission");
        self.book.sign(a.of(), a.count);
        let second = Attempt { cohort: then.cohort as u32, attempt: 1, tag: Tag::default(), ..a };
        self.follows.put(second, cell + then.delay);
    }

    /// G9: the last submissions of requests were processed in `cell`.
    fn answer(&mut self, cell: u64, a: Attempt, late: bool) {
        let dark = self.devices.in_the_dark(cell, &a, &mut self.answers);
        if a.count > dark {
            self.answered(cell, a.times(a.count - dark));
        }
        if dark > 0 {
            self.book.not_late(a.of(), if late { dark } else { 0 });
            self.timed_out(cell, a.times(dark));
        }
    }

    /// The plain requests `a` were taken as served in `cell`, and have devices without power.
    pub(super) fn take_back(&mut self, cell: u64, a: Attempt) {
        // No wait at all is late where the target is shorter than any.
        let late = self.plan.cold(a.of()).late_after < 0;
        self.book.not_served(a.of(), a.count, late);
        self.north.respond_not(cell, a.of(), a.count);
        self.timed_out(cell, a);
    }

    /// The answer to what was processed in `cell` comes, if the run lasts that long.
    pub(super) fn answered(&mut self, cell: u64, a: Attempt) {
        let plan = self.plan;
        let kind = &plan.hot(a.of());
        let at = cell + u64::from(kind.response);
        if at >= self.plan.clock.end {
            return self.book.leave_unanswered(&a);
        }
        self.book.serve(at, &a);
        self.north.respond(at, a.of(), a.count);
        let then = plan.traffic.cohorts[a.of()].then.filter(|_| kind.step.is_some());
        // The next step may not begin in this run.
        if let Some(then) = then.filter(|then| at + then.delay < self.plan.clock.end) {
            let next = Attempt::first(then.cohort, at + then.delay, a.count);
            self.follows.put(Attempt { past: a.past.next_step(), ..next }, at + then.delay);
        }
    }

    /// The devices of what was processed in `cell` have no power: at the time-out the User tries again (U1),
    /// or knows all it wanted to.
    pub(super) fn timed_out(&mut self, cell: u64, a: Attempt) {
        let plan = self.plan;
        let (cohort, manner) = (&plan.traffic.cohorts[a.of()], &plan.cold(a.of()));
        let (at, n) = (cell + manner.timeout, a.count);
        if at >= self.plan.clock.end {
            return self.book.leave_unanswered(&a);
        }
        self.north.respond(at, a.of(), n);
        let by_user = cohort.mode != Mode::DccScheduled && cohort.due.is_none();
        let delay = manner.delays.get(a.attempt as usize - 1).filter(|_| by_user);
        let ended = match delay.filter(|_| cohort.poll.is_none()) {
            None => n,
            Some((from, to)) => {
                let tag = self.devices.least_off(&a);
                let next = Attempt { tag, ..a.again() };
                let last = a.first_cell().saturating_add(manner.deadline);
                let draws = self.answers.of(cell);
                self.retries.spread(draws, next, at + from, at + to, last)
            }
        };
        self.book.time_out(at, &a, ended);
        self.abort(at, a.times(ended));
    }

    /// U1: the User gives requests up in `cell`.
    pub(super) fn give_up(&mut self, cell: u64, a: Attempt) {
        if a.count == 0 {
            return;
        }
        self.book.abandon(cell, &a);
        self.abort(cell, a);
    }

    /// T7: a step that ends unserved in `cell` aborts its run, and a new one may follow.
    pub(super) fn abort(&mut self, cell: u64, a: Attempt) {
        let plan = self.plan;
        if plan.hot(a.of()).step.is_none() || a.count == 0 {
            return;
        }
        let Some(here) = plan.traffic.cohorts[a.of()].step else {
            return;
        };
        let process = &plan.scenario.processes[plan.traffic.runs[here.run].0];
        let again = self.answers.of(cell).binomial(a.count, process.retrigger.get());
        self.book.abort((here.run, here.step), a.count, again);
        let at = cell + here.first.delay;
        if at < self.plan.clock.end && again > 0 {
            self.follows.put(Attempt::first(here.first.cohort, at, again), at);
        }
    }
}
