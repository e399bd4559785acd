//! U1: how long after a refused attempt the next one is made.

use crate::scenario::Backoff;
use std::sync::Arc;

/// First and last cell, counted from a refused attempt, of the retry after each attempt.
pub type RetryDelays = Vec<(u64, u64)>;

/// Delays that many cohorts share.
#[derive(Default)]
pub struct SharedDelays(Vec<(u32, Backoff, Arc<RetryDelays>)>);

impl SharedDelays {
    pub fn of(&mut self, attempts: u32, backoff: Backoff, cell_ms: u64) -> Arc<RetryDelays> {
        if let Some(known) = self.0.iter().find(|(a, b, _)| (*a, *b) == (attempts, backoff)) {
            return Arc::clone(&known.2);
        }
        let delays = Arc::new(delays_of(attempts, backoff, cell_ms));
        self.0.push((attempts, backoff, Arc::clone(&delays)));
        delays
    }
}

/// U1: within delay ± jitter, both ends rounded to the nearest cell, halves up, and cut at the next.
fn delays_of(attempts: u32, backoff: Backoff, cell_ms: u64) -> RetryDelays {
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
