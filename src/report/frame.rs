//! What every chart has round its data: heading, legend, footnote.
//!
//! The title says what was found, the subtitle names scenario, n and seed, the footnote says what is
//! assumed. The legend stands between them and the data, never over it.

pub(super) use super::layout::Layout;

use super::lettering::{LABEL, SUBTITLE, TITLE, balanced, clean, width};
use super::picture::{self, Colour, DARK, GREY, Sheet, Stand, WHITE};
use crate::evidence::interval::Interval;
use crate::evidence::words::borne;

/// Lines of a title, and of a subtitle or footnote, at most.
const MOST_LINES: usize = 8;
const TITLE_LINE: i32 = 41;
const SUBTITLE_LINE: i32 = 34;
const NOTE_LINE: i32 = 31;
const LEGEND_LINE: i32 = 38;
/// Pixels of a legend's sample, and between it and its text.
const SAMPLE: i32 = 66;

/// Heading and footnote of a chart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ChartHead {
    /// What was found, as a sentence.
    pub title: String,
    /// Scenario, n and seed.
    pub subtitle: String,
    /// What is assumed; may be empty.
    pub footnote: String,
}

/// A value with its 95 % interval, each as far as it is known.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Estimate {
    /// The mean or share.
    pub value: Option<f64>,
    /// Lower end.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
}

impl Estimate {
    /// `x`, to the digits that its interval bears.
    pub(super) fn borne(&self, x: f64) -> f64 {
        borne(x, &Interval { mean: x, ci_low: self.low, ci_high: self.high, n: 0 })
    }
}

impl From<Interval> for Estimate {
    fn from(of: Interval) -> Self {
        Self { value: Some(of.mean), low: of.ci_low, high: of.ci_high }
    }
}

/// What an entry of a legend shows before its text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Sample {
    /// A filled rectangle.
    Fill(Colour),
    /// Line and marker of the `i`-th series.
    Series(usize),
    /// Marker of the `i`-th series.
    Marker(usize),
    /// A dotted line.
    Theory(Colour),
    /// A shaded stretch about a line.
    Band,
    /// A whisker with caps.
    Whisker,
    /// An open marker on the floor of an axis.
    Floor,
    /// A vertical line.
    Upright,
}

/// Entries of a legend, at a place in each of its lines.
#[derive(Debug, Default)]
pub(super) struct Legend {
    entries: Vec<(usize, i32, LegendEntry)>,
    lines: usize,
}

/// A sample, its text, and of which series it tells.
#[derive(Clone, Debug)]
pub(super) struct LegendEntry {
    sample: Sample,
    text: String,
    series: Option<usize>,
}

impl LegendEntry {
    /// Of a series.
    pub(super) fn of(series: usize, sample: Sample, text: &str) -> Self {
        Self { series: Some(series), ..Self::note(sample, text) }
    }

    /// Of all.
    pub(super) fn note(sample: Sample, text: &str) -> Self {
        Self { sample, text: clean(text), series: None }
    }
}

impl Legend {
    /// `entries` side by side, in as many lines as it takes.
    pub(super) fn new(layout: Layout, entries: impl IntoIterator<Item = LegendEntry>) -> Self {
        let mut legend = Self::default();
        let mut x = layout.edge();
        for entry in entries {
            let wide = (SAMPLE + width(&entry.text, LABEL)).min(layout.room());
            if legend.lines == 0 || x + wide > layout.right() {
                (x, legend.lines) = (layout.edge(), legend.lines + 1);
            }
            legend.entries.push((legend.lines - 1, x, entry));
            x += wide + 30;
        }
        legend
    }

    fn draw(&self, sheet: &mut Sheet, layout: Layout, top: i32) {
        for (line, x, entry) in &self.entries {
            sheet.belonging(entry.series);
            let at = (x + 26, top + LEGEND_LINE * *line as i32 + LEGEND_LINE / 2);
            entry.sample.draw(sheet, at);
            let at = (x + SAMPLE, at.1);
            let most = layout.room() - SAMPLE;
            sheet.write_within(&entry.text, most, at, (LABEL, DARK), Stand::Left);
        }
        sheet.belonging(None);
    }
}

