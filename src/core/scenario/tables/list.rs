//! The list that a table is.

use super::cells::{Unfit, has_decimal_comma, value};
use super::columns::{Column, Says, columns, complete, put};
use crate::recording::{Sheet, SheetRow, Wrong, shown};
use crate::scenario::fault::{Fault, MOST_FOUND, nearest};
use crate::scenario::files::read_file;
use crate::scenario::form::TableForm;
use crate::scenario::json::{LARGEST, escape};
use crate::scenario::merge::id;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;

/// Most rows of a table: as many as there may be Users.
const MOST_ROWS: usize = 20_000;
/// Most rows of which the same is told.
const MOST_ALIKE: usize = 5;

/// What was read.
pub struct List {
    /// The file.
    pub file: String,
    /// Its items.
    pub items: Vec<Value>,
    /// Of each its token in pointers, and its row.
    pub rows: Vec<(String, u64)>,
    /// Where values of an item stand, and what the file calls their column.
    pub columns: Vec<(&'static str, String)>,
    /// What is said of it.
    pub note: Value,
    /// Where what cells say that cannot be read would stand.
    pub unread: Vec<String>,
    /// What is wrong with its rows, of which `items` have what can be read.
    pub faults: Vec<Fault>,
}

/// Faults of rows, a few of those of which the same is expected in the same column.
#[derive(Default)]
struct Told {
    faults: Vec<Fault>,
    kinds: BTreeMap<(Option<Box<str>>, Box<str>), usize>,
}

impl Told {
    fn note(&mut self, wrong: &Wrong, fault: impl Fn(&Wrong) -> Fault) {
        let kind = (wrong.column.clone(), wrong.expected.clone());
        let n = self.kinds.entry(kind).or_default();
        *n += 1;
        if *n <= MOST_ALIKE && self.faults.len() < MOST_FOUND {
            self.faults.push(fault(wrong));
        }
    }

