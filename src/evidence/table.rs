//! Tables: what is in them, and each column declared once.
//!
//! Scope: a [`Table`] is heads and cells, as a page shows them and a file holds them; a [`Schema`] declares the
//! columns of one kind of row once, with name, meaning and unit, and makes of rows the table, the object of
//! `--format json` and a small table for a terminal (`table/schema.rs`, `table/column.rs`, `table/packed.rs`, `table/declared.rs`, `table/small.rs`), and of itself a
//! section of `docs/tables.md` (`table/described.rs`). Left out: files (`files.rs`), and which tables there are
//! (`tables.rs`). Checked by: tests in these files, `tests/it/tables.rs`.

mod column;
mod declared;
mod described;
mod packed;
mod schema;
mod small;
mod unit;

pub use described::{ColumnHead, TableHead, markdown};
pub use packed::Packed;
pub use schema::Schema;
pub(super) use small::{NONE, ends, mean};
pub use small::{SmallTable, Titled};
pub use unit::Unit;

/// A column's cells.
#[derive(Clone, Debug, PartialEq)]
pub enum Cells {
    /// Whole numbers.
    Whole(Packed<u64>),
    /// Numbers, each as far as there is one.
    Numbers(Packed<Option<f64>>),
    /// Texts.
    Texts(Packed<String>),
    /// Truths.
    Truths(Packed<bool>),
}

/// A table: its name and what is in it, in a fixed order.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Its name, that of its files.
    pub name: String,
    /// Heads and cells.
    pub columns: Vec<(String, Cells)>,
    /// How many rows.
    pub rows: usize,
}

impl Cells {
    fn chosen(&self, rows: &[usize]) -> Self {
        match self {
            Cells::Whole(all) => Cells::Whole(rows.iter().map(|r| all[*r]).collect()),
            Cells::Numbers(all) => Cells::Numbers(rows.iter().map(|r| all[*r]).collect()),
            Cells::Texts(all) => Cells::Texts(rows.iter().map(|r| all[*r].clone()).collect()),
            Cells::Truths(all) => Cells::Truths(rows.iter().map(|r| all[*r]).collect()),
        }
    }

    /// Puts `below` under them, which are of the same kind: cells of one column.
    fn extend(&mut self, below: Self) {
        match (self, below) {
            (Cells::Whole(all), Cells::Whole(more)) => all.extend(more),
            (Cells::Numbers(all), Cells::Numbers(more)) => all.extend(more),
            (Cells::Texts(all), Cells::Texts(more)) => all.extend(more),
            (Cells::Truths(all), Cells::Truths(more)) => all.extend(more),
            (above, below) => panic!("a column of two kinds: {above:?} above {below:?}"),
        }
    }

    /// Whether they are numbers, which stand on the right.
    pub fn are_numbers(&self) -> bool {
        matches!(self, Cells::Whole(_) | Cells::Numbers(_))
    }
}

impl Table {
    /// Which column has `head`.
    pub fn place(&self, head: &str) -> Option<usize> {
        self.columns.iter().position(|(name, _)| name == head)
    }

    /// The cells under `head`.
    pub fn column(&self, head: &str) -> Option<&Cells> {
        self.place(head).map(|place| &self.columns[place].1)
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
            Cells::Whole(numbers) => numbers.get(row).map(|n| *n as f64),
            Cells::Numbers(numbers) => numbers.get(row).copied().flatten(),
            _ => None,
        }
    }

    /// Whether what stands in `row` under `head` is so.
    pub fn truth(&self, row: usize, head: &str) -> bool {
        matches!(self.column(head), Some(Cells::Truths(all)) if all.get(row) == Some(&true))
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
        let columns = self.columns.iter().map(|(name, cells)| (name.clone(), cells.chosen(rows)));
        Self { name: self.name.clone(), columns: columns.collect(), rows: rows.len() }
    }

    /// Puts `variant`, counted from 1, before every row.
    pub fn of_the_variant(mut self, variant: usize) -> Self {
        let number = Cells::Whole(vec![variant as u64; self.rows].into());
        self.columns.insert(0, ("variant".to_owned(), number));
        self
    }

    /// Puts the rows of `below`, a table of the same columns, under its own.
    pub fn stack(&mut self, below: Self) {
        assert!(
            self.columns.iter().map(|c| &c.0).eq(below.columns.iter().map(|c| &c.0)),
            "{} has other columns in another variant",
            self.name
        );
        self.rows += below.rows;
        for ((_, above), (_, cells)) in self.columns.iter_mut().zip(below.columns) {
            above.extend(cells);
        }
    }
}
