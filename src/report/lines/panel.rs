//! A panel: title, y axis, grid, reference, and the series in it.

use super::super::frame::Layout;
use super::super::lettering::{LABEL, SUBTITLE, balanced, figure, width};
use super::super::palette::{DARK, GREY, PALE};
use super::super::picture::{self, Colour, Pen, Sheet, Stand};
use super::super::scale::{Scale, drawable, extent, period};
use super::marks::Marks;
use super::series::{Look, draw, theory};
use super::{Across, Lines, Panel, Plot, PlotPoint, Series, SeriesStyle};

/// Behind a stretch of the x axis.
const SHADE: Colour = Colour(216, 238, 224);
/// Pixels of a line of a panel's title.
const LINE: i32 = 34;

/// What stands above a panel: its title, the reference it is to be read by, and the right-hand scale's title.
pub(super) struct PanelHead {
    layout: Layout,
    title: Vec<String>,
    /// Names of references, and in which line and where each stands.
    references: Vec<(String, usize, i32)>,
    /// Name of the right-hand scale, and in which line it stands.
    period: Option<(String, usize)>,
}

impl PanelHead {
    /// Beside the title where there is room, else below it.
    pub(super) fn new(layout: Layout, panel: &Panel) -> Self {
        let title = balanced(&panel.title, SUBTITLE, layout.room(), 3);
        let (mut line, mut x) = match title.as_slice() {
            [] => (0, 0),
            all => (all.len() - 1, width(&all[all.len() - 1], SUBTITLE) + 40),
        };
        let mut place = |wide: i32| {
            if x + wide > layout.room() {
                (line, x) = (line + 1, 0);
            }
            let at = (line, layout.edge() + x);
            x += wide + 40;
            at
        };
        let named = |(_, name): (f64, &str)| {
            let (line, x) = place(width(name, LABEL) + 70);
            (name.to_owned(), line, x)
        };
        let references = references(panel).map(named).collect();
        let period = panel.period.as_ref().filter(|_| panel.log);
        let period = period.map(|name| (name.clone(), place(width(name, LABEL)).0));
        Self { layout, title, references, period }
    }

    /// Pixels down.
    pub(super) fn height(&self) -> i32 {
        let notes = self.references.iter().map(|r| r.1).chain(self.period.as_ref().map(|p| p.1));
        let last = notes.chain(self.title.len().checked_sub(1)).max();
        LINE * last.map_or(0, |last| last as i32 + 1) + 22
    }

    /// Draws it below `top`.
    pub(super) fn draw(&self, sheet: &mut Sheet, top: i32) {
        let y = |line: usize| top + LINE * line as i32 + LINE / 2;
        let (edge, right) = (self.layout.edge(), self.layout.right());
        for (i, line) in self.title.iter().enumerate() {
            sheet.write(line, (edge, y(i)), (SUBTITLE, DARK), Stand::Left);
        }
        for (i, (name, line, x)) in self.references.iter().enumerate() {
            let (x, y) = (*x, y(*line));
            sheet.line(&[(x, y), (x + 56, y)], reference_pen(i));
            sheet.write_within(name, right - x - 66, (x + 66, y), (LABEL, GREY), Stand::Left);
        }
        if let Some((name, line)) = &self.period {
            let most = self.layout.room();
            sheet.write_within(name, most, (right, y(*line)), (LABEL, DARK), Stand::Right);
        }
    }
}

impl Panel {
    /// From zero up where nothing is below it, with some room.
    fn scale(&self, pixels: (i32, i32)) -> Scale {
        let points = self.series.iter().flat_map(|s| &s.points).filter(|p| drawable(p.x));
        let values = points.filter_map(|p| p.y.filter(|y| drawable(*y)).map(|y| (y, p)));
        let values = values.flat_map(|(y, p)| [Some(y), p.low, p.high]).flatten();
        let values = values.chain(references(self).map(|r| r.0)).filter(|v| drawable(*v));
        let range = self.range.filter(|r| drawable(r.0) && drawable(r.1) && r.0 < r.1);
        if self.log {
            return match range.filter(|r| r.0 > 0.0) {
                Some(range) => Scale::log_between(Some(range), pixels),
                None => Scale::log(values, pixels),
            };
        }
        let own = extent(values).map(|(low, high)| {
            let room = 0.06 * (high - low.min(0.0));
            (if low < 0.0 { low - room } else { 0.0 }, high + room)
        });
        Scale::linear(range.or(own), pixels)
    }

