//! Start, duration, cell and window (T1, M3).

use super::super::calendar::{self, Calendar, HALF_HOUR};

use super::super::words::Civil;
use super::checks::nearest_whole;
use super::{Fault, Reading};
use crate::domain::Span;
use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Time, date};
use std::collections::BTreeSet;

/// Most cells in a run.
const MOST_CELLS: u64 = 100_000_000;
/// A cell and a window that fit one another.
const HARMLESS: (Span, Span) = (Span::from_s(10), Span::from_s(60));
/// A day of which a course, and a run of days from midnight, has whole numbers.
const DAY: Span = Span::from_s(86_400);

/// A clock to go on with where nothing is known yet.
pub(super) fn harmless() -> Calendar {
    let (cell, window) = HARMLESS;
    Calendar::new(jiff::Timestamp::UNIX_EPOCH, 0, cell, window, Vec::new())
}

impl Reading<'_> {
    pub(super) fn calendar(&mut self) -> Calendar {
        let fallback = date(2022, 7, 6).at(0, 0, 0, 0);
        let (cell, window) = self.lengths();
        let start = match self.file.start {
            Civil::DateTime(at) => at,
            Civil::Time(_) => {
                self.clock_known = false;
                self.wrong(
                    "/start",
                    "a time of day",
                    "a date and time, such as \"2022-07-06T00:00\"",
                );
                fallback
            }
        };
        if start.minute() % 30 != 0 || start.second() != 0 || start.subsec_nanosecond() != 0 {
            self.wrong("/start", start.to_string(), "a time on a half-hour (T1)");
        }
        let instant = calendar::london(start).unwrap_or_else(|why| {
            self.clock_known = false;
            self.wrong("/start", why, "a time that exists in Europe/London");
            calendar::london(fallback).expect("exists")
        });
        let duration = self.file.duration;
        self.clock_known &= duration.ms() > 0;
        if !duration.is_multiple_of(HALF_HOUR) || duration.ms() == 0 {
            let fault = Fault::at(
                "/duration",
                duration.to_string(),
                "a whole number of half-hours, at least one (T1)",
            );
            self.fault(fault.hint(nearest_whole(duration, HALF_HOUR)));
        }
        if duration.ms() / cell.ms() > MOST_CELLS {
            self.wrong(
                "/duration",
                format!("{duration} in cells of {cell}"),
                format!("at most {MOST_CELLS} cells"),
            );
        }
        let by_days = start.time() == Time::midnight() && duration.is_multiple_of(DAY);
        let duration = if self.file.is_course() || by_days {
            self.whole_days(start, duration)
        } else {
            duration
        };
        let blocks = (duration.ms() / HALF_HOUR.ms()).min(MOST_CELLS * cell.ms() / HALF_HOUR.ms());
        let mut holidays = BTreeSet::new();
        for (i, text) in self.file.holidays.iter().enumerate() {
            match text.parse::<Date>() {
                Ok(date) if !holidays.insert(date) => {
                    self.wrong(
                        format!("/holidays/{i}"),
                        format!("{text:?} again"),
                        "each date once",
                    );
                }
                Ok(_) => {}
                Err(_) => {
                    let expected = "a date, such as \"2022-08-29\"";
                    self.wrong(format!("/holidays/{i}"), format!("{text:?}"), expected);
                }
            }
        }
        let holidays = holidays.into_iter().collect();
        Calendar::new(instant, blocks as usize, cell, window, holidays)
    }

    /// How long a course is, or a run of days from midnight: whole civil days, of which one is an hour shorter or longer
    /// where clocks change.
    fn whole_days(&mut self, start: DateTime, duration: Span) -> Span {
        let known = self.faults.len();
        if start.time() != Time::midnight() {
            let expected = "midnight in Europe/London: a course goes by whole days";
            self.wrong("/start", start.to_string(), expected);
        }
        let days = duration.ms() / DAY.ms();
        if !duration.is_multiple_of(DAY) || days == 0 {
            let expected = "whole days, at least one: a course goes by whole days";
            let fault = Fault::at("/duration", duration.to_string(), expected);
            self.fault(fault.hint("its events `occurs`, or it has a `plan`"));
        }
        let last = start.checked_add((days as i64).days());
        match (calendar::london(start), last.map(calendar::london)) {
            (Ok(from), Ok(Ok(to))) if self.faults.len() == known => {
                Span::from_ms((to.as_millisecond() - from.as_millisecond()) as u64)
            }
            _ => duration,
        }
    }

    /// Cell and window, or harmless ones where they do not fit one another (T1, M3).
    fn lengths(&mut self) -> (Span, Span) {
        let (cell, window) = (self.file.resolution, self.file.mechanism.window);
        let known = self.faults.len();
        if cell.ms() == 0 || !HALF_HOUR.is_multiple_of(cell) {
            let fault = Fault::at(
                "/resolution",
                cell.to_string(),
                "a length that divides a half-hour into whole cells (T1)",
            );
            self.fault(fault.hint("for example 1 s, 5 s, 10 s, 30 s or 60 s"));
        } else if !window.is_multiple_of(cell) || window.ms() == 0 {
            let expected = format!("a whole number of cells of {cell}, at least one (T1)");
            self.wrong("/mechanism/window", window.to_string(), expected);
        } else if !HALF_HOUR.is_multiple_of(window) {
            let fault = Fault::at(
                "/mechanism/window",
                window.to_string(),
                "a length that divides a half-hour into whole windows (T1)",
            );
            self.fault(fault.hint("for example 10 s, 60 s or 5 min"));
        }
        if self.faults.len() > known {
            self.clock_known = false;
            return HARMLESS;
        }
        (cell, window)
    }
}
