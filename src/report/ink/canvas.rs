//! Where plotters draws: SVG in few letters, with dashes, titles, series and stops of shapes, which plotters does not know.

use super::super::picture::Place;
use plotters::prelude::*;
use plotters::style::text_anchor::HPos;
use plotters_backend::{BackendColor, BackendStyle, BackendTextStyle, DrawingErrorKind};
use std::cell::{Cell, RefCell};
use std::convert::Infallible;
use std::fmt::Write as _;
use std::rc::Rc;

/// What has been written, and what plotters cannot say of the next shape.
#[derive(Default)]
pub(super) struct Next {
    pub(super) written: RefCell<String>,
    pub(super) title: RefCell<Option<String>>,
    pub(super) stops: RefCell<String>,
    pub(super) series: Cell<Option<usize>>,
    pub(super) dash: Cell<&'static str>,
}

/// Where plotters draws.
pub(super) struct Canvas {
    pub(super) size: (u32, u32),
    pub(super) next: Rc<Next>,
}

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

impl Canvas {
    /// A tag with `attributes`, and `text` inside.
    fn tag(&self, name: &str, attributes: &str, text: Option<&str>) -> Drawn {
        let mut out = self.next.written.borrow_mut();
        let _ = write!(out, "<{name} {attributes}");
        if let Some(series) = self.next.series.take() {
            let _ = write!(out, " data-series=\"{series}\"");
        }
        let stops = self.next.stops.take();
        if !stops.is_empty() {
            let _ = write!(out, " data-stops=\"{stops}\"");
        }
        let title = self.next.title.take();
        let title = title.map_or(String::new(), |t| format!("<title>{}</title>", escaped(&t)));
        let inside = text.map_or(String::new(), escaped);
        let _ = match (title.as_str(), inside.as_str()) {
            ("", "") => writeln!(out, "/>"),
            _ => writeln!(out, ">{title}{inside}</{name}>"),
        };
        Ok(())
    }

    fn stroke<S: BackendStyle>(&self, style: &S) -> String {
        let dash = match self.next.dash.take() {
            "" => String::new(),
            dash => format!(" stroke-dasharray=\"{dash}\""),
        };
        format!("stroke=\"{}\" stroke-width=\"{}\"{dash}", hex(style.color()), style.stroke_width())
    }
}

impl DrawingBackend for Canvas {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, at: Place, colour: BackendColor) -> Drawn {
        self.draw_rect(at, (at.0 + 1, at.1 + 1), &colour, true)
    }

    fn draw_rect<S: BackendStyle>(&mut self, from: Place, to: Place, style: &S, _: bool) -> Drawn {
        let (x, y, wide, tall) = (from.0, from.1, to.0 - from.0, to.1 - from.1);
        let fill = fill(style.color());
        self.tag(
            "rect",
            &format!("x=\"{x}\" y=\"{y}\" width=\"{wide}\" height=\"{tall}\" {fill}"),
            None,
        )
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = Place>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        let stroke = self.stroke(style);
        self.tag("polyline", &format!("points=\"{}\" fill=\"none\" {stroke}", places(path)), None)
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = Place>>(
        &mut self,
        outline: I,
        style: &S,
    ) -> Drawn {
        self.tag(
            "polygon",
            &format!("points=\"{}\" {}", places(outline), fill(style.color())),
            None,
        )
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        (x, y): Place,
        radius: u32,
        style: &S,
        filled: bool,
    ) -> Drawn {
        let painted = match filled {
            true => fill(style.color()),
            false => format!("fill=\"none\" {}", self.stroke(style)),
        };
        self.tag("circle", &format!("cx=\"{x}\" cy=\"{y}\" r=\"{radius}\" {painted}"), None)
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, (x, y): Place) -> Drawn {
        let anchor = match style.anchor().h_pos {
            HPos::Left => "",
            HPos::Center => " text-anchor=\"middle\"",
            HPos::Right => " text-anchor=\"end\"",
        };
        let turned = match style.transform() {
            FontTransform::Rotate270 => format!(" transform=\"rotate(270, {x}, {y})\""),
            _ => String::new(),
        };
        let (size, fill) = (libm::round(style.size()), fill(style.color()));
        self.tag(
            "text",
            &format!(
                "x=\"{x}\" y=\"{y}\" dy=\"0.5ex\"{anchor} font-size=\"{size}\" {fill}{turned}"
            ),
            Some(text),
        )
    }

    /// No font is asked: `lettering.rs` says how wide a text is.
    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        _: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        Ok((0, style.size() as u32))
    }
}

fn fill(colour: BackendColor) -> String {
    let through = match colour.alpha {
        alpha if alpha < 1.0 => format!(" opacity=\"{alpha}\""),
        _ => String::new(),
    };
    format!("fill=\"{}\"{through}", hex(colour))
}

fn hex(colour: BackendColor) -> String {
    let (red, green, blue) = colour.rgb;
    format!("#{red:02X}{green:02X}{blue:02X}")
}

fn places(all: impl IntoIterator<Item = Place>) -> String {
    let all: Vec<String> = all.into_iter().map(|(x, y)| format!("{x},{y}")).collect();
    all.join(" ")
}

/// `text` as XML has it.
pub(in super::super) fn escaped(text: &str) -> String {
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
