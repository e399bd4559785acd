//! Logs in Parquet: column by column, a few thousand rows at a time, so that no row group has to be held.

mod caught;
pub(super) mod sheet;

use super::columns::{COLUMNS, Column, Columns};
use super::digits::shown;
use super::fields::{TIMES, note};
use super::input::{Input, unreadable};
use super::rows::Rows;
use super::wrong_rows::WrongRows;
use super::{Asked, Wrong};
use caught::caught;
use parquet::basic::{LogicalType, TimeUnit, Type};
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::DataType;
use parquet::errors::ParquetError;
use parquet::file::reader::{FileReader, RowGroupReader, SerializedFileReader};
use parquet::schema::types::ColumnDescPtr;
use std::fs::File;
use std::io::Read;
use std::panic::AssertUnwindSafe;

/// Rows that are read at once.
const BATCH: usize = 4_096;

/// Columns that say how requests were answered.
const ANSWERS: [Column; 3] = [Column::FirstTime, Column::Status, Column::Answered];

/// Whether the file at `path` says that it is one.
pub fn is_parquet(path: &str) -> bool {
    let regular = std::fs::metadata(path).is_ok_and(|m| m.is_file());
    let mut head = [0; 4];
    let read = regular.then(|| File::open(path).and_then(|mut file| file.read_exact(&mut head)));
    matches!(read, Some(Ok(()))) && head == *b"PAR1"
}

/// Reads the rows of a file; its digest.
pub fn parquet_file(path: &str, asked: &Asked, rows: &mut Rows) -> Result<String, Wrong> {
    let digest = Input::open(path)?.digest()?;
    caught(AssertUnwindSafe(|| read_rows(path, asked, rows)))?;
    Ok(digest)
}

fn read_rows(path: &str, asked: &Asked, rows: &mut Rows) -> Result<(), Wrong> {
    let file = File::open(path).map_err(|e| unreadable(&e))?;
    let reader = SerializedFileReader::new(file).map_err(|e| damaged(&e))?;
    let schema = reader.metadata().file_metadata().schema_descr_ptr();
    let all = schema.columns();
    let header = all.iter().map(|c| c.path().string()).collect();
    let columns = Columns::new(header, asked)?;
    rows.begin(&columns, b',');
    let mut row = 0;
    let mut wrong = WrongRows::default();
    for group in 0..reader.num_row_groups() {
        let group = reader.get_row_group(group).map_err(|e| damaged(&e))?;
        let mut read = Group::new(&*group, (&columns, asked.answers), all)?;
        while read.next()? {
            for i in 0..read.rows {
                row += 1;
                if let Err((column, of)) = note_row(&read, i, asked, rows) {
                    wrong.note(of.in_column(columns.name(column)), |of| of.in_row(row));
                }
                if wrong.is_enough() {
                    return wrong.end();
                }
            }
        }
    }
    wrong.end()
}

/// Notes the row at `i` of those that were `read`.
fn note_row(read: &Group, i: usize, asked: &Asked, rows: &mut Rows) -> Result<(), (Column, Wrong)> {
    let mut at = [None; 3];
    for (at, column) in at.iter_mut().zip(TIMES) {
        *at = read.time(column, i, rows).transpose().map_err(|wrong| (column, wrong))?;
    }
    let field = |column: Column| read.field(column, i);
    note(rows, asked, Some(at), field, || read.parts.iter().map(|p| p.text(i)))
}

fn damaged(error: &ParquetError) -> Wrong {
    Wrong::of_file(format!("Parquet that cannot be read: {error}"), "a whole file of Parquet")
}

/// How many of `unit` make a millisecond.
fn per_ms(unit: TimeUnit) -> i64 {
    match unit {
        TimeUnit::MILLIS => 1,
        TimeUnit::MICROS => 1_000,
        TimeUnit::NANOS => 1_000_000,
    }
}

/// Whether the column at `place` surely has text in every row of `group`.
fn always(group: &dyn RowGroupReader, place: usize) -> bool {
    let known = group.metadata().column(place).statistics();
    known.is_some_and(|s| {
        s.null_count_opt() == Some(0) && s.min_bytes_opt().is_some_and(|least| !least.is_empty())
    })
}

/// The columns of a row group that are read, in step.
struct Group {
    parts: Vec<Part>,
    /// By column, which of them it is.
    places: [Option<usize>; COLUMNS],
    rows: usize,
}

/// A column of it.
struct Part {
    column: Column,
    reader: ColumnReader,
    desc: ColumnDescPtr,
    /// The rows of the batch as text, one after the other, and where each ends.
    bytes: Vec<u8>,
    ends: Vec<usize>,
    /// Of times that are numbers, milliseconds.
    ms: Vec<Option<i64>>,
}

impl Group {
    fn new(
        group: &dyn RowGroupReader,
        (columns, answers): (&Columns, bool),
        all: &[ColumnDescPtr],
    ) -> Result<Self, Wrong> {
        let (mut parts, mut places) = (Vec::new(), [None; COLUMNS]);
        let all_identified = columns.of(Column::RequestId).is_some_and(|id| always(group, id));
        // Where every row says which request it is, rows are not looked at as a whole.
        let unread = |column| all_identified && !answers && ANSWERS.contains(&column);
        for (column, place) in columns.all().filter(|(column, _)| !unread(*column)) {
            places[column as usize] = Some(parts.len());
            let desc = all[place].clone();
            if desc.max_rep_level() > 0 {
                let found = format!("lists in the column {:?}", columns.name(column));
                return Err(Wrong::of_file(found, "one value a row"));
            }
            let reader = group.get_column_reader(place).map_err(|e| damaged(&e))?;
            let (bytes, ends, ms) = (Vec::new(), Vec::new(), Vec::new());
            parts.push(Part { column, reader, desc, bytes, ends, ms });
        }
        Ok(Self { parts, places, rows: 0 })
    }

