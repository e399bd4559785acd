//! JSON text → value, with every key that is given twice as a fault.
//!
//! `serde_json::Value` keeps the last of two equal keys silently; a scenario that says a thing twice
//! is refused instead.

use super::fault::{Fault, Faults};
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};
use std::cell::RefCell;
use std::fmt;

/// Largest scenario file that is read.
pub const LARGEST: u64 = 16 << 20;
/// Longest key in bytes: far above any that is known.
const LONGEST_KEY: usize = 400;

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
    let twice = RefCell::new(Vec::new());
    let mut reader = serde_json::Deserializer::from_str(text);
    let value = Strict { path: String::new(), twice: &twice }
        .deserialize(&mut reader)
        .and_then(|value| reader.end().map(|()| value))
        .map_err(|e| fault(e.to_string(), "a JSON object"))?;
    let twice = twice.into_inner();
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

/// What is typed as a value: JSON, or else a text; minus nothing is nothing.
pub fn typed(text: &str) -> Value {
    let strict = Strict { path: String::new(), twice: &RefCell::default() };
    let mut reader = serde_json::Deserializer::from_str(text);
    let read = strict.deserialize(&mut reader).and_then(|value| reader.end().map(|()| value));
    read.unwrap_or_else(|_| text.into())
}

/// `token` as a part of a JSON pointer (RFC 6901).
pub fn escape(token: &str) -> String {
    token.replace('~', "~0").replace('/', "~1")
}

struct Strict<'a> {
    path: String,
    twice: &'a RefCell<Vec<String>>,
}

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<Value, D::Error> {
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
            let path = format!("{}/{}", self.path, list.len());
            match seq.next_element_seed(Strict { path, twice: self.twice })? {
                Some(item) => list.push(item),
                None => return Ok(Value::Array(list)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(key) = map.next_key::<String>()? {
            if key.len() > LONGEST_KEY {
                return Err(A::Error::custom(format!("a key of {} bytes", key.len())));
            }
            let path = format!("{}/{}", self.path, escape(&key));
            let value = map.next_value_seed(Strict { path: path.clone(), twice: self.twice })?;
            if object.insert(key, value).is_some() {
                self.twice.borrow_mut().push(path);
            }
        }
        Ok(Value::Object(object))
    }
}
