//! A scenario says what is asked; traffic is what arrives; the mechanism decides; the engine lets it
//! happen; the ledger keeps what was seen.
//!
//! Everything that computes, and nothing that shows: no table, no page, no command. What is shown of it is the
//! package `headroom`.

pub mod domain;
pub mod engine;
pub mod experiment;
pub mod fit;
pub mod ledger;
pub mod mechanism;
pub mod random;
pub mod recording;
pub mod scenario;
pub mod traffic;
