//! The form as JSON Schema, made from the types in `form.rs`, and what it says of a place in it.

use super::form::ScenarioForm;
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Value, json};
use std::sync::LazyLock;

/// Keys that every object may hold.
pub const NOTES: [&str; 3] = ["why", "source", "assumed"];

static SCHEMA: LazyLock<Value> = LazyLock::new(|| {
    let schema =
        SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<ScenarioForm>();
    let mut schema = schema.to_value();
    close_objects(&mut schema);
    let parts = schema["$defs"].clone();
    each_once(&mut schema, &parts);
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

/// In a list of words or names each stands once: again it says nothing. Of months and dates the reader says the same.
fn each_once(schema: &mut Value, parts: &Value) {
    if schema["items"].is_object() {
        let items = &schema["items"];
        let name = items["$ref"].as_str().map(|r| r.trim_start_matches("#/$defs/"));
        let items = name.map_or(items, |name| &parts[name]);
        let words = ["enum", "oneOf"].iter().any(|key| items.get(key).is_some());
        let is_name = items["type"] == "string" && items.get("pattern").is_none();
        if is_name || (words && items["type"] != "object") {
            schema["uniqueItems"] = json!(true);
        }
    }
    match schema {
        Value::Object(object) => object.values_mut().for_each(|inner| each_once(inner, parts)),
        Value::Array(list) => list.iter_mut().for_each(|inner| each_once(inner, parts)),
        _ => {}
    }
}

/// Whether an event has a whole number at `pointer`.
pub fn whole_in_event(pointer: &str) -> bool {
    is_whole(event_schema(), pointer)
}

/// Whether a scenario has a whole number, and nothing else, at `pointer`.
pub fn whole_at(pointer: &str) -> bool {
    is_whole(json_schema(), pointer)
}

fn is_whole(form: &'static Value, pointer: &str) -> bool {
    let step = |schema: &'static Value, token: &str| {
        let schema = resolve(schema);
        match type_of(schema) {
            "array" => &schema["items"],
            _ => &schema["properties"][token],
        }
    };
    type_of(resolve(pointer.split('/').skip(1).fold(form, step))) == "integer"
}

/// The form of an event.
pub fn event_schema() -> &'static Value {
    &SCHEMA["$defs"]["EventForm"]
}

/// Follows a `$ref`, and takes the part of an optional schema that is not null.
pub fn resolve(schema: &'static Value) -> &'static Value {
    if let Some(name) = schema["$ref"].as_str() {
        return resolve(&SCHEMA["$defs"][name.trim_start_matches("#/$defs/")]);
    }
    let parts: Vec<_> =
        schema["anyOf"].as_array().into_iter().flatten().filter(|p| p["type"] != "null").collect();
    if let [one] = parts[..] { resolve(one) } else { schema }
}

/// Of a schema that is either an object or words, the part that `value` can only mean.
pub fn one_that_fits(value: &Value, schema: &'static Value) -> &'static Value {
    let Some(parts) = schema["anyOf"].as_array() else { return schema };
    // Keys of which one is needed are no parts.
    if parts.iter().all(|part| part.get("required").is_some() && part.get("type").is_none()) {
        return schema;
    }
    let object = |part: &&'static Value| type_of(part) == "object";
    let found = parts.iter().map(resolve).find(|part| object(part) == value.is_object());
    found.unwrap_or(schema)
}

/// What it says of itself, or what it refers to does.
pub fn resolve_description(schema: &'static Value) -> Option<&'static str> {
    schema["description"].as_str().or_else(|| resolve(schema)["description"].as_str())
}

/// The words of a choice.
pub fn one_of(schema: &'static Value) -> Vec<&'static str> {
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
pub fn type_of(schema: &'static Value) -> &'static str {
    match &schema["type"] {
        Value::String(one) => one,
        Value::Array(some) => {
            some.iter().filter_map(Value::as_str).find(|t| *t != "null").unwrap_or("")
        }
        _ => "",
    }
}

/// A number that it allows, in words.
pub fn number_expected(schema: &'static Value) -> String {
    let kind = if type_of(schema) == "integer" { "a whole number" } else { "a number" };
    match (schema.get("minimum"), schema.get("maximum")) {
        (Some(low), Some(high)) => format!("{kind} from {low} to {high}"),
        (Some(low), None) => format!("{kind}, at least {low}"),
        _ => kind.to_owned(),
    }
}
