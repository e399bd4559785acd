//! Words with units as the scenario file writes them, read straight into what they mean.
//!
//! Each word is a text of a named format, and some may be a bare number too: the table below gives them
//! their serde reading and their schema, and the walk in `schema.rs` finds reading and wording by the format.

mod civil;
mod quantity;
mod range;
mod release;

pub use civil::{Civil, ClockTime};
pub use quantity::{LONGEST_MS, in_one_unit};
pub use range::RangeEnd;

use super::{Month, ScheduledRelease, TimeOut};
use crate::domain::{PerSecond, Share, Span};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use serde_json::Value;
use std::borrow::Cow;
use std::str::FromStr;

/// A limit on the backlog: a time × C in words, or a bare number of requests (G4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backlog {
    /// This long at full capacity.
    Time(Span),
    /// So many requests.
    Requests(u64),
}

/// How much a stream sends a day (T2).
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Amount {
    /// Requests per enrolled meter.
    PerMeter(f64),
    /// Requests per prepayment meter.
    PerPrepaymentMeter(f64),
    /// Requests per User.
    PerUser(f64),
    /// Requests of all its Users together.
    Number(f64),
}

/// The words: what is read, its name in the schema, its format, the reading of a bare number, what it looks like, for a
/// fault, and what the schema says of it.
macro_rules! words {
    ($($type:ty, $name:literal, $format:literal, $number:expr, $expected:literal, $said:expr;)+) => {
        $(
            impl<'de> Deserialize<'de> for $type {
                fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                    let value = Value::deserialize(d)?;
                    read::<Self>(&value, $number).ok_or_else(|| D::Error::custom($expected))
                }
            }

            impl JsonSchema for $type {
                fn schema_name() -> Cow<'static, str> {
                    $name.into()
                }

                fn json_schema(_: &mut SchemaGenerator) -> Schema {
                    let number: Option<fn(f64) -> Result<$type, ()>> = $number;
                    let said: Said = $said;
                    let mut schema = match number {
                        Some(_) => json_schema!({ "type": ["string", "number"], "format": $format }),
                        None => json_schema!({ "type": "string", "format": $format }),
                    };
                    schema.insert("pattern".to_owned(), said.pattern.into());
                    for (bound, value) in said.number {
                        schema.insert((*bound).to_owned(), (*value).into());
                    }
                    schema
                }
            }
        )+

        /// Whether `value` can be read as the words of `format`.
        pub fn fits(format: &str, value: &Value) -> bool {
            match format {
                $($format => read::<$type>(value, $number).is_some(),)+
                _ => true,
            }
        }

        /// What the words of `format` look like, for a fault.
        pub fn expected(format: &str) -> &'static str {
            match format {
                $($format => $expected,)+
                _ => "a value",
            }
        }
    };
}

/// What the schema says of words: the pattern of a text, and bounds of a bare number.
struct Said {
    pattern: String,
    number: &'static [(&'static str, f64)],
}

fn text(pattern: impl Into<String>, number: &'static [(&'static str, f64)]) -> Said {
    Said { pattern: pattern.into(), number }
}

/// A number, a unit, and perhaps more of them.
fn spans() -> String {
    r"(\s*([0-9]+\.?[0-9]*|\.[0-9]+)\s*(ms|s|seconds?|min|minutes?|h|hours?|d|days?|weeks?)\s*)+"
        .to_owned()
}

const CLOCK: &str = r"([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,9})?)?";
const YEAR: &str = "(199[0-9]|20[0-9]{2}|21[0-9]{2}|2200)";
const MONTH: &str = "(0[1-9]|1[0-2])";

fn read<T: FromStr>(value: &Value, number: Option<fn(f64) -> Result<T, ()>>) -> Option<T> {
    match value {
        Value::String(text) => text.parse().ok(),
        Value::Number(n) => number.and_then(|f| f(n.as_f64()?).ok()),
        _ => None,
    }
}

words! {
    Span, "Duration", "duration-words", None,
        "a duration with units, such as \"10 s\" or \"2 h 30 min\", at most 4000 days",
        text(format!("^{}$", spans()), &[]);
    PerSecond, "Rate", "rate-words", Some(quantity::rate),
        "a rate, such as \"270/s\" or \"15/min\", or requests a second as a number, from 0 to 1e12",
        text(r"^ *([0-9][0-9 ]*\.?[0-9 ]*|\.[0-9 ]*[0-9][0-9 ]*)/\s*(s|min|h|day)\s*$", &[("minimum", 0.0), ("maximum", 1e12)]);
    Backlog, "BacklogLimit", "backlog-words", Some(quantity::requests),
        "a time × C, such as \"60 s\", or a whole number of requests from 0 to 1e15",
        text(format!("^{}$", spans()), &[("minimum", 0.0), ("maximum", 1e15), ("multipleOf", 1.0)]);
    TimeOut, "ResponseTimeout", "timeout-words", Some(quantity::targets),
        "a time, such as \"60 s\", or a multiple of the SRV's target response time, above 0 and at most 1000",
        text(format!("^{}$", spans()), &[("exclusiveMinimum", 0.0), ("maximum", 1_000.0)]);
    ScheduledRelease, "ScheduledRelease", "release-words", None,
        "\"at once\", a time such as \"over 1 h\", or a share of C up to 1 such as \"at 0.5 C\"",
        text(format!(r"^\s*(at once|over {}|at +(0*1(\.0*)?|0*\.[0-9]*[1-9][0-9]*)\s*C)\s*$", spans()), &[]);
    ClockTime, "TimeOfDay", "time-of-day", None,
        "a time of day, such as \"02:00\"",
        text(format!("^{CLOCK}$"), &[]);
    Civil, "CivilTime", "civil-time", None,
        "a time in Europe/London from 1990 to 2200, such as \"2022-07-06T10:00\", or \"10:00\" on the first day",
        text(format!("^({YEAR}-{MONTH}-(0[1-9]|[12][0-9]|3[01])[T ])?{CLOCK}$"), &[]);
    Month, "Month", "calendar-month", None,
        "a month, such as \"2022-07\"",
        text(format!("^{YEAR}-{MONTH}$"), &[]);
    RangeEnd, "RangeEnd", "range-end", Some(range::number),
        "a number from -1e15 to 1e15, or a duration with units, such as \"30 min\"",
        text(format!("^{}$", spans()), &[("minimum", -1e15), ("maximum", 1e15)]);
}

impl<'de> Deserialize<'de> for Share {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        f64::deserialize(d).map(Share::from_f64)
    }
}

/// So that the schema can say a default.
impl Serialize for Share {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        self.get().serialize(s)
    }
}

/// A plain number in the schema, whose range stands at the key.
impl JsonSchema for Share {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        f64::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        f64::json_schema(generator)
    }
}
