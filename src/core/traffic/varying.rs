//! By how much ordinary traffic of a day or a half-hour is more or less than expected (T3).
//!
//! Draws are named by User and civil date, or half-hour by the clock, so they are the same in every part of a course (T5).

use super::factor::Factor;
use crate::random::{Draws, Keys, Purpose, name_key};
use crate::scenario::{Block, Scenario};

/// A day so far back that it weighs less than this in the number behind a factor is left out of it.
const FORGOTTEN: f64 = 1e-12;

/// All factors of a scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct Varying {
    users: Vec<OfUser>,
    day: Factor,
    slot: Factor,
    first_day: i32,
}

#[derive(Clone, Debug, PartialEq)]
struct OfUser {
    key: u64,
    day: Factor,
    slot: Factor,
}

/// The factors of half-hours that follow one another.
#[derive(Clone, Debug)]
pub struct SlotFactors {
    /// Everybody's; none where those do not vary.
    common: Vec<f64>,
    /// Each User's own; none where they do not vary.
    own: Vec<Vec<f64>>,
}

impl SlotFactors {
    /// That of `user` in the half-hour of this place.
    pub fn of(&self, user: usize, place: usize) -> f64 {
        let one = |factors: &[f64]| factors.get(place).copied().unwrap_or(1.0);
        one(&self.common) * one(&self.own[user])
    }

    /// Whether any of them is other than 1.
    pub fn vary(&self) -> bool {
        !self.common.is_empty() || self.own.iter().any(|own| !own.is_empty())
    }
}

impl Varying {
    pub(super) fn new(scenario: &Scenario) -> Self {
        let all = &scenario.variation;
        let mut known: Vec<(f64, Factor)> = Vec::new();
        // Users of one coefficient have one law: it is solved for once.
        let mut day = |cv: f64| match known.iter().find(|(of, _)| *of == cv) {
            Some((_, factor)) => factor.clone(),
            None => {
                known.push((cv, Factor::new(cv, &all.law, all.day_correlation)));
                known[known.len() - 1].1.clone()
            }
        };
        let users = scenario.users.iter().map(|u| OfUser {
            key: name_key(&["user", &u.id]),
            day: day(u.day_cv),
            slot: Factor::new(u.slot_cv, &all.law, 0.0),
        });
        Self {
            users: users.collect(),
            day: day(all.day_cv_common),
            slot: Factor::new(all.slot_cv_common, &all.law, 0.0),
            first_day: all.first_day,
        }
    }

    /// T3: by how much each User's ordinary traffic of a day, `date` in days since 1970-01-01, is more or less than
    /// expected.
    pub(super) fn days(&self, keys: &Keys, date: i32) -> Vec<f64> {
        let common = self.of_day(&self.day, date, |d| keys.draws(Purpose::CommonDay, d as u64, 0));
        let own = |user: &OfUser| {
            let draw = |d: i32| keys.draws(Purpose::UserDay, user.key, d as u64);
            common * self.of_day(&user.day, date, draw)
        };
        self.users.iter().map(own).collect()
    }

    /// T3: by how much ordinary traffic of the half-hours of these names is more or less than the day's.
    pub(super) fn slots(&self, keys: &Keys, names: &[u64]) -> SlotFactors {
        let all = |factor: &Factor, draw: &dyn Fn(u64) -> Draws| match factor.varies() {
            true => names.iter().map(|n| factor.fresh(&mut draw(*n))).collect(),
            false => Vec::new(),
        };
        let own = |user: &OfUser| all(&user.slot, &|n| keys.draws(Purpose::UserSlot, user.key, n));
        SlotFactors {
            common: all(&self.slot, &|n| keys.draws(Purpose::CommonSlot, n, 0)),
            own: self.users.iter().map(own).collect(),
        }
    }

    /// How many Users there are.
    pub(super) fn users(&self) -> usize {
        self.users.len()
    }

    /// The factor of `date` in the sequence named by `key`.
    fn of_day(&self, factor: &Factor, date: i32, draw: impl Fn(i32) -> Draws) -> f64 {
        let latent = factor.latent();
        if latent == 0.0 {
            return factor.fresh(&mut draw(date));
        }
        // The first is as any: the sequence has no beginning that could be told.
        let back = libm::ceil(libm::log(FORGOTTEN) / libm::log(latent)) as i32;
        let first = date.saturating_sub(back).max(self.first_day).min(date);
        let fresh = libm::sqrt(1.0 - latent * latent);
        let mut z = draw(first).normal();
        for day in first + 1..=date {
            z = latent * z + fresh * draw(day).normal();
        }
        factor.at(z)
    }
}

/// A number for a half-hour that no other has, by the clock: of an hour that comes twice each has its own.
pub(super) fn name(block: &Block) -> u64 {
    block.utc.date as u64 * 48 + block.utc.half_hour as u64
}
