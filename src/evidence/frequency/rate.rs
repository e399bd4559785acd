//! How often something happens a year, or how much of it there is, and how sure that is (C4, C5).
//!
//! Of counts the interval is Garwood's exact one of a Poisson number; where none was seen, the one-sided 95 % upper
//! bound, 2.996 ÷ years. Where years differ more, or less, than Poisson numbers do, which the index of dispersion
//! tells (Fisher's χ² test at 1 %), it is Student's over the courses, and so it is of all that is no count.

use crate::evidence::interval::{Interval, mean_interval};
use serde::Serialize;
use statrs::distribution::{ChiSquared, ContinuousCDF};

/// Fewer counts than this are not too alike, however alike they are: five equal ones are no surprise.
const FEWEST: usize = 10;
/// Share of Poisson numbers that the test takes for others, half on each side.
const LEVEL: f64 = 0.01;
/// Of the standard normal distribution at 97.5 %, as it is commonly said.
const NORMAL: f64 = 1.96;

/// How an interval was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Garwood's exact interval of a Poisson number.
    Poisson,
    /// Student's over courses.
    Student,
    /// None was seen: only an upper bound, and of what is no count not even that.
    NoneSeen,
}

impl Method {
    /// The name that stays.
    pub fn word(self) -> &'static str {
        match self {
            Method::Poisson => "poisson",
            Method::Student => "student",
            Method::NoneSeen => "none_seen",
        }
    }
}

/// So much a year.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Rate {
    /// Mean a year with its interval; n counts courses.
    #[serde(flatten)]
    pub interval: Interval,
    /// How the interval was made.
    pub method: Method,
}

/// How much the counts of courses differ.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Dispersion {
    /// Variance ÷ mean: 1 of Poisson numbers, 0 where all are equal.
    pub index: f64,
    /// How likely Poisson numbers are to differ so much more, or so much less.
    pub p: f64,
    /// Whether they may be Poisson numbers.
    pub poisson: bool,
}

/// The index of dispersion of `counts` and its χ² test; none of one, or where all are 0.
pub fn dispersion(counts: &[u64]) -> Option<Dispersion> {
    let n = counts.len();
    let total: u64 = counts.iter().sum();
    if n < 2 || total == 0 {
        return None;
    }
    let mean = total as f64 / n as f64;
    let squares: f64 = counts.iter().map(|c| (*c as f64 - mean) * (*c as f64 - mean)).sum();
    let test = ChiSquared::new((n - 1) as f64).ok()?;
    let below = test.cdf(squares / mean);
    let tail = if n < FEWEST { 1.0 - below } else { below.min(1.0 - below) };
    let p = (2.0 * tail).min(1.0);
    Some(Dispersion { index: squares / mean / (n - 1) as f64, p, poisson: p >= LEVEL })
}

/// Garwood's exact 95 % interval of the rate of which `seen` in `years` are a Poisson number; where none was seen,
/// from 0 to the one-sided upper bound.
pub fn poisson_interval(seen: u64, years: f64) -> (f64, f64) {
    let quantile = |of: u64, p: f64| {
        let chi = ChiSquared::new(2.0 * of as f64).map_or(f64::NAN, |chi| chi.inverse_cdf(p));
        chi / 2.0 / years
    };
    if seen == 0 {
        return (0.0, -libm::log(0.05) / years);
    }
    (quantile(seen, 0.025), quantile(seen + 1, 0.975))
}

impl Rate {
    /// Of the `counts` of courses of so many `years` each.
    pub fn of_counts(counts: &[u64], years: f64) -> Self {
        let n = counts.len();
        let seen: u64 = counts.iter().sum();
        let all = years * n as f64;
        if dispersion(counts).is_some_and(|d| !d.poisson) {
            let sizes: Vec<f64> = counts.iter().map(|c| *c as f64).collect();
            return Self::of_sizes(&sizes, years);
        }
        let (low, high) = poisson_interval(seen, all);
        let mean = seen as f64 / all;
        let method = if seen == 0 { Method::NoneSeen } else { Method::Poisson };
        Self { interval: Interval { mean, ci_low: Some(low), ci_high: Some(high), n }, method }
    }

    /// Of the `sizes` of courses of so many `years` each, none below 0. Where all are 0 there is no interval: what
    /// was never seen has no size.
    pub fn of_sizes(sizes: &[f64], years: f64) -> Self {
        if sizes.iter().all(|s| *s == 0.0) {
            let interval = Interval { mean: 0.0, ci_low: None, ci_high: None, n: sizes.len() };
            return Self { interval, method: Method::NoneSeen };
        }
        let a_year: Vec<f64> = sizes.iter().map(|s| s / years).collect();
        let interval = mean_interval(&a_year);
        let ci_low = interval.ci_low.map(|low| low.max(0.0));
        Self { interval: Interval { ci_low, ..interval }, method: Method::Student }
    }

