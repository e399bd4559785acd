//! Harm, by whose request it was (C2).

use crate::domain::Standing;
use serde::{Deserialize, Serialize};
use std::ops::{Add, Index, IndexMut};

/// A number of each standing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ByStanding([u64; 4]);

/// What became of the requests of a (User, SRV) pair, by their standing. Of each kind the sum over standings is the pair's
/// count of the same name in [`super::Counts`], quarantined copies apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "[ByStanding; 7]", into = "[ByStanding; 7]")]
pub struct Harm {
    /// Requests begun. Of a course none: what its half-hours left out send is not told apart.
    pub requests: ByStanding,
    /// Attempts throttled (G3).
    pub throttled: ByStanding,
    /// Attempts over their User's always-on cap (G2).
    pub capped: ByStanding,
    /// Attempts rejected (G4).
    pub rejected: ByStanding,
    /// Attempts that met no service (G1).
    pub unavailable: ByStanding,
    /// Requests that anomaly detection held for good (G2).
    pub quarantined: ByStanding,
    /// Requests given up (U1).
    pub abandoned: ByStanding,
}

impl ByStanding {
    /// Over all standings.
    pub fn sum(self) -> u64 {
        self.0.iter().sum()
    }
}

impl Index<Standing> for ByStanding {
    type Output = u64;

    fn index(&self, of: Standing) -> &u64 {
        &self.0[of.place()]
    }
}

impl IndexMut<Standing> for ByStanding {
    fn index_mut(&mut self, of: Standing) -> &mut u64 {
        &mut self.0[of.place()]
    }
}

impl Add for ByStanding {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        let mut sum = self;
        sum.0.iter_mut().zip(other.0).for_each(|(a, b)| *a += b);
        sum
    }
}

impl Harm {
    /// Requests that never had an answer: given up, or held by anomaly detection for good (C2). No response is an answer.
    pub fn never_answered(&self) -> ByStanding {
        self.abandoned + self.quarantined
    }

    /// Attempts that were not taken: throttled, capped, rejected, or without service (C2).
    pub fn refused(&self) -> ByStanding {
        self.throttled + self.capped + self.rejected + self.unavailable
    }
}

impl Add for Harm {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        let (a, b): ([ByStanding; 7], [ByStanding; 7]) = (self.into(), other.into());
        let mut sum = a;
        sum.iter_mut().zip(b).for_each(|(a, b)| *a = *a + b);
        sum.into()
    }
}

impl From<Harm> for [ByStanding; 7] {
    fn from(h: Harm) -> Self {
        let Harm { requests, throttled, capped, rejected, unavailable, quarantined, abandoned } = h;
        [requests, throttled, capped, rejected, unavailable, quarantined, abandoned]
    }
}

impl From<[ByStanding; 7]> for Harm {
    fn from(list: [ByStanding; 7]) -> Self {
        let [requests, throttled, capped, rejected, unavailable, quarantined, abandoned] = list;
        Self { requests, throttled, capped, rejected, unavailable, quarantined, abandoned }
    }
}
