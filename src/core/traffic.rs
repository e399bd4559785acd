//! Fresh traffic: streams, profiles and events lowered to counts per block and cell (T2–T5).
//!
//! Scope: cohorts (`cohort.rs`, made by `lower.rs`), what is expected of them (`mean.rs`), by how much days and half-hours vary (`varying.rs`,
//! `factor.rs`), their counts in a day (`count.rs`), where those
//! fall in a block (`place.rs`), which of them may go to devices without power (`dark.rs`), recorded traffic (`recorded.rs`) and the days of a log that stand for those of a course (`drawn_days.rs`), bounds on a block's busiest window (`bound.rs`) and expectations
//! (`expected.rs`, of what each User sends: `amounts.rs`). It is a pure function of users, traffic and events, seed and replication (T5):
//! nothing here knows what the mechanism answers. Left out: what follows from what happened
//! (retries, the start of future-dated requests), which is the engine's. Source: `docs/rules.md`.
//! Checked by: `tests/proofs/theory.rs`, and the judge in `tests/kit/judge.rs`.

mod amounts;
mod bound;
mod cohort;
mod count;
mod dark;
mod drawn_days;
mod expected;
mod factor;
mod flow;
mod lower;
mod mean;
mod ordinary;
mod piece;
mod place;
mod recorded;
mod size;
mod varying;

pub use bound::{InStorm, largest_window, surely};
pub use cohort::{Cohort, DueTimes, Exact, PollOf, StepOf, Then, Traffic, Volume};
pub use count::DayCounts;
pub use dark::Darkness;
pub use drawn_days::DrawnDays;
pub use expected::{Expected, Weight};
pub use factor::Factor;
pub use flow::{Flow, Message, Source};
pub use ordinary::{Busy, Ordinary, busiest_minutes, half_hours, of_each_user, sized};
pub use piece::Piece;
pub use place::{Doubtful, Fresh, Placed, PlacedCell, UserFresh};
pub use recorded::superposed;
pub use varying::SlotFactors;
