//! Tables in place of lists: `{ "from": "FILE.csv" }` where a scenario takes a list that an analyst has in a spreadsheet.
//!
//! Scope: where a table may stand (the form marks it, `x-table`), which columns it has there (`tables/columns.rs`), what its cells say
//! (`tables/cells.rs`), and which row of which file a later fault is about. A table is read as soon as the file that names it is: whatever
//! comes after sees the list alone. Left out: bytes, encodings and separators (`recording/sheet.rs`).
//! Source: `docs/scenarios.md`, "Tables for lists". Checked by: `tests/rules/tables.rs`, `tests/faults`.

mod cells;
mod columns;
mod list;

use super::chain::ChainFile;
use super::fault::{Fault, Faults, NOTHING};
use super::form::TableForm;
use super::json::{self, escape, within};
use super::merge::id;
use super::schema::{form_of, json_schema, one_that_fits, resolve, type_of};
use super::walk;
use list::list_of;
use serde_json::Value;
use std::path::Path;
use std::sync::LazyLock;

/// The key by which the form of a list says which table may take its place.
pub const TABLE: &str = "x-table";

/// The form of a table.
static FORM: LazyLock<Value> = LazyLock::new(form_of::<TableForm>);

/// A table that has been read.
#[derive(Clone, Debug)]
pub struct TableRead {
    /// The file of the chain that names it.
    label: String,
    /// Where its list stands.
    place: String,
    /// The file as it was opened.
    file: String,
    /// For each item of the list its token in pointers, and the row of the file.
    rows: Vec<(String, u64)>,
    /// Where values of an item stand, and what the file calls their column.
    columns: Vec<(&'static str, String)>,
    /// What is said of it, as `tables` of the resolved file has it.
    pub note: Value,
    /// Where what cells say that cannot be read would stand.
    unread: Vec<String>,
}

/// Puts lists in the places of the tables that `file` names, of those rows that can be read; and all that is wrong with them.
pub fn read_tables(file: &mut ChainFile) -> (Vec<TableRead>, Vec<Fault>) {
    let (label, folder) = (file.label.clone(), file.folder.clone());
    let mut reading =
        Reading { label, folder: folder.as_deref(), read: Vec::new(), faults: Vec::new() };
    reading.look(&mut file.value, json_schema(), "");
    let values = json::values_of(&file.value);
    if reading.faults.is_empty() && values > json::MOST_VALUES && !reading.read.is_empty() {
        let found = format!("{values} values with its tables");
        let expected = format!("at most {} values of a scenario", json::MOST_VALUES);
        reading.faults.push(Fault::at("", found, expected).in_file(&*file.label));
    }
    (reading.read, reading.faults)
}

/// Most tables of a file.
const MOST: usize = 1_000;

struct Reading<'a> {
    label: String,
    folder: Option<&'a Path>,
    read: Vec<TableRead>,
    faults: Vec<Fault>,
}

impl Reading<'_> {
    /// Looks for tables in `value`, which stands at `path` and should be of the form of `schema`.
    fn look(&mut self, value: &mut Value, schema: &'static Value, path: &str) {
        let schema = one_that_fits(value, resolve(schema));
        if let (Some(kind), true) = (schema[TABLE].as_str(), value.get("from").is_some()) {
            return self.table(value, kind, path);
        }
        match value {
            Value::Object(object) if type_of(schema) == "object" => {
                for (key, value) in object {
                    let known =
                        schema["properties"].get(key).unwrap_or(&schema["additionalProperties"]);
                    self.look(value, known, &format!("{path}/{}", escape(key)));
                }
            }
            Value::Array(all) => {
                for (i, item) in all.iter_mut().enumerate() {
                    let token = id(item).map_or(i.to_string(), escape);
                    self.look(item, &schema["items"], &format!("{path}/{token}"));
                }
            }
            _ => {}
        }
    }

    /// Puts the list that the table at `path` is in its place.
    fn table(&mut self, value: &mut Value, kind: &str, path: &str) {
        let in_file = |fault: Fault| fault.in_file(self.label.as_str());
        let faults = walk::walk_as(value, &FORM, path);
        if !faults.is_empty() {
            return self.faults.extend(faults.into_iter().map(in_file));
        }
        let form: TableForm = match serde_json::from_value(value.clone()) {
            Ok(form) => form,
            Err(e) => {
                let fault = Fault::at(path, e.to_string(), "a table as `headroom schema` has it");
                return self.faults.push(in_file(fault));
            }
        };
        let place = |found: &str, expected: &str| {
            Fault::at(format!("{path}/from"), found, expected).in_file(self.label.as_str())
        };
        let file = match self.folder {
            _ if self.read.len() == MOST => Err(place("more tables", "at most 1000 in a file")),
            None => Err(place("a table in a file that comes with the program", "a list")),
            Some(_) if Path::new(&form.from).is_absolute() => {
                let expected = "a path relative to this file, so that it works elsewhere too";
                Err(place(&form.from, expected))
            }
            Some(folder) => Ok(folder.join(&form.from).display().to_string()),
        };
        match file.map_err(|fault| vec![fault]).and_then(|file| list_of(&form, &file, kind, path)) {
            Ok(list) => {
                self.faults.extend(list.faults);
                self.read.push(TableRead {
                    label: self.label.clone(),
                    place: path.to_owned(),
                    file: list.file,
                    rows: list.rows,
                    columns: list.columns,
                    note: list.note,
                    unread: list.unread,
                });
                let notes = ["why", "source", "assumed"].map(|key| (key, value.get(key).cloned()));
                *value = with_notes(list.items, &notes);
            }
            Err(faults) => self.faults.extend(faults),
        }
    }
}

/// The items, each with what is said of all of them, but for what it says itself.
fn with_notes(mut items: Vec<Value>, notes: &[(&str, Option<Value>)]) -> Value {
    for item in items.iter_mut().filter_map(Value::as_object_mut) {
        for (key, note) in notes {
            if let Some(note) = note {
                item.entry(*key).or_insert_with(|| note.clone());
            }
        }
    }
    Value::Array(items)
}

/// Says of each fault about what a table says which file, row and column it is.
pub fn with_rows(mut faults: Faults, tables: &[TableRead]) -> Faults {
    for fault in &mut faults.0 {
        let said =
            tables.iter().filter(|t| t.label == fault.file).find_map(|t| t.where_is(&fault.path));
        if let Some(said) = said {
            fault.file = said;
        }
    }
    faults
}

impl TableRead {
    /// Whether `fault` is of one of its rows, and not that something is missing which a cell says that cannot be read.
    pub fn tells(&self, fault: &Fault) -> bool {
        let unread = |cell: &String| within(cell, &fault.path);
        let is_there = fault.found != NOTHING || !self.unread.iter().any(unread);
        let of_a_row = fault.path != self.place && self.where_is(&fault.path).is_some();
        self.label == fault.file && is_there && of_a_row
    }

    /// File, row and column of what stands at `path`, where it is in its list.
    fn where_is(&self, path: &str) -> Option<String> {
        let within = path.strip_prefix(&self.place)?;
        if within.is_empty() {
            return Some(self.file.clone());
        }
        let within = within.strip_prefix('/')?;
        let (token, _) = within.split_once('/').unwrap_or((within, ""));
        let row = self.rows.iter().find(|(known, _)| known == token)?.1;
        let at = &within[token.len()..];
        let column = self.columns.iter().find(|(known, _)| *known == at);
        let column = column.map_or(String::new(), |(_, name)| format!(", column {name:?}"));
        Some(format!("{}, row {row}{column}", self.file))
    }
}
