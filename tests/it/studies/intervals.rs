//! C5: an interval covers the truth as often as it says, in a thousand experiments each, through the
//! whole engine and the evidence (`trust.md`, row 6).
//!
//! Tolerance: of 1 000 experiments 95 % cover with a standard error of √(0.95 × 0.05 / 1 000) =
//! 0.69 %; approximate intervals are to cover 92.9 % to 97.1 %, three of these to either side, and
//! exact ones, which may cover more, at least 92.9 %.

use super::{change, study_of};
use headroom::evidence::findings::Findings;
use headroom::evidence::interval::{Interval, proportion_interval};
use headroom::evidence::measures::Measures;
use headroom_core::domain::{Figure, Whose};
use headroom_core::engine::{Plan, run, run_variants};
use headroom_core::experiment::Study;
use headroom_core::ledger::Folded;
use kit::bare::bare;
use kit::chance::expectation;
use kit::make::{flood, scenario, small};
use serde_json::{Value, json};

const EXPERIMENTS: u32 = 1_000;

/// The figures of experiment number `i` of `n` replications, none of which another has.
fn experiment(plan: &Plan, i: u32, n: u32) -> Measures {
    let ledgers = (i * n..(i + 1) * n).map(|replication| run(plan, replication, false));
    Measures::new(plan, &Folded::all(ledgers, &plan.traffic.pairs))
}

fn plan(file: &Value) -> Plan {
    Plan::new(&scenario(file, &[])).unwrap_or_else(|fault| panic!("{fault:?}"))
}

fn covers(i: &Interval, truth: f64) -> bool {
    i.ci_low.expect("several replications") <= truth && truth <= i.ci_high.expect("the same")
}

/// Which share of the experiments covered `truth`.
fn coverage(truth: f64, of: impl Fn(u32) -> Interval) -> f64 {
    let covered = (0..EXPERIMENTS).filter(|i| covers(&of(*i), truth)).count();
    covered as f64 / f64::from(EXPERIMENTS)
}

fn approximate(what: &str, share: f64) {
    println!("{what}: {:.1} % cover the truth", share * 100.0);
    assert!((0.929..=0.971).contains(&share), "{what}: {share}");
}

/// One User sends so many 7.4 in the first half-hour of two, Poisson.
fn requests(mean: f64) -> Value {
    let mut file = bare(&[("alpha", 1)]);
    let mut shares = vec![0.0; 48];
    shares[20] = 1.0;
    file["traffic"]["profiles"] = json!([{ "id": "early", "weekday": { "shares": shares } }]);
    file["traffic"]["streams"] = json!([{ "id": "reads", "users": {}, "srv": "7.4",
        "amount": { "per_user": mean }, "profile": "early" }]);
    file
}

#[test]
fn c5_students_interval_of_a_mean_covers_it() {
    for (n, mean) in [(10, 40.0), (20, 40.0), (10, 400.0)] {
        let plan = plan(&requests(mean));
        let share = coverage(mean, |i| {
            experiment(&plan, i, n).estimate(Figure::Requests, Whose::All).expect("requests")
        });
        approximate(&format!("requests, mean {mean}, {n} replications"), share);
    }
}

/// Windows of a replication of [`capped`] in which the User sends.
const WINDOWS: f64 = 15.0;

/// `capped` sends 50 in each window of two minutes of the second half-hour, Poisson. The DSP is
/// flooded from the beginning, so that the mechanism is active, and Θ × window is 1000, of which it is
/// allocated 50.
fn capped() -> Value {
    let mut file = bare(&[("capped", 50), ("flood", 950)]);
    let mut shares = vec![0.0; 48];
    shares[21] = 1.0;
    file["duration"] = json!("1 h");
    file["resolution"] = json!("2 min");
    file["traffic"]["profiles"] = json!([{ "id": "late", "weekday": { "shares": shares } }]);
    file["traffic"]["streams"] = json!([{ "id": "reads", "users": { "ids": ["capped"] }, "srv": "7.4",
        "amount": { "per_user": 50.0 * WINDOWS }, "profile": "late" }]);
    file["events"] = json!([{ "id": "flood", "at": "10:00", "lasts": "1 h", "denial_of_service":
        { "users": { "ids": ["flood"] }, "srvs": ["4.6.1"], "rate": "20/s", "reacts": false } }]);
    file["gateway"]["max_capacity"] = json!(1_000.0 / 120.0 / 0.8);
    file["mechanism"]["operating_threshold"] = json!(0.8);
    file["mechanism"]["window"] = json!("2 min");
    file["mechanism"]["throttle_to"] = json!("allocation");
    file
}

