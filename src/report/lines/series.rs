//! Series of a panel in pixels: bands lowest, then lines, whiskers and markers.

use super::super::lettering::{LABEL, clean, figure};
use super::super::picture::{self, Colour, Sheet, Stand, Stop};
use super::super::scale::{Scale, drawable};
use super::{NAME, Plot, PlotPoint, Series};

/// Most points of a series that all bear a marker, how many of a longer one do, and pixels of which only the greatest
/// of its values is drawn.
const MARKED: usize = 30;
const OF_LONG: usize = 12;
const COLUMN: i32 = 3;

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
    /// Its place along the axis, and its value with its interval.
    along: String,
    value: String,
}

impl Dot {
    /// Both ends of the interval.
    fn interval(&self) -> Option<(i32, i32)> {
        self.y.and(self.ends.0.zip(self.ends.1))
    }
}

/// A series in pixels.
struct Course<'a> {
    look: Look,
    /// Panel and series.
    label: String,
    name: &'a str,
    dots: Vec<Dot>,
}

impl Course<'_> {
    /// Whether its values stand along its line, since only some of its points bear a marker.
    fn long(&self) -> bool {
        self.look.joined && self.look.theory.is_none() && self.dots.len() > MARKED
    }

    /// Of a line through so many points, the stops of those.
    fn stops(&self, dots: &[Dot]) -> Vec<Stop> {
        let stop = |d: &Dot| {
            Some(Stop { at: (d.x, d.y?), along: d.along.clone(), value: d.value.clone() })
        };
        if self.long() { dots.iter().filter_map(stop).collect() } else { Vec::new() }
    }

    fn lines(&self, sheet: &mut Sheet) {
        let own = picture::pen(picture::colour(self.look.place), 4, self.look.place);
        let pen = self.look.theory.map_or(own, |colour| picture::pen(colour, 4, DOTTED));
        for run in self.dots.split(|d| d.y.is_none() || d.zero) {
            let path: Vec<(i32, i32)> = run.iter().filter_map(|d| Some((d.x, d.y?))).collect();
            let stops = self.stops(run);
            if stops.len() > 1 {
                sheet.of(&self.label, format!("{} values", stops.len())).along(stops);
            }
            sheet.line(&path, pen);
        }
    }

    fn markers(&self, sheet: &mut Sheet) {
        let every = every(&self.look, self.dots.len());
        // Series a little out of step, so that their markers do not hide each other.
        for dot in self.dots.iter().skip(self.look.place % every).step_by(every) {
            let Some(y) = dot.y else { continue };
            if !self.long() {
                let label = said_of([self.label.as_str(), &dot.along]);
                sheet.of(&label, dot.value.as_str());
            }
            sheet.marker(self.look.place, (dot.x, y), dot.zero);
        }
    }
}

/// Every so many of a series' points bears a marker.
fn every(look: &Look, points: usize) -> usize {
    if look.every || points <= MARKED { 1 } else { points.div_ceil(OF_LONG) }
}

/// The parts that are not empty.
fn said_of<const N: usize>(parts: [&str; N]) -> String {
    let said: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    said.join(", ")
}

/// Draws every series of the panel with this `title`; whether there was anything.
pub(super) fn draw(
    sheet: &mut Sheet,
    plot: &Plot,
    scale: &Scale,
    title: &str,
    all: &[(Look, &Series)],
    along: impl Fn(&PlotPoint) -> String,
) -> bool {
    let mut courses = Vec::new();
    for (look, series) in all {
        let (label, name) = (said_of([title, &series.name]), series.name.as_str());
        let dots = dots(series, *look, plot, scale, &along);
        courses.push(Course { look: *look, label, name, dots });
    }
    let all = courses;
    let measured = || all.iter().filter(|c| c.look.theory.is_none());
    let of = |sheet: &mut Sheet, c: &Course<'_>| sheet.belonging(Some(c.look.place));
    for c in measured().filter(|c| c.look.band) {
        of(sheet, c);
        bands(sheet, c.look, &c.dots);
    }
    for c in all.iter().filter(|c| c.look.joined) {
        of(sheet, c);
        c.lines(sheet);
    }
    for c in measured() {
        of(sheet, c);
        whiskers(sheet, c.look, &c.dots);
    }
    for c in measured() {
        of(sheet, c);
        c.markers(sheet);
    }
    if plot.direct {
        names(sheet, plot, &all);
    }
    sheet.belonging(None);
    all.iter().any(|c| c.dots.iter().any(|d| d.y.is_some()))
}

