//! A panel: title, y axis, grid, reference, and the series in it.

use super::super::frame::EDGE;
use super::super::lettering::{LABEL, SUBTITLE, width};
use super::super::picture::{self, Colour, DARK, GREY, PALE, Pen, Sheet, Stand};
use super::super::scale::{Scale, drawable, extent, period};
use super::marks::Marks;
use super::series::{Look, draw, theory};
use super::{Across, Lines, Panel, Plot, PlotPoint, Series, SeriesStyle};

/// Behind a stretch of the x axis.
const SHADE: Colour = Colour(216, 238, 224);

impl Plot {
    /// Draws `panel` of `lines`, whose title stands at `title_top`.
    pub(super) fn draw(
        &self,
        sheet: &mut Sheet,
        panel: &Panel,
        lines: &Lines,
        marks: &Marks,
        title_top: i32,
    ) {
        let scale = self.scale(panel);
        self.title(sheet, panel, title_top + 22);
        for (from, to) in panel.shaded.iter().filter(|s| drawable(s.0) && drawable(s.1)) {
            let (from, to) = (self.x.at(*from), self.x.at(*to));
            sheet.fill((from, self.top), (to, self.bottom), SHADE);
        }
        self.grid(sheet, panel, &scale, lines);
        marks.draw(sheet, self.top, self.bottom);
        if let Some((value, _)) = reference(panel) {
            let y = scale.at(value);
            sheet.line(&[(self.left, y), (self.right, y)], reference_pen());
        }
        let texts = matches!(lines.across, Across::Texts { .. });
        let names = lines.names();
        let measured = panel.series.iter().filter(|s| s.drawn == SeriesStyle::Measured);
        let many = measured.count() as i32;
        let slot = match &lines.across {
            Across::Linear { .. } | Across::Log { .. } | Across::Times { .. } => 0,
            Across::Texts { labels, .. } => (self.right - self.left) / labels.len().max(1) as i32,
        };
        let apart = if texts { (slot / (many + 1)).min(60) } else { 6 };
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
        let label = |series: &Series, point: &PlotPoint| {
            let parts = [panel.title.clone(), series.name.clone(), lines.across.said(point.x)];
            let said: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            said.join(", ")
        };
        let drawn = draw(sheet, self, &scale, &all, label);
        if !drawn {
            let at = (i32::midpoint(self.left, self.right), i32::midpoint(self.top, self.bottom));
            sheet.write("nothing to show", at, (SUBTITLE, GREY), Stand::Middle);
        }
    }

    /// From zero up where nothing is below it, with some room.
    fn scale(&self, panel: &Panel) -> Scale {
        let pixels = (self.bottom, self.top);
        let points = panel.series.iter().flat_map(|s| &s.points).filter(|p| drawable(p.x));
        let values = points.filter_map(|p| p.y.filter(|y| drawable(*y)).map(|y| (y, p)));
        let values = values.flat_map(|(y, p)| [Some(y), p.low, p.high]).flatten();
        let values = values.chain(reference(panel).map(|r| r.0)).filter(|v| drawable(*v));
        let range = panel.range.filter(|r| drawable(r.0) && drawable(r.1) && r.0 < r.1);
        if panel.log {
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

    /// Title, the reference it is to be read by, and the right-hand scale's title.
    fn title(&self, sheet: &mut Sheet, panel: &Panel, y: i32) {
        let mut right = self.right + 150;
        if let Some(title) = panel.period.as_ref().filter(|_| panel.log) {
            let most = 700;
            sheet.write_within(title, most, (right, y), (LABEL, DARK), Stand::Right);
            right -= width(title, LABEL).min(most) + 40;
        } else {
            right = self.right;
        }
        let left = EDGE;
        let most = if panel.reference.is_some() { (right - left) * 6 / 10 } else { right - left };
        sheet.write_within(&panel.title, most, (left, y), (SUBTITLE, DARK), Stand::Left);
        if let Some((_, name)) = reference(panel) {
            let x = left + width(&panel.title, SUBTITLE).min(most) + 40;
            sheet.line(&[(x, y), (x + 70, y)], reference_pen());
            let at = (x + 84, y);
            sheet.write_within(name, right - at.0, at, (LABEL, GREY), Stand::Left);
        }
    }

    fn grid(&self, sheet: &mut Sheet, panel: &Panel, scale: &Scale, lines: &Lines) {
        if !matches!(lines.across, Across::Texts { .. }) {
            for (value, _) in lines.across.ticks(&self.x) {
                let x = self.x.at(value);
                sheet.line(&[(x, self.top), (x, self.bottom)], picture::pen(PALE, 2, 0));
            }
        }
        let most = ((self.bottom - self.top) / 62).max(2) as usize;
        for (value, label) in scale.ticks(most) {
            let y = scale.at(value);
            sheet.line(&[(self.left, y), (self.right, y)], picture::pen(PALE, 2, 0));
            sheet.write(&label, (self.left - 16, y), (LABEL, DARK), Stand::Right);
            if let Some(label) = period(value).filter(|_| panel.log && panel.period.is_some()) {
                sheet.line(&[(self.right, y), (self.right + 8, y)], picture::pen(DARK, 2, 0));
                sheet.write(&label, (self.right + 18, y), (LABEL, DARK), Stand::Left);
            }
        }
        let corner = [(self.left, self.top), (self.left, self.bottom), (self.right, self.bottom)];
        sheet.line(&corner, picture::pen(DARK, 3, 0));
    }
}

/// The reference of a panel, if it can be drawn.
fn reference(panel: &Panel) -> Option<(f64, &str)> {
    let (value, name) = panel.reference.as_ref()?;
    (drawable(*value) && (!panel.log || *value > 0.0)).then_some((*value, name))
}

/// How a reference is drawn, in the panel and beside its name.
fn reference_pen() -> Pen {
    picture::pen(GREY, 4, 4)
}
