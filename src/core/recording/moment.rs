//! Times of a log: instants in milliseconds since 1970-01-01 UTC. A zone is never guessed.

use super::digits::{clock, day_in, day_of, offset_of, shown, unix};
use super::wrong::Key;
use super::{Said, Wrong};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, TimeZone};
use std::collections::BTreeMap;

/// A half-hour, milliseconds.
pub const HALF_HOUR: i64 = 1_800_000;
const DAY: i64 = 86_400_000;
/// What a scenario's start may be: 1990 to 2200.
const YEARS: std::ops::Range<i64> = 631_152_000_000..7_258_118_400_000;
/// Further apart no two rows of a log are: one of them has a year in the wrong century.
const LONGEST: i64 = 20 * 366 * DAY;

const EXPECTED: &str = "RFC 3339 with its offset (2022-07-06T10:00:00+01:00), or Unix seconds";

/// Reads the times of one log.
#[derive(Debug)]
pub struct Moments {
    zone: Option<TimeZone>,
    /// Whether times without an offset are allowed, and the zone that settlement periods are of.
    london: TimeZone,
    /// The date last read, and its day since 1970-01-01.
    date: ([u8; 10], i64),
    /// The half-hour of a local clock last looked up, and how far it is ahead of UTC.
    ahead: Option<(i64, i64)>,
    /// The local day last looked up: its text, its first instant and its half-hours.
    day: (Vec<u8>, i64, i64),
    first: Option<i64>,
    /// From when times that are numbers count, milliseconds since 1970.
    begins: i64,
    /// Whether a time was a number.
    pub counted: bool,
    /// Whether offsets are wrong, and times of the zone.
    by_zone: bool,
    /// Offsets that times were given with, minutes, and how many of each.
    pub offsets: BTreeMap<i32, u64>,
    /// Local times in an hour that comes twice.
    pub twice: u64,
}

impl Moments {
    /// For a log whose times without an offset are of `zone`, by its name in the time zone database, and of which this is said.
    pub fn new(zone: Option<&str>, said: &Said) -> Result<Self, Wrong> {
        let named = |name: &str| {
            let expected = "the name of a time zone, such as Europe/London or UTC";
            let wrong =
                |_| Wrong::of_file(format!("the zone {name:?}"), expected).of_key(Key::Zone);
            TimeZone::get(name).map_err(wrong)
        };
        if said.local && zone.is_none() {
            let found = "times that are local, whatever their offsets say";
            return Err(Wrong::of_file(found, "the zone that they are of")
                .of_key(Key::Local)
                .hint("`zone` (--zone) says it, such as Europe/London"));
        }
        let begins = match &said.begins {
            None => 0,
            Some(text) => Self::new(zone, &Said::default())?
                .time(text.as_bytes())
                .map_err(|wrong| wrong.of_key(Key::Begins))?,
        };
        Ok(Self {
            begins,
            counted: false,
            by_zone: said.local,
            zone: zone.map(named).transpose()?,
            london: named("Europe/London")?,
            date: ([0; 10], 0),
            ahead: None,
            day: (Vec::new(), 0, 0),
            first: None,
            offsets: BTreeMap::new(),
            twice: 0,
        })
    }

    /// The instant that `text` says.
    pub fn time(&mut self, text: &[u8]) -> Result<i64, Wrong> {
        let numeric = |b: &u8| b.is_ascii_digit() || *b == b'.' || *b == b'-';
        let read = match text.iter().skip(1).position(|b| *b == b'-') {
            Some(_) => self.civil(text),
            None if !text.is_empty() && text.iter().all(numeric) => {
                self.counted = true;
                let since = unix(text).map(|at| self.begins + at);
                since.ok_or_else(|| Wrong::of_file(shown(text), EXPECTED))
            }
            None => Err(self.unread(text)),
        };
        read.and_then(|at| self.plausible(at, text))
    }

    /// An instant given as such, which is made text only where that is needed.
    #[inline]
    pub fn instant(&mut self, at: i64) -> Result<i64, Wrong> {
        if self.is_near(at) {
            return Ok(at);
        }
        self.plausible(at, at.to_string().as_bytes())
    }

