//! The columns of one kind of row, and what they make of rows: a table and JSON objects.

use super::column::{CellOf, Column, Estimated, InJson};
use super::{Cells, Table};
use serde_json::{Map, Value};

/// The columns of rows `R`, each declared once (`table/column.rs`).
pub struct Schema<R> {
    pub(super) name: &'static str,
    /// What a row is.
    pub(super) row: &'static str,
    /// Where `--format json` has its rows, if it has them.
    pub(super) in_json: Option<&'static str>,
    pub(super) columns: Vec<Column<R>>,
}

impl<R> Schema<R> {
    /// A table called `name` of which a row is `row`, in words that go on after "a row is".
    pub fn of(name: &'static str, row: &'static str) -> Self {
        Self { name, row, in_json: None, columns: Vec::new() }
    }

    /// Where `--format json` has its rows.
    pub fn in_json_at(mut self, place: &'static str) -> Self {
        self.in_json = Some(place);
        self
    }

    /// The table of `rows`.
    pub fn table(&self, rows: &[R]) -> Table {
        let mut columns = Vec::new();
        for column in self.columns.iter().filter(|c| c.in_files) {
            cells(&column.head, &column.of, rows, &mut columns);
        }
        Table { name: self.name.to_owned(), columns, rows: rows.len() }
    }

    /// The JSON object of `row`: names that stay.
    pub fn object(&self, row: &R) -> Value {
        object(&self.columns, row)
    }

    /// Those of `rows`.
    pub fn objects<'a>(&self, rows: impl IntoIterator<Item = &'a R>) -> Vec<Value>
    where
        R: 'a,
    {
        rows.into_iter().map(|row| self.object(row)).collect()
    }
}

/// A number that can be said: minus nothing is nothing, and what is no number is not there.
fn number(x: f64) -> Option<f64> {
    Some(x + 0.0).filter(|x| x.is_finite())
}

/// The cells of a column under `head`, behind those that are there.
fn cells<R>(head: &str, of: &CellOf<R>, rows: &[R], into: &mut Vec<(String, Cells)>) {
    let of_each = |get: &dyn Fn(&R) -> Option<f64>| {
        Cells::Numbers(rows.iter().map(|row| get(row).and_then(number)).collect())
    };
    let cells = match of {
        CellOf::Whole(get) => Cells::Whole(rows.iter().map(get).collect()),
        CellOf::Number(get) => of_each(get),
        CellOf::MaybeWhole(get) => of_each(&|row| get(row).map(|n| n as f64)),
        CellOf::Text(get) => Cells::Texts(rows.iter().map(get).collect()),
        CellOf::Truth(get) => Cells::Truths(rows.iter().map(get).collect()),
        CellOf::List(get, by) => Cells::Texts(rows.iter().map(|row| get(row).join(by)).collect()),
        CellOf::Estimate(get, [low, high]) => {
            let all: Vec<Option<Estimated>> = rows.iter().map(get).collect();
            let part = |of: fn(&Estimated) -> Option<f64>| {
                Cells::Numbers(
                    all.iter().map(|e| e.as_ref().and_then(of).and_then(number)).collect(),
                )
            };
            into.push((head.to_owned(), part(|e| Some(e.interval.mean))));
            into.push((low.clone(), part(|e| e.interval.ci_low)));
            into.push((high.clone(), part(|e| e.interval.ci_high)));
            return;
        }
        CellOf::Parts(parts) => {
            for part in parts.iter().filter(|part| part.in_files) {
                cells(&format!("{head}.{}", part.head), &part.of, rows, into);
            }
            return;
        }
    };
    into.push((head.to_owned(), cells));
}

fn object<R>(columns: &[Column<R>], row: &R) -> Value {
    let mut members = Map::new();
    for column in columns {
        let head = column.head.as_ref();
        match (&column.json, &column.of) {
            (InJson::Not, _) => {}
            (InJson::As(name, of), _) => {
                members.insert(name.to_string(), of(row));
            }
            (InJson::UnlessEmpty, CellOf::Text(get)) => {
                let text = Some(get(row)).filter(|text| !text.is_empty());
                members.extend(text.map(|text| (head.to_owned(), Value::from(text))));
            }
            (InJson::Flat, CellOf::Estimate(get, [low, high])) => {
                let interval = get(row).map(|e| e.interval);
                let ends = [interval.and_then(|i| i.ci_low), interval.and_then(|i| i.ci_high)];
                members.insert(head.to_owned(), interval.map(|i| i.mean).into());
                members.insert(low.clone(), ends[0].into());
                members.insert(high.clone(), ends[1].into());
            }
            (InJson::Inline, CellOf::Estimate(get, _)) => {
                let value = serde_json::to_value(get(row)).unwrap_or_default();
                members.extend(value.as_object().cloned().into_iter().flatten());
            }
            (_, of) => {
                members.insert(head.to_owned(), value(of, row));
            }
        }
    }
    Value::Object(members)
}

fn value<R>(of: &CellOf<R>, row: &R) -> Value {
    match of {
        CellOf::Whole(get) => get(row).into(),
        CellOf::Number(get) => get(row).into(),
        CellOf::MaybeWhole(get) => get(row).into(),
        CellOf::Text(get) => get(row).into(),
        CellOf::Truth(get) => get(row).into(),
        CellOf::List(get, _) => get(row).into(),
        CellOf::Estimate(get, _) => serde_json::to_value(get(row)).unwrap_or_default(),
        CellOf::Parts(parts) => object(parts, row),
    }
}
