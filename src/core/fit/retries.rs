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
    /// Standard errors of first delay, factor and jitter.
    errors: [f64; 3],
}

/// A delay: mean, variance, how many, and the mean's standard error.
#[derive(Clone, Copy, Debug)]
struct Delay {
    mean: f64,
    variance: f64,
    n: f64,
    error: f64,
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
        (1..=last).map_while(|k| delay(&attempts[k - 1], &attempts[k])).collect();
    let (before, after): (f64, f64) =
        (1..=last).map(|k| (attempts[k - 1].refused, attempts[k].made)).fold((0.0, 0.0), sum);
    let (first, factor, cap, used) = growth(&delays);
    let jitter = delays.iter().map(|d| spread(d, cell) * d.n).sum::<f64>();
    let n: f64 = delays.iter().map(|d| d.n).sum();
    let jitter = if n > 0.0 { (jitter / n).min(1.0) } else { 0.0 };
    Some(Rule {
        errors: errors(&delays, used, factor, jitter, cell),
        user,
        attempts: last as u32 + 1,
        first,
        factor,
        cap,
        jitter,
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
        let (variance, n) = (known.variance(), known.n);
        let error = libm::sqrt(variance / n);
        return Some(Delay { mean: known.mean(), variance, n, error });
    }
    let refused = &before.refused_ages;
    let enough = ages.n >= LEAST && refused.n >= LEAST && ages.mean() > refused.mean();
    enough.then(|| Delay {
        mean: ages.mean() - refused.mean(),
        variance: (ages.variance() - refused.variance()).max(0.0),
        n: ages.n.min(refused.n),
        error: libm::sqrt(ages.variance() / ages.n + refused.variance() / refused.n),
    })
}

/// Half the width of what a delay lies within, as a share of it: it is drawn evenly from whole cells.
fn spread(delay: &Delay, cell: f64) -> f64 {
    let cells = libm::sqrt(12.0 * delay.variance / (cell * cell) + 1.0);
    0.5 * (cells - 1.0) * cell / delay.mean
}

/// Standard errors of the first delay, of the factor, taken from the delay that is the `used`-th after it, and of jitter. What is rounded to
/// cells is known to a part of one at best.
fn errors(delays: &[Delay], used: usize, factor: f64, jitter: f64, cell: f64) -> [f64; 3] {
    let Some(first) = delays.first() else {
        return [0.0; 3];
    };
    let grain = cell / libm::sqrt(12.0);
    let relative = |d: &Delay| d.error / d.mean;
    let grows = match used {
        0 => 0.0,
        used => factor * libm::hypot(relative(first), relative(&delays[used])) / used as f64,
    };
    let n: f64 = delays.iter().map(|d| d.n).sum();
    let spreads = libm::hypot(jitter / libm::sqrt(n), grain / first.mean);
    [libm::hypot(first.error, grain / libm::sqrt(first.n)), grows, spreads]
}

/// First delay, factor and longest one; and which delay after the first the factor is taken from.
fn growth(delays: &[Delay]) -> (f64, f64, Option<f64>, usize) {
    let Some(first) = delays.first() else {
        return (0.0, 1.0, None, 0);
    };
    // As long as they grow.
    let grows = delays.windows(2).take_while(|w| w[1].mean > GROWS * w[0].mean).count();
    if grows == 0 {
        let n: f64 = delays.iter().map(|d| d.n).sum();
        return (delays.iter().map(|d| d.mean * d.n).sum::<f64>() / n, 1.0, None, 0);
    }
    let cap = (grows + 1 < delays.len()).then(|| delays[grows + 1].mean);
    // The last that grew may be the longest already: where there are others, it is not gone by.
    let used = if cap.is_some() && grows > 1 { grows - 1 } else { grows };
    // Exact ratios of means: chance is small beside what cells round away.
    let factor = libm::pow(delays[used].mean / first.mean, 1.0 / used as f64);
    (first.mean, factor.max(1.0), cap, used)
}

impl Rule {
    /// Its delays and jitter with their errors, where `place` is its pointer.
    pub fn values(&self, place: &str, days: usize) -> Vec<Value> {
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
        let [first, factor, jitter] = self.errors;
        vec![
            of("first", self.first, first),
            of("factor", self.factor, factor),
            of("jitter", self.jitter, jitter),
        ]
    }
}
