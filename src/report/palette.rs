//! Every colour that a chart may have, by what it is for, and what it becomes on a dark page.
//!
//! One list: the page's style for the dark is made from it, and its contrasts are measured as WCAG does. Files of
//! charts are on white. Left out: which series has which (`picture.rs`).

use std::fmt::Write as _;

/// Red, green and blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour(pub u8, pub u8, pub u8);

/// What a colour is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    /// The sheet, and what stands on a filled mark.
    Ground,
    /// Letters and axes: 4.5 to 1 against the ground.
    Letters,
    /// What stands for a value: 3 to 1 against the ground.
    Data,
    /// What only helps to read: grids, stripes, stretches of an axis.
    Help,
    /// Cells of a heat map, on which letters may stand.
    Cell,
}

/// Use, on white, and in the dark.
pub(super) type Ink = (Use, Colour, Colour);

/// Text, axes.
pub(super) const DARK: Colour = Colour(40, 40, 40);
/// Second text, whiskers of nothing.
pub(super) const GREY: Colour = Colour(90, 90, 90);
/// Grid.
pub(super) const PALE: Colour = Colour(222, 222, 222);
/// A stroke for nothing.
pub(super) const FAINT: Colour = Colour(180, 180, 180);
/// Behind every second row.
pub(super) const STRIPE: Colour = Colour(245, 245, 245);
/// Blue of Okabe and Ito.
pub(super) const BLUE: Colour = Colour(0, 114, 178);
/// The ground.
pub(super) const WHITE: Colour = Colour(255, 255, 255);
/// Lines of thresholds.
pub(super) const BLACK: Colour = Colour(0, 0, 0);
/// Of the low and of the high end of a range.
pub(super) const LOW: Colour = Colour(0, 60, 112);
pub(super) const HIGH: Colour = Colour(195, 125, 0);

/// Colours of series, in the order of use.
const SERIES: [Colour; 6] = [
    BLUE,
    Colour(205, 85, 0),
    Colour(0, 140, 100),
    Colour(184, 96, 143),
    Colour(60, 60, 60),
    Colour(165, 110, 0),
];

/// Colour of the `i`-th series.
pub(super) fn colour(i: usize) -> Colour {
    SERIES[i % SERIES.len()]
}

/// The dark page's ground.
const NIGHT: Colour = Colour(29, 33, 38);

const INKS: [Ink; 36] = [
    (Use::Ground, WHITE, NIGHT),
    (Use::Letters, DARK, Colour(231, 234, 238)),
    (Use::Letters, GREY, Colour(170, 179, 190)),
    (Use::Letters, BLACK, Colour(250, 250, 250)),
    // Series, after Okabe and Ito, as dark as white asks for.
    (Use::Data, Colour(0, 114, 178), Colour(86, 180, 233)),
    (Use::Data, Colour(205, 85, 0), Colour(255, 140, 60)),
    (Use::Data, Colour(0, 140, 100), Colour(60, 200, 150)),
    (Use::Data, Colour(184, 96, 143), Colour(225, 150, 190)),
    (Use::Data, Colour(60, 60, 60), Colour(205, 210, 216)),
    (Use::Data, Colour(165, 110, 0), Colour(240, 200, 80)),
    // Layers of what happened.
    (Use::Data, Colour(120, 120, 120), Colour(140, 146, 153)),
    (Use::Data, Colour(0, 60, 110), Colour(70, 135, 215)),
    (Use::Data, Colour(68, 147, 200), Colour(150, 210, 250)),
    (Use::Data, Colour(140, 55, 0), Colour(255, 165, 70)),
    (Use::Data, Colour(0, 125, 88), Colour(50, 170, 125)),
    (Use::Data, Colour(110, 70, 30), Colour(205, 160, 110)),
    (Use::Data, Colour(95, 10, 5), Colour(235, 90, 75)),
    (Use::Data, Colour(75, 25, 85), Colour(190, 120, 205)),
    (Use::Data, Colour(150, 110, 150), Colour(220, 195, 220)),
    // Ends of a range: they touch, so that they differ by 3 to 1 themselves.
    (Use::Data, Colour(0, 60, 112), Colour(35, 120, 195)),
    (Use::Data, Colour(195, 125, 0), Colour(255, 210, 110)),
    (Use::Help, Colour(222, 222, 222), Colour(58, 64, 72)),
    (Use::Help, Colour(180, 180, 180), Colour(100, 106, 114)),
    (Use::Help, Colour(245, 245, 245), Colour(37, 42, 48)),
    (Use::Help, Colour(249, 249, 249), Colour(33, 37, 43)),
    (Use::Help, Colour(216, 238, 224), Colour(32, 62, 46)),
    (Use::Help, Colour(255, 240, 170), Colour(74, 62, 18)),
    // Shades of a heat map, least to most: on white from light to dark, in the dark the other way.
    (Use::Cell, Colour(238, 244, 250), Colour(38, 48, 58)),
    (Use::Cell, Colour(219, 232, 245), Colour(36, 56, 74)),
    (Use::Cell, Colour(198, 219, 239), Colour(35, 66, 92)),
    (Use::Cell, Colour(158, 202, 225), Colour(35, 78, 112)),
    (Use::Cell, Colour(107, 174, 214), Colour(38, 94, 140)),
    (Use::Cell, Colour(66, 146, 198), Colour(46, 110, 165)),
    (Use::Cell, Colour(33, 113, 181), Colour(90, 155, 205)),
    (Use::Cell, Colour(8, 81, 156), Colour(135, 190, 226)),
    (Use::Cell, Colour(8, 48, 107), Colour(195, 228, 248)),
];

