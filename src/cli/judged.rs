//! A scenario with the verdicts on what it asserts.

use crate::evidence::Evidence;
use crate::evidence::assertions::{Outcome, Verdict, verdicts};
use serde::Serialize;

/// A scenario's verdicts.
#[derive(Serialize)]
pub struct JudgedScenario {
    /// Its name.
    pub scenario: String,
    pub digest: String,
    pub seed: u64,
    pub replications: u32,
    /// The worst of its verdicts.
    pub verdict: Outcome,
    /// Each, in file order.
    pub assertions: Vec<Verdict>,
}

/// Judges what the scenario asserts.
pub fn judged(evidence: &Evidence) -> JudgedScenario {
    let scenario = &evidence.plan.scenario;
    let assertions = verdicts(evidence);
    JudgedScenario {
        scenario: scenario.name.clone(),
        digest: scenario.digest.clone(),
        seed: scenario.seed,
        replications: scenario.replications,
        verdict: assertions.iter().map(|v| v.verdict).max().unwrap_or(Outcome::Holds),
        assertions,
    }
}
