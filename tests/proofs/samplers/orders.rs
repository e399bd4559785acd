//! What a random order does to counts (`deal`, `scatter`), and the streams themselves.

use super::{DRAWS, Deviates, Exact, stream};
use headroom_core::random::{Draws, Keys, Purpose, deal, scatter, spread};
use statrs::distribution::{ContinuousCDF, Gamma};
use std::collections::BTreeMap;

/// ln n!, by adding up.
fn log_factorial(n: u64) -> f64 {
    (2..=n).map(|k| libm::log(k as f64)).sum()
}

/// Every way to take `take` from `counts`.
fn ways(counts: &[u64], take: u64) -> Vec<Vec<u64>> {
    let Some((first, rest)) = counts.split_first() else {
        return if take == 0 { vec![vec![]] } else { vec![] };
    };
    let with = |k: u64| ways(rest, take - k).into_iter().map(move |way| [vec![k], way].concat());
    (0..=take.min(*first)).flat_map(with).collect()
}

/// Notes χ² of whole outcomes of `draw` against the chance of each.
fn whole_outcomes(
    deviates: &mut Deviates,
    what: String,
    outcomes: &[Vec<u64>],
    chances: Vec<f64>,
    draw: impl Fn(&mut Draws) -> Vec<u64>,
) {
    let place: BTreeMap<&[u64], u64> = outcomes.iter().map(Vec::as_slice).zip(0..).collect();
    let (low, high) = (0, outcomes.len() as u64 - 1);
    assert!((chances.iter().sum::<f64>() - 1.0).abs() < 1e-9, "{what}");
    deviates.draw(what, (low, high), &Exact { from: 0, chance: chances }, |d| {
        place[draw(d).as_slice()]
    });
}

#[test]
fn dealing_is_drawing_without_replacement() {
    let mut deviates = Deviates::default();
    let choose = |n: u64, k: u64| log_factorial(n) - log_factorial(k) - log_factorial(n - k);
    for (counts, take) in [
        (vec![3, 4, 5], 6),
        (vec![1, 1, 1, 1], 2),
        (vec![0, 3, 0, 2], 1),
        (vec![2, 0, 7, 1], 5),
        (vec![20, 30, 15], 25),
        (vec![40, 14, 14], 14),
        (vec![9, 60], 40),
        (vec![13, 13, 13], 20),
    ] {
        let outcomes = ways(&counts, take);
        let all = choose(counts.iter().sum(), take);
        let log = |way: &Vec<u64>| counts.iter().zip(way).map(|(n, k)| choose(*n, *k)).sum::<f64>();
        let chances = outcomes.iter().map(|way| libm::exp(log(way) - all)).collect();
        whole_outcomes(
            &mut deviates,
            format!("deal({counts:?}, {take})"),
            &outcomes,
            chances,
            |d| {
                let mut taken = Vec::new();
                deal(d, &counts, take, &mut taken);
                taken
            },
        );
    }
    deviates.judge();
}

#[test]
fn dealing_all_or_nothing_draws_nothing() {
    let mut taken = Vec::new();
    let (mut draws, mut untouched) = (stream(0), stream(0));
    deal(&mut draws, &[3, 0, 5], 8, &mut taken);
    assert_eq!(taken, [3, 0, 5]);
    deal(&mut draws, &[3, 0, 5], 0, &mut taken);
    assert_eq!(taken, [0, 0, 0]);
    assert_eq!(draws.below(u64::MAX), untouched.below(u64::MAX));
}

#[test]
fn scattering_is_independent_and_even() {
    let mut deviates = Deviates::default();
    // Below twelve things a place one at a time, from there by binomials.
    for (n, places) in [
        (1, 5),
        (4, 3),
        (11, 1),
        (12, 1),
        (23, 2),
        (24, 2),
        (35, 3),
        (36, 3),
        (60, 3),
        (500, 2),
        (47, 4),
        (48, 4),
    ] {
        let outcomes = ways(&vec![n; places], n);
        let all = log_factorial(n) - n as f64 * libm::log(places as f64);
        let log = |way: &Vec<u64>| way.iter().map(|k| log_factorial(*k)).sum::<f64>();
        let chances = outcomes.iter().map(|way| libm::exp(all - log(way))).collect();
        whole_outcomes(
            &mut deviates,
            format!("scatter({n}, {places} places)"),
            &outcomes,
            chances,
            |d| {
                let mut into = vec![0; places];
                scatter(d, n, &mut into);
                into
            },
        );
    }
    let mut kept = vec![7, 7];
    scatter(&mut stream(0), 3, &mut kept);
    assert_eq!(kept.iter().sum::<u64>(), 17, "what is there stays");
    deviates.judge();
}

#[test]
fn spreading_many_is_independent_and_even() {
    let mut deviates = Deviates::default();
    // One at a time, from tables of several means, and by binomials.
    for (n, places) in
        [(0, 3), (3, 2), (12, 3), (20, 4), (36, 3), (40, 2), (60, 3), (150, 2), (200, 2), (201, 2)]
    {
        let outcomes = ways(&vec![n; places], n);
        let all = log_factorial(n) - n as f64 * libm::log(places as f64);
        let log = |way: &Vec<u64>| way.iter().map(|k| log_factorial(*k)).sum::<f64>();
        let chances = outcomes.iter().map(|way| libm::exp(all - log(way))).collect();
        whole_outcomes(
            &mut deviates,
            format!("spread({n}, {places} places)"),
            &outcomes,
            chances,
            |d| {
                let mut into = vec![0; places];
                spread(d, n, &mut into);
                into
            },
        );
    }
    deviates.judge();
}

