//! Every table of the folder, to be sorted and filtered.

use super::cell::Cell;
use super::said;
use super::section::{self, ColumnTitle};
use super::{Dossier, rules};
use crate::evidence::table::{Cells, Table};
use maud::{Markup, html};
use std::collections::{BTreeMap, BTreeSet};

/// Cells of one table on the page, at most: the files have them all.
const MOST_CELLS: usize = 8_000;
/// Rows of one, at most.
const MOST_ROWS: usize = 150;
/// More columns than this are not printed: no paper holds them.
const PRINTED_COLUMNS: usize = 12;

/// Letters of a cell that gets a wide column.
const LONG: usize = 30;

/// The section of all tables that no other section shows.
pub(super) fn all(book: &Dossier) -> Markup {
    const SHOWN: [&str; 9] = [
        "answer",
        "study_answer",
        "assumptions",
        "cautions",
        "assertions",
        "questions",
        "monthly",
        "monthly_users",
        "why",
    ];
    let rest = book.tables.iter().filter(|s| s.rows > 0 && !SHOWN.contains(&s.name.as_str()));
    html! {
        section id="tables" aria-labelledby="tables-h" {
            h2 id="tables-h" { "Tables" }
            p { "Every number on this page stands in one of these. The whole tables are in the study's folder, as Parquet and, where a person can still read them, as CSV." }
            @for sheet in rest { (folded(sheet)) }
        }
    }
}

/// Rows of one on paper, as the style has it.
const PRINTED_ROWS: usize = 30;

/// A table that opens.
pub(super) fn folded(sheet: &Table) -> Markup {
    let about = section::about(&sheet.name);
    let rows = if sheet.rows == 1 { "1 row".to_owned() } else { format!("{} rows", sheet.rows) };
    html! {
        details.sheet id={ "table-" (sheet.name) } {
            summary {
                code { (sheet.name) } " "
                span.quiet { (rows) @if let Some(about) = about { ": " (about.row) } }
            }
            (table(sheet, &sheet.name))
        }
    }
}

/// Rows of `sheet` on the page: the first, of several variants the first of each.
fn chosen(sheet: &Table) -> Vec<usize> {
    let fit = (MOST_CELLS / sheet.columns.len().max(1)).clamp(1, MOST_ROWS);
    let first: Vec<usize> = (0..sheet.rows.min(fit)).collect();
    if sheet.rows <= fit || sheet.place("variant").is_none() {
        return first;
    }
    let of = variants(sheet, &(0..sheet.rows).collect::<Vec<usize>>());
    let each = fit / of.iter().collect::<BTreeSet<_>>().len();
    if each == 0 {
        return first;
    }
    let mut so_many: BTreeMap<usize, usize> = BTreeMap::new();
    let kept = |row: &usize| {
        let n = so_many.entry(of[*row]).or_default();
        *n += 1;
        *n <= each
    };
    (0..sheet.rows).filter(kept).collect()
}

/// Of which variant each of `rows` is.
fn variants(sheet: &Table, rows: &[usize]) -> Vec<usize> {
    rows.iter().map(|row| sheet.number(*row, "variant").unwrap_or(1.0) as usize).collect()
}

/// `sheet` as it stands, called `label`.
pub(super) fn table(sheet: &Table, label: &str) -> Markup {
    let wide = sheet.columns.len() > PRINTED_COLUMNS;
    let heads: Vec<ColumnTitle> = sheet
        .columns
        .iter()
        .map(|(head, cells)| ColumnTitle::in_files(&sheet.name, head, !cells.are_numbers()))
        .collect();
    let rows = chosen(sheet);
    let cells = |row: &usize| -> Vec<Cell> {
        let one = |(c, (head, cells)): (usize, &(String, Cells))| {
            let text = said::cell(sheet, *row, c);
            if !cells.are_numbers() {
                return Cell::words(text);
            }
            Cell { text, words: false, value: sheet.number(*row, head) }
        };
        sheet.columns.iter().enumerate().map(one).collect()
    };
    let of = variants(sheet, &rows);
    let several = sheet.place("variant").is_some() && of.first() != of.last();
    let grid =
        Grid { label, heads: &heads, wide, variant: sheet.place("variant").filter(|_| several) };
    html! {
        @if wide {
            p.on-paper { "Too wide for paper: see tables/" (sheet.name) ".csv in the study's folder." }
        }
        @else if sheet.rows > PRINTED_ROWS {
            p.on-paper { "On paper the first " (PRINTED_ROWS) " rows." }
        }
        (grid.of(rows.iter().map(cells)))
        @if sheet.rows > rows.len() {
            p.quiet {
                (rows.len()) " of " (sheet.rows) " rows" @if several { ", the first of each variant" }
                "; the others are in tables/" (sheet.name) "."
            }
        }
    }
}

/// A table with `heads`, and cells each with whether it is words.
pub(super) fn grid<C: Into<Cell>>(
    label: &str,
    heads: &[ColumnTitle],
    rows: impl Iterator<Item = Vec<C>>,
    wide: bool,
) -> Markup {
    Grid { label, heads, wide, variant: None }.of(rows)
}

/// What stands over and beside the cells of a table.
pub(super) struct Grid<'a> {
    /// What it is called.
    pub(super) label: &'a str,
    /// Its heads, which the script makes buttons that sort.
    pub(super) heads: &'a [ColumnTitle],
    /// Whether it is too wide for paper.
    pub(super) wide: bool,
    /// In which column the variant of a row stands, where there are several.
    pub(super) variant: Option<usize>,
}

impl Grid<'_> {
    /// The table with these `rows`.
    pub(super) fn of<C: Into<Cell>>(&self, rows: impl Iterator<Item = Vec<C>>) -> Markup {
        html! {
            div.scroll.wide[self.wide] tabindex="0" role="region" aria-label={ "Table: " (self.label) } {
                table data-table=(slug(self.label)) data-by=[self.variant] {
                    thead { tr { @for head in self.heads { (title(head)) } } }
                    tbody {
                        @for row in rows {
                            tr {
                                @for (cell, head) in row.into_iter().zip(self.heads) { (self::cell(&cell.into(), head)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn title(head: &ColumnTitle) -> Markup {
    let one = (head.one != 1.0).then_some(head.one);
    let help = Some(&head.help).filter(|help| !help.is_empty());
    html! {
        th.n[!head.words] scope="col" data-one=[one] title=[help] {
            (head.text)
            @for rule in rules::named(&head.help) { " " (rules::link(rule)) }
        }
    }
}

fn cell(cell: &Cell, head: &ColumnTitle) -> Markup {
    let long = cell.words && cell.text.chars().count() > LONG;
    html! { td.n[!cell.words].long[long] data-v=[cell.behind(head.one)] { (cell.text) } }
}

/// A name as the address has it.
pub(super) fn slug(name: &str) -> String {
    let plain = |c: char| if c.is_alphanumeric() || c == '_' { c } else { '-' };
    name.chars().map(plain).collect()
}
