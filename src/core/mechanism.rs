//! The Traffic Management Mechanism: allocation (M1), activation (M3, M4) and limit (M5); and northbound, which
//! alerts go on (N2, N3) and what a rate lets through (N4–N6).
//!
//! Scope: what SECMP0067 decides, as a reader from the industry can follow it beside the rule's
//! number. Pure: no clock, no randomness, no files. Left out: early warning (M8), the buffer (M9),
//! anomaly detection (G2). Source: `docs/rules.md`. Checked by: lists of calls in each file, the
//! per-request judge in `tests/kit/judge.rs`, and tests by rule in `tests/rules`.

mod activation;
mod allocation;
mod budget;
mod damping;
mod limit;
mod quota;

pub use activation::{Activation, Load};
pub use allocation::{AllocationError, allocate};
pub use budget::Budget;
pub use damping::Damper;
pub use limit::{Limits, Room};
pub use quota::Quotas;
