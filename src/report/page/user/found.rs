//! Which User is meant: by id, by name, or by what it, or a party whose portfolio it has taken over, was called.

use super::super::Dossier;
use headroom_core::scenario::{Fault, Faults};
use serde_json::Value;

/// The first row, in the table of Users, of the one that people call `given`.
///
/// # Errors
/// None of that name, or several, with those it could be.
pub(in crate::report::page) fn found(book: &Dossier, given: &str) -> Result<usize, String> {
    let Some(users) = book.sheet("users") else { return Err("the study has no Users".to_owned()) };
    let first_of = |id: &str| (0..users.rows).find(|row| users.text(*row, "user") == id);
    if let Some(row) = first_of(given) {
        return Ok(row);
    }
    let name_of = |id: &str| first_of(id).map_or("", |row| users.text(row, "name"));
    let by = |fits: &dyn Fn(&str) -> bool| -> Vec<&str> {
        let called = |id: &&str| fits(name_of(id)) || former_names(book, id).into_iter().any(fits);
        book.users().into_iter().filter(called).collect()
    };
    let low = given.to_lowercase();
    let whole = by(&|name| name.to_lowercase() == low);
    let part = || by(&|name| !low.is_empty() && name.to_lowercase().contains(&low));
    let meant = if whole.is_empty() { part() } else { whole };
    let said = |ids: &[&str]| {
        let one = |id: &&str| format!("{id} ({})", name_of(id));
        ids.iter().map(one).collect::<Vec<String>>().join(", ")
    };
    match meant.as_slice() {
        [id] => Ok(first_of(id).expect("it is one of them")),
        [] => {
            let names = || book.users().into_iter().flat_map(|id| [id, name_of(id)]);
            let expected = format!("one of: {}", book.users().join(", "));
            let fault = Fault::at("", format!("{given:?}"), expected).did_you_mean(given, names());
            Err(Faults::from(fault.in_file("--user")).to_string())
        }
        several => {
            let expected = format!("the id of one of: {}", said(several));
            let fault = Fault::at("", format!("{given:?}, as several are called"), expected);
            Err(Faults::from(fault.in_file("--user")).to_string())
        }
    }
}

/// What the User with this `id` was called, as the study's scenario says.
pub(super) fn former_names<'a>(book: &'a Dossier, id: &str) -> Vec<&'a str> {
    let users = book.study["scenario"]["users"].as_array().into_iter().flatten();
    let its = users.filter(|user| user["id"] == id).flat_map(|user| user["formerly"].as_array());
    its.flatten().filter_map(Value::as_str).collect()
}
