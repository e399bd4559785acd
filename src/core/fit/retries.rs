//! The retry rule of refused requests (U1), from when they came again.

use super::value::{Value, What, Z};
use crate::recording::{Attempts, Sums};

/// Further attempts that a delay needs, and refusals that a rule needs.
const LEAST: f64 = 20.0;
/// An attempt is one of the rule's where at least this share of refused requests makes it.
const KEEPS_ON: f64 = 0.5;
/// A delay that is not longer than the one before by this much is the longest.
const GROWS: f64 = 1.05;

/// A retry rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// Whose; none of all Users together.
    pub user: Option<usize>,
    /// Attempts in all, the first included.
    pub attempts: u32,
    /// Delay before the first retry, seconds.
    pub first: f64,
    /// By how much each further delay is longer.
    pub factor: f64,
    /// Longest delay, seconds, where they stop to grow.
    pub cap: Option<f64>,
    /// A retry falls within delay ± this share of it.
    pub jitter: f64,
    /// Share of refused attempts, before the last, after which a request does not come again.
    pub given_up: f64,
    /// Refused attempts behind it.
    pub refused: f64,
    /// Further attempts behind it.
    pub retries: f64,
    /// Shares of first attempts, and of all, that were refused.
    pub shares: [f64; 2],
}

/// A delay: mean, variance, and how many.
#[derive(Clone, Copy, Debug)]
struct Delay {
    mean: f64,
    variance: f64,
    n: f64,
}

/// The rule that `attempts` of one number each say, in cells of so many seconds; none where too few were refused.
pub fn rule(user: Option<usize>, attempts: &[Attempts], cell: f64) -> Option<Rule> {
    let refused: f64 = attempts.iter().map(|a| a.refused).sum();
    let made: f64 = attempts.iter().map(|a| a.made).sum();
    if refused < LEAST {
        return None;
    }
    let follow = |k: &usize| {
        let (before, here) = (attempts[k - 1].refused, attempts[*k].made);
        before >= LEAST && here >= KEEPS_ON * before
    };
    let last = (1..attempts.len()).take_while(follow).last().unwrap_or(0);
    let delays: Vec<Delay> =
        (1..=last).filter_map(|k| delay(&attempts[k - 1], &attempts[k])).collect();
    let (before, after): (f64, f64) =
        (1..=last).map(|k| (attempts[k - 1].refused, attempts[k].made)).fold((0.0, 0.0), sum);
    let (first, factor, cap) = growth(&delays);
    let jitter = delays.iter().map(|d| spread(d, cell) * d.n).sum::<f64>();
    let n: f64 = delays.iter().map(|d| d.n).sum();
    Some(Rule {
        user,
        attempts: last as u32 + 1,
        first,
        factor,
        cap,
        jitter: if n > 0.0 { (jitter / n).min(1.0) } else { 0.0 },
        given_up: if before > 0.0 { (1.0 - after / before).max(0.0) } else { 1.0 },
        refused,
        retries: attempts[1..].iter().map(|a| a.made).sum(),
        shares: [attempts[0].refused / attempts[0].made.max(1.0), refused / made],
    })
}

fn sum(a: (f64, f64), b: (f64, f64)) -> (f64, f64) {
    (a.0 + b.0, a.1 + b.1)
}

/// How long after a refused attempt the next came.
fn delay(before: &Attempts, here: &Attempts) -> Option<Delay> {
    let (known, ages): (&Sums, &Sums) = (&here.delays, &here.ages);
    if known.n >= LEAST {
        return Some(Delay { mean: known.mean(), variance: known.variance(), n: known.n });
    }
    let refused = &before.refused_ages;
    let enough = ages.n >= LEAST && refused.n >= LEAST && ages.mean() > refused.mean();
    enough.then(|| Delay {
        mean: ages.mean() - refused.mean(),
        variance: (ages.variance() - refused.variance()).max(0.0),
        n: ages.n.min(refused.n),
    })
}

/// Half the width of what a delay lies within, as a share of it: it is drawn evenly from whole cells.
fn spread(delay: &Delay, cell: f64) -> f64 {
    let cells = libm::sqrt(12.0 * delay.variance / (cell * cell) + 1.0);
    0.5 * (cells - 1.0) * cell / delay.mean
}

/// First delay, factor and longest one.
fn growth(delays: &[Delay]) -> (f64, f64, Option<f64>) {
    let Some(first) = delays.first() else {
        return (0.0, 1.0, None);
    };
    // As long as they grow.
    let grows = delays.windows(2).take_while(|w| w[1].mean > GROWS * w[0].mean).count();
    if grows == 0 {
        let n: f64 = delays.iter().map(|d| d.n).sum();
        return (delays.iter().map(|d| d.mean * d.n).sum::<f64>() / n, 1.0, None);
    }
    let cap = (grows + 1 < delays.len()).then(|| delays[grows + 1].mean);
    // The last that grew may be the longest already: where there are others, it is not gone by.
    let used = if cap.is_some() && grows > 1 { grows - 1 } else { grows };
    // Exact ratios of means: chance is small beside what cells round away.
    let factor = libm::pow(delays[used].mean / first.mean, 1.0 / used as f64);
    (first.mean, factor.max(1.0), cap)
}

impl Rule {
    /// Its delays and jitter with their errors, where `place` is its pointer.
    pub fn values(&self, place: &str, days: usize, cell: f64) -> Vec<Value> {
        let n = (self.retries / f64::from(self.attempts.max(2) - 1)).max(1.0);
        let deviation = self.jitter * self.first / libm::sqrt(3.0);
        // What is rounded to cells is known to a part of one at best.
        let error = libm::hypot(deviation / libm::sqrt(n), cell / libm::sqrt(12.0 * n));
        let of = |name: &str, value: f64, error: f64| Value {
            pointer: format!("{place}/{name}"),
            what: What::Retry,
            value,
            error: Some(error),
            ends: Some(((value - Z * error).max(0.0), value + Z * error)),
            days,
        };
        if self.attempts < 2 {
            return Vec::new();
        }
        let relative = error / self.first.max(1e-9);
        vec![
            of("first", self.first, error),
            of("factor", self.factor, self.factor * relative * std::f64::consts::SQRT_2),
            of("jitter", self.jitter, relative + 0.5 * cell / self.first.max(1e-9)),
        ]
    }
}
