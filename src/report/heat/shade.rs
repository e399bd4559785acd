//! Shades of a heat map: one hue, light for little and dark for much.

use super::super::lettering::decimal;
use super::super::palette::{FAINT, SHADES};
use super::super::picture::{self, Sheet};

/// A share as it can be drawn; of the threshold it may be more than one.
pub(super) fn share(of: Option<f64>) -> Option<f64> {
    of.filter(|s| s.is_finite()).map(|s| s.max(0.0))
}

/// The share that the darkest shade stands for: round, and no less than `greatest`.
pub(super) fn round_share(greatest: f64) -> f64 {
    let round = [0.001, 0.002, 0.004, 0.01, 0.02, 0.04, 0.1, 0.2, 0.4, 0.6, 0.8];
    round.into_iter().find(|r| *r >= greatest).unwrap_or(1.0)
}

/// Decimals of percentages up to `top`.
pub(super) fn places(top: f64) -> usize {
    usize::from(top <= 0.04) + usize::from(top <= 0.004)
}

/// `share` in hundredths; of less than the last digit that it is less.
pub(super) fn percentage(share: f64, places: usize) -> String {
    let least = libm::pow(10.0, -(places as f64));
    if share > 0.0 && 100.0 * share < least / 2.0 {
        return format!("<{}", decimal(least, places));
    }
    decimal(100.0 * share, places)
}

/// Parts of the key up to `top`, so that all their ends are round.
pub(super) fn parts(top: f64) -> i32 {
    if [0.001, 0.01, 0.1].contains(&top) { 5 } else { 4 }
}

/// Which of the shades is that of `share` of the darkest.
pub(super) fn shade(share: f64) -> usize {
    libm::round(share.clamp(0.0, 1.0) * (SHADES - 1) as f64) as usize
}

/// A cell without a share: no shade but a stroke.
pub(super) fn absent(sheet: &mut Sheet, from: (i32, i32), to: (i32, i32)) {
    let y = i32::midpoint(from.1, to.1);
    let half = ((to.0 - from.0) / 4).clamp(2, 8);
    let x = i32::midpoint(from.0, to.0);
    sheet.line(&[(x - half, y), (x + half, y)], picture::pen(FAINT, 4, 0));
}