    /// Values and labels of the y axis of a panel `tall` pixels high.
    pub(super) fn ticks(&self, tall: i32) -> Vec<(f64, String)> {
        self.scale((tall, 0)).ticks((tall / 55).max(2) as usize)
    }
}

impl Plot {
    /// Draws `panel` of a chart.
    pub(super) fn draw(&self, sheet: &mut Sheet, panel: &Panel, lines: &Lines, marks: &Marks) {
        let scale = panel.scale((self.bottom, self.top));
        for (from, to) in panel.shaded.iter().filter(|s| drawable(s.0) && drawable(s.1)) {
            let (from, to) = (self.x.at(*from), self.x.at(*to));
            sheet.fill((from, self.top), (to, self.bottom), SHADE);
        }
        self.grid(sheet, panel, &scale, &lines.across);
        marks.draw(sheet, self.top, self.bottom);
        for (i, (value, name)) in references(panel).enumerate() {
            let y = scale.at(value);
            let line = [(self.left, y), (self.right, y)];
            sheet.of(name, figure(value)).line(&line, reference_pen(i));
        }
        let texts = matches!(lines.across, Across::Texts { .. });
        let names = lines.names();
        let measured = panel.series.iter().filter(|s| s.drawn == SeriesStyle::Measured);
        let many = measured.count() as i32;
        let slot = match &lines.across {
            Across::Linear { .. } | Across::Log { .. } | Across::Times { .. } => 0,
            Across::Texts { labels, .. } => (self.right - self.left) / labels.len().max(1) as i32,
        };
        let apart = if texts { (slot / (many + 1)).min(50) } else { 4 };
        let look = |i: usize, series: &Series| Look {
            place: names.iter().position(|(name, _)| *name == series.name).unwrap_or(i),
            theory: match series.drawn {
                SeriesStyle::Measured | SeriesStyle::Points => None,
                SeriesStyle::Theory(of) => Some(theory(of)),
            },
            // Whiskers of several series would stand on each other.
            aside: match series.drawn {
                SeriesStyle::Measured if !lines.bands(panel) => {
                    apart * (2 * i as i32 - many + 1) / 2
                }
                _ => 0,
            },
            band: lines.bands(panel),
            joined: !texts && series.drawn != SeriesStyle::Points,
            every: series.drawn == SeriesStyle::Points,
            log: panel.log,
        };
        let all: Vec<_> = panel.series.iter().enumerate().map(|(i, s)| (look(i, s), s)).collect();
        let along = |point: &PlotPoint| lines.across.said(point.x);
        if !draw(sheet, self, &scale, &panel.title, &all, along) {
            let at = (i32::midpoint(self.left, self.right), i32::midpoint(self.top, self.bottom));
            sheet.write("nothing to show", at, (SUBTITLE, GREY), Stand::Middle);
        }
    }

    fn grid(&self, sheet: &mut Sheet, panel: &Panel, scale: &Scale, across: &Across) {
        if !matches!(across, Across::Texts { .. }) {
            for (value, _) in across.ticks(&self.x) {
                let x = self.x.at(value);
                sheet.line(&[(x, self.top), (x, self.bottom)], picture::pen(PALE, 2, 0));
            }
        }
        for (value, label) in panel.ticks(self.bottom - self.top) {
            let y = scale.at(value);
            sheet.line(&[(self.left, y), (self.right, y)], picture::pen(PALE, 2, 0));
            sheet.write(&label, (self.left - 12, y), (LABEL, DARK), Stand::Right);
            if let Some(label) = period(value).filter(|_| panel.log && panel.period.is_some()) {
                sheet.line(&[(self.right, y), (self.right + 8, y)], picture::pen(DARK, 2, 0));
                sheet.write(&label, (self.right + 18, y), (LABEL, DARK), Stand::Left);
            }
        }
        let corner = [(self.left, self.top), (self.left, self.bottom), (self.right, self.bottom)];
        sheet.line(&corner, picture::pen(DARK, 3, 0));
    }
}

/// The references of a panel that can be drawn.
fn references(panel: &Panel) -> impl Iterator<Item = (f64, &str)> + Clone {
    let drawn = |value: f64| drawable(value) && (!panel.log || value > 0.0);
    let all = panel.references.iter().filter(move |(value, _)| drawn(*value));
    all.map(|(value, name)| (*value, name.as_str()))
}

/// How the `i`-th reference is drawn, in the panel and beside its name.
fn reference_pen(i: usize) -> Pen {
    picture::pen(GREY, 4, [4, 3][i % 2])
}
