//! What a replication keeps besides its ledger: attempts of one that is written as a log, until they are taken, and response times of
//! one that is held against what was observed (T8).

use super::DayBook;
use super::waits::Followed;
use crate::domain::Mode;
use crate::engine::attempt::Attempt;
use crate::ledger::ResponseTimes;
use crate::recording::{Noted, Outcome};

/// What is kept besides the ledger.
#[derive(Default)]
pub struct Kept {
    /// Attempts of a replication that is written as a log.
    attempts: Vec<Noted>,
    /// How long requests took, by the half-hour in which they were first due and in it by User.
    times: Vec<ResponseTimes>,
}

impl DayBook<'_> {
    /// Notes that this became of `count` of the attempts `a` in `cell`.
    pub fn note(&mut self, cell: u64, a: &Attempt, outcome: Outcome, count: u64) {
        if count == 0 {
            return;
        }
        let cohort = &self.plan.traffic.cohorts[a.of()];
        self.noted.attempts.push(Noted {
            cell,
            user: cohort.user,
            srv: cohort.srv,
            mode: cohort.mode,
            second: cohort.second,
            attempt: a.attempt,
            first: a.first,
            outcome,
            count,
        });
    }

    /// What has been noted since it was last taken, in order; what nothing tells apart is together.
    pub fn take_noted(&mut self) -> Vec<Noted> {
        let mut noted = std::mem::take(&mut self.noted.attempts);
        noted.sort_unstable();
        noted.dedup_by(|next, kept| {
            let same = Noted { count: kept.count, ..*next } == *kept;
            kept.count += if same { next.count } else { 0 };
            same
        });
        noted
    }

    /// `n` requests that were sent to the gateway, and not held until due, waited `bin` tenths of a cell for their last submission to
    /// be processed.
    pub(super) fn time(&mut self, bin: u64, of: Followed, n: u64) {
        let plan = self.plan;
        let cohort = &plan.traffic.cohorts[of.cohort as usize];
        if cohort.mode == Mode::DccScheduled || cohort.due.is_some() {
            return;
        }
        let users = plan.scenario.users.len();
        let times = &mut self.noted.times;
        times.resize(plan.scenario.calendar.blocks().len() * users, ResponseTimes::default());
        let half_hour = (u64::from(of.first) / plan.clock.per_block) as usize;
        let tenths = bin + 10 * plan.cold(of.cohort as usize).response;
        let here = &mut times[half_hour * users + cohort.user];
        here.answered += n;
        here.tenths += n * tenths;
    }

    /// How long requests took, by the half-hour in which they were first due and in it by User.
    pub fn take_times(&mut self) -> Vec<ResponseTimes> {
        std::mem::take(&mut self.noted.times)
    }
}
