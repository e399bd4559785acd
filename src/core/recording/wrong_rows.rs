//! What is wrong with the rows of a log: told together, so that nobody mends one row after the other.
//!
//! Scope: a few rows of each kind of fault, and how many more there are. Left out: faults of a whole file, the first of which ends its reading.
//! Checked by: `tests/rules/recordings.rs`.

use super::Wrong;

/// Most rows that are told, and most of those of which the same is expected in the same column.
const MOST: usize = 20;
const MOST_ALIKE: usize = 5;
/// So many more are not a slip, and a long log is not read to its end for them.
const MOST_COUNTED: u64 = 10_000;

/// What is wrong with rows so far.
#[derive(Debug, Default)]
pub struct WrongRows {
    told: Vec<Wrong>,
    more: u64,
}

impl WrongRows {
    /// Notes what is wrong with a row, which `place` says where to find if it is told.
    pub fn note(&mut self, wrong: Wrong, place: impl FnOnce(Wrong) -> Wrong) {
        let alike =
            |known: &&Wrong| (&known.column, &known.expected) == (&wrong.column, &wrong.expected);
        if self.told.len() < MOST && self.told.iter().filter(alike).count() < MOST_ALIKE {
            self.told.push(place(wrong));
        } else {
            self.more += 1;
        }
    }

    /// Whether no more have to be looked for.
    pub fn is_enough(&self) -> bool {
        self.more >= MOST_COUNTED
    }

    /// Nothing, or all of it.
    pub fn end(mut self) -> Result<(), Wrong> {
        if self.more > 0 {
            let least = if self.is_enough() { "at least " } else { "" };
            let found = format!("{least}{} more rows that are wrong", self.more);
            self.told.push(Wrong::of_file(found, "none"));
        }
        let link =
            |next: Option<Wrong>, wrong: Wrong| Some(Wrong { next: next.map(Box::new), ..wrong });
        self.told.into_iter().rev().fold(None, link).map_or(Ok(()), Err)
    }
}