/// Colour of the `n`-th of nine shades, and of letters on it.
pub(super) fn shade(n: usize) -> (Colour, Colour) {
    let first = INKS.len() - SHADES;
    (INKS[first + n.min(SHADES - 1)].1, if n < TURN { BLACK } else { WHITE })
}

/// How many shades there are, and from which on letters are the ground's.
pub(super) const SHADES: usize = 9;
const TURN: usize = 6;

/// The style by which a page that is dark shows charts in its own colours; one that knows no `light-dark` leaves
/// them on white.
pub fn style() -> String {
    let hex = |Colour(r, g, b): Colour| format!("#{r:02X}{g:02X}{b:02X}");
    let mut css = String::new();
    for (_, day, night) in INKS {
        let (day, night) = (hex(day), hex(night));
        for of in ["fill", "stroke"] {
            let _ =
                writeln!(css, ".chart [{of}=\"{day}\"] {{ {of}: light-dark({day}, {night}); }}");
        }
    }
    css
}

#[cfg(test)]
mod tests {
    use super::*;

    /// WCAG's relative luminance.
    fn light(Colour(r, g, b): Colour) -> f64 {
        let part = |v: u8| match f64::from(v) / 255.0 {
            v if v <= 0.04045 => v / 12.92,
            v => libm::pow((v + 0.055) / 1.055, 2.4),
        };
        0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b)
    }

    fn contrast(a: Colour, b: Colour) -> f64 {
        let (a, b) = (light(a), light(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// Of the day and of the night.
    fn both(of: Ink) -> [Colour; 2] {
        [of.1, of.2]
    }

    #[test]
    fn letters_have_4_5_to_1_and_what_stands_for_a_value_3_to_1_against_the_ground_light_and_dark()
    {
        let ground = both(INKS[0]);
        for ink in INKS {
            let least = match ink.0 {
                Use::Letters => 4.5,
                Use::Data => 3.0,
                Use::Ground | Use::Help | Use::Cell => continue,
            };
            for (colour, ground) in both(ink).into_iter().zip(ground) {
                assert!(contrast(colour, ground) >= least, "{colour:?} on {ground:?}");
            }
        }
    }

    #[test]
    fn letters_on_a_shade_have_4_5_to_1_and_each_shade_goes_further_from_the_ground() {
        let night = |day: Colour| INKS.iter().find(|ink| ink.1 == day).expect("an ink").2;
        let mut before = [0.0; 2];
        for n in 0..SHADES {
            let (cell, letters) = shade(n);
            let pairs = [(cell, letters, WHITE), (night(cell), night(letters), NIGHT)];
            for (i, (cell, letters, ground)) in pairs.into_iter().enumerate() {
                assert!(contrast(cell, letters) >= 4.5, "{n}: {cell:?} under {letters:?}");
                assert!(contrast(cell, ground) > before[i], "{n}");
                before[i] = contrast(cell, ground);
            }
        }
    }

    #[test]
    fn both_ends_of_a_range_differ_by_3_to_1_light_and_dark() {
        let of = |day: Colour| both(*INKS.iter().find(|ink| ink.1 == day).expect("an ink"));
        for (low, high) in of(LOW).into_iter().zip(of(HIGH)) {
            assert!(contrast(low, high) >= 3.0, "{low:?} {high:?}");
        }
    }

    #[test]
    fn a_colour_has_one_counterpart_and_a_rule_of_the_style() {
        for (n, ink) in INKS.iter().enumerate() {
            assert!(INKS[..n].iter().all(|other| other.1 != ink.1), "{ink:?}");
        }
        assert!(style().contains("[fill=\"#0072B2\"] { fill: light-dark(#0072B2, #56B4E9); }"));
    }
}
