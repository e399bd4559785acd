//! What `sweep` and `compare` print with `--format json`: names that stay.

use super::beside::beside_json;
use super::findings::Findings;
use super::json::{intervals, totals};
use super::study_answer::study_sentences;
use super::tables::{differences_json, fairness, northbound_classes};
use crate::evidence::Evidence;
use serde::Serialize;
use serde_json::{Value, json};

/// The whole answer of a study of several variants.
#[derive(Debug, Serialize)]
pub struct StudyReport {
    scenario: String,
    digest: String,
    version: &'static str,
    seed: u64,
    replications: usize,
    answer: Vec<String>,
    axes: Vec<Value>,
    settings: Vec<String>,
    variants: Vec<Value>,
    differences: Vec<Value>,
    cautions: Vec<Value>,
}

/// The answer as JSON values, in a fixed order. What each replication showed stands in the tables.
pub fn study_report(f: &Findings) -> StudyReport {
    StudyReport {
        answer: study_sentences(f),
        settings: f.settings.iter().map(|s| s.name.clone()).collect(),
        variants: f.variants.iter().zip(&f.evidence).map(|(v, e)| variant(f, v, e)).collect(),
        differences: differences_json(f),
        ..head(f)
    }
}

/// What is of no variant.
fn head(f: &Findings) -> StudyReport {
    StudyReport {
        scenario: f.base.name.clone(),
        digest: f.base.digest.clone(),
        version: env!("CARGO_PKG_VERSION"),
        seed: f.base.seed,
        replications: f.replications(),
        answer: Vec::new(),
        axes: f.axes.iter().map(|a| json!({ "pointer": a.pointer, "values": a.values })).collect(),
        settings: Vec::new(),
        variants: Vec::new(),
        differences: Vec::new(),
        cautions: cautions(f),
    }
}

/// The same of a study with an answer of its own, which stands besides under its name.
pub fn study_report_of(f: &Findings, answer: &[String], (name, more): (&str, Value)) -> Value {
    let mut report = json!(StudyReport { answer: answer.to_vec(), ..study_report(f) });
    report[name] = more;
    report
}

/// The same of a study whose other settings stand apart: of the scenario as it stands alone, with the answer under its name.
pub fn report_as_it_stands(f: &Findings, answer: &[String], (name, more): (&str, Value)) -> Value {
    let first = f.variants.iter().zip(&f.evidence).take(1);
    let mut report = json!(StudyReport {
        answer: answer.to_vec(),
        settings: f.settings.iter().take(1).map(|s| s.name.clone()).collect(),
        variants: first.map(|(v, e)| variant(f, v, e)).collect(),
        ..head(f)
    });
    report[name] = more;
    report
}

fn variant(f: &Findings, found: &super::findings::Found, e: &Evidence) -> Value {
    let mut row = json!({
        "variant": found.changes,
        "label": found.label,
        "setting": f.settings[found.setting].name,
        "inputs": e.plan.inputs,
        "operating_threshold_per_s": e.plan.scenario.threshold().get(),
        "triggered": e.measures().triggered(),
        "totals": totals(e),
        "intervals": intervals(e),
        "northbound_classes": northbound_classes(e),
        "fairness": fairness(e),
    });
    row.as_object_mut().expect("just made").extend(beside_json(e));
    row
}

/// Each caution once, with the variants it is about where not all have it.
fn cautions(f: &Findings) -> Vec<Value> {
    let mut all: Vec<(&super::cautions::Caution, Vec<&str>)> = Vec::new();
    for (found, e) in f.variants.iter().zip(&f.evidence) {
        for caution in &e.cautions {
            match all.iter_mut().find(|(c, _)| *c == caution) {
                Some((_, labels)) => labels.push(&found.label),
                None => all.push((caution, vec![&found.label])),
            }
        }
    }
    let row = |(caution, labels): (&super::cautions::Caution, Vec<&str>)| {
        let mut row = json!({ "code": caution.code, "text": caution.text });
        if labels.len() < f.variants.len() {
            row["variants"] = labels.into();
        }
        row
    };
    all.into_iter().map(row).collect()
}
