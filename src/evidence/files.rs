//! Files of tables: the only place that knows polars.
//!
//! Scope: a [`Table`] as Parquet or CSV bytes, and back. polars writes what it is given, in the order in which it is
//! given: it adds nothing up. Checked by: `tests/it/tables.rs`, which holds what is read against what was written.

use super::table::{Cells, Table};
use headroom_core::scenario::{inert, is_formula};
use polars::io::parquet::write::RowGroupIterColumns;
use polars::prelude::{Column, CsvWriter, DataFrame, DataType, IntoColumn, ParquetReader};
use polars::prelude::{
    NamedFrom, ParquetWriter, PolarsError, PolarsResult, SerReader, SerWriter, Series,
};
use std::io::Cursor;
use std::ops::Range;

/// Rows of a CSV file that are made at once.
const CSV_ROWS: usize = 2_000;

/// A table that could not be written, or bytes that hold none: what the writer or reader says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoTable(String);

impl std::fmt::Display for NoTable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for NoTable {}

/// `table` as a Parquet file.
///
/// # Errors
/// What the writer says.
pub fn parquet(table: &Table) -> Result<Vec<u8>, NoTable> {
    let mut bytes = Vec::new();
    write_parquet(table, &mut bytes).map_err(|e| said(&e))?;
    Ok(bytes)
}

/// Column by column: the whole of a table of many variants, as a frame, would be far larger than what it comes from.
fn write_parquet(table: &Table, bytes: &mut Vec<u8>) -> PolarsResult<()> {
    let writer = ParquetWriter::new(bytes).batched(frame(table, 0..0)?.schema())?;
    for rows in groups(table.rows) {
        let pages = |(head, cells): &(String, Cells)| {
            let frame = DataFrame::new(rows.len(), vec![column(head, cells, rows.clone())])?;
            let alone = ParquetWriter::new(std::io::sink()).batched(frame.schema())?;
            let group = alone.encode_and_compress(&frame).next();
            let none = || PolarsError::NoData("a column without rows".into());
            group.ok_or_else(none)??.next().ok_or_else(none)?
        };
        let group = RowGroupIterColumns::new(table.columns.iter().map(pages));
        let mut writer = writer.get_writer().lock().expect("no thread panicked");
        writer.write(rows.len() as u64, group)?;
    }
    writer.finish().map(|_| ())
}

/// The rows of each row group, as polars would have them: at least so many, but for the only one.
fn groups(rows: usize) -> impl Iterator<Item = Range<usize>> {
    const LEAST: usize = 512 * 512;
    let n = (rows / LEAST).max(usize::from(rows > 0));
    let each = rows.checked_div(n).unwrap_or(0);
    (0..n).map(move |i| i * each..if i + 1 == n { rows } else { (i + 1) * each })
}

/// `table` as a CSV file, in which no text is a formula.
///
/// # Errors
/// What the writer says.
pub fn csv(table: &Table) -> Result<Vec<u8>, NoTable> {
    let cells = |cells: &Cells| match cells {
        Cells::Texts(all) => Cells::Texts(all.with(|text| plain_cell(text))),
        other => other.clone(),
    };
    let columns = table.columns.iter().map(|(head, of)| (plain_cell(head), cells(of))).collect();
    let plain = Table { name: table.name.clone(), columns, rows: table.rows };
    let mut bytes = Vec::new();
    // The head, and then by a few rows.
    let rows = (0..table.rows).step_by(CSV_ROWS).map(|from| from..plain.rows.min(from + CSV_ROWS));
    for rows in std::iter::once(0..0).chain(rows) {
        let head = rows.is_empty();
        frame(&plain, rows)
            .and_then(|mut few| CsvWriter::new(&mut bytes).include_header(head).finish(&mut few))
            .map_err(|e| said(&e))?;
    }
    Ok(bytes)
}

/// A text as a cell of a CSV file: on one line, and behind an apostrophe where a spreadsheet would run it or take the
/// apostrophe that is there for such. One apostrophe less is the text; a plain number needs none.
fn plain_cell(text: &str) -> String {
    let text = inert(text);
    let digits = text.strip_prefix(['+', '-']).unwrap_or(&text);
    let number = digits.parse::<f64>().is_ok() && digits.starts_with(|c: char| c.is_ascii_digit());
    match (text.starts_with('\'') || is_formula(&text)) && !number {
        true => format!("'{text}"),
        false => text,
    }
}

/// The table called `name` in the bytes of a Parquet file.
///
/// # Errors
/// What the reader says of bytes that hold none.
pub fn read(name: &str, parquet: &[u8]) -> Result<Table, NoTable> {
    let table = || {
        let frame = ParquetReader::new(Cursor::new(parquet)).finish()?;
        let columns: PolarsResult<Vec<(String, Cells)>> =
            frame.columns().iter().map(|c| Ok((c.name().to_string(), cells(c)?))).collect();
        Ok(Table { name: name.to_owned(), columns: columns?, rows: frame.height() })
    };
    table().map_err(|e: PolarsError| said(&e))
}

fn said(error: &PolarsError) -> NoTable {
    NoTable(error.to_string())
}

/// These rows of `table`.
fn frame(table: &Table, rows: Range<usize>) -> PolarsResult<DataFrame> {
    let columns = table.columns.iter().map(|(head, cells)| column(head, cells, rows.clone()));
    DataFrame::new(rows.len(), columns.collect())
}

fn column(head: &str, cells: &Cells, rows: Range<usize>) -> Column {
    let head = head.into();
    let series = match cells {
        Cells::Whole(all) => Series::new(head, all.range(rows).copied().collect::<Vec<_>>()),
        Cells::Numbers(all) => Series::new(head, all.range(rows).copied().collect::<Vec<_>>()),
        Cells::Texts(all) => {
            Series::new(head, all.range(rows).map(String::as_str).collect::<Vec<_>>())
        }
        Cells::Truths(all) => Series::new(head, all.range(rows).copied().collect::<Vec<_>>()),
    };
    series.into_column()
}

fn cells(column: &Column) -> PolarsResult<Cells> {
    Ok(match column.dtype() {
        DataType::String => {
            let texts = column.str()?.iter().map(|t| t.unwrap_or_default().to_owned());
            Cells::Texts(texts.collect())
        }
        DataType::Boolean => {
            Cells::Truths(column.bool()?.iter().map(Option::unwrap_or_default).collect())
        }
        DataType::UInt64 => {
            Cells::Whole(column.u64()?.iter().map(Option::unwrap_or_default).collect())
        }
        _ => Cells::Numbers(column.cast(&DataType::Float64)?.f64()?.iter().collect()),
    })
}
