//! A User's allocation, line by line (M1), and its share of the charges beside it.

use super::super::section::{ColumnTitle, about};
use super::super::sheets::grid;
use super::super::{Dossier, headed};
use crate::evidence::table::{Table, Unit};
use crate::evidence::words::{a_second, four_figures, percent};
use maud::{Markup, html};

/// The columns of `allocation` that are lines, in the order in which they follow from one another.
const LINES: [&str; 14] = [
    "meters",
    "prepayment",
    "multiplier",
    "counted",
    "weight_per_meter",
    "weight",
    "weight_share",
    "pool_per_s",
    "guaranteed_share",
    "guaranteed_per_s",
    "left_per_s",
    "by_weight_per_s",
    "allocation_per_s",
    "allocation_share",
];
/// Those that are there where the scenario says what it pays.
const CHARGES: [&str; 2] = ["charge_share", "over_charge"];

/// How the allocation of the User with this `id` is made, in the first variant.
pub(super) fn allocated(book: &Dossier, id: &str) -> Markup {
    let Some(sheet) = book.sheet("allocation") else { return html! {} };
    let Some(row) = sheet.whose("user", id).next() else { return html! {} };
    let heads = [
        ColumnTitle::of("line", true),
        ColumnTitle::of("what it is", true),
        ColumnTitle::of("value", false),
    ];
    let lines = LINES.iter().chain(&CHARGES).filter_map(|column| line(sheet, row, column));
    let charged = sheet.number(row, CHARGES[0]).is_some();
    let inside = html! {
        p {
            "What it may use while the mechanism is active, worked out from its portfolio (M1)"
            @if book.variants() > 1 { ", in " (book.label(1)) } "."
            @if !charged { " What it pays the DCC is not in the scenario (" code { "charge_share" } ")." }
        }
        (grid("its allocation, line by line", &heads, lines, false))
    };
    headed("allocation", "Its allocation, line by line", &inside)
}

/// A line, where there is anything in it.
fn line(sheet: &Table, row: usize, column: &str) -> Option<Vec<(String, bool)>> {
    let value = sheet.number(row, column)?;
    let head = about("allocation")?.columns.iter().find(|head| head.name == column)?;
    let said = match head.unit {
        Unit::PerSecond => a_second(value),
        Unit::Share => percent(value),
        _ => four_figures(value),
    };
    // Lines are called as their columns are, in words.
    let words = |text: &str| text.replace("_per_s", "").replace('_', " ");
    Some(vec![(words(column), true), (words(&head.meaning), true), (said, false)])
}