    /// All of them, and how many more there are of each kind.
    fn end(mut self, fault: impl Fn(&Wrong) -> Fault) -> Vec<Fault> {
        for ((column, expected), n) in self.kinds.into_iter().filter(|(_, n)| *n > MOST_ALIKE) {
            let more = Wrong::of_file(format!("{} more rows like these", n - MOST_ALIKE), expected);
            self.faults.push(fault(&Wrong { column, ..more }));
        }
        self.faults
    }
}

/// Reads the table that `form` asks for from `file`, in place of the list of this `kind` at `path`.
pub fn list_of(form: &TableForm, file: &str, kind: &str, path: &str) -> Result<List, Vec<Fault>> {
    let at = |wrong: &Wrong| fault(wrong, file, path);
    let one = |wrong: Wrong| vec![at(&wrong)];
    let bytes = read_file(Path::new(file), LARGEST)
        .map_err(|e| one(Wrong::of_file(e.to_string(), "a table in CSV or Parquet")))?;
    let digest = blake3::hash(&bytes).to_hex().to_string();
    if let Some(wanted) = form.digest.as_ref().filter(|wanted| **wanted != digest) {
        let wrong = Wrong::of_file(digest, format!("the file of {wanted}"));
        return Err(one(wrong.hint("if it may be another, take the digest out")));
    }
    let known = columns(kind);
    let called = |name: &str| form.map.get(name).map_or(name.to_owned(), String::clone);
    let is_known = |name: &str| known.iter().any(|column| column.name == called(name));
    let told = |all: Vec<Wrong>| {
        let mut told = Told::default();
        all.iter().for_each(|wrong| told.note(wrong, at));
        told.end(at)
    };
    let sheet = Sheet::read(&bytes, &is_known, MOST_ROWS).map_err(told)?;
    let places = places(form, &sheet, known).map_err(one)?;
    misspelt(form, &sheet, known, &places).map_err(one)?;
    let rows = chosen(form, &sheet).map_err(one)?;
    let numbers = || places.iter().filter(|(column, _)| may_be_number(column.says));
    let cells = || rows.iter().flat_map(|row| numbers().map(|(_, place)| &row.fields[*place]));
    let commas = sheet.commas && cells().any(|cell| has_decimal_comma(cell));
    let (mut items, mut tokens, mut told) = (Vec::new(), Vec::new(), Told::default());
    let mut unread_cells = Vec::new();
    let mut known_ids = BTreeMap::new();
    for (i, row) in rows.iter().enumerate() {
        let (mut item, wrong) = item(form, &places, row, i, commas);
        for (_, place, wrong) in &wrong {
            told.note(&wrong.clone().at(row.number, &sheet.header[*place]), at);
        }
        if wrong.iter().any(|(column, ..)| column.must) {
            continue;
        }
        complete(kind, &mut item);
        let token = id(&item).map(escape);
        if let Some(id) = &token
            && let Some(before) = known_ids.insert(id.clone(), row.number)
        {
            let found = format!("an id that is in row {before} too");
            let wrong = Wrong::of_file(found, "each id once").in_row(row.number);
            told.note(&wrong, |wrong| fault(wrong, file, &format!("{path}/{id}")));
        }
        let token = token.unwrap_or(items.len().to_string());
        let cells = wrong.iter().filter_map(|(column, ..)| column.at);
        unread_cells.extend(cells.map(|at| format!("{path}/{token}{at}")));
        tokens.push((token, row.number));
        items.push(item);
    }
    let read = |place: &usize| {
        places.iter().any(|(_, p)| p == place)
            || form.only.contains_key(&called(&sheet.header[*place]))
    };
    let unread = (0..sheet.header.len()).filter(|place| !read(place));
    let unread: Vec<&str> = unread.map(|place| sheet.header[place].as_str()).collect();
    let found = found(&sheet, commas, rows.len(), &unread);
    let note = json!({ "at": path, "from": form.from, "digest": digest, "rows": items.len(), "found": found });
    let columns = places
        .iter()
        .filter_map(|(column, place)| Some((column.at?, sheet.header[*place].clone())));
    let (columns, faults) = (columns.collect(), told.end(at));
    let file = file.to_owned();
    Ok(List { file, rows: tokens, columns, note, items, unread: unread_cells, faults })
}

fn may_be_number(says: Says) -> bool {
    matches!(says, Says::Number | Says::Whole | Says::Rate | Says::Time)
}

/// The columns that there are, and where.
fn places(
    form: &TableForm,
    sheet: &Sheet,
    known: &'static [Column],
) -> Result<Vec<(&'static Column, usize)>, Wrong> {
    let names = || known.iter().map(|column| column.name).collect::<Vec<_>>().join(", ");
    let said = || format!("the columns {}", sheet.header.join(", "));
    if let Some((name, _)) = form.map.iter().find(|(name, _)| !sheet.header.contains(name)) {
        return Err(Wrong::of_file(said(), format!("the column {name:?} of `map`")));
    }
    let mut places = Vec::new();
    for column in known {
        let of = |name: &String| form.map.get(name).unwrap_or(name) == column.name;
        let all: Vec<usize> =
            (0..sheet.header.len()).filter(|place| of(&sheet.header[*place])).collect();
        match all[..] {
            [place] => places.push((column, place)),
            [] if column.must => {
                let wrong = Wrong::of_file(said(), format!("a column {:?}", column.name));
                let hint = format!(
                    "`map` says what a column of another name is: {{ \"COLUMN\": \"{}\" }}; known are {}",
                    column.name,
                    names()
                );
                return Err(wrong.hint(hint));
            }
            [] => {}
            _ => {
                let found = format!("two columns for {:?}", column.name);
                return Err(Wrong::of_file(found, "one"));
            }
        }
    }
    let unknown = form.map.iter().find(|(_, called)| !known.iter().any(|c| c.name == *called));
    if let Some((name, called)) = unknown.filter(|(_, called)| !form.only.contains_key(*called)) {
        let found = format!("{name:?} mapped to {called:?}");
        return Err(Wrong::of_file(found, format!("one of {}", names())));
    }
    if let Some(name) = form.units.keys().find(|name| {
        !places.iter().any(|(column, _)| column.name == *name && column.says == Says::Time)
    }) {
        return Err(Wrong::of_file(format!("`units` of {name:?}"), "those of a length of time"));
    }
    Ok(places)
}

/// Whether a column that nothing is read of is one that is not there, misspelt: its values would be nothing. Short names are often alike.
fn misspelt(
    form: &TableForm,
    sheet: &Sheet,
    known: &[Column],
    places: &[(&Column, usize)],
) -> Result<(), Wrong> {
    let is_read = |place: usize| places.iter().any(|(_, p)| *p == place);
    let absent = || known.iter().filter(|c| !places.iter().any(|(there, _)| there.name == c.name));
    for (place, name) in sheet.header.iter().enumerate().filter(|(_, name)| name.len() >= 8) {
        let meant = nearest(name, absent().map(|column| column.name));
        let free = !is_read(place) && !form.only.contains_key(name);
        if let Some(meant) = meant.filter(|_| free) {
            let wrong = Wrong::of_file(
                format!("the column {name:?}"),
                format!("{meant:?}, or another name"),
            );
            return Err(wrong.hint("nothing would be read of it"));
        }
    }
    Ok(())
}

/// The rows that are asked for.
fn chosen<'a>(form: &TableForm, sheet: &'a Sheet) -> Result<Vec<&'a SheetRow>, Wrong> {
    let mut rows: Vec<&SheetRow> = sheet.rows.iter().collect();
    for (name, wanted) in &form.only {
        let of = |header: &String| form.map.get(header).unwrap_or(header) == name;
        let Some(place) = sheet.header.iter().position(of) else {
            let said = format!("the columns {}", sheet.header.join(", "));
            return Err(Wrong::of_file(said, format!("the column {name:?} of `where`")));
        };
        rows.retain(|row| row.fields[place] == *wanted);
        if rows.is_empty() {
            let found = format!("no row in which {name:?} is {wanted:?}");
            return Err(Wrong::of_file(found, "rows that `where` fits"));
        }
    }
    Ok(rows)
}

