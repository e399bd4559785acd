//! A moment of a run, as a person or a table gives it.

use super::calendar::{Calendar, london};
use super::fault::Fault;
use super::words::Civil;
use jiff::civil::{Date, DateTime, Time};
use jiff::{Timestamp, ToSpan};

const EXPECTED: &str = "a time in Europe/London, such as \"2022-07-06T10:00\", or \"10:00\" for the first in the run; or one with its offset, as tables have it, such as \"2022-10-30T01:30:00+00:00\"";

/// A day as it is said: `Sun 30 Oct 2022`.
const DAY: &str = "%a %-d %b %Y";

impl Calendar {
    /// The cell in which `text` lies: a civil time in Europe/London; a time of day, of which the first in
    /// the run is meant; a time with its offset or `Z`; or one as [`Calendar::said`] has it.
    ///
    /// # Errors
    /// What cannot be read, does not exist, or lies outside the run.
    pub fn cell_of(&self, text: &str) -> Result<u64, Fault> {
        if let Some(cell) = self.as_said(text) {
            return Ok(cell);
        }
        let no_time = |found: String| Fault::at("", found, EXPECTED);
        let at = match text.parse::<Civil>() {
            Ok(Civil::DateTime(at)) => london(at).map_err(no_time)?,
            Ok(Civil::Time(time)) => {
                let ms = time.duration_since(Time::midnight()).as_millis();
                let span = crate::domain::Span::from_ms(ms.unsigned_abs() as u64);
                let inside = |cell: &i64| (0..self.cells() as i64).contains(cell);
                let found = self.daily(span, false).into_iter().map(|(_, cell)| cell).find(inside);
                return found
                    .map(|cell| cell as u64)
                    .ok_or_else(|| self.skipped(time).map_or_else(|| self.outside(text), no_time));
            }
            Err(()) => text.parse::<Timestamp>().map_err(|_| {
                self.other_weekday(text).unwrap_or_else(|| no_time(format!("{text:?}")))
            })?,
        };
        let ms = at.as_millisecond() - self.instant(0).as_millisecond();
        let cell = ms.div_euclid(self.cell().ms() as i64);
        let inside = u64::try_from(cell).ok().filter(|cell| *cell < self.cells());
        inside.ok_or_else(|| self.outside(text))
    }

    /// The first cell in the run that is said so: `01:30 GMT`, `10:01 on Wed 6 Jul 2022`, or with both.
    fn as_said(&self, text: &str) -> Option<u64> {
        let (time, day) =
            text.split_once(" on ").map_or((text, None), |(time, day)| (time, Some(day)));
        let (time, offset) = match time.split_once(' ') {
            Some((time, "GMT")) => (time, "+00:00"),
            Some((time, "BST")) => (time, "+01:00"),
            None if day.is_some() => (time, ""),
            _ => return None,
        };
        let Ok(Civil::Time(time)) = time.parse::<Civil>() else { return None };
        let said = |date: &Date| day.is_none_or(|day| date.strftime(DAY).to_string() == day);
        let at = |date: Date| self.cell_of(&format!("{}{offset}", date.to_datetime(time))).ok();
        self.dates().filter(said).find_map(at)
    }

    /// That `text`, a time on a day as [`Calendar::said`] has it, gives a day of the run a weekday that it is not.
    fn other_weekday(&self, text: &str) -> Option<Fault> {
        let (_, day) = text.split_once(" on ")?;
        let (_, date) = day.split_once(' ')?;
        let is = self.dates().find(|is| is.strftime("%-d %b %Y").to_string() == date)?;
        let is = is.strftime(DAY).to_string();
        let found = format!("{text:?}, of which the weekday is wrong");
        (day != is).then(|| Fault::at("", found, is))
    }

    /// The days of the run.
    fn dates(&self) -> impl Iterator<Item = Date> {
        let last = self.date(self.cells());
        self.date(0).series(1.day()).take_while(move |date| *date <= last)
    }

