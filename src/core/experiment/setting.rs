//! What people call a setting.

use crate::scenario::{Change, inert, is_plain};
use serde_json::Value;
use std::collections::BTreeMap;

/// Changes that belong together, such as one reading of the rules.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// What people call it.
    pub name: String,
    /// What it changes; nothing for the scenario as it stands.
    pub changes: Vec<Change>,
}

impl Setting {
    /// The scenario as it stands.
    pub fn as_it_stands() -> Self {
        Self { name: "as it stands".to_owned(), changes: Vec::new() }
    }

    /// `changes`, named by what they do.
    pub fn new(changes: Vec<Change>) -> Self {
        Self { name: named(&changes, 1), changes }
    }
}

/// Names that were made of changes, and are alike where the changes are not, get more of their pointers.
pub(super) fn tell_apart(settings: &mut [Setting]) {
    let made = |s: &Setting| !s.changes.is_empty() && s.name == named(&s.changes, 1);
    let made: Vec<bool> = settings.iter().map(made).collect();
    let pointers = settings.iter().flat_map(|s| &s.changes).map(|c| c.pointer.as_str());
    let deepest = pointers.map(|p| p.matches('/').count()).max().unwrap_or(0);
    for parts in 2..=deepest {
        let mut by_name: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (i, setting) in settings.iter().enumerate() {
            by_name.entry(&setting.name).or_default().push(i);
        }
        let mut longer: Vec<(usize, String)> = Vec::new();
        for alike in by_name.values().filter(|alike| alike.len() > 1) {
            let of = |i: usize| &settings[i].changes;
            let other = |i: &usize| made[*i] && alike.iter().any(|other| of(*other) != of(*i));
            let found = alike.iter().copied().filter(other);
            longer.extend(found.map(|i| (i, named(of(i), parts))));
        }
        if longer.is_empty() {
            return;
        }
        for (i, name) in longer {
            settings[i].name = name;
        }
    }
}

impl std::str::FromStr for Setting {
    type Err = String;

    /// `[NAME:] POINTER=JSON[; POINTER=JSON …]`.
    fn from_str(text: &str) -> Result<Self, String> {
        let (name, changes) = match text.find(':') {
            Some(end) if !text.trim_start().starts_with('/') => {
                (Some(text[..end].trim()), &text[end + 1..])
            }
            _ => (None, text),
        };
        let mut list: Vec<String> = Vec::new();
        // A pointer begins with /, so that a text may hold a semicolon.
        for part in changes.split(';') {
            match list.last_mut() {
                Some(last) if !part.trim_start().starts_with('/') => {
                    last.push(';');
                    last.push_str(part);
                }
                _ => list.push(part.to_owned()),
            }
        }
        let read = |part: &String| part.trim().parse::<Change>();
        let setting = Self::new(list.iter().map(read).collect::<Result<_, String>>()?);
        if let Some(pointer) = twice(&setting.changes) {
            return Err(format!("{pointer} is set twice: expected each place once"));
        }
        match name {
            Some(name) if !is_plain(name) => Err(format!(
                "{name:?} is no name: expected plain text that neither a terminal nor a spreadsheet would act on"
            )),
            Some(name) if !name.is_empty() => Ok(Self { name: name.to_owned(), ..setting }),
            _ => Ok(setting),
        }
    }
}

/// The first place that `changes` set again.
pub fn twice(changes: &[Change]) -> Option<&str> {
    let again = |(i, change): (usize, &Change)| {
        let before = changes[..i].iter().any(|c| c.pointer == change.pointer);
        before.then_some(&changes[i].pointer)
    };
    changes.iter().enumerate().find_map(again).map(String::as_str)
}

/// Changes in words, each with the last `parts` of its pointer.
fn named(changes: &[Change], parts: usize) -> String {
    let names: Vec<String> = changes.iter().map(|change| name(change, parts)).collect();
    names.join(", ")
}

