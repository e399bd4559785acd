//! Confidence intervals at 95 % (C5).

use serde::Serialize;
use statrs::distribution::{Beta, ContinuousCDF, StudentsT};

/// A figure from replications with its interval and its n.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Interval {
    /// The mean or share.
    pub mean: f64,
    /// Lower end of the 95 % interval; none from one replication.
    pub ci_low: Option<f64>,
    /// Upper end.
    pub ci_high: Option<f64>,
    /// Replications.
    pub n: usize,
}

impl Interval {
    /// The same the other way round: of a difference what the other has more.
    pub(super) fn turned_round(self) -> Self {
        let less = |x: f64| 0.0 - x;
        Self {
            mean: less(self.mean),
            ci_low: self.ci_high.map(less),
            ci_high: self.ci_low.map(less),
            n: self.n,
        }
    }
}

/// Student's interval of a mean: approximate, and exact for normal values.
pub fn mean_interval(values: &[f64]) -> Interval {
    let n = values.len();
    // The mean of equal values is that value, to the last bit: a bound may be the same number.
    let equal = values.windows(2).all(|v| v[0] == v[1]);
    let mean = if equal { values[0] } else { values.iter().sum::<f64>() / n as f64 };
    let ends = (n > 1).then(|| {
        let half = half_width(spread(values, mean), n);
        (mean - half, mean + half)
    });
    Interval { mean, ci_low: ends.map(|e| e.0), ci_high: ends.map(|e| e.1), n }
}

/// The same over those replications that have a value; none where none has.
pub(super) fn mean_of_some(values: impl Iterator<Item = Option<f64>>) -> Option<Interval> {
    let values: Vec<f64> = values.flatten().collect();
    (!values.is_empty()).then(|| mean_interval(&values))
}

/// Standard deviation of at least two values about their `mean`.
pub(super) fn spread(values: &[f64], mean: f64) -> f64 {
    let squares: f64 = values.iter().map(|v| (v - mean) * (v - mean)).sum();
    libm::sqrt(squares / (values.len() - 1) as f64)
}

/// Half of Student's interval of the mean of `n` values of that `spread`, at least two.
pub(super) fn half_width(spread: f64, n: usize) -> f64 {
    // Equal values have no error, whatever the quantile.
    if spread == 0.0 {
        return 0.0;
    }
    let t = StudentsT::new(0.0, 1.0, (n - 1) as f64).map_or(f64::NAN, |t| t.inverse_cdf(0.975));
    t * spread / libm::sqrt(n as f64)
}

/// Clopper and Pearson's exact interval of a share, `k` of `n`. Both ends keep 2.5 %, also where none
/// or all are: to choose one side after having seen the result would cover as little as 92.7 %.
pub fn proportion_interval(k: usize, n: usize) -> Interval {
    let beta = |a: usize, b: usize, p: f64| {
        Beta::new(a as f64, b as f64).map_or(f64::NAN, |d| d.inverse_cdf(p))
    };
    let tail = 0.025;
    let low = if k == 0 { 0.0 } else { beta(k, n - k + 1, tail) };
    let high = if k == n { 1.0 } else { beta(k + 1, n - k, 1.0 - tail) };
    Interval { mean: k as f64 / n as f64, ci_low: Some(low), ci_high: Some(high), n }
}

/// Of `n` that are all the same: what less than this share of such does may not have been seen.
pub(super) fn unseen(n: usize) -> f64 {
    proportion_interval(0, n).ci_high.unwrap_or(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c5_students_interval_of_three_values() {
        // Mean 2, standard error 1/√3, t(2; 0.975) = 4.302653.
        let i = mean_interval(&[1.0, 2.0, 3.0]);
        assert!((i.ci_high.unwrap() - (2.0 + 4.302_652_729_7 / 3.0_f64.sqrt())).abs() < 1e-6);
        assert_eq!(mean_interval(&[5.0]).ci_low, None);
        assert_eq!(mean_interval(&[5.0, 5.0]).ci_low, Some(5.0));
    }

    #[test]
    fn c5_clopper_pearson_of_none_some_and_all() {
        // None of 20: 1 − 0.025^(1/20) = 16.84 %. 5 of 20: 8.66 % to 49.10 % (Clopper and Pearson, 1934).
        assert!((proportion_interval(0, 20).ci_high.unwrap() - 0.168_4).abs() < 1e-4);
        assert!((proportion_interval(20, 20).ci_low.unwrap() - 0.831_6).abs() < 1e-4);
        let some = proportion_interval(5, 20);
        assert!(
            (some.ci_low.unwrap() - 0.086_6).abs() < 1e-4
                && (some.ci_high.unwrap() - 0.491_0).abs() < 1e-4
        );
    }
}
