//! The month's report: its figures and what changed, and what of a run's tables it says otherwise.

use super::consultation::{self, monthly};
use super::page::answer;
use crate::evidence::Evidence;
use crate::evidence::monthly::{
    FIGURES, Means, MonthBefore, MonthChanges, MonthRow, UserMonth, month_rows, report_rows,
    report_user_rows,
};
use crate::evidence::table::{Schema, Table, Unit};
use serde_json::Value;

/// This month's means, what changed if that is known, and the place of a figure.
type Told<'a> = (Means, Option<&'a MonthChanges>, usize);

fn all(now: Means, changes: Option<&MonthChanges>) -> Vec<Told<'_>> {
    (0..FIGURES.len()).map(|place| (now, changes, place)).collect()
}

/// A row for each figure that is told of a month.
pub fn month_table(now: Means, changes: Option<&MonthChanges>) -> Table {
    of_month().table(&all(now, changes))
}

/// The same as JSON.
pub fn month_json(now: Means, changes: Option<&MonthChanges>) -> Vec<Value> {
    of_month().objects(&all(now, changes))
}

pub(super) fn of_month<'a>() -> Schema<Told<'a>> {
    let by = |part: usize| {
        move |(_, changes, place): &Told<'a>| changes.and_then(|c| c.by(*place, part))
    };
    let unit = Unit::OfTheFigure;
    Schema::<Told<'a>>::of("month", "a figure of the month's report")
        .in_json_at("month")
        .text("figure", "which figure", |(.., place): &Told<'a>| FIGURES[*place].word())
        .maybe("now", unit, "its mean, the mechanism in shadow", |(now, _, place)| now[*place])
        .maybe(
            "before",
            unit,
            "as the report of the month before told it",
            |(_, changes, place)| changes.and_then(|c| c.told[0][*place]),
        )
        .maybe("by_program", unit, "more by this version of the program, all else as it was", by(0))
        .maybe("by_traffic", unit, "more by this month's traffic and days besides", by(1))
        .maybe("by_portfolio", unit, "more by this month's portfolios and plan besides", by(2))
        .maybe(
            "by_parameters",
            unit,
            "more by everything else: mechanism, gateway, retries, events",
            by(3),
        )
}

/// The months of `e` and the Users in them, as a run has them.
pub(super) fn months_of(e: &Evidence) -> (Vec<MonthRow>, Vec<UserMonth>) {
    (month_rows(e), report_user_rows(e, None))
}

/// The same as the report of a month has them, which goes on from that of the month `before`.
fn reported(e: &Evidence, before: Option<&MonthBefore>) -> (Vec<MonthRow>, Vec<UserMonth>) {
    (report_rows(e, before), report_user_rows(e, before))
}

/// The tables `all` of a run with those of its month's report, each in the place of what a run has under its name: a page and a workbook
/// say what is printed.
pub fn with_report(
    mut all: Vec<Table>,
    e: &Evidence,
    before: Option<&MonthBefore>,
    sentences: &[String],
) -> Vec<Table> {
    let months = monthly(e, reported(e, before)).into_iter();
    for table in months.chain([answer("answer", sentences)]) {
        match all.iter_mut().find(|known| known.name == table.name) {
            Some(known) => *known = table,
            None => all.push(table),
        }
    }
    all
}

/// Its months and the Users in them as JSON.
pub fn monthly_json(e: &Evidence, before: Option<&MonthBefore>) -> [Vec<Value>; 2] {
    consultation::monthly_json(e, reported(e, before))
}
