//! Means and variances of two samples, and how far apart they are in standard errors.

/// What a z-test needs of a sample.
#[derive(Clone, Copy, Debug)]
pub struct Moments {
    n: f64,
    /// Mean.
    pub mean: f64,
    /// Unbiased variance.
    pub variance: f64,
    /// Fourth central moment.
    fourth: f64,
}

impl Moments {
    /// The moments of `sample`, of at least two values.
    pub fn of(sample: &[f64]) -> Self {
        let n = sample.len() as f64;
        let mean = sample.iter().sum::<f64>() / n;
        let squares = || sample.iter().map(|x| (x - mean) * (x - mean));
        let fourth = squares().map(|square| square * square).sum::<f64>() / n;
        Self { n, mean, variance: squares().sum::<f64>() / (n - 1.0), fourth }
    }

    /// Squared standard error of the mean.
    fn of_mean(&self) -> f64 {
        self.variance / self.n
    }

    /// Squared standard error of the variance: (μ₄ − σ⁴ (n − 3)/(n − 1)) / n, exact for any
    /// distribution.
    pub fn of_variance(&self) -> f64 {
        let square = self.variance * self.variance;
        (self.fourth - square * (self.n - 3.0) / (self.n - 1.0)).max(0.0) / self.n
    }
}

/// How far two means, and two variances, are apart in standard errors of their difference.
pub fn apart(a: &Moments, b: &Moments) -> (f64, f64) {
    let z = |difference: f64, square: f64| match difference == 0.0 {
        true => 0.0,
        false => difference / square.sqrt(),
    };
    (
        z(a.mean - b.mean, a.of_mean() + b.of_mean()),
        z(a.variance - b.variance, a.of_variance() + b.of_variance()),
    )
}