/// What of a window's requests is above `a`, in the mean.
fn above(a: f64) -> f64 {
    expectation(50.0, |n| (n - a).max(0.0))
}

#[test]
fn c5_students_interval_of_what_a_capped_user_loses_covers_it() {
    // The published value is of what is let through.
    assert!((50.0 - above(50.0) - 47.183_75).abs() < 5e-6);
    let plan = plan(&capped());
    for n in [10, 20] {
        let share = coverage(WINDOWS * above(50.0), |i| {
            experiment(&plan, i, n).estimate(Figure::Throttled, Whose::User(0)).expect("counts")
        });
        approximate(&format!("throttled of a capped User, {n} replications"), share);
    }
}

/// The number that a Poisson N of this mean reaches with a chance nearest to `share`, and the chance.
fn reached(mean: f64, share: f64) -> (f64, f64) {
    let chance = |k: f64| expectation(mean, |n| if n >= k { 1.0 } else { 0.0 });
    let all = (0..2 * mean as u64).map(|k| (k as f64, chance(k as f64)));
    all.min_by(|a, b| (a.1 - share).abs().total_cmp(&(b.1 - share).abs())).expect("some")
}

/// Shares just above the bound that a one-sided interval would give where none triggers are those
/// that a careless exact interval misses most.
#[test]
fn c5_the_exact_interval_of_a_share_covers_it() {
    const MEAN: f64 = 900.0;
    for (n, share) in [(10, 0.27), (10, 0.5), (20, 0.142), (20, 0.9)] {
        let (k, truth) = reached(MEAN, share);
        let mut file = requests(MEAN);
        // A window is a half-hour; what the first reaches makes the second an activation.
        file["duration"] = json!("1 h");
        file["resolution"] = json!("10 min");
        file["mechanism"]["window"] = json!("30 min");
        file["mechanism"]["operating_threshold"] = json!(1);
        file["gateway"]["max_capacity"] = json!((k - 0.5) / 1_800.0);
        let plan = plan(&file);
        let covered = coverage(truth, |i| experiment(&plan, i, n).triggered());
        println!("triggers, {truth:.4}, {n} replications: {:.1} % cover it", covered * 100.0);
        assert!(covered >= 0.929, "{truth}, {n}: {covered}");
    }
}

/// Without chance: the interval of every k, weighed by its probability, at a thousand shares.
#[test]
fn c5_the_exact_interval_of_a_share_is_conservative_at_every_share() {
    for n in [1, 2, 3, 5, 10, 20, 50] {
        let all: Vec<Interval> = (0..=n).map(|k| proportion_interval(k, n)).collect();
        let binomial = |p: f64, k: usize| {
            let ways = (1..=k).fold(1.0, |w, i| w * (n - k + i) as f64 / i as f64);
            ways * libm::pow(p, k as f64) * libm::pow(1.0 - p, (n - k) as f64)
        };
        let covered = |p: f64| {
            let of = |k: &usize| covers(&all[*k], p);
            (0..=n).filter(of).map(|k| binomial(p, k)).sum::<f64>()
        };
        let shares = (1..1_000).map(|i| f64::from(i) / 1_000.0);
        let least = shares.map(|p| (covered(p), p)).min_by(|a, b| a.0.total_cmp(&b.0));
        let (least, at) = least.expect("some");
        println!("{n} replications: at least {:.2} %, at {at}", least * 100.0);
        assert!(least >= 0.95, "{n}: {least} at {at}");
    }
}

