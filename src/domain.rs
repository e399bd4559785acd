//! The field's nouns as data: Users and portfolios, Service Reference Variants, and units.
//!
//! Scope: what a Service Request traffic study talks about, with no behaviour beyond arithmetic on
//! its own numbers. Left out: alert codes (rules N1–N6), which later modules add
//! here. Source: `docs/rules.md`, section "Vocabulary". Checked by: unit tests in [`units`].

mod fairness;
mod figure;
mod settings;
mod srv;
mod units;
mod user;

pub use fairness::Fairness;
pub use figure::{Figure, Whose};
pub use settings::{
    Basis, Detect, Measure, Pace, Pool, PrepaymentKnown, Signal, ThrottleTo, Weights,
};
pub use srv::{FutureDated, Mode, Srv};
pub use units::{NANO, Nano, PerSecond, Share, Span};
pub use user::{Category, Fuel, Portfolio, Role, User};
