//! Series of a panel in pixels: bands lowest, then lines, whiskers and markers.

use super::super::lettering::figure;
use super::super::picture::{self, Colour, Sheet};
use super::super::scale::{Scale, drawable};
use super::{Plot, PlotPoint, Series};

/// Most points of a series, and how many of a long one bear a marker.
const MOST: usize = 2_000;
const MARKED: usize = 30;

/// How a series is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Look {
    /// Its place among all: colour, dash and marker.
    pub(super) place: usize,
    /// Pixels it is moved aside.
    pub(super) aside: i32,
    /// Its intervals as a band.
    pub(super) band: bool,
    /// A line joins its points.
    pub(super) joined: bool,
    /// Each of its points bears a marker, however many there are.
    pub(super) every: bool,
    /// The y axis is logarithmic.
    pub(super) log: bool,
    /// Of theory, its colour: a dotted line without markers and intervals.
    pub(super) theory: Option<Colour>,
}

/// Dots of a line of theory.
const DOTTED: usize = 2;

/// Colour of what theory expects of the series at a place, or of all.
pub(super) fn theory(of: Option<usize>) -> Colour {
    of.map_or(picture::GREY, picture::colour)
}

/// A point in pixels; without `y` a gap.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Dot {
    x: i32,
    y: Option<i32>,
    ends: (Option<i32>, Option<i32>),
    /// A zero on a logarithmic axis.
    zero: bool,
    /// Of what it is, and its value with its interval.
    label: String,
    value: String,
}

impl Dot {
    /// Both ends of the interval.
    fn interval(&self) -> Option<(i32, i32)> {
        self.y.and(self.ends.0.zip(self.ends.1))
    }
}

/// Draws every series; whether there was anything.
pub(super) fn draw(
    sheet: &mut Sheet,
    plot: &Plot,
    scale: &Scale,
    all: &[(Look, &Series)],
    label: impl Fn(&Series, &PlotPoint) -> String,
) -> bool {
    let all: Vec<(Look, Vec<Dot>)> =
        all.iter().map(|(look, s)| (*look, dots(s, *look, plot, scale, &label))).collect();
    for (look, dots) in all.iter().filter(|(look, _)| look.band && look.theory.is_none()) {
        bands(sheet, *look, dots);
    }
    for (look, dots) in all.iter().filter(|(look, _)| look.joined) {
        let own = picture::pen(picture::colour(look.place), 5, look.place);
        let pen = look.theory.map_or(own, |colour| picture::pen(colour, 5, DOTTED));
        for run in dots.split(|d| d.y.is_none() || d.zero) {
            let path: Vec<(i32, i32)> = run.iter().filter_map(|d| Some((d.x, d.y?))).collect();
            sheet.line(&path, pen);
        }
    }
    let measured = || all.iter().filter(|(look, _)| look.theory.is_none());
    for (look, dots) in measured() {
        whiskers(sheet, *look, dots);
    }
    for (look, dots) in measured() {
        let every = if look.every { 1 } else { dots.len().div_ceil(MARKED).max(1) };
        // Series a little out of step, so that their markers do not hide each other.
        for dot in dots.iter().skip(look.place % every).step_by(every) {
            if let Some(y) = dot.y {
                sheet.of(&dot.label, dot.value.as_str()).marker(look.place, (dot.x, y), dot.zero);
            }
        }
    }
    all.iter().any(|(_, dots)| dots.iter().any(|d| d.y.is_some()))
}

/// `points` from left to right, not too many, in pixels.
fn dots(
    series: &Series,
    look: Look,
    plot: &Plot,
    scale: &Scale,
    label: &impl Fn(&Series, &PlotPoint) -> String,
) -> Vec<Dot> {
    // A logarithmic axis has no place for nought.
    let mut points: Vec<&PlotPoint> = series.points.iter().filter(|p| plot.x.holds(p.x)).collect();
    points.sort_by(|a, b| a.x.total_cmp(&b.x));
    if points.len() > MOST {
        let last = points.len() - 1;
        points = (0..MOST).map(|i| points[i * last / (MOST - 1)]).collect();
    }
    // Below zero there is nothing on a logarithmic axis; an end of an interval there is at its floor.
    let value = |v: Option<f64>| v.filter(|v| drawable(*v) && (!look.log || *v >= 0.0));
    let end = |v: Option<f64>| v.filter(|v| drawable(*v)).map(|v| scale.at(v));
    let dot = |p: &PlotPoint| Dot {
        x: plot.x.at(p.x) + look.aside,
        y: value(p.y).map(|y| scale.at(y)),
        ends: (end(p.low), end(p.high)),
        zero: look.log && p.y == Some(0.0),
        label: label(series, p),
        value: said(p),
    };
    points.into_iter().map(dot).collect()
}

/// A point's value with its interval.
fn said(p: &PlotPoint) -> String {
    let value = p.y.map_or(String::new(), figure);
    match p.low.zip(p.high).filter(|(low, high)| low < high) {
        Some((low, high)) => format!("{value} ({} to {})", figure(low), figure(high)),
        None => value,
    }
}

/// A band under each run of points that have an interval.
fn bands(sheet: &mut Sheet, look: Look, dots: &[Dot]) {
    for run in dots.split(|d| d.interval().is_none()).filter(|run| run.len() > 1) {
        let low = run.iter().filter_map(|d| Some((d.x, d.interval()?.0)));
        let high = run.iter().rev().filter_map(|d| Some((d.x, d.interval()?.1)));
        let outline: Vec<(i32, i32)> = low.chain(high).collect();
        sheet.area(outline, picture::colour(look.place), 0.18);
    }
}

/// A whisker where no band shows the interval, and at every zero.
fn whiskers(sheet: &mut Sheet, look: Look, dots: &[Dot]) {
    let has = |i: usize| dots.get(i).is_some_and(|d| d.interval().is_some());
    let every = dots.len().div_ceil(MARKED).max(1);
    for (i, dot) in dots.iter().enumerate() {
        let Some(y) = dot.y else { continue };
        let shown = has(i) && (has(i + 1) || i > 0 && has(i - 1));
        let marked = i % every == look.place % every;
        if marked && (!look.band || dot.zero || !shown) {
            let (low, high) = (dot.ends.0.unwrap_or(y), dot.ends.1.unwrap_or(y));
            if low != high {
                sheet.whisker(dot.x, (low, high), picture::pen(picture::colour(look.place), 3, 0));
            }
        }
    }
}
