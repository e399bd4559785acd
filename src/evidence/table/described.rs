//! What tables there are and what stands in them: `docs/tables.md`, and the heads of tables on a page.

use super::Schema;
use super::column::{CellOf, Column, InJson};
use super::unit::Unit;
use std::fmt::Write;

/// A column, as it is described.
#[derive(Clone, Debug, PartialEq)]
pub struct ColumnHead {
    /// Its name in files.
    pub name: String,
    /// What it is.
    pub meaning: String,
    /// In what it is.
    pub unit: Unit,
    /// What people call it; its name where they call it nothing else.
    pub title: String,
    /// Heads of the ends of its interval, where it is an estimate.
    pub ends: Option<[String; 2]>,
    /// Whether files have it.
    pub in_files: bool,
    /// Where and how JSON has it.
    pub in_json: String,
}

impl ColumnHead {
    /// What `head` is, with its unit, if it is the column's or that of an end of its interval.
    pub fn help(&self, head: &str) -> Option<String> {
        let unit = match self.unit {
            Unit::Number | Unit::Words | Unit::Names => String::new(),
            unit => format!(" ({})", unit.word()),
        };
        let end = self.ends.iter().flatten().position(|end| end == head);
        match end {
            Some(0) => Some(format!("{}, lower end of its 95 % interval{unit}", self.meaning)),
            Some(_) => Some(format!("{}, upper end{unit}", self.meaning)),
            None => (self.name == head).then(|| format!("{}{unit}", self.meaning)),
        }
    }
}

/// A table, as it is described.
#[derive(Clone, Debug, PartialEq)]
pub struct TableHead {
    /// Its name.
    pub name: &'static str,
    /// What a row is.
    pub row: &'static str,
    /// Where `--format json` has its rows, if it has them.
    pub in_json: Option<&'static str>,
    /// Its columns.
    pub columns: Vec<ColumnHead>,
}

impl<R> Schema<R> {
    /// What it is, without rows.
    pub fn described(&self) -> TableHead {
        let columns = self.columns.iter().flat_map(|c| described("", c)).collect();
        TableHead { name: self.name, row: self.row, in_json: self.in_json, columns }
    }
}

fn described<R>(before: &str, column: &Column<R>) -> Vec<ColumnHead> {
    let name = format!("{before}{}", column.head);
    if let CellOf::Parts(parts) = &column.of {
        let all = parts.iter().flat_map(|part| described(&format!("{name}."), part));
        return all.collect();
    }
    let in_json = match (&column.json, &column.of) {
        (InJson::Not, _) => String::new(),
        (InJson::As(other, _), _) => format!("`{other}`"),
        (InJson::UnlessEmpty, _) => "where there is one".to_owned(),
        (InJson::Inline, _) => "members of the row".to_owned(),
        (InJson::AsItIs, CellOf::Estimate(..)) => "an object".to_owned(),
        (InJson::AsItIs, CellOf::List(..)) => "an array".to_owned(),
        (InJson::AsItIs | InJson::Flat, _) => "the same".to_owned(),
    };
    let ends = match &column.of {
        CellOf::Estimate(_, ends) => Some(ends.clone()),
        _ => None,
    };
    vec![ColumnHead {
        title: column.title.as_ref().map_or_else(|| name.clone(), ToString::to_string),
        meaning: column.meaning.to_string(),
        unit: column.unit,
        in_files: column.in_files,
        in_json,
        ends,
        name,
    }]
}

/// `tables` in Markdown, a section each.
pub fn markdown(tables: &[TableHead]) -> String {
    let mut out = String::new();
    for table in tables {
        let _ = writeln!(out, "\n## `{}`\n\nA row is {}.", table.name, table.row);
        match table.in_json {
            None => out += "\n| column | in | what it is |\n|---|---|---|\n",
            Some(place) => {
                let _ = writeln!(out, "In JSON: `{place}`.");
                out += "\n| column | in | what it is | in JSON |\n|---|---|---|---|\n";
            }
        }
        for column in &table.columns {
            let json = table.in_json.map_or(String::new(), |_| format!(" {} |", json_said(column)));
            let (name, unit) = (name_said(column), column.unit.word());
            let _ = writeln!(out, "| {name} | {unit} | {} |{json}", column.meaning);
        }
    }
    out
}

fn name_said(c: &ColumnHead) -> String {
    let all = std::iter::once(&c.name).chain(c.ends.iter().flatten());
    let all: Vec<String> = all.map(|name| format!("`{name}`")).collect();
    if c.in_files { all.join(", ") } else { String::new() }
}

fn json_said(c: &ColumnHead) -> String {
    if c.in_files { c.in_json.clone() } else { format!("`{}`", c.name) }
}
