//! C3, C5: whether what a scenario asserts of its results holds.
//!
//! Scope: a verdict for each assertion. A property is judged by counting violations; an estimate by
//! where its 95 % interval lies: it holds if all of the interval is within the bounds, fails if all of
//! it is outside, and else is undecided, with how many more replications would settle it at the
//! present spread. Left out: exit codes and what CI reads (`cli`). Checked by:
//! `tests/it/assertions.rs`.

mod estimate;
mod verdict;
mod words;

pub use verdict::{ClaimKind, Outcome, Verdict};

use super::Evidence;
use super::words as said;
use estimate::{of_mean, of_more};
use headroom_core::domain::{Fairness, Figure, Whose};
use headroom_core::scenario::{Assertion, Claim};
use verdict::counted;

/// The verdicts on what the scenario asserts, in file order.
pub fn verdicts(evidence: &Evidence) -> Vec<Verdict> {
    evidence.plan.scenario.assertions.iter().map(|a| verdict(evidence, a)).collect()
}

fn verdict(evidence: &Evidence, assertion: &Assertion) -> Verdict {
    let judged = match assertion.claim {
        Claim::Never(figure, _) | Claim::Always(figure, _) if !is_simulated(evidence, figure) => {
            unknown(evidence)
        }
        Claim::Mean(figure, ..) if !is_simulated(evidence, figure) => {
            Verdict { kind: ClaimKind::Estimate, ..unknown(evidence) }
        }
        Claim::Property { property, violated } => of_property(evidence, property, violated),
        Claim::Never(figure, whose) => in_each(evidence, figure, whose, |x| x == 0.0),
        Claim::Always(figure, whose) => in_each(evidence, figure, whose, |x| x > 0.0),
        Claim::Mean(figure, whose, bounds) => of_mean(evidence, figure, whose, bounds),
        Claim::MoreThanToday(figure, whose, bounds) => of_more(evidence, figure, whose, bounds),
    };
    Verdict {
        id: assertion.id.clone(),
        text: words::text(evidence, assertion.claim),
        why: assertion.why.clone(),
        ..judged
    }
}

fn of_property(evidence: &Evidence, property: Fairness, violated: bool) -> Verdict {
    let word = evidence.replication_word();
    let seen = evidence.fairness.iter().find(|p| p.property == property.word());
    let violations = seen.and_then(|p| p.violations).unwrap_or(0);
    let first = seen.and_then(|p| p.first_at.clone()).unwrap_or_default();
    let n = evidence.replications();
    let found = match violations {
        0 => format!("no violation in {}", said::so_many(word, n)),
        1 => format!("1 violation in {}: {first}", said::so_many(word, n)),
        v => format!(
            "{} violations in {}, first in {first}",
            super::words::thousands(v as f64),
            said::so_many(word, n)
        ),
    };
    counted((violations > 0) == violated, violations, n, found)
}

/// Whether what `figure` counts can happen at all: nobody is warned where warnings are off (M8).
fn is_simulated(evidence: &Evidence, figure: Figure) -> bool {
    let mechanism = &evidence.plan.scenario.mechanism;
    let warns = mechanism.enabled && mechanism.early_warning.is_some();
    warns || !matches!(figure, Figure::Warnings | Figure::FalseWarnings)
}

/// The verdict on what is not simulated: that there is none of it says nothing.
fn unknown(evidence: &Evidence) -> Verdict {
    let found = format!("no {} has this figure", evidence.replication_word());
    Verdict { verdict: Outcome::Undecided, value: None, ..counted(false, 0, 0, found) }
}

/// Whether the figure of each replication `fits`; those that do not are counted.
fn in_each(evidence: &Evidence, figure: Figure, whose: Whose, fits: fn(f64) -> bool) -> Verdict {
    let word = evidence.replication_word();
    let values = evidence.measures().values(figure, whose);
    if values.iter().all(Option::is_none) {
        return unknown(evidence);
    }
    let broken: Vec<usize> =
        (0..values.len()).filter(|r| !fits(values[*r].unwrap_or(0.0))).collect();
    let n = values.len();
    let found = match broken.first() {
        None => format!("so in {}", said::all_of(word, n)),
        Some(first) => {
            let value = values[*first].unwrap_or(0.0);
            // Of what triggered or is 0 there is no more to say.
            let size = match figure {
                Figure::Triggered => String::new(),
                _ if value == 0.0 => String::new(),
                _ => format!(": {}", said::seen(figure, value)),
            };
            format!(
                "not so in {} of {}, first in {word} {}{size}",
                broken.len(),
                said::so_many(word, n),
                evidence.folded().runs[*first].replication + 1
            )
        }
    };
    counted(broken.is_empty(), broken.len() as u64, n, found)
}
