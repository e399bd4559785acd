//! Rows of logs, one after the other, made counts.

use super::answers::Answers;
use super::columns::{Column, Columns};
use super::fields::note;
use super::input::{Input, header_of, unreadable};
use super::lines::{has_end, runs_on};
use super::moment::HALF_HOUR;
use super::parquet::{is_parquet, parquet_file};
use super::rows::Rows;
use super::tally::Tally;
use super::wrong::Key;
use super::wrong_rows::WrongRows;
use super::{Asked, Kind, Remarks, Wrong};
use crate::domain::Span;
use std::io::Read;

/// First submissions, counted by User, SRV, mode and time bin (T8).
#[derive(Clone, Debug)]
pub struct Recording {
    /// The kinds, in the order in which they first came.
    pub kinds: Vec<Kind>,
    /// Length of a bin.
    pub bin: Span,
    /// What was found.
    pub remarks: Remarks,
    grain: Span,
    tally: Tally,
    /// How they were answered, where that was asked for (T9).
    pub answers: Option<Answers>,
}

impl Recording {
    /// The first half-hour of which something is known, and the one after the last, counted from 1970.
    pub fn span(&self) -> Option<(i64, i64)> {
        let first = self.tally.half_hours().next()?;
        Some((first, self.tally.half_hours().last()? + 1))
    }

    /// Half-hours of which something is known, in order.
    pub fn half_hours(&self) -> impl Iterator<Item = i64> {
        self.tally.half_hours()
    }

    /// Requests of `half_hour`: index of the kind, bin from 0, and how many.
    pub fn of(&self, half_hour: i64) -> impl Iterator<Item = (usize, u64, u64)> {
        let grains = (HALF_HOUR as u64 / self.grain.ms()) as u32;
        let bin = self.bin.ms() / self.grain.ms();
        let of =
            move |(key, n): (u32, u64)| ((key / grains) as usize, u64::from(key % grains) / bin, n);
        self.tally.of(half_hour).map(of)
    }
}

/// Reads a log.
///
/// # Errors
/// The first thing that is wrong with it, with file, row and column; of rows, all that is wrong with those of its file.
pub fn read(asked: &Asked) -> Result<Recording, Wrong> {
    let in_all = |wrong: Wrong| wrong.in_file(&asked.files.join(", "));
    let mut rows = Rows::new(asked).map_err(in_all)?;
    for file in &asked.files {
        let in_file = |wrong: Wrong| wrong.in_file(file);
        let read = if is_parquet(file) { parquet_file } else { csv_file };
        let before = rows.remarks.rows;
        let digest = read(file, asked, &mut rows).map_err(in_file)?;
        let known = &mut rows.remarks.files;
        // Files without a row say nothing twice.
        if let Some((same, _)) = known.iter().find(|(_, d)| *d == digest)
            && rows.remarks.rows > before
        {
            let found = format!("the same as {same}, to the byte");
            return Err(in_file(Wrong::of_file(found, "each file of a log once")));
        }
        known.push((file.clone(), digest));
    }
    let asked_bin = |wrong: Wrong| if asked.bin.is_some() { wrong.of_key(Key::Bin) } else { wrong };
    let bin = rows.bin(asked).map_err(asked_bin).map_err(in_all)?;
    let (kinds, tally, remarks, answers) = rows.close();
    if asked.said.begins.is_some() && !remarks.counted {
        let expected = "times that count seconds, of which it says from when";
        let wrong = Wrong::of_file("no time that is a number", expected);
        return Err(in_all(wrong.of_key(Key::Begins)));
    }
    if let Some(answers) = &answers {
        in_order(answers.backwards, &remarks).map_err(in_all)?;
    }
    Ok(Recording { kinds, bin, remarks, grain: asked.grain, tally, answers })
}

/// Whether what came again after a refusal can be told: where most of what has a `request_id` of before is earlier than other
/// rows, or some is earlier than the one before it, the log stands the wrong way round.
fn in_order(backwards: u64, remarks: &Remarks) -> Result<(), Wrong> {
    if backwards == 0 && 2 * remarks.misplaced <= remarks.known {
        return Ok(());
    }
    let n = backwards.max(remarks.misplaced);
    let found =
        format!("{n} rows that stand after a later one, though their request_id came before");
    let wrong = Wrong::of_file(found, "the rows of a request in the order of time");
    Err(wrong.hint("sort the log by time, and name its files in that order"))
}

/// Reads the rows of a file of CSV; its digest.
fn csv_file(path: &str, asked: &Asked, rows: &mut Rows) -> Result<String, Wrong> {
    let mut input = Input::open(path)?;
    let (separator, header) = header_of(&input.header()?, asked)?;
    let (fields, columns) = (header.len(), Columns::new(header, asked)?);
    rows.begin(&columns, separator);
    rows.remarks.utf_16 |= matches!(input, Input::Utf16(_));
    let mut reader = csv::ReaderBuilder::new();
    let reader = reader.has_headers(false).flexible(true).delimiter(separator);
    // With a line end behind it all, a quote that is open at the end of the file is not closed on its line either.
    let text = input.chain(&b"\n"[..]);
    let mut reader = reader.buffer_capacity(1 << 16).from_reader(text);
    let mut record = csv::ByteRecord::new();
    let mut wrong = WrongRows::default();
    while !wrong.is_enough() {
        let place = reader.position().byte();
        // Lines are counted where one is asked for, and not of every row.
        let in_row = |wrong: Wrong| match Input::line_of(path, place) {
            Ok(row) => wrong.in_row(row),
            Err(_) => wrong,
        };
        let more = reader.read_byte_record(&mut record).map_err(|e| match e.into_kind() {
            csv::ErrorKind::Io(e) => unreadable(&e),
            _ => Wrong::of_file("a row that is no CSV", "fields with commas between"),
        });
        match more {
            Ok(true) => {}
            Ok(false) => break,
            Err(end) => {
                wrong.note(end, in_row);
                break;
            }
        }
        if has_end(record.as_slice())
            && let Some((place, run_on)) = runs_on(record.iter())
        {
            let run_on = match columns.at(place) {
                Some(name) => run_on.in_column(name),
                None => run_on,
            };
            // Which rows are behind it nobody knows.
            wrong.note(run_on, in_row);
            break;
        }
        if record.len() != fields {
            let found = format!("{} fields", record.len());
            wrong.note(Wrong::of_file(found, format!("{fields}, as in the header")), in_row);
            continue;
        }
        let field = |column: Column| columns.of(column).map(|place| record[place].trim_ascii());
        if let Err((column, of)) = note(rows, asked, None, field, || record.iter()) {
            wrong.note(of.in_column(columns.name(column)), in_row);
        }
    }
    wrong.end()?;
    let (input, _) = reader.into_inner().into_inner();
    input.digest()
}
