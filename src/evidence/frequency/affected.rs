//! Who is affected: what is unserved and throttled a year, by User and by SRV.

use super::parts::chance;
use super::rate::Rate;
use super::year::Length;
use crate::evidence::interval::Interval;
use headroom_core::ledger::Folded;
use std::collections::BTreeMap;

/// A User, or an SRV.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ByWhom {
    /// Its place in the scenario.
    pub index: usize,
    /// Requests unserved a year.
    pub unserved: Rate,
    /// Attempts throttled a year.
    pub throttled: Rate,
    /// Chance of being throttled in a year; none where courses are no years.
    pub chance: Option<Interval>,
}

/// Users to whom anything was throttled or unserved, those with the most unserved first.
pub fn by_user(folded: &Folded, length: &Length) -> Vec<ByWhom> {
    let mut all: BTreeMap<usize, Whom> = BTreeMap::new();
    let empty = || Whom::new(folded.runs.len(), length.parts);
    for (c, run) in folded.runs.iter().enumerate() {
        for episode in &run.episodes {
            for &(user, throttled, unserved) in &episode.users {
                let whom = all.entry(user).or_insert_with(empty);
                whom.throttled[c] += throttled as f64;
                whom.unserved[c] += unserved as f64;
                whom.any[c * length.parts + length.part(episode.from)] |= throttled > 0;
            }
        }
    }
    rows(&all, length)
}

/// SRVs of which anything was throttled or unserved, those with the most unserved first.
pub fn by_srv(folded: &Folded, length: &Length) -> Vec<ByWhom> {
    let mut all: BTreeMap<usize, Whom> = BTreeMap::new();
    let empty = || Whom::new(folded.runs.len(), 1);
    for (c, run) in folded.runs.iter().enumerate() {
        for (srv, counts, _) in run.srvs.iter().filter(|(_, n, _)| n.throttled + n.unserved() > 0) {
            let whom = all.entry(*srv).or_insert_with(empty);
            whom.throttled[c] = counts.throttled as f64;
            whom.unserved[c] = counts.unserved() as f64;
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
    unserved: Vec<f64>,
    any: Vec<bool>,
}

impl Whom {
    fn new(courses: usize, parts: usize) -> Self {
        let none = vec![0.0; courses];
        Self { throttled: none.clone(), unserved: none, any: vec![false; courses * parts] }
    }
}

fn rows(all: &BTreeMap<usize, Whom>, length: &Length) -> Vec<ByWhom> {
    let row = |(index, whom): (&usize, &Whom)| ByWhom {
        index: *index,
        unserved: Rate::of_sizes(&whom.unserved, length.years),
        throttled: Rate::of_sizes(&whom.throttled, length.years),
        chance: chance(&whom.any, length),
    };
    let any = |whom: &&Whom| whom.throttled.iter().chain(&whom.unserved).any(|x| *x > 0.0);
    let mut rows: Vec<ByWhom> = all.iter().filter(|(_, w)| any(w)).map(row).collect();
    let size = |r: &ByWhom| (r.unserved.interval.mean, r.throttled.interval.mean);
    rows.sort_by(|a, b| size(b).partial_cmp(&size(a)).unwrap_or(std::cmp::Ordering::Equal));
    rows
}
