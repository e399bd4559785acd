//! What differs between draws apart from chance: variance components with the replications (C6).
//!
//! Scope: of a figure its mean over draws, the range that the assumptions make, lowest and highest, and the mean under laws with other
//! weights. Every draw has a seed of its own, so that replications lie within draws (one-way random effects). Left out: which
//! input makes the range (`shares.rs`, `worth.rs`). Checked by: `tests/it/uncertainty.rs`.

use super::super::interval::{Interval, half_width, mean_interval, spread};
use super::shares::Along;

/// A figure over draws.
#[derive(Clone, Debug, PartialEq)]
pub struct Spread {
    /// The mean of each draw that has it, in the order of draws; by place of the draw.
    pub means: Vec<(usize, f64)>,
    /// Mean over draws, with its interval.
    pub mean: Interval,
    /// Variance of what is expected of a draw: what the assumptions make; none of one replication a draw.
    pub assumptions: Option<f64>,
    /// Variance of a replication within its draw: what chance makes.
    pub chance: Option<f64>,
    /// Of the variance of a replication of a draw, the part that chance makes, with the ends of its 95 % interval; none where it
    /// cannot be told.
    pub chance_share: Option<(f64, [f64; 2])>,
    /// Between these lie nine in ten of the draws' expectations, apart from chance if they are [`Spread::apart`].
    pub range: [f64; 2],
    /// Whether the range leaves out what chance does: not of one replication a draw; nor where a heap of the draws has none at all, which
    /// drawing means together would turn into some.
    pub apart: bool,
    /// In so many draws there is none of it.
    pub none: usize,
    /// Place and mean of the draw with the lowest, and of that with the highest mean.
    pub lowest: (usize, f64),
    /// The highest.
    pub highest: (usize, f64),
}

/// Of draws in the tails of a range.
const TAIL: f64 = 0.05;

impl Spread {
    /// Of `values`: for each draw those of its replications that have the figure; none where no draw has it.
    pub fn new(values: &[Vec<f64>]) -> Option<Self> {
        let some: Vec<(usize, &Vec<f64>)> =
            values.iter().enumerate().filter(|(_, v)| !v.is_empty()).collect();
        let mean_of = |v: &[f64]| v.iter().sum::<f64>() / v.len() as f64;
        let means: Vec<(usize, f64)> = some.iter().map(|(d, v)| (*d, mean_of(v))).collect();
        let all: Vec<f64> = means.iter().map(|m| m.1).collect();
        let mean = (!all.is_empty()).then(|| mean_interval(&all))?;
        let each: Vec<&[f64]> = some.iter().map(|(_, v)| v.as_slice()).collect();
        let parts = components(&each);
        // Means drawn together until they differ by no more than what is expected of them does.
        let kept = parts.map_or(1.0, |p| {
            let both = p.assumptions + p.chance / p.replications;
            if both > 0.0 { libm::sqrt(p.assumptions / both) } else { 0.0 }
        });
        let none = all.iter().filter(|x| **x == 0.0).count();
        let heap = none as f64 >= TAIL * all.len() as f64 && none < all.len();
        let kept = if heap { 1.0 } else { kept };
        let apart: Vec<f64> = all.iter().map(|x| mean.mean + (x - mean.mean) * kept).collect();
        let first = means[0];
        let lowest = means.iter().fold(first, |a, b| if b.1 < a.1 { *b } else { a });
        let highest = means.iter().fold(first, |a, b| if b.1 > a.1 { *b } else { a });
        Some(Self {
            mean,
            assumptions: parts.map(|p| p.assumptions),
            chance: parts.map(|p| p.chance),
            chance_share: chance_share(&each),
            range: [quantile(&apart, TAIL), quantile(&apart, 1.0 - TAIL)],
            apart: parts.is_some() && !heap,
            none,
            lowest,
            highest,
            means,
        })
    }
}

/// Variances between and within draws.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Components {
    assumptions: f64,
    chance: f64,
    /// Replications of a draw.
    replications: f64,
}

