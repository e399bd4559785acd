//! Users of other names: which they are.

use super::Wrong;
use super::input::Input;
use std::collections::BTreeMap;

/// Reads a table of names from the CSV file at `path`: `name`, as a log has it, and `user`, an id or nothing.
///
/// # Errors
/// A file that cannot be read, without these columns, or with a name twice.
pub fn read_names(path: &str) -> Result<BTreeMap<String, String>, Wrong> {
    read(path).map_err(|wrong| wrong.in_file(path))
}

fn read(path: &str) -> Result<BTreeMap<String, String>, Wrong> {
    let mut input = Input::open(path)?;
    let header = String::from_utf8_lossy(&input.header()?).into_owned();
    let columns: Vec<&str> = header.split(',').map(|name| name.trim().trim_matches('"')).collect();
    let place = |name: &str| columns.iter().position(|column| *column == name);
    let (Some(name), Some(user)) = (place("name"), place("user")) else {
        return Err(Wrong::of_file(format!("the columns {header:?}"), "columns `name` and `user`"));
    };
    let mut reader = csv::ReaderBuilder::new();
    let mut reader = reader.has_headers(false).flexible(true).from_reader(input);
    let mut names = BTreeMap::new();
    for (row, record) in (2..).zip(reader.records()) {
        let record = record.ok().filter(|record| record.len() == columns.len());
        let Some(record) = record else {
            let wrong = Wrong::of_file("a row of another length", "fields as in the header");
            return Err(Wrong { row: Some(row), ..wrong });
        };
        let (called, is) = (record[name].trim(), record[user].trim());
        if names.insert(called.to_owned(), is.to_owned()).is_some_and(|before| before != is) {
            let found = format!("{called:?}, which is another User before");
            return Err(Wrong::of_file(found, "each name once").at(row, "name"));
        }
    }
    Ok(names)
}
