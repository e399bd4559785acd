//! The days of a log, from which those of a course are drawn in blocks (T8).
//!
//! Scope: which days of a log can be drawn, which one stands for a day of a course where a block begins, and what was sent in
//! half-hours that stand for others. Left out: what is drawn, which is `traffic`'s. Source: `docs/rules.md`, T8. Checked by:
//! `tests/rules/years_of_a_log.rs`.

use super::super::calendar::{Block, Calendar, DayKind};
use super::sent::{RecordedBins, RecordedSent};
use std::sync::Arc;

/// Half-hours of a day that can be drawn.
const HALF_HOURS: usize = 48;

/// A course whose traffic is drawn from the days of a log.
#[derive(Clone, Debug, PartialEq)]
pub struct LogDays {
    /// Days that are drawn together.
    pub block_days: usize,
    /// The course's first day, as days since 1970-01-01.
    pub begins: i32,
    /// The kind of each of its days.
    pub course: Vec<DayKind>,
    /// The log.
    pub log: Arc<DaysSent>,
}

/// What was sent on the days of a log that can be drawn: whole civil days of 48 half-hours of which it says something.
#[derive(Clone, Debug, PartialEq)]
pub struct DaysSent {
    /// The days, in order.
    pub days: Vec<LogDay>,
    /// What was sent on them, by User, SRV and mode; bins count from the first day's midnight, those days on end.
    pub sent: Vec<RecordedSent>,
    /// Requests of these kinds on other days.
    pub outside: u64,
    /// Half-hours of these days of which the log says nothing.
    pub missing: usize,
}

/// A day of a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogDay {
    /// Days since 1970-01-01.
    pub date: i32,
    /// Its kind.
    pub kind: DayKind,
}

impl DaysSent {
    /// Days of each kind.
    pub fn of_each_kind(&self) -> [usize; 3] {
        self.days.iter().fold([0; 3], |mut days, day| {
            days[day.kind as usize] += 1;
            days
        })
    }

    /// What is sent in half-hours that such a half-hour stands for, by its place among all of these days', or none.
    pub fn laid(&self, sources: &[Option<u32>], cells_per_block: u64) -> Vec<RecordedSent> {
        let laid = |sent: &RecordedSent| {
            let bins = &sent.bins;
            let per_block = (cells_per_block / bins.cells) as u32;
            let mut counts = Vec::new();
            let mut from = 0;
            for run in sources.chunk_by(|a, b| follows(*a, *b)) {
                if let Some(first) = run[0] {
                    let cells = u64::from(first) * cells_per_block;
                    let to = cells + run.len() as u64 * cells_per_block;
                    let here = bins.within(cells..to).iter();
                    counts.extend(here.map(|(bin, n)| (bin - first * per_block + from, *n)));
                }
                from += run.len() as u32 * per_block;
            }
            let bins = Arc::new(RecordedBins { cells: bins.cells, counts });
            RecordedSent { bins, ..sent.clone() }
        };
        self.sent.iter().map(laid).collect()
    }
}

/// Whether what stands for a half-hour comes right after what stands for the one before it.
fn follows(before: Option<u32>, after: Option<u32>) -> bool {
    before.map(|b| b + 1) == after
}

impl LogDays {
    /// Of `log`, for the course of `calendar`.
    pub fn new(block_days: usize, log: Arc<DaysSent>, calendar: &Calendar) -> Self {
        let blocks = calendar.blocks();
        let mut course: Vec<(i32, DayKind)> =
            blocks.iter().map(|b| (b.local.date, b.local.kind)).collect();
        course.dedup();
        let begins = course[0].0;
        Self { block_days, begins, course: course.into_iter().map(|d| d.1).collect(), log }
    }

    /// For each day of the course the day of the log that stands for it. `below` draws where each block begins: it is told the
    /// date of the block's first day and of how many days one is meant.
    pub fn drawn(&self, mut below: impl FnMut(i32, u64) -> u64) -> Vec<usize> {
        let days = &self.log.days;
        let mut drawn = Vec::with_capacity(self.course.len());
        for kinds in self.course.chunks(self.block_days) {
            let date = self.begins + drawn.len() as i32;
            let meant = self.meant(date, kinds[0]);
            let start = days[meant[below(date, meant.len() as u64) as usize]].date;
            let each = (0..).zip(kinds);
            drawn.extend(each.map(|(i, kind)| self.next(start + i, &self.meant(date + i, *kind))));
        }
        drawn
    }

