//! M9, as Users see it: what waits in their buffers, and the copies among it (U2).

use super::Users;
use super::copies::Where;
use crate::engine::attempt::Attempt;
use crate::engine::book::DayBook;

impl Users<'_> {
    /// Attempts were quarantined in `cell`: their User waits for the copy that it has, or that is the end.
    pub fn quarantine(&mut self, cell: u64, a: &Attempt, book: &mut DayBook<'_>) {
        match a.tag.group() {
            Some(group) => self.copies.put(group, Where::Stopped, a.attempt, a.count),
            None => self.abort(cell, cell, a, book),
        }
    }

    /// Attempts were admitted in `cell`.
    #[inline]
    pub fn note_admitted(&mut self, cell: u64, a: &Attempt) {
        if let Some(group) = a.tag.group() {
            self.copies.put(group, Where::Admitted(cell), a.attempt, a.count);
        }
    }

    /// Attempts went into a buffer in `cell`.
    pub fn enter_buffer(&mut self, cell: u64, a: &Attempt) {
        if let Some(group) = a.tag.group() {
            self.copies.put(group, Where::Buffered(cell), a.attempt, a.count);
        }
    }

    /// Attempts are no longer in the buffer that they entered in cell `at`.
    pub fn come_out(&mut self, at: u64, a: &Attempt) {
        if let Some(group) = a.tag.group() {
            let left = self.copies.take(group, Where::Buffered(at), a.attempt);
            self.copies.put(group, Where::Buffered(at), a.attempt, left - a.count);
        }
    }

    /// They leave it unserved in `cell`.
    pub fn leave_buffer(&mut self, cell: u64, at: u64, a: Attempt, book: &mut DayBook<'_>) {
        self.come_out(at, &a);
        match a.tag.group() {
            Some(group) => self.copies.put(group, Where::Stopped, a.attempt, a.count),
            None => self.give_up(cell, a, book),
        }
    }
}
