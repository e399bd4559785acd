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
    /// Requests a second; none where even 1/s does not do it.
    pub capacity: Option<u64>,
    /// Of the replications, how many trigger at one request a second more.
    pub next: usize,
    /// Replications of each capacity that was tried.
    pub replications: usize,
    /// Capacities that were run.
    pub tried: usize,
}

/// Most capacities that are run before the search is given up.
const MOST: usize = 64;

/// Searches for `draft` with `changes`; the capacities of the search stand in place of the file's.
///
/// # Errors
/// Faults of the scenario, and threads that the system does not give.
pub fn tight(draft: &Draft, changes: &[Change], running: Running) -> Result<Tight, String> {
    let mut search = Search { draft, changes, running, tried: 0, replications: 0 };
    let start = draft.with(&[("--set", changes)]).map_err(|faults| faults.to_string())?;
    // Every replication triggers at `low`, not every one at `high`.
    let (mut low, mut high) = (0, None::<(u64, usize)>);
    let mut next = libm::ceil(start.gateway.max_capacity.get()).max(1.0) as u64;
    while high.is_none_or(|(high, _)| high > low + 1) && search.tried < MOST {
        let (triggered, guess) = search.run(next)?;
        if triggered == search.replications {
            low = next;
        } else {
            high = Some((next, triggered));
        }
        next = match high {
            None => low.saturating_mul(2),
            // Just below the guess and just above it, then halves of what is left.
            Some((high, _)) if (low + 1..high).contains(&guess) => guess,
            Some((high, _)) if guess == low && low + 1 < high => low + 1,
            Some((high, _)) => low + (high - low).div_ceil(2).max(1),
        };
    }
    let (_, at_next) = high.ok_or("the mechanism triggers at any capacity that was tried")?;
    Ok(Tight {
        capacity: (low > 0).then_some(low),
        next: at_next,
        replications: search.replications,
        tried: search.tried,
    })
}

struct Search<'a> {
    draft: &'a Draft,
    changes: &'a [Change],
    running: Running,
    tried: usize,
    replications: usize,
}

impl Search<'_> {
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
        self.tried += 1;
        self.replications = folded.runs.len();
        let triggered = folded.runs.iter().filter(|r| !r.activations.is_empty()).count();
        Ok((triggered, guess(&scenario, &folded)))
    }
}

/// The capacity at which the least busy of the busiest windows would have reached the threshold.
fn guess(scenario: &Scenario, folded: &Folded) -> u64 {
    let least = folded.runs.iter().map(|r| r.peak_load.0).min().unwrap_or(0) as f64;
    let share = scenario.mechanism.operating_threshold.get() * scenario.calendar.window().seconds();
    // A hair above a whole number is that number.
    libm::floor(least / share + 1e-9) as u64
}
