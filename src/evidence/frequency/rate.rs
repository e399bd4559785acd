//! How often something happens a year, or how much of it there is, and how sure that is (C4, C5).
//!
//! The interval is Student's over the courses, which are independent whatever happens in one: fixed nights are more regular
//! than Poisson numbers, storms of several days less. Where fewer than ten courses have any, that would be a normal interval
//! on a few events, and of equal ones have no width: it is then Garwood's exact one of the number of courses that have any,
//! times the mean of these. Where none was seen, counts have its upper end, 3.689 ÷ years: both ends keep 2.5 % there too,
//! since to choose one side after having seen the result covers less.

use crate::evidence::interval::{Interval, mean_interval};
use serde::Serialize;
use statrs::distribution::{ChiSquared, ContinuousCDF};

/// From so many courses with any on, Student's interval bears it.
pub(super) const ENOUGH: usize = 10;
/// Of the standard normal distribution at 97.5 %, as it is commonly said.
const NORMAL: f64 = 1.96;

/// How an interval was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Garwood's exact interval of the number of courses with any, times the mean of these.
    Few,
    /// Student's over courses.
    Student,
    /// None was seen: only an upper bound, and of what is no count not even that.
    NoneSeen,
}

impl Method {
    /// The name that stays.
    pub fn word(self) -> &'static str {
        match self {
            Method::Few => "few",
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

/// Garwood's exact 95 % interval of the rate of which `seen` in `years` are a Poisson number: from 0 where none was seen.
pub fn poisson_interval(seen: u64, years: f64) -> (f64, f64) {
    let quantile = |of: u64, p: f64| {
        let chi = ChiSquared::new(2.0 * of as f64).map_or(f64::NAN, |chi| chi.inverse_cdf(p));
        chi / 2.0 / years
    };
    let low = if seen == 0 { 0.0 } else { quantile(seen, 0.025) };
    (low, quantile(seen + 1, 0.975))
}

impl Rate {
    /// Of the `counts` of courses of so many `years` each.
    pub fn of_counts(counts: &[u64], years: f64) -> Self {
        let sizes: Vec<f64> = counts.iter().map(|c| *c as f64).collect();
        let rate = Self::of_sizes(&sizes, years);
        if rate.method != Method::NoneSeen {
            return rate;
        }
        let (low, high) = poisson_interval(0, years * counts.len() as f64);
        let interval = Interval { ci_low: Some(low), ci_high: Some(high), ..rate.interval };
        Self { interval, ..rate }
    }

    /// Of the `sizes` of courses of so many `years` each, none below 0. Where all are 0 there is no interval: what
    /// was never seen has no size.
    pub fn of_sizes(sizes: &[f64], years: f64) -> Self {
        let n = sizes.len();
        let sum: f64 = sizes.iter().sum();
        let with = sizes.iter().filter(|s| **s > 0.0).count();
        let made = |mean, ci_low, ci_high, method| Self {
            interval: Interval { mean, ci_low, ci_high, n },
            method,
        };
        if with == 0 {
            return made(0.0, None, None, Method::NoneSeen);
        }
        if with < ENOUGH {
            let (low, high) = poisson_interval(with as u64, n as f64 * years);
            let each = sum / with as f64;
            let ends = [low, high].map(|end| Some(end * each));
            return made(sum / n as f64 / years, ends[0], ends[1], Method::Few);
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

/// Years after which half of the 95 % interval of what `counts` of courses of `years` each tell is `share` of the mean:
/// (1.96 ÷ share)² × variance ÷ mean², of a year; where fewer than ten courses have any, at least the courses ÷ these for
/// variance ÷ mean², as Garwood's interval has it. None where none was seen.
pub fn years_needed(counts: &[u64], years: f64, share: f64) -> Option<u64> {
    let n = counts.len() as f64;
    let mean = counts.iter().sum::<u64>() as f64 / n;
    if mean <= 0.0 {
        return None;
    }
    let squares: f64 = counts.iter().map(|c| (*c as f64 - mean) * (*c as f64 - mean)).sum();
    let variance = squares / (n - 1.0).max(1.0);
    let with = counts.iter().filter(|c| **c > 0).count();
    let least = if with < ENOUGH { n / with as f64 } else { 0.0 };
    let spread = (variance / (mean * mean)).max(least);
    Some(libm::round(NORMAL * NORMAL / (share * share) * spread * years) as u64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::interval::proportion_interval;

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
        assert!(near(none.interval.ci_high.unwrap(), 3.6889 / 200.0));
        // Both ends keep 2.5 %: the chance of any in a year is then 1 − e^(−3.689 ÷ n), which Clopper and Pearson have too.
        let chance = proportion_interval(0, 20).ci_high.unwrap();
        assert!(near(1.0 - libm::exp(-poisson_interval(0, 20.0).1), chance));
        assert_eq!(Rate::of_sizes(&[0.0; 200], 1.0).interval.ci_high, None);
    }

    #[test]
    fn c5_few_years_with_any_have_garwoods_interval_of_their_number() {
        // Three of twenty years have 2, 4 and 6 days: 0.6 a year. 3 events are 0.619 to 8.767, of 4 days each, in 20 years.
        let mut sizes = [0.0; 20];
        (sizes[3], sizes[9], sizes[17]) = (2.0, 4.0, 6.0);
        let few = Rate::of_sizes(&sizes, 1.0);
        assert_eq!((few.interval.mean, few.method), (0.6, Method::Few));
        assert!(near(few.interval.ci_low.unwrap(), 0.619 * 4.0 / 20.0));
        assert!(near(few.interval.ci_high.unwrap(), 8.767 * 4.0 / 20.0));
    }

    #[test]
    fn c4_few_years_have_an_interval_of_some_width_though_all_are_alike() {
        // One in each of three years: Garwood's 0.619 to 8.767 of three.
        let alike = Rate::of_counts(&[1; 3], 1.0);
        assert_eq!((alike.interval.mean, alike.method), (1.0, Method::Few));
        assert!(near(alike.interval.ci_low.unwrap(), 0.619 / 3.0));
        assert!(near(alike.interval.ci_high.unwrap(), 8.767 / 3.0));
        // Half of that is 1.36 of the mean; ± 10 % takes (1.96 ÷ 0.1)² years with any.
        assert!(near(alike.half_width_share().unwrap(), 1.358));
        assert_eq!(years_needed(&[1; 3], 1.0, 0.1), Some(384));
    }

    #[test]
    fn c4_years_of_which_enough_have_any_have_students_interval() {
        // Twelve nights every year are far more regular than chance.
        let regular = Rate::of_counts(&[12; 10], 1.0);
        assert_eq!(regular.method, Method::Student);
        assert_eq!((regular.interval.ci_low, regular.interval.ci_high), (Some(12.0), Some(12.0)));
        // Mean 1.5, standard deviation √(10 × 0.25 ÷ 9) = 0.527, t(9; 0.975) = 2.262: 1.5 ± 0.377.
        let halves = Rate::of_counts(&[1, 2, 1, 2, 1, 2, 1, 2, 1, 2], 1.0);
        assert!(near(halves.interval.ci_high.unwrap(), 1.877));
    }

    #[test]
    fn c5_years_needed_for_ten_per_cent() {
        // (1.96 ÷ 0.1)² = 384.16 times variance ÷ mean²: of mean 2 and variance 12 ÷ 10.
        assert_eq!(years_needed(&[1, 3, 1, 3, 2, 0, 4, 2, 2, 2, 2], 1.0, 0.1), Some(115));
        // Eight of nine have any: 9 ÷ 8 in place of variance ÷ mean² = 12 ÷ 8 ÷ 4.
        assert_eq!(years_needed(&[1, 3, 1, 3, 2, 0, 4, 2, 2], 1.0, 0.1), Some(432));
        assert_eq!(years_needed(&[1], 10.0, 0.1), Some(3_842));
        assert_eq!(years_needed(&[0], 1.0, 0.1), None);
        // Twelve every year need no more.
        assert_eq!(years_needed(&[12; 10], 1.0, 0.1), Some(0));
    }
}
