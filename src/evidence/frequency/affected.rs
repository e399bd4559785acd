//! Who is affected: what is never answered and refused a year, by User and by SRV.

use super::harmed::{HarmRates, HarmSums};
use super::parts::chance;
use super::rate::Rate;
use super::year::Length;
use crate::evidence::interval::Interval;
use headroom_core::domain::Standing;
use headroom_core::ledger::Folded;
use std::collections::BTreeMap;

/// A User, or an SRV.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ByWhom {
    /// Its place in the scenario.
    pub index: usize,
    /// Harm a year (C2).
    pub harm: HarmRates,
    /// Attempts throttled a year.
    pub throttled: Rate,
    /// Chance of being throttled in a year; none where courses are no years.
    pub chance: Option<Interval>,
}

/// Users to whom anything was refused or never answered, those with the most of this not above by own sending first.
pub fn by_user(folded: &Folded, length: &Length) -> Vec<ByWhom> {
    let mut all: BTreeMap<usize, Whom> = BTreeMap::new();
    let empty = || Whom::new(folded.runs.len(), length.parts);
    for (c, run) in folded.runs.iter().enumerate() {
        for episode in &run.episodes {
            for &(user, throttled, _) in &episode.users {
                let whom = all.entry(user).or_insert_with(empty);
                whom.throttled[c] += throttled as f64;
                whom.any[c * length.parts + length.part(episode.from)] |= throttled > 0;
            }
        }
        for &(user, _, harm) in &run.users {
            all.entry(user).or_insert_with(empty).harm.add(c, harm);
        }
    }
    rows(&all, length)
}

/// SRVs of which anything was refused or never answered, those with the most of this not above by own sending first.
pub fn by_srv(folded: &Folded, length: &Length) -> Vec<ByWhom> {
    let mut all: BTreeMap<usize, Whom> = BTreeMap::new();
    let empty = || Whom::new(folded.runs.len(), 1);
    for (c, run) in folded.runs.iter().enumerate() {
        for (srv, counts, harm) in &run.srvs {
            let whom = all.entry(*srv).or_insert_with(empty);
            whom.throttled[c] = counts.throttled as f64;
            whom.harm.add(c, *harm);
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
    harm: HarmSums,
    any: Vec<bool>,
}

impl Whom {
    fn new(courses: usize, parts: usize) -> Self {
        let (throttled, harm) = (vec![0.0; courses], HarmSums::new(courses));
        Self { throttled, harm, any: vec![false; courses * parts] }
    }
}

fn rows(all: &BTreeMap<usize, Whom>, length: &Length) -> Vec<ByWhom> {
    let row = |(index, whom): (&usize, &Whom)| ByWhom {
        index: *index,
        harm: whom.harm.rates(length.years),
        throttled: Rate::of_sizes(&whom.throttled, length.years),
        chance: chance(&whom.any, length),
    };
    let mut rows: Vec<ByWhom> = all.iter().filter(|(_, w)| w.harm.any()).map(row).collect();
    let above = Standing::Above.place();
    let size = |r: &ByWhom| {
        [&r.harm.not_above, &r.throttled, &r.harm.never_answered[above]]
            .map(|rate| rate.interval.mean)
    };
    rows.sort_by(|a, b| size(b).partial_cmp(&size(a)).unwrap_or(std::cmp::Ordering::Equal));
    rows
}
