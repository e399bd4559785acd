//! What tables there are and what stands in them: `docs/tables.md`, and the heads of tables on a page.

use super::Schema;
use super::column::{Column, InJson, Of};
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

/// A table, as it is described.
#[derive(Clone, Debug, PartialEq)]
pub struct TableHead {
    /// Its name.
    pub name: &'static str,
    /// What a row is.
    pub row: &'static str,
    /// Its columns.
    pub columns: Vec<ColumnHead>,
}

impl<R> Schema<R> {
    /// What it is, without rows.
    pub fn described(&self) -> TableHead {
        let columns = self.columns.iter().flat_map(|c| described("", c)).collect();
        TableHead { name: self.name, row: self.row, columns }
    }
}

fn described<R>(before: &str, column: &Column<R>) -> Vec<ColumnHead> {
    let name = format!("{before}{}", column.head);
    if let Of::Parts(parts) = &column.of {
        let all = parts.iter().flat_map(|part| described(&format!("{name}."), part));
        return all.collect();
    }
    let in_json = match (&column.json, &column.of) {
        (InJson::Not, _) => String::new(),
        (InJson::As(other, _), _) => format!("`{other}`"),
        (InJson::UnlessEmpty, _) => "where there is one".to_owned(),
        (InJson::Inline, _) => "members of the row".to_owned(),
        (InJson::AsItIs, Of::Estimate(..)) => "an object".to_owned(),
        (InJson::AsItIs, Of::List(..)) => "an array".to_owned(),
        (InJson::AsItIs | InJson::Flat, _) => "the same".to_owned(),
    };
    let ends = match &column.of {
        Of::Estimate(_, ends) => Some(ends.clone()),
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
        let _ = writeln!(out, "\n## `{}`\n\nA row is {}.\n", table.name, table.row);
        out += "| column | in | what it is | in JSON |\n|---|---|---|---|\n";
        for c in &table.columns {
            let ends =
                c.ends.as_ref().map_or(String::new(), |[low, high]| format!(", `{low}`, `{high}`"));
            let name = if c.in_files { format!("`{}`{ends}", c.name) } else { "–".to_owned() };
            let json = if c.in_files { c.in_json.clone() } else { format!("`{}`", c.name) };
            let _ = writeln!(out, "| {name} | {} | {} | {json} |", c.unit.word(), c.meaning);
        }
    }
    out
}
