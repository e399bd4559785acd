//! Units as whole numbers, so that sums add up exactly on every machine.
//!
//! A rate times a time is a number of requests; with rates in millionths and times in milliseconds
//! the product is a whole number of [`Nano`] requests, so thresholds, quotas and the backlog (M1,
//! M4, M5, G6) are compared without rounding.

use std::fmt;

/// A number of requests in thousand-millionths: the exact unit of quotas and of the backlog.
pub type Nano = i128;

/// Nano-requests in one request.
pub const NANO: Nano = 1_000_000_000;

/// A length of time in whole milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span(u64);

impl Span {
    /// A span of `ms` milliseconds.
    pub const fn from_ms(ms: u64) -> Self {
        Self(ms)
    }

    /// A span of `s` seconds.
    pub const fn from_s(s: u64) -> Self {
        Self(s * 1_000)
    }

    /// Milliseconds.
    pub const fn ms(self) -> u64 {
        self.0
    }

    /// Seconds, for showing and for rates.
    pub fn seconds(self) -> f64 {
        self.0 as f64 / 1_000.0
    }

    /// How many `cell`s it takes to cover this span (T1: rounded up).
    pub const fn cells_up(self, cell: Span) -> u64 {
        self.0.div_ceil(cell.0)
    }

    /// Whether this span is a whole number of `unit`s.
    pub const fn is_multiple_of(self, unit: Span) -> bool {
        unit.0 != 0 && self.0.is_multiple_of(unit.0)
    }
}

impl fmt::Display for Span {
    /// Words that the scenario file reads back: `2 h 30 min`, `10 s`, `500 ms`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut left = self.0;
        let mut said = false;
        for (unit, ms) in [("h", 3_600_000), ("min", 60_000), ("s", 1_000), ("ms", 1)] {
            let n = left / ms;
            left %= ms;
            if n > 0 {
                write!(f, "{}{n} {unit}", if said { " " } else { "" })?;
                said = true;
            }
        }
        if said { Ok(()) } else { f.write_str("0 s") }
    }
}

/// A rate in millionths of a request per second.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PerSecond(u64);

impl PerSecond {
    /// The nearest millionth to `rate` requests per second; `rate` is finite and not negative.
    pub fn from_f64(rate: f64) -> Self {
        Self(libm::round(rate * 1e6) as u64)
    }

    /// Requests per second.
    pub fn get(self) -> f64 {
        self.0 as f64 / 1e6
    }

    /// Requests in `span` at this rate, exactly.
    pub fn over(self, span: Span) -> Nano {
        self.0 as Nano * span.ms() as Nano
    }

    /// This rate reduced to `share` of itself, rounded down to a millionth.
    pub fn times(self, share: Share) -> Self {
        Self((self.0 as u128 * share.0 as u128 / u128::from(Share::ONE.0)) as u64)
    }
}

impl fmt::Display for PerSecond {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/s", self.get())
    }
}

/// A share in thousand-millionths; above one where the field allows it (a multiplier is none).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Share(u64);

impl Share {
    /// The whole.
    pub const ONE: Share = Share(1_000_000_000);
    /// Nothing.
    pub const ZERO: Share = Share(0);

    /// The nearest thousand-millionth to `share`; `share` is finite and not negative.
    pub fn from_f64(share: f64) -> Self {
        Self(libm::round(share * 1e9) as u64)
    }

    /// The share as a number: 0.8 is 80 %.
    pub fn get(self) -> f64 {
        self.0 as f64 / 1e9
    }

    /// This share of `amount`, rounded down to a nano-request.
    pub fn of(self, amount: Nano) -> Nano {
        amount * self.0 as Nano / Self::ONE.0 as Nano
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_threshold_that_floats_would_miss_is_exact() {
        // 0.8 × 3450 × 60 is 165600.00000000003 in binary floating point.
        let theta = PerSecond::from_f64(3450.0).times(Share::from_f64(0.8));
        assert_eq!(theta.over(Span::from_s(60)), 165_600 * NANO);
    }

    #[test]
    fn spans_are_rounded_up_to_cells_and_said_in_words() {
        assert_eq!(Span::from_ms(10_001).cells_up(Span::from_s(10)), 2);
        assert_eq!(Span::from_ms(9_000_500).to_string(), "2 h 30 min 500 ms");
        assert_eq!(Span::default().to_string(), "0 s");
    }
}
