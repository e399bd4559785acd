//! What Users used of what is allocated to them, by month, and where that was too much (C2, F3.11).

use serde::{Deserialize, Serialize};

/// A month of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthOfUse {
    /// Months since the year 0, Europe/London.
    pub month: i32,
    /// What each User used in it.
    pub users: Vec<UseInMonth>,
}

/// What a User used in a month. *Use* is its attempts that reached G3, what the mechanism then did with them apart;
/// *allocated* is a(u) of the month without carry (M1, M2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "[u64; 8]", into = "[u64; 8]")]
pub struct UseInMonth {
    /// Use in the half-hours that were counted: all of a scenario, of a course those of its episodes.
    pub used: u64,
    /// Attempts expected in the others, to the nearest whole one.
    pub expected: u64,
    /// Use in the busiest half-hour that was counted.
    pub busiest: u64,
    /// Use beyond what is allocated, half-hour by half-hour, of those in which the mechanism was never active. No breach.
    pub above: u64,
    /// How many half-hours these are.
    pub half_hours_above: u64,
    /// The breach: use beyond the quota (M1), window by window, of those in which the mechanism was active in any part; as M5
    /// counts use, but throttled or buffered attempts too.
    pub excess: u64,
    /// Of it what its first submissions alone are beyond the quota, what a maintenance put off or had resent apart (C3): the rest is
    /// retries.
    pub excess_first: u64,
    /// How many windows these are.
    pub windows_in_excess: u64,
}

super::numbers::whole_numbers!(UseInMonth, 8:
    used, expected, busiest, above, half_hours_above, excess, excess_first, windows_in_excess);

impl UseInMonth {
    /// Adds what another part of the month, or another replication of it, showed.
    pub fn add(&mut self, other: &Self) {
        self.used += other.used;
        self.expected += other.expected;
        self.busiest = self.busiest.max(other.busiest);
        self.above += other.above;
        self.half_hours_above += other.half_hours_above;
        self.excess += other.excess;
        self.excess_first += other.excess_first;
        self.windows_in_excess += other.windows_in_excess;
    }
}

impl MonthOfUse {
    /// The month `number` among `all`, in order, put there with so many Users where it is new.
    pub fn among(all: &mut Vec<Self>, number: i32, users: usize) -> &mut Self {
        let place = all.partition_point(|m| m.month < number);
        if all.get(place).is_none_or(|m| m.month != number) {
            let users = vec![UseInMonth::default(); users];
            all.insert(place, Self { month: number, users });
        }
        &mut all[place]
    }

    /// Adds months to others.
    pub fn merge(all: &mut Vec<Self>, more: &[Self]) {
        for month in more {
            let here = Self::among(all, month.month, month.users.len());
            here.users.iter_mut().zip(&month.users).for_each(|(a, b)| a.add(b));
        }
    }
}

/// A User in breach in a month of a replication.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Breach {
    /// Months since the year 0.
    pub month: i32,
    /// Which User.
    pub user: usize,
    /// [`UseInMonth::excess`].
    pub excess: u64,
    /// [`UseInMonth::windows_in_excess`].
    pub windows: u64,
}

impl Breach {
    /// Those of a replication, by month and User.
    pub fn of(months: &[MonthOfUse]) -> Vec<Self> {
        let in_month = |m: &MonthOfUse| {
            let month = m.month;
            let users = m.users.clone().into_iter().enumerate();
            users.filter(|(_, u)| u.excess > 0).map(move |(user, u)| Self {
                month,
                user,
                excess: u.excess,
                windows: u.windows_in_excess,
            })
        };
        months.iter().flat_map(in_month).collect()
    }
}
