//! Options side by side: what else could be done about congestion, each as changes of a scenario, and what it
//! costs.
//!
//! Scope: the file that `headroom compare --options` reads, checked like a scenario file, and its form as a
//! schema. Left out: what the options do (`evidence/options.rs`). Source: `docs/studies.md`. Checked by:
//! `tests/it/options.rs`.

use super::chain::read_json;
use super::fault::{Fault, Faults, is_plain};
use super::json::escape;
use super::load::Draft;
use super::merge::Change;
use super::{Scenario, schema, shipped, walk};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use std::sync::LazyLock;

static FORM: LazyLock<Value> = LazyLock::new(schema::form_of::<Options>);

/// A file of options.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct Options {
    /// The options; the first is what the others are held against.
    #[schemars(length(min = 2, max = 100))]
    pub options: Vec<Choice>,
    /// What capacity costs.
    #[serde(default)]
    pub unit_costs: UnitCosts,
}

/// What a unit costs.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
pub struct UnitCosts {
    /// Pounds for a request a second more of maximum capacity: the cost of an option that has more than the first
    /// one and gives no `cost`.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1e12))]
    pub capacity_gbp_per_request_per_s: Option<f64>,
}

/// An option.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct Choice {
    /// Name in tables.
    pub id: String,
    /// Name that people read; the id where left out.
    #[serde(default)]
    pub name: Option<String>,
    /// What it changes: pointers, in which a token may be an id, and values; nothing for the scenario as it stands.
    pub with: Map<String, Value>,
    /// What it costs, where that is known.
    #[serde(default)]
    pub cost: Option<Cost>,
}

/// What an option costs.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct Cost {
    /// The least, in pounds.
    #[schemars(range(min = 0.0, max = 1e15))]
    pub low_gbp: f64,
    /// The most, in pounds; the least where left out.
    #[serde(default)]
    #[schemars(range(min = 0.0, max = 1e15))]
    pub high_gbp: Option<f64>,
}

impl Choice {
    /// What people call it.
    pub fn name(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.id)
    }

    /// What it changes.
    pub fn changes(&self) -> Vec<Change> {
        let change = |(pointer, value): (&String, &Value)| Change {
            pointer: pointer.clone(),
            value: value.clone(),
        };
        self.with.iter().map(change).collect()
    }
}

impl Options {
    /// Reads the options at `given`, a path or the name of a file that comes with the program.
    ///
    /// # Errors
    /// Every fault of the first stage that has any: reading, keys given twice, form, meaning.
    pub fn read(given: &str) -> Result<Self, Faults> {
        let (label, value) = match shipped::find_options(given) {
            Some(file) if !std::path::Path::new(given).is_file() => {
                let value = super::json::parse(file.path, file.text.as_bytes())?;
                (file.path.to_owned(), value)
            }
            _ => {
                (given.to_owned(), read_json(given, "a file of options", shipped::options_names())?)
            }
        };
        let of_file = |faults: Vec<Fault>| {
            Faults(faults.into_iter().map(|f| f.in_file(label.as_str())).collect())
        };
        let faults = walk::walk_as(&value, &FORM, "");
        if !faults.is_empty() {
            return Err(of_file(faults));
        }
        let options: Self = serde_json::from_value(value).map_err(|e| {
            of_file(vec![Fault::at("", e.to_string(), "options as docs/studies.md has them")])
        })?;
        let faults = options.faults();
        if faults.is_empty() { Ok(options) } else { Err(of_file(faults)) }
    }

    fn faults(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        let (mut ids, mut names) = (BTreeSet::new(), BTreeSet::new());
        for option in &self.options {
            let path = format!("/options/{}", escape(&option.id));
            for text in [option.id.as_str(), option.name()] {
                if text.is_empty() || text.chars().count() > 80 || !is_plain(text) {
                    let expected =
                        "1 to 80 characters that neither a terminal nor a spreadsheet would act on";
                    faults.push(Fault::at(&path, format!("{text:?}"), expected));
                    break;
                }
            }
            if !ids.insert(&option.id) {
                faults.push(Fault::at(&path, "an id given twice", "each id once"));
            } else if !names.insert(option.name()) {
                faults.push(Fault::at(
                    format!("{path}/name"),
                    "a name given twice",
                    "each name once",
                ));
            }
            if let Some(Cost { low_gbp, high_gbp: Some(high) }) = option.cost
                && high < low_gbp
            {
                let found = format!("{high}, and low_gbp {low_gbp}");
                faults.push(Fault::at(format!("{path}/cost/high_gbp"), found, "at least low_gbp"));
            }
        }
        faults
    }

    /// Reads the scenario of `draft` with every option.
    ///
    /// # Errors
    /// The faults of all of them, each under the option's name.
    pub fn check(&self, draft: &Draft, set: &[Change]) -> Result<Vec<Scenario>, Faults> {
        let (mut scenarios, mut faults) = (Vec::new(), Vec::new());
        for option in &self.options {
            let label = format!("/options/{}", escape(&option.id));
            match draft.with(&[("--set", set), (&label, &option.changes())]) {
                Ok(scenario) => scenarios.push(scenario),
                Err(Faults(found)) => {
                    faults.extend(
                        found.into_iter().filter(|f| !faults.contains(f)).collect::<Vec<_>>(),
                    );
                }
            }
        }
        if faults.is_empty() { Ok(scenarios) } else { Err(Faults(faults)) }
    }
}
