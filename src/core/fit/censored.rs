//! Half-hours in which requests were refused and nothing tells retries from first submissions: how many were asked for lies between what was
//! accepted and what arrived. They are drawn from what is expected, within these ends, again and again (stochastic EM): no half-hour is
//! left out for being refused, which would cut off the tail that is asked for.

use super::moments::Moments;
use super::panel::{Panel, SLOTS, Table};
use crate::random::{Draws, Keys, Purpose};
use std::collections::BTreeMap;

/// Ends between which the requests of a half-hour lie: User and place → accepted, arrived.
pub type Censored = BTreeMap<(usize, usize), (f64, f64)>;

/// Counts that are gone through one by one; a wider interval in steps.
const MOST: f64 = 20_000.0;

/// Draws what is censored in `panel`, of which `means` and `law` are known so far.
pub fn draw(
    panel: &mut Panel,
    censored: &Censored,
    (means, law): (&[Table], &Moments),
    keys: &Keys,
    round: u64,
) {
    let mut draws = keys.draws(Purpose::Fit, round, u64::MAX - 1);
    for (&(user, at), &(low, high)) in censored {
        let (d, slot) = (at / SLOTS, at % SLOTS);
        let mean = panel.exposure[at] * means[user][panel.kinds[d]][slot];
        let level = level(panel, censored, (means, law), user, d);
        let phi = law.own[user][1].max(0.0) + law.common[1].max(0.0);
        let n = between(mean * level, phi, (low, high), &mut draws);
        panel.counts[user][at] = n;
    }
}

/// How busy the day is, by its half-hours that are known: between what they say and an ordinary day, as their law has it.
fn level(
    panel: &Panel,
    censored: &Censored,
    (means, law): (&[Table], &Moments),
    user: usize,
    d: usize,
) -> f64 {
    let varies = (law.own[user][0].max(0.0) + law.common[0].max(0.0)).max(1e-9);
    let (mut expected, mut found) = (0.0, 0.0);
    for at in d * SLOTS..(d + 1) * SLOTS {
        if panel.exposure[at] > 0.0 && !censored.contains_key(&(user, at)) {
            expected += panel.exposure[at] * means[user][panel.kinds[d]][at % SLOTS];
            found += panel.counts[user][at];
        }
    }
    (1.0 / varies + found) / (1.0 / varies + expected)
}

/// A number of mean `mean` and variance mean + φ mean², given that it lies within these ends.
fn between(mean: f64, phi: f64, (low, high): (f64, f64), draws: &mut Draws) -> f64 {
    if high <= low || mean <= 0.0 {
        return low.max(high.min(mean));
    }
    let step = ((high - low) / MOST).max(1.0);
    let log_of = |y: f64| match phi > 1e-9 {
        true => {
            let shape = 1.0 / phi;
            libm::lgamma(y + shape) - libm::lgamma(y + 1.0) + y * libm::log(mean / (mean + shape))
        }
        false => y * libm::log(mean) - libm::lgamma(y + 1.0),
    };
    let numbers = || {
        let n = libm::floor((high - low) / step) as u64;
        (0..=n).map(|i| low + step * i as f64)
    };
    let logs: Vec<f64> = numbers().map(log_of).collect();
    let top = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let weights = logs.iter().map(|l| libm::exp(l - top));
    let mut left = draws.unit() * weights.clone().sum::<f64>();
    for (y, weight) in numbers().zip(weights) {
        left -= weight;
        if left <= 0.0 {
            return libm::floor(y);
        }
    }
    high
}
