//! Who is affected: what is never answered and throttled a year, by User and by SRV.

use super::parts::chance;
use super::rate::Rate;
use super::year::Length;
use crate::evidence::interval::Interval;
use headroom_core::domain::Standing;
use headroom_core::ledger::{ByStanding, Folded};
use std::collections::BTreeMap;

/// A User, or an SRV.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ByWhom {
    /// Its place in the scenario.
    pub index: usize,
    /// Requests never answered a year, not above by own sending.
    pub not_above: Rate,
    /// Requests never answered a year, by standing (C2).
    pub never_answered: [Rate; 4],
    /// Attempts throttled a year.
    pub throttled: Rate,
    /// Chance of being throttled in a year; none where courses are no years.
    pub chance: Option<Interval>,
}

/// Users to whom anything was throttled or never answered, those with the most of this not above by own sending first.
pub fn by_user(folded: &Folded, length: &Length) -> Vec<ByWhom> {
    let mut all: BTreeMap<usize, Whom> = BTreeMap::new();
    let empty = || Whom::new(folded.runs.len(), length.parts);
    for (c, run) in folded.runs.iter().enumerate() {
        for episode in &run.episodes {
            for &(user, throttled, never) in &episode.users {
                let whom = all.entry(user).or_insert_with(empty);
                whom.throttled[c] += throttled as f64;
                whom.add(c, never);
                whom.any[c * length.parts + length.part(episode.from)] |= throttled > 0;
            }
        }
    }
    rows(&all, length)
}

/// SRVs of which anything was throttled or never answered, those with the most of this not above by own sending first.
pub fn by_srv(folded: &Folded, length: &Length) -> Vec<ByWhom> {
    let mut all: BTreeMap<usize, Whom> = BTreeMap::new();
    let empty = || Whom::new(folded.runs.len(), 1);
    for (c, run) in folded.runs.iter().enumerate() {
        for (srv, counts, harm) in &run.srvs {
            let never = harm.never_answered();
            if counts.throttled + never.sum() == 0 {
                continue;
            }
            let whom = all.entry(*srv).or_insert_with(empty);
            whom.throttled[c] = counts.throttled as f64;
            whom.add(c, never);
            whom.any[c] = counts.throttled > 0;
        }
    }
    // Of a course of several years it is not known in which of them.
    let mut rows = rows(&all, length);
    if length.parts > 1 {
        rows.iter_mut().for_each(|row| row.chance = None);
    }
    rows
}

struct Whom {
    throttled: Vec<f64>,
    /// Never answered, by standing and course.
    never: [Vec<f64>; 4],
    any: Vec<bool>,
}

impl Whom {
    fn new(courses: usize, parts: usize) -> Self {
        let none = vec![0.0; courses];
        let never = std::array::from_fn(|_| none.clone());
        Self { throttled: none, never, any: vec![false; courses * parts] }
    }

    fn add(&mut self, course: usize, never: ByStanding) {
        for s in Standing::ALL {
            self.never[s.place()][course] += never[s] as f64;
        }
    }

    /// Never answered in each course, not above by own sending.
    fn not_above(&self) -> Vec<f64> {
        let of = |c: usize| {
            let others = Standing::ALL.into_iter().filter(|s| *s != Standing::Above);
            others.map(|s| self.never[s.place()][c]).sum()
        };
        (0..self.throttled.len()).map(of).collect()
    }
}

fn rows(all: &BTreeMap<usize, Whom>, length: &Length) -> Vec<ByWhom> {
    let row = |(index, whom): (&usize, &Whom)| ByWhom {
        index: *index,
        not_above: Rate::of_sizes(&whom.not_above(), length.years),
        never_answered: std::array::from_fn(|s| Rate::of_sizes(&whom.never[s], length.years)),
        throttled: Rate::of_sizes(&whom.throttled, length.years),
        chance: chance(&whom.any, length),
    };
    let any =
        |whom: &&Whom| whom.throttled.iter().chain(whom.never.iter().flatten()).any(|x| *x > 0.0);
    let mut rows: Vec<ByWhom> = all.iter().filter(|(_, w)| any(w)).map(row).collect();
    let above = Standing::Above.place();
    let size = |r: &ByWhom| {
        [&r.not_above, &r.throttled, &r.never_answered[above]].map(|rate| rate.interval.mean)
    };
    rows.sort_by(|a, b| size(b).partial_cmp(&size(a)).unwrap_or(std::cmp::Ordering::Equal));
    rows
}
