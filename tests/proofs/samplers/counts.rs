//! Poisson, binomial, hypergeometric: on each side of every switch between algorithms.

use super::{DRAWS, Deviates, Exact, stream};
use headroom_core::random::Draws;
use std::collections::BTreeMap;

fn poisson(mean: f64) -> Exact {
    Exact::by_ratios(mean as u64, 0, u64::MAX, |k| mean / (k + 1) as f64)
}

fn binomial(n: u64, p: f64) -> Exact {
    let odds = p / (1.0 - p);
    Exact::by_ratios(((n + 1) as f64 * p) as u64, 0, n, |k| (n - k) as f64 / (k + 1) as f64 * odds)
}

/// The least and the most good ones that can be drawn.
fn range(total: u64, good: u64, sample: u64) -> (u64, u64) {
    ((good + sample).saturating_sub(total), good.min(sample))
}

fn hypergeometric(total: u64, good: u64, sample: u64) -> Exact {
    let (low, high) = range(total, good, sample);
    let mode = (good as f64 * sample as f64 / total as f64) as u64;
    Exact::by_ratios(mode.clamp(low, high), low, high, |k| {
        let up = (good - k) as f64 * (sample - k) as f64;
        up / ((k + 1) as f64 * (total + k + 1 - good - sample) as f64)
    })
}

#[test]
fn poisson_draws_follow_the_exact_probabilities() {
    let mut deviates = Deviates::default();
    for mean in [
        1e-3, 0.02, 0.3, 0.999, 1.0, 2.5, 5.0, 9.0, 9.9, 9.999, 10.0, 10.1, 11.7, 15.0, 20.5, 31.4,
        60.0, 100.0, 199.9, 200.0, 1_000.0, 31_415.9, 1e6, 3.3e7,
    ] {
        deviates
            .draw(format!("poisson({mean})"), (0, u64::MAX), &poisson(mean), |d| d.poisson(mean));
    }
    deviates.judge();
}

#[test]
fn binomial_draws_follow_the_exact_probabilities() {
    let mut deviates = Deviates::default();
    for (n, p) in [
        // One at a time.
        (1, 0.5),
        (1, 0.003),
        (7, 0.2),
        (12, 0.5),
        (12, 0.97),
        (12, 0.01),
        // Up from nought: n·p below 10.
        (13, 0.5),
        (13, 0.001),
        (13, 0.76),
        (19, 0.5),
        (33, 0.3),
        (990, 0.01),
        (99, 0.1),
        (1_000, 1e-4),
        (1_000_000, 9.9e-6),
        (1_000_000_000, 3e-9),
        (99, 0.9),
        (1_000_000, 1.0 - 9.9e-6),
        // Transformed rejection: n·p from 10 on.
        (20, 0.5),
        (101, 0.1),
        (1_010, 0.01),
        (21, 0.49),
        (34, 0.3),
        (200, 0.051),
        (50, 0.5),
        (50, 0.8),
        (1_000, 0.25),
        (1_000, 0.999 - 0.01),
        (100_000, 0.000_101),
        (1_000_000, 0.5),
        (1_000_000, 1.0 / 3.0),
        (2_000_000, 0.95),
        (1_000_000_000, 1e-6),
        (1_000_000_000, 0.4),
    ] {
        deviates.draw(format!("binomial({n}, {p})"), (0, n), &binomial(n, p), |d| d.binomial(n, p));
    }
    deviates.judge();
}

