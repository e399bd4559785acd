//! Which operating thresholds keep what is asked: bounds judged at every threshold of a sweep.
//!
//! Scope: the verdict on each bound at each threshold, by its 95 % interval (C5), the runs of thresholds at which all hold, for
//! each capacity, and whom each threshold spares or costs what against today's system (`sizing/today.rs`), without which a
//! threshold at which nothing ever happens, and one that throttles all, would pass for good. Left out: thresholds between those of the grid. Source: `headroom size` in
//! `docs/studies.md`. Checked by: `tests/it/studies/sizing.rs`.

mod today;
mod words;

use super::Evidence;
use super::assertions::{Outcome, Verdict, verdicts};
use super::findings::Findings;
use headroom_core::scenario::Keep;
pub use today::{Against, AgainstToday, Alike, against_today};
pub use words::bound_said;

/// What was found at one threshold.
#[derive(Clone, Debug, PartialEq)]
pub struct AtThreshold {
    /// Which variant.
    pub variant: usize,
    /// θ, a share of the capacity.
    pub share: f64,
    /// Θ, requests a second.
    pub per_s: f64,
    /// The verdict on each bound.
    pub verdicts: Vec<Verdict>,
    /// Whom it spares and costs what against today's system; none where that does not stand beside it.
    pub today: Option<AgainstToday>,
    /// The worst of them.
    pub all: Outcome,
    /// In how many replications standard business alone activates the mechanism (F4).
    pub ordinary: usize,
}

/// What was found with one capacity.
#[derive(Clone, Debug, PartialEq)]
pub struct Sized {
    /// Requests a second.
    pub capacity_per_s: f64,
    /// From the lowest to the highest.
    pub thresholds: Vec<AtThreshold>,
    /// Runs of thresholds at which every bound holds: first and last place.
    pub runs: Vec<(usize, usize)>,
    /// Runs of thresholds that cannot be told from the first of them by anybody's harm.
    pub alike: Vec<Alike>,
}

/// The answer of sizing.
#[derive(Clone, Debug, PartialEq)]
pub struct Sizing {
    /// The bounds.
    pub keeps: Vec<Keep>,
    /// Whether a threshold must prevent harm that there is today, or is none: where nobody said what is to be kept.
    pub must_prevent: bool,
    /// By capacity.
    pub at: Vec<Sized>,
}

impl Sized {
    /// Where bounds are kept of which all replications had the same: what less than this share of them does may not have been seen.
    fn unseen(&self) -> Option<f64> {
        let kept = self.runs.iter().flat_map(|(from, to)| &self.thresholds[*from..=*to]);
        kept.flat_map(|t| &t.verdicts).filter_map(Verdict::unseen).reduce(f64::max)
    }
}

impl Sizing {
    /// Of `f`, whose first axis is the threshold, whose second, if any, the capacity, and whose scenario asserts
    /// `keeps` and nothing else; with `must_prevent` a threshold is good only where it prevents harm that there is today.
    pub fn new(f: &Findings, keeps: &[Keep], must_prevent: bool) -> Self {
        let capacities = f.axes.get(1).map_or(1, |axis| axis.values.len());
        let sized = |c: usize| {
            let here = (0..f.variants.len())
                .filter(|v| f.variants[*v].place.get(1).is_none_or(|p| *p == c));
            let thresholds: Vec<AtThreshold> = here.map(|v| at(f, v, must_prevent)).collect();
            let first = &f.evidence[thresholds[0].variant].plan.scenario;
            Sized {
                capacity_per_s: first.gateway.max_capacity.get(),
                runs: runs(&thresholds),
                alike: today::alike(
                    f,
                    &thresholds.iter().map(|t| (t.variant, against(t))).collect::<Vec<_>>(),
                ),
                thresholds,
            }
        };
        Self { keeps: keeps.to_vec(), must_prevent, at: (0..capacities).map(sized).collect() }
    }

    /// Whether any capacity has a threshold that keeps everything; else whether none may have.
    pub fn outcome(&self) -> Outcome {
        let each = self.at.iter().flat_map(|sized| &sized.thresholds).map(|t| t.all);
        each.min().unwrap_or(Outcome::Fails)
    }
}

/// Its place among fairness properties (C3).
const F4: usize = 3;

fn at(f: &Findings, variant: usize, must_prevent: bool) -> AtThreshold {
    let evidence: &Evidence = &f.evidence[variant];
    let scenario = &evidence.plan.scenario;
    let (verdicts, today) = (verdicts(evidence), against_today(evidence));
    let worst = verdicts.iter().map(|v| v.verdict).max().unwrap_or(Outcome::Holds);
    let prevents = today.as_ref().map_or(Outcome::Undecided, |t| t.against.prevents());
    AtThreshold {
        variant,
        share: scenario.mechanism.operating_threshold.get(),
        per_s: scenario.threshold().get(),
        all: if must_prevent { worst.max(prevents) } else { worst },
        ordinary: evidence.folded().runs.iter().filter(|r| r.violations[F4].0 > 0).count(),
        verdicts,
        today,
    }
}

/// What it does against today's system, in a word.
fn against(t: &AtThreshold) -> Option<Against> {
    t.today.as_ref().map(|today| today.against)
}

/// First and last place of each run in which everything holds.
fn runs(all: &[AtThreshold]) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for i in (0..all.len()).filter(|i| all[*i].all == Outcome::Holds) {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == i => *last = i,
            _ => runs.push((i, i)),
        }
    }
    runs
}
