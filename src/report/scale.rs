//! A scale: values to pixels, and the ticks between. Nothing here can run away: values that are not
//! finite are left out, an empty range is widened, and a logarithmic one has twelve decades at most.

use super::lettering::{decimal, scientific};

/// Most decades of a logarithmic scale.
const DECADES: f64 = 12.0;
/// A value past this is no measurement.
const GREATEST: f64 = 1e100;

/// Whether `x` can be drawn.
pub(super) fn drawable(x: f64) -> bool {
    x.is_finite() && libm::fabs(x) <= GREATEST
}

/// Least and greatest of the drawable among `values`.
pub(super) fn extent(values: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    values.filter(|v| drawable(*v)).fold(None, |all: Option<(f64, f64)>, v| {
        Some(all.map_or((v, v), |(low, high)| (low.min(v), high.max(v))))
    })
}

/// A linear or logarithmic scale along pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Scale {
    /// Least value; its logarithm to base ten where the scale is logarithmic.
    from: f64,
    to: f64,
    log: bool,
    /// The lowest decade stands for nothing at all.
    zero: bool,
    pixels: (i32, i32),
}

impl Scale {
    /// From `low` to `high`, in any order; somewhat more where they are the same.
    pub(super) fn linear(range: Option<(f64, f64)>, pixels: (i32, i32)) -> Self {
        let drawable = range.filter(|r| drawable(r.0) && drawable(r.1));
        let (low, high) = drawable.map_or((0.0, 1.0), |(a, b)| (a.min(b), a.max(b)));
        let size = libm::fabs(low).max(libm::fabs(high));
        let room = if high - low > 1e-9 * size { 0.0 } else { (size * 0.1).max(1e-6) };
        // A range of values so small that their spacing is lost has no ticks to speak of either.
        let (low, high) = if size < 1e-100 { (0.0, 1.0) } else { (low - room, high + room) };
        Self { from: low, to: high, log: false, zero: false, pixels }
    }

    /// Whole decades about the positive among `values`, and one more for nothing at all where there is
    /// a zero.
    pub(super) fn log(values: impl Iterator<Item = f64> + Clone, pixels: (i32, i32)) -> Self {
        let zero = values.clone().any(|v| v == 0.0);
        let positive = extent(values.filter(|v| *v > 1.0 / GREATEST));
        let (low, high) = positive.unwrap_or((0.1, 1.0));
        // A hair, since the logarithm of a power of ten may miss by one.
        let mut from = libm::floor(libm::log10(low) + 1e-9);
        let to = libm::ceil(libm::log10(high) - 1e-9).max(from + 1.0);
        from -= if zero { 1.0 } else { 0.0 };
        Self { from: from.max(to - DECADES), to, log: true, zero, pixels }
    }

    /// Logarithmic from `low` to `high` with a little room, not to whole decades.
    pub(super) fn log_between(range: Option<(f64, f64)>, pixels: (i32, i32)) -> Self {
        let positive = range.filter(|r| drawable(r.0) && drawable(r.1) && r.0 > 1.0 / GREATEST);
        let (low, high) = positive.unwrap_or((0.1, 1.0));
        let (from, to) = (libm::log10(low.min(high)), libm::log10(low.max(high)));
        let room = if to - from > 1e-9 { 0.02 * (to - from) } else { 0.2 };
        let from = (from - room).max(to - DECADES);
        Self { from, to: to + room, log: true, zero: false, pixels }
    }

    /// Whether `x` lies on the scale.
    pub(super) fn holds(&self, x: f64) -> bool {
        let x = if self.log && x > 0.0 { libm::log10(x) } else { x };
        drawable(x) && (self.from..=self.to).contains(&x)
    }

    /// Pixel of `x`; of the nearest end where it lies outside.
    pub(super) fn at(&self, x: f64) -> i32 {
        let x = match self.log {
            true if x > 0.0 => libm::log10(x),
            true => self.from,
            false => x,
        };
        let share = ((x - self.from) / (self.to - self.from)).clamp(0.0, 1.0);
        let (start, end) = (f64::from(self.pixels.0), f64::from(self.pixels.1));
        libm::round(start + share * (end - start)) as i32
    }

    /// The same pixels with every value divided by `factor`.
    pub(super) fn divided(&self, factor: f64) -> Self {
        Self { from: self.from / factor, to: self.to / factor, ..*self }
    }

    /// At most about `most` ticks: value and label.
    pub(super) fn ticks(&self, most: usize) -> Vec<(f64, String)> {
        if self.log { self.log_ticks(most) } else { self.linear_ticks(most) }
    }

    fn linear_ticks(&self, most: usize) -> Vec<(f64, String)> {
        let rough = (self.to - self.from) / most.max(1) as f64;
        let power = libm::floor(libm::log10(rough));
        let ten = libm::pow(10.0, power);
        let nice = [1.0, 2.0, 5.0, 10.0].into_iter().find(|n| n * ten >= rough * 0.999);
        let step = nice.unwrap_or(10.0) * ten;
        let power = libm::floor(libm::log10(step) + 1e-9);
        let places = if power < 0.0 { -power as usize } else { 0 };
        let first = libm::ceil(self.from / step - 1e-6);
        let last = libm::floor(self.to / step + 1e-6);
        let count = ((last - first) as usize).min(2 * most + 2);
        let value = |i: usize| (first + i as f64) * step;
        (0..=count).map(value).map(|v| (v, decimal(v, places))).collect()
    }

