//! Every table of the folder, to be sorted and filtered.

use super::Dossier;
use super::said::cell;
use super::section::{self, ColumnTitle, ShownColumn};
use crate::evidence::table::{Cells, Table};
use maud::{Markup, html};

/// Cells of one table on the page, at most: the files have them all.
const MOST_CELLS: usize = 8_000;
/// Rows of one, at most.
const MOST_ROWS: usize = 200;
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
        details.sheet {
            summary {
                code { (sheet.name) } " "
                span.quiet { (rows) @if let Some(about) = about { ": " (about.row) } }
            }
            (table(sheet, &sheet.name))
        }
    }
}

/// `sheet` as it stands, called `label`.
pub(super) fn table(sheet: &Table, label: &str) -> Markup {
    let fit = (MOST_CELLS / sheet.columns.len().max(1)).clamp(1, MOST_ROWS);
    let wide = sheet.columns.len() > PRINTED_COLUMNS;
    let words = |cells: &Cells| !cells.are_numbers();
    let rows = (0..sheet.rows.min(fit)).map(|row| {
        let cells = sheet.columns.iter().enumerate();
        cells.map(|(c, (_, cells))| (cell(sheet, row, c), words(cells))).collect::<Vec<_>>()
    });
    let head =
        |(head, cells): &(String, Cells)| ColumnTitle::in_files(&sheet.name, head, words(cells));
    let heads: Vec<ColumnTitle> = sheet.columns.iter().map(head).collect();
    html! {
        @if wide {
            p.on-paper { "Too wide for paper: see tables/" (sheet.name) ".csv in the study's folder." }
        }
        @else if sheet.rows > PRINTED_ROWS {
            p.on-paper { "On paper the first " (PRINTED_ROWS) " rows." }
        }
        (grid(label, &heads, rows, wide))
        @if sheet.rows > fit {
            p.quiet {
                "The first " (fit) " of " (sheet.rows) " rows; the others are in tables/" (sheet.name) "."
            }
        }
    }
}

/// The columns `shown` of `rows` of a table, as people call and say them.
pub(super) fn section(label: &str, table: &Table, shown: &[ShownColumn], rows: &[usize]) -> Markup {
    let heads = section::heads(&table.name, shown);
    grid(label, &heads, rows.iter().map(|row| section::row(table, shown, *row)), false)
}

/// A table with `heads`, and cells each with whether it is words. The script makes the heads
/// buttons that sort.
pub(super) fn grid(
    label: &str,
    heads: &[ColumnTitle],
    rows: impl Iterator<Item = Vec<(String, bool)>>,
    wide: bool,
) -> Markup {
    html! {
        div.scroll.wide[wide] tabindex="0" role="region" aria-label={ "Table: " (label) } {
            table {
                thead { tr {
                    @for head in heads {
                        th.n[!head.words] scope="col" title=[Some(&head.help).filter(|h| !h.is_empty())] { (head.text) }
                    }
                } }
                tbody {
                    @for row in rows { tr {
                        @for (text, words) in row { td.n[!words].long[words && text.chars().count() > LONG] { (text) } }
                    } }
                }
            }
        }
    }
}
