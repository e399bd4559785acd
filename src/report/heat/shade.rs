//! Shades of a heat map: one hue, light for little and dark for much.

use super::super::lettering::decimal;
use super::super::picture::{self, Colour, Sheet};

/// Light to dark along one hue, each step as much darker as the last: in grey the order stays.
const SHADES: [Colour; 9] = [
    Colour(238, 244, 250),
    Colour(219, 232, 245),
    Colour(198, 219, 239),
    Colour(158, 202, 225),
    Colour(107, 174, 214),
    Colour(66, 146, 198),
    Colour(33, 113, 181),
    Colour(8, 81, 156),
    Colour(8, 48, 107),
];

/// A share as it can be drawn.
pub(super) fn share(of: Option<f64>) -> Option<f64> {
    of.filter(|s| s.is_finite()).map(|s| s.clamp(0.0, 1.0))
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

/// The shade of `share` of the darkest.
pub(super) fn shade(share: f64) -> Colour {
    let place = share.clamp(0.0, 1.0) * (SHADES.len() - 1) as f64;
    let i = (place as usize).min(SHADES.len() - 2);
    let (from, to, part) = (SHADES[i], SHADES[i + 1], place - i as f64);
    let mix = |a: u8, b: u8| libm::round(f64::from(a) + part * (f64::from(b) - f64::from(a))) as u8;
    Colour(mix(from.0, to.0), mix(from.1, to.1), mix(from.2, to.2))
}

/// A cell without a share: no shade but a stroke.
pub(super) fn absent(sheet: &mut Sheet, from: (i32, i32), to: (i32, i32)) {
    let y = i32::midpoint(from.1, to.1);
    let half = ((to.0 - from.0) / 4).clamp(2, 8);
    let x = i32::midpoint(from.0, to.0);
    sheet.line(&[(x - half, y), (x + half, y)], picture::pen(Colour(180, 180, 180), 4, 0));
}
