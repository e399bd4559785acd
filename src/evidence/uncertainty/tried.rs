//! What combinations showed, as a file that is carried without their runs: a study goes on elsewhere where it was left (C6).
//!
//! Scope: the file, of what study it is, and what of it is known. Its first line says of what it is, and each further one what a
//! combination showed, by the digest of what decides its runs: a scenario that was changed finds nothing of its own there. Every line has
//! a seal, made with the first one: what was changed by hand, or stood in another file, is none. Left out: where
//! it lies (`cli/kind/uncertainty/record.rs`). Checked by: the tests below, `tests/it/studies/tried.rs`.

use super::{Assumptions, Drawn};
use headroom_core::domain::Whose;
use headroom_core::experiment::version;
use headroom_core::scenario::Scenario;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Combinations that were tried.
#[derive(Clone, Debug, PartialEq)]
pub struct Tried {
    of: Of,
    /// By the digest of what decides a combination's runs.
    rows: BTreeMap<String, Drawn>,
}

/// What every line says, in its order, and how it was come by.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Of {
    headroom: String,
    replications: u32,
    today_beside: bool,
    figures: Vec<String>,
    statements: Vec<String>,
    facts: Vec<String>,
}

/// A line.
#[derive(Serialize, Deserialize)]
struct Row {
    inputs: String,
    #[serde(flatten)]
    drawn: Drawn,
}

impl Tried {
    /// None yet, of what is `asked` of `base`, with or without today's system beside it.
    pub fn new(base: &Scenario, asked: &Assumptions, today_beside: bool) -> Self {
        // A fact is judged anew, but what is kept is of its figure.
        let fact = |at: &usize| {
            let fact = &asked.facts[*at];
            format!("{}: {}", fact.id, fact.figure.as_deref().unwrap_or_default())
        };
        let of = Of {
            headroom: version(),
            replications: base.replications,
            today_beside,
            figures: asked
                .figures
                .iter()
                .map(|told| match told.whose {
                    Whose::All => told.figure.word().to_owned(),
                    _ => told.given.clone(),
                })
                .collect(),
            statements: asked.statements.iter().map(|s| s.keep.to_string()).collect(),
            facts: asked.asserted.iter().map(fact).collect(),
        };
        Self { of, rows: BTreeMap::new() }
    }

    /// Takes in what a file says; of an empty one nothing.
    ///
    /// # Errors
    /// In words: a file of another study, a line that nobody wrote so, and a combination that showed something else before.
    pub fn read(&mut self, text: &str) -> Result<(), String> {
        let mut lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
        let Some((at, first)) = lines.next() else { return Ok(()) };
        let of: Of = unsealed("", first).ok_or_else(|| {
            format!(
                "line {at}: not what such a file begins with\n  expected: a file that `headroom uncertainty --tried` wrote, or none yet\n  hint: name another, which is made"
            )
        })?;
        if let Some((what, found, expected)) = self.of.other_than(&of) {
            return Err(format!(
                "line {at}: a file of another study, with other {what}\n  found:    {found}\n  expected: {expected}, as this study has\n  hint: take another file, or ask what that one was asked"
            ));
        }
        for (at, line) in lines {
            let Row { inputs, drawn } = unsealed(first, line).ok_or_else(|| {
                format!(
                    "line {at}: cut, changed, or of another file\n  expected: a line as it was written\n  hint: take it out, and its combination is run again"
                )
            })?;
            if self.rows.get(&inputs).is_some_and(|known| *known != drawn) {
                return Err(format!(
                    "line {at}: a combination that showed something else in a line before\n  expected: the same of the same\n  hint: take both out, and it is run again"
                ));
            }
            self.rows.insert(inputs, drawn);
        }
        Ok(())
    }

    /// What the combination showed whose runs are decided by `inputs`; none where it was not tried.
    pub fn of(&self, inputs: &str) -> Option<&Drawn> {
        self.rows.get(inputs)
    }

    /// One more; the line that says so.
    ///
    /// # Errors
    /// In words.
    pub fn add(&mut self, inputs: &str, drawn: Drawn) -> Result<String, String> {
        let row = Row { inputs: inputs.to_owned(), drawn };
        let line = sealed(&self.first()?, &row)?;
        self.rows.insert(row.inputs, row.drawn);
        Ok(line)
    }

    /// The line that a file begins with.
    ///
    /// # Errors
    /// In words.
    pub fn first(&self) -> Result<String, String> {
        sealed("", &self.of)
    }
}

/// Digits of a seal.
const SEAL: usize = 16;
/// What stands before it.
const BEFORE: &str = ",\"seal\":\"";

/// The seal of `body` in a file that begins with the line `first`.
fn seal(first: &str, body: &str) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(first.as_bytes()).update(body.as_bytes());
    hasher.finalize().to_hex()[..SEAL].to_owned()
}

/// `what` as a line of a file that begins with the line `first`: an object, and its seal last.
fn sealed(first: &str, what: &impl Serialize) -> Result<String, String> {
    let text = serde_json::to_string(what).map_err(|e| e.to_string())?;
    let body = text.strip_suffix('}').unwrap_or(&text);
    Ok(format!("{body}{BEFORE}{}\"}}", seal(first, body)))
}

