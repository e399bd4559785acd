//! Exact samplers of counts: Poisson, binomial, hypergeometric.
//!
//! Small means by inversion or singly, large ones by transformed rejection: Hörmann's PTRS (1993)
//! and BTRS (1993), and Stadlober's ratio of uniforms HRUA (1990). Logarithms come from `libm`, so
//! the draws are the same on every machine.

use super::keyed::Draws;
use libm::{exp, fabs, log, log1p};
use std::sync::LazyLock;

/// Below this mean, count up from zero instead of rejecting.
const SMALL_MEAN: f64 = 10.0;

impl Draws {
    /// Poisson with mean `mean`, finite and not negative.
    pub fn poisson(&mut self, mean: f64) -> u64 {
        if mean <= 0.0 {
            0
        } else if mean < SMALL_MEAN {
            self.poisson_small(mean)
        } else {
            self.poisson_large(mean)
        }
    }

    fn poisson_small(&mut self, mean: f64) -> u64 {
        let mut chance = exp(-mean);
        let mut left = self.unit();
        let mut k = 0;
        // Past k = 200 the chance left is below the grain of a double.
        while left >= chance && k < 200 {
            left -= chance;
            k += 1;
            chance *= mean / k as f64;
        }
        k
    }

    fn poisson_large(&mut self, mean: f64) -> u64 {
        let b = 0.931 + 2.53 * mean.sqrt();
        let a = -0.059 + 0.02483 * b;
        let inverse_alpha = 1.1239 + 1.1328 / (b - 3.4);
        let v_r = 0.9277 - 3.6224 / (b - 2.0);
        loop {
            let u = self.unit() - 0.5;
            let v = self.unit();
            let us = 0.5 - fabs(u);
            let x = (2.0 * a / us + b) * u + mean + 0.43;
            if us >= 0.07 && v <= v_r {
                return whole(x);
            }
            if x < 0.0 || (us < 0.013 && v > us) {
                continue;
            }
            let k = whole(x);
            if log(v * inverse_alpha / (a / (us * us) + b)) <= log_poisson(k as f64, mean) {
                return k;
            }
        }
    }

    /// Binomial: successes among `n` of chance `p`.
    pub fn binomial(&mut self, n: u64, p: f64) -> u64 {
        if p > 0.5 {
            return n - self.binomial_half(n, 1.0 - p);
        }
        self.binomial_half(n, p)
    }

    fn binomial_half(&mut self, n: u64, p: f64) -> u64 {
        if n == 0 || p <= 0.0 {
            0
        } else if n <= 12 {
            (0..n).filter(|_| self.unit() < p).count() as u64
        } else if n as f64 * p < SMALL_MEAN {
            self.binomial_small(n, p)
        } else {
            self.binomial_large(n as f64, p)
        }
    }

    fn binomial_small(&mut self, n: u64, p: f64) -> u64 {
        let odds = p / (1.0 - p);
        let mut chance = exp(n as f64 * log1p(-p));
        let mut left = self.unit();
        let mut k = 0_u64;
        while left >= chance && k < n.min(200) {
            left -= chance;
            k += 1;
            chance *= odds * ((n - k + 1) as f64 / k as f64);
        }
        k
    }

    fn binomial_large(&mut self, n: f64, p: f64) -> u64 {
        let q = 1.0 - p;
        let spread = (n * p * q).sqrt();
        let b = 1.15 + 2.53 * spread;
        let a = -0.0873 + 0.0248 * b + 0.01 * p;
        let c = n * p + 0.5;
        let v_r = 0.92 - 4.2 / b;
        let alpha = (2.83 + 5.1 / b) * spread;
        let odds = p / q;
        let mode = whole((n + 1.0) * p) as f64;
        loop {
            let u = self.unit() - 0.5;
            let v = self.unit();
            let us = 0.5 - fabs(u);
            let x = (2.0 * a / us + b) * u + c;
            if us >= 0.07 && v <= v_r {
                return whole(x);
            }
            let k = whole(x) as f64;
            if x < 0.0 || k > n {
                continue;
            }
            let bound = (mode + 0.5) * log((mode + 1.0) / (odds * (n - mode + 1.0)))
                + (n + 1.0) * log1p((k - mode) / (n - k + 1.0))
                + (k + 0.5) * log(odds * (n - k + 1.0) / (k + 1.0))
                + stirling_tail(mode)
                + stirling_tail(n - mode)
                - stirling_tail(k)
                - stirling_tail(n - k);
            if log(v * alpha / (a / (us * us) + b)) <= bound {
                return k as u64;
            }
        }
    }