/// The item of a row as far as it can be read, and by column and its place what is wrong with it.
fn item(
    form: &TableForm,
    places: &[(&'static Column, usize)],
    row: &SheetRow,
    i: usize,
    commas: bool,
) -> (Value, Vec<(&'static Column, usize, Wrong)>) {
    let (mut item, mut wrong) = (Value::Null, Vec::new());
    for (column, place) in places {
        let text = row.fields[*place].as_str();
        if text.is_empty() {
            if column.must {
                wrong.push((*column, *place, Wrong::of_file("nothing", "a value in each row")));
            }
            continue;
        }
        let unit = form.units.get(column.name).map(String::as_str);
        match value(text, column.says, commas, unit) {
            Ok(read) if column.says == Says::Period && read.as_f64() != Some((i + 1) as f64) => {
                let expected = format!("{}: periods in order from 1", i + 1);
                wrong.push((*column, *place, Wrong::of_file(read.to_string(), expected)));
            }
            Ok(read) => column.at.iter().for_each(|at| put(&mut item, at, read.clone())),
            Err(Unfit { expected, hint }) => {
                let unfit = Wrong::of_file(shown(text.as_bytes()), expected);
                let unfit = hint.map_or(unfit.clone(), |hint| unfit.hint(hint));
                wrong.push((*column, *place, unfit));
            }
        }
    }
    (item, wrong)
}

/// What was found out, in words.
fn found(sheet: &Sheet, commas: bool, taken: usize, unread: &[&str]) -> String {
    let mut said = vec![sheet.said.clone()];
    if commas {
        said.push("decimal commas".to_owned());
    }
    let all = sheet.rows.len();
    let of = if taken == all { String::new() } else { format!("{taken} of ") };
    said.push(format!("{of}{all} {}", if all == 1 { "row" } else { "rows" }));
    if sheet.empty > 0 {
        said.push(format!("{} more are empty", sheet.empty));
    }
    if !unread.is_empty() {
        said.push(format!("not read: {}", unread.join(", ")));
    }
    said.join("; ")
}

fn fault(wrong: &Wrong, file: &str, path: &str) -> Fault {
    let place = wrong.clone().in_file(file).place();
    let fault = Fault::at(path, wrong.found.clone(), wrong.expected.clone()).in_file(place);
    match &wrong.hint {
        Some(hint) => fault.hint(hint.clone()),
        None => fault,
    }
}
