//! What a scenario changes of the one that it extends.

use super::json::escape;
use super::merge;
use serde_json::Value;

/// A value that stands otherwise than in the base; none where it stands in one of the two alone.
#[derive(Clone, Debug, PartialEq)]
pub struct Overlaid {
    /// Where, with ids as tokens.
    pub pointer: String,
    /// In the base.
    pub was: Option<Value>,
    /// In the scenario.
    pub is: Option<Value>,
}

/// Remarks, which change nothing.
const REMARKS: [&str; 7] = ["name", "why", "source", "assumed", "extends", "$schema", "tables"];

/// What `is` has otherwise than `was`, in the order of `is`.
pub(super) fn overlaid(was: &Value, is: &Value) -> Vec<Overlaid> {
    let mut all = Vec::new();
    compare("", Some(was), Some(is), &mut all);
    all
}

fn compare(pointer: &str, was: Option<&Value>, is: Option<&Value>, into: &mut Vec<Overlaid>) {
    match (was.map(members), is.map(members)) {
        _ if was == is => {}
        (Some(Some(was)), Some(Some(is))) => {
            let at = |key: &str| format!("{pointer}/{}", escape(key));
            let of = |all: &[(&str, &'_ Value)], key: &str| all.iter().position(|(k, _)| *k == key);
            for (key, value) in &is {
                compare(&at(key), of(&was, key).map(|i| was[i].1), Some(value), into);
            }
            for (key, value) in was.iter().filter(|(key, _)| of(&is, key).is_none()) {
                compare(&at(key), Some(value), None, into);
            }
        }
        _ => {
            into.push(Overlaid { pointer: pointer.to_owned(), was: was.cloned(), is: is.cloned() });
        }
    }
}

/// Members by key, and of a list of named things by id; none of what is one value.
fn members(value: &Value) -> Option<Vec<(&str, &Value)>> {
    match value {
        Value::Object(all) => {
            let all = all.iter().map(|(key, value)| (key.as_str(), value));
            Some(all.filter(|(key, _)| !REMARKS.contains(key)).collect())
        }
        Value::Array(all) => all.iter().map(|item| Some((merge::id(item)?, item))).collect(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_differs_is_told_by_id_and_remarks_are_not() {
        let was = json!({ "why": "a", "users": [{ "id": "a", "n": 1, "why": "x" }, { "id": "b" }], "gone": 1 });
        let is =
            json!({ "why": "b", "users": [{ "id": "a", "n": 2 }, { "id": "b" }, { "id": "c" }] });
        let said: Vec<String> = overlaid(&was, &is).into_iter().map(|o| o.pointer).collect();
        assert_eq!(said, ["/users/a/n", "/users/c", "/gone"]);
        assert!(overlaid(&was, &was).is_empty());
    }
}
