//! Scenario + change = scenario: one mechanism for `extends`, `--set` and every what-if.

use super::fault::Fault;
use super::json::{self, DEEPEST, escape};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// A change to a scenario, as `--set POINTER=JSON` gives it.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Where: an RFC 6901 pointer in which a token may be an id.
    pub pointer: String,
    /// The new value.
    pub value: Value,
}

impl Change {
    /// Whether it can decide what a replication shows.
    pub fn decides(&self) -> bool {
        super::digest::decides(&self.pointer)
    }
}

impl std::str::FromStr for Change {
    type Err = String;

    /// `POINTER=JSON`; what is no JSON is taken as a text.
    fn from_str(text: &str) -> Result<Self, String> {
        let (pointer, value) = text
            .split_once('=')
            .ok_or("expected POINTER=JSON, such as /mechanism/operating_threshold=0.9")?;
        Ok(Self { pointer: pointer.to_owned(), value: json::typed(value) })
    }
}

/// Applies `patch` to `base`: a JSON Merge Patch (RFC 7396) in which lists of things with an `id`
/// merge by it, in file order, and `"remove": true` takes one out. Any other list replaces.
pub fn merge(base: &mut Value, patch: Value, path: &str, faults: &mut Vec<Fault>) {
    match (base, patch) {
        (Value::Object(base), Value::Object(patch)) => {
            for (key, value) in patch {
                let path = format!("{path}/{}", escape(&key));
                if value.is_null() && !null_says(&path) {
                    base.shift_remove(&key);
                } else {
                    merge(base.entry(key).or_insert(Value::Null), value, &path, faults);
                }
            }
        }
        (base, patch @ Value::Object(_)) => {
            *base = Value::Object(Map::new());
            merge(base, patch, path, faults);
        }
        (base, Value::Array(items)) if named(&items) => {
            let list = match base {
                Value::Array(list) if list.is_empty() || named(list) => list,
                _ => {
                    *base = Value::Array(Vec::new());
                    base.as_array_mut().expect("just made")
                }
            };
            merge_named(list, items, path, faults);
        }
        (base, patch) => *base = patch,
    }
}

/// Whether null at `path` is a value, and takes nothing away: a party of a storm whose `poll` it is does not ask (G9).
pub fn null_says(path: &str) -> bool {
    let tokens: Vec<&str> = path.split('/').skip(1).collect();
    matches!(tokens[..], ["events", _, "storm", "parties", _, "poll"])
}

fn merge_named(list: &mut Vec<Value>, items: Vec<Value>, path: &str, faults: &mut Vec<Fault>) {
    let known: BTreeMap<String, usize> =
        list.iter().enumerate().filter_map(|(i, old)| Some((id(old)?.to_owned(), i))).collect();
    let mut seen = BTreeSet::new();
    let mut taken_out = BTreeSet::new();
    for mut item in items {
        let id = id(&item).expect("named").to_owned();
        let path = format!("{path}/{}", escape(&id));
        let remove = item.as_object_mut().and_then(|o| o.shift_remove("remove"));
        if !seen.insert(id.clone()) {
            faults.push(Fault::at(&path, "an id given twice", "each id once"));
            continue;
        }
        match (remove, known.get(&id)) {
            (Some(Value::Bool(true)), Some(place)) => {
                taken_out.insert(*place);
            }
            (Some(Value::Bool(true)), None) => faults.push(
                Fault::at(&path, "\"remove\": true", "an id that the scenario it extends has")
                    .did_you_mean(&id, known.keys().map(String::as_str)),
            ),
            (Some(other), _) => {
                let found = other.to_string();
                faults.push(Fault::at(format!("{path}/remove"), found, "true, or no such key"));
            }
            (None, Some(place)) => merge(&mut list[*place], item, &path, faults),
            (None, None) => {
                // Merged into nothing, so that a null takes its key away here too.
                list.push(Value::Null);
                merge(list.last_mut().expect("just pushed"), item, &path, faults);
            }
        }
    }
    let mut place = 0;
    list.retain(|_| {
        place += 1;
        !taken_out.contains(&(place - 1))
    });
}

/// Whether every item is an object with an `id`.
fn named(items: &[Value]) -> bool {
    !items.is_empty() && items.iter().all(|item| id(item).is_some())
}

/// Longest pointer in bytes.
const LONGEST_POINTER: usize = 4_000;
/// Longest text in bytes that can be an id at all; a longer one names nothing and is a fault later.
const LONGEST_ID: usize = 400;

/// The `id` of an item of a list of named things.
pub fn id(item: &Value) -> Option<&str> {
    item.get("id").and_then(Value::as_str).filter(|id| id.len() <= LONGEST_ID)
}

