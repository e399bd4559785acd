//! The report that the modification proposes for every month (F3.11): configuration, capacity, Users and trend, also of
//! months in which nothing happened.
//!
//! Scope: the months that a run touches, and of each the means over replications: what happened, what was used of the capacity,
//! and what changed since the month before (here); what each User used of its allocation and its breaches
//! (`monthly/used.rs`). The threshold is breached in a replication when the mechanism was active in the month; activations
//! count in the month in which they begin. What a report goes on from is `monthly/before.rs`. Source: the Modification Report, §3. Checked by: hand in this file, and
//! `tests/it/page.rs`.

mod before;
mod changes;
mod shadow;
mod used;

pub use before::{AllBefore, MonthBefore, report_rows, report_user_rows};
pub use changes::{FIGURES, Means, MonthChanges, between, means, told_before};
pub use shadow::{changed_said, month_screen, month_sentences, month_users};
pub use used::{UserMonth, user_rows};

use super::Evidence;
use headroom_core::domain::{Category, User};
use headroom_core::ledger::{ActivationRecord, UseInMonth};
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
    /// Seconds of it that the run has.
    pub seconds: f64,
    /// Use of all Users, requests a second: counted, and what is expected of half-hours that a course leaves out.
    pub used_per_s: [f64; 2],
    /// Attempts of Users beyond their quotas while active.
    pub excess: f64,
    /// Places of the Users in breach in any replication.
    pub in_breach_users: Vec<usize>,
    /// Attempts above allocations in half-hours in which it was never active.
    pub above: f64,
    /// What is otherwise than in the month before; none of the first.
    pub changed: Option<Changed>,
    /// Whether the mechanism is in the shadow of what was recorded: it was not on.
    pub shadow: bool,
}

/// What is otherwise than in the month before, and by what.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Changed {
    /// Use, requests a second.
    pub used_per_s: f64,
    /// Of it what the change of meters alone would make, use a meter being as it was (M2).
    pub by_meters_per_s: f64,
    /// The rest: each meter asks for more or less.
    pub by_traffic_per_s: f64,
    /// Meters of suppliers.
    pub meters: f64,
    /// Maximum capacity, requests a second; the threshold follows it, and nothing else of the rules changes within a run.
    pub capacity_per_s: f64,
}

impl MonthRow {
    /// Mean use of all Users, requests a second.
    pub fn all_used_per_s(&self) -> f64 {
        self.used_per_s[0] + self.used_per_s[1]
    }
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
    let folded = e.folded();
    let runs: Vec<&[ActivationRecord]> =
        folded.runs.iter().map(|r| r.activations.as_slice()).collect();
    let mut rows = rows(&months, &runs, &|a| month(a.from), calendar.cell().seconds());
    for row in &mut rows {
        let blocks = calendar.blocks().iter().filter(|b| name(b) == row.month).count();
        row.seconds = blocks as f64 * 1_800.0;
        row.note_use(e);
    }
    let scenario = &e.plan.scenario;
    for i in 1..rows.len() {
        let [before, here] = [&rows[i - 1], &rows[i]].map(|row| row.basis(scenario));
        rows[i].changed = Some(Changed::between(before, here));
    }
    rows
}

impl Changed {
    /// Between two months: use, meters and capacity.
    fn between(before: (f64, f64, f64), here: (f64, f64, f64)) -> Self {
        let used = here.0 - before.0;
        let by_meters = if before.1 > 0.0 { before.0 * (here.1 / before.1 - 1.0) } else { 0.0 };
        Self {
            used_per_s: used,
            by_meters_per_s: by_meters,
            by_traffic_per_s: used - by_meters,
            meters: here.1 - before.1,
            capacity_per_s: here.2 - before.2,
        }
    }
}

impl MonthRow {
    /// A month of which nothing is counted yet.
    fn of(month: Month) -> Self {
        Self {
            month,
            activations: 0.0,
            active_s: 0.0,
            longest_s: 0.0,
            throttled: 0.0,
            users: Vec::new(),
            causes: Vec::new(),
            in_breach: 0.0,
            in_a_row: 0.0,
            trend: None,
            seconds: 0.0,
            used_per_s: [0.0; 2],
            excess: 0.0,
            in_breach_users: Vec::new(),
            above: 0.0,
            changed: None,
            shadow: false,
        }
    }

    /// What [`Changed`] is told of: use, meters and capacity.
    fn basis(&self, scenario: &Scenario) -> (f64, f64, f64) {
        let meters = meters_in(scenario, self.month) as f64;
        (self.all_used_per_s(), meters, capacity_in(scenario, self.month))
    }

    /// What Users used in it.
    fn note_use(&mut self, e: &Evidence) {
        let n = e.replications() as f64;
        let number = self.month.number();
        let folded = e.folded();
        let Some(used) = folded.months.iter().find(|m| m.month == number) else { return };
        let sum = |of: fn(&UseInMonth) -> u64| used.users.iter().map(of).sum::<u64>() as f64 / n;
        self.used_per_s = [sum(|u| u.used), sum(|u| u.expected)].map(|x| x / self.seconds);
        (self.excess, self.above) = (sum(|u| u.excess), sum(|u| u.above));
        let users = used.users.iter().enumerate();
        self.in_breach_users = users.filter(|(_, u)| u.excess > 0).map(|(i, _)| i).collect();
    }
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
            activations,
            active_s: sum(|a| a.to - a.from) * cell_s / n,
            longest_s: longest as f64 * cell_s,
            throttled: sum(|a| a.throttled) / n,
            users: users.into_iter().collect(),
            causes: causes.into_iter().collect(),
            in_breach: its.iter().filter(|of| !of.is_empty()).count() as f64 / n,
            in_a_row: streaks.iter().sum::<u64>() as f64 / n,
            trend: all.last().map(|before| activations - before.activations),
            ..MonthRow::of(*name)
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
    fn f3_11_what_changed_is_parted_into_meters_and_traffic() {
        // 2 requests a second of 100 meters; then 3.3 of 110: at the old rate 110 would make 2.2.
        let changed = Changed::between((2.0, 100.0, 10.0), (3.3, 110.0, 12.0));
        let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-12, "{a} {b}");
        near(changed.used_per_s, 1.3);
        near(changed.by_meters_per_s, 0.2);
        near(changed.by_traffic_per_s, 1.1);
        assert_eq!((changed.meters, changed.capacity_per_s), (10.0, 2.0));
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
