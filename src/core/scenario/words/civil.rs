//! Times of day, civil times and months.

use crate::scenario::Month;
use jiff::civil::{Date, DateTime, Time};
use std::str::FromStr;

/// A civil time: a date and time, or a time of day on the scenario's first day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Civil {
    /// A date and a time.
    DateTime(DateTime),
    /// A time on the first day.
    Time(Time),
}

/// A time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockTime(pub Time);

impl FromStr for ClockTime {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let plain = text.bytes().all(|b| b.is_ascii_digit() || b == b':' || b == b'.');
        if !plain || text.len() < 5 || text.as_bytes()[2] != b':' {
            return Err(());
        }
        text.parse().map(ClockTime).map_err(|_| ())
    }
}

impl FromStr for Civil {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        if let Ok(ClockTime(time)) = text.parse() {
            return Ok(Civil::Time(time));
        }
        let (date, time) = text.split_once(['T', ' ']).ok_or(())?;
        let date: Date = date.parse().map_err(|_| ())?;
        if !(1990..=2200).contains(&date.year()) {
            return Err(());
        }
        let ClockTime(time) = time.parse()?;
        Ok(Civil::DateTime(date.to_datetime(time)))
    }
}

impl FromStr for Month {
    type Err = ();

    /// `2022-07`.
    fn from_str(text: &str) -> Result<Self, ()> {
        let (year, month) = text.split_once('-').ok_or(())?;
        let digits = |part: &str, n| part.len() == n && part.bytes().all(|b| b.is_ascii_digit());
        if !digits(year, 4) || !digits(month, 2) {
            return Err(());
        }
        let (year, month) = (year.parse().map_err(|_| ())?, month.parse().map_err(|_| ())?);
        let fits = (1990..=2200).contains(&year) && (1..=12).contains(&month);
        if fits { Ok(Month { year, month }) } else { Err(()) }
    }
}
