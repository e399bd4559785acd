//! What a scenario changes of the one that it extends.

use crate::evidence::words::thousands;
use headroom_core::experiment::plain;
use headroom_core::scenario::{Draft, Overlaid};
use serde_json::Value;
use std::fmt::Write;

/// Changes that are listed: the file has them all.
const MOST: usize = 30;
/// Letters of a value that is shown.
const LETTERS: usize = 60;

/// What `draft` has otherwise than what it extends; nothing where it extends no scenario.
pub(super) fn differs(draft: &Draft) -> String {
    let Some((base, all)) = draft.overlaid() else { return String::new() };
    let mut text = match all.len() {
        0 => return format!("\nNothing but remarks differs from {base}.\n"),
        1 => format!("\n1 value differs from {base}:\n"),
        n => format!("\n{} values differ from {base}:\n", thousands(n as f64)),
    };
    for Overlaid { pointer, was, is } in all.iter().take(MOST) {
        let said = |value: &Option<Value>| value.as_ref().map_or("nothing".to_owned(), short);
        let _ = writeln!(text, "  {pointer}: {} (there {})", said(is), said(was));
    }
    if all.len() > MOST {
        let _ = writeln!(text, "  and {} more", all.len() - MOST);
    }
    text
}

/// A value on a line.
fn short(value: &Value) -> String {
    let text = plain(value);
    match text.chars().count() {
        n if n <= LETTERS => text,
        _ => text.chars().take(LETTERS - 1).chain(['…']).collect(),
    }
}
