//! The draws that several rooms make by turns in a cell.

use crate::random::{Draws, Keys, Purpose};

/// The draws that follow from what is processed or given up in a cell, in the order in which they are asked
/// for.
#[derive(Clone)]
pub struct CellDraws<'a> {
    keys: &'a Keys,
    /// In a cell it may be said what was processed in the one before, by turns with what is given up: each goes on where
    /// it was, or the same numbers would decide twice.
    known: [Option<(u64, Draws)>; 2],
}

impl<'a> CellDraws<'a> {
    /// None made yet.
    pub fn new(keys: &'a Keys) -> Self {
        Self { keys, known: [None, None] }
    }

    /// The stream of `cell`, of which one cell is asked for by turns with the next, and none longer ago.
    pub fn of(&mut self, cell: u64) -> &mut Draws {
        let place = (cell % 2) as usize;
        if self.known[place].as_ref().is_none_or(|(known, _)| *known != cell) {
            self.known[place] = Some((cell, self.keys.draws(Purpose::Answer, cell, 0)));
        }
        &mut self.known[place].as_mut().expect("just made").1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t5_a_cells_numbers_go_on_where_the_next_cells_are_drawn_between_them() {
        let keys = Keys::new(1, 0);
        let alone = |cell: u64| {
            let mut draws = CellDraws::new(&keys);
            (0..4).map(|_| draws.of(cell).unit()).collect::<Vec<f64>>()
        };
        let mut draws = CellDraws::new(&keys);
        let by_turns: Vec<[f64; 2]> =
            (0..4).map(|_| [7, 8].map(|cell| draws.of(cell).unit())).collect();
        for (place, cell) in [7, 8].into_iter().enumerate() {
            assert_eq!(by_turns.iter().map(|two| two[place]).collect::<Vec<f64>>(), alone(cell));
        }
    }
}
