//! The JSON Schema that `headroom schema` prints, for editors and other validators.
//!
//! Scope: what the reader takes, as far as JSON Schema can say it, made of the form that the walk reads (`schema.rs`). A
//! file that extends another is a part of a scenario: its objects need not be complete, an item of a list of named things
//! may be taken out, and null takes away a key that may be left out, in a whole scenario too; inside a list of what has
//! no id it does not, since such a list is replaced whole. Checked by: `tests/schema.py`, with a validator that is not
//! ours, on every shipped scenario and on `tests/faults`.

use super::form::TableForm;
use super::schema::{form_of, json_schema};
use super::tables::TABLE;
use serde_json::{Map, Value, json};
use std::sync::LazyLock;

/// What an object stands in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// A scenario that is complete.
    Whole,
    /// One that extends another.
    Part,
    /// A list that is replaced whole.
    Listed,
}

static PUBLISHED: LazyLock<Value> = LazyLock::new(|| {
    let mut defs = Map::new();
    for way in [Way::Whole, Way::Part] {
        let mut form = recast(json_schema(), way, &mut defs);
        for key in ["$schema", "$defs", "title"] {
            form.as_object_mut().and_then(|form| form.shift_remove(key));
        }
        defs.insert(format!("ScenarioForm{}", way.said()), form);
    }
    defs.insert("TableForm".to_owned(), form_of_a_table());
    json!({
        "$schema": json_schema()["$schema"],
        "title": json_schema()["title"],
        "description": json_schema()["description"],
        "type": "object",
        "if": { "required": ["extends"], "properties": { "extends": { "type": "string" } } },
        "then": { "$ref": "#/$defs/ScenarioForm.part" },
        "else": { "$ref": "#/$defs/ScenarioForm" },
        "$defs": defs,
    })
});

/// The JSON Schema of a scenario file.
pub fn published_schema() -> &'static Value {
    &PUBLISHED
}

impl Way {
    /// What follows the name of a form.
    fn said(self) -> &'static str {
        match self {
            Way::Whole => "",
            Way::Part => ".part",
            Way::Listed => ".listed",
        }
    }
}

/// The form of a table, which stands by itself.
fn form_of_a_table() -> Value {
    let mut form = form_of::<TableForm>();
    form.as_object_mut().and_then(|form| form.shift_remove("$schema"));
    form
}

/// `list`, or a table in its place.
fn or_table(mut list: Map<String, Value>) -> Value {
    list.shift_remove(TABLE);
    let description = list.shift_remove("description");
    let mut either = json!({ "anyOf": [list, { "$ref": "#/$defs/TableForm" }] });
    if let Some(description) = description {
        either["description"] = description;
    }
    either
}

/// `schema` for what stands there by `way`; forms that it refers to are put among `defs`.
fn recast(schema: &Value, way: Way, defs: &mut Map<String, Value>) -> Value {
    let Value::Object(all) = schema else { return schema.clone() };
    let mut out = Map::new();
    for (key, value) in all {
        let value = match (key.as_str(), value) {
            ("$ref", Value::String(name)) => refer(name, way, defs).into(),
            ("properties", Value::Object(properties)) => {
                // What must be there is not taken away by a part either.
                let needed = |key: &str| {
                    all.get("required")
                        .and_then(Value::as_array)
                        .is_some_and(|r| r.contains(&key.into()))
                };
                let each = properties.iter().map(|(key, of)| {
                    let of = recast(of, way, defs);
                    (
                        key.clone(),
                        if way == Way::Listed || needed(key) {
                            without_null(of)
                        } else {
                            with_null(of)
                        },
                    )
                });
                Value::Object(each.collect())
            }
            ("required", Value::Array(keys)) if way == Way::Part => {
                keys.iter().filter(|key| *key == "id").cloned().collect()
            }
            ("anyOf", Value::Array(parts)) if parts.iter().all(|p| p.get("required").is_some()) => {
                match way {
                    Way::Part => vec![not_all_taken_away(parts)].into(),
                    _ => parts.iter().map(given).collect(),
                }
            }
            ("not", keys) if !keys["required"].is_null() => given(keys),
            ("oneOf", Value::Array(parts)) if parts.iter().all(|p| p.get("required").is_some()) => {
                one_given(parts, way)
            }
            ("anyOf" | "allOf", Value::Array(parts)) => {
                parts.iter().map(|p| recast(p, way, defs)).collect()
            }
            ("items", items) if has_id(items) => removable(recast(items, way, defs), way),
            ("items", items) => recast(items, Way::Listed, defs),
            ("additionalProperties", of) => recast(of, way, defs),
            _ => value.clone(),
        };
        out.insert(key.clone(), value);
    }
    if let Some(most) = out.get("format").and_then(Value::as_str).and_then(most)
        && !out.contains_key("maximum")
    {
        out.insert("maximum".to_owned(), most.into());
    }
    if all.contains_key(TABLE) { or_table(out) } else { Value::Object(out) }
}

