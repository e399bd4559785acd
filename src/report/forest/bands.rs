//! Columns of a forest in pixels: as many side by side as have room, the others below them.

use super::super::frame::{Estimate, Layout};
use super::super::lettering::{LABEL, balanced, decimal, figure, width};
use super::super::picture::{Colour, DARK, GREY};
use super::super::scale::{Scale, drawable, extent};
use super::{Forest, ForestMeasure, ForestRow, GUTTER, TITLE_LINE};
use crate::evidence::words::fine;

/// Widest a row's label, and least a column, of a wide sheet.
const LABEL_WIDTH: i32 = 430;
const COLUMN_WIDTH: i32 = 270;
/// Lines of a measure's title.
const TITLE_LINES: usize = 3;

/// A column in pixels.
pub(super) struct ColumnPlace {
    pub(super) title: String,
    pub(super) left: i32,
    /// Right end of its numbers.
    pub(super) right: i32,
    pub(super) scale: Scale,
    /// Decimals of its numbers, and whether they bear a plus.
    pub(super) places: usize,
    pub(super) signed: bool,
}

/// Columns that stand side by side, with all rows below them.
pub(super) struct Band {
    /// The first of its measures.
    pub(super) first: usize,
    pub(super) columns: Vec<ColumnPlace>,
    pub(super) titles: Vec<Vec<(String, Colour)>>,
}

impl Band {
    /// Pixels of its titles.
    pub(super) fn head(&self) -> i32 {
        TITLE_LINE * self.titles.iter().map(Vec::len).max().unwrap_or(0) as i32 + 14
    }
}

impl Forest {
    pub(super) fn cells(&self, i: usize) -> impl Iterator<Item = &Estimate> {
        self.rows.iter().filter_map(move |row| match row {
            ForestRow::Group(_) => None,
            ForestRow::Item { cells, .. } => cells.get(i),
        })
    }

    /// Pixels of the labels at the left.
    fn labels(&self, layout: Layout) -> i32 {
        let label = |row: &ForestRow| match row {
            ForestRow::Group(_) => 0,
            ForestRow::Item { label, .. } => width(label, LABEL) + 10,
        };
        let widest = self.rows.iter().map(label).max().unwrap_or(0).min(LABEL_WIDTH);
        layout.pick(widest + GUTTER, 0)
    }

    /// As many columns side by side as each has room, and the rest below them.
    pub(super) fn bands(&self, layout: Layout) -> Vec<Band> {
        let start = layout.edge() + self.labels(layout);
        let most = ((layout.right() - start) / COLUMN_WIDTH).max(1) as usize;
        let many = self.measures.len().div_ceil(most).max(1);
        let each = self.measures.len().div_ceil(many).max(1);
        let band = |n: usize| {
            let all = n * each..self.measures.len().min((n + 1) * each);
            let columns = self.columns(layout, all.clone(), (start, each as i32));
            let titles = self.measures[all].iter().zip(&columns).map(|(m, c)| title(m, c));
            Band { first: n * each, titles: titles.collect(), columns }
        };
        (0..self.measures.len().div_ceil(each)).map(band).collect()
    }

    fn columns(
        &self,
        layout: Layout,
        shown: std::ops::Range<usize>,
        (start, many): (i32, i32),
    ) -> Vec<ColumnPlace> {
        let first = shown.start;
        let column = |(i, measure): (usize, &ForestMeasure)| {
            let at = |n: i32| start + (layout.right() - start) * n / many;
            let left = at((i - first) as i32);
            let right = at((i - first) as i32 + 1) - if many > 1 { GUTTER } else { 0 };
            let values: Vec<f64> = self.cells(i).filter_map(|c| c.value).collect();
            let places = places(&values);
            let numbers = values.iter().map(|v| width(&said(*v, places, measure.signed), LABEL));
            let numbers = numbers.max().unwrap_or(0);
            let ends = self.cells(i).filter(|c| c.value.is_some_and(drawable));
            let ends = ends.flat_map(|c| [c.value, c.low, c.high]).flatten();
            let range = extent(ends.chain(measure.line));
            let room = range.map(|(a, b)| (a - 0.06 * (b - a), b + 0.06 * (b - a)));
            let end = (right - numbers - 20).max(left + 40);
            let scale = Scale::linear(room, (left, end));
            let title = measure.title.clone();
            ColumnPlace { title, left, right, scale, places, signed: measure.signed }
        };
        shown.map(|i| column((i, &self.measures[i]))).collect()
    }
}

/// A measure's title in lines, then its unit.
fn title(measure: &ForestMeasure, column: &ColumnPlace) -> Vec<(String, Colour)> {
    let room = column.right - column.left;
    let title = balanced(&measure.title, LABEL, room, TITLE_LINES).into_iter();
    let unit = balanced(&measure.unit, LABEL, room, 2).into_iter();
    title.map(|l| (l, DARK)).chain(unit.map(|l| (l, GREY))).collect()
}

/// Decimals for all of `values`: three digits of the greatest, none where all are whole.
pub(super) fn places(values: &[f64]) -> usize {
    let values = values.iter().filter(|v| drawable(**v));
    let whole = values.clone().all(|v| *v == libm::round(*v));
    match values.map(|v| libm::fabs(*v)).fold(0.0, f64::max) {
        _ if whole => 0,
        greatest if greatest >= 100.0 => 0,
        greatest if greatest >= 10.0 => 1,
        greatest if greatest >= 1.0 => 2,
        greatest if greatest > 1e-6 => (2.0 - libm::floor(libm::log10(greatest))) as usize,
        _ => 7,
    }
}

/// `x` with `places`; to its own digits where those would make it another by more than a tenth.
pub(super) fn said(x: f64, places: usize, signed: bool) -> String {
    if x == 0.0 {
        return "0".to_owned();
    }
    let tens = libm::exp10(places as f64);
    let off = libm::fabs(libm::round(x * tens) / tens - x);
    let text = match libm::fabs(x) {
        size if !drawable(x) || off <= 0.1 * size => decimal(x, places),
        size if size < 1e-3 => figure(x),
        _ => fine(x),
    };
    if signed && x > 0.0 { format!("+{text}") } else { text }
}
