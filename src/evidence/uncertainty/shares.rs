//! First-order shares: how much of what differs between draws goes with one input alone (C6).
//!
//! Scope: a figure, or whether a statement holds, is smoothed along each input by polynomials of as many degrees as it bears
//! (least of Schwarz's criterion; of choices by the mean of each), and the share is the adjusted part of the variance that is
//! explained. Whether it is more than chance: the figure is dealt to the draws anew many times, smoothed alike, and an input is
//! clear where the least of all inputs' shares of so large a chance is rarer than one in twenty (Westfall and Young: not one of the inputs
//! is called clear more often than that where none is). Left out: inputs that act together only (`totals.rs`). Checked by:
//! `tests/it/uncertainty.rs`, with functions whose shares are known.

use headroom_core::random::{Keys, Purpose};

/// Where the draws stand along an input.
#[derive(Clone, Debug, PartialEq)]
pub enum Along {
    /// At a place of its law, from 0 to 1.
    Places(Vec<f64>),
    /// At one of its values.
    Choices(Vec<usize>),
}

/// The share of one input.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// The part of the variance between draws that goes with it alone.
    pub share: f64,
    /// Both ends of its 95 % interval.
    pub ends: [f64; 2],
    /// How often chance alone makes one of the inputs as clear.
    pub chance: f64,
}

/// Fewest draws of which shares are told.
pub const FEWEST: usize = 30;
/// Most degrees, and draws that each of them needs.
const DEGREES: usize = 8;
const DRAWS_A_DEGREE: usize = 12;
/// How often the figure is dealt anew.
const DEALT: usize = 999;
/// How rare it must be for an input to be clear.
const RARE: f64 = 0.05;

impl Share {
    /// Whether it is more than chance.
    pub fn clear(&self) -> bool {
        self.chance <= RARE
    }
}

/// What an input can explain: orthonormal, and orthogonal to what is the same everywhere.
struct Basis {
    columns: Vec<Vec<f64>>,
    /// Whether as few of them are taken as will do, in their order; else all.
    fewest: bool,
}

/// A figure along an input, smoothed.
struct Smoothed {
    share: f64,
    taken: usize,
}

/// The share of each of the inputs `along` in `y`, a value a draw; none of too few draws, or where all are the same. `key` is
/// of what is dealt anew.
pub fn shares(along: &[Along], y: &[f64], seed: u64, key: u64) -> Option<Vec<Share>> {
    let n = y.len();
    let centred = centred(y);
    let total = dot(&centred, &centred);
    if n < FEWEST || total <= 0.0 {
        return None;
    }
    let bases: Vec<Basis> = along.iter().map(|a| Basis::new(a, n)).collect();
    let seen: Vec<Smoothed> = bases.iter().map(|b| b.smoothed(&centred, total)).collect();
    let mut dealt = vec![Vec::with_capacity(DEALT); bases.len()];
    let mut again = centred.clone();
    for deal in 0..DEALT {
        shuffle(&mut again, seed, key, deal as u64);
        for (all, basis) in dealt.iter_mut().zip(&bases) {
            all.push(basis.smoothed(&again, total).share);
        }
    }
    let rare = rarities(&dealt);
    let of = |(i, (basis, seen)): (usize, (&Basis, &Smoothed))| {
        let as_large = dealt[i].iter().filter(|share| **share >= seen.share).count();
        let alone = (as_large + 1) as f64 / (DEALT + 1) as f64;
        let as_rare = rare.iter().filter(|least| **least <= alone).count();
        Share {
            share: seen.share,
            ends: basis.ends(&centred, total, seen),
            chance: if seen.share > 0.0 { (as_rare + 1) as f64 / (DEALT + 1) as f64 } else { 1.0 },
        }
    };
    Some(bases.iter().zip(&seen).enumerate().map(of).collect())
}

/// The share of one input in `y` and both ends of its 95 % interval, without asking whether it is more than chance; none as of
/// [`shares`].
pub fn share_alone(along: &Along, y: &[f64]) -> Option<(f64, [f64; 2])> {
    let centred = centred(y);
    let total = dot(&centred, &centred);
    if y.len() < FEWEST || total <= 0.0 {
        return None;
    }
    let basis = Basis::new(along, y.len());
    let seen = basis.smoothed(&centred, total);
    Some((seen.share, basis.ends(&centred, total, &seen)))
}

/// `y` as smoothed along an input, draw by draw.
pub fn smoothed(along: &Along, y: &[f64]) -> Vec<f64> {
    let mean = y.iter().sum::<f64>() / y.len() as f64;
    let centred = centred(y);
    let basis = Basis::new(along, y.len());
    let taken = basis.smoothed(&centred, dot(&centred, &centred)).taken;
    basis.fitted(&centred, taken).into_iter().map(|x| x + mean).collect()
}

