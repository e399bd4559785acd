//! JSON text → value, with every key that is given twice as a fault.
//!
//! `serde_json::Value` keeps the last of two equal keys silently; a scenario that says a thing twice
//! is refused instead.

use super::fault::{Fault, Faults, MOST_FOUND};
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::fmt;

/// Largest scenario file that is read.
pub const LARGEST: u64 = 16 << 20;
/// Longest key in bytes: far above any that is known.
const LONGEST_KEY: usize = 400;
/// Most values of a file, of which an object counts [`OBJECT`] times, as much memory as it takes: far above the 2,400 of the
/// national market, and room for 20,000 Users.
pub const MOST_VALUES: usize = 400_000;
/// The same of a scenario and all that it extends.
pub const MOST_TOGETHER: usize = 2 * MOST_VALUES;
/// What an object counts.
const OBJECT: usize = 6;
/// Most values that lie in one another, and most steps of a pointer: three times those of any shipped scenario.
pub const DEEPEST: usize = 24;

/// Parses `bytes` of `file`.
///
/// # Errors
/// Bytes that are not UTF-8 or not JSON, and keys given twice.
pub fn parse(file: &str, bytes: &[u8]) -> Result<Value, Faults> {
    let fault = |found: String, expected: &str| Fault::at("", found, expected).in_file(file);
    let text = std::str::from_utf8(bytes).map_err(|e| {
        fault(
            format!("a byte that is not UTF-8, at byte {}", e.valid_up_to()),
            "JSON text in UTF-8",
        )
    })?;
    if text.starts_with('\u{feff}') {
        return Err(fault("a byte order mark".into(), "JSON text in UTF-8 without one")
            .hint("save the file as UTF-8 without BOM")
            .into());
    }
    let seen = Seen::default();
    let mut reader = serde_json::Deserializer::from_str(text);
    let value = Strict { place: &Place::Top, deep: 0, seen: &seen }
        .deserialize(&mut reader)
        .and_then(|value| reader.end().map(|()| value));
    if seen.values.get() > MOST_VALUES {
        let found = format!("more than {MOST_VALUES} values");
        let expected = format!("at most {MOST_VALUES}, of which an object counts {OBJECT}");
        return Err(fault(found, &expected).into());
    }
    let value = value.map_err(|e| fault(e.to_string(), "a JSON object"))?;
    let twice = seen.twice.into_inner();
    if twice.is_empty() {
        return Ok(value);
    }
    let faults = twice.into_iter().map(|path| {
        Fault::at(path, "a key given twice", "each key once")
            .in_file(file)
            .hint("remove one of them")
    });
    Err(Faults(faults.collect()))
}

/// How many values `value` counts, with all in it.
pub fn values_of(value: &Value) -> usize {
    match value {
        Value::Array(all) => 1 + all.iter().map(values_of).sum::<usize>(),
        Value::Object(all) => OBJECT + all.values().map(values_of).sum::<usize>(),
        _ => 1,
    }
}

/// What is typed as a value: JSON, or else a text; minus nothing is nothing.
pub fn typed(text: &str) -> Value {
    let strict = Strict { place: &Place::Top, deep: 0, seen: &Seen::default() };
    let mut reader = serde_json::Deserializer::from_str(text);
    let read = strict.deserialize(&mut reader).and_then(|value| reader.end().map(|()| value));
    read.unwrap_or_else(|_| text.into())
}

/// Whether the JSON pointer `path` is `of`, or of something in it.
pub fn within(path: &str, of: &str) -> bool {
    path.strip_prefix(of).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// `token` as a part of a JSON pointer (RFC 6901).
pub fn escape(token: &str) -> String {
    token.replace('~', "~0").replace('/', "~1")
}

/// `value` with every text and key as `called` says it.
pub fn renamed(value: &Value, called: &dyn Fn(&str) -> String) -> Value {
    match value {
        Value::String(text) => called(text).into(),
        Value::Array(all) => {
            let mut list: Vec<Value> = all.iter().map(|v| renamed(v, called)).collect();
            // Two names of one may come to the same; in a list of names each stands once.
            let mut seen = BTreeSet::new();
            list.retain(|v| v.as_str().is_none_or(|name| seen.insert(name.to_owned())));
            list.into()
        }
        Value::Object(all) => {
            Value::Object(all.iter().map(|(k, v)| (called(k), renamed(v, called))).collect())
        }
        other => other.clone(),
    }
}

/// What was seen of a file so far.
#[derive(Default)]
struct Seen {
    values: Cell<usize>,
    /// Where keys stand twice.
    twice: RefCell<Vec<String>>,
}

impl Seen {
    /// So many more; an error where they are too many.
    fn counts<E: Error>(&self, more: usize) -> Result<(), E> {
        self.values.set(self.values.get() + more);
        let fits = self.values.get() <= MOST_VALUES;
        if fits { Ok(()) } else { Err(E::custom("too many values")) }
    }
}

/// Where a value stands: written out only where something is said of it.
enum Place<'a> {
    Top,
    Key(&'a Place<'a>, &'a str),
    Item(&'a Place<'a>, usize),
}

impl Place<'_> {
    fn path(&self) -> String {
        match self {
            Place::Top => String::new(),
            Place::Key(above, key) => format!("{}/{}", above.path(), escape(key)),
            Place::Item(above, i) => format!("{}/{i}", above.path()),
        }
    }
}

struct Strict<'a> {
    place: &'a Place<'a>,
    deep: usize,
    seen: &'a Seen,
}

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<Value, D::Error> {
        self.seen.counts(1)?;
        if self.deep > DEEPEST {
            return Err(D::Error::custom(format!("more than {DEEPEST} values in one another")));
        }
        d.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_bool<E>(self, b: bool) -> Result<Value, E> {
        Ok(Value::Bool(b))
    }

    fn visit_i64<E>(self, n: i64) -> Result<Value, E> {
        Ok(Value::Number(n.into()))
    }

    fn visit_u64<E>(self, n: u64) -> Result<Value, E> {
        Ok(Value::Number(n.into()))
    }

    fn visit_f64<E>(self, n: f64) -> Result<Value, E> {
        // Minus nothing is nothing.
        Ok(Number::from_f64(n + 0.0).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, s: &str) -> Result<Value, E> {
        Ok(Value::String(s.to_owned()))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        loop {
            let place = Place::Item(self.place, list.len());
            let item = Strict { place: &place, deep: self.deep + 1, seen: self.seen };
            match seq.next_element_seed(item)? {
                Some(item) => list.push(item),
                None => {
                    list.shrink_to_fit();
                    return Ok(Value::Array(list));
                }
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        self.seen.counts(OBJECT - 1)?;
        let mut object = Map::new();
        while let Some(key) = map.next_key::<String>()? {
            if key.len() > LONGEST_KEY {
                return Err(A::Error::custom(format!("a key of {} bytes", key.len())));
            }
            let place = Place::Key(self.place, &key);
            let item = Strict { place: &place, deep: self.deep + 1, seen: self.seen };
            let value = map.next_value_seed(item)?;
            let twice = object.contains_key(&key).then(|| place.path());
            if let Some(path) = twice.filter(|_| self.seen.twice.borrow().len() < MOST_FOUND) {
                self.seen.twice.borrow_mut().push(path);
            }
            object.insert(key, value);
        }
        Ok(Value::Object(object))
    }
}
