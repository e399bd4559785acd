//! Rows of a log noted one after the other: which are first submissions, of which kind, and where in time.

use super::answers::Answers;
use super::columns::{Column, Columns};
use super::holes::holes;
use super::moment::{HALF_HOUR, Moments};
use super::row::Row;
use super::seen::Seen;
use super::tally::Tally;
use super::{Asked, Kind, Remarks, Wrong};
use crate::domain::{Mode, Span};
use foldhash::fast::FixedState;
use hashbrown::HashTable;
use std::cmp::Ordering;
use std::hash::BuildHasher;

/// What is known of rows so far.
#[derive(Debug)]
pub struct Rows {
    /// Reads their times.
    pub moments: Moments,
    /// What was found.
    pub remarks: Remarks,
    seen: Seen,
    tally: Tally,
    answers: Option<Answers>,
    kinds: Vec<Kind>,
    /// Kinds, by what they are.
    known: HashTable<u32>,
    grain: i64,
    /// The latest time so far of this file.
    latest: i64,
    /// The same of all files.
    last: i64,
    /// What divides all times within their half-hours, milliseconds.
    divides: i64,
    /// Whether rows stand for so many requests each.
    counted: bool,
    /// Whether rows are of half-hours.
    by_period: bool,
}

impl Rows {
    /// None yet.
    pub fn new(asked: &Asked) -> Result<Self, Wrong> {
        Ok(Self {
            moments: Moments::new(asked.zone.as_deref(), &asked.said)?,
            answers: asked.answers.then(Answers::default),
            seen: Seen::default(),
            tally: Tally::default(),
            kinds: Vec::new(),
            known: HashTable::new(),
            grain: asked.grain.ms() as i64,
            latest: i64::MIN,
            last: i64::MIN,
            divides: HALF_HOUR,
            counted: false,
            by_period: false,
            remarks: Remarks { identity: true, ..Remarks::default() },
        })
    }

    /// A file with these columns begins.
    pub fn begin(&mut self, columns: &Columns, separator: u8) {
        let has = |column: Column| columns.of(column).is_some();
        self.counted |= has(Column::Count);
        self.by_period |= has(Column::Period);
        self.remarks.identity &= has(Column::RequestId) || has(Column::Attempt);
        self.remarks.tells_seconds |= has(Column::Submission);
        for name in &columns.unread {
            if !self.remarks.unread.contains(name) {
                self.remarks.unread.push(name.clone());
            }
        }
        if separator != b',' {
            self.remarks.separator = Some(char::from(separator));
        }
        self.latest = i64::MIN;
    }

    /// Notes `row`, which is made of `fields`.
    pub fn note<'a, F: Iterator<Item = &'a [u8]>>(
        &mut self,
        row: &Row<'_>,
        fields: impl Fn() -> F,
    ) -> Result<(), Wrong> {
        let remarks = &mut self.remarks;
        remarks.rows += 1;
        if row.at < self.latest {
            remarks.disorder += 1;
        }
        let time = row.at.cmp(&self.last);
        self.latest = self.latest.max(row.at);
        self.last = self.last.max(row.at);
        let within = row.at.rem_euclid(HALF_HOUR);
        if within % self.divides != 0 {
            self.divides = gcd(self.divides, within);
        }
        let which = [row.attempt.to_le_bytes(), row.submission.to_le_bytes()];
        let known = match row.id {
            Some(id) => self.seen.again(std::iter::once(id).chain(which.iter().map(|w| &w[..]))),
            None => {
                let again = self.seen.again_at(time, fields());
                // Of further attempts and second submissions none is counted.
                remarks.alike += u64::from(again && row.attempt < 2 && row.submission < 2);
                false
            }
        };
        let n = u64::from(row.count);
        let half_hour = row.at.div_euclid(HALF_HOUR);
        if self.answers.is_some() {
            let kind = self.key(row)? / (HALF_HOUR / self.grain) as u32;
            self.answers.iter_mut().for_each(|answers| answers.note(row, kind));
        }
        let remarks = &mut self.remarks;
        match (known, row.attempt, row.submission) {
            (true, ..) => {
                remarks.known += 1;
                remarks.misplaced += u64::from(time == Ordering::Less);
            }
            (_, _, 2..) => remarks.seconds += n,
            (_, 2.., _) => remarks.further += n,
            _ => {
                remarks.first += n;
                let key = self.key(row)?;
                self.tally.add(half_hour, key + (within / self.grain) as u32, row.count);
                return Ok(());
            }
        }
        // Something is known of the half-hour all the same.
        self.tally.add(half_hour, 0, 0);
        Ok(())
    }

    /// The first key of the kind of `row`.
    fn key(&mut self, row: &Row<'_>) -> Result<u32, Wrong> {
        let grains = (HALF_HOUR / self.grain) as u32;
        let hash = hash_of(row.user, row.srv, row.mode);
        let same = |kind: &u32| {
            let kind = &self.kinds[*kind as usize];
            (kind.user.as_bytes(), kind.srv.as_bytes(), kind.mode) == (row.user, row.srv, row.mode)
        };
        if let Some(kind) = self.known.find(hash, same) {
            return Ok(kind * grains);
        }
        let text = |field: &[u8]| {
            let text = std::str::from_utf8(field).map(str::to_owned);
            text.map_err(|_| Wrong::of_file("a name that is not UTF-8", "text in UTF-8"))
        };
        let kind = self.kinds.len() as u32;
        if kind.checked_add(1).and_then(|all| all.checked_mul(grains)).is_none() {
            return Err(Wrong::of_file(format!("{kind} kinds of User, SRV and mode"), "fewer"));
        }
        let (user, srv) = (text(row.user)?, text(row.srv)?);
        self.kinds.push(Kind { user, srv, mode: row.mode });
        let kinds = &self.kinds;
        self.known.insert_unique(hash, kind, |kind| {
            let kind = &kinds[*kind as usize];
            hash_of(kind.user.as_bytes(), kind.srv.as_bytes(), kind.mode)
        });
        Ok(kind * grains)
    }

    /// The length of a bin.
    pub fn bin(&self, asked: &Asked) -> Result<Span, Wrong> {
        let grain = asked.grain;
        let found = match asked.bin {
            Some(bin) => bin,
            None if self.by_period => Span::from_ms(HALF_HOUR as u64),
            None if self.counted => Span::from_ms(self.divides as u64).max(grain),
            None => grain,
        };
        match found.is_multiple_of(grain) && Span::from_ms(HALF_HOUR as u64).is_multiple_of(found) {
            true => Ok(found),
            false => Err(Wrong::of_file(
                format!("counts of every {found}"),
                format!("bins that divide a half-hour and are whole cells of {grain}"),
            )
            .hint("another /resolution, or another `bin`")),
        }
    }

    /// What has been counted.
    pub fn close(mut self) -> (Vec<Kind>, Tally, Remarks, Option<Answers>) {
        self.tally.close();
        self.remarks.holes = holes(self.tally.half_hours());
        self.remarks.twice = self.moments.twice;
        self.remarks.offsets = self.moments.offsets;
        self.answers.iter_mut().for_each(Answers::close);
        (self.kinds, self.tally, self.remarks, self.answers)
    }
}

fn hash_of(user: &[u8], srv: &[u8], mode: Mode) -> u64 {
    FixedState::default().hash_one((user, srv, mode as u8))
}

fn gcd(a: i64, b: i64) -> i64 {
    if b == 0 { a } else { gcd(b, a % b) }
}
