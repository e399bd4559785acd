//! Half-hours that are not opened: quiet ones (`leap/quiet.rs`, `leap/accepted.rs`, of storms: `leap/storm.rs`, with anomaly detection: `leap/stopped.rs`), those without service (`leap/closed.rs`), what those who look back
//! see of them (`leap/taken.rs`), and the busiest window among them (`leap/peak.rs`).

mod accepted;
mod closed;
pub mod peak;
mod quiet;
mod stopped;
mod storm;
pub mod taken;
