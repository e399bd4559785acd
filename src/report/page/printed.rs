//! Tables as the command prints them, ranked as it ranks them: of years, sizing, sensitivity, options and the list, whose
//! answers are tables; and of a month's report what changed since the month before, which stands among it. From the table `printed`.

use super::said::sentence;
use super::section::ColumnTitle;
use super::sheets::grid;
use super::{Dossier, headed};
use crate::evidence::table::Table;
use maud::{Markup, html};

/// Whether they have a section of their own: not those of a month's report.
pub(super) fn ranked(book: &Dossier) -> bool {
    book.sheet("printed").is_some() && book.sheet("month").is_none()
}

/// The section; nothing where there is none.
pub(super) fn printed(book: &Dossier) -> Markup {
    match ranked(book) {
        true => headed("printed", "Ranked, as the command prints it", &all(book)),
        false => html! {},
    }
}

/// The same of a month's report.
pub(super) fn of_the_month(book: &Dossier) -> Markup {
    if ranked(book) {
        html! {}
    } else {
        all(book)
    }
}

fn all(book: &Dossier) -> Markup {
    let Some(sheet) = book.sheet("printed") else { return html! {} };
    let most = (0..sheet.rows).filter_map(|row| sheet.number(row, "table")).fold(0.0, f64::max);
    html! { @for number in 1..=most as usize { (one(sheet, number)) } }
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
