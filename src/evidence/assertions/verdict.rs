//! How an assertion was judged.

use crate::evidence::interval::unseen;
use serde::{Deserialize, Serialize};

/// What an assertion is judged by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ClaimKind {
    /// By counting what breaks it.
    Property,
    /// By where the interval of a mean lies.
    Estimate,
}

impl ClaimKind {
    /// The name that stays.
    pub fn word(self) -> &'static str {
        match self {
            ClaimKind::Property => "property",
            ClaimKind::Estimate => "estimate",
        }
    }
}

/// How an assertion was judged, the worst last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It holds.
    Holds,
    /// The interval lies across a bound, or nothing was measured.
    Undecided,
    /// It does not hold.
    Fails,
}

impl Outcome {
    /// The name that stays.
    pub fn word(self) -> &'static str {
        match self {
            Outcome::Holds => "holds",
            Outcome::Undecided => "undecided",
            Outcome::Fails => "fails",
        }
    }
}

/// An assertion, judged.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Verdict {
    /// The assertion's name.
    pub id: String,
    /// What it says, in a sentence.
    pub text: String,
    /// What it is judged by.
    pub kind: ClaimKind,
    /// How it was judged.
    pub verdict: Outcome,
    /// Of a property: its violations; of `none` and `some`: the replications that break it; of an
    /// estimate: the mean, none where no replication has the figure.
    pub value: Option<f64>,
    /// Lower end of an estimate's 95 % interval.
    pub ci_low: Option<f64>,
    /// Upper end.
    pub ci_high: Option<f64>,
    /// Replications looked at: of an estimate, those that have the figure.
    pub n: usize,
    /// Where undecided: so many more replications would settle it at the present spread; none where
    /// a million would not.
    pub more: Option<u64>,
    /// What was found, in words.
    pub found: String,
    /// Why it is asserted; empty where the file does not say.
    pub why: String,
}

impl Verdict {
    /// Of an estimate of which all replications had the same: what less than this share of them does may not have been seen.
    pub fn unseen(&self) -> Option<f64> {
        let same = self.n > 1 && self.ci_low.is_some() && self.ci_low == self.ci_high;
        same.then(|| unseen(self.n))
    }
}

/// A verdict that counts: `value` is what breaks it, or of a finding what makes it.
pub(super) fn counted(holds: bool, value: u64, n: usize, found: String) -> Verdict {
    Verdict {
        id: String::new(),
        text: String::new(),
        kind: ClaimKind::Property,
        verdict: if holds { Outcome::Holds } else { Outcome::Fails },
        value: Some(value as f64),
        ci_low: None,
        ci_high: None,
        n,
        more: None,
        found,
        why: String::new(),
    }
}
