//! Inputs that are not known exactly, and the range in which each may lie: what a sensitivity study moves one at a time, and
//! what `uncertainty` draws jointly (C6).
//!
//! Scope: a range as a scenario's `ranges` or `--range` gives it. Left out: reading the scenario at both of its ends
//! (`load.rs`), what lies between them (`between.rs`), and what the ends show (`evidence/sensitivity.rs`). Checked by: `tests/rules/faults.rs`,
//! `tests/it/studies/sensitivity.rs`.

use super::fault::{Fault, is_plain};
pub use super::law::Law;
use super::merge::Change;
use super::{Scenario, digest, json, merge};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

/// An input that is not known exactly, for `headroom sensitivity` and `headroom uncertainty`: it decides no result of any other
/// command.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[schemars(rename = "RangeForm")]
pub struct InputRange {
    /// Name in sentences, tables and charts.
    pub id: String,
    /// Where the input stands: a JSON pointer in which a token may be an id.
    #[schemars(regex(pattern = r"^/"))]
    pub pointer: String,
    /// The low end of the range, as the file would say it.
    pub low: Value,
    /// The high end.
    pub high: Value,
    /// How likely it is where in it; `uniform` where there are values between the ends, else `choose`.
    #[serde(default)]
    pub law: Option<Law>,
    /// The most likely value, of law `triangular`.
    #[serde(default)]
    pub mode: Option<Value>,
    /// The values of which it is one, of law `choose`; both ends where left out.
    #[serde(default)]
    pub values: Vec<Value>,
    /// Why the input may lie in this range.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("default" = null))]
    pub why: String,
    /// Whether whole numbers alone may stand there.
    #[serde(skip)]
    pub whole: bool,
}

/// The digest by which a sensitivity knows the scenario that it is of: another seed is the same.
pub(super) fn sensitivity_digest(resolved: &Value) -> String {
    let mut resolved = resolved.clone();
    if let Some(all) = resolved.as_object_mut() {
        all.shift_remove("seed");
    }
    digest::inputs(&resolved)
}

impl InputRange {
    /// The input at its low end, and at its high end.
    pub fn ends(&self) -> [Change; 2] {
        [&self.low, &self.high]
            .map(|value| Change { pointer: self.pointer.clone(), value: value.clone() })
    }

    /// Whether it moves what stands at `pointer`, or in it, or what that is a part of.
    pub fn touches(&self, pointer: &str) -> bool {
        json::within(pointer, &self.pointer) || json::within(&self.pointer, pointer)
    }
}

impl std::str::FromStr for InputRange {
    type Err = String;

    /// `[NAME:] POINTER=LOW..HIGH`; what is no JSON is taken as a text.
    fn from_str(text: &str) -> Result<Self, String> {
        const EXPECTED: &str =
            "expected [NAME:] POINTER=LOW..HIGH, such as 'window: /mechanism/window=10 s..5 min'";
        let (name, rest) = match text.find(':') {
            Some(end) if !text.trim_start().starts_with('/') => {
                (text[..end].trim(), text[end + 1..].trim())
            }
            _ => ("", text.trim()),
        };
        let (pointer, ends) = rest.split_once('=').ok_or(EXPECTED)?;
        let (low, high) = ends.split_once("..").ok_or(EXPECTED)?;
        if !pointer.starts_with('/') {
            return Err(format!("{pointer:?} does not begin with /; {EXPECTED}"));
        }
        if low.trim().is_empty() || high.trim().is_empty() || high.starts_with('=') {
            return Err(format!("{ends:?} has not two ends; {EXPECTED}"));
        }
        let last = pointer.rsplit('/').next().unwrap_or(pointer);
        let id = if name.is_empty() { last } else { name };
        if !is_plain(id) {
            return Err(format!(
                "{id:?} is no name: expected plain text that neither a terminal nor a spreadsheet would act on"
            ));
        }
        if amount(low).zip(amount(high)).is_some_and(|(l, h)| l.1 == h.1 && l.0 > h.0) {
            return Err(format!("{ends:?} falls: expected the low end first"));
        }
        let value = |text: &str| json::typed(text.trim());
        Ok(Self {
            id: id.to_owned(),
            pointer: pointer.to_owned(),
            low: value(low),
            high: value(high),
            ..Self::default()
        })
    }
}

