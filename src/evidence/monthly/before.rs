//! What a month's report goes on from: the report of the month before, as far as it counts on.
//!
//! Scope: months in a row, and what is otherwise than in the month directly before. Left out: the split of what changed
//! (`changes.rs`), and reading the earlier report (`cli/kind/month.rs`). Checked by: the test below, `tests/it/month.rs`.

use super::{Changed, MonthRow, UserMonth, month_rows, user_rows};
use crate::evidence::Evidence;
use std::collections::BTreeMap;

/// What the report of an earlier month says that this one goes on from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MonthBefore {
    /// Its last month, such as `July 2022`.
    pub month: String,
    /// Whether that is the one directly before.
    pub adjacent: bool,
    /// By id of a User, months in breach in a row: mean, and most of any replication.
    pub in_a_row: BTreeMap<String, (f64, u64)>,
    /// What there was in it.
    pub all: AllBefore,
}

/// What there was of all Users in the month before.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct AllBefore {
    /// Months in which it triggered in a row, it the last, mean.
    pub in_a_row: f64,
    /// Activations, mean.
    pub activations: f64,
    /// Use, requests a second; meters of suppliers; the maximum capacity, requests a second.
    pub basis: (f64, f64, f64),
}

/// The months of a report on `e`, in whose shadow the mechanism is: the first goes on from the month `before`. A run with a report of
/// the month before is of one month.
pub fn report_rows(e: &Evidence, before: Option<&MonthBefore>) -> Vec<MonthRow> {
    let mut rows = month_rows(e);
    rows.iter_mut().for_each(|row| row.shadow = true);
    if let (Some(first), Some(before)) = (rows.first_mut(), before.filter(|b| b.adjacent)) {
        first.go_on(&before.all);
        first.changed = Some(Changed::between(before.all.basis, first.basis(&e.plan.scenario)));
    }
    rows
}

impl MonthRow {
    /// Counts on from the month `before`. Replications of two reports have nothing in common, so that means are multiplied.
    fn go_on(&mut self, before: &AllBefore) {
        self.in_a_row += self.in_breach * before.in_a_row;
        self.trend = Some(self.activations - before.activations);
    }
}

/// Each User in each of these months, months in breach in a row counted on from those `before`.
pub fn report_user_rows(e: &Evidence, before: Option<&MonthBefore>) -> Vec<UserMonth> {
    let months: Vec<_> = month_rows(e).iter().map(|row| (row.month, row.seconds)).collect();
    let mut rows = user_rows(e, &months);
    let Some(before) = before.filter(|b| b.adjacent) else { return rows };
    let first = months.first().map(|(month, _)| *month);
    for row in rows.iter_mut().filter(|row| Some(row.month) == first) {
        let so_far = before.in_a_row.get(&e.plan.scenario.users[row.user].id);
        if let Some((mean, most)) = so_far.filter(|_| row.in_breach > 0.0) {
            row.in_a_row.0 += row.in_breach * mean;
            row.in_a_row.1 += most;
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use headroom_core::scenario::Month;

    #[test]
    fn f3_11_a_month_goes_on_from_the_one_before_where_it_triggers_and_only_then() {
        let month = Month { year: 2022, month: 7 };
        let before = AllBefore { in_a_row: 3.0, activations: 5.0, ..AllBefore::default() };
        let row = |activations, in_breach| {
            let mut row =
                MonthRow { activations, in_breach, in_a_row: in_breach, ..MonthRow::of(month) };
            row.go_on(&before);
            (row.in_a_row, row.trend)
        };
        assert_eq!(row(2.0, 1.0), (4.0, Some(-3.0)));
        assert_eq!(row(0.5, 0.5), (2.0, Some(-4.5)));
        assert_eq!(row(0.0, 0.0), (0.0, Some(-5.0)));
    }
}
