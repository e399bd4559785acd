//! The comparison board: settings, or systems, side by side, from the table `board`: a row a figure, a column a setting, in each
//! cell the value, the paired difference with its interval, and whether that is better or worse.

use super::first::mark;
use super::said::sentence;
use super::{Dossier, headed};
use crate::evidence::table::Table;
use crate::evidence::words::setting_said;
use headroom_core::scenario::Counterpart;
use maud::{Markup, html};

/// Columns on the page, at most: the table has them all.
const MOST_COLUMNS: usize = 7;

/// The section; nothing where there is nothing to compare.
pub(super) fn board(book: &Dossier) -> Markup {
    let Some(sheet) = book.sheet("board") else { return html! {} };
    let all = distinct(sheet, |row| {
        (
            sheet.number(row, "variant").map_or(0, |v| v as usize),
            sheet.text(row, "column").to_owned(),
        )
    });
    if all.len() < 2 {
        return html! {};
    }
    let columns = spread(&all);
    let rows = distinct(sheet, |row| {
        [sheet.text(row, "whose").to_owned(), sheet.text(row, "figure").to_owned()]
    });
    let single = book.variants() == 1;
    let than = if single { "" } else { against(sheet) };
    let inside = html! {
        p { (held_against(single, sheet)) }
        div.scroll.board tabindex="0" role="region" aria-label="Table: comparison board" {
            table {
                thead { tr {
                    th scope="col" { "figure" }
                    @for (_, name) in &columns { th scope="col" title=(name) { (setting_said(name)) } }
                } }
                @for whose in distinct(sheet, |row| sheet.text(row, "whose").to_owned()) {
                    tbody {
                        tr.group { th scope="rowgroup" colspan=(columns.len() + 1) { "Of " (whose) } }
                        @for [_, figure] in rows.iter().filter(|[w, _]| *w == whose) {
                            (line(sheet, &columns, (&whose, figure), than))
                        }
                    }
                }
            }
        }
        @if columns.len() < all.len() {
            p.quiet { (columns.len()) " of " (all.len()) " columns; the table board has them all." }
        }
    };
    headed("board", "Side by side", &inside)
}

/// What differences are from, in short.
fn against(sheet: &Table) -> &str {
    let all = (0..sheet.rows).map(|row| sheet.text(row, "against"));
    let found = all.into_iter().find(|against| !against.is_empty()).unwrap_or_default();
    found.split(" on ").next().unwrap_or_default()
}

/// The same, in a sentence.
fn held_against(single: bool, sheet: &Table) -> String {
    match single {
        true => "The same traffic in today's system, without the mechanism, and in what else the scenario names. The difference is what this scenario has more or less than that system, replication by replication; better and worse are of this scenario.".to_owned(),
        false => {
            let against = match against(sheet) {
                // With other retries it is another system.
                Counterpart::TODAY => "today's system, all else as in that column",
                other => other,
            };
            format!("Each difference is from {against}, on the same traffic, replication by replication.")
        }
    }
}

/// Each once, in the order in which they first stand.
fn distinct<T: PartialEq>(sheet: &Table, of: impl Fn(usize) -> T) -> Vec<T> {
    let mut all = Vec::new();
    for row in 0..sheet.rows {
        let one = of(row);
        if !all.contains(&one) {
            all.push(one);
        }
    }
    all
}

/// At most [`MOST_COLUMNS`], the first and the last among them, evenly.
fn spread<T: Clone>(all: &[T]) -> Vec<T> {
    if all.len() <= MOST_COLUMNS {
        return all.to_vec();
    }
    let place = |i: usize| i * (all.len() - 1) / (MOST_COLUMNS - 1);
    (0..MOST_COLUMNS).map(|i| all[place(i)].clone()).collect()
}

fn line(
    sheet: &Table,
    columns: &[(usize, String)],
    (whose, figure): (&str, &str),
    than: &str,
) -> Markup {
    let rows: Vec<usize> =
        sheet.whose("figure", figure).filter(|row| sheet.text(*row, "whose") == whose).collect();
    let name = rows.first().map_or("", |row| sheet.text(*row, "name"));
    let cell = |(variant, column): &(usize, String)| {
        let found = rows.iter().copied().find(|row| {
            sheet.number(*row, "variant") == Some(*variant as f64)
                && sheet.text(*row, "column") == column
        });
        found.map_or(html! { td { "–" } }, |row| cell(sheet, row, than))
    };
    html! { tr { th scope="row" { (sentence(name)) } @for column in columns { (cell(column)) } } }
}

/// A cell; its mark is against `than`, or, without, of what stands here.
fn cell(sheet: &Table, row: usize, than: &str) -> Markup {
    let of = |head: &str| sheet.text(row, head);
    let [more, interval, marked] = ["more", "interval", "mark"].map(of);
    html! {
        td.(marked.replace(' ', "-")) {
            b { (sentence(of("said"))) }
            @if !marked.is_empty() && marked != "same" {
                span.difference { (sentence(more)) @if !interval.is_empty() { " (" (sentence(interval)) ")" } }
            }
            @if !marked.is_empty() { (mark(marked, than)) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_many_columns_the_ends_stay_and_the_rest_are_even() {
        let all: Vec<usize> = (0..21).collect();
        assert_eq!(spread(&all), [0, 3, 6, 10, 13, 16, 20]);
        assert_eq!(spread(&all[..7]), all[..7]);
    }
}
