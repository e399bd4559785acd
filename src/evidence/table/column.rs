//! A column: its name, meaning and unit, how it is read from a row, and where it stands.

use super::unit::Unit;
use crate::evidence::frequency::{Method, Rate};
use crate::evidence::interval::Interval;
use serde::Serialize;
use serde_json::Value;
use std::borrow::Cow;

/// A mean and both ends of its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Estimated {
    /// Mean, ends and n.
    #[serde(flatten)]
    pub interval: Interval,
    /// How the interval was made, where there is more than one way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<Method>,
}

impl From<Interval> for Estimated {
    fn from(interval: Interval) -> Self {
        Self { interval, method: None }
    }
}

impl From<Rate> for Estimated {
    fn from(rate: Rate) -> Self {
        Self { interval: rate.interval, method: Some(rate.method) }
    }
}

/// How a cell is read from a row.
pub(super) type Get<R, T> = Box<dyn Fn(&R) -> T>;

/// How the cells of a column are read.
pub(super) enum CellOf<R> {
    Whole(Get<R, u64>),
    Number(Get<R, Option<f64>>),
    /// A whole number, as far as there is one.
    MaybeWhole(Get<R, Option<u64>>),
    Text(Get<R, String>),
    Truth(Get<R, bool>),
    /// Three columns: the mean, and the ends under the two further heads.
    Estimate(Get<R, Option<Estimated>>, [String; 2]),
    /// Texts with what joins them in a file.
    List(Get<R, Vec<String>>, &'static str),
    /// Columns whose heads begin with that of the whole and a dot.
    Parts(Vec<Column<R>>),
}

/// How a column stands in a JSON object.
pub(super) enum InJson<R> {
    /// Under its own name: a number, text or list; an estimate as one object, parts as another.
    AsItIs,
    /// An estimate as its mean and ends, each under its own name.
    Flat,
    /// An estimate's mean, ends and method as members of the row itself.
    Inline,
    /// Not at all.
    Not,
    /// Left out where it is an empty text.
    UnlessEmpty,
    /// Under another name, or in another form.
    As(Cow<'static, str>, Get<R, Value>),
}

/// A column of rows `R`.
pub struct Column<R> {
    pub(super) head: Cow<'static, str>,
    pub(super) meaning: Cow<'static, str>,
    pub(super) unit: Unit,
    pub(super) of: CellOf<R>,
    pub(super) json: InJson<R>,
    pub(super) in_files: bool,
    /// What people call it above a small table, or a table of the page's sections.
    pub(super) title: Option<Cow<'static, str>>,
    /// How it is said in a small table; none: as its unit is.
    pub(super) said: Option<Get<R, String>>,
}
