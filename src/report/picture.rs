//! A chart as data: shapes on a sheet of pixels, each with what it stands for, and the verbs that put them there.
//!
//! Scope: everything that a chart draws with. Nothing here can fail. Left out: how shapes become a file (`ink.rs`), and
//! where they stand (the grammar: `frame.rs`, `lines.rs`, `forest.rs`, `heat.rs`). Checked by: golden lists of what is
//! marked, and SVG, in `tests/golden/charts`.

use super::layout::Layout;
use super::lettering::{clean, cut};

pub use super::palette::Colour;
pub(super) use super::palette::{BLACK, BLUE, DARK, GREY, PALE, WHITE, colour};

/// How a line is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pen {
    /// Its colour.
    pub colour: Colour,
    /// Pixels across.
    pub width: u32,
    /// Which of the patterns of dashes, of which the first is a line without.
    pub dash: usize,
}

/// A line `width` pixels wide, with the `dash`-th of the patterns.
pub(super) fn pen(colour: Colour, width: u32, dash: usize) -> Pen {
    Pen { colour, width, dash }
}

/// Where a text stands about its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stand {
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
pub type Letters = (u32, Colour);
/// A place on the sheet, from its upper left corner.
pub type Place = (i32, i32);

/// What is on a sheet, in the order in which it is drawn.
#[derive(Clone, Debug, PartialEq)]
pub enum Form {
    /// A line through places.
    Line(Vec<Place>, Pen),
    /// A filled rectangle from one corner to the other, and how opaque it is.
    Box(Place, Place, Colour, f64),
    /// A filled outline, and how opaque it is.
    Area(Vec<Place>, Colour, f64),
    /// A filled circle: its middle and radius.
    Disc(Place, u32, Colour),
    /// A circle's edge: its middle and radius.
    Ring(Place, u32, Pen),
    /// A text.
    Text(Text),
}

/// A text on a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// What is written, on one line.
    pub text: String,
    /// The whole of it, where that is cut.
    pub whole: Option<String>,
    /// The place that it stands about.
    pub at: Place,
    /// Its size and colour.
    pub letters: Letters,
    /// Where it stands about that.
    pub stand: Stand,
}

/// A place of a long line or area, and what it stands for: when, and how much.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stop {
    /// Where it is.
    pub at: Place,
    /// Its place along the axis, as it is said.
    pub along: String,
    /// How much.
    pub value: String,
}

/// What a shape stands for: what it is of, and its value, as they are said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Of what or whom.
    pub label: String,
    /// How much.
    pub value: String,
}

/// A form on the sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    /// What is drawn.
    pub form: Form,
    /// What it stands for; none of what is there to read the others by.
    pub mark: Option<Mark>,
    /// The values of a long line or area, place by place.
    pub stops: Vec<Stop>,
    /// Which of the chart's series it belongs to.
    pub series: Option<usize>,
}

/// A chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// What was found, in a sentence: its name.
    pub title: String,
    /// Pixels across and down.
    pub size: (u32, u32),
    /// What is on it.
    pub shapes: Vec<Shape>,
    /// The same, laid out for a narrow screen.
    pub narrow: Option<Box<Picture>>,
}

impl Picture {
    /// An empty sheet called `title` of `size`, and what `draw` puts on it.
    pub(super) fn new(title: &str, size: (i32, i32), draw: impl FnOnce(&mut Sheet)) -> Self {
        let mut sheet = Sheet::default();
        draw(&mut sheet);
        let size = (size.0.max(1) as u32, size.1.max(1) as u32);
        Self { title: clean(title), size, shapes: sheet.shapes, narrow: None }
    }

    /// What `draw` makes of each layout.
    pub(super) fn twice(draw: impl Fn(Layout) -> Self) -> Self {
        Self { narrow: Some(Box::new(draw(Layout::Narrow))), ..draw(Layout::Wide) }
    }

    /// What its shapes stand for, in the order in which they are drawn.
    pub fn marks(&self) -> impl Iterator<Item = Mark> {
        let stop = |label: &str, s: &Stop| Mark {
            label: format!("{label}, {}", s.along),
            value: s.value.clone(),
        };
        let of = move |shape: &Shape| {
            let mark = shape.mark.clone();
            let label = mark.as_ref().map_or("", |m| m.label.as_str());
            let stops: Vec<Mark> = shape.stops.iter().map(|s| stop(label, s)).collect();
            mark.into_iter().chain(stops).collect::<Vec<Mark>>()
        };
        self.shapes.iter().flat_map(of)
    }
}

