//! Ends of ranges that values are drawn from.

use crate::domain::Span;
use std::str::FromStr;

/// An end of a range: a number, or a length of time in words.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum RangeEnd {
    /// A number.
    Number(f64),
    /// A length of time.
    Span(Span),
}

/// Farthest from 0 that a range may reach.
const FARTHEST: f64 = 1e15;

/// An end that is a bare number.
pub fn number(value: f64) -> Result<RangeEnd, ()> {
    if (-FARTHEST..=FARTHEST).contains(&value) { Ok(RangeEnd::Number(value)) } else { Err(()) }
}

impl FromStr for RangeEnd {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        text.parse().map(RangeEnd::Span)
    }
}
