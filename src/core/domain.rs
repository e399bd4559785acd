//! The field's nouns as data: Users and portfolios, Service Reference Variants, northbound messages, and units.
//!
//! Scope: what a Service Request traffic study talks about, with no behaviour beyond arithmetic on
//! its own numbers. Left out: what happens to any of them. Source: `docs/rules.md`, section "Vocabulary". Checked by: unit tests in [`units`].

mod fairness;
mod figure;
mod message;
mod settings;
mod srv;
mod standing;
mod units;
mod user;
mod whose;

pub use fairness::Fairness;
pub use figure::{About, Better, Count, Figure, FigureUnit, Part, Reading, Whom};
pub use message::MessageKind;
pub use settings::{
    Basis, Detect, Measure, Pace, Pool, PrepaymentKnown, Signal, ThrottleTo, Weights,
};
pub use srv::{FutureDated, Mode, Srv};
pub use standing::Standing;
pub use units::{NANO, Nano, PerSecond, Share, Span};
pub use user::{Category, Fuel, Portfolio, Role, User};
pub use whose::Whose;
