//! How the page says numbers.

use super::super::lettering::unbroken;
use crate::evidence::table::{Cells, Table};
use crate::evidence::words::four_figures as number;

/// The cell of `sheet` in `row` and column `column`, as it is read.
pub(super) fn cell(sheet: &Table, row: usize, column: usize) -> String {
    match &sheet.columns[column].1 {
        Cells::Whole(all) => number(all[row] as f64),
        Cells::Numbers(all) => all[row].map_or("–".to_owned(), number),
        Cells::Texts(all) => all[row].clone(),
        Cells::Truths(all) => if all[row] { "yes" } else { "no" }.to_owned(),
    }
}

/// A sentence in which no line ends inside a number.
pub(super) fn sentence(text: &str) -> String {
    unbroken(text, '\u{a0}').replace(" %", "\u{a0}%")
}

/// The first of a list of names, and how many more: the table has them all.
pub(super) fn some(names: &str, most: usize) -> String {
    let all: Vec<&str> = names.split(", ").collect();
    match all.len().saturating_sub(most) {
        0 | 1 => names.to_owned(),
        more => format!("{} and {more} more", all[..most].join(", ")),
    }
}

/// A local time as people write it: what a table has, `2022-07-06T10:00:00+01:00[Europe/London]`, without the rest.
pub(super) fn moment(text: &str) -> String {
    match text.split_once('T') {
        Some((date, rest)) if rest.len() >= 5 => format!("{date} {}", &rest[..5]),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_cut_where_that_leaves_more_than_one_out() {
        assert_eq!(some("a, b, c", 2), "a, b, c");
        assert_eq!(some("a, b, c, d", 2), "a, b and 2 more");
        assert_eq!(
            sentence("1 234 of 12 345 678, 5 %, 2 Users"),
            "1\u{a0}234 of 12\u{a0}345\u{a0}678, 5\u{a0}%, 2 Users"
        );
    }

    #[test]
    fn times_are_cut_to_the_minute() {
        assert_eq!(moment("2018-03-02T15:16:00+00:00"), "2018-03-02 15:16");
        assert_eq!(moment("never"), "never");
    }
}
