//! What charts draw with: colours, pens, markers and text on a sheet of pixels.
//!
//! Plotters' SVG knows neither dashes nor names of a shape. A pen's dash travels as its opacity, one
//! of [`DASHES`], and a whole name as a stretch of its text; [`finished`] puts both right.

use super::lettering::{NAMED, clean, cut};
use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

/// What plotters says went wrong.
pub(super) type Error = Box<dyn std::error::Error>;
/// Part of a sheet.
pub(super) type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;

/// Text, axes.
pub(super) const DARK: RGBColor = RGBColor(40, 40, 40);
/// Second text, whiskers of nothing.
pub(super) const GREY: RGBColor = RGBColor(105, 105, 105);
/// Grid.
pub(super) const PALE: RGBColor = RGBColor(222, 222, 222);
/// Blue of Okabe and Ito.
pub(super) const BLUE: RGBColor = RGBColor(0, 114, 178);

/// Okabe and Ito's colours that a white ground bears, in the order of use.
const COLOURS: [RGBColor; 6] = [
    BLUE,
    RGBColor(213, 94, 0),
    RGBColor(0, 158, 115),
    RGBColor(204, 121, 167),
    RGBColor(60, 60, 60),
    RGBColor(230, 159, 0),
];

/// Opacity that stands for a dash, and the dash. The first is a line without.
const DASHES: [(f64, &str); 5] =
    [(1.0, ""), (0.9991, "26 14"), (0.9992, "7 10"), (0.9993, "30 10 7 10"), (0.9994, "14 8")];

/// Colour of the `i`-th series.
pub(super) fn colour(i: usize) -> RGBColor {
    COLOURS[i % COLOURS.len()]
}

/// A line `pixels` wide, with the `dash`-th of the patterns.
pub(super) fn pen(colour: RGBColor, pixels: u32, dash: usize) -> ShapeStyle {
    let color = colour.mix(DASHES[dash % DASHES.len()].0);
    ShapeStyle { color, filled: false, stroke_width: pixels }
}

/// Draws on a white sheet of `size`, and finishes the SVG.
pub(super) fn sheet(
    size: (u32, u32),
    draw: impl FnOnce(&Area<'_>) -> Result<(), Error>,
) -> Result<String, Error> {
    let mut svg = String::new();
    {
        let root = SVGBackend::with_string(&mut svg, size).into_drawing_area();
        root.fill(&WHITE)?;
        draw(&root)?;
        root.present()?;
    }
    Ok(finished(&svg))
}

/// Dashes and names as SVG has them. No text can be taken for either: quotes are escaped, and
/// [`clean`] lets no [`NAMED`] pass.
fn finished(svg: &str) -> String {
    let mut svg = svg.replace(NAMED[0], "<title>").replace(NAMED[1], "</title>");
    for (opacity, dash) in &DASHES[1..] {
        svg = svg.replace(
            &format!("opacity=\"{opacity}\""),
            &format!("opacity=\"1\" stroke-dasharray=\"{dash}\""),
        );
    }
    svg
}

/// Letters of `size`.
pub(super) fn font(size: u32) -> TextStyle<'static> {
    ("sans-serif", size).into_font().color(&DARK)
}

/// Where a text stands about its point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Stand {
    /// Right of it.
    Left,
    /// Across it.
    Middle,
    /// Left of it.
    Right,
    /// Upwards, its end at the point.
    Up,
}

/// Size and colour of letters.
pub(super) type Letters = (u32, RGBColor);

/// `text` about `at`, which is half its height down.
pub(super) fn write(
    area: &Area<'_>,
    text: &str,
    at: (i32, i32),
    letters: Letters,
    stand: Stand,
) -> Result<(), Error> {
    put(area, clean(text), at, letters, stand)
}

/// `text` about `at`, cut where it is longer than `pixels`; then the whole of it shows when pointed at.
pub(super) fn write_within(
    area: &Area<'_>,
    text: &str,
    pixels: i32,
    at: (i32, i32),
    letters: Letters,
    stand: Stand,
) -> Result<(), Error> {
    put(area, cut(text, letters.0, pixels), at, letters, stand)
}

