//! What is judged of a study: fairness, assertions, and reasons not to trust a figure.

use crate::evidence::Evidence;
use crate::evidence::assertions::{Verdict, verdicts};
use crate::evidence::cautions::Caution;
use crate::evidence::fairness::Property;
use crate::evidence::table::{Schema, Table, Unit};
use serde_json::Value;

pub(super) fn of_fairness() -> Schema<Property> {
    let or_empty = |of: Option<String>| of.unwrap_or_default();
    Schema::<Property>::of("fairness", "a property that a fair mechanism has (C3)")
        .in_json_at("fairness")
        .text("property", "its number in the rules", |p: &Property| p.property)
        .text("says", "what it says", |p| p.says)
        .made("holds", "whether it held everywhere; empty of an index", move |p| {
            or_empty(p.holds.map(|h| h.to_string()))
        })
        .in_json_as("holds", |p| p.holds)
        .made("violations", "violations; empty of an index", move |p| {
            or_empty(p.violations.map(|v| v.to_string()))
        })
        .in_json_as("violations", |p| p.violations)
        .made("first_at", "replication and time of the first", move |p| {
            or_empty(p.first_at.clone())
        })
        .in_json_as("first_at", |p| p.first_at.clone())
        .maybe("jain", Unit::Number, "Jain's index of what Users were admitted (F6)", |p| p.jain)
        .made("worst_off", "the User worst off (F6)", move |p| {
            or_empty(p.worst_off.as_ref().map(|w| w.0.clone()))
        })
        .in_json_as("worst_off", |p| p.worst_off.clone())
        .maybe("worst_off_share", Unit::Share, "what it was admitted of its due (F6)", |p| {
            p.worst_off.as_ref().map(|w| w.1)
        })
        .not_in_json()
}

pub(super) fn fairness_table(e: &Evidence) -> Table {
    of_fairness().table(&e.fairness)
}

/// Each property, as JSON.
pub fn fairness(e: &Evidence) -> Vec<Value> {
    of_fairness().objects(&e.fairness)
}

pub(super) fn of_assertions() -> Schema<Verdict> {
    Schema::<Verdict>::of("assertions", "an assertion of the scenario, judged")
        .in_json_at("assertions")
        .text("id", "its name", |v: &Verdict| &v.id)
        .text("text", "what it says", |v| &v.text)
        .called("what is asserted")
        .text("kind", "what it is judged by: `property` or `estimate`", |v| v.kind.word())
        .text("verdict", "`holds`, `fails` or `undecided`", |v| v.verdict.word())
        .maybe("value", Unit::OfTheFigure, "violations, or the mean of an estimate", |v| v.value)
        .maybe("ci_low", Unit::OfTheFigure, "lower end of its 95 % interval", |v| v.ci_low)
        .maybe("ci_high", Unit::OfTheFigure, "upper end", |v| v.ci_high)
        .count("n", "replications looked at", |v| v.n as u64)
        .maybe_whole("more", Unit::Number, "so many more would settle it", |v| v.more)
        .text("found", "what was found, in words", |v| &v.found)
        .called("what was found")
        .text("why", "why it is asserted", |v| &v.why)
        .only_in_json()
}

pub(super) fn assertions_table(e: &Evidence) -> Table {
    of_assertions().table(&verdicts(e))
}

/// Assertions, judged, as JSON.
pub fn assertions(all: &[Verdict]) -> Vec<Value> {
    of_assertions().objects(all)
}

pub(super) fn of_cautions() -> Schema<Caution> {
    Schema::<Caution>::of("cautions", "a reason not to trust a figure")
        .in_json_at("cautions")
        .text("code", "a short name that stays", |c: &Caution| c.code)
        .text("text", "what it says", |c| &c.text)
}

pub(super) fn cautions_table(e: &Evidence) -> Table {
    of_cautions().table(&e.cautions)
}

/// Cautions, as JSON.
pub fn cautions(e: &Evidence) -> Vec<Value> {
    of_cautions().objects(&e.cautions)
}