    /// That of a number of milliseconds since the log's times begin.
    pub fn since(&mut self, ms: i64) -> Result<i64, Wrong> {
        self.counted = true;
        self.instant(self.begins.saturating_add(ms))
    }

    /// That of a time of the log's zone, as if it were UTC.
    pub fn local(&mut self, at: i64) -> Result<i64, Wrong> {
        let text = at.to_string();
        let at = self.by_zone(at, text.as_bytes())?;
        self.plausible(at, text.as_bytes())
    }

    /// The local day `date`, of which settlement periods are until another is.
    pub fn day(&mut self, date: &[u8]) -> Result<(), Wrong> {
        if self.day.0 != date {
            let (from, to) = day_in(date, self.zone.as_ref().unwrap_or(&self.london))?;
            self.day = (date.to_vec(), self.plausible(from, date)?, (to - from) / HALF_HOUR);
        }
        Ok(())
    }

    /// The beginning of settlement period `period` of the day.
    pub fn period(&self, period: &[u8]) -> Result<i64, Wrong> {
        let (date, from, periods) = &self.day;
        let n = std::str::from_utf8(period).ok().and_then(|p| p.parse::<i64>().ok());
        match n.filter(|n| (1..=*periods).contains(n)) {
            Some(n) => Ok(from + (n - 1) * HALF_HOUR),
            None => Err(Wrong::of_file(
                format!("settlement period {} of {}", shown(period), shown(date)),
                format!("1 to {periods}: that day has so many half-hours"),
            )),
        }
    }

    /// Whether a log may say `at`, seen from its first row.
    fn is_near(&self, at: i64) -> bool {
        YEARS.contains(&at) && self.first.is_some_and(|first| at.abs_diff(first) <= LONGEST as u64)
    }

    /// `at`, if a log may say it.
    fn plausible(&mut self, at: i64, text: &[u8]) -> Result<i64, Wrong> {
        if !YEARS.contains(&at) {
            let wrong = Wrong::of_file(shown(text), "a time from 1990 to 2199");
            let days = (20_000_000..80_000_000).contains(&at);
            let in_ms = at >= YEARS.end && YEARS.contains(&(at / 1_000));
            return Err(match (days, in_ms) {
                (true, _) => wrong.hint("days since 1900, as a spreadsheet counts them? Write the times as text, such as 2022-07-06T10:00:00Z"),
                (_, true) => wrong.hint("milliseconds? Unix seconds are meant, with a decimal point before parts of one"),
                _ => wrong,
            });
        }
        self.first.get_or_insert(at);
        if !self.is_near(at) {
            let found = format!("{}, more than twenty years from the log's first row", shown(text));
            return Err(
                Wrong::of_file(found, "rows of one log").hint("a year in the wrong century?")
            );
        }
        Ok(at)
    }

    /// A date and time, with its offset or by the log's zone.
    fn civil(&mut self, text: &[u8]) -> Result<i64, Wrong> {
        let parts = || {
            let (date, rest) = text.split_first_chunk::<10>()?;
            let rest = rest.strip_prefix(b"T").or(rest.strip_prefix(b" "))?;
            let (ms, rest) = clock(rest)?;
            Some((date, ms, rest))
        };
        let (date, ms, offset) = parts().ok_or_else(|| self.unread(text))?;
        if self.date.0 != *date {
            let days = day_of(date).ok_or_else(|| {
                Wrong::of_file(shown(text), "a day of the calendar, as year, month and day")
            })?;
            self.date = (*date, days);
        }
        let local = self.date.1 * DAY + ms;
        if offset.is_empty() || self.by_zone {
            return self.by_zone(local, text);
        }
        let ahead = offset_of(offset).ok_or_else(|| self.unread(text))?;
        *self.offsets.entry(ahead).or_default() += 1;
        Ok(local - i64::from(ahead) * 60_000)
    }

