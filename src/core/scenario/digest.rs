//! The digest of what decides a result: two files with the same one run alike.

use serde::Serialize;
use serde_json::Value;

/// What may stand in any object and decides nothing; of Users what they were called, and what they pay.
const REMARKS: [&str; 6] = ["$schema", "why", "source", "assumed", "formerly", "charge_share"];
/// What decides nothing at the top: what it is called, how often it is run, what is asked of the result, what a
/// sensitivity study would move, what stands beside it, and which tables its lists were read from.
const OUTSIDE: [&str; 6] =
    ["name", "replications", "assertions", "ranges", "counterparts", "tables"];

/// Where a log lies: what it says is in its digest.
const LOG: [&str; 2] = ["from", "further"];

/// How often what a log means in a run has changed: what ran by another meaning is another scenario's.
const LOGS_MEAN: u8 = 2;

/// BLAKE3, hexadecimal, of `resolved` without remarks and in the order of its keys.
pub fn inputs(resolved: &Value) -> String {
    let mut hasher = blake3::Hasher::new();
    add(&mut hasher, resolved, &OUTSIDE);
    hasher.finalize().to_hex().to_string()
}

/// The same of all but the mechanism.
pub fn beside_mechanism(resolved: &Value) -> String {
    let mut hasher = blake3::Hasher::new();
    add(&mut hasher, resolved, &[&OUTSIDE[..], &["mechanism"]].concat());
    hasher.finalize().to_hex().to_string()
}

/// Whether what stands at `pointer` can decide what a replication shows: it is no remark, and nothing of what decides nothing.
pub fn decides(pointer: &str) -> bool {
    let mut tokens = pointer.split('/').skip(1);
    let top = tokens.next().unwrap_or_default();
    let last = tokens.last().unwrap_or(top);
    !OUTSIDE.contains(&top) && !REMARKS.contains(&last)
}

fn add(hasher: &mut blake3::Hasher, value: &Value, outside: &[&str]) {
    match value {
        Value::Object(object) => {
            let mut members: Vec<(&String, &Value)> = object.iter().collect();
            members
                .retain(|(k, _)| !REMARKS.contains(&k.as_str()) && !outside.contains(&k.as_str()));
            members.sort_unstable_by_key(|(key, _)| *key);
            hasher.update(b"{");
            for (key, member) in members {
                said(hasher, key);
                let is_log = key == "recording" && !member.is_null();
                if is_log {
                    hasher.update(&[LOGS_MEAN]);
                }
                let outside = if is_log { &LOG[..] } else { &[] };
                add(hasher, member, outside);
            }
            hasher.update(b"}");
        }
        Value::Array(list) => {
            hasher.update(b"[");
            list.iter().for_each(|item| add(hasher, item, &[]));
            hasher.update(b"]");
        }
        other => said(hasher, other),
    }
}

/// As JSON a text ends with its quote, and a comma ends everything else.
fn said(hasher: &mut blake3::Hasher, what: &impl Serialize) {
    serde_json::to_writer(&mut *hasher, what).expect("a hasher takes everything");
    hasher.update(b",");
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