/// What a line says of a file that begins with the line `first`; none where it is not as it was written.
fn unsealed<T: DeserializeOwned>(first: &str, line: &str) -> Option<T> {
    let (body, found) = line.trim_end().strip_suffix("\"}")?.rsplit_once(BEFORE)?;
    let whole = || serde_json::from_str(&format!("{body}}}")).ok();
    if found == seal(first, body) { whole() } else { None }
}

impl Of {
    /// What of `there` is otherwise, how it is there, and how it is here.
    fn other_than(&self, there: &Self) -> Option<(&'static str, String, String)> {
        let list = |of: &[String]| if of.is_empty() { "none".to_owned() } else { of.join(", ") };
        let of = |of: &Self| {
            [
                ("version", of.headroom.clone()),
                ("replications", of.replications.to_string()),
                ("system beside it", if of.today_beside { "today's" } else { "none" }.to_owned()),
                ("figures", list(&of.figures)),
                ("statements", list(&of.statements)),
                ("facts", list(&of.facts)),
            ]
        };
        let mut both = of(there).into_iter().zip(of(self));
        both.find(|(there, here)| there != here)
            .map(|((what, found), (_, expected))| (what, found, expected))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::assertions::Outcome;

    fn drawn(x: f64) -> Drawn {
        Drawn {
            values: vec![vec![x, 0.1 + 0.2], vec![]],
            today: vec![Some(x / 3.0), None],
            verdicts: vec![(Outcome::Undecided, Some(-1.5e-300))],
            facts: vec![None],
            over_ordinary: x,
        }
    }

    fn none(replications: u32) -> Tried {
        let names = |names: &[&str]| names.iter().map(|n| (*n).to_owned()).collect();
        let of = Of {
            headroom: version(),
            replications,
            today_beside: true,
            figures: names(&["throttled_days", "outage_s"]),
            statements: names(&["outage_s ≤ 1"]),
            facts: names(&["fact"]),
        };
        Tried { of, rows: BTreeMap::new() }
    }

    fn text(tried: &mut Tried, rows: &[(&str, Drawn)]) -> String {
        let mut lines = vec![tried.first().expect("a line")];
        lines.extend(rows.iter().map(|(key, row)| tried.add(key, row.clone()).expect("a line")));
        lines.join("\n")
    }

    #[test]
    fn c6_what_was_tried_is_read_to_the_bit_and_joined() {
        // No ordinary traffic: nothing divides the threshold.
        let endless = Drawn { over_ordinary: f64::INFINITY, ..drawn(2.0) };
        let here = text(&mut none(3), &[("a", drawn(1.0 / 3.0)), ("b", endless.clone())]);
        let mut there = none(3);
        text(&mut there, &[("c", drawn(7.0)), ("a", drawn(1.0 / 3.0))]);
        there.read(&here).expect("of the same study");
        there.read("\n").expect("nothing yet");
        assert_eq!(there.of("a"), Some(&drawn(1.0 / 3.0)));
        assert_eq!(there.of("b"), Some(&endless));
        assert_eq!((there.of("c"), there.of("d")), (Some(&drawn(7.0)), None));
    }

    #[test]
    fn c6_what_is_no_record_of_this_study_is_told() {
        let told = |text: &str| none(3).read(text).expect_err("told");
        let other = none(2).first().expect("a line");
        assert!(told(&other).contains("other replications\n  found:    2\n  expected: 3"));
        assert!(told("{}").starts_with("line 1: not what such a file begins with"));
        let right = text(&mut none(3), &[("a", drawn(1.0))]);
        for wrong in [
            right.replace("null", "0.5"),
            right[..right.len() - 1].to_owned(),
            none(3).first().expect("a line")
                + "\n"
                + right.lines().last().expect("a line").trim_start_matches('{'),
            right.replacen("\"replications\":3", "\"replications\":2", 1),
        ] {
            assert!(told(&wrong).starts_with("line "), "{wrong}");
        }
        let of_another = text(&mut none(2), &[("a", drawn(1.0))]);
        let moved =
            none(3).first().expect("a line") + "\n" + of_another.lines().last().expect("one");
        assert!(told(&moved).starts_with("line 2: cut, changed, or of another file"));
        let twice = right.clone() + "\n" + &none(3).add("a", drawn(2.0)).expect("a line");
        assert!(told(&twice).starts_with("line 3: a combination that showed something else"));
        none(3)
            .read(&(right.clone() + "\n" + right.lines().last().expect("one")))
            .expect("the same");
    }

    #[test]
    fn c6_what_comes_with_the_project_is_of_this_version_and_as_it_was_written() {
        let text = include_str!("../../../data/uncertainty/tried/national-year.jsonl");
        let first = text.lines().next().expect("a line");
        let of: Of = unsealed("", first).expect("what it is of");
        assert_eq!((of.headroom.as_str(), of.replications), (version().as_str(), 3));
        let rows = text.lines().skip(1).map(|line| unsealed::<Row>(first, line));
        assert!(rows.map(|row| row.expect("as it was written").inputs.len()).all(|n| n == 64));
    }
}
