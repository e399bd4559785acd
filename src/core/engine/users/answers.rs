//! What Users learn of requests that were processed (G9), and what follows from it (T6, T7).

use super::Users;
use super::coming::Upcoming;
use crate::engine::attempt::{Attempt, Tag};
use crate::engine::book::DayBook;
use crate::engine::plan::Plan;
use crate::random::Draws;

impl Users<'_> {
    /// T6: the signed second submission follows the first, which was processed in `cell`.
    pub fn sign(&mut self, cell: u64, a: Attempt, book: &mut DayBook<'_>) {
        let then = self.plan.traffic.cohorts[a.of()].then;
        let then = then.expect("what signs has a second submission");
        book.sign(a.of(), a.count);
        let second = Attempt { cohort: then.cohort as u32, attempt: 1, tag: Tag::default(), ..a };
        self.follows.put(second, cell + then.delay);
    }

    /// The answer to what was processed in `cell` comes, if the run lasts that long: in the cell that is the result.
    #[inline(always)]
    pub fn answered(&mut self, cell: u64, a: &Attempt, book: &mut DayBook<'_>) -> Option<u64> {
        let hot = self.plan.hot(a.of());
        let at = cell + u64::from(hot.response);
        if at >= self.plan.clock.end {
            book.leave_unanswered(a);
            return None;
        }
        book.serve(at, a, hot);
        if hot.step.is_some() {
            self.go_on(at, a);
        }
        Some(at)
    }

    /// T7: a step was answered in cell `at`, and the next follows, if it begins in this run.
    fn go_on(&mut self, at: u64, a: &Attempt) {
        let then = self.plan.traffic.cohorts[a.of()].then;
        if let Some(then) = then.filter(|then| at + then.delay < self.plan.clock.end) {
            let next = Attempt::first(then.cohort, at + then.delay, a.count);
            self.follows.put(Attempt { past: a.past.next_step(), ..next }, at + then.delay);
        }
    }

    /// The devices of what was processed in `cell` have no power, as `off` meters have none: at the time-out, in the
    /// cell that is the result, the User tries again (U1), or knows all it wanted to.
    pub fn timed_out(
        &mut self,
        cell: u64,
        a: Attempt,
        off: u64,
        book: &mut DayBook<'_>,
    ) -> Option<u64> {
        let at = cell + self.plan.cold(a.of()).timeout;
        if at >= self.plan.clock.end {
            book.leave_unanswered(&a);
            return None;
        }
        let ended = ask_again(self.plan, &mut self.retries, self.draws.of(cell), at, (a, off));
        book.time_out(at, &a, ended);
        if ended > 0 {
            self.abort(cell, at, &a.times(ended), book);
        }
        Some(at)
    }

    /// The same of what it is known beforehand: when it comes again is drawn, and how many end with the time-out.
    pub fn will_time_out(&mut self, draws: &mut Draws, cell: u64, a: Attempt, off: u64) -> u64 {
        let at = cell + self.plan.cold(a.of()).timeout;
        // After the run's end it is neither.
        if at >= self.plan.clock.end {
            return 0;
        }
        ask_again(self.plan, &mut self.retries, draws, at, (a, off))
    }
}

/// U1: the requests `a` time out in cell `at`, and are tried again unless silence is what was asked about; the result is how
/// many are not. While they were processed `off` meters had no power.
fn ask_again(
    plan: &Plan,
    retries: &mut Upcoming,
    draws: &mut Draws,
    at: u64,
    (a, off): (Attempt, u64),
) -> u64 {
    let hot = plan.hot(a.of());
    // Where silence is what they ask about it ends them, whoever sent them.
    if !hot.at_gateway || hot.held || hot.told {
        return a.count;
    }
    let cold = plan.cold(a.of());
    let Some((from, to)) = cold.delays.get(a.attempt as usize - 1) else {
        return a.count;
    };
    // What to remember: the fewest meters off when they were processed.
    let off = a.tag.least_off().map_or(off, |least| least.min(off));
    let next = Attempt { tag: Tag::not_answered(off), ..a.again() };
    let last = a.first_cell().saturating_add(cold.deadline);
    retries.spread(draws, next, at + from, at + to, last)
}
