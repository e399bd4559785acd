//! What becomes of requests after the gateway: the backlog, answers, retries and ends.

use super::{Became, DayBook};
use crate::engine::attempt::{Attempt, Joined, StandsFor};
use crate::engine::plan::Hot;

impl DayBook<'_> {
    /// What was admitted is in the backlog (G5).
    #[inline]
    pub fn wait(&mut self, joined: &Joined) {
        *self.place_of(joined) += joined.what.count;
    }

    /// It has left it.
    #[inline]
    pub fn leave(&mut self, joined: &Joined) {
        *self.place_of(joined) -= joined.what.count;
    }

    /// Plain requests, taken as served, are in the backlog instead.
    pub fn wait_after_all(&mut self, joined: &Joined) {
        let counts = self.counts(joined.what.of());
        counts.processed -= joined.what.count;
        counts.served -= joined.what.count;
        self.wait(joined);
    }

    fn place_of(&mut self, joined: &Joined) -> &mut u64 {
        let open = self.open(joined.what.of());
        match joined.role {
            StandsFor::Request => &mut open.backlog,
            StandsFor::Held => &mut open.backlog_earlier,
            StandsFor::Copy => &mut open.backlog_copies,
        }
    }

    /// The DSP has accepted requests that it holds until due (T2).
    pub fn hold(&mut self, cohort: usize, n: u64) {
        self.open(cohort).held += n;
    }

    /// An earlier submission than the last is processed.
    pub fn process_earlier(&mut self, cohort: usize, n: u64) {
        let counts = self.counts(cohort);
        counts.processed += n;
        counts.earlier_submissions += n;
    }

    /// A further copy of what was decided is processed (U2).
    pub fn process_duplicate(&mut self, cohort: usize, n: u64) {
        let counts = self.counts(cohort);
        counts.processed += n;
        counts.duplicates += n;
    }

    /// The first of two submissions is processed, and the signed second is to follow (T6).
    pub fn sign(&mut self, cohort: usize, n: u64) {
        self.process_earlier(cohort, n);
        self.open(cohort).pending += n;
    }

    /// A signed second submission follows at once, and is begun with it (T6).
    pub fn begin_second(&mut self, cohort: usize, n: u64) {
        self.counts(cohort).submissions += n;
    }

    /// Last submissions of a cohort that is `hot` are processed, and answered in cell `at` (G9); of a process that is a step (T7).
    #[inline(always)]
    pub fn serve(&mut self, at: u64, a: &Attempt, hot: &Hot) {
        let counts = &mut self.ledger.pairs[hot.pair()];
        counts.processed += a.count;
        counts.served += a.count;
        self.became(at, a, Became::Served);
        if hot.step.is_some() {
            self.serve_step(a);
        }
    }

    fn serve_step(&mut self, a: &Attempt) {
        if let Some(here) = self.plan.traffic.cohorts[a.of()].step {
            let step = &mut self.ledger.steps[here.step];
            step.served += a.count;
            step.first_time += if a.past.step() { 0 } else { a.count };
            if self.plan.traffic.cohorts[a.of()].then.is_none() {
                let run = &mut self.ledger.processes[here.run];
                *(if a.past.run() { &mut run.late } else { &mut run.first_time }) += a.count;
            }
        }
    }

    /// The same of what nobody watches, and no process waits for.
    #[inline]
    pub fn serve_at_once(&mut self, cohort: usize, n: u64) {
        let counts = self.counts(cohort);
        counts.processed += n;
        counts.served += n;
    }

    /// Last submissions are processed, but answered, or timed out, after the run's end.
    pub fn leave_unanswered(&mut self, a: &Attempt) {
        self.counts(a.of()).processed += a.count;
        self.open(a.of()).unanswered += a.count;
    }

    /// Last submissions are processed, and at the time-out in cell `at` there is no answer: `ended` of them want none
    /// any more, the others are tried again (G9).
    pub fn time_out(&mut self, at: u64, a: &Attempt, ended: u64) {
        let again = a.count - ended;
        let counts = self.counts(a.of());
        counts.processed += a.count;
        counts.no_response += ended;
        counts.tried_again += again;
        self.open(a.of()).retrying += again;
        self.became(at, &a.times(again), Became::Again);
        self.became(at, &a.times(ended), Became::Ended);
    }

    /// Plain requests, taken as served, had devices without power; those that are `late` are no longer, since late is an
    /// answer (G9).
    pub fn not_served(&mut self, cohort: usize, n: u64, late: bool) {
        let counts = self.counts(cohort);
        counts.processed -= n;
        counts.served -= n;
        counts.late -= if late { n } else { 0 };
    }

    /// Refused requests are to be tried again (U1).
    #[inline]
    pub fn retry(&mut self, cohort: usize, n: u64) {
        self.open(cohort).retrying += n;
    }

    /// The User gives requests up in `cell` (U1).
    pub fn abandon(&mut self, cell: u64, a: &Attempt) {
        self.counts(a.of()).abandoned += a.count;
        self.harm(a).abandoned[a.past.standing()] += a.count;
        self.never_answered(a);
        self.became(cell, a, Became::GivenUp);
    }

    /// A newer round takes the place of the polls `a` in `cell` (G9).
    pub fn supersede(&mut self, cell: u64, a: &Attempt) {
        self.counts(a.of()).superseded += a.count;
        self.became(cell, a, Became::Superseded);
    }

    /// Runs of a process end with a step unserved; `again` of them are triggered again (T7).
    pub fn abort(&mut self, (run, step): (usize, usize), n: u64, again: u64) {
        self.ledger.steps[step].aborted += n;
        let run = &mut self.ledger.processes[run];
        run.aborted += n;
        run.retriggered += again;
    }

    /// That was longer than their target.
    pub fn late(&mut self, cohort: usize, n: u64) {
        self.counts(cohort).late += n;
    }
}