    /// Reads the next rows; whether there were any.
    fn next(&mut self) -> Result<bool, Wrong> {
        for part in &mut self.parts {
            part.read()?;
        }
        self.rows = self.parts[0].ends.len();
        match self.parts.iter().all(|p| p.ends.len() == self.rows) {
            true => Ok(self.rows > 0),
            false => Err(Wrong::of_file("columns of different lengths", "a value a row in each")),
        }
    }

    /// The instant of row `i`, where `column` has numbers for times.
    fn time(&self, column: Column, i: usize, rows: &mut Rows) -> Option<Result<i64, Wrong>> {
        let part = &self.parts[self.places[column as usize]?];
        let ms = (*part.ms.get(i)?)?;
        Some(match part.desc.logical_type_ref() {
            Some(LogicalType::Timestamp(of)) if of.is_adjusted_to_u_t_c => rows.moments.instant(ms),
            Some(LogicalType::Timestamp(_)) => rows.moments.local(ms),
            _ => rows.moments.since(ms),
        })
    }

    fn field(&self, column: Column, i: usize) -> Option<&[u8]> {
        self.places[column as usize].map(|place| self.parts[place].text(i))
    }
}

impl Part {
    fn text(&self, i: usize) -> &[u8] {
        let from = if i == 0 { 0 } else { self.ends[i - 1] };
        &self.bytes[from..self.ends[i]]
    }

    /// Reads the next rows.
    fn read(&mut self) -> Result<(), Wrong> {
        self.bytes.clear();
        self.ends.clear();
        self.ms.clear();
        let time = TIMES.contains(&self.column);
        let per_ms = match self.desc.logical_type_ref() {
            Some(LogicalType::Timestamp(timestamp)) => Some(per_ms(timestamp.unit)),
            _ => None,
        };
        let days = self.column == Column::Date && self.desc.physical_type() == Type::INT32;
        let nullable = self.desc.max_def_level() > 0;
        let (bytes, ends, ms) = (&mut self.bytes, &mut self.ends, &mut self.ms);
        let mut say = |text: &[u8], at: Option<i64>| {
            bytes.extend_from_slice(text);
            ends.push(bytes.len());
            if time {
                ms.push(at);
            }
        };
        let mut last = LastNumber::default();
        match &mut self.reader {
            ColumnReader::ByteArrayColumnReader(reader) => each(reader, nullable, |value| {
                say(value.map_or(&[], |v| v.data()), None);
            }),
            ColumnReader::Int64ColumnReader(reader) => each(reader, nullable, |value| {
                let at =
                    value.map(|v| per_ms.map_or(v.saturating_mul(1_000), |per| v.div_euclid(per)));
                if let Some(v) = value.filter(|_| time) {
                    return say(&v.to_le_bytes(), at);
                }
                say(last.text(value.copied(), |v| v.to_string()), at);
            }),
            ColumnReader::Int32ColumnReader(reader) => each(reader, nullable, |value| {
                let at = value.map(|v| i64::from(*v) * 1_000);
                let text = |v: i32| if days { super::digits::date(v) } else { v.to_string() };
                say(last.text(value.map(|v| i64::from(*v)), |v| text(v as i32)), at);
            }),
            ColumnReader::DoubleColumnReader(reader) => each(reader, nullable, |value| {
                let at = value.map(|v| libm::floor(v * 1_000.0) as i64);
                say(value.map(ToString::to_string).unwrap_or_default().as_bytes(), at);
            }),
            _ => {
                let found = format!(
                    "{} in the column {}",
                    self.desc.physical_type(),
                    shown(self.desc.name().as_bytes())
                );
                let expected = "text, whole numbers, seconds, or times of milliseconds, microseconds or nanoseconds";
                Err(Wrong::of_file(found, expected))
            }
        }
    }
}

/// The number of the row before, which often is the next one's too, and its text.
#[derive(Default)]
struct LastNumber(Option<i64>, String);

impl LastNumber {
    fn text(&mut self, number: Option<i64>, text: impl Fn(i64) -> String) -> &[u8] {
        if number != self.0 {
            *self = Self(number, number.map(text).unwrap_or_default());
        }
        self.1.as_bytes()
    }
}

/// Gives each of the next values of a column, or that there is none, to `say`.
fn each<T: DataType>(
    reader: &mut ColumnReaderImpl<T>,
    nullable: bool,
    mut say: impl FnMut(Option<&T::T>),
) -> Result<(), Wrong> {
    let (mut values, mut there) = (Vec::with_capacity(BATCH), Vec::new());
    let levels = nullable.then_some(&mut there);
    let (records, ..) =
        reader.read_records(BATCH, levels, None, &mut values).map_err(|e| damaged(&e))?;
    let mut values = values.iter();
    for i in 0..records {
        match there.get(i) {
            Some(0) => say(None),
            _ => say(values.next()),
        }
    }
    Ok(())
}
