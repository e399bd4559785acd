//! Charts as SVG: with its canvas (`ink/canvas.rs`) the only place that knows plotters, and the only one in which drawing can fail.
//!
//! Plotters draws every shape on a canvas of our own, since the one it has knows neither dashes nor what a shape stands
//! for. Numbers and the order of attributes are as plotters' own writes them.

mod canvas;

pub(super) use canvas::escaped;

use super::picture::{Colour, Form, Pen, Picture, Shape, Stand};
use canvas::{Canvas, Next};
use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use std::convert::Infallible;
use std::rc::Rc;

/// What plotters says went wrong.
pub type Error = DrawingAreaErrorKind<Infallible>;

/// Patterns of dashes, of which the first is a line without.
const DASHES: [&str; 5] = ["", "26 14", "7 10", "30 10 7 10", "14 8"];

/// `picture` as SVG on a white ground.
///
/// # Errors
/// What plotters says: that the sheet is shared, which it is not.
pub fn svg(picture: &Picture) -> Result<String, Error> {
    let next = Rc::new(Next::default());
    {
        let canvas = Canvas { size: picture.size, next: Rc::clone(&next) };
        let sheet = canvas.into_drawing_area();
        sheet.fill(&WHITE)?;
        for shape in &picture.shapes {
            draw(&sheet, &next, shape)?;
        }
        sheet.present()?;
    }
    let (wide, tall) = picture.size;
    let inside = next.written.take();
    Ok(format!(
        "<svg width=\"{wide}\" height=\"{tall}\" viewBox=\"0 0 {wide} {tall}\" xmlns=\"http://www.w3.org/2000/svg\">\n{inside}</svg>\n"
    ))
}

fn draw(
    sheet: &DrawingArea<Canvas, Shift>,
    next: &Next,
    Shape { form, mark }: &Shape,
) -> Result<(), Error> {
    next.title.replace(mark.as_ref().map(|mark| format!("{}: {}", mark.label, mark.value)));
    next.dash.set(match form {
        Form::Line(_, pen) | Form::Ring(.., pen) => DASHES[pen.dash % DASHES.len()],
        _ => "",
    });
    match form {
        Form::Line(points, pen) => sheet.draw(&PathElement::new(points.clone(), stroke(*pen))),
        Form::Box(from, to, colour, opacity) => {
            sheet.draw(&Rectangle::new([*from, *to], rgb(*colour).mix(*opacity).filled()))
        }
        Form::Area(outline, colour, opacity) => {
            sheet.draw(&Polygon::new(outline.clone(), rgb(*colour).mix(*opacity).filled()))
        }
        Form::Disc(at, radius, colour) => {
            sheet.draw(&Circle::new(*at, *radius, rgb(*colour).filled()))
        }
        Form::Ring(at, radius, pen) => sheet.draw(&Circle::new(*at, *radius, stroke(*pen))),
        Form::Text(text) => {
            if text.whole.is_some() {
                next.title.replace(text.whole.clone());
            }
            let (size, colour) = text.letters;
            let h = match text.stand {
                Stand::Left => HPos::Left,
                Stand::Middle => HPos::Center,
                Stand::Right | Stand::Up => HPos::Right,
            };
            let font = ("sans-serif", size).into_font();
            let mut style = font.color(&rgb(colour)).pos(Pos::new(h, VPos::Center));
            if text.stand == Stand::Up {
                style = style.transform(FontTransform::Rotate270);
            }
            sheet.draw(&Text::new(text.text.as_str(), text.at, style))
        }
    }
}

fn rgb(Colour(red, green, blue): Colour) -> RGBColor {
    RGBColor(red, green, blue)
}

fn stroke(pen: Pen) -> ShapeStyle {
    ShapeStyle { color: rgb(pen.colour).to_rgba(), filled: false, stroke_width: pen.width }
}

#[cfg(test)]
mod tests {
    use super::super::lettering::LABEL;
    use super::super::picture::{BLUE, DARK, pen};
    use super::*;

    #[test]
    fn a_dash_and_what_a_shape_stands_for_are_svgs_and_a_text_cannot_become_one() {
        let picture = Picture::new("", (200, 100), |sheet| {
            sheet.of("a <b>", "1").line(&[(0, 0), (9, 9)], pen(BLUE, 4, 1));
            sheet.write("stroke-dasharray=\"2\" <x>", (0, 0), (LABEL, DARK), Stand::Left);
        });
        let svg = svg(&picture).expect("a chart");
        assert_eq!(svg.matches("stroke-dasharray=\"").count(), 1);
        assert_eq!(svg.matches("<title>a &lt;b&gt;: 1</title></polyline>").count(), 1);
        assert!(svg.contains("&lt;x&gt;") && svg.ends_with("</text>\n</svg>\n"), "{svg}");
    }

    #[test]
    fn a_cut_name_is_whole_in_the_title_of_its_text() {
        let picture = Picture::new("", (200, 100), |sheet| {
            let name = "<b>a name far too long for it</b>";
            sheet.write_within(name, 90, (0, 0), (LABEL, DARK), Stand::Left);
        });
        let svg = svg(&picture).expect("a chart");
        assert!(svg.contains("<title>&lt;b&gt;a name far too long for it&lt;/b&gt;</title>"));
    }
}
