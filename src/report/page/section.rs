//! Tables of the page's sections: some columns of a table of the study, under what people call them, each as its unit
//! is said (`evidence/tables` declares both).

use super::cell::{Cell, Scale};
use super::said::{cell, moment, some};
use crate::evidence::table::{ColumnHead, Table, TableHead, Unit};
use crate::evidence::tables::described;
use crate::evidence::words::fine;
use std::sync::LazyLock;

static DESCRIBED: LazyLock<Vec<TableHead>> = LazyLock::new(described);

/// What is known of the table called `name`.
pub(super) fn about(name: &str) -> Option<&'static TableHead> {
    DESCRIBED.iter().find(|table| table.name == name)
}

/// A column to be shown, and how many names of a list in it: the table has them all.
pub(super) type ShownColumn = (&'static str, usize);

/// Every name of a list.
pub(super) const ALL: usize = usize::MAX;

fn column(table: &str, name: &str) -> &'static ColumnHead {
    let column = about(table).and_then(|t| t.columns.iter().find(|c| c.name == name));
    column.unwrap_or_else(|| panic!("{table} has no column {name}"))
}

fn stands_over_words(column: &ColumnHead) -> bool {
    matches!(column.unit, Unit::Words | Unit::Names | Unit::LocalTime | Unit::Utc)
}

/// The head of a column.
#[derive(Clone, Debug)]
pub(super) struct ColumnTitle {
    pub(super) text: String,
    /// Whether it stands over words.
    pub(super) words: bool,
    /// What the column is, with its unit; may be empty.
    pub(super) help: String,
    /// One of the unit in which its numbers are said, in that of the table.
    pub(super) one: f64,
}

impl ColumnTitle {
    /// One that needs no help.
    pub(super) fn of(text: &str, words: bool) -> Self {
        Self { text: text.to_owned(), words, help: String::new(), one: 1.0 }
    }

    /// That of the column called `head` in the files of `table`.
    pub(super) fn in_files(table: &str, head: &str, words: bool) -> Self {
        let known = about(table).into_iter().flat_map(|t| &t.columns);
        let help = known.filter_map(|c| c.help(head)).next();
        Self { help: help.unwrap_or_default(), ..Self::of(head, words) }
    }
}

/// Some columns of a table, each with the scale of all its rows that are shown.
pub(super) struct Shown<'a> {
    table: &'a Table,
    columns: Vec<(&'static ColumnHead, usize, Scale)>,
}

impl<'a> Shown<'a> {
    /// The columns `shown` of `rows` of `table`.
    pub(super) fn of(table: &'a Table, shown: &[ShownColumn], rows: &[usize]) -> Self {
        let scaled = |(name, most): &ShownColumn| {
            let column = column(&table.name, name);
            let numbers = rows.iter().filter_map(|row| table.number(*row, name));
            (column, *most, Scale::of(column.unit, numbers))
        };
        Self { table, columns: shown.iter().map(scaled).collect() }
    }

    /// Their heads.
    pub(super) fn heads(&self) -> Vec<ColumnTitle> {
        let head = |(column, _, scale): &(&ColumnHead, usize, Scale)| {
            let unit = format!(", {}", scale.word);
            let said = scale.word.is_empty()
                || column.title.ends_with(&unit)
                || column.title.starts_with("hours");
            ColumnTitle {
                text: column.title.clone() + if said { "" } else { &unit },
                words: stands_over_words(column),
                help: column.help(&column.name).unwrap_or_default(),
                one: scale.one,
            }
        };
        self.columns.iter().map(head).collect()
    }

    /// A row of them.
    pub(super) fn row(&self, row: usize) -> Vec<Cell> {
        self.columns
            .iter()
            .map(|(column, most, scale)| self.cell(column, *most, scale, row))
            .collect()
    }

    fn cell(&self, column: &ColumnHead, most: usize, scale: &Scale, row: usize) -> Cell {
        if stands_over_words(column) {
            return Cell::words(self.in_words(column, most, row));
        }
        let value = self.table.number(row, &column.name);
        let text = value.map_or("–".to_owned(), |mean| self.with_ends(column, scale, mean, row));
        Cell { text, words: false, value }
    }

    fn in_words(&self, column: &ColumnHead, most: usize, row: usize) -> String {
        match (column.unit, self.table.text(row, &column.name)) {
            (Unit::Names, "") => "none".to_owned(),
            (Unit::Names, names) => some(names, most),
            (Unit::LocalTime, at) => moment(at),
            _ => self.table.place(&column.name).map_or(String::new(), |c| cell(self.table, row, c)),
        }
    }

    /// A mean, and its interval where there is one.
    fn with_ends(&self, column: &ColumnHead, scale: &Scale, mean: f64, row: usize) -> String {
        let Some([low, high]) = &column.ends else { return scale.said(mean) };
        // Of what may be less than one the ends are as fine as the mean.
        let small = matches!(column.unit, Unit::Number | Unit::Hours) && scale.one == 1.0;
        let said = |x: f64| if small { fine(x) } else { scale.said(x) };
        let ends = self.table.number(row, low).zip(self.table.number(row, high));
        let ends = ends.filter(|(low, high)| low < high);
        let ends = ends.map(|(low, high)| format!(" ({} to {})", said(low), said(high)));
        said(mean) + &ends.unwrap_or_default()
    }
}
