//! The report that the modification proposes for every month (F3.11): configuration, capacity, Users and trend, also of
//! months in which nothing happened.
//!
//! Scope: the months that a run touches, and of each the means over replications. A month is in breach in a
//! replication when the mechanism was active in it; activations count in the month in which they begin. Source: the
//! Modification Report, §3. Checked by: hand in this file, and `tests/it/page.rs`.

use super::Evidence;
use headroom_core::domain::{Category, User};
use headroom_core::ledger::ActivationRecord;
use headroom_core::scenario::{Block, Month, Scenario, civil_date};
use std::collections::BTreeSet;

/// A month of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct MonthRow {
    /// Which, Europe/London.
    pub month: Month,
    /// Activations, mean over replications.
    pub activations: f64,
    /// Seconds in which the mechanism was active.
    pub active_s: f64,
    /// The longest activation of any replication, seconds.
    pub longest_s: f64,
    /// Attempts throttled.
    pub throttled: f64,
    /// Places of the Users throttled in any replication.
    pub users: Vec<usize>,
    /// Numbers of the events in force when an activation began, in any replication.
    pub causes: Vec<usize>,
    /// Share of replications with an activation.
    pub in_breach: f64,
    /// Months in breach in a row, this one the last, mean over replications.
    pub in_a_row: f64,
    /// Activations more than in the month before; none of the first.
    pub trend: Option<f64>,
}

/// The months of `e`, in order.
pub fn month_rows(e: &Evidence) -> Vec<MonthRow> {
    let calendar = &e.plan.scenario.calendar;
    let name = |block: &Block| {
        let (year, month, _) = civil_date(block.local.date);
        Month { year, month }
    };
    let mut months: Vec<Month> = calendar.blocks().iter().map(name).collect();
    months.dedup();
    let per_block = calendar.cells_per_block() as u64;
    let month = |cell: u64| name(&calendar.blocks()[(cell / per_block) as usize]);
    let runs: Vec<&[ActivationRecord]> =
        e.folded.runs.iter().map(|r| r.activations.as_slice()).collect();
    rows(&months, &runs, &|a| month(a.from), calendar.cell().seconds())
}

/// The maximum capacity in `month`, a second (M2).
pub fn capacity_in(scenario: &Scenario, month: Month) -> f64 {
    let planned = scenario.growth.as_ref().and_then(|g| g.capacity_in(month));
    planned.unwrap_or(scenario.gateway.max_capacity).get()
}

/// Meters of all suppliers in `month` (M2): each once by fuel, since network parties hold them too.
pub fn meters_in(scenario: &Scenario, month: Month) -> u64 {
    let supplier =
        |u: &User| matches!(u.category, Category::LargeSupplier | Category::SmallSupplier);
    scenario.users_in(month).iter().filter(|u| supplier(u)).map(|u| u.portfolio.meters()).sum()
}

fn rows(
    months: &[Month],
    runs: &[&[ActivationRecord]],
    month: &dyn Fn(&ActivationRecord) -> Month,
    cell_s: f64,
) -> Vec<MonthRow> {
    let n = runs.len() as f64;
    let mut streaks = vec![0_u64; runs.len()];
    let mut all: Vec<MonthRow> = Vec::new();
    for name in months {
        let its: Vec<Vec<&ActivationRecord>> =
            runs.iter().map(|r| r.iter().filter(|a| month(a) == *name).collect()).collect();
        for (streak, of) in streaks.iter_mut().zip(&its) {
            *streak = if of.is_empty() { 0 } else { *streak + 1 };
        }
        let every = || its.iter().flatten();
        let sum = |of: fn(&ActivationRecord) -> u64| every().map(|a| of(a)).sum::<u64>() as f64;
        let longest = every().map(|a| a.to - a.from).max().unwrap_or(0);
        let users: BTreeSet<usize> = every().flat_map(|a| a.users.iter().copied()).collect();
        let causes: BTreeSet<usize> = every().flat_map(|a| a.causes.iter().copied()).collect();
        let activations = every().count() as f64 / n;
        all.push(MonthRow {
            month: *name,
            activations,
            active_s: sum(|a| a.to - a.from) * cell_s / n,
            longest_s: longest as f64 * cell_s,
            throttled: sum(|a| a.throttled) / n,
            users: users.into_iter().collect(),
            causes: causes.into_iter().collect(),
            in_breach: its.iter().filter(|of| !of.is_empty()).count() as f64 / n,
            in_a_row: streaks.iter().sum::<u64>() as f64 / n,
            trend: all.last().map(|before| activations - before.activations),
        });
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn activation(from: u64, to: u64, user: usize) -> ActivationRecord {
        ActivationRecord {
            from,
            to,
            open: false,
            peak_load: 1,
            throttled: 10,
            throttled_on: vec![from],
            users: BTreeSet::from([user]),
            causes: vec![0],
        }
    }

    #[test]
    fn f3_11_months_without_a_breach_have_a_row_and_end_what_ran_in_a_row() {
        // Three months of 100 cells of 10 s. One replication: breaches in the first and second; another: in the second.
        let months = [1, 2, 3].map(|month| Month { year: 2022, month });
        let first = [activation(0, 6, 1), activation(150, 152, 0)];
        let second = [activation(110, 111, 1)];
        let month = |a: &ActivationRecord| months[(a.from / 100) as usize];
        let rows = rows(&months, &[&first, &second], &month, 10.0);
        let of = |get: fn(&MonthRow) -> f64| rows.iter().map(get).collect::<Vec<f64>>();
        assert_eq!(of(|r| r.activations), [0.5, 1.0, 0.0]);
        assert_eq!(of(|r| r.active_s), [30.0, 15.0, 0.0]);
        assert_eq!(of(|r| r.longest_s), [60.0, 20.0, 0.0]);
        assert_eq!(of(|r| r.in_breach), [0.5, 1.0, 0.0]);
        assert_eq!(of(|r| r.in_a_row), [0.5, 1.5, 0.0]);
        assert_eq!(rows[1].users, [0, 1]);
        assert_eq!(rows.iter().map(|r| r.trend).collect::<Vec<_>>(), [None, Some(0.5), Some(-1.0)]);
    }
}
