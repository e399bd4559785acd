//! How far a replay is from what was observed, where, and whether by more than chance (T8); of several variants, which fits best.
//!
//! Scope: attempts, refusals and response times by User and half-hour, as every variant has them; the statistics are in
//! `observed/score.rs`. Response times are compared where every replication of every variant answered something. Checked by: tests
//! there, `tests/it/studies/replayed.rs`.

mod said;
mod score;

use headroom_core::engine::Plan;
use headroom_core::experiment::UserHalfHours;
use headroom_core::recording::Observed;
use headroom_core::scenario::Scenario;
use score::{Distance, Row, by_chance};
use std::collections::BTreeMap;

pub use score::LEVEL;

/// Users that are named where one is not known, at most.
const MOST_NAMED: usize = 12;

/// What is compared.
pub const FIGURES: [&str; 3] = ["attempts", "refused", "response_time"];

/// A User, or all, of one figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Score {
    /// The variant.
    pub variant: String,
    /// The User's id; none of all together.
    pub user: Option<String>,
    /// Which of [`FIGURES`].
    pub figure: &'static str,
    /// Half-hours of Users compared.
    pub half_hours: u64,
    /// Observed in all of them; of response times on average.
    pub observed: f64,
    /// The same of a replication, on average.
    pub mean: f64,
    /// How far off the replications are in a half-hour.
    pub distance: f64,
    /// The draws' error of that; none of a single replication.
    pub error: Option<f64>,
    /// How far off they would be from one more replication; none of a single one.
    pub expected: Option<f64>,
    /// Share of what was observed and the replications that is at least as far from their mean.
    pub p: f64,
    /// Whether it is further off than chance; none where there are too few replications to say.
    pub further: Option<bool>,
}

/// A half-hour of a User in which what was observed is outside all replications.
#[derive(Clone, Debug, PartialEq)]
pub struct Outside {
    /// The variant.
    pub variant: String,
    /// The User's id.
    pub user: String,
    /// Its beginning, Europe/London.
    pub begins: String,
    /// Which of [`FIGURES`].
    pub figure: &'static str,
    /// What was observed.
    pub observed: f64,
    /// Mean of the replications.
    pub mean: f64,
    /// The least of them.
    pub least: f64,
    /// The most.
    pub most: f64,
}

/// A variant, and the replications of it.
pub struct Watched<'a> {
    /// What it is called.
    pub name: &'a str,
    /// Its plan.
    pub plan: &'a Plan,
    /// By half-hour and User.
    pub seen: Vec<UserHalfHours>,
}

/// How a replay compares.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scored {
    /// Variant by variant and figure by figure, all together and then each User.
    pub scores: Vec<Score>,
    /// In the order of what was observed.
    pub outside: Vec<Outside>,
    /// Rows of what was observed outside the run.
    pub elsewhere: usize,
    /// Response times of half-hours in which some replication answered nothing: not compared.
    pub unanswered: usize,
    /// Of each figure that is said of some rows in the run, of how many it is not.
    pub blank: Vec<(&'static str, usize)>,
    /// How many replications there were.
    pub replications: usize,
    /// Of several variants, which fits each figure best, in sentences.
    pub best: Vec<String>,
}

/// A User and half-hour of what was observed: places of both.
type At = (usize, usize);

/// Where each row of what was `observed` lies in the run of `scenario`; none outside it.
///
/// # Errors
/// A User that nobody knows, or nothing in the run, in words.
pub fn places(scenario: &Scenario, observed: &[Observed]) -> Result<Vec<Option<At>>, String> {
    let users: BTreeMap<&str, usize> =
        scenario.users.iter().enumerate().map(|(u, user)| (user.id.as_str(), u)).collect();
    let first = scenario.calendar.first_half_hour();
    let blocks = scenario.calendar.blocks().len();
    let place = |row: &Observed| {
        let Some(user) = users.get(row.user.as_str()) else {
            let found = format!("the User {:?}", row.user);
            let known: Vec<&str> = users.keys().take(MOST_NAMED).copied().collect();
            let more = if users.len() > MOST_NAMED { ", …" } else { "" };
            return Err(format!(
                "found:    {found}\n  expected: an id of the scenario's Users: {}{more}",
                known.join(", ")
            ));
        };
        let block = usize::try_from(row.half_hour - first).ok().filter(|b| *b < blocks);
        Ok(block.map(|block| (block, *user)))
    };
    let all: Vec<Option<At>> = observed.iter().map(place).collect::<Result<_, _>>()?;
    match all.iter().any(Option::is_some) {
        true => Ok(all),
        false => Err(format!(
            "found:    no half-hour of the run, which begins {}\n  expected: what was observed in it",
            scenario.calendar.local(0)
        )),
    }
}

