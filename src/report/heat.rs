//! A heat map: rows by columns, each cell a share by its lightness, with counts at its margins.
//!
//! Scope: drawing what it is given; a share that is no number is taken for none, one outside 0 to 1
//! for the nearer. Checked by: golden SVG in `tests/it/charts.rs`, and by looking.

mod shade;

use super::along::Along;
use super::frame::{ChartHead, Frame, Layout, Legend};
use super::lettering::{LABEL, SUBTITLE, balanced, decimal, number, width};
use super::palette::{self, BLACK, DARK, GREY, PALE, SHADES};
use super::picture::{self, Colour, Picture, Sheet, Stand};
use shade::{absent, parts, percentage, places, round_share, shade, share};

/// Widest a row's label, by layout, and a cell.
const LABEL_WIDTH: [i32; 2] = [400, 210];
const CELL_WIDTH: i32 = 200;
/// Pixels of a line of the key.
const LINE: i32 = 34;
/// Of a cell of nothing: lighter than any share's.
const NOTHING: Colour = Colour(249, 249, 249);

/// A row of a heat map.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HeatRow {
    /// Its name; cut where it is long.
    pub label: String,
    /// A share from 0 to 1 for each column; none where there was nothing to take a share of.
    pub cells: Vec<Option<f64>>,
    /// The count at its right.
    pub count: u64,
}

/// A column of a heat map.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HeatColumn {
    /// Its name.
    pub label: String,
    /// The count below it.
    pub count: u64,
}

/// A heat map.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HeatMap {
    /// Heading and footnote.
    pub head: ChartHead,
    /// What the shares are, such as "share of requests throttled".
    pub measure: String,
    /// What the counts at the margins are, such as "requests throttled".
    pub counted: String,
    /// What those at the right are, where that is something else; empty where it is not.
    pub beside: String,
    /// What a cell without a share means, such as "no requests".
    pub absent: String,
    /// What the columns are, such as "hour of day, Europe/London".
    pub across: String,
    /// From left to right.
    pub columns: Vec<HeatColumn>,
    /// From top to bottom.
    pub rows: Vec<HeatRow>,
    /// The count of all.
    pub total: u64,
    /// What a share of one is, such as the threshold: the key goes as far and marks it, and cells that reach it have an
    /// edge; empty where it is nothing to be marked.
    pub full: String,
    /// What is said in place of a map without a share above zero, such as "nobody was throttled".
    pub empty: String,
}

/// Where the cells stand.
struct Grid {
    left: i32,
    right: i32,
    top: i32,
    row: i32,
    columns: usize,
}

impl Grid {
    fn x(&self, column: usize) -> i32 {
        self.left + ((self.right - self.left) as usize * column / self.columns) as i32
    }

    fn middle(&self, column: usize) -> i32 {
        i32::midpoint(self.x(column), self.x(column + 1))
    }

    fn slot(&self) -> i32 {
        (self.right - self.left) / self.columns as i32
    }
}

impl HeatMap {
    /// The chart.
    pub fn picture(&self) -> Picture {
        Picture::twice(|layout| self.laid_out(layout))
    }

