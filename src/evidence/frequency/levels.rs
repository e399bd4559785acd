//! Return levels (C4): what a year exceeds once in so many years, by order statistics of the years alone.
//!
//! No shape of distribution is assumed, so that nothing is said beyond what was seen: a level that too few years
//! bear has no upper end, and the years that would give it one are named.

use statrs::distribution::{Binomial, DiscreteCDF};

/// Return periods, years.
pub const PERIODS: [u32; 6] = [2, 5, 10, 20, 50, 100];
/// Left out on either side of an interval.
const TAIL: f64 = 0.025;

/// What a year exceeds once in so many years.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Level {
    /// Once in so many years.
    pub period: u32,
    /// The quantile of 1 − 1/period of the years, by nearest rank; none of fewer years than the period.
    pub value: Option<f64>,
    /// Lower end of its 95 % interval: an order statistic.
    pub low: Option<f64>,
    /// Upper end; none of too few years.
    pub high: Option<f64>,
    /// Years from which on the interval has both ends.
    pub needed: u64,
}

/// The level of `period` years of what `years` showed, the least first.
pub fn level(years: &[f64], period: u32) -> Level {
    let n = years.len() as u64;
    let below = 1.0 - 1.0 / f64::from(period);
    let rank = n - n / u64::from(period);
    let at = |rank: u64| years[rank as usize - 1];
    let mut found = Level { period, value: None, low: None, high: None, needed: needed(below) };
    // How many of the years lie at or below the quantile.
    let Ok(count) = Binomial::new(below, n) else { return found };
    let ends = |rank: &u64| count.cdf(rank - 1) <= TAIL;
    let above = |rank: &u64| 1.0 - count.cdf(rank - 1) <= TAIL;
    found.value = (n >= u64::from(period)).then(|| at(rank));
    found.low = (1..=n).take_while(ends).last().map(at);
    found.high = (1..=n).find(above).map(at);
    found
}

/// The years of which the largest lies above the quantile `below` with 97.5 %: below^n is 2.5 % at most.
fn needed(below: f64) -> u64 {
    libm::ceil(libm::log(TAIL) / libm::log(below)) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 1, 2, 3 … n: a value is its rank.
    fn ranks(n: u32) -> Vec<f64> {
        (1..=n).map(f64::from).collect()
    }

    #[test]
    fn c4_the_interval_of_a_median_has_the_ranks_of_the_tables() {
        // Ranks of the 95 % interval of a median: 1 and 6 of 6, 2 and 9 of 10, 6 and 15 of 20, 40 and 61 of 100.
        for (n, low, high) in [(6, 1.0, 6.0), (10, 2.0, 9.0), (20, 6.0, 15.0), (100, 40.0, 61.0)] {
            let level = level(&ranks(n), 2);
            assert_eq!((level.low, level.high), (Some(low), Some(high)), "{n}");
        }
        // Of five years no two order statistics hold it with 95 %: 1 − 2/32 is less.
        assert_eq!((level(&ranks(5), 2).low, level(&ranks(5), 2).high), (None, None));
    }

    #[test]
    fn c4_twenty_years_worked_out_by_hand() {
        let mut years = [
            3.0, 0.0, 12.0, 1.0, 0.0, 7.0, 2.0, 0.0, 5.0, 30.0, 1.0, 0.0, 4.0, 9.0, 0.0, 2.0, 0.0,
            6.0, 1.0, 15.0,
        ];
        years.sort_by(f64::total_cmp);
        // In order: six of 0, three of 1, two of 2, then 3, 4, 5, 6, 7, 9, 12, 15, 30. Once in two years is the 10th,
        // once in five the 16th, which four of twenty exceed, once in ten the 18th, once in twenty the 19th.
        let values = PERIODS.map(|p| level(&years, p).value);
        assert_eq!(values, [Some(2.0), Some(7.0), Some(12.0), Some(15.0), None, None]);
        // Of B(20, 0.8), P(≤ 11) = 1.0 % and P(≤ 12) = 3.2 %: the lower end is the 12th. P(≥ 20) = 1.2 %, and
        // P(≥ 19) = 6.9 %: the upper end is the 20th.
        let five = level(&years, 5);
        assert_eq!((five.low, five.high), (Some(3.0), Some(30.0)));
        assert_eq!(level(&years, 10).high, None);
    }

    #[test]
    fn c4_years_that_a_level_needs() {
        // ln 0.025 ÷ ln (1 − 1/period), rounded up.
        assert_eq!(PERIODS.map(|p| level(&[], p).needed), [6, 17, 36, 72, 183, 368]);
        assert_eq!(level(&[], 2).value, None);
        assert!(level(&ranks(35), 10).high.is_none() && level(&ranks(36), 10).high.is_some());
    }
}
