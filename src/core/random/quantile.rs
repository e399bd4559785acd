//! Where a share of a normal or gamma distribution lies below.
//!
//! Factors of days that follow one another (T3) are the quantiles of normal numbers that do. By Newton's steps on the incomplete
//! gamma function, in whichever tail loses no digits. Checked by: unit tests here, and `tests/proofs/theory/variation.rs`.

use libm::{erfc, exp, fabs, lgamma, log, sqrt};

/// From this shape on, a deviation below a thousandth, Wilson and Hilferty's cube is as exact as anybody could see.
const LARGE_SHAPE: f64 = 1e6;

/// The chance that a standard normal number is below `z`.
pub fn normal_below(z: f64) -> f64 {
    0.5 * erfc(-z / std::f64::consts::SQRT_2)
}

/// The number below which a standard normal one is with chance `share`, which lies inside 0 to 1.
pub fn normal_at(share: f64) -> f64 {
    let (mut low, mut high) = (-9.0, 9.0);
    // To the grain of a double.
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        *if normal_below(middle) < share { &mut low } else { &mut high } = middle;
    }
    0.5 * (low + high)
}

/// What a gamma number of mean 1 and this shape lies below with the chance with which a standard normal one lies below `z`.
pub fn gamma_at(shape: f64, z: f64) -> f64 {
    let ninth = 1.0 / (9.0 * shape);
    let cube = 1.0 - ninth + z * sqrt(ninth);
    let by_cube = shape * cube * cube * cube;
    if shape >= LARGE_SHAPE {
        return by_cube / shape;
    }
    let upper = z > 0.0;
    let tail = normal_below(-fabs(z));
    let (lower, log_gamma) = (normal_below(z), lgamma(shape));
    // What the series' first term alone would say, far down.
    let by_power = exp((log(lower) + lgamma(shape + 1.0)) / shape);
    let mut x = if shape > 1.0 && cube > 0.3 { by_cube } else { by_power };
    let (mut low, mut high) = (0.0, f64::INFINITY);
    for _ in 0..200 {
        let (below, above) = gamma_tails(shape, x, log_gamma);
        let error = if upper { tail - above } else { below - tail };
        *if error < 0.0 { &mut low } else { &mut high } = x;
        let density = exp((shape - 1.0) * log(x) - x - log_gamma);
        let newton = x - error / density;
        let next = if newton > low && newton < high {
            newton
        } else if high.is_finite() {
            0.5 * (low + high)
        } else {
            2.0 * x
        };
        let done = fabs(next - x) <= 1e-12 * x;
        x = next;
        if done || x == 0.0 {
            break;
        }
    }
    x / shape
}

/// The chances that a gamma number of this shape and scale 1 is below `x`, and above.
fn gamma_tails(shape: f64, x: f64, log_gamma: f64) -> (f64, f64) {
    if x <= 0.0 {
        return (0.0, 1.0);
    }
    let front = exp(shape * log(x) - x - log_gamma);
    if x < shape + 1.0 {
        let (mut term, mut sum, mut n) = (1.0 / shape, 1.0 / shape, shape);
        while term > sum * 1e-17 {
            n += 1.0;
            term *= x / n;
            sum += term;
        }
        let below = (front * sum).min(1.0);
        return (below, 1.0 - below);
    }
    // Lentz's continued fraction.
    let mut b = x + 1.0 - shape;
    let mut c = 1e300;
    let mut d = 1.0 / b;
    let mut h = d;
    for i in 1..100_000 {
        let i = f64::from(i);
        let a = i * (shape - i);
        b += 2.0;
        d = 1.0 / (a * d + b);
        c = b + a / c;
        let step = c * d;
        h *= step;
        if fabs(step - 1.0) < 1e-16 {
            break;
        }
    }
    let above = (front * h).min(1.0);
    (1.0 - above, above)
}

/// The same of a log-normal number of mean 1 whose logarithm has this variance.
pub fn log_normal_at(variance: f64, z: f64) -> f64 {
    exp(z * sqrt(variance) - 0.5 * variance)
}

#[cfg(test)]
mod tests {
    use super::*;
    use statrs::distribution::{ContinuousCDF, Gamma, Normal};

    #[test]
    fn t3_normal_quantiles_are_those_of_the_tables() {
        for (share, z) in [(0.5, 0.0), (0.975, 1.959_963_984_540_054), (1e-6, -4.753_424_308_822_9)]
        {
            assert!((normal_at(share) - z).abs() < 1e-9, "{share}");
            assert!((normal_below(z) / share - 1.0).abs() < 1e-9, "{z}");
        }
    }

    #[test]
    fn t3_gamma_quantiles_have_the_chance_that_is_asked() {
        let normal = Normal::standard();
        for cv in [0.01, 0.03, 0.15, 0.5, 1.0, 2.0, 3.0] {
            let shape = 1.0 / (cv * cv);
            let gamma = Gamma::new(shape, shape).expect("a distribution");
            let mut last = 0.0;
            for z in [-6.0, -3.0, -1.0, -0.1, 0.0, 0.3, 1.0, 2.5, 5.0, 6.5] {
                let x = gamma_at(shape, z);
                assert!(x > last, "cv {cv}, z {z}: {x} after {last}");
                last = x;
                let (found, asked) = match z > 0.0 {
                    true => (gamma.sf(x), normal.sf(z)),
                    false => (gamma.cdf(x), normal.cdf(z)),
                };
                assert!((found / asked - 1.0).abs() < 1e-6, "cv {cv}, z {z}: {found} {asked}");
            }
        }
        assert!((gamma_at(1e8, 2.0) - 1.000_2).abs() < 1e-7);
    }
}
