//! Which operating thresholds keep what is asked: bounds judged at every threshold of a sweep.
//!
//! Scope: the verdict on each bound at each threshold, by its 95 % interval (C5), and the runs of thresholds at
//! which all hold, for each capacity. Left out: thresholds between those of the grid. Source: `headroom size` in
//! `docs/studies.md`. Checked by: `tests/it/studies/sizing.rs`.

mod words;

use super::assertions::{Outcome, Verdict, verdicts};
use super::findings::Findings;
use headroom_core::scenario::Keep;

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
    /// The worst of them.
    pub all: Outcome,
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
}

/// The answer of sizing.
#[derive(Clone, Debug, PartialEq)]
pub struct Sizing {
    /// The bounds.
    pub keeps: Vec<Keep>,
    /// By capacity.
    pub at: Vec<Sized>,
}

impl Sizing {
    /// Of `f`, whose first axis is the threshold, whose second, if any, the capacity, and whose scenario asserts
    /// `keeps` and nothing else.
    pub fn new(f: &Findings, keeps: &[Keep]) -> Self {
        let capacities = f.axes.get(1).map_or(1, |axis| axis.values.len());
        let sized = |c: usize| {
            let here = (0..f.variants.len())
                .filter(|v| f.variants[*v].place.get(1).is_none_or(|p| *p == c));
            let thresholds: Vec<AtThreshold> = here.map(|v| at(f, v)).collect();
            let first = &f.evidence[thresholds[0].variant].plan.scenario;
            Sized {
                capacity_per_s: first.gateway.max_capacity.get(),
                runs: runs(&thresholds),
                thresholds,
            }
        };
        Self { keeps: keeps.to_vec(), at: (0..capacities).map(sized).collect() }
    }

    /// Whether any capacity has a threshold that keeps everything; else whether none may have.
    pub fn outcome(&self) -> Outcome {
        let each = self.at.iter().flat_map(|sized| &sized.thresholds).map(|t| t.all);
        each.min().unwrap_or(Outcome::Fails)
    }
}

fn at(f: &Findings, variant: usize) -> AtThreshold {
    let scenario = &f.evidence[variant].plan.scenario;
    let verdicts = verdicts(&f.evidence[variant]);
    AtThreshold {
        variant,
        share: scenario.mechanism.operating_threshold.get(),
        per_s: scenario.threshold().get(),
        all: verdicts.iter().map(|v| v.verdict).max().unwrap_or(Outcome::Holds),
        verdicts,
    }
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
