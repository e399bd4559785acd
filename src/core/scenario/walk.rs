//! The walk that finds every fault of form at once.
//!
//! It reads the very schema that `headroom schema` prints, so what an editor accepts and what the program accepts
//! cannot drift apart.

use super::fault::{Fault, MOST_FOUND, NOTHING, brief};
use super::json::escape;
use super::merge::{id, null_says};
use super::schema::{
    NOTES, event_schema, json_schema, number_expected, one_of, one_that_fits, resolve,
    resolve_description, type_of,
};
use super::words;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// Every fault of form in a scenario.
pub fn walk_scenario(value: &Value) -> Vec<Fault> {
    walk_as(value, json_schema(), "")
}

/// Every fault of form in the members `keys` of a scenario, which has them.
pub fn walk_members(value: &Value, keys: &[&str]) -> Vec<Fault> {
    let mut faults = Vec::new();
    let known = value.as_object().into_iter().flatten().filter(|(k, _)| keys.contains(&k.as_str()));
    for (key, member) in known {
        match json_schema()["properties"].get(key) {
            Some(schema) => check(member, schema, &format!("/{}", escape(key)), &mut faults),
            None => return walk_scenario(value),
        }
    }
    faults
}

/// Every fault of form in an event that stands at `path`.
pub fn walk_event(event: &Value, path: &str) -> Vec<Fault> {
    walk_as(event, event_schema(), path)
}

/// Every fault of form in what stands at `path` and should be of the form of `schema`.
pub fn walk_as(value: &Value, schema: &'static Value, path: &str) -> Vec<Fault> {
    let mut faults = Vec::new();
    check(value, schema, path, &mut faults);
    faults
}

fn check(value: &Value, schema: &'static Value, path: &str, faults: &mut Vec<Fault>) {
    let says_nothing = value.is_null() && null_says(path);
    if faults.len() >= MOST_FOUND || *schema == Value::Bool(true) || says_nothing {
        return;
    }
    let schema = one_that_fits(value, resolve(schema));
    let words = one_of(schema);
    if !words.is_empty() {
        return check_choice(value, &words, path, faults);
    }
    if let Some(format) = schema["format"].as_str().filter(|f| f.contains('-')) {
        if !words::fits(format, value) {
            faults.push(Fault::at(path, brief(value), words::expected(format)));
        }
        return;
    }
    match (value, type_of(schema)) {
        (Value::Object(object), "object") => check_object(object, schema, path, faults),
        (Value::Array(list), "array") => check_list(list, schema, path, faults),
        (Value::Number(n), "number" | "integer") => {
            let whole = n.is_u64() || n.is_i64();
            let (low, high) = (schema["minimum"].as_f64(), schema["maximum"].as_f64());
            let x = n.as_f64().unwrap_or(f64::NAN);
            let inside = low.is_none_or(|l| x >= l) && high.is_none_or(|h| x <= h);
            if !inside || (type_of(schema) == "integer" && !whole) {
                faults.push(unfit_number(value, schema, path));
            }
        }
        (Value::String(_), "string") | (Value::Bool(_), "boolean") => {}
        (_, "number" | "integer") => faults.push(unfit_number(value, schema, path)),
        // Any value: the end of a range, which is read in its own place.
        (_, "") => {}
        (_, wanted) => {
            let wanted = match wanted {
                "object" => "an object",
                "array" => "a list",
                "boolean" => "true or false",
                _ => "a text",
            };
            let fault = Fault::at(path, brief(value), wanted);
            let table = wanted == "a list" && value.get("from").is_some();
            let hint = "a table takes the place of some lists, and stands in a file";
            faults.push(if table { fault.hint(hint) } else { fault });
        }
    }
}

/// A number that is none, or out of its range; per cents are written as parts of 1.
fn unfit_number(value: &Value, schema: &'static Value, path: &str) -> Fault {
    let fault = Fault::at(path, brief(value), number_expected(schema));
    let (low, high) = (schema["minimum"].as_f64(), schema["maximum"].as_f64());
    let per_cent = match value {
        Value::Number(n) => n.as_f64().filter(|_| high == Some(1.0)),
        Value::String(text) => text.trim().strip_suffix('%').and_then(|n| n.trim().parse().ok()),
        _ => None,
    };
    let inside = |x: &f64| {
        *x / 100.0 >= low.unwrap_or(0.0) && high.is_some_and(|high| *x / 100.0 <= high) && *x > 0.0
    };
    match per_cent.filter(inside).filter(|_| type_of(schema) == "number") {
        Some(x) => fault.hint(format!("for {x} % write {}", x / 100.0)),
        None => fault,
    }
}

fn check_object(
    object: &Map<String, Value>,
    schema: &'static Value,
    path: &str,
    faults: &mut Vec<Fault>,
) {
    let known = schema["properties"].as_object();
    for (key, value) in object {
        let path = format!("{path}/{}", escape(key));
        match (known.and_then(|k| k.get(key)), &schema["additionalProperties"]) {
            (Some(schema), _) | (None, schema @ Value::Object(_)) => {
                check(value, schema, &path, faults);
            }
            (None, Value::Bool(true)) => {}
            (None, _) if faults.len() < MOST_FOUND => faults.push(unknown_key(key, path, known)),
            (None, _) => return,
        }
    }
    for key in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        if !object.contains_key(key) {
            let member = known.and_then(|k| k.get(key));
            let what = member.and_then(resolve_description).unwrap_or("a value");
            let mut expected = what.trim_end_matches('.').to_owned();
            let words = member.map(|member| one_of(resolve(member))).unwrap_or_default();
            if !words.is_empty() {
                expected += &format!(": one of {}", words.join(", "));
            }
            faults.push(Fault::at(format!("{path}/{key}"), NOTHING, expected));
        }
    }
}

