//! What Users used of what is allocated to them in each month, and their breaches (F3.11, C2).
//!
//! Scope: use against allocation, also without a breach; a breach is an excess while the mechanism is active, and nothing else:
//! what is above an allocation while it is not stands in columns of its own. Source: the Modification Report, §3, and WPD's wish for
//! use against capacity every month. Checked by: hand in this file; the counts by `tests/rules/months.rs` and the judge.

use crate::evidence::Evidence;
use headroom_core::ledger::{Breach, MonthOfUse, UseInMonth};
use headroom_core::scenario::Month;

/// A User in a month of a run; means are over replications.
#[derive(Clone, Debug, PartialEq)]
pub struct UserMonth {
    /// Which month.
    pub month: Month,
    /// Which User.
    pub user: usize,
    /// a(u), requests a second (M1, M2).
    pub allocation_per_s: f64,
    /// Mean use, counted and expected, requests a second.
    pub used_per_s: f64,
    /// Share of it that is expected and not counted.
    pub expected: f64,
    /// Use in the busiest half-hour counted in any replication, requests a second.
    pub busiest_per_s: f64,
    /// Attempts beyond its quota while active, mean.
    pub excess: f64,
    /// Of these by first submissions alone, mean: the rest is retries.
    pub excess_first: f64,
    /// The windows of these, mean.
    pub windows: f64,
    /// Share of replications in which it is in breach.
    pub in_breach: f64,
    /// Months in breach in a row, this one the last: mean, and most of any replication.
    pub in_a_row: (f64, u64),
    /// Attempts above its allocation by half-hours in which the mechanism was never active, mean; and these half-hours.
    pub above: (f64, f64),
}

impl UserMonth {
    /// A rate as a share of what is allocated; none where nothing is.
    pub fn of_allocation(&self, per_s: f64) -> Option<f64> {
        (self.allocation_per_s > 0.0).then(|| per_s / self.allocation_per_s)
    }
}

/// Seconds of a half-hour.
const HALF_HOUR: f64 = 1_800.0;

/// Each User in each of `months`, of which the run has so many seconds.
pub fn user_rows(e: &Evidence, months: &[(Month, f64)]) -> Vec<UserMonth> {
    let folded = e.folded();
    let runs: Vec<&[Breach]> = folded.runs.iter().map(|r| r.breaches.as_slice()).collect();
    let of_month = |month| e.plan.allocations_in(month);
    of_users(months, &e.folded().months, &runs, &of_month)
}

fn of_users(
    months: &[(Month, f64)],
    used: &[MonthOfUse],
    runs: &[&[Breach]],
    allocations: &dyn Fn(Month) -> Vec<f64>,
) -> Vec<UserMonth> {
    let n = runs.len() as f64;
    let mut all: Vec<UserMonth> = Vec::new();
    let mut streaks: Vec<Vec<u64>> = Vec::new();
    for (month, seconds) in months {
        let number = month.number();
        let here = used.iter().find(|m| m.month == number);
        for (user, allocation_per_s) in allocations(*month).into_iter().enumerate() {
            if streaks.len() == user {
                streaks.push(vec![0; runs.len()]);
            }
            let of: UseInMonth = here.map(|m| m.users[user]).unwrap_or_default();
            let broke = |r: &[Breach]| r.iter().any(|b| (b.month, b.user) == (number, user));
            for (streak, run) in streaks[user].iter_mut().zip(runs) {
                *streak = if broke(run) { *streak + 1 } else { 0 };
            }
            let mine = &streaks[user];
            let use_of_all = (of.used + of.expected) as f64;
            all.push(UserMonth {
                month: *month,
                user,
                allocation_per_s,
                used_per_s: use_of_all / n / seconds,
                expected: if use_of_all > 0.0 { of.expected as f64 / use_of_all } else { 0.0 },
                busiest_per_s: of.busiest as f64 / HALF_HOUR,
                excess: of.excess as f64 / n,
                excess_first: of.excess_first as f64 / n,
                windows: of.windows_in_excess as f64 / n,
                in_breach: mine.iter().filter(|s| **s > 0).count() as f64 / n,
                in_a_row: (
                    mine.iter().sum::<u64>() as f64 / n,
                    mine.iter().copied().max().unwrap_or(0),
                ),
                above: (of.above as f64 / n, of.half_hours_above as f64 / n),
            });
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c2_breaches_run_in_a_row_by_user_and_what_is_above_while_inactive_is_none() {
        let months = [11, 12].map(|month| (Month { year: 2022, month }, 3_600.0));
        let of = |used, busiest, above, excess| UseInMonth {
            used,
            expected: 1_800,
            busiest,
            above,
            half_hours_above: u64::from(above > 0),
            excess,
            excess_first: excess / 2,
            windows_in_excess: u64::from(excess > 0),
        };
        // Two replications: sums, and the greatest of any half-hour. The second User is above in both months, and never in breach.
        let used = months.map(|(month, _)| MonthOfUse {
            month: month.number(),
            users: vec![of(5_400, 3_600, 0, 12), of(1_800, 900, 40, 0)],
        });
        let breach = |at: usize, excess| Breach {
            month: months[at].0.number(),
            user: 0,
            excess,
            windows: 1,
        };
        let runs: [&[Breach]; 2] = [&[breach(0, 12), breach(1, 4)], &[breach(1, 8)]];
        let rows = of_users(&months, &used, &runs, &|_| vec![2.0, 0.5]);
        let first: Vec<&UserMonth> = rows.iter().filter(|r| r.user == 0).collect();
        // (5 400 + 1 800) ÷ 2 replications ÷ 3 600 s, a quarter of it expected.
        assert_eq!((first[0].used_per_s, first[0].expected), (1.0, 0.25));
        assert_eq!(first[0].of_allocation(first[0].busiest_per_s), Some(1.0));
        assert_eq!(
            [first[0], first[1]].map(|r| (r.in_breach, r.in_a_row)),
            [(0.5, (0.5, 1)), (1.0, (1.5, 2))]
        );
        assert_eq!((first[0].excess, first[0].excess_first, first[0].windows), (6.0, 3.0, 0.5));
        let second: Vec<&UserMonth> = rows.iter().filter(|r| r.user == 1).collect();
        assert!(second.iter().all(|r| r.in_breach == 0.0 && r.in_a_row == (0.0, 0)));
        assert_eq!(second[0].above, (20.0, 0.5));
    }
}
