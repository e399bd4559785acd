//! Defaults of the file (A12), each marked where it is used in `docs/rules.md`.

use crate::domain::{Mode, Share, Span};
use crate::scenario::Backlog;

pub fn resolution() -> Span {
    Span::from_s(10)
}

pub fn seed() -> u64 {
    1
}

pub fn replications() -> u32 {
    1
}

pub fn one() -> f64 {
    1.0
}

pub fn whole() -> Share {
    Share::ONE
}

pub fn half() -> Share {
    Share::from_f64(0.5)
}

pub fn yes() -> bool {
    true
}

pub fn mode() -> Mode {
    Mode::OnDemand
}

pub fn modes() -> Vec<Mode> {
    vec![Mode::OnDemand]
}

pub fn on_demand() -> String {
    "on_demand".to_owned()
}

pub fn hour() -> Span {
    Span::from_s(3_600)
}

pub fn day() -> Span {
    Span::from_s(86_400)
}

pub fn backlog_limit() -> Backlog {
    Backlog::Time(Span::from_s(60))
}
