//! A forest: rows of labels by a few measures, each a dot with its 95 % whisker on the scale of its
//! column, a line at what it is compared with, and the number beside it.
//!
//! Scope: drawing what it is given; a value that is not finite is shown as none. Checked by: golden
//! SVG in `tests/it/charts.rs`, and by looking.

mod bands;

use super::frame::{ChartHead, Estimate, Frame, Layout, Legend, LegendEntry, Sample};
use super::lettering::{LABEL, SUBTITLE, width};
use super::palette::{BLUE, DARK, GREY, PALE, STRIPE, WHITE};
use super::picture::{self, Picture, Sheet, Stand};
use super::scale::drawable;
use bands::{Band, ColumnPlace, said};

/// Pixels of a line of a measure's title.
const TITLE_LINE: i32 = 31;
/// Pixels between columns, and below the rows of a band for the numbers of its axes.
const GUTTER: i32 = 34;
const FOOT: i32 = 70;

/// A column of a forest.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ForestMeasure {
    /// What it is.
    pub title: String,
    /// What it is counted in; may be empty.
    pub unit: String,
    /// Where its vertical line stands: zero for a difference, or the value of the base.
    pub line: Option<f64>,
    /// Whether its numbers bear a plus: those of a difference do.
    pub signed: bool,
}

/// A row of a forest.
#[derive(Clone, Debug, PartialEq)]
pub enum ForestRow {
    /// A heading between rows.
    Group(String),
    /// Label and an estimate for each measure.
    Item {
        /// Its name; cut where it is long.
        label: String,
        /// In the order of the measures.
        cells: Vec<Estimate>,
    },
}

/// A forest.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Forest {
    /// Heading and footnote.
    pub head: ChartHead,
    /// What the vertical lines are, such as "as it stands"; not said where empty.
    pub line: String,
    /// What the whiskers are; a 95 % interval where empty.
    pub whisker: String,
    /// From left to right.
    pub measures: Vec<ForestMeasure>,
    /// From top to bottom.
    pub rows: Vec<ForestRow>,
}

impl Forest {
    /// The chart.
    pub fn picture(&self) -> Picture {
        Picture::twice(|layout| self.laid_out(layout))
    }

    fn laid_out(&self, layout: Layout) -> Picture {
        let line = self.measures.iter().any(|m| m.line.is_some()) && !self.line.is_empty();
        let seen = (0..self.measures.len()).any(|i| self.cells(i).any(|c| c.low.is_some()));
        let whisker = if self.whisker.is_empty() { "95 % interval" } else { &self.whisker };
        let interval = seen.then(|| LegendEntry::note(Sample::Whisker, whisker));
        let line = line.then(|| LegendEntry::note(Sample::Upright, &self.line));
        let legend = Legend::new(layout, interval.into_iter().chain(line));
        let frame = Frame::new(layout, &self.head, legend);
        let bands = self.bands(layout);
        // On a narrow sheet a label stands above its row.
        let row = match self.rows.len() {
            _ if layout == Layout::Narrow => 76,
            0..=12 => 56,
            13..=30 => 44,
            _ => 38,
        };
        let rows = row * self.rows.len().max(1) as i32;
        let tall: i32 = bands.iter().map(|b| b.head() + rows + FOOT).sum();
        let height = frame.above() + tall.max(rows + FOOT) + frame.below();
        Picture::new(&self.head.title, (layout.width(), height), |sheet| {
            let mut y = frame.above();
            for band in &bands {
                self.band(sheet, layout, band, y, row);
                y += band.head() + rows + FOOT;
            }
            if self.rows.is_empty() {
                let at = (layout.width() / 2, frame.above() + row / 2);
                sheet.write("nothing to show", at, (SUBTITLE, GREY), Stand::Middle);
            }
            frame.draw(sheet, height);
        })
    }

    fn band(&self, sheet: &mut Sheet, layout: Layout, band: &Band, y: i32, row: i32) {
        let top = y + band.head();
        let bottom = top + row * self.rows.len() as i32;
        self.stripes(sheet, layout, top, row);
        for (i, column) in band.columns.iter().enumerate() {
            self.axis(sheet, band.first + i, column, (top, bottom));
            for (n, (text, colour)) in band.titles[i].iter().enumerate() {
                let at = (column.left, y + TITLE_LINE * n as i32 + TITLE_LINE / 2);
                sheet.write(text, at, (LABEL, *colour), Stand::Left);
            }
        }
        for (r, each) in self.rows.iter().enumerate() {
            sheet.belonging(matches!(each, ForestRow::Item { .. }).then_some(r));
            draw_row(sheet, layout, each, band, (top + row * r as i32, row));
        }
        sheet.belonging(None);
    }

