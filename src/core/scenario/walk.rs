//! The walk that finds every fault of form at once.
//!
//! It reads the very schema that `headroom schema` prints, so what an editor accepts and what the program accepts
//! cannot drift apart.

use super::fault::{Fault, MOST_FOUND, brief};
use super::json::escape;
use super::merge::{id, null_says};
use super::schema::{
    NOTES, event_schema, json_schema, number_expected, one_of, one_that_fits, resolve,
    resolve_description, type_of,
};
use super::words;
use serde_json::{Map, Value};

/// Every fault of form in a scenario.
pub fn walk_scenario(value: &Value) -> Vec<Fault> {
    walk_as(value, json_schema(), "")
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
                faults.push(Fault::at(path, brief(value), number_expected(schema)));
            }
        }
        (Value::String(_), "string") | (Value::Bool(_), "boolean") => {}
        (_, "number" | "integer") => {
            faults.push(Fault::at(path, brief(value), number_expected(schema)));
        }
        // Any value: the end of a range, which is read in its own place.
        (_, "") => {}
        (_, wanted) => {
            let wanted = match wanted {
                "object" => "an object",
                "array" => "a list",
                "boolean" => "true or false",
                _ => "a text",
            };
            faults.push(Fault::at(path, brief(value), wanted));
        }
    }
}

fn check_object(
    object: &Map<String, Value>,
    schema: &'static Value,
    path: &str,
    faults: &mut Vec<Fault>,
) {
    let known = schema["properties"].as_object();
    let names = || known.into_iter().flatten().map(|(name, _)| name.as_str());
    for (key, value) in object {
        let path = format!("{path}/{}", escape(key));
        match (known.and_then(|k| k.get(key)), &schema["additionalProperties"]) {
            (Some(schema), _) | (None, schema @ Value::Object(_)) => {
                check(value, schema, &path, faults);
            }
            (None, Value::Bool(true)) => {}
            (None, _) if faults.len() < MOST_FOUND => {
                let said: Vec<&str> =
                    names().filter(|k| !NOTES.contains(k) && *k != "$schema").collect();
                let expected = format!("one of {}", said.join(", "));
                faults.push(
                    Fault::at(path, "a key that is not known", expected).did_you_mean(key, names()),
                );
            }
            (None, _) => return,
        }
    }
    for key in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        if !object.contains_key(key) {
            let what = known
                .and_then(|k| k.get(key))
                .and_then(resolve_description)
                .unwrap_or("a value")
                .to_owned();
            faults.push(Fault::at(format!("{path}/{key}"), "nothing", what.trim_end_matches('.')));
        }
    }
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
