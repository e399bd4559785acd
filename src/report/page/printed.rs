//! Tables as the command prints them, ranked as it ranks them: of years, sizing, sensitivity, options and the list, whose
//! answers are tables. From the table `printed`.

use super::said::sentence;
use super::section::ColumnTitle;
use super::sheets::grid;
use super::{Dossier, headed};
use crate::evidence::table::Table;
use maud::{Markup, html};

/// The section; nothing where there are none.
pub(super) fn printed(book: &Dossier) -> Markup {
    let Some(sheet) = book.sheet("printed") else { return html! {} };
    let most = (0..sheet.rows).filter_map(|row| sheet.number(row, "table")).fold(0.0, f64::max);
    let inside = html! { @for number in 1..=most as usize { (one(sheet, number)) } };
    headed("printed", "Ranked, as the command prints it", &inside)
}

fn one(sheet: &Table, number: usize) -> Markup {
    let cells: Vec<usize> =
        (0..sheet.rows).filter(|row| sheet.number(*row, "table") == Some(number as f64)).collect();
    let Some(first) = cells.first().copied() else { return html! {} };
    let line = |row: usize| sheet.number(row, "row").unwrap_or(0.0);
    let lines: Vec<&[usize]> = cells.chunk_by(|a, b| line(*a) == line(*b)).collect();
    let words = |row: usize| sheet.text(row, "words") == "yes";
    let heads: Vec<ColumnTitle> =
        lines[0].iter().map(|row| ColumnTitle::of(sheet.text(*row, "head"), words(*row))).collect();
    let text = |row: &usize| (sentence(sheet.text(*row, "text")), words(*row));
    let title = sheet.text(first, "title");
    html! {
        @if !title.is_empty() { h3 { (title) } }
        (grid(title, &heads, lines.iter().map(|line| line.iter().map(text).collect()), false))
        @if !sheet.text(first, "note").is_empty() { p.quiet { (sheet.text(first, "note")) } }
    }
}
