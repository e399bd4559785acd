//! The draws that several rooms make by turns in a cell.

use crate::random::{Draws, Keys, Purpose};

/// The draws that follow from what is processed or given up in a cell, in the order in which they are asked
/// for.
pub struct CellDraws<'a> {
    keys: &'a Keys,
    last: Option<(u64, Draws)>,
}

impl<'a> CellDraws<'a> {
    /// None made yet.
    pub fn new(keys: &'a Keys) -> Self {
        Self { keys, last: None }
    }

    /// The stream of `cell`: from its beginning where another cell's was asked for last.
    pub fn of(&mut self, cell: u64) -> &mut Draws {
        if self.last.as_ref().is_none_or(|(known, _)| *known != cell) {
            self.last = Some((cell, self.keys.draws(Purpose::Answer, cell, 0)));
        }
        &mut self.last.as_mut().expect("just made").1
    }
}
