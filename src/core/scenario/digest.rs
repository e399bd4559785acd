//! The digest of what decides a result: two files with the same one run alike.

use serde_json::Value;

/// What may stand in any object and decides nothing; of Users what they were called, and what they pay.
const REMARKS: [&str; 6] = ["$schema", "why", "source", "assumed", "formerly", "charge_share"];
/// What decides nothing at the top: what it is called, how often it is run, what is asked of the result, what a
/// sensitivity study would move, what stands beside it, and which tables its lists were read from.
const OUTSIDE: [&str; 6] =
    ["name", "replications", "assertions", "ranges", "counterparts", "tables"];

/// Where a log lies: what it says is in its digest.
const LOG: [&str; 2] = ["from", "further"];

/// BLAKE3, hexadecimal, of `resolved` without remarks and in the order of its keys.
pub fn inputs(resolved: &Value) -> String {
    let mut hasher = blake3::Hasher::new();
    add(&mut hasher, resolved, &OUTSIDE);
    hasher.finalize().to_hex().to_string()
}

fn add(hasher: &mut blake3::Hasher, value: &Value, outside: &[&str]) {
    match value {
        Value::Object(object) => {
            let mut keys: Vec<&String> = object.keys().collect();
            keys.retain(|k| !REMARKS.contains(&k.as_str()) && !outside.contains(&k.as_str()));
            keys.sort_unstable();
            hasher.update(b"{");
            for key in keys {
                add(hasher, &Value::String(key.clone()), &[]);
                let outside = if key == "recording" { &LOG[..] } else { &[] };
                add(hasher, &object[key], outside);
            }
            hasher.update(b"}");
        }
        Value::Array(list) => {
            hasher.update(b"[");
            list.iter().for_each(|item| add(hasher, item, &[]));
            hasher.update(b"]");
        }
        // As JSON a text ends with its quote, and a comma ends everything else.
        other => {
            hasher.update(other.to_string().as_bytes());
            hasher.update(b",");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn remarks_and_the_order_of_keys_decide_nothing() {
        let one = json!({ "name": "a", "seed": 1, "users": [{ "id": "x", "why": "so" }] });
        let other = json!({ "users": [{ "assumed": true, "id": "x" }], "seed": 1, "replications": 9, "counterparts": [] });
        assert_eq!(inputs(&one), inputs(&other));
        for differs in [
            json!({ "seed": 2, "users": [{ "id": "x" }] }),
            json!({ "seed": 1, "users": [{ "id": "x", "name": "y" }] }),
            json!({ "seed": 1, "users": ["id", "x"] }),
        ] {
            assert_ne!(inputs(&one), inputs(&differs), "{differs}");
        }
    }
}
