//! Counterparts: the systems that a scenario's figures stand beside, on the same traffic (C2).
//!
//! Scope: which changes make today's system of a scenario (M10), and those that a scenario names besides. Left out:
//! reading them (`load.rs`), running them (`experiment/beside.rs`) and what they show (`evidence/beside.rs`). Source:
//! `docs/rules.md`, C2. Checked by: `tests/rules/counterparts.rs`, `tests/it/studies/beside.rs`.

use super::Scenario;
use super::merge::Change;
use crate::domain::Signal;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// A system besides today's that a scenario's figures stand beside: today's with further changes. It decides no
/// result of the scenario itself.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[schemars(rename = "CounterpartForm")]
pub struct Counterpart {
    /// Name in sentences and tables.
    pub id: String,
    /// Why the scenario should stand beside it.
    #[serde(default)]
    #[schemars(with = "Option<String>", extend("default" = null))]
    pub why: String,
    /// What it changes of today's system: pointers, in which a token may be an id, and values.
    pub with: Map<String, Value>,
}

impl Counterpart {
    /// The name under which today's system stands among counterparts.
    pub const TODAY: &str = "today";

    /// What makes today's system of a scenario: the mechanism is switched off (M10), and there is neither early
    /// warning (M8), nor a buffer (M9), nor a signal of its own (M7). All else is as it was.
    pub fn todays() -> Vec<Change> {
        let change =
            |key: &str, value: Value| Change { pointer: format!("/mechanism/{key}"), value };
        let new = ["signal", "retry_after", "early_warning", "buffer"];
        let away = new.into_iter().map(|key| change(key, Value::Null));
        std::iter::once(change("enabled", json!(false))).chain(away).collect()
    }

    /// What it changes of today's system.
    pub fn changes(&self) -> Vec<Change> {
        let change = |(pointer, value): (&String, &Value)| Change {
            pointer: pointer.clone(),
            value: value.clone(),
        };
        self.with.iter().map(change).collect()
    }
}

impl Scenario {
    /// Whether it is today's system already, beside which today's would say nothing.
    pub fn is_today(&self) -> bool {
        let mechanism = &self.mechanism;
        !mechanism.enabled
            && mechanism.signal == Signal::Plain503
            && !mechanism.retry_after
            && mechanism.early_warning.is_none()
            && mechanism.buffer.is_none()
    }
}
