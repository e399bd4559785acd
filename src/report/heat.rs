//! A heat map: rows by columns, each cell a share by its lightness, with counts at its margins.
//!
//! Scope: drawing what it is given; a share that is no number is taken for none, one outside 0 to 1
//! for the nearer. Checked by: golden SVG in `tests/it/charts.rs`, and by looking.

mod shade;

use super::along::Along;
use super::frame::{ChartHead, EDGE, Frame, Legend, WIDTH};
use super::lettering::{LABEL, NOTE, SUBTITLE, decimal, number, width};
use super::picture::{self, Colour, DARK, GREY, Picture, Sheet, Stand, WHITE};
use shade::{absent, parts, percentage, places, round_share, shade, share};

/// Widest a row's label, and a cell.
const LABEL_WIDTH: i32 = 560;
const CELL_WIDTH: i32 = 240;
/// Pixels of the colour key, and of its gradient.
const KEY: i32 = 92;
const GRADIENT: i32 = 600;
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
        let frame = Frame::new(&self.head, Legend::default());
        let greatest = self.rows.iter().flat_map(|r| &r.cells).filter_map(|c| share(*c));
        let greatest = greatest.fold(0.0, f64::max);
        if greatest <= 0.0 || self.columns.is_empty() {
            return self.sentence(&frame);
        }
        let top = round_share(greatest);
        let grid = self.grid(frame.above() + KEY + 44);
        let letters = (LABEL, DARK);
        let names: Vec<String> = self.columns.iter().map(|c| c.label.clone()).collect();
        let names = Along::new(&names, grid.slot(), letters, true);
        let counts: Vec<String> = self.columns.iter().map(|c| number(c.count as f64)).collect();
        let counts = Along::new(&counts, grid.slot(), (NOTE, GREY), false);
        let bottom = grid.top + grid.row * self.rows.len() as i32;
        let margin = bottom + 12 + names.height() + 48;
        let height = margin + counts.height().max(40) + 40 + frame.below();
        Picture::new(&self.head.title, (WIDTH, height), |sheet| {
            self.key(sheet, frame.above(), top);
            self.cells(sheet, &grid, top);
            self.sides(sheet, &grid);
            names.draw(sheet, bottom + 12, |i| grid.middle(i));
            let at = (i32::midpoint(grid.left, grid.right), margin - 22);
            let most = 2 * (at.0 - EDGE);
            sheet.write_within(&self.across, most, at, letters, Stand::Middle);
            self.foot(sheet, &grid, &counts, margin + 16);
            frame.draw(sheet, height);
        })
    }

    fn sentence(&self, frame: &Frame) -> Picture {
        let height = frame.above() + 200 + frame.below();
        Picture::new(&self.head.title, (WIDTH, height), |sheet| {
            let at = (WIDTH / 2, frame.above() + 90);
            let most = WIDTH - 2 * EDGE;
            sheet.write_within(&self.empty, most, at, (SUBTITLE, DARK), Stand::Middle);
            frame.draw(sheet, height);
        })
    }

    fn grid(&self, top: i32) -> Grid {
        let widest = |texts: &mut dyn Iterator<Item = String>| {
            texts.map(|t| width(&t, LABEL)).max().unwrap_or(0)
        };
        let names = widest(&mut self.rows.iter().map(|r| r.label.clone()));
        let names = names.max(width(&self.counted, LABEL)).min(LABEL_WIDTH);
        let counts = self.rows.iter().map(|r| r.count).chain([self.total]);
        let counts = widest(&mut counts.map(|c| number(c as f64)));
        let left = EDGE + names + 20;
        let right = (WIDTH - EDGE - counts - 20).max(left + self.columns.len() as i32);
        let right = right.min(left + CELL_WIDTH * self.columns.len() as i32);
        let row = match self.rows.len() {
            0..=12 => 72,
            13..=30 => 48,
            _ => 40,
        };
        Grid { left, right, top, row, columns: self.columns.len() }
    }

    /// What the shades mean, above the data.
    fn key(&self, sheet: &mut Sheet, y: i32, top: f64) {
        let mid = y + 22;
        let letters = (LABEL, DARK);
        let most = WIDTH - 2 * EDGE - GRADIENT - 600;
        sheet.write_within(&self.measure, most, (EDGE, mid), letters, Stand::Left);
        let left = EDGE + width(&self.measure, LABEL).min(most) + 40;
        for i in 0..60 {
            let from = left + GRADIENT * i / 60;
            let colour = shade(f64::from(i) / 59.0);
            sheet.fill((from, mid - 16), (left + GRADIENT, mid + 16), colour);
        }
        let (right, top_edge, foot) = (left + GRADIENT, mid - 16, mid + 16);
        let edge =
            [(left, top_edge), (right, top_edge), (right, foot), (left, foot), (left, top_edge)];
        sheet.line(&edge, picture::pen(GREY, 1, 0));
        let parts = parts(top);
        for i in 0..=parts {
            let at = (left + GRADIENT * i / parts, mid + 38);
            let percent = 100.0 * top * f64::from(i) / f64::from(parts);
            let label = format!("{} %", decimal(percent, places(top)));
            sheet.write(&label, at, (NOTE, DARK), Stand::Middle);
        }
        let x = left + GRADIENT + 80;
        absent(sheet, (x, mid - 16), (x + 34, mid + 16));
        let at = (x + 50, mid);
        sheet.write_within(&self.absent, WIDTH - EDGE - at.0, at, letters, Stand::Left);
    }

    fn cells(&self, sheet: &mut Sheet, grid: &Grid, top: f64) {
        let size = [LABEL, NOTE, 22].into_iter().find(|s| width("00", *s) + 14 <= grid.slot());
        let unit = if width("100 %", LABEL) + 12 <= grid.slot() { " %" } else { "" };
        for (r, row) in self.rows.iter().enumerate() {
            let y = grid.top + grid.row * r as i32;
            for c in 0..grid.columns {
                let (from, to) = ((grid.x(c), y), (grid.x(c + 1) - 2, y + grid.row - 2));
                let Some(share) = share(row.cells.get(c).copied().flatten()) else {
                    absent(sheet, from, to);
                    continue;
                };
                let shaded = if share > 0.0 { shade(share / top) } else { NOTHING };
                let whose = format!("{}, {}", row.label, self.columns[c].label);
                let said = format!("{} %", percentage(share, places(top)));
                sheet.of(&whose, said).fill(from, to, shaded);
                let text = format!("{}{unit}", percentage(share, places(top)));
                let fits = |size: &u32| width(&text, *size) + 2 <= grid.slot();
                if let Some(size) = size.filter(|s| share > 0.0 && fits(s)) {
                    let colour = if share / top > 0.65 { WHITE } else { DARK };
                    let at = (grid.middle(c), y + grid.row / 2 - 1);
                    sheet.write(&text, at, (size, colour), Stand::Middle);
                }
            }
        }
    }

    /// Names at the left and counts at the right.
    fn sides(&self, sheet: &mut Sheet, grid: &Grid) {
        let most = (WIDTH - grid.left) / 2;
        let beside = if self.beside.is_empty() { &self.counted } else { &self.beside };
        let right = grid.right + 20 + width(beside, LABEL);
        let at = (right.min(WIDTH - EDGE), grid.top - 24);
        sheet.write_within(beside, most, at, (LABEL, GREY), Stand::Right);
        for (r, row) in self.rows.iter().enumerate() {
            let y = grid.top + grid.row * r as i32 + grid.row / 2 - 1;
            let (at, most) = ((grid.left - 16, y), grid.left - 16 - EDGE);
            sheet.write_within(&row.label, most, at, (LABEL, DARK), Stand::Right);
            let at = (grid.right + 20, y);
            sheet.write(&number(row.count as f64), at, (LABEL, GREY), Stand::Left);
        }
    }

    /// Counts below the columns, and of all.
    fn foot(&self, sheet: &mut Sheet, grid: &Grid, counts: &Along, top: i32) {
        let end = (WIDTH - EDGE, top - 10);
        sheet.line(&[(EDGE, top - 10), end], picture::pen(picture::PALE, 2, 0));
        counts.draw(sheet, top, |i| grid.middle(i));
        let (at, most) = ((grid.left - 16, top + 15), grid.left - 16 - EDGE);
        sheet.write_within(&self.counted, most, at, (LABEL, GREY), Stand::Right);
        let at = (grid.right + 20, top + 15);
        sheet.write(&number(self.total as f64), at, (LABEL, DARK), Stand::Left);
    }
}

#[cfg(test)]
mod tests;
