//! Columns of a forest, in units that keep their numbers short.

use super::forest::{Forest, ForestMeasure, ForestRow};
use super::frame::{ChartHead, Estimate};

/// Most that a number may be of another, to be shown in the same millions.
const RANGE: f64 = 200.0;

/// A column with its cells from top to bottom.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct ValueColumn {
    pub(super) title: String,
    /// What one is, in the plural.
    pub(super) unit: String,
    /// What is said behind the unit.
    pub(super) of: String,
    /// Where its vertical line stands.
    pub(super) line: Option<f64>,
    /// Whether its numbers are differences.
    pub(super) signed: bool,
    pub(super) cells: Vec<Estimate>,
}

impl ValueColumn {
    /// Its numbers in millions where all of them are such.
    fn short(mut self) -> (ForestMeasure, Vec<Estimate>) {
        let size = |x: Option<f64>| x.map_or(0.0, libm::fabs);
        let sizes = self.cells.iter().map(|c| size(c.value)).filter(|x| *x > 0.0);
        let greatest = sizes.clone().fold(size(self.line), f64::max);
        // A few hundred among millions would be lost.
        let close = sizes.clone().all(|x| x > greatest / RANGE);
        let (by, many) = match greatest {
            x if close && x >= 1e9 => (1e9, "billion "),
            x if close && x >= 1e6 => (1e6, "million "),
            _ => (1.0, ""),
        };
        for cell in &mut self.cells {
            for part in [&mut cell.value, &mut cell.low, &mut cell.high] {
                *part = part.map(|x| x / by);
            }
        }
        let measure = ForestMeasure {
            title: self.title,
            unit: format!("{many}{}{}", self.unit, self.of),
            line: self.line.map(|x| x / by),
            signed: self.signed,
        };
        (measure, self.cells)
    }
}

/// A forest of `columns`, a row for each of `labels`; `line` says what the vertical lines are.
pub(super) fn forest(
    head: ChartHead,
    line: String,
    labels: Vec<String>,
    columns: Vec<ValueColumn>,
) -> Forest {
    let (measures, cells): (Vec<ForestMeasure>, Vec<Vec<Estimate>>) =
        columns.into_iter().map(ValueColumn::short).unzip();
    let row = |(r, label): (usize, String)| {
        let of = |column: &Vec<Estimate>| column.get(r).copied().unwrap_or_default();
        ForestRow::Item { label, cells: cells.iter().map(of).collect() }
    };
    let rows = labels.into_iter().enumerate().map(row).collect();
    Forest { head, line, measures, rows, ..Forest::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn millions_are_shown_as_millions_with_line_and_ends() {
        let cell = Estimate { value: Some(-2.5e6), low: Some(-3e6), high: None };
        let column = ValueColumn {
            unit: "attempts".to_owned(),
            line: Some(5e5),
            cells: vec![cell, Estimate::default()],
            ..ValueColumn::default()
        };
        let (measure, cells) = column.short();
        assert_eq!((measure.unit.as_str(), measure.line), ("million attempts", Some(0.5)));
        assert_eq!((cells[0].value, cells[0].low, cells[0].high), (Some(-2.5), Some(-3.0), None));
    }
}