    /// The instant of a local time by the log's zone; of one that comes twice the first.
    fn by_zone(&mut self, local: i64, text: &[u8]) -> Result<i64, Wrong> {
        let half_hour = local.div_euclid(HALF_HOUR);
        if let Some((_, ahead)) = self.ahead.filter(|(known, _)| *known == half_hour) {
            return Ok(local - ahead);
        }
        let Some(zone) = &self.zone else {
            return Err(Wrong::of_file(
                format!("{}, a time without a zone", shown(text)),
                EXPECTED,
            )
            .hint("`zone` (--zone) says of which zone they are, such as Europe/London"));
        };
        let at = Timestamp::from_millisecond(local).map_err(|_| self.unread(text))?;
        let at: DateTime = TimeZone::UTC.to_datetime(at);
        let ambiguous = zone.to_ambiguous_timestamp(at);
        let offset = match ambiguous.offset() {
            AmbiguousOffset::Unambiguous { offset } => {
                self.ahead = Some((half_hour, i64::from(offset.seconds()) * 1_000));
                offset
            }
            AmbiguousOffset::Fold { before, .. } => {
                self.twice += 1;
                before
            }
            AmbiguousOffset::Gap { .. } => {
                let expected = "a time that there was: the clocks go forward over it";
                return Err(Wrong::of_file(shown(text), expected)
                    .hint("another `zone` (--zone), or an offset with each time"));
            }
        };
        Ok(local - i64::from(offset.seconds()) * 1_000)
    }

    fn unread(&self, text: &[u8]) -> Wrong {
        let wrong = Wrong::of_file(shown(text), EXPECTED);
        match text.contains(&b'/') {
            true => wrong.hint("year, month, day: 06/07/2022 may be either of two days"),
            false if text.contains(&b',') => wrong.hint("parts of a second stand after a point"),
            false => wrong,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(zone: Option<&str>, text: &str) -> Result<i64, String> {
        Moments::new(zone, &Said::default())
            .unwrap()
            .time(text.as_bytes())
            .map_err(|w| w.expected.into())
    }

    #[test]
    fn times_are_read_in_every_way_that_is_allowed() {
        let at = Ok(1_657_098_000_000);
        for text in [
            "2022-07-06T10:00:00+01:00",
            "2022-07-06 09:00Z",
            "1657098000",
            "1657098000.0",
            "2022-07-06T09:00:00.000Z",
            "2022-07-06T05:00:00-0400",
        ] {
            assert_eq!(time(None, text), at, "{text}");
        }
        assert_eq!(time(Some("Europe/London"), "2022-07-06T10:00:00"), at);
        assert_eq!(time(None, "1657098000.1239"), Ok(1_657_098_000_123));
        let wrong = [
            "2022-07-06T10:00:00",
            "44748.4",
            "1657098000000",
            "06/07/2022 10:00",
            "2022-02-30T10:00Z",
            "2022-07-06T24:00Z",
            "1657098000,5",
            "2022-07-06T10:00:00.Z",
            "",
            "1922-07-06T10:00:00Z",
            "2022-07-06T10:00:00+1",
        ];
        for text in wrong {
            assert!(time(None, text).is_err(), "{text}");
        }
        let skipped = time(Some("Europe/London"), "2022-03-27T01:30:00");
        assert!(skipped.is_err(), "there was no such time");
        let mut moments = Moments::new(None, &Said::default()).unwrap();
        moments.time(b"2022-07-06T10:00:00Z").unwrap();
        assert!(moments.time(b"2122-07-06T10:00:00Z").is_err(), "another century");
    }

    #[test]
    fn days_that_change_clocks_have_46_or_50_settlement_periods() {
        let mut moments = Moments::new(None, &Said::default()).unwrap();
        let mut of = |date: &str, period: &str| {
            moments.day(date.as_bytes()).ok()?;
            moments.period(period.as_bytes()).ok()
        };
        for (date, last) in [("2022-03-27", 46), ("2022-07-06", 48), ("2022-10-30", 50)] {
            let first = of(date, "1").unwrap();
            assert_eq!(of(date, &last.to_string()), Some(first + (last - 1) * HALF_HOUR), "{date}");
            assert_eq!(of(date, &(last + 1).to_string()), None, "{date}");
        }
        assert_eq!(of("06/07/2022", "1"), None);
        assert_eq!(of("2022-07-06", "0"), None);
    }
}
