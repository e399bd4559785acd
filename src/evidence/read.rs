//! Tables read back from their files: the only place that does.
//!
//! Scope: a Parquet file as a plain [`Sheet`] of columns. Left out: which tables there are (`tables.rs`), and
//! what is made of them (the report page). Checked by: `tests/it/page.rs`, which holds what is read against
//! what was written.

use polars::prelude::{Column, DataType, ParquetReader, PolarsResult, SerReader};
use std::io::Cursor;

/// A column's cells.
#[derive(Clone, Debug, PartialEq)]
pub enum Cells {
    /// Numbers, each as far as there is one.
    Numbers(Vec<Option<f64>>),
    /// Texts.
    Texts(Vec<String>),
    /// Truths.
    Truths(Vec<bool>),
}

/// A table as it stands in its file.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// Heads and cells, in the order of the file.
    pub columns: Vec<(String, Cells)>,
    /// How many rows.
    pub rows: usize,
}

impl Sheet {
    /// The table called `name` in the bytes of a Parquet file.
    ///
    /// # Errors
    /// What polars says of bytes that are none.
    pub fn read(name: &str, parquet: &[u8]) -> PolarsResult<Self> {
        let frame = ParquetReader::new(Cursor::new(parquet)).finish()?;
        let columns: PolarsResult<Vec<(String, Cells)>> =
            frame.columns().iter().map(|c| Ok((c.name().to_string(), cells(c)?))).collect();
        Ok(Self { name: name.to_owned(), columns: columns?, rows: frame.height() })
    }

    /// The cells under `head`.
    pub fn column(&self, head: &str) -> Option<&Cells> {
        self.columns.iter().find(|(name, _)| name == head).map(|(_, cells)| cells)
    }

    /// The text in `row` under `head`; nothing where there is none.
    pub fn text(&self, row: usize, head: &str) -> &str {
        match self.column(head) {
            Some(Cells::Texts(texts)) => texts.get(row).map_or("", String::as_str),
            _ => "",
        }
    }

    /// The number in `row` under `head`, if there is one.
    pub fn number(&self, row: usize, head: &str) -> Option<f64> {
        match self.column(head)? {
            Cells::Numbers(numbers) => numbers.get(row).copied().flatten(),
            _ => None,
        }
    }

    /// The rows of variant `variant`, counted from 1; all of them in a table that knows no variants.
    pub fn of_variant(&self, variant: usize) -> impl Iterator<Item = usize> + '_ {
        let column = self.column("variant");
        (0..self.rows).filter(move |row| {
            column.is_none() || self.number(*row, "variant") == Some(variant as f64)
        })
    }

    /// The rows whose text under `head` is `text`.
    pub fn whose<'a>(&'a self, head: &'a str, text: &'a str) -> impl Iterator<Item = usize> + 'a {
        (0..self.rows).filter(move |row| self.text(*row, head) == text)
    }

    /// The same table with these rows alone.
    pub fn only(&self, rows: &[usize]) -> Self {
        let chosen = |cells: &Cells| match cells {
            Cells::Numbers(all) => Cells::Numbers(rows.iter().map(|r| all[*r]).collect()),
            Cells::Texts(all) => Cells::Texts(rows.iter().map(|r| all[*r].clone()).collect()),
            Cells::Truths(all) => Cells::Truths(rows.iter().map(|r| all[*r]).collect()),
        };
        let columns = self.columns.iter().map(|(name, cells)| (name.clone(), chosen(cells)));
        Self { name: self.name.clone(), columns: columns.collect(), rows: rows.len() }
    }
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
        _ => Cells::Numbers(column.cast(&DataType::Float64)?.f64()?.iter().collect()),
    })
}