impl Scored {
    /// Of `all` variants, which have the same Users and half-hours.
    ///
    /// # Errors
    /// As [`places`].
    pub fn new(all: &[Watched<'_>], observed: &[Observed]) -> Result<Self, String> {
        let places = places(&all[0].plan.scenario, observed)?;
        let mut scored = Self { replications: all[0].seen.len(), ..Self::default() };
        scored.elsewhere = places.iter().filter(|place| place.is_none()).count();
        for (f, figure) in FIGURES.into_iter().enumerate() {
            let (mut said, mut blank): (Vec<(At, f64)>, usize) = (Vec::new(), 0);
            for (place, row) in places.iter().zip(observed) {
                let n = [row.attempts, row.refused].map(|n| n.map(|n| n as f64));
                let n = [n[0], n[1], row.response_time][f];
                let Some((at, n)) = place.zip(n) else {
                    blank += usize::from(place.is_some());
                    continue;
                };
                match all.iter().all(|variant| variant.has(at, f)) {
                    true => said.push((at, n)),
                    false => scored.unanswered += 1,
                }
            }
            if !said.is_empty() {
                scored.blank.push((figure, blank));
                let distances: Vec<Distance> =
                    all.iter().map(|v| scored.add(v, (f, figure), &said)).collect();
                scored.best.extend(best(all, figure, &distances));
            }
        }
        Ok(scored)
    }

    /// Scores `variant` by a figure; how far off it is in all.
    fn add(
        &mut self,
        variant: &Watched<'_>,
        (f, figure): (usize, &'static str),
        said: &[(At, f64)],
    ) -> Distance {
        let users = &variant.plan.scenario.users;
        let mut of_users: BTreeMap<usize, Vec<Row>> = BTreeMap::new();
        for (at, n) in said {
            let row: Row = std::iter::once(*n).chain(variant.of(*at, f)).collect();
            self.outside.extend(variant.outside(*at, figure, &row));
            of_users.entry(at.1).or_default().push(row);
        }
        let every: Vec<&Row> = of_users.values().flatten().collect();
        let distance = Distance::new(&every);
        // Counts are known to one, times to a tenth of a cell.
        let known_to = if figure == FIGURES[2] { variant.tenth() } else { 1.0 };
        let least = known_to * known_to;
        self.scores.push(score((variant.name, None), (figure, least), &every));
        for (user, rows) in &of_users {
            let (id, rows) = (users[*user].id.clone(), rows.iter().collect::<Vec<_>>());
            self.scores.push(score((variant.name, Some(id)), (figure, least), &rows));
        }
        distance
    }
}

impl Watched<'_> {
    /// Whether every replication says a figure of a User in a half-hour.
    fn has(&self, (block, user): At, figure: usize) -> bool {
        let at = block * self.plan.scenario.users.len() + user;
        let answered = |seen: &UserHalfHours| seen.times.get(at).is_some_and(|t| t.answered > 0);
        figure < 2 || self.seen.iter().all(answered)
    }

    /// What each says.
    fn of(&self, (block, user): At, figure: usize) -> impl Iterator<Item = f64> {
        let at = block * self.plan.scenario.users.len() + user;
        let tenth = self.tenth();
        self.seen.iter().map(move |seen| {
            let row = &seen.rows[at];
            match figure {
                0 => row.attempts as f64,
                1 => (row.throttled + row.rejected + row.capped) as f64,
                _ => tenth * seen.times[at].tenths as f64 / seen.times[at].answered as f64,
            }
        })
    }

    /// A tenth of a cell, seconds.
    fn tenth(&self) -> f64 {
        self.plan.scenario.calendar.cell().seconds() / 10.0
    }

    fn outside(&self, (block, user): At, figure: &'static str, row: &Row) -> Option<Outside> {
        let (observed, drawn) = (row[0], &row[1..]);
        let least = drawn.iter().copied().fold(f64::INFINITY, f64::min);
        let most = drawn.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let calendar = &self.plan.scenario.calendar;
        (observed < least || observed > most).then(|| Outside {
            variant: self.name.to_owned(),
            user: self.plan.scenario.users[user].id.clone(),
            begins: calendar.local((block * calendar.cells_per_block()) as u64),
            figure,
            observed,
            mean: drawn.iter().sum::<f64>() / drawn.len() as f64,
            least,
            most,
        })
    }
}

/// The score of `rows`, whose numbers have a variance of `least` at least.
fn score(
    (variant, user): (&str, Option<String>),
    (figure, least): (&'static str, f64),
    rows: &[&Row],
) -> Score {
    let (p, further) = by_chance(rows, least);
    let times = figure == FIGURES[2];
    let n = rows[0].len();
    let over = if times { rows.len() as f64 } else { 1.0 };
    let of = |i: usize| rows.iter().map(|row| row[i]).sum::<f64>() / over;
    let distance = Distance::new(rows);
    Score {
        variant: variant.to_owned(),
        user,
        figure,
        half_hours: rows.len() as u64,
        observed: of(0),
        mean: (1..n).map(of).sum::<f64>() / (n - 1) as f64,
        distance: distance.all,
        error: distance.error(),
        expected: distance.expected,
        p,
        further,
    }
}

/// Which of several variants fits a figure best, and which are as good by chance.
fn best(all: &[Watched<'_>], figure: &str, distances: &[Distance]) -> Option<String> {
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by(|a, b| distances[*a].all.total_cmp(&distances[*b].all));
    let (best, others) = order.split_first().filter(|(_, others)| !others.is_empty())?;
    let unit = if figure == FIGURES[2] { " s" } else { "" };
    let said = format!(
        "{figure}: {} fits best of {} variants, {:.3}{unit} off in a User's half-hour on average",
        all[*best].name,
        all.len(),
        distances[*best].all
    );
    let ties: Option<Vec<&str>> = others
        .iter()
        .filter_map(|i| match distances[*i].ties_with(&distances[*best]) {
            None => Some(None),
            Some(ties) => ties.then_some(Some(all[*i].name)),
        })
        .collect();
    Some(match ties {
        None => format!("{said}; fewer than 19 replications cannot say by more than chance"),
        Some(ties) if ties.is_empty() => {
            format!("{said}; every other is further off by more than twice the draws' error")
        }
        Some(ties) => format!("{said}; as good within twice the draws' error: {}", ties.join(", ")),
    })
}