/// Puts `value` at `pointer` (RFC 6901; in a list of named things a token may be the `id`, and `-`
/// is the place after the last); null takes what is there away, unless it says something. Objects on the way that are left out
/// are made: whether the key may stand there is checked like the file. The result is the pointer
/// with ids as tokens.
pub fn set(root: &mut Value, pointer: &str, value: Value) -> Result<String, Fault> {
    let Some(tokens) = pointer.strip_prefix('/') else {
        let expected = "a JSON pointer such as /gateway/max_capacity";
        return Err(Fault::at(pointer, "a pointer without a leading /", expected));
    };
    let steps = tokens.split('/').count();
    if steps > DEEPEST || pointer.len() > LONGEST_POINTER {
        let found = format!("a pointer of {steps} steps and {} bytes", pointer.len());
        let expected = format!("at most {DEEPEST} steps and {LONGEST_POINTER} bytes");
        let shown: String = pointer.chars().take(60).chain(['…']).collect();
        return Err(Fault::at(shown, found, expected));
    }
    let tokens: Vec<String> =
        tokens.split('/').map(|t| t.replace("~1", "/").replace("~0", "~")).collect();
    let mut place = root;
    let mut path = String::new();
    for (i, token) in tokens.iter().enumerate() {
        let last = i + 1 == tokens.len();
        let here = format!("{path}/{}", escape(token));
        place = match place {
            Value::Object(object) => {
                path = here;
                if last && value.is_null() && !null_says(&path) {
                    object.shift_remove(token.as_str());
                    return Ok(path);
                }
                object.entry(token.as_str()).or_insert(Value::Object(Map::new()))
            }
            Value::Array(list) => {
                let (index, item) = step_into(list, token, &here)?;
                let name = id(if last { &value } else { item }).map_or(index.to_string(), escape);
                path = format!("{path}/{name}");
                item
            }
            other => {
                let found = format!("{other}, which holds nothing");
                return Err(Fault::at(&here, found, "an object or list on the way"));
            }
        };
    }
    *place = value;
    Ok(path)
}

fn step_into<'a>(
    list: &'a mut Vec<Value>,
    token: &str,
    path: &str,
) -> Result<(usize, &'a mut Value), Fault> {
    let place = list
        .iter()
        .position(|item| id(item) == Some(token))
        .or_else(|| token.parse().ok().filter(|i| *i < list.len()));
    match place {
        Some(place) => Ok((place, &mut list[place])),
        None if token == "-" => {
            list.push(Value::Null);
            Ok((list.len() - 1, list.last_mut().expect("just pushed")))
        }
        None => {
            let ids: Vec<String> = list.iter().filter_map(id).map(str::to_owned).collect();
            let expected = match ids.len() {
                0 => format!(
                    "a place from 0 to {}, or - after the last",
                    list.len().saturating_sub(1)
                ),
                1..=12 => format!("one of {}", ids.join(", ")),
                n => format!("one of {n} ids, such as {}", ids[..6].join(", ")),
            };
            Err(Fault::at(path, "an id that is not there", expected)
                .did_you_mean(token, ids.iter().map(String::as_str)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn merged(mut base: Value, patch: Value) -> (Value, usize) {
        let mut faults = Vec::new();
        merge(&mut base, patch, "", &mut faults);
        (base, faults.len())
    }

    #[test]
    fn lists_of_named_things_merge_by_id_in_file_order() {
        let base = json!({ "users": [{ "id": "a", "x": 1 }, { "id": "b" }, { "id": "c" }] });
        let patch = json!({ "users": [{ "id": "d" }, { "id": "b", "remove": true }, { "id": "a", "x": 2 }] });
        let expected = json!({ "users": [{ "id": "a", "x": 2 }, { "id": "c" }, { "id": "d" }] });
        assert_eq!(merged(base, patch), (expected, 0));
    }

    #[test]
    fn other_lists_replace_and_null_takes_a_key_out() {
        let (value, faults) =
            merged(json!({ "l": [1, 2], "k": 1 }), json!({ "l": [3], "k": null }));
        assert_eq!((value, faults), (json!({ "l": [3] }), 0));
        assert_eq!(
            merged(json!({ "u": [{ "id": "a" }] }), json!({ "u": [] })).0,
            json!({ "u": [] })
        );
    }

    #[test]
    fn null_as_the_poll_of_a_party_stays_until_an_object_takes_its_place() {
        let party = |poll| json!({ "events": [{ "id": "e", "storm": { "parties": [{ "id": "p", "poll": poll }] } }] });
        let at = "/events/e/storm/parties/p/poll";
        let (quiet, _) = merged(party(json!({ "every": "1 h" })), party(Value::Null));
        assert_eq!(quiet, party(Value::Null));
        assert_eq!(merged(Value::Null, quiet.clone()).0, quiet);
        assert_eq!(merged(quiet.clone(), party(json!({}))).0, party(json!({})));
        let mut asks = party(json!({}));
        set(&mut asks, at, Value::Null).unwrap();
        assert_eq!(asks, quiet);
    }

    #[test]
    fn removing_what_is_not_there_is_a_fault() {
        assert_eq!(
            merged(
                json!({ "u": [{ "id": "a" }] }),
                json!({ "u": [{ "id": "b", "remove": true }] })
            )
            .1,
            1
        );
    }

    #[test]
    fn a_pointer_finds_by_id_and_by_place() {
        let mut value = json!({ "events": [{ "id": "arwen", "poll": { "every": "1 h" } }] });
        set(&mut value, "/events/arwen/poll/every", json!("15 min")).unwrap();
        set(&mut value, "/events/0/n", json!(3)).unwrap();
        assert_eq!(
            value,
            json!({ "events": [{ "id": "arwen", "poll": { "every": "15 min" }, "n": 3 }] })
        );
        assert!(set(&mut value, "/events/arwin/poll", json!(1)).unwrap_err().hint.is_some());
        assert!(set(&mut value, "events", json!(1)).is_err());
    }
}
