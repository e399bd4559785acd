//! The largest capacity with which a scenario still triggers the mechanism.
//!
//! As long as nothing triggers and nothing is refused, a replication does not depend on the capacity: so the
//! busiest window found says at which capacity it would have reached the threshold. That is only a guess
//! where it is not so; so it is run, and so is the next larger capacity.

use super::{Running, replicate};
use crate::engine::Plan;
use crate::ledger::Folded;
use crate::scenario::{Change, Draft, Faults, Scenario};

/// The largest whole capacity at which every replication triggers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tight {
    /// Requests a second; none where no capacity does it.
    pub capacity: Option<u64>,
    /// The smallest capacity at which not every replication triggers, and how many do.
    pub next: (u64, usize),
    /// Replications of each capacity that was tried.
    pub replications: usize,
    /// Capacities that were run.
    pub tried: usize,
}

/// Most capacities that are run before the search is given up.
const MOST: usize = 64;

/// Searches for `draft` with `changes`; the capacities of the search stand in place of the file's. `tried`
/// hears each capacity that was run, how many replications triggered, and of how many.
///
/// # Errors
/// Faults of the scenario, a mechanism that is switched off, a capacity that follows from the threshold, a search without end, and threads that the
/// system does not give.
pub fn tight(
    draft: &Draft,
    changes: &[Change],
    running: Running,
    tried: impl FnMut(u64, usize, usize),
) -> Result<Tight, String> {
    let start = draft.with(&[("--set", changes)]).map_err(|faults| faults.to_string())?;
    if !start.mechanism.enabled {
        return Err("the mechanism is switched off, so that nothing triggers it\n  hint: --set /mechanism/enabled=true".to_owned());
    }
    if start.gateway.threshold_over_ordinary.is_some() {
        return Err("the capacity follows from /gateway/threshold_over_ordinary, so that none can be searched for\n  hint: --set /gateway/threshold_over_ordinary=null".to_owned());
    }
    let mut search = Search { draft, changes, running, tried, runs: 0, replications: 0 };
    // With less the threshold is below a request a window, which is no scenario (M1).
    let least = libm::ceil(1.0 / per_capacity(&start)).max(1.0) as u64;
    // Every replication triggers at `low`, if that is not below the least, and not every one at `high`.
    let (mut low, mut high) = (least - 1, None::<(u64, usize)>);
    let mut next = (libm::ceil(start.gateway.max_capacity.get()) as u64).max(least);
    while high.is_none_or(|(high, _)| high > low + 1) {
        if search.runs == MOST {
            return Err(format!("no such capacity was found in {MOST} that were run"));
        }
        let (triggered, guess) = search.run(next)?;
        if triggered == search.replications {
            low = next;
        } else {
            high = Some((next, triggered));
        }
        next = match high {
            None => low.saturating_mul(2),
            // The guess and the one above it, then halves of what is left.
            Some((high, _)) if (low + 1..high).contains(&guess) => guess,
            Some(_) if guess == low => low + 1,
            Some((high, _)) => low + (high - low) / 2,
        };
    }
    Ok(Tight {
        capacity: (low >= least).then_some(low),
        next: high.expect("the search ends with one"),
        replications: search.replications,
        tried: search.runs,
    })
}

struct Search<'a, F> {
    draft: &'a Draft,
    changes: &'a [Change],
    running: Running,
    tried: F,
    runs: usize,
    replications: usize,
}

impl<F: FnMut(u64, usize, usize)> Search<'_, F> {
    /// How many replications trigger at `capacity`, and up to which one all of them would, as far as their
    /// busiest windows tell.
    fn run(&mut self, capacity: u64) -> Result<(usize, u64), String> {
        let value = format!("{capacity}/s").into();
        let here = [Change { pointer: "/gateway/max_capacity".to_owned(), value }];
        let scenario = self
            .draft
            .with(&[("--set", self.changes), ("--set", &here)])
            .map_err(|faults| faults.to_string())?;
        let plan = Plan::new(&scenario).map_err(|fault| Faults(vec![fault]).to_string())?;
        let folded = replicate(&plan, self.running, || ())?;
        self.runs += 1;
        self.replications = folded.runs.len();
        let triggered = folded.runs.iter().filter(|r| !r.activations.is_empty()).count();
        (self.tried)(capacity, triggered, self.replications);
        Ok((triggered, guess(&scenario, &folded)))
    }
}

/// The capacity at which the least busy of the busiest windows would have reached the threshold.
fn guess(scenario: &Scenario, folded: &Folded) -> u64 {
    let least = folded.runs.iter().map(|r| r.peak_load.0).min().unwrap_or(0) as f64;
    // A hair above a whole number is that number.
    libm::floor(least / per_capacity(scenario) + 1e-9) as u64
}

/// Θ × window, in requests, of a capacity of one request a second.
fn per_capacity(scenario: &Scenario) -> f64 {
    scenario.mechanism.operating_threshold.get() * scenario.calendar.window().seconds()
}
