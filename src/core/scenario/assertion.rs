//! What a scenario asserts of its own results.

use crate::domain::{Fairness, Figure, Whose};

/// An assertion: what `headroom test` judges (C3, C5).
#[derive(Clone, Debug, PartialEq)]
pub struct Assertion {
    /// Its name.
    pub id: String,
    /// Why it is asserted; empty where the file does not say.
    pub why: String,
    /// What it says.
    pub claim: Claim,
}

/// What an assertion says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Claim {
    /// A fairness property has no violation in any replication; or, where `violated`, that it has one
    /// in all replications together: a finding.
    Property {
        /// Which.
        property: Fairness,
        /// Whether violations are what is expected.
        violated: bool,
    },
    /// The figure is 0 in every replication.
    Never(Figure, Whose),
    /// The figure is above 0 in every replication.
    Always(Figure, Whose),
    /// The figure's mean over replications lies within bounds, judged on its interval.
    Mean(Figure, Whose, Bounds),
    /// So does what it is more than with today's system on the same traffic (C2), judged on the paired interval.
    MoreThanToday(Figure, Whose, Bounds),
}

/// Bounds of an estimate, themselves allowed, in the figure's unit; at least one is given.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// The least that is allowed.
    pub at_least: Option<f64>,
    /// The most that is allowed.
    pub at_most: Option<f64>,
}
