//! What the ledger holds of storms, processes and messages to Users, as evidence shows it: in figures, JSON, tables, sentences
//! and charts. The ledgers are made by hand, so that every number can be worked out beside the test.

mod answers;
mod charts;
mod delays;
pub mod made;
mod message_charts;
mod messages;
mod northbound;
mod rows;