    /// A grey ground behind every second row of a group.
    fn stripes(&self, sheet: &mut Sheet, layout: Layout, top: i32, row: i32) {
        let mut n = 0;
        for (r, each) in self.rows.iter().enumerate() {
            n = if matches!(each, ForestRow::Group(_)) { 0 } else { n + 1 };
            if n > 0 && n % 2 == 0 {
                let y = top + row * r as i32;
                sheet.fill((layout.edge(), y), (layout.right(), y + row), STRIPE);
            }
        }
    }

    fn axis(&self, sheet: &mut Sheet, i: usize, column: &ColumnPlace, (top, bottom): (i32, i32)) {
        let ticks = column.scale.ticks(4);
        // A number wider than its place would touch its neighbour.
        let widest = ticks.iter().map(|t| width(&t.1, LABEL)).max().unwrap_or(0) + 20;
        let apart = ticks.windows(2).map(|w| column.scale.at(w[1].0) - column.scale.at(w[0].0));
        let every = (widest / apart.min().unwrap_or(widest).max(1) + 1) as usize;
        // Zero is among those that stay.
        let first = ticks.iter().position(|t| t.0 == 0.0).unwrap_or(0) % every;
        for (value, label) in ticks.iter().skip(first).step_by(every) {
            let x = column.scale.at(*value);
            sheet.line(&[(x, top), (x, bottom)], picture::pen(PALE, 2, 0));
            // At the sheet's edge it stands beside its line, and not cut.
            let at = (x.max(width(label, LABEL) / 2), bottom + 24);
            sheet.write(label, at, (LABEL, GREY), Stand::Middle);
        }
        let ends = (column.scale.at(f64::MIN), column.scale.at(f64::MAX));
        sheet.line(&[(ends.0, bottom), (ends.1, bottom)], picture::pen(DARK, 3, 0));
        if let Some(line) = self.measures[i].line.filter(|l| drawable(*l)) {
            let x = column.scale.at(line);
            sheet.line(&[(x, top), (x, bottom)], picture::pen(DARK, 3, 4));
        }
    }
}

fn draw_row(
    sheet: &mut Sheet,
    layout: Layout,
    row: &ForestRow,
    band: &Band,
    (top, tall): (i32, i32),
) {
    let (edge, mut y) = (layout.edge(), top + tall / 2);
    let (label, cells) = match row {
        ForestRow::Group(name) => {
            let under = y + 17;
            sheet.line(&[(edge, under), (layout.right(), under)], picture::pen(PALE, 3, 0));
            let most = layout.room();
            return sheet.write_within(name, most, (edge, y), (SUBTITLE, GREY), Stand::Left);
        }
        ForestRow::Item { label, cells } => (label, cells),
    };
    let first = band.columns.first().map_or(layout.right(), |c| c.left - GUTTER);
    let most = layout.pick(first - edge - 10, layout.room() - 10);
    if layout == Layout::Narrow {
        y = top + 20;
        // No line of an axis goes through a label.
        let wide = width(label, LABEL).min(most) + 14;
        sheet.veil((edge + 4, y - 15), (edge + wide, y + 15), WHITE, 0.85);
    }
    sheet.write_within(label, most, (edge + 10, y), (LABEL, DARK), Stand::Left);
    if layout == Layout::Narrow {
        y = top + 54;
    }
    for (i, column) in band.columns.iter().enumerate() {
        let cell = cells.get(band.first + i).copied().unwrap_or_default();
        let value = cell.value.filter(|v| drawable(*v));
        let text =
            value.map_or("–".to_owned(), |v| said(cell.borne(v), column.places, column.signed));
        sheet.write(&text, (column.right, y), (LABEL, DARK), Stand::Right);
        let Some(value) = value else { continue };
        let at = |x: f64| column.scale.at(x);
        let ends = [cell.low, cell.high].map(|e| e.filter(|x| drawable(*x)).map_or(at(value), at));
        if ends[0] != ends[1] {
            sheet.line(&[(ends[0], y), (ends[1], y)], picture::pen(BLUE, 4, 0));
            for x in ends {
                sheet.line(&[(x, y - 9), (x, y + 9)], picture::pen(BLUE, 4, 0));
            }
        }
        let ends = match cell.low.zip(cell.high).filter(|(low, high)| low < high) {
            Some((a, b)) => {
                let end = |x: f64| said(cell.borne(x), column.places, column.signed);
                format!(" ({} to {})", end(a), end(b))
            }
            None => String::new(),
        };
        let whose = format!("{}, {label}", column.title);
        sheet.of(&whose, format!("{text}{ends}")).marker(0, (at(value), y), false);
    }
}

#[cfg(test)]
mod tests;
