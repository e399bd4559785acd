//! How the requests of a cohort are handled: what a run needs of the rules about one, worked out once.

use crate::domain::Mode;
use crate::scenario::{Backoff, RetryPolicy, Scenario};
use crate::traffic::{Cohort, Traffic};
use std::sync::Arc;

/// First and last cell, counted from a refused attempt, of the retry after each attempt.
pub(super) type Delays = Vec<(u64, u64)>;

/// How the requests of a cohort are handled. Times are in cells.
#[derive(Clone, Debug)]
pub(super) struct Manner {
    /// Delays before retries (U1).
    pub delays: Arc<Delays>,
    /// The same after a throttled attempt (M7).
    pub after_throttled: Arc<Delays>,
    /// The last cell, counted from the first submission's, in which there may be a retry (U1).
    pub deadline: u64,
    /// Whether a signed second submission follows (T6).
    pub signs: bool,
    /// Until the answer (G9).
    pub response: u64,
    /// Until the User takes a processed request for lost (G9).
    pub timeout: u64,
    /// After which a request still in the backlog is resubmitted (U2).
    pub resubmit: Option<u64>,
    /// Whether it always matters in which cell it is processed.
    pub live: bool,
}

/// The manner of every cohort of `traffic`.
pub(super) fn manners(scenario: &Scenario, traffic: &Traffic) -> Vec<Manner> {
    let mut known = Known::default();
    let cell_ms = scenario.calendar.cell().ms();
    traffic.cohorts.iter().map(|c| manner(scenario, traffic, c, &mut known, cell_ms)).collect()
}

fn manner(
    scenario: &Scenario,
    traffic: &Traffic,
    cohort: &Cohort,
    known: &mut Known,
    cell_ms: u64,
) -> Manner {
    let (policy, srv) = (cohort.policy(scenario), &scenario.srvs[cohort.srv]);
    let cell = scenario.calendar.cell();
    let own = known.delays(policy.attempts, policy.backoff(), cell_ms);
    let told = policy.on_throttled.map(|b| known.delays(policy.attempts, b, cell_ms));
    let by_policy = policy.give_up_at_deadline.then(|| srv.target_on_demand.cells_up(cell));
    let deadline = cohort.step.and_then(|s| s.deadline).or(by_policy).unwrap_or(u64::MAX);
    // What the DSP starts itself, or holds until due, is not resubmitted.
    let at_gateway = cohort.mode != Mode::DccScheduled && cohort.due.is_none();
    let signs = cohort.then.is_some_and(|then| traffic.cohorts[then.cohort].second);
    Manner {
        after_throttled: told.unwrap_or_else(|| Arc::clone(&own)),
        delays: own,
        deadline,
        signs,
        response: srv.response(cohort.mode).cells_up(cell),
        timeout: scenario.response_timeout(cohort.user, cohort.srv).cells_up(cell).max(1),
        resubmit: resubmit(&policy, scenario, cohort).filter(|_| at_gateway),
        live: signs || cohort.step.is_some() || cohort.poll.is_some(),
    }
}

fn resubmit(policy: &RetryPolicy, scenario: &Scenario, cohort: &Cohort) -> Option<u64> {
    let timeout = policy.response_timeout?.of(scenario.srvs[cohort.srv].target_on_demand);
    Some(timeout.cells_up(scenario.calendar.cell()).max(1))
}

/// Delays that many cohorts share.
#[derive(Default)]
struct Known(Vec<(u32, Backoff, Arc<Delays>)>);

impl Known {
    fn delays(&mut self, attempts: u32, backoff: Backoff, cell_ms: u64) -> Arc<Delays> {
        if let Some(known) = self.0.iter().find(|(a, b, _)| (*a, *b) == (attempts, backoff)) {
            return Arc::clone(&known.2);
        }
        let delays = Arc::new(delays_of(attempts, backoff, cell_ms));
        self.0.push((attempts, backoff, Arc::clone(&delays)));
        delays
    }
}

/// U1: within delay ± jitter, both ends rounded to the nearest cell, halves up, and cut at the next.
fn delays_of(attempts: u32, backoff: Backoff, cell_ms: u64) -> Delays {
    /// Past any run: a retry this late only has to be later than the end.
    const NEVER: f64 = 1e12;
    let cap = backoff.cap.map_or(f64::INFINITY, |c| c.ms() as f64);
    let mut delay = backoff.first.ms() as f64;
    let mut out = Vec::new();
    for _ in 1..attempts {
        let capped = delay.min(cap);
        let jitter = capped * backoff.jitter.get();
        // A jitter in binary may miss an exact half of a cell by a hair: a millionth decides for it.
        let nearest =
            |ms: f64| libm::floor((ms / cell_ms as f64 + 0.5 + 1e-6).min(NEVER)).max(1.0) as u64;
        out.push((nearest(capped - jitter), nearest(capped + jitter)));
        delay *= backoff.factor;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Share, Span};

    fn backoff(first: u64, jitter: f64, cap: Option<u64>) -> Backoff {
        Backoff {
            first: Span::from_s(first),
            factor: 2.0,
            cap: cap.map(Span::from_s),
            jitter: Share::from_f64(jitter),
        }
    }

    #[test]
    fn u1_delays_double_and_their_ends_round_halves_up() {
        let delays = |jitter| delays_of(5, backoff(30, jitter, None), 10_000);
        assert_eq!(delays(0.2), [(2, 4), (5, 7), (10, 14), (19, 29)]);
        assert_eq!(delays(0.5), [(2, 5), (3, 9), (6, 18), (12, 36)]);
    }

    #[test]
    fn u1_a_retry_falls_at_the_earliest_in_the_next_cell_and_delays_are_capped() {
        assert_eq!(delays_of(5, backoff(1, 1.0, Some(3)), 10_000), [(1, 1); 4]);
    }
}
