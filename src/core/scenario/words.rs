//! Words with units: durations, rates, times of day and civil times as the scenario file writes them.

mod civil;
mod range;
mod release;

pub use civil::{Civil, ClockTime};
pub use range::RangeEnd;

use super::{Month, ScheduledRelease, TimeOut};
use crate::domain::{PerSecond, Span};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, de::Error};
use std::borrow::Cow;
use std::str::FromStr;

/// Longest duration a file may give: four thousand days.
pub const LONGEST_MS: u64 = 4_000 * 86_400_000;

/// A duration in words: `10 s`, `2 h 30 min`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SpanWords(pub Span);

/// A rate: `270/s`, `15/min`, `2/h`, `3 000/day`, or a bare number of requests per second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateWords(pub PerSecond);

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

impl SpanWords {
    /// So many seconds.
    pub const fn seconds(s: u64) -> Self {
        Self(Span::from_s(s))
    }
}

impl FromStr for SpanWords {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let mut total = 0.0_f64;
        let mut rest = text.trim();
        if rest.is_empty() {
            return Err(());
        }
        while !rest.is_empty() {
            let number_end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').ok_or(())?;
            let number: f64 = rest[..number_end].parse().map_err(|_| ())?;
            let after = rest[number_end..].trim_start();
            let unit_end = after.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(after.len());
            let ms = match &after[..unit_end] {
                "ms" => 1.0,
                "s" | "second" | "seconds" => 1e3,
                "min" | "minute" | "minutes" => 6e4,
                "h" | "hour" | "hours" => 3.6e6,
                "d" | "day" | "days" => 8.64e7,
                "week" | "weeks" => 6.048e8,
                _ => return Err(()),
            };
            total += number * ms;
            rest = after[unit_end..].trim_start();
        }
        let ms = libm::round(total);
        if libm::fabs(ms - total) > 1e-6 || ms > LONGEST_MS as f64 {
            return Err(());
        }
        Ok(Self(Span::from_ms(ms as u64)))
    }
}

/// Fastest rate a file may give; a thousand times what any DSP will ever see.
const FASTEST: f64 = 1e12;

fn rate(value: f64) -> Result<RateWords, ()> {
    if (0.0..=FASTEST).contains(&value) {
        Ok(RateWords(PerSecond::from_f64(value)))
    } else {
        Err(())
    }
}

impl FromStr for RateWords {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (number, unit) = text.split_once('/').ok_or(())?;
        let number: String = number.chars().filter(|c| *c != ' ').collect();
        if !number.chars().all(|c| c.is_ascii_digit() || c == '.') {
            return Err(());
        }
        let number: f64 = number.parse().map_err(|_| ())?;
        let seconds = match unit.trim() {
            "s" => 1.0,
            "min" => 60.0,
            "h" => 3_600.0,
            "day" => 86_400.0,
            _ => return Err(()),
        };
        rate(number / seconds)
    }
}

impl FromStr for Backlog {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        SpanWords::from_str(text).map(|s| Backlog::Time(s.0))
    }
}

impl FromStr for TimeOut {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        SpanWords::from_str(text).map(|s| TimeOut::After(s.0))
    }
}

/// Gives a word type its serde reading and its schema: a string of a named format, and for some a
/// bare number too. The format's name is how the walk in `schema.rs` finds its parser.
macro_rules! word {
    ($type:ty, $name:literal, $format:literal, $number:expr) => {
        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let value = serde_json::Value::deserialize(d)?;
                read::<Self>(&value, $number).ok_or_else(|| D::Error::custom(expected($format)))
            }
        }

        impl JsonSchema for $type {
            fn schema_name() -> Cow<'static, str> {
                $name.into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                let number: Option<fn(f64) -> Result<$type, ()>> = $number;
                if number.is_some() {
                    json_schema!({ "type": ["string", "number"], "format": $format })
                } else {
                    json_schema!({ "type": "string", "format": $format })
                }
            }
        }
    };
}

fn read<T: FromStr>(
    value: &serde_json::Value,
    number: Option<fn(f64) -> Result<T, ()>>,
) -> Option<T> {
    match value {
        serde_json::Value::String(text) => text.parse().ok(),
        serde_json::Value::Number(n) => number.and_then(|f| f(n.as_f64()?).ok()),
        _ => None,
    }
}

