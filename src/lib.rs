//! A scenario says what is asked; traffic is what arrives; the mechanism decides; the engine lets it
//! happen; the ledger keeps what was seen; evidence shows it; the report says it.
//!
//! What is asked, computed and kept is the package `headroom-core`; here it is shown and said.

pub mod cli;
pub mod evidence;
pub mod report;