/// A number and its unit, where `text` is that.
fn amount(text: &str) -> Option<(f64, &str)> {
    let text = text.trim();
    let number = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '+');
    let (number, unit) = text.split_at(text.find(|c| !number(c)).unwrap_or(text.len()));
    let unit = unit.trim();
    // A time of day is none: from 22:00 to 02:00 is a night.
    (!unit.contains(':')).then_some((number.parse().ok()?, unit))
}

impl Scenario {
    /// The digest of what a sensitivity kept with the scenario is of: all that decides results but the seed.
    pub fn sensitivity_of(&self) -> String {
        sensitivity_digest(&self.resolved)
    }

    /// The digest of what a study over assumptions kept with the scenario is of: the same, and its ranges without what is remarked of them.
    pub fn uncertainty_of(&self) -> String {
        let ranges = self.stands_at("/ranges").map_or_else(String::new, digest::inputs);
        digest::inputs(&Value::from(vec![self.sensitivity_of(), ranges]))
    }

    /// What stands at `pointer` of the file; none where a default does.
    pub fn stands_at(&self, pointer: &str) -> Option<&Value> {
        let mut place = &self.resolved;
        for token in pointer.split('/').skip(1) {
            let token = token.replace("~1", "/").replace("~0", "~");
            place = match place {
                Value::Object(object) => object.get(&token)?,
                Value::Array(list) => list
                    .iter()
                    .find(|item| merge::id(item) == Some(&token))
                    .or_else(|| list.get(token.parse::<usize>().ok()?))?,
                _ => return None,
            };
        }
        Some(place)
    }
}

/// Most values that are read at the ends of all ranges together.
const MOST_READS: usize = 2_000_000;

/// Says that so many `ranges` of `scenario` are more than is read.
pub fn too_much(ranges: usize, scenario: &Value) -> Option<Fault> {
    let reads = 2 * ranges * json::values_of(scenario);
    let found = format!("{ranges} ranges, {reads} values to read at their ends");
    let expected = format!("at most {MOST_READS}: twice the ranges × the values of the scenario");
    let fault = Fault::at("/ranges", found, expected);
    (reads > MOST_READS).then(|| fault.hint("--set '/ranges=[]' leaves them out"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_range_has_a_name_a_place_and_two_ends() {
        let read = |text: &str| text.parse::<InputRange>().unwrap();
        let range = read("window: /mechanism/window=10 s..5 min");
        assert_eq!((range.id.as_str(), range.pointer.as_str()), ("window", "/mechanism/window"));
        assert_eq!((range.low, range.high), (json!("10 s"), json!("5 min")));
        let range = read("/mechanism/operating_threshold=0.7..0.95");
        assert_eq!((range.id.as_str(), range.low), ("operating_threshold", json!(0.7)));
        assert_eq!(read("/events/night/at=22:00..02:00").high, json!("02:00"));
        let range = read("/mechanism/prioritised/add=[]..[\"7.4\"]");
        assert_eq!(range.high, json!(["7.4"]));
    }

    #[test]
    fn what_is_no_range_is_refused_in_words() {
        for bad in [
            "/a",
            "/a=1",
            "/a=1..",
            "/a=..2",
            "a=1..2",
            "/a=1..=2",
            "x: a=1..2",
            "=1: /a=1..2",
            "/a=2..1",
            "/a=5 s..2 s",
        ] {
            assert!(bad.parse::<InputRange>().is_err(), "{bad}");
        }
    }
}