    fn laid_out(&self, layout: Layout) -> Picture {
        let frame = Frame::new(layout, &self.head, Legend::default());
        let greatest = self.rows.iter().flat_map(|r| &r.cells).filter_map(|c| share(*c));
        let greatest = greatest.fold(0.0, f64::max);
        if greatest <= 0.0 || self.columns.is_empty() {
            return self.sentence(layout, &frame);
        }
        let top = if self.full.is_empty() { round_share(greatest) } else { 1.0 };
        let key = self.key_title(layout);
        let grid = self.grid(layout, frame.above() + LINE * (key.len() as i32 + 2) + 56);
        let letters = (LABEL, DARK);
        let names: Vec<String> = self.columns.iter().map(|c| c.label.clone()).collect();
        let names = Along::new(&names, grid.slot(), letters, true);
        let counts: Vec<String> = self.columns.iter().map(|c| number(c.count as f64)).collect();
        let counts = Along::new(&counts, grid.slot(), (LABEL, GREY), false);
        let bottom = grid.top + grid.row * self.rows.len() as i32;
        let margin = bottom + 12 + names.height() + 42;
        // Of counts that do not all fit only their sum is shown.
        let counts = Some(counts).filter(Along::is_whole);
        let tall = counts.as_ref().map_or(0, Along::height);
        let height = margin + tall.max(32) + 36 + frame.below();
        Picture::new(&self.head.title, (layout.width(), height), |sheet| {
            self.key(sheet, layout, &key, (frame.above(), top));
            self.cells(sheet, &grid, top);
            self.sides(sheet, layout, &grid);
            names.draw(sheet, bottom + 12, |i| grid.middle(i));
            let half = width(&self.across, LABEL).min(layout.room()) / 2;
            let middle = i32::midpoint(grid.left, grid.right);
            let middle = middle.clamp(layout.edge() + half, layout.right() - half);
            let at = (middle, margin - 20);
            sheet.write_within(&self.across, layout.room(), at, letters, Stand::Middle);
            self.foot(sheet, layout, &grid, (counts.as_ref(), margin + 14));
            frame.draw(sheet, height);
        })
    }

    fn sentence(&self, layout: Layout, frame: &Frame) -> Picture {
        let height = frame.above() + 160 + frame.below();
        Picture::new(&self.head.title, (layout.width(), height), |sheet| {
            let at = (layout.width() / 2, frame.above() + 70);
            let most = layout.room();
            sheet.write_within(&self.empty, most, at, (SUBTITLE, DARK), Stand::Middle);
            frame.draw(sheet, height);
        })
    }

    fn grid(&self, layout: Layout, top: i32) -> Grid {
        let widest = |texts: &mut dyn Iterator<Item = String>| {
            texts.map(|t| width(&t, LABEL)).max().unwrap_or(0)
        };
        let names = widest(&mut self.rows.iter().map(|r| r.label.clone()));
        let most = layout.pick(LABEL_WIDTH[0], LABEL_WIDTH[1]);
        let names = names.max(width(&self.counted, LABEL)).min(most);
        let counts = self.rows.iter().map(|r| r.count).chain([self.total]);
        let counts = widest(&mut counts.map(|c| number(c as f64)));
        let left = layout.edge() + names + 14;
        let right = (layout.right() - counts - 14).max(left + self.columns.len() as i32);
        let right = right.min(left + CELL_WIDTH * self.columns.len() as i32);
        let row = match self.rows.len() {
            0..=12 => 56,
            13..=30 => 40,
            _ => 32,
        };
        Grid { left, right, top, row, columns: self.columns.len() }
    }

    fn key_title(&self, layout: Layout) -> Vec<String> {
        balanced(&self.measure, LABEL, layout.room(), 2)
    }

    /// What the shades mean, above the data.
    fn key(&self, sheet: &mut Sheet, layout: Layout, title: &[String], (y, top): (i32, f64)) {
        let edge = layout.edge();
        for (i, line) in title.iter().enumerate() {
            let at = (edge, y + LINE * i as i32 + LINE / 2);
            sheet.write(line, at, (LABEL, DARK), Stand::Left);
        }
        let y = y + LINE * title.len() as i32;
        let (left, step) = (edge + 20, layout.pick(56, 42));
        let right = left + step * SHADES as i32;
        for i in 0..SHADES {
            let x = left + step * i as i32;
            sheet.fill((x, y), (x + step, y + LINE - 6), palette::shade(i).0);
        }
        let foot = y + LINE - 6;
        let frame = [(left, y), (right, y), (right, foot), (left, foot), (left, y)];
        sheet.line(&frame, picture::pen(GREY, 1, 0));
        // Shades are steps about round shares, of which the first is nothing and the last the greatest.
        let middle = |part: f64| left + step / 2 + (f64::from(right - left - step) * part) as i32;
        let parts = parts(top);
        for i in 0..=parts {
            let part = f64::from(i) / f64::from(parts);
            let label = format!("{} %", decimal(100.0 * top * part, places(top)));
            sheet.write(&label, (middle(part), foot + 18), (LABEL, DARK), Stand::Middle);
        }
        let at = (right + 14, y + LINE / 2 - 4);
        if !self.full.is_empty() {
            let whole = format!("← 100 %: {}", self.full);
            let most = layout.right() - at.0;
            sheet.write_within(&whole, most, at, (LABEL, DARK), Stand::Left);
        }
        // Beside the key, or below it where that is too narrow.
        let (x, y) = match layout {
            Layout::Wide => (
                at.0 + 60 + if self.full.is_empty() { 0 } else { width(&self.full, LABEL) + 120 },
                at.1,
            ),
            Layout::Narrow => (left, foot + 52),
        };
        absent(sheet, (x, y - 14), (x + 30, y + 14));
        let most = layout.right() - x - 42;
        sheet.write_within(&self.absent, most, (x + 42, y), (LABEL, DARK), Stand::Left);
    }