/// That exactly one of the keys that `parts` ask for is given, and not as null; of a part of a scenario, one at most.
fn one_given(parts: &[Value], way: Way) -> Value {
    let given: Vec<Value> = parts.iter().map(given).collect();
    let none = (way == Way::Part).then(|| json!({ "not": { "anyOf": given } }));
    given.iter().cloned().chain(none).collect()
}

/// That a part of a scenario does not take away all the keys of which `parts` ask for one.
fn not_all_taken_away(parts: &[Value]) -> Value {
    let keys = parts.iter().filter_map(|p| p["required"][0].as_str());
    let none = |key: &str| (key.to_owned(), json!({ "type": "null" }));
    let required: Vec<&str> = keys.clone().collect();
    json!({ "not": { "required": required, "properties": keys.map(none).collect::<Map<_, _>>() } })
}

/// That what `asked` asks for is given, and not as null.
fn given(asked: &Value) -> Value {
    let keys = asked["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let some = |key: &str| (key.to_owned(), json!({ "not": { "type": "null" } }));
    json!({ "required": asked["required"], "properties": keys.map(some).collect::<Map<_, _>>() })
}

/// The place of a form by `way`.
fn refer(name: &str, way: Way, defs: &mut Map<String, Value>) -> String {
    let form = name.trim_start_matches("#/$defs/");
    let known = format!("{form}{}", way.said());
    if !defs.contains_key(&known) {
        // There already when it refers to itself.
        defs.insert(known.clone(), Value::Null);
        let made = recast(&json_schema()["$defs"][form], way, defs);
        defs.insert(known.clone(), made);
    }
    format!("#/$defs/{known}")
}

/// Whether `items` of a list have ids, by which they merge.
fn has_id(items: &Value) -> bool {
    let form = items["$ref"].as_str().map(|name| name.trim_start_matches("#/$defs/"));
    let form = form.map_or(items, |form| &json_schema()["$defs"][form]);
    !form["properties"]["id"].is_null()
}

/// An item that may be taken out of what is extended.
fn removable(item: Value, way: Way) -> Value {
    let taken_out = json!({ "type": "object", "required": ["id", "remove"], "properties": { "id": { "type": "string" }, "remove": { "const": true } } });
    if way == Way::Part { json!({ "anyOf": [item, taken_out] }) } else { item }
}

fn with_null(mut schema: Value) -> Value {
    let takes = match (&schema["type"], &schema["anyOf"]) {
        (Value::String(one), _) => one == "null",
        (Value::Array(all), _) => all.contains(&"null".into()),
        (_, Value::Array(all)) => all.iter().any(|part| part["type"] == "null"),
        _ => schema == true,
    };
    if takes {
        return schema;
    }
    let description = schema.as_object_mut().and_then(|s| s.shift_remove("description"));
    let mut either = json!({ "anyOf": [schema, { "type": "null" }] });
    if let Some(description) = description {
        either["description"] = description;
    }
    either
}

fn without_null(mut schema: Value) -> Value {
    for key in ["type", "anyOf"] {
        if let Some(Value::Array(all)) = schema.get_mut(key) {
            all.retain(|part| *part != "null" && part["type"] != "null");
        }
    }
    schema
}

/// The greatest whole number of a format.
fn most(format: &str) -> Option<u64> {
    match format {
        "uint64" | "uint" => Some(u64::MAX),
        "uint32" => Some(u32::MAX.into()),
        _ => None,
    }
}
