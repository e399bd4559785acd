//! What there is to move along in a study: its settings and the values of each axis, and where on them the scenario itself stands.

use super::Dossier;
use super::sheets::slug;
use crate::evidence::stands::is_at;
use crate::evidence::words::{key_said, setting_said, word_said};
use crate::evidence::{last, plain};
use serde_json::Value;

/// Words of the address that no way may be called.
const TAKEN: [&str; 9] =
    ["figure", "along", "theme", "open", "sort", "filter", "rows", "rate", "setting"];

/// One of them.
pub(super) struct Way {
    /// What people call it.
    pub(super) name: String,
    /// What the address calls it.
    pub(super) key: String,
    /// Where in the scenario an axis is; nothing of settings.
    pub(super) pointer: String,
    /// Names of settings, or values.
    pub(super) values: Vec<String>,
    /// The place of the scenario as it stands.
    pub(super) standing: usize,
}

impl Way {
    /// One of its values in plain words.
    pub(super) fn said(&self, value: &str) -> String {
        if self.pointer.is_empty() {
            setting_said(value)
        } else {
            word_said(last(&self.pointer), value)
        }
    }
}

pub(super) fn ways(book: &Dossier) -> Vec<Way> {
    let list = |key: &str| book.study[key].as_array().cloned().unwrap_or_default();
    let settings = list("settings");
    let mut all: Vec<Way> = Vec::new();
    if settings.len() > 1 {
        let values = settings.iter().map(|s| plain(&s["name"])).collect();
        let own = |changes: &Value| {
            let each = changes.as_object().into_iter().flatten();
            each.clone().count() == 0 || each.into_iter().all(|(at, value)| stands(book, at, value))
        };
        let standing = settings.iter().position(|s| own(&s["changes"])).unwrap_or(0);
        let name = "setting".to_owned();
        all.push(Way { key: name.clone(), name, pointer: String::new(), values, standing });
    }
    for axis in list("axes") {
        let pointer = axis["pointer"].as_str().unwrap_or_default();
        let known = axis["values"].as_array().cloned().unwrap_or_default();
        let mut key = slug(&last(pointer).replace('_', "-"));
        while TAKEN.contains(&key.as_str()) || all.iter().any(|way| way.key == key) {
            key += "-";
        }
        all.push(Way {
            name: key_said(last(pointer)),
            key,
            pointer: pointer.to_owned(),
            standing: known.iter().position(|v| stands(book, pointer, v)).unwrap_or(0),
            values: known.iter().map(plain).collect(),
        });
    }
    all
}

/// Whether the scenario itself has `value` at `pointer`.
fn stands(book: &Dossier, pointer: &str, value: &Value) -> bool {
    is_at(&book.study["scenario"], pointer, value)
}

/// The variant of the scenario as it stands, counted from 1; where the study has no such, the first.
pub(super) fn standing(book: &Dossier) -> usize {
    ways(book).iter().fold(0, |v, way| v * way.values.len() + way.standing) + 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn it_begins_at_the_scenario_as_it_stands_said_or_by_silence() {
        let study = json!({
            "settings": [{ "name": "off", "changes": { "/mechanism/enabled": false } }, { "name": "on", "changes": {} }],
            "axes": [
                { "pointer": "/mechanism/throttle_to", "values": ["allocation", "until_total"] },
                { "pointer": "/events/flood/rate", "values": [1, 2.0, 3] },
                { "pointer": "/events/other/rate", "values": ["x"] }
            ],
            "scenario": { "events": [{ "id": "flood", "rate": 2 }] }
        });
        let book = Dossier { study, tables: Vec::new(), charts: Vec::new() };
        let found: Vec<(String, usize)> =
            ways(&book).into_iter().map(|w| (w.key, w.standing)).collect();
        let expected = [("setting", 1), ("throttle-to", 1), ("rate-", 1), ("rate--", 0)];
        assert_eq!(found, expected.map(|(key, at)| (key.to_owned(), at)));
        assert_eq!(standing(&book), 6 + 3 + 1 + 1);
    }
}
