//! The form as JSON Schema, and the walk that finds every fault of form at once.
//!
//! Both come from the types in `form.rs`. The walk reads the very schema that `headroom schema`
//! prints, so what an editor accepts and what the program accepts cannot drift apart.

use super::fault::{Fault, MOST_FOUND};
use super::form::ScenarioForm;
use super::json::escape;
use super::merge::id;
use super::words;
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};
use std::sync::LazyLock;

/// Keys that every object may hold.
const NOTES: [&str; 3] = ["why", "source", "assumed"];

static SCHEMA: LazyLock<Value> = LazyLock::new(|| {
    let schema =
        SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<ScenarioForm>();
    let mut schema = schema.to_value();
    close_objects(&mut schema);
    schema["title"] = json!("headroom scenario");
    schema
});

/// The JSON Schema of a scenario file.
pub fn json_schema() -> &'static Value {
    &SCHEMA
}

/// The form of `T`, without references: those would be looked up in [`SCHEMA`].
pub fn form_of<T: JsonSchema>() -> Value {
    let settings = SchemaSettings::draft2020_12().with(|s| s.inline_subschemas = true);
    let mut schema = settings.into_generator().into_root_schema_for::<T>().to_value();
    close_objects(&mut schema);
    schema
}

/// Refuses unknown keys in every object and allows the notes in it.
fn close_objects(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            object.values_mut().for_each(close_objects);
            if let Some(Value::Object(properties)) = object.get_mut("properties") {
                for (key, note, of) in [
                    ("why", "Why this is here, or why this value.", "string"),
                    ("source", "Where the figure is from.", "string"),
                    ("assumed", "The figure is an assumption.", "boolean"),
                ] {
                    properties.entry(key).or_insert(json!({ "description": note, "type": of }));
                }
                object.insert("additionalProperties".into(), Value::Bool(false));
            }
        }
        Value::Array(list) => list.iter_mut().for_each(close_objects),
        _ => {}
    }
}

/// Every fault of form in a scenario.
pub fn walk(value: &Value) -> Vec<Fault> {
    walk_as(value, &SCHEMA, "")
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

/// Whether an event has a whole number at `pointer`.
pub fn whole_in_event(pointer: &str) -> bool {
    let step = |schema: &'static Value, token: &str| {
        let schema = resolve(schema);
        match type_of(schema) {
            "array" => &schema["items"],
            _ => &schema["properties"][token],
        }
    };
    type_of(resolve(pointer.split('/').skip(1).fold(event_schema(), step))) == "integer"
}

fn event_schema() -> &'static Value {
    &SCHEMA["$defs"]["EventForm"]
}

fn check(value: &Value, schema: &'static Value, path: &str, faults: &mut Vec<Fault>) {
    if faults.len() >= MOST_FOUND || *schema == Value::Bool(true) {
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

/// Follows a `$ref`, and takes the part of an optional schema that is not null.
fn resolve(schema: &'static Value) -> &'static Value {
    if let Some(name) = schema["$ref"].as_str() {
        return resolve(&SCHEMA["$defs"][name.trim_start_matches("#/$defs/")]);
    }
    let parts: Vec<_> =
        schema["anyOf"].as_array().into_iter().flatten().filter(|p| p["type"] != "null").collect();
    if let [one] = parts[..] { resolve(one) } else { schema }
}

/// Of a schema that is either an object or words, the part that `value` can only mean.
fn one_that_fits(value: &Value, schema: &'static Value) -> &'static Value {
    let Some(parts) = schema["anyOf"].as_array() else { return schema };
    let object = |part: &&'static Value| type_of(part) == "object";
    let found = parts.iter().map(resolve).find(|part| object(part) == value.is_object());
    found.unwrap_or(schema)
}

fn resolve_description(schema: &'static Value) -> Option<&'static str> {
    schema["description"].as_str().or_else(|| resolve(schema)["description"].as_str())
}

/// The words of a choice.
fn one_of(schema: &'static Value) -> Vec<&'static str> {
    let list = |key: &str| schema[key].as_array().into_iter().flatten();
    list("oneOf")
        .filter_map(|s| s["const"].as_str())
        .chain(list("enum").filter_map(Value::as_str))
        .chain(
            list("oneOf")
                .flat_map(|s| s["enum"].as_array().into_iter().flatten().filter_map(Value::as_str)),
        )
        .collect()
}

/// The type, without the null of an optional one.
fn type_of(schema: &'static Value) -> &'static str {
    match &schema["type"] {
        Value::String(one) => one,
        Value::Array(some) => {
            some.iter().filter_map(Value::as_str).find(|t| *t != "null").unwrap_or("")
        }
        _ => "",
    }
}

fn number_expected(schema: &'static Value) -> String {
    let kind = if type_of(schema) == "integer" { "a whole number" } else { "a number" };
    match (schema.get("minimum"), schema.get("maximum")) {
        (Some(low), Some(high)) => format!("{kind} from {low} to {high}"),
        (Some(low), None) => format!("{kind}, at least {low}"),
        _ => kind.to_owned(),
    }
}

/// A value as a fault shows it: short.
pub fn brief(value: &Value) -> String {
    match value {
        Value::Object(_) => "an object".to_owned(),
        Value::Array(list) => format!("a list of {}", list.len()),
        other => {
            let text = other.to_string();
            if text.chars().count() > 80 {
                text.chars().take(80).chain(['…']).collect()
            } else {
                text
            }
        }
    }
}