#[test]
fn whole_numbers_below_a_bound_are_even() {
    let mut deviates = Deviates::default();
    for n in [1, 2, 3, 7, 10, 1_000] {
        let exact = Exact { from: 0, chance: vec![1.0 / n as f64; n as usize] };
        deviates.draw(format!("below({n})"), (0, n - 1), &exact, |d| d.below(n));
    }
    // Bounds of more than 32 bits, and next to it, in a thousand parts.
    for n in [u64::from(u32::MAX), 1 << 32, (1 << 32) + 1, 3_000_000_000_000, 3 << 62, u64::MAX] {
        let part = |x: u64| (u128::from(x) * 1_000 / u128::from(n)) as u64;
        let exact = Exact { from: 0, chance: vec![0.001; 1_000] };
        deviates.draw(format!("below({n})"), (0, 999), &exact, |d| part(d.below(n)));
    }
    let exact = Exact { from: 0, chance: vec![0.001; 1_000] };
    deviates.draw("unit()".to_owned(), (0, 999), &exact, |d| (d.unit() * 1_000.0) as u64);
    deviates.judge();
}

#[test]
fn gamma_factors_have_mean_one_and_the_given_variation() {
    let mut deviates = Deviates::default();
    for cv in [0.03, 0.05, 0.15, 0.4, 1.0, 1.7, 3.0] {
        let shape = 1.0 / (cv * cv);
        let gamma = Gamma::new(shape, shape).expect("a gamma distribution");
        let exact = Exact { from: 0, chance: vec![0.02; 50] };
        let bin = |x: f64| ((gamma.cdf(x) * 50.0) as u64).min(49);
        deviates.draw(format!("gamma_factor({cv}): shape"), (0, 49), &exact, |d| {
            bin(d.gamma_factor(cv))
        });
        let mut draws = stream(1_000 + deviates.0.len() as u64);
        let (mut sum, mut squares) = (0.0, 0.0);
        for _ in 0..DRAWS {
            let x = draws.gamma_factor(cv) - 1.0;
            assert!(x >= -1.0 && x.is_finite());
            sum += x;
            squares += x * x;
        }
        // The variance of (x − 1)² is μ₄ − σ⁴, with μ₄ = σ⁴ (3 + 6/shape) for a gamma.
        let (n, variance) = (DRAWS as f64, cv * cv);
        deviates.note(format!("gamma_factor({cv}): mean"), sum / libm::sqrt(n * variance));
        let spread = variance * libm::sqrt(n * (2.0 + 6.0 / shape));
        deviates.note(format!("gamma_factor({cv}): variance"), (squares - n * variance) / spread);
    }
    let mut draws = stream(0);
    assert_eq!(draws.gamma_factor(0.0), 1.0, "no variation is a factor of exactly 1 (T3)");
    deviates.judge();
}

#[test]
fn streams_of_neighbouring_names_are_independent() {
    let keys = Keys::new(1, 0);
    let mut deviates = Deviates::default();
    // The first draw of each of as many streams, by either part of the name; and neighbours in pairs.
    let first = |a: u64, b: u64| keys.draws(Purpose::Place, a, b).below(100);
    let names: [(&str, fn(u64) -> (u64, u64)); 4] = [
        ("a", |i| (i, 0)),
        ("b", |i| (0, i)),
        ("both", |i| (i, i)),
        ("high bits", |i| (i << 40, 7)),
    ];
    for (what, name) in names {
        let mut seen = BTreeMap::new();
        let mut pairs = BTreeMap::new();
        let mut before = 0;
        for i in 0..DRAWS {
            let (a, b) = name(i);
            let k = first(a, b);
            *seen.entry(k).or_default() += 1;
            if i % 2 == 1 {
                *pairs.entry(before / 10 * 10 + k / 10).or_default() += 1;
            }
            before = k;
        }
        let exact = Exact { from: 0, chance: vec![0.01; 100] };
        deviates.note(format!("first draws, {what}"), super::deviate(&seen, &exact));
        deviates.note(format!("pairs of first draws, {what}"), super::deviate(&pairs, &exact));
    }
    // The same name for another purpose, seed or replication.
    let others = [(1, 0, Purpose::Count), (2, 0, Purpose::Place), (1, 1, Purpose::Place)];
    for (seed, replication, purpose) in others {
        let other = Keys::new(seed, replication);
        let mut pairs = BTreeMap::new();
        for i in 0..DRAWS {
            let k = other.draws(purpose, i, 3).below(10);
            *pairs.entry(first(i, 3) / 10 * 10 + k).or_default() += 1;
        }
        let exact = Exact { from: 0, chance: vec![0.01; 100] };
        deviates.note(
            format!("against seed {seed}, replication {replication}, {purpose:?}"),
            super::deviate(&pairs, &exact),
        );
    }
    deviates.judge();
}