#[test]
fn hypergeometric_draws_follow_the_exact_probabilities_in_every_symmetry() {
    let mut deviates = Deviates::default();
    // Twelve of the rarer kind are drawn one at a time, thirteen by the ratio of uniforms.
    for (total, few, more) in [
        (50, 1, 20),
        (50, 5, 25),
        (50, 12, 25),
        (50, 13, 25),
        (50, 13, 14),
        (50, 24, 25),
        (51, 25, 25),
        (100, 12, 40),
        (100, 13, 40),
        (100, 30, 50),
        (1_000, 12, 13),
        (1_000, 13, 13),
        (1_000, 100, 300),
        (100_000, 12, 50_000),
        (100_000, 13, 50_000),
        (100_000, 400, 700),
        (100_000, 20_000, 30_000),
        (10_000_000, 13, 4_000_000),
        (10_000_000, 30_000, 40_000),
        (1_000_000_000, 12, 300_000_000),
        (1_000_000_000, 13, 300_000_000),
        (1_000_000_000, 100_000, 2_000_000),
        (1_000_000_000, 400_000_000, 500_000_000),
    ] {
        let symmetries = [
            (few, more),
            (more, few),
            (total - few, more),
            (few, total - more),
            (total - more, few),
            (more, total - few),
            (total - few, total - more),
            (total - more, total - few),
        ];
        // The eight symmetries share the algorithm: all of them for the small totals, a different
        // two for each of the others.
        let chosen: Vec<(u64, u64)> = match total {
            50 | 100 => symmetries.to_vec(),
            _ => (0..2).map(|i| symmetries[(deviates.0.len() + 5 * i) % 8]).collect(),
        };
        for (good, sample) in chosen {
            let what = format!("hypergeometric({total}, {good}, {sample})");
            let exact = hypergeometric(total, good, sample);
            deviates.draw(what, range(total, good, sample), &exact, |d| {
                d.hypergeometric(total, good, sample)
            });
        }
    }
    deviates.judge();
}

#[test]
fn what_is_certain_is_drawn_so() {
    let mut draws = stream(0);
    for _ in 0..1_000 {
        assert_eq!(
            [draws.poisson(0.0), draws.poisson(f64::MIN_POSITIVE), draws.poisson(1e-300)],
            [0, 0, 0]
        );
        for n in [0, 1, 12, 13, 1_000, 1_000_000_000_000_000] {
            assert_eq!([draws.binomial(n, 0.0), draws.binomial(n, 1.0)], [0, n]);
            assert_eq!(
                [draws.hypergeometric(n, 0, n / 2), draws.hypergeometric(n, n, n / 2)],
                [0, n / 2]
            );
            assert_eq!(
                [draws.hypergeometric(n, n / 3, 0), draws.hypergeometric(n, n / 3, n)],
                [0, n / 3]
            );
        }
        assert_eq!(draws.binomial(0, 0.5), 0);
    }
}

/// Above sizes whose probabilities can be summed the counts are normal to a part in a million: mean,
/// variance and twenty bins of equal chance.
fn is_normal(
    deviates: &mut Deviates,
    what: &str,
    mean: f64,
    variance: f64,
    draw: impl Fn(&mut Draws) -> u64,
) {
    let mut draws = stream(deviates.0.len() as u64);
    let (mut sum, mut squares) = (0.0, 0.0);
    let mut bins = BTreeMap::new();
    for _ in 0..DRAWS {
        let x = (draw(&mut draws) as f64 - mean) / libm::sqrt(variance);
        sum += x;
        squares += x * x;
        let below = 0.5 * libm::erfc(-x / std::f64::consts::SQRT_2);
        *bins.entry(((below * 20.0) as u64).min(19)).or_default() += 1;
    }
    let n = DRAWS as f64;
    deviates.note(format!("{what}: mean"), sum / libm::sqrt(n));
    deviates.note(format!("{what}: variance"), (squares - n) / libm::sqrt(2.0 * n));
    deviates.note(
        format!("{what}: shape"),
        super::deviate(&bins, &Exact { from: 0, chance: vec![0.05; 20] }),
    );
}

#[test]
fn huge_counts_have_the_right_mean_variance_and_shape() {
    let mut deviates = Deviates::default();
    let huge = 1_000_000_000_000_u64;
    let n = huge as f64;
    is_normal(&mut deviates, "poisson(1e12)", n, n, |d| d.poisson(n));
    is_normal(&mut deviates, "poisson(1e15)", 1e15, 1e15, |d| d.poisson(1e15));
    is_normal(&mut deviates, "binomial(1e12, 0.3)", 0.3 * n, 0.21 * n, |d| d.binomial(huge, 0.3));
    is_normal(&mut deviates, "binomial(1e13, 0.7)", 7.0 * n, 2.1 * n, |d| {
        d.binomial(10 * huge, 0.7)
    });
    let (good, sample) = (7 * huge / 10, 4 * huge / 10);
    is_normal(&mut deviates, "hypergeometric(1e12)", 0.28 * n, 0.0504 * n, |d| {
        d.hypergeometric(huge, good, sample)
    });
    deviates.judge();
}