/// A sheet that is being drawn on.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    shapes: Vec<Shape>,
    /// Of the next shape.
    mark: Option<Mark>,
    stops: Vec<Stop>,
    /// Of all shapes until it is another.
    series: Option<usize>,
}

impl Sheet {
    fn put(&mut self, form: Form) {
        let (mark, stops) = (self.mark.take(), std::mem::take(&mut self.stops));
        self.shapes.push(Shape { form, mark, stops, series: self.series });
    }

    /// What follows belongs to this series, or to none.
    pub(super) fn belonging(&mut self, series: Option<usize>) {
        self.series = series;
    }

    /// The next shape stands for `stops`, place by place.
    pub(super) fn along(&mut self, stops: Vec<Stop>) -> &mut Self {
        self.stops = stops;
        self
    }

    /// The next shape stands for `value` of `label`.
    pub(super) fn of(&mut self, label: &str, value: impl Into<String>) -> &mut Self {
        self.mark = Some(Mark { label: clean(label), value: clean(&value.into()) });
        self
    }

    /// `text` about `at`, which is half its height down.
    pub(super) fn write(&mut self, text: &str, at: Place, letters: Letters, stand: Stand) {
        self.put(Form::Text(Text { text: clean(text), whole: None, at, letters, stand }));
    }

    /// `text` about `at`, cut where it is longer than `pixels`; then the whole of it shows when pointed at.
    pub(super) fn write_within(
        &mut self,
        text: &str,
        pixels: i32,
        at: Place,
        letters: Letters,
        stand: Stand,
    ) {
        let (text, whole) = cut(text, letters.0, pixels);
        self.put(Form::Text(Text { text, whole, at, letters, stand }));
    }

    /// A line through `points`; a single one is nothing.
    pub(super) fn line(&mut self, points: &[Place], pen: Pen) {
        if points.len() > 1 {
            self.put(Form::Line(points.to_vec(), pen));
        }
    }

    /// A whisker from `low` to `high` at `x`, with caps.
    pub(super) fn whisker(&mut self, x: i32, (low, high): (i32, i32), pen: Pen) {
        self.line(&[(x, low), (x, high)], pen);
        self.line(&[(x - 8, high), (x + 8, high)], pen);
        self.line(&[(x - 8, low), (x + 8, low)], pen);
    }

    /// Marker of the `i`-th series at a point, filled or open.
    pub(super) fn marker(&mut self, i: usize, at: Place, open: bool) {
        let outlines: [&[Place]; 5] = [
            &[],
            &[(-10, -10), (10, -10), (10, 10), (-10, 10)],
            &[(0, -13), (13, 10), (-13, 10)],
            &[(0, -14), (14, 0), (0, 14), (-14, 0)],
            &[(0, 13), (13, -10), (-13, -10)],
        ];
        let (ground, edge) = if open { (WHITE, colour(i)) } else { (colour(i), WHITE) };
        let edge = pen(edge, if open { 4 } else { 2 }, 0);
        let outline = outlines[i % outlines.len()].iter();
        let mut outline: Vec<Place> = outline.map(|(x, y)| (at.0 + x, at.1 + y)).collect();
        if outline.is_empty() {
            self.disc(at, 11, ground);
            self.ring(at, 11, edge);
        } else {
            self.area(outline.clone(), ground, 1.0);
            outline.push(outline[0]);
            self.line(&outline, edge);
        }
    }

    /// A filled rectangle.
    pub(super) fn fill(&mut self, from: Place, to: Place, colour: Colour) {
        self.put(Form::Box(from, to, colour, 1.0));
    }

    /// A rectangle through which something shows.
    pub(super) fn veil(&mut self, from: Place, to: Place, colour: Colour, opacity: f64) {
        self.put(Form::Box(from, to, colour, opacity));
    }

    /// A filled outline.
    pub(super) fn area(&mut self, outline: Vec<Place>, colour: Colour, opacity: f64) {
        self.put(Form::Area(outline, colour, opacity));
    }

    /// A filled circle.
    pub(super) fn disc(&mut self, at: Place, radius: u32, colour: Colour) {
        self.put(Form::Disc(at, radius, colour));
    }

    /// A circle's edge.
    pub(super) fn ring(&mut self, at: Place, radius: u32, pen: Pen) {
        self.put(Form::Ring(at, radius, pen));
    }
}
