//! Random markets, in which any two rules may meet.
//!
//! Two steps: 60 runs of each, and for a measure that is then more than 4 standard errors apart
//! 600 and 300 fresh ones, which must be within 4.5. A real difference grows with the runs, by
//! chance ones fade; and moments of few runs of a rare thing are no ground for a verdict.

use super::{Compared, FURTHEST, compare};
use kit::make::small;
use kit::random_market::random_changes;

const SUSPECT: f64 = 4.0;

/// Of the two thousand, those that showed a fault: what was resent that had ended before maintenance began, and when what was
/// throttled in the cell of a collapse came back (M7).
const ONCE_APART: [u64; 2] = [1_367, 1_381];

fn agrees(seed: u64) {
    let scenario = small(&random_changes(seed));
    let suspect = |c: &&Compared| c.distance() > SUSPECT;
    let suspects: Vec<String> =
        compare(&scenario, 0..60, 0..60).iter().filter(suspect).map(|c| c.name.clone()).collect();
    if suspects.is_empty() {
        return;
    }
    let again = compare(&scenario, 1_000..1_600, 1_000..1_300);
    let guilty = |c: &&Compared| suspects.contains(&c.name) && c.distance() > FURTHEST;
    let complaints: Vec<String> = again.iter().filter(guilty).map(Compared::said).collect();
    assert!(complaints.is_empty(), "{}\n{}", scenario.resolved, complaints.join("\n"));
}

#[test]
fn random_markets_agree_with_the_judge() {
    (0..20).chain(ONCE_APART).for_each(agrees);
}

/// Half an hour of it: `cargo test --test proofs -- --ignored two_thousand`.
#[test]
#[ignore = "two thousand scenarios, for the record"]
fn two_thousand_random_markets_agree_with_the_judge() {
    (1_000..3_000).for_each(agrees);
}
