//! Users' names in what is written, put in the place of: pseudonyms, or words that name nobody.
//!
//! Scope: a name is found wherever it stands by itself, in any case, inside a longer text, a pointer or the id of an event;
//! the longest that fits first. Left out: which words stand in the place of which User (`cli/publish.rs`, `cli/besides.rs`).
//! Checked by: tests below, `tests/it/handed_on.rs`.

use super::table::{Cells, Table};
use serde_json::Value;

/// What stands in the place of a User.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alias {
    /// Its id.
    pub id: String,
    /// What else it is called, now and formerly.
    pub called: Vec<String>,
    /// In the place of its id; where it is the id itself, the User keeps all its names.
    pub as_id: String,
    /// In the place of what else it is called.
    pub as_name: String,
}

/// Texts in which Users are called otherwise.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// What is looked for, in small letters, the longest first; of which of `aliases` it is.
    needles: Vec<(Vec<char>, usize)>,
    aliases: Vec<Alias>,
}

impl Names {
    /// Of these Users.
    pub fn new(aliases: Vec<Alias>) -> Self {
        let of = |(a, alias): (usize, &Alias)| {
            let ids = [alias.id.clone(), token(&alias.id)];
            let all = alias.called.iter().chain(&ids).filter(|n| !n.is_empty());
            all.map(|n| (small(n), a)).collect::<Vec<_>>()
        };
        let mut needles: Vec<(Vec<char>, usize)> =
            aliases.iter().enumerate().flat_map(of).collect();
        needles.sort_by_key(|(needle, _)| std::cmp::Reverse(needle.len()));
        Self { needles, aliases }
    }

    /// The Users.
    pub fn aliases(&self) -> &[Alias] {
        &self.aliases
    }

    /// `text` with other names.
    pub fn text(&self, text: &str) -> String {
        let letters: Vec<char> = text.chars().collect();
        let low = small(text);
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        while at < letters.len() {
            let Some((long, alias)) = self.found(&letters, &low, at) else {
                out.push(letters[at]);
                at += 1;
                continue;
            };
            let there: String = letters[at..at + long].iter().collect();
            let as_id = there == alias.id || there == token(&alias.id);
            out += match as_id {
                _ if alias.as_id == alias.id => &there,
                true => &alias.as_id,
                false => &alias.as_name,
            };
            at += long;
        }
        out
    }

    /// The name that stands by itself at `at`: its letters, and whose it is; of two that differ in case alone the one that is written
    /// so.
    fn found(&self, letters: &[char], low: &[char], at: usize) -> Option<(usize, &Alias)> {
        let part = |i: usize| letters.get(i).is_some_and(|c| c.is_alphanumeric());
        let by_itself = |needle: &[char]| {
            let (first, end) = (needle[0], at + needle.len());
            let last = needle[needle.len() - 1];
            let before = at > 0 && part(at - 1) && first.is_alphanumeric();
            let after = part(end) && last.is_alphanumeric();
            !before && !after && low.get(at..end) == Some(needle)
        };
        let mut all = self.needles.iter().filter(|(needle, _)| by_itself(needle));
        let first = all.next()?;
        let there: String = letters[at..at + first.0.len()].iter().collect();
        let written =
            |a: &Alias| a.id == there || token(&a.id) == there || a.called.contains(&there);
        let alike = all.take_while(|(needle, _)| *needle == first.0);
        let so = std::iter::once(first).chain(alike).find(|(_, a)| written(&self.aliases[*a]));
        let (needle, alias) = so.unwrap_or(first);
        Some((needle.len(), &self.aliases[*alias]))
    }

    /// `value` with other names, in keys and texts.
    pub fn value(&self, value: &Value) -> Value {
        match value {
            Value::String(text) => self.text(text).into(),
            Value::Array(all) => all.iter().map(|v| self.value(v)).collect(),
            Value::Object(all) => {
                Value::Object(all.iter().map(|(k, v)| (self.text(k), self.value(v))).collect())
            }
            other => other.clone(),
        }
    }

    /// `table` with other names.
    pub fn table(&self, mut table: Table) -> Table {
        for (head, cells) in &mut table.columns {
            // An axis of a study is called by its pointer.
            *head = self.text(head);
            if let Cells::Texts(all) = cells {
                *all = all.with(|text| self.text(text));
            }
        }
        table
    }
}

/// `id` as a token of a pointer.
fn token(id: &str) -> String {
    id.replace('~', "~0").replace('/', "~1")
}

/// Letter by letter, so that places are those of the text.
fn small(text: &str) -> Vec<char> {
    text.chars().map(|c| c.to_lowercase().next().unwrap_or(c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_where_it_stands_by_itself_and_nowhere_else() {
        let of = |id: &str, called: &[&str], to: &str| Alias {
            id: id.to_owned(),
            called: called.iter().map(|c| (*c).to_owned()).collect(),
            as_id: to.to_lowercase(),
            as_name: to.to_owned(),
        };
        let names = Names::new(vec![
            of("eon", &["E.ON", "npower"], "S1"),
            of("ssen", &["SSEN Distribution"], "N2"),
            of("sse", &["SSE"], "S3"),
            of("a/b", &["Wales & West"], "N4"),
        ]);
        for (text, said) in [
            ("E.ON's batch-eon, with Npower", "S1's batch-s1, with S1"),
            ("/users/eon/name, /users/a~1b/id", "/users/s1/name, /users/n4/id"),
            ("SSEN Distribution, not SSE", "N2, not S3"),
            ("neon, eons, assess", "neon, eons, assess"),
            ("wales & west", "N4"),
        ] {
            assert_eq!(names.text(text), said);
        }
    }

    #[test]
    fn of_names_that_differ_in_case_alone_the_one_that_is_written_is_meant_and_one_may_be_kept() {
        let of = |id: &str, name: &str, to: [&str; 2]| Alias {
            id: id.to_owned(),
            called: vec![name.to_owned()],
            as_id: to[0].to_owned(),
            as_name: to[1].to_owned(),
        };
        let another = ["another-user", "another User"];
        let names = Names::new(vec![
            of("Network-C", "NETWORK C", another),
            of("network-c", "Network C", ["network-c", "Network C"]),
        ]);
        for (text, said) in [
            ("network-c and Network-C", "network-c and another-user"),
            ("Network C, not NETWORK C", "Network C, not another User"),
            ("nEtwork C", "another User"),
        ] {
            assert_eq!(names.text(text), said);
        }
    }
}