/// Names at the ends of the lines, moved up or down where they would touch.
fn names(sheet: &mut Sheet, plot: &Plot, all: &[Course<'_>]) {
    let end = |c: &Course<'_>| c.dots.iter().rev().find_map(|d| Some((d.x, d.y?)));
    let mut ends: Vec<(&Course<'_>, (i32, i32))> =
        all.iter().filter_map(|c| Some((c, end(c)?))).collect();
    ends.sort_by_key(|(_, at)| at.1);
    let mut rows: Vec<i32> = Vec::new();
    for (_, at) in &ends {
        rows.push(rows.last().map_or(at.1, |last| at.1.max(last + NAME)));
    }
    // What has been moved below the panel pushes the others up.
    let mut floor = plot.bottom;
    for row in rows.iter_mut().rev() {
        *row = (*row).min(floor);
        floor = *row - NAME;
    }
    for ((c, at), y) in ends.into_iter().zip(rows) {
        let colour = c.look.theory.unwrap_or_else(|| picture::colour(c.look.place));
        sheet.belonging(Some(c.look.place));
        sheet.line(
            &[(at.0 + 14, at.1), (plot.right + 4, y), (plot.right + 14, y)],
            picture::pen(colour, 2, 0),
        );
        sheet.write(&clean(c.name), (plot.right + 22, y), (LABEL, picture::DARK), Stand::Left);
    }
}

/// `points` from left to right in pixels, of those in one column the greatest.
fn dots(
    series: &Series,
    look: Look,
    plot: &Plot,
    scale: &Scale,
    along: &impl Fn(&PlotPoint) -> String,
) -> Vec<Dot> {
    // A logarithmic axis has no place for nought.
    let of = series.points.iter().enumerate().filter(|(_, p)| plot.x.holds(p.x));
    let mut points: Vec<(usize, &PlotPoint)> = of.collect();
    points.sort_by(|a, b| a.1.x.total_cmp(&b.1.x));
    // Below zero there is nothing on a logarithmic axis; an end of an interval there is at its floor.
    let value = |v: Option<f64>| v.filter(|v| drawable(*v) && (!look.log || *v >= 0.0));
    let end = |v: Option<f64>| v.filter(|v| drawable(*v)).map(|v| scale.at(v));
    if look.joined && points.len() as i32 > (plot.right - plot.left) / COLUMN {
        let column = |p: &PlotPoint| plot.x.at(p.x) / COLUMN;
        let y = |p: &PlotPoint| value(p.y).unwrap_or(f64::NEG_INFINITY);
        let columns = points.chunk_by(|a, b| column(a.1) == column(b.1));
        // The first of equals.
        let greatest = columns
            .filter_map(|c| c.iter().copied().rev().max_by(|a, b| y(a.1).total_cmp(&y(b.1))));
        points = greatest.collect();
    }
    let dot = |(i, p): (usize, &PlotPoint)| Dot {
        x: plot.x.at(p.x) + look.aside,
        y: value(p.y).map(|y| scale.at(y)),
        ends: (end(p.low), end(p.high)),
        zero: look.log && p.y == Some(0.0),
        along: series.said.get(i).cloned().unwrap_or_else(|| along(p)),
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
    let every = every(&look, dots.len());
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
