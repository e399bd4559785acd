//! Poisson numbers by their definition, which shares nothing with the samplers.

/// P(N = k) for a Poisson N.
pub fn poisson(mean: f64, k: u64) -> f64 {
    let log = |n: u64| (2..=n).map(|i| libm::log(i as f64)).sum::<f64>();
    libm::exp(k as f64 * libm::log(mean) - mean - log(k))
}

/// E of `of(N)` for a Poisson N.
pub fn expectation(mean: f64, of: impl Fn(f64) -> f64) -> f64 {
    let far = mean as u64 + 20 * libm::sqrt(mean) as u64 + 60;
    let mut chance = poisson(mean, 0);
    let mut sum = 0.0;
    // For large means e^−mean underflows: begin where it does not.
    let first = if chance > 0.0 { 0 } else { (mean - 20.0 * libm::sqrt(mean)).max(0.0) as u64 };
    if first > 0 {
        chance = poisson(mean, first);
    }
    for k in first..=far {
        sum += chance * of(k as f64);
        chance *= mean / (k + 1) as f64;
    }
    sum
}
