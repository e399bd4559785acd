//! What a study's folder holds besides tables, charts and the page, where it is asked for: a workbook, and a pack for each
//! User.
//!
//! Scope: these files, made of a [`Dossier`] alone, and taken away where they are of the study before. In a pack nobody
//! but its User is named: of tables with Users it has that one's rows, and in texts others are another User; it has no
//! charts, on which all of them stand. Checked by: `tests/it/workbook.rs`, `tests/it/handed_on.rs`.

use super::Stop;
use super::args::Besides;
use super::written::{PAGE, Written, safe};
use crate::evidence::files::csv;
use crate::evidence::names::{Alias, Names};
use crate::evidence::table::Table;
use crate::evidence::workbook::{Source, workbook};
use crate::report::{Dossier, command, user_page};
use headroom_core::experiment::{names_in, take_away};
use serde_json::Value;
use std::path::Path;

/// The workbook's file in a study's folder.
const WORKBOOK: &str = "study.xlsx";
/// The folder of packs in it.
const PACKS: &str = "packs";
/// What others are called in a pack.
const ANOTHER: (&str, &str) = ("another-user", "another User");

/// Writes what is asked for of `book`, the study in the folder; what was written, for people.
pub fn write_besides(
    into: &mut Written,
    book: &Dossier,
    besides: Besides,
) -> Result<Vec<String>, Stop> {
    let mut said = Vec::new();
    let folder = into.folder;
    if besides.workbook {
        into.put(WORKBOOK, &workbook_of(book)?)?;
        said.push(folder.join(WORKBOOK).display().to_string());
    }
    if besides.packs {
        take_packs_away(folder);
        for user in book.users() {
            write_pack(into, &format!("{PACKS}/{}", safe(user)), book, user)?;
        }
        said.push(format!("{} of {} Users", folder.join(PACKS).display(), book.users().len()));
    }
    Ok(said)
}

/// Takes away what a study before left of this.
pub fn take_besides_away(folder: &Path) {
    take_away(&folder.join(WORKBOOK));
    take_packs_away(folder);
}

fn take_packs_away(folder: &Path) {
    let packs = folder.join(PACKS);
    for user in names_in(&packs) {
        let pack = packs.join(user);
        for file in [PAGE, WORKBOOK] {
            take_away(&pack.join(file));
        }
        for table in names_in(&pack.join("tables")).iter().filter(|name| name.ends_with(".csv")) {
            take_away(&pack.join("tables").join(table));
        }
    }
}

fn workbook_of(book: &Dossier) -> Result<Vec<u8>, Stop> {
    let command = command(book);
    Ok(workbook(Source { study: &book.study, tables: &book.tables, command: &command })?)
}

fn write_pack(into: &mut Written, pack: &str, book: &Dossier, user: &str) -> Result<(), Stop> {
    let own = only_of(book, user);
    into.put(&format!("{pack}/{PAGE}"), user_page(&own, user)?.1.as_bytes())?;
    into.put(&format!("{pack}/{WORKBOOK}"), &workbook_of(&own)?)?;
    for table in own.tables.iter().filter(|t| t.rows > 0) {
        into.put(&format!("{pack}/tables/{}.csv", table.name), &csv(table)?)?;
    }
    Ok(())
}

/// `book` as `user` may see it.
fn only_of(book: &Dossier, user: &str) -> Dossier {
    let others = others(book, user);
    let table = |table: &Table| others.table(rows_of(table, user));
    let mut study = others.value(&book.study);
    // The whole scenario has everybody in it.
    if let Some(scenario) = study["scenario"].as_object_mut() {
        scenario.retain(|key, _| SAID_OF_THE_SCENARIO.contains(&key.as_str()));
    }
    Dossier { study, tables: book.tables.iter().map(table).collect(), charts: Vec::new() }
}

/// What a page says of its scenario.
const SAID_OF_THE_SCENARIO: [&str; 5] = ["name", "why", "start", "duration", "srvs"];

/// The rows of `user`, and those of nobody in particular.
fn rows_of(table: &Table, user: &str) -> Table {
    if table.place("user").is_none() {
        return table.clone();
    }
    let own =
        |row: &usize| matches!(table.text(*row, "user"), "") || table.text(*row, "user") == user;
    table.only(&(0..table.rows).filter(own).collect::<Vec<usize>>())
}

/// Everybody but `user`, who keeps its names.
fn others(book: &Dossier, user: &str) -> Names {
    let Some(users) = book.tables.iter().find(|t| t.name == "users") else {
        return Names::default();
    };
    let mut all: Vec<Alias> = Vec::new();
    for row in 0..users.rows {
        let (id, name) = (users.text(row, "user"), users.text(row, "name"));
        let mut called = former_names(&book.study, id);
        called.push(name.to_owned());
        let (as_id, as_name) = if id == user { (id, name) } else { ANOTHER };
        let (as_id, as_name) = (as_id.to_owned(), as_name.to_owned());
        all.push(Alias { id: id.to_owned(), called, as_id, as_name });
    }
    all.dedup();
    // What may be of another is.
    all.sort_by_key(|alias| alias.id == user);
    Names::new(all)
}

/// What `user` was called, as the study's scenario says.
fn former_names(study: &Value, user: &str) -> Vec<String> {
    let users = study["scenario"]["users"].as_array().into_iter().flatten();
    let its = users.filter(|u| u["id"] == user).flat_map(|u| u["formerly"].as_array());
    its.flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}
