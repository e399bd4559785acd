//! Quantities in words: durations, rates, limits on the backlog, time-outs.

use super::Backlog;
use crate::domain::{PerSecond, Span};
use crate::scenario::TimeOut;
use serde_json::Value;
use std::str::FromStr;

/// Longest duration a file may give: four thousand days.
pub const LONGEST_MS: u64 = 4_000 * 86_400_000;

impl FromStr for Span {
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
        Ok(Self::from_ms(ms as u64))
    }
}

/// Fastest rate a file may give; a thousand times what any DSP will ever see.
const FASTEST: f64 = 1e12;

/// A bare number of requests a second.
pub fn rate(value: f64) -> Result<PerSecond, ()> {
    if (0.0..=FASTEST).contains(&value) { Ok(PerSecond::from_f64(value)) } else { Err(()) }
}

impl FromStr for PerSecond {
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
        text.parse().map(Backlog::Time)
    }
}

impl FromStr for TimeOut {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        text.parse().map(TimeOut::After)
    }
}

/// A bare number of requests.
pub fn requests(value: f64) -> Result<Backlog, ()> {
    if (0.0..=1e15).contains(&value) && libm::floor(value) == value {
        Ok(Backlog::Requests(value as u64))
    } else {
        Err(())
    }
}

/// A bare multiple of the target response time.
pub fn targets(value: f64) -> Result<TimeOut, ()> {
    let fits = value > 0.0 && value <= 1_000.0;
    if fits { Ok(TimeOut::Targets(value)) } else { Err(()) }
}

/// Lengths of time in milliseconds, or rates a second, of which a bare number is one; none where they are not all of one
/// kind.
pub fn in_one_unit(values: &[Value]) -> Option<Vec<f64>> {
    let time = |v: &Value| Some(v.as_str()?.parse::<Span>().ok()?.ms() as f64);
    let per_second = |v: &Value| match v {
        Value::String(text) => Some(text.parse::<PerSecond>().ok()?.get()),
        other => other.as_f64(),
    };
    let times: Option<Vec<f64>> = values.iter().map(time).collect();
    times.or_else(|| values.iter().map(per_second).collect())
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
            let span = text.parse::<Span>().unwrap();
            assert_eq!(span.ms(), ms);
            assert_eq!(span.to_string().parse::<Span>().unwrap(), span);
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
            assert!(text.parse::<Span>().is_err(), "{text}");
        }
    }

    #[test]
    fn rates_and_times_refuse_what_they_cannot_mean() {
        assert_eq!("3 000/min".parse::<PerSecond>().unwrap().get(), 50.0);
        for text in ["270", "-1/s", "1e999/s", "inf/s", "5/fortnight"] {
            assert!(text.parse::<PerSecond>().is_err(), "{text}");
        }
        for text in
            ["25:00", "2:00", "02:00Z", "2022-02-30T00:00", "9999-01-01T00:00", "2022-07-06"]
        {
            assert!(text.parse::<super::super::Civil>().is_err(), "{text}");
        }
    }
}
