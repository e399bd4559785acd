//! How far a replay is from what was observed, where, and whether by more than chance (T8).
//!
//! The statistic. Of a set of half-hours of Users, each replication and what was observed are R + 1 rows of numbers. The
//! distance of a row is the sum, over the set, of its squared difference from the mean of all R + 1 ÷ their variance (1 at
//! least: a count is known to one). If what was observed is like a replication, all orders of the R + 1 distances are as likely, so
//! that p, the share of rows at least as far as it, is at most 0.05 with a chance of 0.05: no law of the counts is assumed, and
//! half-hours need not be independent. Fewer than nineteen replications cannot say so much.
//! Left out: response times, which are not told by User and half-hour.

use headroom_core::engine::Plan;
use headroom_core::ledger::UserRow;
use headroom_core::recording::Observed;
use std::collections::BTreeMap;

/// Below this what was observed is further off than chance.
pub const LEVEL: f64 = 0.05;

/// What is compared.
pub const FIGURES: [&str; 2] = ["attempts", "refused"];

/// A User, or all, of one figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Score {
    /// The User's id; none of all together.
    pub user: Option<String>,
    /// Which of [`FIGURES`].
    pub figure: &'static str,
    /// Half-hours of Users compared.
    pub half_hours: u64,
    /// Observed in all of them.
    pub observed: u64,
    /// The same of a replication, on average.
    pub mean: f64,
    /// Share of what was observed and the replications that is at least as far from their mean.
    pub p: f64,
    /// Whether it is further off than chance; none where there are too few replications to say.
    pub further: Option<bool>,
}

/// A half-hour of a User in which what was observed is outside all replications.
#[derive(Clone, Debug, PartialEq)]
pub struct Outside {
    /// The User's id.
    pub user: String,
    /// Its beginning, Europe/London.
    pub begins: String,
    /// Which of [`FIGURES`].
    pub figure: &'static str,
    /// What was observed.
    pub observed: u64,
    /// Mean of the replications.
    pub mean: f64,
    /// The least of them.
    pub least: u64,
    /// The most.
    pub most: u64,
}

/// How a replay compares.
#[derive(Clone, Debug, PartialEq)]
pub struct Scored {
    /// All together, then each User; figure by figure.
    pub scores: Vec<Score>,
    /// In the order of time.
    pub outside: Vec<Outside>,
    /// Rows of what was observed outside the run.
    pub elsewhere: usize,
    /// How many replications there were.
    pub replications: usize,
}

/// Of a User and half-hour: what was observed, then each replication.
type Row = Vec<f64>;

impl Scored {
    /// Of `plan`, of which `seen` are the replications, by half-hour and User in it.
    ///
    /// # Errors
    /// Users that nobody knows, in words.
    pub fn new(plan: &Plan, seen: &[Vec<UserRow>], observed: &[Observed]) -> Result<Self, String> {
        let scenario = &plan.scenario;
        let known = |id: &str| scenario.users.iter().position(|u| u.id == id);
        if let Some(row) = observed.iter().find(|row| known(&row.user).is_none()) {
            return Err(format!(
                "found:    the User {:?}\n  expected: an id of the scenario's Users",
                row.user
            ));
        }
        let first = scenario.calendar.first_half_hour();
        let blocks = scenario.calendar.blocks().len();
        let block =
            |half_hour: i64| usize::try_from(half_hour - first).ok().filter(|b| *b < blocks);
        let mut scored = Self {
            scores: Vec::new(),
            outside: Vec::new(),
            elsewhere: 0,
            replications: seen.len(),
        };
        scored.elsewhere = observed.iter().filter(|row| block(row.half_hour).is_none()).count();
        for (f, figure) in FIGURES.into_iter().enumerate() {
            let mut of_users: BTreeMap<usize, Vec<Row>> = BTreeMap::new();
            for row in observed {
                let said = [row.attempts, row.refused][f];
                let (Some(n), Some(block), Some(user)) =
                    (said, block(row.half_hour), known(&row.user))
                else {
                    continue;
                };
                let at = block * scenario.users.len() + user;
                let all: Vec<u64> = seen.iter().map(|rows| counted(&rows[at], f)).collect();
                scored.outside.extend(outside(plan, (user, block), figure, n, &all));
                let numbers = std::iter::once(n).chain(all).map(|n| n as f64);
                of_users.entry(user).or_default().push(numbers.collect());
            }
            let every: Vec<&Row> = of_users.values().flatten().collect();
            scored.scores.extend(score(None, figure, &every));
            for (user, rows) in &of_users {
                let rows: Vec<&Row> = rows.iter().collect();
                scored.scores.extend(score(Some(scenario.users[*user].id.clone()), figure, &rows));
            }
        }
        Ok(scored)
    }
}

fn counted(row: &UserRow, figure: usize) -> u64 {
    [row.attempts, row.throttled + row.rejected + row.capped][figure]
}

fn outside(
    plan: &Plan,
    (user, block): (usize, usize),
    figure: &'static str,
    observed: u64,
    all: &[u64],
) -> Option<Outside> {
    let (least, most) = (*all.iter().min()?, *all.iter().max()?);
    let calendar = &plan.scenario.calendar;
    (observed < least || observed > most).then(|| Outside {
        user: plan.scenario.users[user].id.clone(),
        begins: calendar.local((block * calendar.cells_per_block()) as u64),
        figure,
        observed,
        mean: all.iter().sum::<u64>() as f64 / all.len() as f64,
        least,
        most,
    })
}

/// The score of `rows`, if there are any.
fn score(user: Option<String>, figure: &'static str, rows: &[&Row]) -> Option<Score> {
    let n = rows.first()?.len();
    let mut distances = vec![0.0; n];
    for row in rows {
        let mean = row.iter().sum::<f64>() / n as f64;
        let squares = row.iter().map(|x| (x - mean) * (x - mean));
        let variance = (squares.clone().sum::<f64>() / n as f64).max(1.0);
        distances.iter_mut().zip(squares).for_each(|(d, square)| *d += square / variance);
    }
    let as_far = distances.iter().filter(|d| **d >= distances[0]).count();
    let p = as_far as f64 / n as f64;
    let of = |i: usize| rows.iter().map(|row| row[i]).sum::<f64>();
    let can_say = 1.0 / n as f64 <= LEVEL;
    Some(Score {
        user,
        figure,
        half_hours: rows.len() as u64,
        observed: of(0) as u64,
        mean: (1..n).map(of).sum::<f64>() / (n - 1) as f64,
        p,
        further: can_say.then_some(p <= LEVEL),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_like_a_replication_is_further_off_as_often_as_p_says() {
        let mut state = 5_u64;
        let mut draw = || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            f64::from((state >> 40) as u32 % 100)
        };
        let mut far = 0;
        for _ in 0..2_000 {
            let rows: Vec<Row> = (0..12).map(|_| (0..20).map(|_| draw()).collect()).collect();
            let score = score(None, "attempts", &rows.iter().collect::<Vec<_>>()).unwrap();
            far += u32::from(score.further == Some(true));
        }
        // A hundred are expected of a p that is right; their deviation is 9.7.
        assert!((56..=144).contains(&far), "{far} of 2000");
        let odd: Row = std::iter::once(500.0).chain((0..19).map(f64::from)).collect();
        assert_eq!(score(None, "attempts", &[&odd]).unwrap().further, Some(true));
        assert_eq!(
            score(None, "attempts", &[&odd[..9].to_vec()]).unwrap().further,
            None,
            "too few"
        );
    }
}
