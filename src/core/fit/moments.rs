//! What days and half-hours say of the variances of T3's factors, from first and second moments.
//!
//! N of a User, day and half-hour is Poisson of mean μ F G S T: its own and the common factor of the day, and of the half-hour. With
//! a = ΣN ÷ Σμ − 1 of a day, and e = N ÷ (μ (1 + a)) − 1 of a half-hour, the mean of a² is (1 + v(F))(1 + v(G)) − 1 and noise, that of the
//! product of two Users' a is v(G), that of a on days that follow one another ρ times as much as on one; and the same of e with S and T.
//! Noise is known: 1 ÷ Σμ of the Poisson counts, and the half-hours' share. Of n days of a kind the means are estimated from themselves,
//! which leaves 1 − 1 ÷ n of every square: of a kind that a log has once, nothing. What the estimates of μ and a take away besides is
//! corrected by [`super::variation`], which draws as the generator does. Left out: the likelihood, which nobody could write down.

use super::panel::{KINDS, Panel, SLOTS, Table};

/// Variances at which a User's weight in what is common stops to grow with its requests.
const SLOT_SCALE: f64 = 0.0016;
const DAY_SCALE: f64 = 0.0025;
/// A day counts from this share of what is expected of a whole one.
const ENOUGH: f64 = 0.5;
/// Of a day of less than this share of what is expected half-hours tell nothing.
const LOWEST: f64 = 0.1;
/// What has more than this of Σμ² ÷ (Σμ)² in one half-hour varies with its day: how half-hours vary is not told of it.
pub const IN_ONE: f64 = 0.5;

/// Variances of factors, as they are estimated: they may lie below 0.
#[derive(Clone, Debug, PartialEq)]
pub struct Moments {
    /// By User, of its own days, and of its own half-hours.
    pub own: Vec<[f64; 2]>,
    /// Of everybody's days, and half-hours.
    pub common: [f64; 2],
    /// Lag-one correlation of the factors of days.
    pub correlation: f64,
    /// By User, Σμ² ÷ (Σμ)² of a day: 1 where all of it is in one half-hour.
    pub shares: Vec<f64>,
    /// By User, the mean square of its days, noise included; and last that of what is common.
    pub squares: Vec<f64>,
}

impl Moments {
    /// Of `panel`, of which `means` are expected.
    pub fn new(panel: &Panel, means: &[Table]) -> Self {
        let days: Vec<Days> =
            (0..panel.users()).map(|u| Days::new(panel, &panel.counts[u], &means[u])).collect();
        let slots = Slots::new(panel, means, &days);
        let many = panel.users() > 1;
        let slot_common = if many { slots.common } else { 0.0 };
        let (day_common, spread) = match many {
            true => day_common(panel, &days, slot_common),
            false => (0.0, 0.0),
        };
        let mut own = Vec::new();
        let mut squares = Vec::new();
        let (mut lagged, mut whole) = (0.0, 0.0);
        for (u, of) in days.iter().enumerate() {
            let slot = slots.own[u];
            // Half-hours that vary by less than chance has it would be taken for days that vary.
            let within = if of.shares > IN_ONE { 0.0 } else { of.shares * slot.max(0.0) };
            let all = of.square - of.noise - within;
            own.push([
                (1.0 + all) / (1.0 + day_common) - 1.0,
                (1.0 + slot) / (1.0 + slot_common) - 1.0,
            ]);
            squares.push(of.square);
            if of.square > 0.0 {
                let weight = all.max(0.0) / (of.square * of.square);
                lagged += weight * of.lagged;
                whole += weight * all;
            }
        }
        squares.push(day_common.max(0.0) + spread);
        let correlation = if whole > 0.0 { lagged / whole } else { 0.0 };
        let shares = days.iter().map(|d| d.shares).collect();
        Self { own, common: [day_common, slot_common], correlation, shares, squares }
    }
}

/// A User's days.
pub struct Days {
    /// By day, a; none where too little of it is known.
    pub a: Vec<Option<f64>>,
    /// Requests expected on the days that count, on average.
    weight: f64,
    /// Mean of a², of 1 ÷ Σμ, and of Σμ² ÷ (Σμ)².
    square: f64,
    noise: f64,
    shares: f64,
    /// Mean of a × that of the day after.
    lagged: f64,
}

