//! Users of other names: which they are.

use super::digits::shown;
use super::{Sheet, Wrong};
use std::collections::{BTreeMap, BTreeSet};

/// Reads a table of names from the file at `path`, CSV or Parquet: `name`, as a log has it, and `user`, an id or nothing.
///
/// # Errors
/// A file that cannot be read, without these columns, or with a name twice.
pub fn read_names(path: &str) -> Result<BTreeMap<String, String>, Wrong> {
    read(path).map_err(|wrong| wrong.in_file(path))
}

/// Names that are listed; there may be more.
const LISTED: usize = 12;

/// That some of the names of `what` in `map` are in no row of a log, whose own are `known`; nothing where all are.
pub fn names_in_vain<'a>(
    what: &str,
    map: &BTreeMap<String, String>,
    known: impl Iterator<Item = &'a str>,
) -> Option<String> {
    let known: BTreeSet<&str> = known.collect();
    let vain: Vec<&String> = map.keys().filter(|name| !known.contains(name.as_str())).collect();
    let listed: Vec<String> = vain.iter().take(LISTED).map(|n| shown(n.as_bytes())).collect();
    let more = if vain.len() > LISTED { ", …" } else { "" };
    let (n, listed) = (vain.len(), listed.join(", "));
    (n > 0).then(|| format!("{n} names of {what} that are mapped are in no row: {listed}{more}"))
}

fn read(path: &str) -> Result<BTreeMap<String, String>, Wrong> {
    let sheet = Sheet::open(path, &|column| ["name", "user"].contains(&column))?;
    let (Some(name), Some(user)) = (sheet.place("name"), sheet.place("user")) else {
        let found = format!("the columns {:?}", sheet.header);
        return Err(Wrong::of_file(found, "columns `name` and `user`"));
    };
    let mut names = BTreeMap::new();
    for row in sheet.rows {
        let (called, is) = (&row.fields[name], &row.fields[user]);
        if called.is_empty() {
            let wrong = Wrong::of_file("nothing", "a name, as the log has it");
            return Err(wrong.at(row.number, "name"));
        }
        if names.insert(called.clone(), is.clone()).is_some_and(|before| before != *is) {
            let found = format!("{called:?}, which is another User before");
            return Err(Wrong::of_file(found, "each name once").at(row.number, "name"));
        }
    }
    Ok(names)
}