    /// Hypergeometric: how many of `good` are among `sample` drawn without replacement from
    /// `total` things; `good` and `sample` are at most `total`.
    pub fn hypergeometric(&mut self, total: u64, good: u64, sample: u64) -> u64 {
        // By symmetry the smaller side of each.
        let few = sample.min(total - sample);
        let rare = good.min(total - good);
        let (few, rare) = (few.min(rare), few.max(rare));
        let found = if few <= 12 {
            self.hypergeometric_singly(total, rare, few)
        } else {
            self.hypergeometric_large(total, rare, few)
        };
        let found = if good <= total - good { found } else { sample.min(total - sample) - found };
        if sample <= total - sample { found } else { good - found }
    }

    /// One at a time: whether each of `sample` is good.
    fn hypergeometric_singly(&mut self, total: u64, good: u64, sample: u64) -> u64 {
        let (mut total, mut good) = (total, good);
        let before = good;
        for _ in 0..sample {
            if good == 0 {
                break;
            }
            if self.below(total) < good {
                good -= 1;
            }
            total -= 1;
        }
        before - good
    }

    fn hypergeometric_large(&mut self, total: u64, good: u64, sample: u64) -> u64 {
        let (n, g, s) = (total as f64, good as f64, sample as f64);
        let share = g / n;
        let centre = s * share + 0.5;
        let spread = ((n - s) * s * share * (1.0 - share) / (n - 1.0) + 0.5).sqrt();
        let width = 1.715_527_769_921_413_5 * spread + 0.898_916_162_058_898_8;
        let mode = whole((s + 1.0) * (g + 1.0) / (n + 2.0));
        let (known, others) = (&LOG_FACTORIALS[..], total - good - sample);
        let weight = |k: u64| {
            log_factorial(known, k)
                + log_factorial(known, good - k)
                + log_factorial(known, sample - k)
                + log_factorial(known, others + k)
        };
        let top = weight(mode);
        let end = (s.min(g) + 1.0).min(whole(centre + 16.0 * spread) as f64);
        loop {
            let x = self.unit();
            let w = centre + width * (self.unit() - 0.5) / x;
            if !(0.0..end).contains(&w) {
                continue;
            }
            let k = whole(w);
            let t = top - weight(k);
            if x * (4.0 - x) - 3.0 <= t {
                return k;
            }
            if x * (x - t) >= 1.0 {
                continue;
            }
            if 2.0 * log(x) <= t {
                return k;
            }
        }
    }
}

/// The largest whole number not above `x`, 0 where that is negative: what `floor` says, without a call.
#[inline]
fn whole(x: f64) -> u64 {
    (x as i64).max(0) as u64
}

/// Logarithm of the Poisson probability of `k`, with Loader's deviance so that large means lose no digits.
fn log_poisson(k: f64, mean: f64) -> f64 {
    if k == 0.0 {
        return -mean;
    }
    let d = (mean - k) / k;
    k * (log1p(d) - d) - 0.5 * log(std::f64::consts::TAU * k) - stirling_tail_of(k)
}

/// ln n! of the first whole numbers, which most draws need.
static LOG_FACTORIALS: LazyLock<Vec<f64>> =
    LazyLock::new(|| (0..8_192).map(|n| log_factorial_of(f64::from(n))).collect());

/// ln n!, of which the first are `known`.
#[inline]
fn log_factorial(known: &[f64], n: u64) -> f64 {
    known.get(n as usize).copied().unwrap_or_else(|| log_factorial_of(n as f64))
}

/// The same, worked out: apart, so that the look-up is short.
#[inline(never)]
fn log_factorial_of(n: f64) -> f64 {
    if n < 2.0 {
        return 0.0;
    }
    (n + 0.5) * log(n) - n + 0.918_938_533_204_672_7 + stirling_tail_of(n)
}

/// ln n! less Stirling's leading terms, for n ≥ 1.
fn stirling_tail_of(n: f64) -> f64 {
    if n < 10.0 {
        // 1! to 9!
        const TAIL: [f64; 10] = [
            0.0,
            0.081_061_466_795_327_26,
            0.041_340_695_955_409_29,
            0.027_677_925_684_998_34,
            0.020_790_672_103_765_09,
            0.016_644_691_189_821_19,
            0.013_876_128_823_070_75,
            0.011_896_709_945_891_77,
            0.010_411_265_261_972_09,
            0.009_255_462_182_712_733,
        ];
        return TAIL[n as usize];
    }
    let square = n * n;
    (1.0 / 12.0 - (1.0 / 360.0 - 1.0 / 1260.0 / square) / square) / n
}

/// The tail of ln k! in BTRS's form, which is that of k + 1 (Hörmann's f_c).
fn stirling_tail(k: f64) -> f64 {
    stirling_tail_of(k + 1.0)
}