impl Days {
    fn new(panel: &Panel, counts: &[f64], means: &Table) -> Self {
        let whole: [f64; KINDS] = means.each_ref().map(|m| m.iter().sum());
        let (mut sums, mut left) = ([0.0; 4], 0.0);
        let of_kind = panel.left();
        let mut a = Vec::with_capacity(panel.dates.len());
        for (d, &kind) in panel.kinds.iter().enumerate() {
            let (mut expected, mut squares, mut found) = (0.0, 0.0, 0.0);
            for (slot, mean) in means[kind].iter().enumerate() {
                let at = d * SLOTS + slot;
                if panel.exposure[at] > 0.0 {
                    let mean = panel.exposure[at] * mean;
                    expected += mean;
                    squares += mean * mean / panel.exposure[at];
                    found += counts[at];
                }
            }
            let known = expected > 0.0 && expected >= ENOUGH * whole[kind];
            a.push(known.then(|| found / expected - 1.0));
            if known {
                let (a, l) = (found / expected - 1.0, of_kind[kind]);
                let more = [l * expected, a * a, l / expected, l * squares / (expected * expected)];
                sums.iter_mut().zip(more).for_each(|(sum, x)| *sum += x);
                left += l;
            }
        }
        let lagged = mean(follow(panel, &a).map(|(x, y)| x * y));
        let [weight, square, noise, shares] =
            sums.map(|sum| if left > 0.0 { sum / left } else { 0.0 });
        Self { a, weight, square, noise, shares, lagged }
    }
}

/// What is known of days that follow one another.
fn follow<'a>(panel: &'a Panel, a: &'a [Option<f64>]) -> impl Iterator<Item = (f64, f64)> + 'a {
    let next = |d: usize| panel.dates[d + 1] == panel.dates[d] + 1;
    (0..a.len().saturating_sub(1))
        .filter(move |d| next(*d))
        .filter_map(|d| Some((a[d]?, a[d + 1]?)))
}

fn mean(all: impl Iterator<Item = f64>) -> f64 {
    let (n, sum) = all.fold((0.0, 0.0), |(n, sum), x| (n + 1.0, sum + x));
    if n > 0.0 { sum / n } else { 0.0 }
}

/// The variance of everybody's days, by the products of different Users' days; and the variance of the Users' mean about it.
fn day_common(panel: &Panel, days: &[Days], slot_common: f64) -> (f64, f64) {
    let weights: Vec<f64> = days.iter().map(|d| d.weight / (1.0 + d.weight * DAY_SCALE)).collect();
    let (mut products, mut norm, mut shared) = (0.0, 0.0, 0.0);
    let left = panel.left();
    for d in 0..panel.dates.len() {
        let (mut sum, mut squares, mut all, mut each) = (0.0, 0.0, 0.0, 0.0);
        for (of, w) in days.iter().zip(&weights) {
            if let Some(a) = of.a[d] {
                sum += w * a;
                squares += w * w * a * a;
                all += w;
                each += w * w;
            }
        }
        products += sum * sum - squares;
        norm += left[panel.kinds[d]] * (all * all - each);
    }
    // Of common half-hours both have a part.
    let (mut all, mut spread) = (0.0, 0.0);
    for (of, w) in days.iter().zip(&weights) {
        all += w;
        spread += w * w * of.square;
        shared += w * of.shares;
    }
    if norm <= 0.0 || all <= 0.0 {
        return (0.0, 0.0);
    }
    (products / norm - slot_common * shared / all, spread / (all * all))
}

/// Half-hours.
struct Slots {
    /// By User, the variance of its half-hours, common ones included.
    own: Vec<f64>,
    common: f64,
}

impl Slots {
    fn new(panel: &Panel, means: &[Table], days: &[Days]) -> Self {
        let mut own = vec![(0.0, 0.0); panel.users()];
        let (mut products, mut norm) = (0.0, 0.0);
        let exposures = panel.exposures();
        let known = panel.exposure.iter().enumerate().filter(|(_, e)| **e > 0.0);
        for (at, exposure) in known {
            let (d, slot) = (at / SLOTS, at % SLOTS);
            let left = 1.0 - exposure / exposures[panel.kinds[d]][slot];
            let (mut sum, mut squares, mut all, mut each) = (0.0, 0.0, 0.0, 0.0);
            for (u, of) in days.iter().enumerate() {
                let mean = exposure * means[u][panel.kinds[d]][slot];
                let level = of.a[d].map(|a| 1.0 + a).filter(|l| *l > LOWEST && mean > 0.0);
                let Some(level) = level else {
                    continue;
                };
                let e = panel.counts[u][at] / (mean * level) - 1.0;
                let w = mean / (1.0 + mean * SLOT_SCALE);
                // Twice the hour is two factors.
                own[u].0 += w * w * exposure * (e * e - left / (mean * level));
                own[u].1 += left * w * w;
                sum += w * e;
                squares += w * w * e * e;
                all += w;
                each += w * w;
            }
            products += exposure * (sum * sum - squares);
            norm += left * (all * all - each);
        }
        let of = |(sum, norm): (f64, f64)| if norm > 0.0 { sum / norm } else { 0.0 };
        Self { own: own.into_iter().map(of).collect(), common: of((products, norm)) }
    }
}