    /// Half of the interval ÷ the mean; none without an interval or where none was seen.
    pub fn half_width_share(&self) -> Option<f64> {
        let i = &self.interval;
        let width = i.ci_high? - i.ci_low?;
        (i.mean > 0.0).then(|| width / 2.0 / i.mean)
    }
}

/// Years after which half of the 95 % interval of what `counts` of courses of `years` each tell is `share` of
/// the mean: (1.96 ÷ share)² ÷ rate of Poisson numbers, of others so many times that as their dispersion is. None
/// where none was seen.
pub fn years_needed(counts: &[u64], years: f64, share: f64) -> Option<u64> {
    let rate = counts.iter().sum::<u64>() as f64 / (years * counts.len() as f64);
    if rate <= 0.0 {
        return None;
    }
    let index = dispersion(counts).filter(|d| !d.poisson).map_or(1.0, |d| d.index);
    Some(libm::round(NORMAL * NORMAL / (share * share) * index / rate) as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(a: f64, b: f64) -> bool {
        libm::fabs(a - b) < 5e-4 * b.max(1.0)
    }

    #[test]
    fn c4_garwoods_interval_is_that_of_the_tables() {
        // Garwood (1936), Biometrika 28: 95 % limits of 1, 3, 10 and 50 events.
        let table =
            [(1, 0.0253, 5.572), (3, 0.619, 8.767), (10, 4.795, 18.390), (50, 37.11, 65.92)];
        for (seen, low, high) in table {
            let found = poisson_interval(seen, 1.0);
            assert!(near(found.0, low) && near(found.1, high), "{seen}: {found:?}");
        }
        // In 20 years the same events are a twentieth a year.
        assert!(near(poisson_interval(10, 20.0).1, 18.390 / 20.0));
    }

    #[test]
    fn c4_none_in_n_years_is_an_upper_bound_and_never_nothing() {
        let none = Rate::of_counts(&[0; 200], 1.0);
        assert_eq!((none.interval.mean, none.method), (0.0, Method::NoneSeen));
        assert!(near(none.interval.ci_high.unwrap(), 2.9957 / 200.0));
        assert_eq!(Rate::of_sizes(&[0.0; 200], 1.0).interval.ci_high, None);
    }

    #[test]
    fn c4_the_index_of_dispersion_by_hand() {
        // Mean 1.6, squares about it 14.4: χ² = 9 of 9 degrees of freedom, index 1.
        let d = dispersion(&[2, 0, 1, 3, 1, 2, 0, 4, 1, 2]).unwrap();
        assert!(near(d.index, 1.0) && d.poisson);
        // χ² = 9 is the 56.3 % point of 9 degrees of freedom.
        assert!(libm::fabs(d.p - 2.0 * (1.0 - 0.5627)) < 1e-3, "{}", d.p);
        assert_eq!((dispersion(&[5]), dispersion(&[0, 0])), (None, None));
        // Few may be alike, but not as different as 0 and 30: χ² = 30 of one degree of freedom.
        assert!(dispersion(&[12, 12, 12]).unwrap().poisson);
        assert!(!dispersion(&[0, 30]).unwrap().poisson);
    }

    #[test]
    fn c5_years_that_are_no_poisson_numbers_have_students_interval() {
        // Twelve every year is far more regular than chance, and one year of ten with all of it far less.
        let regular = Rate::of_counts(&[12; 10], 1.0);
        assert_eq!(regular.method, Method::Student);
        assert_eq!((regular.interval.ci_low, regular.interval.ci_high), (Some(12.0), Some(12.0)));
        let one = [30, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        let wild = Rate::of_counts(&one, 1.0);
        assert_eq!(wild.method, Method::Student);
        // Mean 3, standard deviation √90, t(9; 0.975) = 2.262: 3 ± 6.786, and not less than none.
        assert_eq!(wild.interval.ci_low, Some(0.0));
        assert!(near(wild.interval.ci_high.unwrap(), 9.786));
    }

    #[test]
    fn c5_years_needed_for_ten_per_cent() {
        // (1.96 ÷ 0.1)² = 384.16 at once a year; ten times as many at once in ten.
        assert_eq!(years_needed(&[1], 1.0, 0.1), Some(384));
        assert_eq!(years_needed(&[1], 10.0, 0.1), Some(3_842));
        assert_eq!(years_needed(&[0], 1.0, 0.1), None);
        // Twelve every year need no more.
        assert_eq!(years_needed(&[12; 10], 1.0, 0.1), Some(0));
    }
}
