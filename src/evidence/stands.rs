//! Which variant of a study is the scenario as it stands, by what its values mean.
//!
//! Scope: a value that a variant sets is what stands if the file says the same, in whatever unit, or says nothing and the schema's
//! default is the same. Left out: values that no single pointer has. Source: C5. Checked by: the tests below, `tests/it/studies/pairs.rs`.

use super::findings::Findings;
use headroom_core::scenario::{in_one_unit, json_schema};
use serde_json::Value;

/// The variant of `f` that is the scenario as it stands, from 0; none where none is.
pub fn stands(f: &Findings) -> Option<usize> {
    let same = |v: &usize| f.evidence[*v].plan.scenario.inputs == f.base.inputs;
    // Written as it is in the file, before what only means the same.
    (0..f.evidence.len())
        .find(same)
        .or_else(|| (0..f.evidence.len()).find(|v| sets_what_stands(f, *v)))
}

/// Whether all that a variant sets is what stands without it.
pub fn sets_what_stands(f: &Findings, variant: usize) -> bool {
    let changes = &f.variants[variant].changes;
    changes.iter().all(|(pointer, value)| is_at(&f.base.resolved, pointer, value))
}

/// Whether `scenario`, a resolved file, has `value` at `pointer`, said or by silence; members of lists are named by their ids.
pub fn is_at(scenario: &Value, pointer: &str, value: &Value) -> bool {
    let step = |at: Value, word: &str| -> Option<Value> {
        match at {
            Value::Array(all) => all.into_iter().find(|member| member["id"] == word),
            Value::Object(mut members) => members.remove(word),
            _ => None,
        }
    };
    let own = words(pointer).try_fold(scenario.clone(), |at, word| step(at, &word));
    own.or_else(|| by_silence(pointer)).is_some_and(|own| same(&own, value))
}

fn words(pointer: &str) -> impl Iterator<Item = String> {
    pointer.split('/').skip(1).map(|word| word.replace("~1", "/").replace("~0", "~"))
}

/// Whether two values mean the same: as they are written, or as numbers of one unit.
fn same(one: &Value, other: &Value) -> bool {
    let numbers = || in_one_unit(&[one.clone(), other.clone()]);
    one == other || numbers().is_some_and(|numbers| numbers[0] == numbers[1])
}

/// What a file that says nothing at `pointer` gets there, by the schema.
fn by_silence(pointer: &str) -> Option<Value> {
    let schema = json_schema();
    let named = |at: &'static Value| -> &'static Value {
        let name = at["$ref"].as_str().and_then(|name| name.strip_prefix('#'));
        name.and_then(|name| schema.pointer(name)).unwrap_or(at)
    };
    let last = words(pointer).try_fold(schema, |at, word| named(at)["properties"].get(word));
    last?.get("default").cloned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_value_stands_said_in_any_unit_or_by_silence() {
        let file =
            json!({ "mechanism": { "window": "1 min" }, "events": [{ "id": "flood", "rate": 2 }] });
        for (pointer, value, is) in [
            ("/mechanism/window", json!("60 s"), true),
            ("/mechanism/window", json!("2 min"), false),
            ("/mechanism/throttle_to", json!("until_total"), true),
            ("/mechanism/throttle_to", json!("allocation"), false),
            ("/mechanism/operating_threshold", json!(0.8), true),
            ("/events/flood/rate", json!(2.0), true),
            ("/events/other/rate", json!(2.0), false),
            ("/mechanism/prioritised/add", json!([]), true),
        ] {
            assert_eq!(is_at(&file, pointer, &value), is, "{pointer} {value}");
        }
    }
}
