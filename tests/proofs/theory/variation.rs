//! What factors of days and half-hours do to counts (T3).

use super::{Figures, even_profile, poisson, stream};
use headroom_core::random::Keys;
use headroom_core::traffic::Traffic;
use kit::bare::bare;
use kit::make::scenario;
use kit::moments::Moments;
use serde_json::{Value, json};

/// Traffic of one User that sends `a_day` requests on each of so many days.
fn traffic(a_day: f64, days: u32, changes: &[(&str, Value)]) -> Traffic {
    let mut all = vec![
        ("/start", json!("2022-07-06T00:00")),
        ("/duration", json!(format!("{days} days"))),
        ("/resolution", json!("1 min")),
        ("/traffic/profiles", json!([even_profile()])),
        ("/traffic/streams", json!([stream("alpha", "7.4", a_day, "even")])),
    ];
    all.extend_from_slice(changes);
    Traffic::new(&scenario(&bare(&[("alpha", 1)]), &all))
}

/// Laws of factors, as changes.
fn laws() -> [Vec<(&'static str, Value)>; 3] {
    let law = |word: &str| ("/traffic/factor_law", json!(word));
    let values = ("/traffic/factor_values", json!([7, 8, 8, 9, 11, 12, 15]));
    [vec![law("gamma")], vec![law("log_normal")], vec![law("empirical"), values]]
}

/// With a common factor of the day, one of the User's day, and two of the half-hour, a window's count has the variance μ + φμ²,
/// 1 + φ the product of 1 + cv² of all four.
#[test]
fn t3_a_windows_variance_is_that_of_poisson_and_all_factors_together() {
    let mut figures = Figures::default();
    for law in laws() {
        for cvs in [[0.3, 0.0, 0.0, 0.0], [0.0, 0.0, 0.0, 0.3], [0.2, 0.1, 0.15, 0.25]] {
            let words = [
                "/traffic/day_cv",
                "/traffic/day_cv_common",
                "/traffic/slot_cv",
                "/traffic/slot_cv_common",
            ];
            let mut changes = law.clone();
            changes.extend(words.into_iter().zip(cvs.map(|cv| json!(cv))));
            // A window of a minute in the third half-hour, in which 50 are expected.
            let traffic = traffic(50.0 * 1_440.0, 1, &changes);
            let counts: Vec<f64> = (0..6_000)
                .map(|replication| {
                    let keys = Keys::new(17, replication);
                    let day = traffic.count_day(&keys, 0, 48);
                    traffic.place(&keys, 2, day.block(2)).total(7..8) as f64
                })
                .collect();
            let phi: f64 = cvs.iter().map(|cv| 1.0 + cv * cv).product::<f64>() - 1.0;
            let found = Moments::of(&counts);
            let variance = 50.0 + phi * 50.0 * 50.0;
            let n = counts.len() as f64;
            let name = format!("{} {cvs:?}", law[0].1);
            figures.near(format!("mean, {name}"), found.mean, 50.0, (found.variance / n).sqrt());
            let error = found.of_variance().sqrt();
            figures.near(format!("variance, {name}"), found.variance, variance, error);
        }
    }
    figures.judge();
}

/// Of pairs: their correlation and its standard error, from what each pair moves it by.
fn correlation(pairs: &[(f64, f64)]) -> (f64, f64) {
    let n = pairs.len() as f64;
    let square = |x: f64| x * x;
    let of = |which: fn(&(f64, f64)) -> f64| {
        let mean = pairs.iter().map(which).sum::<f64>() / n;
        let variance = pairs.iter().map(|p| square(which(p) - mean)).sum::<f64>() / n;
        (mean, variance.sqrt())
    };
    let ((mx, sx), (my, sy)) = (of(|p| p.0), of(|p| p.1));
    let ends = pairs.iter().map(|(x, y)| ((x - mx) / sx, (y - my) / sy));
    let r = ends.clone().map(|(x, y)| x * y).sum::<f64>() / n;
    let square: f64 = ends.map(|(x, y)| square(x * y - r / 2.0 * (x * x + y * y))).sum::<f64>();
    (r, square.sqrt() / n)
}

#[test]
fn t3_totals_of_days_have_the_lag_one_correlation_that_is_asked() {
    let mut figures = Figures::default();
    for law in laws() {
        for (cv, asked) in [(0.1, 0.6), (0.5, 0.8), (0.5, 0.0), (1.0, 0.4)] {
            let mut changes = law.clone();
            if law.len() > 1 && cv > 0.5 {
                continue;
            }
            changes.push(("/traffic/day_cv_common", json!(cv)));
            changes.push(("/traffic/day_correlation", json!(asked)));
            // So many a day that chance adds nothing to be seen.
            let traffic = traffic(1e7, 12, &changes);
            let totals: Vec<Vec<f64>> = (0..4_000)
                .map(|replication| {
                    let keys = Keys::new(23, replication);
                    let day = |d: usize| {
                        let counts = traffic.count_day(&keys, 48 * d, 48 * d + 48);
                        (48 * d..48 * d + 48).map(|b| counts.block(b)[0]).sum::<u64>() as f64 / 1e7
                    };
                    [0, 1, 10, 11].map(day).to_vec()
                })
                .collect();
            for (first, name) in [(0, "first days"), (2, "later days")] {
                let pairs: Vec<(f64, f64)> =
                    totals.iter().map(|t| (t[first], t[first + 1])).collect();
                let (r, error) = correlation(&pairs);
                let name = format!("{} {cv} {asked}, {name}", law[0].1);
                figures.near(format!("correlation, {name}"), r, asked, error);
                let one = Moments::of(&pairs.iter().map(|p| p.1).collect::<Vec<_>>());
                figures.near(format!("mean, {name}"), one.mean, 1.0, (one.variance / 4e3).sqrt());
                let error = one.of_variance().sqrt();
                figures.near(format!("variance, {name}"), one.variance, cv * cv, error);
            }
        }
    }
    figures.judge();
}

/// P(N > m) of a Poisson number whose mean is `mean` times a gamma factor of variance `phi`: negative binomial.
fn beyond(mean: f64, phi: f64, m: u64) -> f64 {
    let shape = 1.0 / phi;
    let log = |k: f64| {
        libm::lgamma(k + shape) - libm::lgamma(shape) - libm::lgamma(k + 1.0)
            + shape * libm::log(shape / (shape + mean))
            + k * libm::log(mean / (shape + mean))
    };
    (m + 1..m + 1_000).map(|k| libm::exp(log(k as f64))).sum()
}

/// The figures of T3's own text.
#[test]
fn t3_a_little_more_than_chance_makes_a_quarter_more_than_the_mean_eighteen_times_as_likely() {
    let near = |found: f64, known: f64| {
        assert!((found / known - 1.0).abs() < 0.02, "{found} is not {known}");
    };
    let by_chance: f64 = (338..1_400).map(|k| poisson(270.0, k)).sum();
    near(by_chance, 3.7e-5);
    let theory = beyond(270.0, 0.0018, 337);
    near(theory, 6.5e-4);
    let cv = 0.0018_f64.sqrt();
    let traffic = traffic(270.0 * 48.0, 1, &[("/traffic/slot_cv_common", json!(cv))]);
    let days = 8_000;
    let passed = |replication: u32| {
        let day = traffic.count_day(&Keys::new(29, replication), 0, 48);
        (0..48).filter(|b| day.block(*b)[0] > 337).count() as f64
    };
    let found = (0..days).map(passed).sum::<f64>() / f64::from(48 * days);
    let mut figures = Figures::default();
    let error = (theory / f64::from(48 * days)).sqrt();
    figures.near("P(N > 1.25 × 270), φ 0.0018", found, theory, error);
    figures.judge();
}
