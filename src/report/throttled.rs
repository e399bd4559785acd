//! Heat maps of the share of attempts that is throttled, by User.

use super::heat::{HeatColumn, HeatMap, HeatRow};
use crate::evidence::Evidence;
use crate::evidence::words::so_many;

/// Most rows that are shown though nothing of them is throttled.
const MOST_ROWS: usize = 25;

/// Attempts and how many of them were throttled, summed over replications.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct ThrottledTally {
    pub(super) attempts: u64,
    pub(super) throttled: u64,
}

impl ThrottledTally {
    /// Both sums.
    pub(super) fn plus(self, o: Self) -> Self {
        Self { attempts: self.attempts + o.attempts, throttled: self.throttled + o.throttled }
    }

    /// Throttled ÷ attempts; none without attempts.
    pub(super) fn share(self) -> Option<f64> {
        (self.attempts > 0).then(|| self.throttled as f64 / self.attempts as f64)
    }
}

/// Users by columns.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Tallies {
    /// Names of the columns.
    pub(super) columns: Vec<String>,
    /// Names of the Users, and a tally for each column.
    pub(super) users: Vec<(String, Vec<ThrottledTally>)>,
    /// Replications that the sums are over.
    pub(super) replications: usize,
    /// What a replication is called.
    pub(super) word: &'static str,
    /// Whether the columns are parts of one whole, which their sum is; else they stand beside each
    /// other, and the margin says their greatest.
    pub(super) parts: bool,
}

impl Tallies {
    /// Nothing yet of the Users of `evidence`.
    pub(super) fn new(evidence: &Evidence, columns: Vec<String>) -> Self {
        let row = |name: &String| (name.clone(), vec![ThrottledTally::default(); columns.len()]);
        let users = evidence.plan.scenario.users.iter().map(|u| row(&u.name)).collect();
        let replications = evidence.replications().max(1);
        Self { users, replications, word: evidence.replication_word(), columns, parts: true }
    }

    /// The sum over a User's columns, or the greatest of them.
    pub(super) fn of_user(&self, user: usize) -> ThrottledTally {
        self.over(self.users[user].1.iter().copied())
    }

    fn over(&self, columns: impl Iterator<Item = ThrottledTally>) -> ThrottledTally {
        if self.parts {
            return columns.fold(ThrottledTally::default(), ThrottledTally::plus);
        }
        columns.max_by_key(|t| t.throttled).unwrap_or_default()
    }

    /// The sum over a column.
    pub(super) fn of_column(&self, column: usize) -> ThrottledTally {
        self.users.iter().fold(ThrottledTally::default(), |sum, (_, row)| sum.plus(row[column]))
    }

    /// Users of whom anything was throttled, the most first.
    pub(super) fn concerned(&self) -> Vec<usize> {
        let mut all: Vec<usize> =
            (0..self.users.len()).filter(|u| self.of_user(*u).throttled > 0).collect();
        all.sort_by_key(|u| std::cmp::Reverse(self.of_user(*u).throttled));
        all
    }

    /// The map, and a sentence on the Users that are left out of it.
    pub(super) fn map(&self) -> (HeatMap, String) {
        let concerned = self.concerned();
        let others = (0..self.users.len()).filter(|u| !concerned.contains(u));
        let all = self.users.len() <= MOST_ROWS;
        let shown = concerned.iter().copied().chain(others.filter(|_| all));
        // A margin is a mean, to the whole attempt.
        let n = self.replications as f64;
        let mean = |t: ThrottledTally| libm::round(t.throttled as f64 / n) as u64;
        let row = |u: usize| HeatRow {
            label: self.users[u].0.clone(),
            cells: self.users[u].1.iter().map(|t| t.share()).collect(),
            count: mean(self.of_user(u)),
        };
        let column = |(c, label): (usize, &String)| HeatColumn {
            label: label.clone(),
            count: mean(self.of_column(c)),
        };
        let total = self.over((0..self.columns.len()).map(|c| self.of_column(c)));
        let one = self.replications == 1;
        let counted =
            if one { "throttled".to_owned() } else { format!("throttled a {}", self.word) };
        let map = HeatMap {
            measure: "share of attempts throttled".to_owned(),
            counted: counted.clone(),
            beside: if self.parts { String::new() } else { format!("most {counted}") },
            absent: "no attempts".to_owned(),
            columns: self.columns.iter().enumerate().map(column).collect(),
            rows: shown.map(row).collect(),
            total: mean(total),
            empty: "nobody was throttled".to_owned(),
            ..HeatMap::default()
        };
        let left = self.users.len() - map.rows.len();
        let note = match left {
            0 => String::new(),
            1 => "1 User is never throttled and not shown.".to_owned(),
            n => format!("{} are never throttled and not shown.", so_many("User", n)),
        };
        (map, note)
    }
}