impl Components {
    /// The part of both that chance makes; none where nothing differs.
    fn chance_share(&self) -> Option<f64> {
        let both = self.assumptions + self.chance;
        (both > 0.0).then(|| self.chance / both)
    }
}

/// The share of chance in `values`, by draw, with the ends of its 95 % interval by leaving out a draw at a time (jackknife): few
/// replications find what is rare in few of the draws.
fn chance_share(values: &[&[f64]]) -> Option<(f64, [f64; 2])> {
    let share = components(values)?.chance_share()?;
    let n = values.len();
    let without = |out: usize| {
        let others = [&values[..out], &values[out + 1..]].concat();
        components(&others).and_then(|c| c.chance_share()).unwrap_or(share)
    };
    let each: Vec<f64> = (0..n).map(without).collect();
    let mean = each.iter().sum::<f64>() / n as f64;
    let half = half_width(spread(&each, mean), n) * (n - 1) as f64;
    Some((share, [(share - half).max(0.0), (share + half).min(1.0)]))
}

/// Those of `values`, by draw; none of fewer than two draws, or where no draw has two replications.
fn components(values: &[&[f64]]) -> Option<Components> {
    let (draws, all) = (values.len() as f64, values.iter().map(|v| v.len()).sum::<usize>() as f64);
    if values.len() < 2 || all <= draws {
        return None;
    }
    let grand = values.iter().flat_map(|v| v.iter()).sum::<f64>() / all;
    let (mut between, mut within, mut squares) = (0.0, 0.0, 0.0);
    for v in values {
        let n = v.len() as f64;
        let mean = v.iter().sum::<f64>() / n;
        between += n * (mean - grand) * (mean - grand);
        within += v.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>();
        squares += n * n;
    }
    let replications = (all - squares / all) / (draws - 1.0);
    let (between, chance) = (between / (draws - 1.0), within / (all - draws));
    Some(Components {
        assumptions: ((between - chance) / replications).max(0.0),
        chance,
        replications,
    })
}

/// The mean of what differs between draws where an input's law has other weights: least and greatest of all inputs', each with its input and
/// whether the weight lies towards its high end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reweighted {
    /// The mean.
    pub mean: f64,
    /// Which input.
    pub input: usize,
    /// Whether the weight lies towards its high end; else towards its low one.
    pub high: bool,
}

/// Least and greatest mean of `means` where one input's law is weighted from nothing at one end to twice at the other; of choices
/// where the first or the last alone is left out. None where no input is in the way of it.
pub fn reweighted(along: &[&Along], means: &[(usize, f64)]) -> Option<[Reweighted; 2]> {
    let each = along.iter().enumerate().flat_map(|(input, along)| {
        [false, true].into_iter().filter_map(move |high| {
            let weight = |draw: usize| match along {
                Along::Places(all) => 2.0 * if high { all[draw] } else { 1.0 - all[draw] },
                Along::Choices(all) => {
                    let out = if high { 0 } else { all.iter().max().copied().unwrap_or(0) };
                    f64::from(u8::from(all[draw] != out))
                }
            };
            let sum: f64 = means.iter().map(|(d, _)| weight(*d)).sum();
            let mean = means.iter().map(|(d, x)| weight(*d) * x).sum::<f64>() / sum;
            (sum > 0.0).then_some(Reweighted { mean, input, high })
        })
    });
    let all: Vec<Reweighted> = each.collect();
    let first = *all.first()?;
    let least = all.iter().fold(first, |a, b| if b.mean < a.mean { *b } else { a });
    let most = all.iter().fold(first, |a, b| if b.mean > a.mean { *b } else { a });
    Some([least, most])
}

/// The value below which lies the share `at` of `values`, which are not none; between two it is interpolated.
pub(super) fn quantile(values: &[f64], at: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    quantile_of_sorted(&sorted, at)
}

/// The same of values in their order.
pub(super) fn quantile_of_sorted(sorted: &[f64], at: f64) -> f64 {
    let place = at * (sorted.len() - 1) as f64;
    let below = libm::floor(place) as usize;
    let above = (below + 1).min(sorted.len() - 1);
    sorted[below] + (sorted[above] - sorted[below]) * (place - below as f64)
}
