//! Lines: panels one below the other that share the x axis, each with series of points and their 95 %
//! intervals.
//!
//! Scope: drawing what it is given. A value that is not finite leaves a gap; more than 2 000 points of
//! a series are thinned out. Checked by: golden SVG in `tests/it/charts.rs`, and by looking.

mod axes;
mod marks;
mod panel;
mod series;
mod sheeted;

use super::frame::{ChartHead, Estimate, Layout, Legend, LegendEntry, Sample};
use super::lettering::{LABEL, width};
use super::picture::Picture;
use super::scale::{Scale, drawable, extent};
use sheeted::Sheeted;

/// Widest a name at the end of a line, most of them in a panel, and pixels that each takes.
const NAME_WIDTH: i32 = 330;
const MOST_NAMES: usize = 6;
const NAME: i32 = 28;

/// A point of a series.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PlotPoint {
    /// Where along the x axis; a position from 0 where that has texts.
    pub x: f64,
    /// The value; none leaves a gap.
    pub y: Option<f64>,
    /// Lower end of its 95 % interval.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
}

/// Where the data of a panel stand, and the x axis.
#[derive(Clone, Copy, Debug)]
struct Plot {
    left: i32,
    right: i32,
    top: i32,
    bottom: i32,
    x: Scale,
    /// Series are named at the ends of their lines.
    direct: bool,
}

impl PlotPoint {
    /// A value with its interval at `x`.
    pub fn new(x: f64, of: impl Into<Estimate>) -> Self {
        let of = of.into();
        Self { x, y: of.value, low: of.low, high: of.high }
    }
}

/// Points that belong together. Those of the same name look the same in every panel.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Series {
    /// What the legend calls it.
    pub name: String,
    /// In any order.
    pub points: Vec<PlotPoint>,
    /// Of each point where it is, as it is said, where the axis cannot say it: a time.
    pub said: Vec<String>,
    /// How they are drawn.
    pub drawn: SeriesStyle,
}

/// How a series is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SeriesStyle {
    /// Markers, joined by a line where the x axis has numbers, and intervals.
    #[default]
    Measured,
    /// Markers that no line joins.
    Points,
    /// A dotted line: what theory expects of the series at this place, or of all. Stands after what is
    /// measured.
    Theory(Option<usize>),
}

/// One of the charts that share the x axis.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Panel {
    /// What its y axis shows, with the unit.
    pub title: String,
    /// Logarithmic: twelve decades at most, what is below them on the floor, zeros open.
    pub log: bool,
    /// Ends of the axis; those of the values where left out, to whole decades where it is logarithmic.
    pub range: Option<(f64, f64)>,
    /// Lines across, and what they are.
    pub references: Vec<(f64, String)>,
    /// Title of a right-hand scale that shows one over the value; only where the axis is logarithmic.
    pub period: Option<String>,
    /// Stretches of the x axis that are shaded.
    pub shaded: Vec<(f64, f64)>,
    /// What is drawn.
    pub series: Vec<Series>,
}

/// The x axis.
#[derive(Clone, Debug, PartialEq)]
pub enum Across {
    /// Numbers.
    Linear {
        /// What they are, with the unit.
        title: String,
        /// A second scale on top that shows x over this number, and what that is.
        top: Option<(String, f64)>,
    },
    /// Numbers above nought, by their logarithms.
    Log {
        /// What they are, with the unit.
        title: String,
    },
    /// Numbers that stand for times.
    Times {
        /// What they are.
        title: String,
        /// First and last.
        ends: (f64, f64),
        /// Where a label stands, and what it says.
        ticks: Vec<(f64, String)>,
    },
    /// A text at each of the positions 0, 1, 2 …; no line joins them.
    Texts {
        /// What they are.
        title: String,
        /// One for each position.
        labels: Vec<String>,
    },
}

/// A chart of lines.
#[derive(Clone, Debug, PartialEq)]
pub struct Lines {
    /// Heading and footnote.
    pub head: ChartHead,
    /// The x axis.
    pub across: Across,
    /// Upright lines, and what they are called; those off the axis are left out.
    pub marks: Vec<(f64, String)>,
    /// From top to bottom.
    pub panels: Vec<Panel>,
}

impl Lines {
    /// The chart.
    pub fn picture(&self) -> Picture {
        Picture::twice(|layout| Sheeted::new(self, layout).picture())
    }