impl Sample {
    fn draw(self, sheet: &mut Sheet, (x, y): (i32, i32)) {
        match self {
            Self::Fill(colour) => sheet.fill((x - 26, y - 12), (x + 30, y + 12), colour),
            Self::Series(i) => {
                sheet.line(&[(x - 26, y), (x + 30, y)], picture::pen(picture::colour(i), 4, i));
                sheet.marker(i, (x + 2, y), false);
            }
            Self::Marker(i) => sheet.marker(i, (x + 2, y), false),
            Self::Theory(colour) => {
                sheet.line(&[(x - 26, y), (x + 30, y)], picture::pen(colour, 4, 2));
            }
            Self::Band => {
                sheet.fill((x - 26, y - 14), (x + 30, y + 14), picture::PALE);
                sheet.line(&[(x - 26, y), (x + 30, y)], picture::pen(GREY, 4, 0));
            }
            Self::Whisker => sheet.whisker(x + 16, (y + 15, y - 15), picture::pen(GREY, 4, 0)),
            Self::Upright => {
                sheet.line(&[(x + 16, y - 20), (x + 16, y + 20)], picture::pen(DARK, 3, 4));
            }
            Self::Floor => {
                sheet.line(&[(x - 20, y + 16), (x + 34, y + 16)], picture::pen(DARK, 3, 0));
                sheet.disc((x + 8, y + 6), 10, WHITE);
                sheet.ring((x + 8, y + 6), 10, picture::pen(GREY, 4, 0));
            }
        }
    }
}

/// The lines of a heading and a footnote, and what room they take.
pub(super) struct Frame {
    layout: Layout,
    title: Vec<String>,
    subtitle: Vec<String>,
    footnote: Vec<String>,
    legend: Legend,
}

impl Frame {
    /// Sets `head` and `legend`.
    pub(super) fn new(layout: Layout, head: &ChartHead, legend: Legend) -> Self {
        let set = |text: &str, size| balanced(text, size, layout.room(), MOST_LINES);
        Self {
            layout,
            title: set(&head.title, Self::title_size(layout)),
            subtitle: set(&head.subtitle, LABEL),
            footnote: set(&head.footnote, LABEL),
            legend,
        }
    }

    fn title_size(layout: Layout) -> u32 {
        layout.pick(TITLE, SUBTITLE + 2)
    }

    /// Pixels above the data.
    pub(super) fn above(&self) -> i32 {
        self.legend_top() + LEGEND_LINE * self.legend.lines as i32 + 16
    }

    /// Pixels below the data.
    pub(super) fn below(&self) -> i32 {
        NOTE_LINE * self.footnote.len() as i32 + 30
    }

    fn title_line(&self) -> i32 {
        self.layout.pick(TITLE_LINE, SUBTITLE_LINE + 2)
    }

    fn legend_top(&self) -> i32 {
        let (title, subtitle) = (self.title.len() as i32, self.subtitle.len() as i32);
        20 + self.title_line() * title + SUBTITLE_LINE * subtitle + 14
    }

    /// Draws both on a sheet `height` pixels high.
    pub(super) fn draw(&self, sheet: &mut Sheet, height: i32) {
        let (mut y, edge) = (20, self.layout.edge());
        let all = [
            (&self.title, Self::title_size(self.layout), self.title_line(), DARK),
            (&self.subtitle, LABEL, SUBTITLE_LINE, GREY),
        ];
        for (lines, size, step, colour) in all {
            for text in lines {
                sheet.write(text, (edge, y + step / 2), (size, colour), Stand::Left);
                y += step;
            }
        }
        self.legend.draw(sheet, self.layout, self.legend_top());
        let top = height - self.below() + 6;
        for (i, text) in self.footnote.iter().enumerate() {
            let y = top + NOTE_LINE * i as i32 + NOTE_LINE / 2;
            sheet.write(text, (edge, y), (LABEL, GREY), Stand::Left);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_legend_takes_as_many_lines_as_it_needs_and_stays_on_the_sheet() {
        let name = |n: usize| "today's system, as it is ".repeat(n % 3 + 1);
        let entry = |n: usize| LegendEntry::of(n, Sample::Series(n), &name(n));
        assert_eq!(Legend::new(Layout::Wide, []).lines, 0);
        assert_eq!(Legend::new(Layout::Wide, (0..2).map(entry)).lines, 1);
        let many = Legend::new(Layout::Wide, (0..40).map(entry));
        assert!(many.lines > 5);
        let end = |x: &i32, e: &LegendEntry| x + SAMPLE + width(&e.text, LABEL);
        assert!(many.entries.iter().all(|(_, x, e)| end(x, e) < Layout::Wide.width()));
    }

    #[test]
    fn a_heading_without_end_takes_no_more_than_its_lines() {
        let head = ChartHead { title: "word ".repeat(10_000), ..ChartHead::default() };
        assert_eq!(Frame::new(Layout::Wide, &head, Legend::default()).title.len(), MOST_LINES);
        let empty = Frame::new(Layout::Narrow, &ChartHead::default(), Legend::default());
        assert!(empty.above() < 60 && empty.below() < 40);
    }
}
