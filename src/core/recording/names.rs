//! Users of other names: which they are.

use super::{Sheet, Wrong};
use std::collections::BTreeMap;

/// Reads a table of names from the file at `path`, CSV or Parquet: `name`, as a log has it, and `user`, an id or nothing.
///
/// # Errors
/// A file that cannot be read, without these columns, or with a name twice.
pub fn read_names(path: &str) -> Result<BTreeMap<String, String>, Wrong> {
    read(path).map_err(|wrong| wrong.in_file(path))
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
        if names.insert(called.clone(), is.clone()).is_some_and(|before| before != *is) {
            let found = format!("{called:?}, which is another User before");
            return Err(Wrong::of_file(found, "each name once").at(row.number, "name"));
        }
    }
    Ok(names)
}
