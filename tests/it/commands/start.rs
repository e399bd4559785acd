//! `new` and `schema`: how to begin.

use super::{files_in, folder, headroom};
use serde_json::Value;
use std::fs;

#[test]
fn a_new_scenario_is_checked_and_runs() {
    let folder = folder();
    let made = headroom(folder.path(), &["new", "mine"]);
    assert_eq!((made.code, made.out.as_str()), (Some(0), ""), "{}", made.err);
    assert!(made.err.contains("wrote mine.json"), "{}", made.err);
    assert_eq!(files_in(folder.path()), ["mine.json"]);
    let checked = headroom(folder.path(), &["check", "mine.json"]);
    assert_eq!(checked.code, Some(0), "{}", checked.err);
    assert!(checked.out.starts_with("mine: "), "{}", checked.out);
    let ran = headroom(folder.path(), &["run", "mine.json", "--replications", "1"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(folder.path().join("reports/mine/study.json").exists());
}

#[test]
fn new_starts_from_every_shipped_scenario_and_overwrites_nothing() {
    let folder = folder();
    for name in headroom_core::scenario::scenario_names() {
        let made = headroom(folder.path(), &["new", name, "--from", name]);
        assert_eq!(made.code, Some(0), "{name}: {}", made.err);
    }
    let path = folder.path().join("minimal.json");
    let before = fs::read(&path).unwrap();
    let again = headroom(folder.path(), &["new", "minimal", "--from", "ordinary-day"]);
    assert_eq!((again.code, again.out.as_str()), (Some(2), ""));
    assert!(again.err.starts_with("error: minimal.json exists\n"), "{}", again.err);
    assert_eq!(fs::read(&path).unwrap(), before);
}

/// The object that `schema` refers to.
fn resolved<'a>(root: &'a Value, schema: &'a Value) -> &'a Value {
    let reference = schema["$ref"].as_str().map(|r| r.trim_start_matches("#/$defs/"));
    reference.map_or(schema, |name| &root["$defs"][name])
}

#[test]
fn the_schema_is_json_describes_every_key_and_the_documentation_has_each() {
    let folder = folder();
    let ran = headroom(folder.path(), &["schema"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(0), ""));
    let root: Value = serde_json::from_str(&ran.out).expect("JSON");
    assert!(root["$schema"].as_str().is_some_and(|s| s.contains("2020-12")));
    let documented = fs::read_to_string("docs/scenarios.md").unwrap();
    let mut keys = 0;
    let mut open = vec![("/", &root)];
    open.extend(root["$defs"].as_object().unwrap().iter().map(|(name, def)| (name.as_str(), def)));
    for (of, object) in open {
        for (key, schema) in object["properties"].as_object().into_iter().flatten() {
            let described = |schema: &Value| {
                schema["description"].as_str().is_some_and(|d| !d.trim().is_empty())
            };
            assert!(
                described(schema) || described(resolved(&root, schema)),
                "{of} {key} is not described"
            );
            let word = |around: [&str; 2]| {
                documented.contains(&format!("{}{key}{}", around[0], around[1]))
            };
            assert!(
                word(["`", "`"]) || word([".", "`"]) || word(["\"", "\""]),
                "{of} {key} is not in docs/scenarios.md"
            );
            keys += 1;
        }
        if object["properties"].is_object() {
            assert_eq!(
                object["additionalProperties"],
                Value::Bool(false),
                "{of} allows keys that nobody reads"
            );
        }
    }
    assert!(keys > 80, "{keys}");
}
