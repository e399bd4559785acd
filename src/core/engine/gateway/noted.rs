//! What became of every attempt of a cell, for a replication that is written as a log (T8). It only looks.

use super::Entrance;
use crate::engine::attempt::Attempt;
use crate::engine::book::DayBook;
use crate::recording::Outcome;

impl Entrance<'_> {
    /// Notes what arrived in the cell, `served` or not, and what became of it.
    pub fn note_attempts(&self, served: bool, book: &mut DayBook<'_>) {
        for run in &self.arrivals.runs {
            for item in self.arrivals.items(run) {
                let mut note = |outcome, n| book.note(self.cell, &item.attempt, outcome, n);
                if !served {
                    note(Outcome::Unavailable, item.attempt.count);
                    continue;
                }
                note(Outcome::Admitted, item.admitted);
                note(Outcome::Throttled, item.throttled());
                note(Outcome::Rejected, item.through - item.admitted);
                note(Outcome::Capped, item.capped);
                note(Outcome::Quarantined, item.quarantined);
                note(Outcome::Buffered, item.buffered);
            }
            if let Some(place) = run.plain.filter(|_| !run.told) {
                for f in self.here.of_user(self.cell, place) {
                    let first = Attempt::first(f.cohort as usize, self.cell, f.count);
                    book.note(self.cell, &first, Outcome::Admitted, f.count);
                }
            }
        }
    }
}
