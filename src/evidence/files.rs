//! Files of tables: the only place that knows polars.
//!
//! Scope: a [`Table`] as Parquet or CSV bytes, and back. polars writes what it is given, in the order in which it is
//! given: it adds nothing up. Checked by: `tests/it/tables.rs`, which holds what is read against what was written.

use super::table::{Cells, Table};
use headroom_core::scenario::inert;
use polars::prelude::{Column, CsvWriter, DataFrame, DataType, IntoColumn, ParquetReader};
use polars::prelude::{
    NamedFrom, ParquetWriter, PolarsError, PolarsResult, SerReader, SerWriter, Series,
};
use std::io::Cursor;

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
    written(table, |bytes, frame| ParquetWriter::new(bytes).finish(frame).map(|_| ()))
}

/// `table` as a CSV file, in which no text is a formula.
///
/// # Errors
/// What the writer says.
pub fn csv(table: &Table) -> Result<Vec<u8>, NoTable> {
    let cells = |cells: &Cells| match cells {
        Cells::Texts(all) => Cells::Texts(all.iter().map(|text| plain_cell(text)).collect()),
        other => other.clone(),
    };
    let columns = table.columns.iter().map(|(head, of)| (plain_cell(head), cells(of))).collect();
    let plain = Table { name: table.name.clone(), columns, rows: table.rows };
    written(&plain, |bytes, frame| CsvWriter::new(bytes).finish(frame))
}

/// A text as a cell of a CSV file: on one line, and behind an apostrophe where a spreadsheet would run it or take the
/// apostrophe that is there for such. One apostrophe less is the text; a plain number needs none.
fn plain_cell(text: &str) -> String {
    let text = inert(text);
    let digits = text.strip_prefix(['+', '-']).unwrap_or(&text);
    let number = digits.parse::<f64>().is_ok() && digits.starts_with(|c: char| c.is_ascii_digit());
    match text.starts_with(['=', '+', '-', '@', '\'']) && !number {
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

fn written(
    table: &Table,
    write: fn(&mut Vec<u8>, &mut DataFrame) -> PolarsResult<()>,
) -> Result<Vec<u8>, NoTable> {
    let columns = table.columns.iter().map(|(head, cells)| column(head, cells)).collect();
    let mut bytes = Vec::new();
    DataFrame::new(table.rows, columns)
        .and_then(|mut frame| write(&mut bytes, &mut frame))
        .map_err(|e| said(&e))?;
    Ok(bytes)
}

fn column(head: &str, cells: &Cells) -> Column {
    let head = head.into();
    let series = match cells {
        Cells::Whole(all) => Series::new(head, all),
        Cells::Numbers(all) => Series::new(head, all),
        Cells::Texts(all) => Series::new(head, all),
        Cells::Truths(all) => Series::new(head, all),
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
