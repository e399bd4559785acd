//! Columns of the tables.

use crate::evidence::Counted;
use polars::prelude::{Column, NamedFrom};

fn column<T>(name: &str, values: Vec<T>) -> Column
where
    polars::prelude::Series: NamedFrom<Vec<T>, [T]>,
    Vec<T>: AsRef<[T]>,
{
    polars::prelude::Series::new(name.into(), values).into()
}

pub(super) fn numbers(name: &str, values: impl Iterator<Item = u64>) -> Column {
    column(name, values.collect::<Vec<u64>>())
}

pub(super) fn fractions(name: &str, values: impl Iterator<Item = f64>) -> Column {
    column(name, values.collect::<Vec<f64>>())
}

pub(super) fn maybe(name: &str, values: impl Iterator<Item = Option<f64>>) -> Column {
    polars::prelude::Series::new(name.into(), values.collect::<Vec<Option<f64>>>()).into()
}

pub(super) fn texts(name: &str, values: impl Iterator<Item = String>) -> Column {
    column(name, values.collect::<Vec<String>>())
}

pub(super) fn truths(name: &str, values: impl Iterator<Item = bool>) -> Column {
    column(name, values.collect::<Vec<bool>>())
}

/// The columns of [`Counted`], with the names of `--format json`.
pub(super) fn counted(of: &[Counted]) -> Vec<Column> {
    Counted::ALL.iter().map(|(name, get)| numbers(name, of.iter().map(get))).collect()
}
