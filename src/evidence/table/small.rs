//! Small tables that a person reads in one look, in a terminal.

use super::Schema;
use super::column::{CellOf, Column, Estimated};
use super::unit::Unit;
use crate::evidence::frequency::Method;
use crate::evidence::words::{fine, fixed, places_apart, same_in_each, thousands};

/// CellOf what there is none.
pub(in crate::evidence) const NONE: &str = "–";
/// What stands above the ends of an estimate.
const ENDS: &str = "95 % interval";

/// A small table: its head, and its rows; of the first columns, how many hold words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SmallTable {
    /// Heads of the columns.
    pub head: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<String>>,
    /// How many columns from the left are words.
    pub words: usize,
}

/// A small table with what stands about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Titled {
    /// What it shows; may be empty.
    pub title: String,
    /// The table.
    pub table: SmallTable,
    /// What is said below it; may be empty.
    pub note: String,
    /// Of which table of the study it is a part, and may be cut short; none where it is whole.
    pub part_of: Option<&'static str>,
}

impl From<SmallTable> for Titled {
    fn from(table: SmallTable) -> Self {
        Self { title: String::new(), table, note: String::new(), part_of: None }
    }
}

impl<R> Schema<R> {
    /// The columns named `shown`, in that order; `NAME_ci` is the interval of the estimate `NAME`.
    pub fn small(&self, shown: &[&str], rows: &[R]) -> SmallTable {
        let columns: Vec<(&Column<R>, bool)> = shown.iter().map(|name| self.shown(name)).collect();
        let head = columns.iter().map(|(column, ends)| match ends {
            true => ENDS.to_owned(),
            false => column.title.as_ref().unwrap_or(&column.head).to_string(),
        });
        let row = |row: &R| {
            let cell = |(column, ends): &(&Column<R>, bool)| match ends {
                true => interval(column, row),
                false => said(column, row),
            };
            columns.iter().map(cell).collect()
        };
        let words = |(column, _): &&(&Column<R>, bool)| match column.of {
            CellOf::Text(_) | CellOf::List(..) => true,
            CellOf::Whole(_) => column.said.is_some(),
            _ => false,
        };
        SmallTable {
            head: head.collect(),
            words: columns.iter().take_while(words).count(),
            rows: rows.iter().map(row).collect(),
        }
    }

    fn shown(&self, name: &str) -> (&Column<R>, bool) {
        let find = |head: &str| self.columns.iter().find(|c| c.head == head);
        let ends = || Some((find(name.strip_suffix("_ci")?)?, true));
        let found = find(name).map(|column| (column, false)).or_else(ends);
        found.unwrap_or_else(|| panic!("{} has no column {name}", self.name))
    }
}

/// A cell as it is said.
fn said<R>(column: &Column<R>, row: &R) -> String {
    if let Some(said) = &column.said {
        return said(row);
    }
    let or_none = |of: Option<String>| of.unwrap_or_else(|| NONE.to_owned());
    match &column.of {
        CellOf::Whole(get) => thousands(get(row) as f64),
        CellOf::Number(get) => or_none(get(row).map(fine)),
        CellOf::MaybeWhole(get) => or_none(get(row).map(|n| thousands(n as f64))),
        CellOf::Text(get) => get(row),
        CellOf::Truth(get) => if get(row) { "yes" } else { "no" }.to_owned(),
        CellOf::List(get, by) => get(row).join(by),
        CellOf::Estimate(get, _) if column.unit == Unit::Share => {
            or_none(get(row).and_then(|e| chance(&e)))
        }
        CellOf::Estimate(get, _) => or_none(get(row).map(|e| mean(&e))),
        CellOf::Parts(_) => panic!("{} is said by its parts", column.head),
    }
}

fn interval<R>(column: &Column<R>, row: &R) -> String {
    let CellOf::Estimate(get, _) = &column.of else { panic!("{} has no interval", column.head) };
    get(row).and_then(|e| ends(&e)).unwrap_or_else(|| NONE.to_owned())
}

/// A mean, or that none was seen.
pub(in crate::evidence) fn mean(of: &Estimated) -> String {
    if of.none_seen() { "none".to_owned() } else { fine(of.interval.mean) }
}

/// A share in per cent; of what was never seen, what it is less than; of what always was, what it is more than.
fn chance(of: &Estimated) -> Option<String> {
    let percent = |x: f64| format!("{} %", fine(x * 100.0));
    let always = of.interval.mean == 1.0;
    match of.interval.ci_low.filter(|low| always && *low < 1.0) {
        Some(low) => Some(format!("> {}", percent(low))),
        None if of.interval.mean > 0.0 => Some(percent(of.interval.mean)),
        None => of.interval.ci_high.map(|high| format!("< {}", percent(high))),
    }
}

/// Both ends of an interval, or what is known of it, or that a few are all the same; nothing where it has none.
pub(in crate::evidence) fn ends(of: &Estimated) -> Option<String> {
    let both = [of.interval.ci_low?, of.interval.ci_high?];
    if let Some(said) = same_in_each(&of.interval).filter(|_| !of.none_seen()) {
        return Some(said);
    }
    let [low, high] = both.map(fine);
    Some(match places_apart(both, [&low, &high]) {
        _ if of.none_seen() => format!("at most {high}"),
        Some(places) => both.map(|x| fixed(x, places)).join(" to "),
        None => format!("{low} to {high}"),
    })
}

impl Estimated {
    /// Whether nothing of it was seen, so that there is at most an upper bound.
    fn none_seen(&self) -> bool {
        self.method == Some(Method::NoneSeen)
    }
}
