//! How long a count of a log lasts: its bin, over which it is spread (T8).
//!
//! Nobody has to say it: all times of counts are multiples of it. But one time that stands wrong would make a half-hour's count one of ten
//! seconds, and a peak of what was none. So where a few rows decide it, it has to be said.

use super::columns::{Column, Columns};
use super::moment::HALF_HOUR;
use super::{Asked, Wrong};
use crate::domain::Span;
use jiff::Timestamp;

/// Lengths that counts usually have, milliseconds, the longest first.
const USUAL: [i64; 7] = [HALF_HOUR, 900_000, 600_000, 300_000, 60_000, 30_000, 10_000];
/// At least this share of the rows has to decide it: one in so many.
const ONE_IN: u64 = 10;

/// So many rows of a kind do not begin at multiples of a longer time by chance.
const MANY: u64 = 24;

/// What is known of the lengths of counts so far.
#[derive(Debug)]
pub struct Bins {
    /// Whether some rows stand for so many requests each, or are of half-hours; and whether some are requests by themselves.
    counted: bool,
    single: bool,
    /// Rows of counts.
    rows: u64,
    /// What divides all their times within their half-hours, milliseconds.
    divides: i64,
    /// Of each usual length, rows at no multiple of it, and the time of the first of them.
    beside: [(u64, i64); USUAL.len()],
    /// The length that is asked for, milliseconds; and rows of counts at no multiple of it.
    asked: Option<i64>,
    beside_asked: u64,
    /// Whether this file's rows are counts.
    here: bool,
    /// Whether some rows are of settlement periods.
    by_period: bool,
    /// Whether some counts begin within an hour.
    within_hours: bool,
    /// Of each kind of requests rows of counts, and what divides their times.
    of_kind: Vec<(u64, i64)>,
}

impl Bins {
    /// Nothing yet, of a log of which this is asked.
    pub fn new(asked: &Asked) -> Self {
        Self {
            counted: false,
            single: false,
            rows: 0,
            divides: HALF_HOUR,
            beside: Default::default(),
            asked: asked.bin.map(|bin| bin.ms() as i64).filter(|bin| *bin > 0),
            beside_asked: 0,
            here: false,
            by_period: false,
            within_hours: false,
            of_kind: Vec::new(),
        }
    }

    /// A file with these columns begins.
    pub fn begin(&mut self, columns: &Columns) {
        self.here = [Column::Count, Column::Period].iter().any(|c| columns.of(*c).is_some());
        self.by_period |= columns.of(Column::Period).is_some();
        self.counted |= self.here;
        self.single |= !self.here;
    }

    /// Notes the time of first submissions, and how long after their half-hour's beginning it is.
    #[inline]
    pub fn note(&mut self, at: i64, within: i64) {
        if !self.here {
            return;
        }
        self.rows += 1;
        self.within_hours |= at.rem_euclid(2 * HALF_HOUR) != 0;
        if within == 0 {
            return;
        }
        if within % self.divides != 0 {
            self.divides = gcd(self.divides, within);
        }
        for (usual, (n, first)) in USUAL.iter().zip(&mut self.beside) {
            if within % usual != 0 {
                *first = if *n == 0 { at } else { *first };
                *n += 1;
            }
        }
        self.beside_asked += u64::from(self.asked.is_some_and(|bin| within % bin != 0));
    }

    /// Notes which kind the row is of, of which [`Bins::note`] was told.
    #[inline]
    pub fn note_kind(&mut self, kind: u32, within: i64) {
        if !self.here {
            return;
        }
        if self.of_kind.len() <= kind as usize {
            self.of_kind.resize(kind as usize + 1, (0, HALF_HOUR));
        }
        let (rows, divides) = &mut self.of_kind[kind as usize];
        *rows += 1;
        if within % *divides != 0 {
            *divides = gcd(*divides, within);
        }
    }

    /// The length of a bin of cells of `grain`; what is to be said of it, where rows are counts.
    pub fn found(&self, grain: Span, asked: Option<Span>) -> Result<(Span, Option<String>), Wrong> {
        let found = match asked {
            Some(bin) => bin,
            None if self.counted => Span::from_ms(self.divides as u64).max(grain),
            None => grain,
        };
        let half_hour = Span::from_ms(HALF_HOUR as u64);
        if !found.is_multiple_of(grain) || !half_hour.is_multiple_of(found) {
            let expected = format!("bins that divide a half-hour and are whole cells of {grain}");
            let of = match asked {
                Some(_) => format!("a `bin` of {found}"),
                None => format!("counts of every {found}"),
            };
            return Err(Wrong::of_file(of, expected)
                .hint("another /resolution, or another `bin` (--bin); counts of more than a half-hour have to be written as half-hours"));
        }
        if self.by_period && asked.is_some_and(|bin| bin != half_hour) {
            return Err(Wrong::of_file(
                format!("settlement periods, and a `bin` of {found}"),
                "30 min, which a settlement period is",
            ));
        }
        if !self.counted {
            return Ok((found, None));
        }
        if asked.is_none() {
            self.doubt(found)?;
        }
        let mut said = format!("counts are spread over {found} each, {}", self.why(grain, asked));
        if found == half_hour && !self.within_hours && self.rows > 1 {
            said += "; all of them begin at full hours: counts of whole hours would have to be written as half-hours";
        }
        let longer = |(rows, divides): &&(u64, i64)| *rows >= MANY && *divides > found.ms() as i64;
        let longer = self.of_kind.iter().filter(longer).count();
        if longer > 0 && asked.is_none() {
            said += &format!(
                "; of {longer} of {} kinds (User, SRV and mode) they all begin at multiples of more, and may be of more: a log has counts of one length",
                self.of_kind.len()
            );
        }
        Ok((found, Some(said)))
    }

    /// Why a bin is as long as it is.
    fn why(&self, grain: Span, asked: Option<Span>) -> String {
        match asked {
            Some(_) if self.beside_asked > 0 => format!(
                "as `bin` says; {} rows of them begin within such a time, and are spread over the whole of it",
                self.beside_asked
            ),
            Some(_) => "as `bin` says".to_owned(),
            None if (self.divides as u64) < grain.ms() => {
                "a cell, the finest that is told apart".to_owned()
            }
            None => "which divides all their times".to_owned(),
        }
    }

    /// Whether few rows made `found` of what else would be longer, or nothing can tell it.
    fn doubt(&self, found: Span) -> Result<(), Wrong> {
        let hint = |of: &str| format!("`bin` (--bin) says how long a count is, such as \"{of}\"");
        if self.single {
            let found = "files of counts, and files of requests that stand by themselves";
            return Err(
                Wrong::of_file(found, "either, or how long a count is").hint(hint("30 min"))
            );
        }
        let longer = USUAL.iter().zip(self.beside).filter(|(usual, _)| **usual > found.ms() as i64);
        let doubtful = longer.into_iter().find(|(_, (n, _))| *n > 0 && n * ONE_IN <= self.rows);
        let Some((usual, (n, first))) = doubtful else {
            return Ok(());
        };
        let usual = Span::from_ms(*usual as u64);
        let first = Timestamp::from_millisecond(first)
            .map_err(|e| Wrong::of_file(e.to_string(), "a time"))?;
        let rows = self.rows;
        let text = format!(
            "counts at multiples of {usual}, but for {n} of {rows} rows, by which they would be of {found} each; the first of these is of {first}"
        );
        Err(Wrong::of_file(text, "counts of one length").hint(hint(&usual.to_string())))
    }
}

fn gcd(a: i64, b: i64) -> i64 {
    if b == 0 { a } else { gcd(b, a % b) }
}
