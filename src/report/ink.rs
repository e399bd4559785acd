//! Charts as SVG: the only place that knows how a shape is written.
//!
//! A shape carries what it stands for as its title, `label: value`; a long line or area its values place by place in
//! `data-stops`, and each the series that it belongs to in `data-series`: pointer, keyboard and files read the same.

use super::picture::{Colour, Form, Pen, Picture, Place, Shape, Stand, Stop, Text};
use std::fmt::Write as _;

/// Patterns of dashes, of which the first is a line without.
const DASHES: [&str; 5] = ["", "26 14", "7 10", "30 10 7 10", "14 8"];

/// `picture` as SVG on a white ground.
pub fn svg(picture: &Picture) -> String {
    let (wide, tall) = picture.size;
    let mut out = format!(
        "<svg width=\"{wide}\" height=\"{tall}\" viewBox=\"0 0 {wide} {tall}\" xmlns=\"http://www.w3.org/2000/svg\" font-family=\"sans-serif\">\n<rect width=\"{wide}\" height=\"{tall}\" fill=\"#FFFFFF\"/>\n"
    );
    for shape in &picture.shapes {
        write(&mut out, shape);
    }
    out.push_str("</svg>\n");
    out
}

fn write(out: &mut String, shape: &Shape) {
    let (name, attributes, text) = form(&shape.form);
    let _ = write!(out, "<{name} {attributes}");
    if let Some(series) = shape.series {
        let _ = write!(out, " data-series=\"{series}\"");
    }
    if !shape.stops.is_empty() {
        let _ = write!(out, " data-stops=\"{}\"", stops(&shape.stops));
    }
    let said = shape.mark.as_ref().map(|mark| format!("{}: {}", mark.label, mark.value));
    let title = said.as_ref().or(text.and_then(|text| text.whole.as_ref()));
    let title = title.map_or(String::new(), |t| format!("<title>{}</title>", escaped(t)));
    let inside = text.map_or(String::new(), |text| escaped(&text.text));
    let _ = match (title.as_str(), inside.as_str()) {
        ("", "") => writeln!(out, "/>"),
        _ => writeln!(out, ">{title}{inside}</{name}>"),
    };
}

/// Element, what it looks like, and its text.
fn form(form: &Form) -> (&'static str, String, Option<&Text>) {
    match form {
        Form::Line(points, pen) => (
            "polyline",
            format!("points=\"{}\" fill=\"none\" {}", places(points), stroke(*pen)),
            None,
        ),
        Form::Box(from, to, colour, opacity) => {
            let (wide, tall) = (to.0 - from.0, to.1 - from.1);
            let at =
                format!("x=\"{}\" y=\"{}\" width=\"{wide}\" height=\"{tall}\"", from.0, from.1);
            ("rect", format!("{at} {}", fill(*colour, *opacity)), None)
        }
        Form::Area(outline, colour, opacity) => {
            ("polygon", format!("points=\"{}\" {}", places(outline), fill(*colour, *opacity)), None)
        }
        Form::Disc(at, radius, colour) => {
            ("circle", format!("{} {}", circle(*at, *radius), fill(*colour, 1.0)), None)
        }
        Form::Ring(at, radius, pen) => {
            ("circle", format!("{} fill=\"none\" {}", circle(*at, *radius), stroke(*pen)), None)
        }
        Form::Text(text) => ("text", letters(text), Some(text)),
    }
}

fn letters(text: &Text) -> String {
    let ((x, y), (size, colour)) = (text.at, text.letters);
    let anchor = match text.stand {
        Stand::Left => "",
        Stand::Middle => " text-anchor=\"middle\"",
        Stand::Right | Stand::Up => " text-anchor=\"end\"",
    };
    let turned = match text.stand {
        Stand::Up => format!(" transform=\"rotate(270, {x}, {y})\""),
        _ => String::new(),
    };
    let fill = fill(colour, 1.0);
    format!("x=\"{x}\" y=\"{y}\" dy=\"0.5ex\"{anchor} font-size=\"{size}\" {fill}{turned}")
}

fn circle((x, y): Place, radius: u32) -> String {
    format!("cx=\"{x}\" cy=\"{y}\" r=\"{radius}\"")
}

fn fill(colour: Colour, opacity: f64) -> String {
    let through = if opacity < 1.0 { format!(" opacity=\"{opacity}\"") } else { String::new() };
    format!("fill=\"{}\"{through}", hex(colour))
}

fn stroke(pen: Pen) -> String {
    let dash = match DASHES[pen.dash % DASHES.len()] {
        "" => String::new(),
        dash => format!(" stroke-dasharray=\"{dash}\""),
    };
    format!("stroke=\"{}\" stroke-width=\"{}\"{dash}", hex(pen.colour), pen.width)
}

fn hex(Colour(red, green, blue): Colour) -> String {
    format!("#{red:02X}{green:02X}{blue:02X}")
}

fn places(all: &[Place]) -> String {
    let all: Vec<String> = all.iter().map(|(x, y)| format!("{x},{y}")).collect();
    all.join(" ")
}

/// `x,y,where,value` of each, with bars between.
fn stops(all: &[Stop]) -> String {
    let plain = |text: &str| escaped(text).replace(['|', ','], " ");
    let of = |s: &Stop| format!("{},{},{},{}", s.at.0, s.at.1, plain(&s.along), plain(&s.value));
    all.iter().map(of).collect::<Vec<String>>().join("|")
}

/// `text` as XML has it.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            other => out.push(other),
        }
    }
    out
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
