//! Files of tables: the only place that knows polars.
//!
//! Scope: a [`Table`] as Parquet or CSV bytes, and back. polars writes what it is given, in the order in which it is
//! given: it adds nothing up. Checked by: `tests/it/tables.rs`, which holds what is read against what was written.

use super::table::{Cells, Table};
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

/// `table` as a CSV file.
///
/// # Errors
/// What the writer says.
pub fn csv(table: &Table) -> Result<Vec<u8>, NoTable> {
    written(table, |bytes, frame| CsvWriter::new(bytes).finish(frame))
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
