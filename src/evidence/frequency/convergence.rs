//! How far the courses have come: the running mean of the days a year on which somebody is throttled, and the years that are missing.

use super::rate::{Rate, years_needed};

/// The half-width at which an interval is said to be narrow enough, as a share of the mean.
pub const NARROW: f64 = 0.1;
/// Most points of the running mean.
const MOST_POINTS: usize = 200;

/// How far the courses have come.
#[derive(Clone, Debug, PartialEq)]
pub struct Convergence {
    /// Years, and such days a year in them, course by course; at most some hundred points.
    pub running: Vec<(f64, Rate)>,
    /// Years that were run.
    pub years: f64,
    /// Years after which half of the interval is [`NARROW`]; none where nobody was throttled.
    pub needed: Option<u64>,
    /// Of these, the years that are missing; none where it is not known.
    pub missing: Option<u64>,
}

/// Of the days in each course of so many `years`.
pub fn convergence(counts: &[u64], years: f64) -> Convergence {
    let step = counts.len().div_ceil(MOST_POINTS).max(1);
    let last = counts.len();
    let points = (1..=last).filter(|n| n % step == 0 || *n == last);
    let all = years * last as f64;
    let needed = years_needed(counts, years, NARROW);
    Convergence {
        running: points.map(|n| (n as f64 * years, Rate::of_counts(&counts[..n], years))).collect(),
        years: all,
        needed,
        missing: needed.map(|n| n.saturating_sub(libm::floor(all) as u64)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c5_years_that_are_missing_for_ten_per_cent() {
        // Mean 2, squares about it 10: variance 10 ÷ 9. 384.16 × 1.111 ÷ 4 = 107 years, of which 10 are there.
        let some = convergence(&[2, 1, 1, 3, 1, 2, 1, 4, 3, 2], 1.0);
        assert_eq!((some.needed, some.missing), (Some(107), Some(97)));
        assert_eq!(some.running.len(), 10);
        assert_eq!(some.running[9].1.interval.mean, 2.0);
        assert_eq!(convergence(&[0; 5], 1.0).missing, None);
        assert_eq!(convergence(&[1; 1_000], 1.0).running.last().unwrap().0, 1_000.0);
        assert!(convergence(&[1; 1_001], 1.0).running.len() <= MOST_POINTS + 1);
    }
}