    fn log_ticks(&self, most: usize) -> Vec<(f64, String)> {
        let first = libm::floor(self.from + 1e-9);
        let decades = (libm::ceil(self.to - 1e-9) - first) as usize;
        let every = (decades + 1).div_ceil(most.max(2)).max(1);
        let among: &[f64] = match self.to - self.from {
            far if far > 2.5 => &[1.0],
            near if near < 0.9 => &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0],
            _ => &[1.0, 2.0, 5.0],
        };
        let mut ticks = Vec::new();
        for decade in (0..=decades).step_by(every) {
            if self.zero && decade == 0 {
                ticks.push((0.0, "0".to_owned()));
                continue;
            }
            let power = first + decade as f64;
            let values = among.iter().map(|n| n * libm::pow(10.0, power));
            let here = |x: &f64| {
                let x = libm::log10(*x);
                self.from - 1e-9 <= x && x <= self.to + 1e-9
            };
            ticks.extend(values.filter(here).map(|x| (x, power_label(x, power))));
        }
        ticks
    }
}

/// A value of the decade `power` as its tick says it.
fn power_label(x: f64, power: f64) -> String {
    match power {
        _ if !(-3.0..=5.0).contains(&power) => scientific(x),
        _ if power < 0.0 => decimal(x, -power as usize),
        _ => decimal(x, 0),
    }
}

/// What a tick of a rate says as a return period: its inverse; nothing where the rate is none.
pub(super) fn period(rate: f64) -> Option<String> {
    let period = 1.0 / rate;
    let power = libm::floor(libm::log10(period) + 1e-9);
    (rate > 0.0 && period.is_finite()).then(|| power_label(period, power))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(scale: Scale, most: usize) -> Vec<String> {
        scale.ticks(most).into_iter().map(|t| t.1).collect()
    }

    #[test]
    fn ticks_of_linear_scales_are_round() {
        let scale = |low, high| Scale::linear(Some((low, high)), (0, 100));
        assert_eq!(labels(scale(0.0, 1.0), 5), ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
        assert_eq!(labels(scale(100.0, 450.0), 4), ["100", "200", "300", "400"]);
        assert_eq!(labels(scale(-2.0, 2.0), 4), ["−2", "−1", "0", "1", "2"]);
        assert_eq!(labels(scale(0.0, 4e12), 2), ["0", "2 × 10¹²", "4 × 10¹²"]);
    }

    #[test]
    fn a_range_that_is_no_range_still_is_a_scale() {
        let bad = [(5.0, 5.0), (0.0, 0.0), (f64::NAN, 1.0), (1e300, -1e300), (1e-300, 2e-300)];
        for range in bad {
            let scale = Scale::linear(Some(range), (10, 90));
            assert!((1..20).contains(&scale.ticks(6).len()), "{range:?}");
            assert!((10..=90).contains(&scale.at(range.0.max(0.0))), "{range:?}");
        }
        assert_eq!(extent([f64::NAN, 3.0, f64::INFINITY, 1.0].into_iter()), Some((1.0, 3.0)));
        assert_eq!(extent(std::iter::empty()), None);
    }

    #[test]
    fn a_log_scale_has_whole_decades_twelve_at_most_and_a_floor_for_zero() {
        let scale = |values: &[f64]| Scale::log(values.iter().copied(), (100, 0));
        assert_eq!(labels(scale(&[0.002, 30.0]), 9), ["0.001", "0.01", "0.1", "1", "10", "100"]);
        assert_eq!(labels(scale(&[1.0, 1000.0, 0.0]), 9), ["0", "1", "10", "100", "1\u{202f}000"]);
        let wide = scale(&[1e-80, 1e80]);
        assert_eq!((wide.to - wide.from, wide.at(1e-80)), (12.0, 100));
        assert!(labels(wide, 9).len() <= 9);
        assert_eq!(scale(&[0.0]).at(0.0), 100);
        assert_eq!(labels(scale(&[10.0]), 9), ["10", "20", "50", "100"]);
        assert_eq!(scale(&[]).ticks(9).len(), 4);
    }

    #[test]
    fn a_log_scale_between_two_values_has_ticks_inside_them() {
        let scale = |low, high| Scale::log_between(Some((low, high)), (0, 100));
        let near = labels(scale(330_000.0, 700_000.0), 9);
        assert_eq!(near, ["400\u{202f}000", "500\u{202f}000", "600\u{202f}000"]);
        assert_eq!(labels(scale(0.03, 1.2), 9), ["0.05", "0.1", "0.2", "0.5", "1"]);
        let one = scale(7.0, 7.0);
        assert!(one.holds(7.0) && !one.holds(70.0) && one.at(7.0) == 50);
        for range in [(0.0, 1.0), (f64::NAN, 2.0), (1e-300, 1e300)] {
            assert!(scale(range.0, range.1).ticks(9).len() < 20, "{range:?}");
        }
    }

    #[test]
    fn a_return_period_is_the_inverse_of_a_rate() {
        let said = [0.01, 1.0, 100.0, 0.0].map(period);
        let want = [Some("100"), Some("1"), Some("0.01"), None];
        assert_eq!(said, want.map(|w| w.map(str::to_owned)));
    }
}
