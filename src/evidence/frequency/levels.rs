//! Return levels (C4): what a year exceeds once in so many years, by order statistics of the years alone.
//!
//! No shape of distribution is assumed, and a level is told up to a tenth of the years run: beyond that it hangs on a year
//! or two. The years that it would take are named.

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
    /// The quantile of 1 − 1/period of the years, by nearest rank; none of fewer years than ten times the period.
    pub value: Option<f64>,
    /// Lower end of its 95 % interval: an order statistic.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// Years from which on it is told; its interval has both ends then.
    pub needed: u64,
}

/// So many times the period are the years that a level takes.
const TIMES: u64 = 10;

/// The level of `period` years of what `years` showed, the least first.
pub fn level(years: &[f64], period: u32) -> Level {
    let n = years.len() as u64;
    let below = 1.0 - 1.0 / f64::from(period);
    let rank = n - n / u64::from(period);
    let at = |rank: u64| years[rank as usize - 1];
    let needed = TIMES * u64::from(period);
    let mut found = Level { period, value: None, low: None, high: None, needed };
    // How many of the years lie at or below the quantile.
    let Ok(count) = Binomial::new(below, n) else { return found };
    let ends = |rank: &u64| count.cdf(rank - 1) <= TAIL;
    let above = |rank: &u64| 1.0 - count.cdf(rank - 1) <= TAIL;
    if n < needed {
        return found;
    }
    found.value = Some(at(rank));
    found.low = (1..=n).take_while(ends).last().map(at);
    found.high = (1..=n).find(above).map(at);
    found
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
        // Ranks of the 95 % interval of a median: 6 and 15 of 20, 40 and 61 of 100.
        for (n, low, high) in [(20, 6.0, 15.0), (100, 40.0, 61.0)] {
            let level = level(&ranks(n), 2);
            assert_eq!((level.low, level.high), (Some(low), Some(high)), "{n}");
        }
    }

    #[test]
    fn c4_fifty_years_worked_out_by_hand() {
        // Ranks stand for values: once in five years is the 40th of 50, which ten exceed. Of B(50, 0.8), P(≤ 33) = 1.4 %
        // and P(≤ 34) = 3.1 %: the lower end is the 34th. P(≥ 46) = 1.9 % and P(≥ 45) = 4.8 %: the upper end is the 46th.
        let five = level(&ranks(50), 5);
        assert_eq!((five.value, five.low, five.high), (Some(40.0), Some(34.0), Some(46.0)));
        let values = PERIODS.map(|p| level(&ranks(50), p).value);
        assert_eq!(values, [Some(25.0), Some(40.0), None, None, None, None]);
    }

    #[test]
    fn c4_a_level_takes_ten_times_its_years_and_has_both_ends_then() {
        assert_eq!(PERIODS.map(|p| level(&[], p).needed), [20, 50, 100, 200, 500, 1_000]);
        for period in PERIODS {
            let years = 10 * period;
            assert_eq!(level(&ranks(years - 1), period).value, None);
            let level = level(&ranks(years), period);
            assert!(level.value.is_some() && level.low.is_some() && level.high.is_some());
        }
    }
}
