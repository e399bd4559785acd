//! What a replication that is written as a log keeps of its attempts, until it is taken (T8).

use super::DayBook;
use crate::recording::Noted;

impl DayBook<'_> {
    /// Where attempts are noted.
    pub fn noted(&mut self) -> &mut Vec<Noted> {
        &mut self.noted
    }

    /// What has been noted since it was last taken.
    pub fn take_noted(&mut self) -> Vec<Noted> {
        std::mem::take(&mut self.noted)
    }
}
