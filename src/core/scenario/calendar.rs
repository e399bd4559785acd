//! Civil time and the scenario's clock: cells, windows, half-hour blocks (T1).
//!
//! Civil times are Europe/London and follow its clock changes; DCC schedules are UTC (F2.7). The
//! time zone rules come with the program, so results do not depend on the machine's.

use crate::domain::Span;
use jiff::civil::{Date, DateTime, Time, Weekday};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{Timestamp, ToSpan};
use std::sync::LazyLock;

static LONDON: LazyLock<TimeZone> = LazyLock::new(|| {
    TimeZone::get("Europe/London").expect("the time zone rules come with the program")
});

/// Length of a block: the industry's settlement period.
pub const HALF_HOUR: Span = Span::from_s(1_800);

/// A kind of day of a profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayKind {
    /// Monday to Friday.
    Weekday = 0,
    /// Saturday.
    Saturday = 1,
    /// Sunday, or a holiday.
    Sunday = 2,
}

/// A place in the week and day by one clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayPlace {
    /// Kind of day.
    pub kind: DayKind,
    /// Half-hour of the day, 0 to 47.
    pub half_hour: usize,
    /// The date, as days since 1970-01-01.
    pub date: i32,
}

/// A half-hour block of the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// By Europe/London.
    pub local: DayPlace,
    /// By UTC.
    pub utc: DayPlace,
}

/// The scenario's clock (T1).
#[derive(Clone, Debug)]
pub struct Calendar {
    start: Timestamp,
    holidays: Vec<Date>,
    cell: Span,
    window: Span,
    blocks: Vec<Block>,
}

impl Calendar {
    /// A clock of `blocks` half-hours from `start`. The checks of T1 (edges, whole numbers) are the
    /// reader's.
    pub fn new(
        start: Timestamp,
        blocks: usize,
        cell: Span,
        window: Span,
        holidays: Vec<Date>,
    ) -> Self {
        let mut calendar = Self { start, holidays, cell, window, blocks: Vec::new() };
        calendar.blocks = (0..blocks)
            .map(|b| {
                let at = calendar.start + (b as i64 * 1_800).seconds();
                Block {
                    local: calendar.place(LONDON.to_datetime(at)),
                    utc: calendar.place(TimeZone::UTC.to_datetime(at)),
                }
            })
            .collect();
        calendar
    }

    fn place(&self, at: DateTime) -> DayPlace {
        DayPlace {
            kind: self.kind(at.date()),
            half_hour: at.hour() as usize * 2 + at.minute() as usize / 30,
            date: days(at.date()),
        }
    }

    fn kind(&self, date: Date) -> DayKind {
        if self.holidays.contains(&date) {
            return DayKind::Sunday;
        }
        match date.weekday() {
            Weekday::Saturday => DayKind::Saturday,
            Weekday::Sunday => DayKind::Sunday,
            _ => DayKind::Weekday,
        }
    }

    /// The clock of the `blocks` half-hours before this one's first.
    pub fn preceding(&self, blocks: usize) -> Self {
        let start = self.start - (blocks as i64 * 1_800).seconds();
        Self::new(start, blocks, self.cell, self.window, self.holidays.clone())
    }

    /// The first half-hour, counted from 1970.
    pub fn first_half_hour(&self) -> i64 {
        self.start.as_millisecond().div_euclid(HALF_HOUR.ms() as i64)
    }

    /// The clock of `blocks` half-hours from `first`, counted from 1970, with the same cells and holidays.
    pub fn at(&self, first: i64, blocks: usize) -> Self {
        let start = self.start + ((first - self.first_half_hour()) * 1_800).seconds();
        Self::new(start, blocks, self.cell, self.window, self.holidays.clone())
    }

    /// The half-hour blocks, in order.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// Length of a cell.
    pub fn cell(&self) -> Span {
        self.cell
    }

    /// The same with windows of another length.
    #[must_use]
    pub fn with_window(&self, window: Span) -> Self {
        Self { window, ..self.clone() }
    }

    /// Length of a monitoring window (M3).
    pub fn window(&self) -> Span {
        self.window
    }

    /// Cells in a window.
    pub fn cells_per_window(&self) -> usize {
        (self.window.ms() / self.cell.ms()) as usize
    }

    /// Cells in a block.
    pub fn cells_per_block(&self) -> usize {
        (HALF_HOUR.ms() / self.cell.ms()) as usize
    }

    /// Windows in a block.
    pub fn windows_per_block(&self) -> usize {
        (HALF_HOUR.ms() / self.window.ms()) as usize
    }

    /// Cells in the run.
    pub fn cells(&self) -> u64 {
        self.blocks.len() as u64 * self.cells_per_block() as u64
    }

    /// The instant at which `cell` begins, UTC.
    pub fn instant(&self, cell: u64) -> Timestamp {
        self.start + ((cell * self.cell.ms()) as i64).milliseconds()
    }

    /// `cell`'s beginning as `2022-07-05T23:00:00Z`.
    pub fn utc(&self, cell: u64) -> String {
        self.instant(cell).to_string()
    }

    /// `cell`'s beginning in Europe/London, with its offset: `2022-07-06T00:00:00+01:00`.
    pub fn local(&self, cell: u64) -> String {
        let at = self.instant(cell).to_zoned(LONDON.clone());
        at.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
    }

