//! A scenario says what is asked; traffic is what arrives; the mechanism decides; the engine lets it
//! happen; the ledger keeps what was seen; evidence shows it; the report says it.

pub mod cli;
pub mod domain;
pub mod engine;
pub mod evidence;
pub mod experiment;
pub mod ledger;
pub mod mechanism;
pub mod random;
pub mod report;
pub mod scenario;
pub mod traffic;