fn requests(value: f64) -> Result<Backlog, ()> {
    if (0.0..=1e15).contains(&value) && libm::floor(value) == value {
        Ok(Backlog::Requests(value as u64))
    } else {
        Err(())
    }
}

fn targets(value: f64) -> Result<TimeOut, ()> {
    let fits = value > 0.0 && value <= 1_000.0;
    if fits { Ok(TimeOut::Targets(value)) } else { Err(()) }
}

word!(SpanWords, "Duration", "duration-words", None);
word!(RateWords, "Rate", "rate-words", Some(rate));
word!(Backlog, "BacklogLimit", "backlog-words", Some(requests));
word!(TimeOut, "ResponseTimeout", "timeout-words", Some(targets));
word!(ScheduledRelease, "ScheduledRelease", "release-words", None);
word!(ClockTime, "TimeOfDay", "time-of-day", None);
word!(Civil, "CivilTime", "civil-time", None);
word!(Month, "Month", "calendar-month", None);
word!(RangeEnd, "RangeEnd", "range-end", Some(range::number));

/// Whether `value` can be read as the words of `format`.
pub fn fits(format: &str, value: &serde_json::Value) -> bool {
    match format {
        "duration-words" => read::<SpanWords>(value, None).is_some(),
        "rate-words" => read(value, Some(rate)).is_some(),
        "backlog-words" => read(value, Some(requests)).is_some(),
        "timeout-words" => read(value, Some(targets)).is_some(),
        "release-words" => read::<ScheduledRelease>(value, None).is_some(),
        "time-of-day" => read::<ClockTime>(value, None).is_some(),
        "civil-time" => read::<Civil>(value, None).is_some(),
        "calendar-month" => read::<Month>(value, None).is_some(),
        "range-end" => read(value, Some(range::number)).is_some(),
        _ => true,
    }
}

/// What the words of `format` look like, for a fault.
pub fn expected(format: &str) -> &'static str {
    match format {
        "duration-words" => {
            "a duration with units, such as \"10 s\" or \"2 h 30 min\", at most 4000 days"
        }
        "rate-words" => {
            "a rate, such as \"270/s\" or \"15/min\", or requests a second as a number, from 0 to 1e12"
        }
        "backlog-words" => {
            "a time × C, such as \"60 s\", or a whole number of requests from 0 to 1e15"
        }
        "timeout-words" => {
            "a time, such as \"60 s\", or a multiple of the SRV's target response time, above 0 and at most 1000"
        }
        "release-words" => {
            "\"at once\", a time such as \"over 1 h\", or a share of C up to 1 such as \"at 0.5 C\""
        }
        "time-of-day" => "a time of day, such as \"02:00\"",
        "civil-time" => {
            "a time in Europe/London, such as \"2022-07-06T10:00\", or \"10:00\" on the first day"
        }
        "calendar-month" => "a month, such as \"2022-07\"",
        "range-end" => "a number from -1e15 to 1e15, or a duration with units, such as \"30 min\"",
        _ => "a value",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_back_what_they_say() {
        for (text, ms) in [
            ("10 s", 10_000),
            ("2 h 30 min", 9_000_000),
            ("1.5 s", 1_500),
            ("1day", 86_400_000),
            ("0 s", 0),
        ] {
            let span = text.parse::<SpanWords>().unwrap().0;
            assert_eq!(span.ms(), ms);
            assert_eq!(span.to_string().parse::<SpanWords>().unwrap().0, span);
        }
        for text in [
            "",
            "10",
            "s",
            "-1 s",
            "1e3 s",
            "NaN s",
            "10 parsecs",
            "99999 days",
            "0.0001 ms",
            "1..2 s",
        ] {
            assert!(text.parse::<SpanWords>().is_err(), "{text}");
        }
    }

    #[test]
    fn rates_and_times_refuse_what_they_cannot_mean() {
        assert_eq!("3 000/min".parse::<RateWords>().unwrap().0.get(), 50.0);
        for text in ["270", "-1/s", "1e999/s", "inf/s", "5/fortnight"] {
            assert!(text.parse::<RateWords>().is_err(), "{text}");
        }
        for text in
            ["25:00", "2:00", "02:00Z", "2022-02-30T00:00", "9999-01-01T00:00", "2022-07-06"]
        {
            assert!(text.parse::<Civil>().is_err(), "{text}");
        }
    }
}
