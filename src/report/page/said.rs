//! How the page says numbers.

use super::super::lettering::unbroken;
use crate::evidence::table::{Cells, Table};
use crate::evidence::words::{thousands, time_said};

/// A number in a table: whole ones whole, others with four figures that matter.
pub(super) fn number(x: f64) -> String {
    if x == libm::round(x) || libm::fabs(x) >= 10_000.0 {
        return thousands(x);
    }
    let digits = 3 - libm::floor(libm::log10(libm::fabs(x))) as i32;
    let text = format!("{:.*}", digits.clamp(1, 9) as usize, libm::fabs(x));
    let text = text.trim_end_matches('0').trim_end_matches('.');
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let whole = thousands(whole.parse().unwrap_or(0.0));
    let sign = if x < 0.0 { "−" } else { "" };
    if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }
}

/// A share in per cent.
pub(super) fn share(x: f64) -> String {
    let percent = x * 100.0;
    match percent {
        p if p > 0.0 && p < 0.05 => "less than 0.1 %".to_owned(),
        p if p < 100.0 && p > 99.95 => "more than 99.9 %".to_owned(),
        p => format!("{p:.1} %"),
    }
}

/// A rate a second.
pub(super) fn rate(x: f64) -> String {
    format!("{}/s", number(if x >= 100.0 { libm::round(x) } else { x }))
}

/// The cell of `sheet` in `row` and column `column`, as it is read.
pub(super) fn cell(sheet: &Table, row: usize, column: usize) -> String {
    match &sheet.columns[column].1 {
        Cells::Whole(all) => number(all[row] as f64),
        Cells::Numbers(all) => all[row].map_or("–".to_owned(), number),
        Cells::Texts(all) => all[row].clone(),
        Cells::Truths(all) => if all[row] { "yes" } else { "no" }.to_owned(),
    }
}

/// A mean with its interval under `low` and `high`, as `said` says it.
pub(super) fn with_ends(mean: &str, low: Option<f64>, high: Option<f64>) -> String {
    match (low, high) {
        (Some(a), Some(b)) if a < b => format!("{mean} ({} to {})", number(a), number(b)),
        _ => mean.to_owned(),
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

/// A time.
pub(super) fn time(s: f64) -> String {
    time_said(s)
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
    fn numbers_keep_four_figures_that_matter() {
        let said =
            [0.0, 12.0, 1_234_567.0, 0.016_666, 8_219.37, 43.139, -0.5, 12_345.6].map(number);
        assert_eq!(said, ["0", "12", "1 234 567", "0.01667", "8 219.4", "43.14", "−0.5", "12 346"]);
        assert_eq!([0.0, 0.000_1, 0.256, 0.999_9].map(share)[1], "less than 0.1 %");
    }

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