/// A change in words.
fn name(change: &Change, parts: usize) -> String {
    match (change.pointer.as_str(), &change.value) {
        ("/mechanism/enabled", Value::Bool(false)) => "today's system".to_owned(),
        ("/mechanism/enabled", Value::Bool(true)) => "mechanism on".to_owned(),
        ("/mechanism/throttle_to", Value::String(reading)) => format!("reading {reading}"),
        ("/mechanism/prioritised/add", Value::Array(srvs)) => listed(srvs, "+"),
        ("/mechanism/prioritised/remove", Value::Array(srvs)) => listed(srvs, "−"),
        (pointer, value) => {
            let mut key: Vec<&str> = pointer.rsplit('/').take(parts).collect();
            key.reverse();
            format!("{} = {}", inert(key.join(" ").trim_start()), plain(value))
        }
    }
}

/// SRVs that are added to the Prioritised list, or taken off it.
fn listed(srvs: &[Value], sign: &str) -> String {
    let names: Vec<String> = srvs.iter().map(|s| format!("{sign} {}", plain(s))).collect();
    // Not the sign first: a spreadsheet would add SRVs up.
    let changed = || format!("the list {}", names.join(" "));
    if names.is_empty() { "the list as it stands".to_owned() } else { changed() }
}

/// The last part of a pointer, which says what the value is.
pub fn last(pointer: &str) -> &str {
    pointer.rsplit('/').next().unwrap_or(pointer)
}

/// A value without the quotes of a text, on one line.
pub fn plain(value: &Value) -> String {
    inert(value.as_str().unwrap_or(&value.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_setting_has_changes_and_may_have_a_name() {
        let read = |text: &str| text.parse::<Setting>().unwrap();
        let two = read("/a=1; /b=\"x; y\"");
        assert_eq!((two.changes.len(), two.name.as_str()), (2, "a = 1, b = x; y"));
        assert_eq!(read("strict: /mechanism/throttle_to=allocation").name, "strict");
        assert!("strict".parse::<Setting>().is_err());
        assert!("/a".parse::<Setting>().is_err());
        for acted_on in ["=1+1: /a=1", "+x: /a=1", "a\nb: /a=1", "\u{1b}[31m: /a=1"] {
            assert!(acted_on.parse::<Setting>().unwrap_err().contains("plain text"));
        }
        assert_eq!(read("/a=\"x\\ny\"").name, "a = x\\ny");
    }

    #[test]
    fn names_that_were_made_alike_are_told_apart_by_more_of_their_pointers() {
        let names = |texts: &[&str]| {
            let mut all: Vec<Setting> = texts.iter().map(|t| t.parse().unwrap()).collect();
            tell_apart(&mut all);
            all.into_iter().map(|s| s.name).collect::<Vec<String>>()
        };
        let two = ["/mechanism/buffer/enabled=true", "/mechanism/early_warning/enabled=true"];
        assert_eq!(names(&two), ["buffer enabled = true", "early_warning enabled = true"]);
        assert_eq!(names(&["/a/x/k=1", "/b/x/k=1", "/k=2"]), ["a x k = 1", "b x k = 1", "k = 2"]);
        // What was named stays, and so does what is the same.
        assert_eq!(names(&["n: /a/k=1", "n: /b/k=1"]), ["n", "n"]);
        assert_eq!(names(&["/a/k=1", "/a/k=1"]), ["k = 1", "k = 1"]);
    }

    #[test]
    fn changes_are_named_by_what_they_do() {
        let named = |pointer: &str, value| {
            Setting::new(vec![Change { pointer: pointer.to_owned(), value }]).name
        };
        assert_eq!(named("/mechanism/enabled", json!(false)), "today's system");
        assert_eq!(named("/mechanism/throttle_to", json!("allocation")), "reading allocation");
        assert_eq!(
            named("/mechanism/prioritised/add", json!(["7.4", "8.11"])),
            "the list + 7.4 + 8.11"
        );
        assert_eq!(named("/gateway/max_capacity", json!("3000/s")), "max_capacity = 3000/s");
    }
}