    /// The days of the log that may stand for the course's day `date` of a kind: those of the kind, of weekdays those of the same
    /// name where there are any. So a block keeps to the days of the week, and every day of a log of whole weeks is as likely.
    fn meant(&self, date: i32, kind: DayKind) -> Vec<usize> {
        let of = |fits: &dyn Fn(&LogDay) -> bool| -> Vec<usize> {
            let days = self.log.days.iter().enumerate();
            days.filter(|(_, day)| day.kind == kind && fits(day)).map(|(d, _)| d).collect()
        };
        let named = |day: &LogDay| (day.date - date).rem_euclid(7) == 0;
        let same = if kind == DayKind::Weekday { of(&named) } else { Vec::new() };
        if same.is_empty() { of(&|_| true) } else { same }
    }

    /// The first of `meant` that is not before `date`. The log goes round in whole weeks: after its last comes its first again.
    fn next(&self, date: i32, meant: &[usize]) -> usize {
        let days = &self.log.days;
        let (first, last) = (days[0].date, days[days.len() - 1].date);
        let date = first + (date - first).rem_euclid(((last - first) / 7 + 1) * 7);
        let next = meant.iter().find(|d| days[**d].date >= date);
        *next.unwrap_or(&meant[0])
    }

    /// For each half-hour of `calendar`, the half-hour of the log's days that stands for it where `drawn` stand for the course's
    /// days: the same by the clock, so that one that comes twice is sent twice and one that does not exist is left out.
    pub fn sources(&self, calendar: &Calendar, drawn: &[usize]) -> Vec<u32> {
        let of = |day: i32| drawn[(day - self.begins) as usize];
        let blocks = calendar.blocks().iter().map(|b| b.local);
        blocks.map(|at| (of(at.date) * HALF_HOURS + at.half_hour) as u32).collect()
    }

    /// What was sent laid over the course once, as far as it reaches: its days on end, by the clock, weekdays on weekdays.
    pub fn once(&self, calendar: &Calendar) -> Vec<RecordedSent> {
        let first = self.log.days[0].date;
        let weeks = self.course.len() >= 7;
        let after = if weeks { (first - self.begins).rem_euclid(7) } else { 0 };
        let place = |at: i32| {
            let date = at - self.begins - after + first;
            self.log.days.binary_search_by_key(&date, |day| day.date).ok()
        };
        let source = |b: &Block| {
            place(b.local.date).map(|day| (day * HALF_HOURS + b.local.half_hour) as u32)
        };
        let sources: Vec<Option<u32>> = calendar.blocks().iter().map(source).collect();
        self.log.laid(&sources, calendar.cells_per_block() as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The kinds of so many days from `first`, a Monday being 0.
    fn kinds(first: i32, days: i32) -> Vec<DayKind> {
        let kind = |day: i32| match day.rem_euclid(7) {
            5 => DayKind::Saturday,
            6 => DayKind::Sunday,
            _ => DayKind::Weekday,
        };
        (first..first + days).map(kind).collect()
    }

    #[test]
    fn t8_every_day_of_a_log_of_whole_weeks_stands_for_as_many_days_of_a_course() {
        // From a Thursday, four weeks; 1970-01-01 was one.
        let days = (0..).zip(kinds(3, 28)).map(|(date, kind)| LogDay { date, kind }).collect();
        let log = Arc::new(DaysSent { days, sent: Vec::new(), outside: 0, missing: 0 });
        // Courses of whole weeks from days of every name, long after.
        for (block_days, begins) in (1..=28).flat_map(|b| (7_000..7_007).map(move |f| (b, f))) {
            let course = kinds(begins + 3, 84);
            let drawn = LogDays { block_days, begins, course, log: Arc::clone(&log) };
            let mut stands = [0; 28];
            // Blocks of a course begin on any day that they may, one draw being as likely as another.
            for draw in 0..4 {
                for day in drawn.drawn(|_, of| draw * of / 4) {
                    stands[day] += 1;
                }
            }
            assert_eq!(stands, [12; 28], "blocks of {block_days} from {begins}");
        }
    }
}