/// Keys that are not known and are null: they would be gone before anybody looks.
pub fn unknown_nulls(value: &Value) -> Vec<Fault> {
    let mut faults = Vec::new();
    nulls(value, json_schema(), "", &mut faults);
    faults
}

/// Whether a key that is not known stands at `path`, which may name items of lists by their ids.
pub fn unknown_place(path: &str) -> Option<Fault> {
    let tokens = path.split('/').skip(1).map(|t| t.replace("~1", "/").replace("~0", "~"));
    let tokens: Vec<String> = tokens.collect();
    let within = |inside: Value, token: String| Value::Object(Map::from_iter([(token, inside)]));
    unknown_nulls(&tokens.into_iter().rev().fold(Value::Null, within)).pop()
}

fn nulls(value: &Value, schema: &'static Value, path: &str, faults: &mut Vec<Fault>) {
    if faults.len() >= MOST_FOUND || *schema == Value::Bool(true) {
        return;
    }
    let schema = one_that_fits(value, resolve(schema));
    match (value, type_of(schema)) {
        (Value::Object(object), "array") => {
            for (token, item) in object {
                nulls(item, &schema["items"], &format!("{path}/{}", escape(token)), faults);
            }
        }
        (Value::Object(object), "object") => {
            let known = schema["properties"].as_object();
            for (key, value) in object {
                let path = format!("{path}/{}", escape(key));
                match (known.and_then(|k| k.get(key)), &schema["additionalProperties"]) {
                    (Some(schema), _) | (None, schema @ Value::Object(_)) => {
                        nulls(value, schema, &path, faults);
                    }
                    (None, Value::Bool(false)) if value.is_null() => {
                        faults.push(unknown_key(key, path, known));
                    }
                    _ => {}
                }
            }
        }
        (Value::Array(list), _) => {
            for (i, item) in list.iter().enumerate() {
                let token = id(item).map_or(i.to_string(), escape);
                nulls(item, &schema["items"], &format!("{path}/{token}"), faults);
            }
        }
        _ => {}
    }
}

/// Makes a number that is whole, as 1.0 is, a whole one where one is wanted, as JSON Schema has it.
pub fn settle(value: &mut Value) {
    settle_as(value, json_schema());
}

/// The same in the members `keys` of a scenario.
pub fn settle_members(value: &mut Value, keys: &[&str]) {
    for key in keys {
        if let Some(member) = value.get_mut(*key) {
            settle_as(member, &json_schema()["properties"][*key]);
        }
    }
}

fn settle_as(value: &mut Value, schema: &'static Value) {
    let schema = one_that_fits(value, resolve(schema));
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                let known =
                    schema["properties"].get(key).unwrap_or(&schema["additionalProperties"]);
                settle_as(value, known);
            }
        }
        Value::Array(list) => list.iter_mut().for_each(|item| settle_as(item, &schema["items"])),
        Value::Number(n) if n.is_f64() && type_of(schema) == "integer" => {
            let x = n.as_f64().unwrap_or(f64::NAN);
            // Below 2⁶⁴ and 2⁶³, the next of which are no such numbers any more.
            if libm::trunc(x) == x && (0.0..18_446_744_073_709_551_616.0).contains(&x) {
                *value = (x as u64).into();
            } else if libm::trunc(x) == x && (-9_223_372_036_854_775_808.0..0.0).contains(&x) {
                *value = (x as i64).into();
            }
        }
        _ => {}
    }
}

fn unknown_key(key: &str, path: String, known: Option<&Map<String, Value>>) -> Fault {
    let names = || known.into_iter().flatten().map(|(name, _)| name.as_str());
    let said: Vec<&str> = names().filter(|k| !NOTES.contains(k) && *k != "$schema").collect();
    let expected = format!("one of {}", said.join(", "));
    Fault::at(path, "a key that is not known", expected).did_you_mean(key, names())
}

fn check_list(list: &[Value], schema: &'static Value, path: &str, faults: &mut Vec<Fault>) {
    let (least, most) = (schema["minItems"].as_u64(), schema["maxItems"].as_u64());
    let n = list.len() as u64;
    if least.is_some_and(|l| n < l) || most.is_some_and(|m| n > m) {
        let expected = match (least, most) {
            (Some(l), Some(m)) if l == m => format!("{l} items"),
            (Some(l), Some(m)) => format!("{l} to {m} items"),
            (Some(l), None) => format!("at least {l}"),
            _ => format!("at most {}", most.unwrap_or(0)),
        };
        faults.push(Fault::at(path, format!("a list of {n}"), expected));
    }
    if schema["uniqueItems"] == true {
        let mut seen = BTreeSet::new();
        let again = list.iter().enumerate().filter(|(_, item)| !seen.insert(item.to_string()));
        let twice = |(i, item)| {
            Fault::at(format!("{path}/{i}"), format!("{} twice", brief(item)), "each once")
        };
        faults.extend(again.map(twice).take(MOST_FOUND));
    }
    for (i, item) in list.iter().enumerate() {
        let token = id(item).map_or(i.to_string(), escape);
        check(item, &schema["items"], &format!("{path}/{token}"), faults);
    }
}

fn check_choice(value: &Value, words: &[&str], path: &str, faults: &mut Vec<Fault>) {
    let found = value.as_str();
    if !found.is_some_and(|f| words.contains(&f)) {
        let fault = Fault::at(path, brief(value), format!("one of {}", words.join(", ")));
        faults.push(match found {
            Some(found) => fault.did_you_mean(found, words.iter().copied()),
            None => fault,
        });
    }
}