    /// That a time of day does not exist, where the clocks go forward over it in the run.
    fn skipped(&self, time: Time) -> Option<String> {
        let run = self.instant(0)..self.instant(self.cells());
        // An hour later they have.
        let in_run =
            |at: &DateTime| london(at.saturating_add(1.hour())).is_ok_and(|at| run.contains(&at));
        self.dates().map(|day| day.to_datetime(time)).filter(in_run).find_map(|at| london(at).err())
    }

    fn outside(&self, text: &str) -> Fault {
        let (from, to) = (self.said(0), self.said(self.cells()));
        Fault::at("", format!("{text:?}"), format!("a time of the run: from {from} to {to}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Span;

    /// Three days from midnight of `start`, UTC.
    fn days_from(start: &str) -> Calendar {
        let start: Timestamp = start.parse().unwrap();
        Calendar::new(start, 144, Span::from_s(10), Span::from_s(60), Vec::new())
    }

    #[test]
    fn a_time_is_read_as_people_and_tables_write_it() {
        let run = days_from("2022-07-05T23:00:00Z");
        for text in
            ["10:00", "2022-07-06T10:00", "2022-07-06T10:00:00+01:00", "2022-07-06T09:00:00Z"]
        {
            assert_eq!(run.cell_of(text), Ok(3_600), "{text}");
        }
        assert_eq!(run.cell_of("2022-07-06T10:00:19"), Ok(3_601), "within a cell");
        assert_eq!(run.cell_of("2022-07-07 00:00"), Ok(8_640));
        for text in ["", "10", "25:00", "2022-02-30T10:00", "noon", "10:00\u{1b}[31m"] {
            assert!(run.cell_of(text).unwrap_err().expected.contains("Europe/London"), "{text}");
        }
        for text in ["2022-07-05T23:59:59", "2022-07-09T00:00", "1990-01-01T00:00"] {
            assert!(run.cell_of(text).unwrap_err().expected.contains("from 00:00"), "{text}");
        }
    }

    #[test]
    fn of_an_hour_that_comes_twice_the_offset_says_which() {
        // The clocks go back on 30 October 2022 at 01:00 UTC.
        let run = days_from("2022-10-29T23:00:00Z");
        assert_eq!(run.cell_of("01:30"), Ok(540), "the first");
        assert_eq!(run.cell_of("2022-10-30T01:30:00+00:00"), Ok(900));
        for cell in [0, 540, 541, 900, 8_640] {
            assert_eq!(run.cell_of(&run.said(cell)), Ok(cell), "{}", run.said(cell));
        }
        assert_eq!((run.cell_of("01:30 BST"), run.cell_of("01:30 GMT")), (Ok(540), Ok(900)));
        assert!(run.cell_of("01:30 CET").is_err() && run.cell_of("01:30 on Monday").is_err());
        assert_eq!(run.cell_of("01:30 GMT on Sun 30 Oct 2022"), Ok(900));
        let no_time = run.cell_of("25:30 on Sun 30 Oct 2022").unwrap_err();
        assert!(no_time.expected.contains("Europe/London"), "{no_time:?}");
        for text in ["01:30 on Mon 30 Oct 2022", "01:30 GMT on Sat 30 Oct 2022"] {
            let fault = run.cell_of(text).unwrap_err();
            assert!(fault.found.contains("the weekday is wrong"), "{fault:?}");
            assert_eq!(fault.expected, "Sun 30 Oct 2022");
        }
        let run = days_from("2022-03-27T00:00:00Z");
        assert!(run.cell_of("2022-03-27T01:30").unwrap_err().found.contains("does not exist"));
        let fault = run.cell_of("01:30").err();
        assert!(fault.is_none(), "the next day has one: {fault:?}");
        let night = run.part(0, 16);
        let fault = night.cell_of("01:30").unwrap_err();
        assert!(fault.found.contains("2022-03-27T01:30:00 does not exist"), "{fault:?}");
        assert!(night.cell_of("12:00").unwrap_err().expected.contains("from 00:00"));
    }
}
