//! What a cell's attempts were answered, for how long a pair is refused (C2).

use super::Entrance;
use super::arrivals::Sent;
use crate::engine::book::DayBook;

impl Entrance<'_> {
    /// What was admitted of `run`, and what answered 503; of a User to whom nothing is refused, and of whom no pair waits to be
    /// accepted again, nothing needs to be told.
    pub(super) fn note_answers(&self, run: &Sent, book: &mut DayBook<'_>) {
        if !run.told && !book.awaits_any_of(run.user) {
            return;
        }
        for item in self.arrivals.items(run) {
            let refused = item.capped + item.throttled() + item.through - item.admitted;
            book.answer(self.cell, item.attempt.of(), item.admitted, refused);
        }
        for f in
            run.plain.filter(|_| !run.told).map_or(&[][..], |p| self.here.of_user(self.cell, p))
        {
            book.answer(self.cell, f.cohort as usize, f.count, 0);
        }
    }
}
