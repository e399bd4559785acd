//! What a replication that is written as a log keeps of its attempts, until it is taken (T8).

use super::DayBook;
use crate::engine::attempt::Attempt;
use crate::recording::{Noted, Outcome};

impl DayBook<'_> {
    /// Notes that this became of `count` of the attempts `a` in `cell`.
    pub fn note(&mut self, cell: u64, a: &Attempt, outcome: Outcome, count: u64) {
        if count == 0 {
            return;
        }
        let cohort = &self.plan.traffic.cohorts[a.of()];
        self.noted.push(Noted {
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
        let mut noted = std::mem::take(&mut self.noted);
        noted.sort_unstable();
        noted.dedup_by(|next, kept| {
            let same = Noted { count: kept.count, ..*next } == *kept;
            kept.count += if same { next.count } else { 0 };
            same
        });
        noted
    }
}