/// By deal, the least of all inputs' chances of a share as large as that deal's.
fn rarities(dealt: &[Vec<f64>]) -> Vec<f64> {
    let mut least = vec![1.0_f64; DEALT];
    for all in dealt {
        let mut sorted = all.clone();
        sorted.sort_by(f64::total_cmp);
        for (least, share) in least.iter_mut().zip(all) {
            let as_large = DEALT - sorted.partition_point(|other| other < share);
            *least = least.min(as_large as f64 / DEALT as f64);
        }
    }
    least
}

impl Basis {
    fn new(along: &Along, n: usize) -> Self {
        let mut columns: Vec<Vec<f64>> = Vec::new();
        let add = |column: Vec<f64>, columns: &mut Vec<Vec<f64>>| {
            let mut left = centred(&column);
            let size = dot(&left, &left);
            // Twice, for the digits.
            for _ in 0..2 {
                for known in columns.iter() {
                    let part = dot(&left, known);
                    left.iter_mut().zip(known).for_each(|(x, k)| *x -= part * k);
                }
            }
            let rest = dot(&left, &left);
            if rest > 1e-9 * size.max(1e-12) {
                left.iter_mut().for_each(|x| *x /= libm::sqrt(rest));
                columns.push(left);
                return true;
            }
            false
        };
        match along {
            Along::Places(places) => {
                let degrees = (n / DRAWS_A_DEGREE).clamp(1, DEGREES);
                let x: Vec<f64> = places.iter().map(|p| 2.0 * p - 1.0).collect();
                let mut next = x.clone();
                while columns.len() < degrees && add(next.clone(), &mut columns) {
                    let last = columns.last().expect("just added");
                    next = last.iter().zip(&x).map(|(q, x)| q * x).collect();
                }
                Self { columns, fewest: true }
            }
            Along::Choices(which) => {
                let most = which.iter().max().copied().unwrap_or(0);
                for choice in 1..=most {
                    let here = which.iter().map(|w| f64::from(u8::from(*w == choice))).collect();
                    add(here, &mut columns);
                }
                Self { columns, fewest: false }
            }
        }
    }

    /// Smooths `y`, whose mean is nothing and whose squares are `total` together.
    fn smoothed(&self, y: &[f64], total: f64) -> Smoothed {
        let n = y.len() as f64;
        let adjusted = |left: f64, taken: usize| {
            (1.0 - left / total * (n - 1.0) / (n - 1.0 - taken as f64)).max(0.0)
        };
        let mut left = total;
        let none = Smoothed { share: 0.0, taken: 0 };
        let (mut best, mut least) = (none, 0.0);
        for (i, column) in self.columns.iter().enumerate() {
            let part = dot(y, column);
            left = (left - part * part).max(1e-12 * total);
            let taken = i + 1;
            // Schwarz: a degree must explain more than the logarithm of the number of draws.
            let said = n * libm::log(left / total) + taken as f64 * libm::log(n);
            let last = taken == self.columns.len();
            if (self.fewest && said < least) || (!self.fewest && last) {
                (best, least) = (Smoothed { share: adjusted(left, taken), taken }, said);
            }
        }
        best
    }

    fn fitted(&self, y: &[f64], taken: usize) -> Vec<f64> {
        let mut fitted = vec![0.0; y.len()];
        for column in &self.columns[..taken] {
            let part = dot(y, column);
            fitted.iter_mut().zip(column).for_each(|(f, c)| *f += part * c);
        }
        fitted
    }

    /// The 95 % interval of a share, by what each draw adds to it (the delta method).
    fn ends(&self, y: &[f64], total: f64, seen: &Smoothed) -> [f64; 2] {
        let n = y.len() as f64;
        let fitted = self.fitted(y, seen.taken);
        let adds =
            |(y, f): (&f64, &f64)| ((1.0 - seen.share) * y * y - (y - f) * (y - f)) / (total / n);
        let adds: Vec<f64> = y.iter().zip(&fitted).map(adds).collect();
        let left = centred(&adds);
        let half = 1.96 * libm::sqrt(dot(&left, &left) / (n - 1.0) / n);
        [(seen.share - half).max(0.0), (seen.share + half).min(1.0)]
    }
}

/// Deals `values` anew: the `deal`-th time of `key`.
pub(super) fn shuffle(values: &mut [f64], seed: u64, key: u64, deal: u64) {
    let mut draws = Keys::new(seed, 0).draws(Purpose::Assumption, key, deal);
    for i in (1..values.len()).rev() {
        values.swap(i, draws.below(i as u64 + 1) as usize);
    }
}

/// Each value's rank among all, from 0 to 1; equal ones have the same.
pub fn ranks(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let rank = |x: &f64| {
        let below = sorted.partition_point(|other| other < x);
        let up_to = sorted.partition_point(|other| other <= x);
        (below + up_to) as f64 / 2.0 / sorted.len() as f64
    };
    values.iter().map(rank).collect()
}

fn centred(values: &[f64]) -> Vec<f64> {
    let mean = values.iter().sum::<f64>() / values.len().max(1) as f64;
    values.iter().map(|x| x - mean).collect()
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}