/// C2: of what is refused one in eight tells its wait. The truth is what all told in other runs.
#[test]
fn c2_the_interval_of_a_percentile_that_a_tagged_sample_tells_covers_it() {
    const EXPERIMENTS: u32 = 300;
    // Of 300 experiments 95 % cover with a standard error of 1.26 %: three of these to either side, and what the error of
    // the truth adds.
    const WITHIN: std::ops::RangeInclusive<f64> = 0.91..=0.99;
    const N: u32 = 10;
    let mut storm = flood("storm", "beta", "12/s");
    storm["lasts"] = json!("20 min");
    let flooded = small(&[("/duration", json!("1 h")), ("/events", json!([storm]))]);
    let plan = |one_in: u32| Plan::new(&flooded).expect("a plan").tagging_one_in(one_in);
    let (all, tagged) = (plan(1), plan(8));
    let of = |plan: &Plan, i: u32, n: u32, figure| {
        experiment(plan, i, n).estimate(figure, Whose::All).expect("something is refused")
    };
    for figure in [Figure::WaitSP95, Figure::WaitSP99] {
        let truth = of(&all, 2, 2_000, figure).mean;
        let all = (0..EXPERIMENTS).map(|i| of(&tagged, i, N, figure));
        let share = all.filter(|i| covers(i, truth)).count() as f64 / f64::from(EXPERIMENTS);
        println!("{}, {N} replications, truth {truth}: {share}", figure.word());
        assert!(WITHIN.contains(&share), "{}: {share}", figure.word());
    }
}

/// What a study of two thresholds, by which the User is allocated 50 and 45, says of its difference.
fn paired(study: &Study, i: u32, n: u32) -> (Interval, f64) {
    let plans: Vec<&Plan> = study.variants.iter().map(|v| &v.plan).collect();
    let mut folded = vec![Folded::default(); plans.len()];
    for replication in i * n..(i + 1) * n {
        let ledgers = run_variants(&plans, replication, false, |_| true).expect("wanted");
        let pairs = &plans[0].traffic.pairs;
        folded.iter_mut().zip(ledgers).for_each(|(f, l)| f.add(Folded::new(l, pairs)));
    }
    let findings = Findings::new(study, folded);
    let of_user = |d: &&headroom::evidence::difference::Difference| {
        (d.figure, d.whose) == (Figure::Throttled, Whose::User(0))
    };
    let found = findings.differences.iter().find(of_user).expect("it is throttled");
    (found.more, found.gain.expect("it varies"))
}

#[test]
fn c5_a_paired_difference_covers_its_truth_and_varies_less_than_an_unpaired_one() {
    let study =
        study_of(&capped(), &[vec![change("/mechanism/operating_threshold", json!(0.72))]], &[]);
    let truth = WINDOWS * (above(45.0) - above(50.0));
    let n = 10;
    let experiments: Vec<(Interval, f64)> =
        (0..EXPERIMENTS).map(|i| paired(&study, i, n)).collect();
    let covered = experiments.iter().filter(|(i, _)| covers(i, truth)).count();
    approximate("paired difference, 10 replications", covered as f64 / 1_000.0);
    let mut gains: Vec<f64> = experiments.iter().map(|(_, gain)| *gain).collect();
    gains.sort_by(f64::total_cmp);
    let (low, median, high) = (gains[25], gains[500], gains[975]);
    // By theory, of one window: variances of both and of their difference.
    let variance = |of: &dyn Fn(f64) -> f64| {
        let mean = expectation(50.0, of);
        expectation(50.0, |n| (of(n) - mean) * (of(n) - mean))
    };
    let lost = |a: f64| move |n: f64| (n - a).max(0.0);
    let apart = |n: f64| lost(45.0)(n) - lost(50.0)(n);
    let theory = (variance(&lost(45.0)) + variance(&lost(50.0))) / variance(&apart);
    println!(
        "gain of pairing: {median:.1} in the median ({low:.1} to {high:.1}), theory {theory:.1}"
    );
    // The median of a ratio of variances of ten lies within a fifth of the true one.
    assert!(gains[0] > 1.0 && (0.8..1.25).contains(&(median / theory)), "{gains:?}");
}