fn put(
    area: &Area<'_>,
    text: String,
    at: (i32, i32),
    (size, colour): Letters,
    stand: Stand,
) -> Result<(), Error> {
    let h = match stand {
        Stand::Left => HPos::Left,
        Stand::Middle => HPos::Center,
        Stand::Right | Stand::Up => HPos::Right,
    };
    let mut style = font(size).color(&colour).pos(Pos::new(h, VPos::Center));
    if stand == Stand::Up {
        style = style.transform(FontTransform::Rotate270);
    }
    area.draw(&Text::new(text, at, style))?;
    Ok(())
}

/// A line through `points`; a single one is nothing.
pub(super) fn line(area: &Area<'_>, points: &[(i32, i32)], pen: ShapeStyle) -> Result<(), Error> {
    if points.len() > 1 {
        area.draw(&PathElement::new(points.to_vec(), pen))?;
    }
    Ok(())
}

/// A whisker from `low` to `high` at `x`, with caps.
pub(super) fn whisker(
    area: &Area<'_>,
    x: i32,
    (low, high): (i32, i32),
    pen: ShapeStyle,
) -> Result<(), Error> {
    line(area, &[(x, low), (x, high)], pen)?;
    line(area, &[(x - 8, high), (x + 8, high)], pen)?;
    line(area, &[(x - 8, low), (x + 8, low)], pen)
}

/// Marker of the `i`-th series at a point, filled or open.
pub(super) fn marker(area: &Area<'_>, i: usize, at: (i32, i32), open: bool) -> Result<(), Error> {
    let shapes: [&[(i32, i32)]; 5] = [
        &[],
        &[(-10, -10), (10, -10), (10, 10), (-10, 10)],
        &[(0, -13), (13, 10), (-13, 10)],
        &[(0, -14), (14, 0), (0, 14), (-14, 0)],
        &[(0, 13), (13, -10), (-13, -10)],
    ];
    let (fill, edge) = if open { (WHITE, colour(i)) } else { (colour(i), WHITE) };
    let stroke = if open { 4 } else { 2 };
    let mut outline: Vec<(i32, i32)> =
        shapes[i % shapes.len()].iter().map(|(x, y)| (at.0 + x, at.1 + y)).collect();
    if outline.is_empty() {
        area.draw(&Circle::new(at, 11, fill.filled()))?;
        area.draw(&Circle::new(at, 11, edge.stroke_width(stroke)))?;
    } else {
        area.draw(&Polygon::new(outline.clone(), fill.filled()))?;
        outline.push(outline[0]);
        area.draw(&PathElement::new(outline, edge.stroke_width(stroke)))?;
    }
    Ok(())
}

/// A filled rectangle.
pub(super) fn fill(
    area: &Area<'_>,
    from: (i32, i32),
    to: (i32, i32),
    colour: RGBColor,
) -> Result<(), Error> {
    area.draw(&Rectangle::new([from, to], colour.filled()))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::lettering::LABEL;

    #[test]
    fn a_dash_becomes_svgs_and_a_text_cannot_become_one() {
        let svg = sheet((200, 100), |area| {
            line(area, &[(0, 0), (9, 9)], pen(BLUE, 4, 1))?;
            write(area, "opacity=\"0.9992\"", (0, 0), (LABEL, DARK), Stand::Left)?;
            write(area, "\u{e000}<x>\u{e001}", (0, 0), (LABEL, DARK), Stand::Left)
        });
        let svg = svg.expect("a chart");
        assert_eq!(svg.matches("stroke-dasharray").count(), 1);
        assert!(!svg.contains("<title>") && svg.contains("&lt;x&gt;"), "{svg}");
    }

    #[test]
    fn a_cut_name_is_whole_in_the_title_of_its_text() {
        let svg = sheet((200, 100), |area| {
            let name = "<b>a name far too long for it</b>";
            write_within(area, name, 90, (0, 0), (LABEL, DARK), Stand::Left)
        });
        let svg = svg.expect("a chart");
        assert!(svg.contains("<title>&lt;b&gt;a name far too long for it&lt;/b&gt;</title>"));
    }
}
