//! Where plotters draws: SVG as its own backend writes it, and dashes and titles of shapes besides.

use super::super::picture::Place;
use plotters::prelude::*;
use plotters::style::text_anchor::HPos;
use plotters_backend::{BackendColor, BackendStyle, BackendTextStyle, DrawingErrorKind};
use std::cell::{Cell, RefCell};
use std::convert::Infallible;
use std::fmt::{Display, Write as _};
use std::rc::Rc;

/// What has been written, and what plotters cannot say of the next shape.
#[derive(Default)]
pub(super) struct Next {
    pub(super) written: RefCell<String>,
    pub(super) title: RefCell<Option<String>>,
    pub(super) dash: Cell<&'static str>,
}

/// Where plotters draws.
pub(super) struct Canvas {
    pub(super) size: (u32, u32),
    pub(super) next: Rc<Next>,
}

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

impl Canvas {
    /// A tag with `attributes` that have nothing to escape, and `text` inside; what is invisible is not written.
    fn tag(
        &self,
        name: &str,
        colour: BackendColor,
        attributes: &[(&str, &dyn Display)],
        text: Option<&str>,
    ) {
        let title = self.next.title.take();
        let dash = self.next.dash.take();
        if colour.alpha == 0.0 {
            return;
        }
        let mut out = self.next.written.borrow_mut();
        let _ = write!(out, "<{name}");
        for (key, value) in attributes {
            let _ = write!(out, " {key}=\"{value}\"");
            if *key == "opacity" && !dash.is_empty() {
                let _ = write!(out, " stroke-dasharray=\"{dash}\"");
            }
        }
        if text.is_none() && title.is_none() {
            out.push_str("/>\n");
            return;
        }
        out.push('>');
        out.push_str(if text.is_some() { "\n" } else { "" });
        if let Some(title) = title {
            let _ = write!(out, "<title>{}</title>", escaped(&title));
        }
        if let Some(text) = text {
            let _ = writeln!(out, "{}", escaped(text));
        }
        let _ = writeln!(out, "</{name}>");
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

    fn draw_rect<S: BackendStyle>(
        &mut self,
        from: Place,
        to: Place,
        style: &S,
        fill: bool,
    ) -> Drawn {
        let (fill, edge) = painted(style.color(), fill);
        let (x, y, wide, tall) = (from.0, from.1, to.0 - from.0, to.1 - from.1);
        let opacity = style.color().alpha;
        self.tag(
            "rect",
            style.color(),
            &[
                ("x", &x),
                ("y", &y),
                ("width", &wide),
                ("height", &tall),
                ("opacity", &opacity),
                ("fill", &fill),
                ("stroke", &edge),
            ],
            None,
        );
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = Place>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        let (opacity, stroke) = (style.color().alpha, hex(style.color()));
        self.tag(
            "polyline",
            style.color(),
            &[
                ("fill", &"none"),
                ("opacity", &opacity),
                ("stroke", &stroke),
                ("stroke-width", &style.stroke_width()),
                ("points", &places(path)),
            ],
            None,
        );
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = Place>>(
        &mut self,
        outline: I,
        style: &S,
    ) -> Drawn {
        let (opacity, fill) = (style.color().alpha, hex(style.color()));
        self.tag(
            "polygon",
            style.color(),
            &[("opacity", &opacity), ("fill", &fill), ("points", &places(outline))],
            None,
        );
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        at: Place,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Drawn {
        let (fill, edge) = painted(style.color(), fill);
        let opacity = style.color().alpha;
        self.tag(
            "circle",
            style.color(),
            &[
                ("cx", &at.0),
                ("cy", &at.1),
                ("r", &radius),
                ("opacity", &opacity),
                ("fill", &fill),
                ("stroke", &edge),
                ("stroke-width", &style.stroke_width()),
            ],
            None,
        );
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, (x, y): Place) -> Drawn {
        let anchor = match style.anchor().h_pos {
            HPos::Left => "start",
            HPos::Center => "middle",
            HPos::Right => "end",
        };
        // Plotters' points are 1.24 of SVG's.
        let (size, opacity, fill) = (style.size() / 1.24, style.color().alpha, hex(style.color()));
        let turned = format!("rotate(270, {x}, {y})");
        let mut attributes: Vec<(&str, &dyn Display)> = vec![
            ("x", &x),
            ("y", &y),
            ("dy", &"0.5ex"),
            ("text-anchor", &anchor),
            ("font-family", &"sans-serif"),
            ("font-size", &size),
            ("opacity", &opacity),
            ("fill", &fill),
        ];
        if matches!(style.transform(), FontTransform::Rotate270) {
            attributes.push(("transform", &turned));
        }
        self.tag("text", style.color(), &attributes, Some(text));
        Ok(())
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

/// Fill and edge of a shape of which one is drawn.
fn painted(colour: BackendColor, fill: bool) -> (String, String) {
    let none = "none".to_owned();
    if fill { (hex(colour), none) } else { (none, hex(colour)) }
}

fn hex(colour: BackendColor) -> String {
    let (red, green, blue) = colour.rgb;
    format!("#{red:02X}{green:02X}{blue:02X}")
}

fn places(all: impl IntoIterator<Item = Place>) -> String {
    all.into_iter().fold(String::new(), |mut text, (x, y)| {
        let _ = write!(text, "{x},{y} ");
        text
    })
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