    /// The second scale, if it can be one.
    fn top(&self) -> Option<(&str, f64)> {
        match &self.across {
            Across::Linear { top: Some((title, factor)), .. } => {
                (drawable(*factor) && *factor > 1e-100).then_some((title.as_str(), *factor))
            }
            _ => None,
        }
    }

    /// Names of the series, and how they are drawn, in the order in which they first come; their place is
    /// their look.
    fn names(&self) -> Vec<(&str, SeriesStyle)> {
        let mut names: Vec<(&str, SeriesStyle)> = Vec::new();
        for series in self.panels.iter().flat_map(|p| &p.series) {
            if !names.iter().any(|(name, _)| *name == series.name) {
                names.push((&series.name, series.drawn));
            }
        }
        names
    }

    /// Numbers along the axis, with a little room at both ends.
    fn scale(&self, pixels: (i32, i32)) -> Scale {
        if let Across::Texts { labels, .. } = &self.across {
            return Scale::linear(Some((-0.5, labels.len().max(1) as f64 - 0.5)), pixels);
        }
        if let Across::Times { ends, .. } = &self.across {
            return Scale::linear(Some(*ends), pixels);
        }
        let points = self.panels.iter().flat_map(|p| &p.series).flat_map(|s| &s.points);
        let points = points.map(|p| p.x);
        if let Across::Log { .. } = self.across {
            return Scale::log_between(extent(points.filter(|x| *x > 0.0)), pixels);
        }
        let range = extent(points);
        Scale::linear(range.map(|(a, b)| (a - 0.02 * (b - a), b + 0.02 * (b - a))), pixels)
    }

    /// Whether every line can bear its name at its end: names that are short, few in a panel, and no scale there.
    fn direct(&self, layout: Layout) -> bool {
        let joined = |s: &Series| s.drawn != SeriesStyle::Points && s.points.len() > 1;
        let named = |p: &Panel| {
            p.series.len() <= MOST_NAMES
                && p.series.iter().all(|s| joined(s) && width(&s.name, LABEL) <= NAME_WIDTH)
        };
        layout == Layout::Wide
            && !matches!(self.across, Across::Texts { .. })
            && self.names().len() > 1
            && self.panels.iter().all(|p| p.period.is_none() && named(p))
    }

    fn legend(&self, layout: Layout, direct: bool) -> Legend {
        let names = self.names();
        let named = names.iter().enumerate().filter(|(_, (name, _))| !name.is_empty() && !direct);
        let sample = |i: usize, drawn: SeriesStyle| match drawn {
            SeriesStyle::Measured => Sample::Series(i),
            SeriesStyle::Points => Sample::Marker(i),
            SeriesStyle::Theory(of) => Sample::Theory(series::theory(of)),
        };
        let mut entries: Vec<LegendEntry> =
            named.map(|(i, (name, drawn))| LegendEntry::of(i, sample(i, *drawn), name)).collect();
        let (mut bands, mut whiskers, mut zeros) = (false, false, false);
        for panel in &self.panels {
            let intervals = panel.series.iter().flat_map(|s| &s.points).any(|p| p.low.is_some());
            let band = self.bands(panel);
            (bands, whiskers) = (bands || intervals && band, whiskers || intervals && !band);
            zeros |=
                panel.log && panel.series.iter().flat_map(|s| &s.points).any(|p| p.y == Some(0.0));
        }
        let notes = [
            (bands, Sample::Band, "95 % interval"),
            (whiskers, Sample::Whisker, "95 % interval"),
            (zeros, Sample::Floor, "none seen: up to its 95 % bound"),
        ];
        let shown = notes.into_iter().filter(|(shown, ..)| *shown);
        entries.extend(shown.map(|(_, sample, text)| LegendEntry::note(sample, text)));
        Legend::new(layout, entries)
    }

    /// Whether the intervals of `panel` are bands: more than two would hide each other.
    fn bands(&self, panel: &Panel) -> bool {
        let measured = panel.series.iter().filter(|s| s.drawn == SeriesStyle::Measured).count();
        !matches!(self.across, Across::Texts { .. })
            && measured <= 2
            && panel.series.iter().any(|s| s.points.len() > 1)
    }
}

#[cfg(test)]
mod tests;