    /// The civil day of `cell`, as days since 1970-01-01; of what lies after the end that of the last.
    pub fn day(&self, cell: u64) -> i32 {
        let block = (cell / self.cells_per_block() as u64) as usize;
        self.blocks[block.min(self.blocks.len() - 1)].local.date
    }

    /// The date of `cell`'s beginning in Europe/London.
    pub fn date(&self, cell: u64) -> Date {
        LONDON.to_datetime(self.instant(cell)).date()
    }

    /// The half-hours `from..to`, counted from the first and possibly beyond the last, as a clock of their own.
    pub fn part(&self, from: usize, to: usize) -> Self {
        let start = self.start + (from as i64 * 1_800).seconds();
        Self::new(start, to - from, self.cell, self.window, self.holidays.clone())
    }

    /// `cell`'s beginning for a sentence: `10:01 on Wed 6 Jul 2022`; in an hour that comes twice with its clock:
    /// `01:30 BST on Sun 30 Oct 2022`.
    pub fn said(&self, cell: u64) -> String {
        let at = self.instant(cell).to_zoned(LONDON.clone());
        format!("{} on {}", self.time_said(cell), at.strftime("%a %-d %b %Y"))
    }

    /// The time of it alone: `10:01`, `01:30 BST`.
    pub fn time_said(&self, cell: u64) -> String {
        let at = self.instant(cell).to_zoned(LONDON.clone());
        let twice = LONDON.to_ambiguous_timestamp(at.datetime()).is_ambiguous();
        let seconds = if at.second() == 0 { "%H:%M" } else { "%H:%M:%S" };
        let clock = if twice { " %Z" } else { "" };
        at.strftime(&format!("{seconds}{clock}")).to_string()
    }

    /// The month of the first day, as `July 2022`.
    pub fn month_name(&self) -> String {
        LONDON.to_datetime(self.start).strftime("%B %Y").to_string()
    }

    /// Days of each kind in that month.
    pub fn month_days(&self) -> [f64; 3] {
        let first = LONDON.to_datetime(self.start).date().first_of_month();
        let mut days = [0.0; 3];
        for day in first.series(1.day()).take_while(|d| d.month() == first.month()) {
            days[self.kind(day) as usize] += 1.0;
        }
        days
    }

    /// Every time of day `at` (ms after midnight) of the days the run touches, and of the day before:
    /// the date, and the cell, which may lie outside the run. A civil time that does not exist is
    /// left out; of one that comes twice the first is meant.
    pub fn daily(&self, at: Span, utc: bool) -> Vec<(i32, i64)> {
        let zone = if utc { &TimeZone::UTC } else { &*LONDON };
        let end = self.instant(self.cells());
        let mut date = zone.to_datetime(self.start).date().yesterday().expect("dates from 1990");
        let last = zone.to_datetime(end).date();
        let time = Time::midnight() + (at.ms() as i64).milliseconds();
        let mut found = Vec::new();
        while date <= last {
            if let Ok(instant) = civil_instant(date.to_datetime(time), zone) {
                let ms = (instant.as_millisecond() - self.start.as_millisecond()) as f64;
                found.push((days(date), libm::floor(ms / self.cell.ms() as f64) as i64));
            }
            date = date.tomorrow().expect("dates to 2200");
        }
        found
    }

    /// The cell on whose edge a civil time falls, counted from the start; negative before it.
    ///
    /// # Errors
    /// The nearest edge as words, or that the civil time does not exist.
    pub fn edge(&self, at: DateTime) -> Result<i64, String> {
        let instant = london(at)?;
        let ms = instant.as_millisecond() - self.start.as_millisecond();
        let cell = self.cell.ms() as i64;
        if ms.rem_euclid(cell) == 0 {
            return Ok(ms / cell);
        }
        let nearest = (ms + cell / 2).div_euclid(cell) * cell;
        let nearest = self.start + nearest.milliseconds();
        Err(format!("the nearest edge is {}", LONDON.to_datetime(nearest)))
    }
}

/// Year, month and day of a date given as days since 1970-01-01.
pub fn civil_date(date: i32) -> (i16, i8, i8) {
    let date = jiff::civil::date(1970, 1, 1).saturating_add(date.days());
    (date.year(), date.month(), date.day())
}

/// The local time at which a half-hour, counted from 1970, begins in Europe/London.
pub fn half_hour_begins(half_hour: i64) -> DateTime {
    LONDON.to_datetime(Timestamp::from_second(half_hour * 1_800).unwrap_or(Timestamp::MAX))
}

/// Days since 1970-01-01.
fn days(date: Date) -> i32 {
    jiff::civil::date(1970, 1, 1).until(date).expect("dates from 1990 to 2200").get_days()
}

/// The instant of a civil time in Europe/London.
///
/// # Errors
/// A civil time that does not exist, because the clocks went forward.
pub fn london(at: DateTime) -> Result<Timestamp, String> {
    civil_instant(at, &LONDON)
}

fn civil_instant(at: DateTime, zone: &TimeZone) -> Result<Timestamp, String> {
    let ambiguous = zone.to_ambiguous_timestamp(at);
    match ambiguous.offset() {
        AmbiguousOffset::Gap { .. } => {
            Err(format!("{at} does not exist: the clocks go forward over it"))
        }
        _ => ambiguous.compatible().map_err(|e| e.to_string()),
    }
}

#[cfg(test)]
mod tests;
