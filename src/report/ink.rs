//! Charts as SVG: the only place that knows plotters, and how a shape is written.
//!
//! A shape carries what it stands for as its title, `label: value`; a long line or area its values place by place in
//! `data-stops`, and each the series that it belongs to in `data-series`: pointer, keyboard and files read the same.

mod canvas;

pub(super) use canvas::escaped;

use super::picture::{Colour, Form, Pen, Picture, Shape, Stand, Stop, Text as Letters};
use canvas::{Canvas, Next};
use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use std::convert::Infallible;
use std::rc::Rc;

/// Patterns of dashes, of which the first is a line without.
const DASHES: [&str; 5] = ["", "26 14", "7 10", "30 10 7 10", "14 8"];

/// `picture` as SVG on a white ground.
///
/// # Panics
/// Never: a canvas of ours takes whatever is drawn.
pub fn svg(picture: &Picture) -> String {
    let (wide, tall) = picture.size;
    let next = Rc::new(Next::default());
    let canvas = Canvas { size: picture.size, next: Rc::clone(&next) };
    let sheet = canvas.into_drawing_area();
    for shape in &picture.shapes {
        draw(&sheet, &next, shape).expect("a canvas of ours takes whatever is drawn");
    }
    let inside = next.written.take();
    format!(
        "<svg width=\"{wide}\" height=\"{tall}\" viewBox=\"0 0 {wide} {tall}\" xmlns=\"http://www.w3.org/2000/svg\" font-family=\"sans-serif\">\n<rect width=\"{wide}\" height=\"{tall}\" fill=\"#FFFFFF\"/>\n{inside}</svg>\n"
    )
}

fn draw(
    sheet: &DrawingArea<Canvas, Shift>,
    next: &Next,
    Shape { form, mark, stops, series }: &Shape,
) -> Result<(), DrawingAreaErrorKind<Infallible>> {
    next.title.replace(mark.as_ref().map(|mark| format!("{}: {}", mark.label, mark.value)));
    next.series.set(*series);
    next.stops.replace(joined(stops));
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
            sheet.draw(&Text::new(text.text.as_str(), text.at, style(text)))
        }
    }
}

fn style(text: &Letters) -> TextStyle<'static> {
    let (size, colour) = text.letters;
    let h = match text.stand {
        Stand::Left => HPos::Left,
        Stand::Middle => HPos::Center,
        Stand::Right | Stand::Up => HPos::Right,
    };
    let style = ("sans-serif", size).into_font().color(&rgb(colour)).pos(Pos::new(h, VPos::Center));
    match text.stand {
        Stand::Up => style.transform(FontTransform::Rotate270),
        _ => style,
    }
}

fn rgb(Colour(red, green, blue): Colour) -> RGBColor {
    RGBColor(red, green, blue)
}

fn stroke(pen: Pen) -> ShapeStyle {
    ShapeStyle { color: rgb(pen.colour).to_rgba(), filled: false, stroke_width: pen.width }
}

/// `x,y,where,value` of each, with bars between.
fn joined(all: &[Stop]) -> String {
    let plain = |text: &str| escaped(text).replace(['|', ','], " ");
    let of = |s: &Stop| format!("{},{},{},{}", s.at.0, s.at.1, plain(&s.along), plain(&s.value));
    all.iter().map(of).collect::<Vec<String>>().join("|")
}

#[cfg(test)]
mod tests {
    use super::super::lettering::LABEL;
    use super::super::picture::{BLUE, DARK, pen};
    use super::*;

    #[test]
    fn a_dash_and_what_a_shape_stands_for_are_svgs_and_a_text_cannot_become_one() {
        let picture = Picture::new("", (200, 100), |sheet| {
            sheet.belonging(Some(3));
            sheet.of("a <b>", "1").line(&[(0, 0), (9, 9)], pen(BLUE, 4, 1));
            sheet.belonging(None);
            sheet.write("stroke-dasharray=\"2\" <x>", (0, 0), (LABEL, DARK), Stand::Left);
        });
        let svg = svg(&picture);
        assert_eq!(svg.matches("stroke-dasharray=\"").count(), 1);
        assert_eq!(
            svg.matches(" data-series=\"3\"><title>a &lt;b&gt;: 1</title></polyline>").count(),
            1
        );
        assert!(svg.contains("&lt;x&gt;") && svg.ends_with("</text>\n</svg>\n"), "{svg}");
    }

    #[test]
    fn a_cut_name_is_whole_in_the_title_of_its_text() {
        let picture = Picture::new("", (200, 100), |sheet| {
            let name = "<b>a name far too long for it</b>";
            sheet.write_within(name, 90, (0, 0), (LABEL, DARK), Stand::Left);
        });
        let svg = svg(&picture);
        assert!(svg.contains("<title>&lt;b&gt;a name far too long for it&lt;/b&gt;</title>"));
    }

    #[test]
    fn a_stop_cannot_become_two() {
        let stop =
            |along: &str| Stop { at: (1, 2), along: along.to_owned(), value: "3".to_owned() };
        let picture = Picture::new("", (200, 100), |sheet| {
            let line = [(0, 0), (9, 9)];
            sheet
                .of("a", "most 3")
                .along(vec![stop("x|y, \"z\""), stop("9")])
                .line(&line, pen(BLUE, 4, 0));
        });
        assert!(svg(&picture).contains(" data-stops=\"1,2,x y  &quot;z&quot;,3|1,2,9,3\">"));
        assert_eq!(picture.marks().count(), 3);
    }
}
