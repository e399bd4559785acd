//! What the ledger holds of storms and processes, as evidence shows it: in figures, JSON, tables, sentences
//! and charts. The ledgers are made by hand, so that every number can be worked out beside the test.

mod answers;
mod charts;
pub mod made;
mod rows;
