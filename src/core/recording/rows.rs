//! Rows of a log noted one after the other: which are first submissions, of which kind, and where in time.

use super::answers::Answers;
use super::bins::Bins;
use super::columns::{Column, Columns};
use super::entry::{Entry, What};
use super::holes::holes;
use super::kinds::{self, Kinds};
use super::moment::{HALF_HOUR, Moments};
use super::row::Row;
use super::seen::{Seen, Told, hash_of};
use super::tally::Tally;
use super::{Asked, Kind, Remarks, Wrong};
use crate::domain::Span;

/// What is known of rows so far.
#[derive(Debug)]
pub struct Rows {
    /// Reads their times.
    pub moments: Moments,
    /// What was found.
    pub remarks: Remarks,
    seen: Seen<Of>,
    tally: Tally,
    answers: Option<Answers>,
    kinds: Kinds,
    grain: i64,
    /// The latest time so far of this file.
    latest: i64,
    /// The same of all files.
    last: i64,
    bins: Bins,
}

/// Of what is asked whether it came before.
#[derive(Clone, Copy, Debug)]
enum Of {
    /// A request.
    Request(Entry),
    /// A row without identity, which is counted in any case.
    Row(What),
}

impl Rows {
    /// None yet.
    pub fn new(asked: &Asked) -> Result<Self, Wrong> {
        Ok(Self {
            moments: Moments::new(asked.zone.as_deref(), &asked.said)?,
            answers: asked.answers.then(Answers::default),
            seen: Seen::new(),
            tally: Tally::default(),
            kinds: Kinds::new((HALF_HOUR / asked.grain.ms() as i64) as u32),
            grain: asked.grain.ms() as i64,
            latest: i64::MIN,
            last: i64::MIN,
            bins: Bins::new(asked),
            remarks: Remarks { identity: true, ..Remarks::default() },
        })
    }

    /// A file with these columns begins.
    pub fn begin(&mut self, columns: &Columns, separator: u8) {
        let has = |column: Column| columns.of(column).is_some();
        self.bins.begin(columns);
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
        if let Some(answers) = &mut self.answers {
            answers.note(row, self.kinds.of_any(row)?);
        }
        let mut entry = Entry::new(row, row.at.div_euclid(HALF_HOUR), time);
        match entry.what {
            What::First => self.bins.note(row.at, within),
            What::Second => self.remarks.seconds_of.note(row)?,
            What::Further => {}
        }
        let grain = (within / self.grain) as u32;
        let Some(id) = row.id else {
            let hash = hash_of(fields());
            self.ask(|seen, told| seen.ask_at(time, hash, Of::Row(entry.what), told));
            if entry.what == What::First {
                let kind = self.kinds.of_any(row)?;
                self.bins.note_kind(kind, within);
                entry.key = self.kinds.key(kind, grain);
            }
            entry.count(false, &mut self.remarks, &mut self.tally);
            return Ok(());
        };
        // Two Users may number their requests alike, each of an SRV and mode by itself.
        let whose = kinds::hash_of(row.user, row.srv, row.mode).to_le_bytes();
        let which = [row.attempt.to_le_bytes(), row.submission.to_le_bytes()];
        let hash = hash_of([id, &whose[..], &which[0][..], &which[1][..]].into_iter());
        let kind = self.kinds.of(row);
        if kind.is_some() || entry.what != What::First {
            entry.key = self.kinds.key(kind.unwrap_or(0), grain);
            self.ask(|seen, told| seen.ask(hash, Of::Request(entry), told));
            return Ok(());
        }
        // A row that came before makes no kind known.
        self.ask(Seen::tell);
        let known = self.seen.again(hash);
        if !known {
            let kind = self.kinds.of_any(row)?;
            entry.key = self.kinds.key(kind, grain);
        }
        entry.count(known, &mut self.remarks, &mut self.tally);
        Ok(())
    }

    /// Asks of what came before, and counts what is told.
    fn ask(&mut self, ask: impl FnOnce(&mut Seen<Of>, Told<'_, Of>)) {
        let Self { seen, remarks, tally, .. } = self;
        ask(seen, &mut |of, again| match of {
            Of::Request(entry) => entry.count(again, remarks, tally),
            // Of further attempts and second submissions none is counted.
            Of::Row(what) => remarks.alike += u64::from(again && what == What::First),
        });
    }

    /// The length of a bin.
    pub fn bin(&mut self, asked: &Asked) -> Result<Span, Wrong> {
        let (bin, said) = self.bins.found(asked.grain, asked.bin)?;
        self.remarks.counts = said;
        Ok(bin)
    }

    /// What has been counted.
    pub fn close(mut self) -> (Vec<Kind>, Tally, Remarks, Option<Answers>) {
        self.ask(Seen::tell);
        self.tally.close();
        self.remarks.holes = holes(self.tally.half_hours());
        self.remarks.twice = self.moments.twice;
        self.remarks.counted = self.moments.counted;
        self.remarks.offsets = self.moments.offsets;
        self.answers.iter_mut().for_each(Answers::close);
        (self.kinds.all(), self.tally, self.remarks, self.answers)
    }
}
