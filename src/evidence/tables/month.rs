//! Rows of the month's report: its figures, and what changed.

use crate::evidence::Evidence;
use crate::evidence::monthly::{
    FIGURES, Means, MonthBefore, MonthChanges, UserMonth, month_user_rows,
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

/// Evidence, and a User in a month.
type InMonth<'a> = (&'a Evidence, UserMonth);

/// A row for each User in each month: what the report of the month after goes on from.
pub fn month_users_table(e: &Evidence, before: Option<&MonthBefore>) -> Table {
    let rows = month_user_rows(e, before).into_iter().map(|row| (e, row));
    of_month_users().table(&rows.collect::<Vec<InMonth<'_>>>())
}

pub(super) fn of_month_users<'a>() -> Schema<InMonth<'a>> {
    Schema::<InMonth<'a>>::of("month_users", "a User in a month of the month's report")
        .made("month", "which", |(_, row): &InMonth<'a>| row.month.to_string())
        .count("month_number", "months since the year 0", |(_, row)| {
            row.month.number().unsigned_abs().into()
        })
        .text("user", "which User", |(e, row)| &e.plan.scenario.users[row.user].id)
        .number("excess", Unit::Requests, "attempts in breach, mean", |(_, row)| row.excess)
        .number(
            "months_in_breach_in_a_row",
            Unit::Number,
            "this one the last, with those of the report of the month before, mean",
            |(_, row)| row.in_a_row.0,
        )
}