    fn cells(&self, sheet: &mut Sheet, grid: &Grid, top: f64) {
        let shown = width("00", LABEL) + 8 <= grid.slot() && grid.row >= 30;
        let unit = if width("100 %", LABEL) + 12 <= grid.slot() { " %" } else { "" };
        for (r, row) in self.rows.iter().enumerate() {
            let y = grid.top + grid.row * r as i32;
            for c in 0..grid.columns {
                let (from, to) = ((grid.x(c), y), (grid.x(c + 1) - 2, y + grid.row - 2));
                let Some(share) = share(row.cells.get(c).copied().flatten()) else {
                    absent(sheet, from, to);
                    continue;
                };
                let (shaded, letters) = palette::shade(shade(share / top));
                let shaded = if share > 0.0 { shaded } else { NOTHING };
                let whose = format!("{}, {}", row.label, self.columns[c].label);
                let said = format!("{} %", percentage(share, places(top)));
                sheet.of(&whose, said).fill(from, to, shaded);
                if !self.full.is_empty() && share >= 1.0 {
                    let edge = [from, (to.0, from.1), to, (from.0, to.1), from];
                    sheet.line(&edge, picture::pen(BLACK, 4, 0));
                }
                let text = format!("{}{unit}", percentage(share, places(top)));
                if shown && share > 0.0 && width(&text, LABEL) + 2 <= grid.slot() {
                    let at = (grid.middle(c), y + grid.row / 2 - 1);
                    sheet.write(&text, at, (LABEL, letters), Stand::Middle);
                }
            }
        }
    }

    /// Names at the left and counts at the right.
    fn sides(&self, sheet: &mut Sheet, layout: Layout, grid: &Grid) {
        let most = layout.right() - grid.left;
        let beside = if self.beside.is_empty() { &self.counted } else { &self.beside };
        let right = grid.right + 14 + width(beside, LABEL);
        let at = (right.min(layout.right()), grid.top - 20);
        sheet.write_within(beside, most, at, (LABEL, GREY), Stand::Right);
        for (r, row) in self.rows.iter().enumerate() {
            let y = grid.top + grid.row * r as i32 + grid.row / 2 - 1;
            let (at, most) = ((grid.left - 12, y), grid.left - 12 - layout.edge());
            sheet.write_within(&row.label, most, at, (LABEL, DARK), Stand::Right);
            let at = (grid.right + 14, y);
            sheet.write(&number(row.count as f64), at, (LABEL, GREY), Stand::Left);
        }
    }

    /// Counts below the columns, and of all.
    fn foot(
        &self,
        sheet: &mut Sheet,
        layout: Layout,
        grid: &Grid,
        (counts, top): (Option<&Along>, i32),
    ) {
        let ends = [(layout.edge(), top - 8), (layout.right(), top - 8)];
        sheet.line(&ends, picture::pen(PALE, 2, 0));
        if let Some(counts) = counts {
            counts.draw(sheet, top, |i| grid.middle(i));
        }
        let (at, most) = ((grid.left - 12, top + 14), grid.left - 12 - layout.edge());
        sheet.write_within(&self.counted, most, at, (LABEL, GREY), Stand::Right);
        let at = (grid.right + 14, top + 14);
        sheet.write(&number(self.total as f64), at, (LABEL, DARK), Stand::Left);
    }
}

#[cfg(test)]
mod tests;
