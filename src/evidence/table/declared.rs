//! How columns are declared: one after another on a [`Schema`], what is read of the row, then how that stands in JSON, in
//! files and in small tables, where it is not as it is.

use super::Schema;
use super::column::{CellOf, Column, Estimated, InJson};
use super::unit::Unit;
use serde::Serialize;
use std::borrow::Cow;

type Name = Cow<'static, str>;

/// Columns: each adds one behind those that are there.
impl<R> Schema<R> {
    fn with(
        mut self,
        head: impl Into<Name>,
        unit: Unit,
        meaning: impl Into<Name>,
        of: CellOf<R>,
    ) -> Self {
        let (head, meaning) = (head.into(), meaning.into());
        let json = InJson::AsItIs;
        let column =
            Column { head, meaning, unit, of, json, in_files: true, title: None, said: None };
        self.columns.push(column);
        self
    }

    /// A number of things.
    pub fn count(
        self,
        head: impl Into<Name>,
        meaning: impl Into<Name>,
        of: impl Fn(&R) -> u64 + 'static,
    ) -> Self {
        self.whole(head, Unit::Number, meaning, of)
    }

    /// A whole number.
    pub fn whole(
        self,
        head: impl Into<Name>,
        unit: Unit,
        meaning: impl Into<Name>,
        of: impl Fn(&R) -> u64 + 'static,
    ) -> Self {
        self.with(head, unit, meaning, CellOf::Whole(Box::new(of)))
    }

    /// A number.
    pub fn number(
        self,
        head: impl Into<Name>,
        unit: Unit,
        meaning: impl Into<Name>,
        of: impl Fn(&R) -> f64 + 'static,
    ) -> Self {
        self.maybe(head, unit, meaning, move |row| Some(of(row)))
    }

    /// A number, as far as there is one.
    pub fn maybe(
        self,
        head: impl Into<Name>,
        unit: Unit,
        meaning: impl Into<Name>,
        of: impl Fn(&R) -> Option<f64> + 'static,
    ) -> Self {
        self.with(head, unit, meaning, CellOf::Number(Box::new(of)))
    }

    /// A whole number, as far as there is one; a file holds it as any number.
    pub fn maybe_whole(
        self,
        head: impl Into<Name>,
        unit: Unit,
        meaning: impl Into<Name>,
        of: impl Fn(&R) -> Option<u64> + 'static,
    ) -> Self {
        self.with(head, unit, meaning, CellOf::MaybeWhole(Box::new(of)))
    }

    /// A text that the row holds.
    pub fn text(
        self,
        head: impl Into<Name>,
        meaning: impl Into<Name>,
        of: impl Fn(&R) -> &str + 'static,
    ) -> Self {
        self.made(head, meaning, move |row| of(row).to_owned())
    }

    /// A text that is made of the row.
    pub fn made(
        self,
        head: impl Into<Name>,
        meaning: impl Into<Name>,
        of: impl Fn(&R) -> String + 'static,
    ) -> Self {
        self.with(head, Unit::Words, meaning, CellOf::Text(Box::new(of)))
    }

    /// A truth.
    pub fn truth(
        self,
        head: impl Into<Name>,
        meaning: impl Into<Name>,
        of: impl Fn(&R) -> bool + 'static,
    ) -> Self {
        self.with(head, Unit::Words, meaning, CellOf::Truth(Box::new(of)))
    }

    /// A mean with both ends of its 95 % interval, under `head`, `head_ci_low` and `head_ci_high`.
    pub fn estimate<E: Into<Estimated>>(
        self,
        head: impl Into<Name>,
        unit: Unit,
        meaning: impl Into<Name>,
        of: impl Fn(&R) -> Option<E> + 'static,
    ) -> Self {
        let head = head.into();
        let ends = [format!("{head}_ci_low"), format!("{head}_ci_high")];
        let of = Box::new(move |row: &R| of(row).map(Into::into));
        self.with(head, unit, meaning, CellOf::Estimate(of, ends))
    }

    /// Texts: in a file joined by `by`, in JSON an array.
    pub fn list(
        self,
        head: impl Into<Name>,
        by: &'static str,
        meaning: impl Into<Name>,
        of: impl Fn(&R) -> Vec<String> + 'static,
    ) -> Self {
        self.with(head, Unit::Names, meaning, CellOf::List(Box::new(of), by))
    }

    /// A whole by the columns of `parts`: in a file `head.part` each, in JSON an object.
    pub fn parts(self, head: impl Into<Name>, parts: Self) -> Self {
        let meaning = parts.row;
        self.with(head, Unit::Number, meaning, CellOf::Parts(parts.columns))
    }
}

/// How the last column stands where it is not as it is.
impl<R> Schema<R> {
    fn last(mut self, change: impl FnOnce(&mut Column<R>)) -> Self {
        change(self.columns.last_mut().expect("a column before what is said of it"));
        self
    }

    /// Texts that are of another unit than words, such as times.
    pub fn unit(self, unit: Unit) -> Self {
        self.last(|c| c.unit = unit)
    }

    /// Heads of the ends of an estimate that is the only one of its row: `ci_low` and `ci_high`.
    pub fn with_bare_ends(self) -> Self {
        self.last(|c| {
            if let CellOf::Estimate(_, ends) = &mut c.of {
                *ends = ["ci_low", "ci_high"].map(str::to_owned);
            }
        })
    }

    /// Stands in files alone.
    pub fn not_in_json(self) -> Self {
        self.last(|c| c.json = InJson::Not)
    }

    /// Stands in JSON alone.
    pub fn only_in_json(self) -> Self {
        self.last(|c| c.in_files = false)
    }

    /// An estimate whose mean and ends stand in JSON each under its own name.
    pub fn flat_in_json(self) -> Self {
        self.last(|c| c.json = InJson::Flat)
    }

    /// An estimate whose mean, ends and method are members of the row's own object.
    pub fn inline_in_json(self) -> Self {
        self.last(|c| c.json = InJson::Inline)
    }

    /// A text that JSON leaves out where it is empty.
    pub fn unless_empty(self) -> Self {
        self.last(|c| c.json = InJson::UnlessEmpty)
    }

    /// What stands in JSON in its place, and under which name.
    pub fn in_json_as<T: Serialize>(
        self,
        name: impl Into<Name>,
        of: impl Fn(&R) -> T + 'static,
    ) -> Self {
        let value = move |row: &R| serde_json::to_value(of(row)).unwrap_or_default();
        self.last(|c| c.json = InJson::As(name.into(), Box::new(value)))
    }

    /// What stands in JSON alone.
    pub fn in_json<T: Serialize>(
        self,
        head: &'static str,
        meaning: impl Into<Name>,
        of: impl Fn(&R) -> T + 'static,
    ) -> Self {
        self.made(head, meaning, |_| String::new()).in_json_as(head, of).only_in_json()
    }

    /// What people call it, in a small table and in a section of the page.
    pub fn called(self, title: impl Into<Name>) -> Self {
        self.last(|c| c.title = Some(title.into()))
    }

    /// How a small table says it, where that is not as its unit is said.
    pub fn said(self, of: impl Fn(&R) -> String + 'static) -> Self {
        self.last(|c| c.said = Some(Box::new(of)))
    }
}
