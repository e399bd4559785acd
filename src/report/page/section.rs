//! Tables of the page's sections: some columns of a table of the study, under what people call them, each as its unit
//! is said (`evidence/tables` declares both).

use super::said::{cell, moment, some, with_ends};
use crate::evidence::table::{ColumnHead, Table, TableHead, Unit};
use crate::evidence::tables::described;
use crate::evidence::words::{a_second, fine, four_figures, percent, time_said};
use serde::Serialize;
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
#[derive(Clone, Debug, Serialize)]
pub(super) struct ColumnTitle {
    pub(super) text: String,
    /// Whether it stands over words.
    pub(super) words: bool,
    /// What the column is, with its unit; may be empty.
    pub(super) help: String,
}

impl ColumnTitle {
    /// One that needs no help.
    pub(super) fn of(text: &str, words: bool) -> Self {
        Self { text: text.to_owned(), words, help: String::new() }
    }

    /// That of the column called `head` in the files of `table`.
    pub(super) fn in_files(table: &str, head: &str, words: bool) -> Self {
        let known = about(table).into_iter().flat_map(|t| &t.columns);
        let help = known.filter_map(|c| c.help(head)).next();
        Self { help: help.unwrap_or_default(), ..Self::of(head, words) }
    }
}

/// Heads of the columns `shown` of the table called `table`.
pub(super) fn heads(table: &str, shown: &[ShownColumn]) -> Vec<ColumnTitle> {
    let columns = shown.iter().map(|(name, _)| column(table, name));
    let head = |c: &ColumnHead| ColumnTitle {
        text: c.title.clone(),
        words: stands_over_words(c),
        help: c.help(&c.name).unwrap_or_default(),
    };
    columns.map(head).collect()
}

/// A row of them.
pub(super) fn row(table: &Table, shown: &[ShownColumn], row: usize) -> Vec<(String, bool)> {
    let one = |(name, most): &ShownColumn| {
        let column = column(&table.name, name);
        (said(table, column, *most, row), stands_over_words(column))
    };
    shown.iter().map(one).collect()
}

fn said(table: &Table, column: &ColumnHead, most: usize, row: usize) -> String {
    let of = |head: &str| table.number(row, head);
    let said = |x: f64| match column.unit {
        Unit::PerSecond => a_second(x),
        Unit::Share => percent(x),
        Unit::Seconds => time_said(x),
        Unit::Requests => four_figures(libm::round(x)),
        _ => four_figures(x),
    };
    if stands_over_words(column) {
        return match (column.unit, table.text(row, &column.name)) {
            (Unit::Names, "") => "none".to_owned(),
            (Unit::Names, names) => some(names, most),
            (Unit::LocalTime, at) => moment(at),
            _ => table.place(&column.name).map_or(String::new(), |c| cell(table, row, c)),
        };
    }
    let Some(mean) = of(&column.name) else { return "–".to_owned() };
    let Some([low, high]) = &column.ends else { return said(mean) };
    if matches!(column.unit, Unit::Number | Unit::Hours) {
        // Of what may be less than one the ends are as fine as the mean.
        let ends = of(low).zip(of(high)).filter(|(low, high)| low < high);
        let ends = ends.map(|(low, high)| format!(" ({} to {})", fine(low), fine(high)));
        return fine(mean) + &ends.unwrap_or_default();
    }
    with_ends(&said(mean), of(low).map(libm::round), of(high).map(libm::round))
}
