//! What `frequency --format json` prints: names that stay.

use super::levels::Level;
use super::{Convergence, FIGURES, Frequency, Horizon, PerYear, sum_of_parts};
use crate::evidence::assertions::verdicts;
use crate::evidence::beside::beside_json;
use crate::evidence::findings::Findings;
use crate::evidence::study_answer::study_sentences;
use crate::evidence::{Evidence, tables};
use serde::Serialize;
use serde_json::{Map, Value, json};

/// The whole answer of `frequency`: the first variant, and of several variants what each is.
#[derive(Debug, Serialize)]
pub struct FrequencyReport {
    scenario: String,
    digest: String,
    version: &'static str,
    seed: u64,
    replications: usize,
    years: f64,
    years_a_course: f64,
    answer: Vec<String>,
    operating_threshold_per_s: f64,
    busiest_ordinary_window_per_s: f64,
    per_year: Map<String, Value>,
    chance_of_any: Map<String, Value>,
    return_levels: Map<String, Value>,
    by_cause: Vec<Value>,
    by_event: Vec<Value>,
    sum_of_parts: Option<Value>,
    by_month: Vec<Value>,
    by_user: Vec<Value>,
    by_srv: Vec<Value>,
    convergence: Value,
    horizon: Value,
    variants: Vec<Value>,
    assertions: Vec<Value>,
    cautions: Vec<Value>,
}

/// The answer as JSON values, in a fixed order; none where replications are no courses.
pub fn frequency_report(findings: &Findings) -> Option<FrequencyReport> {
    let e = findings.evidence.first()?;
    let f = e.frequency.as_ref()?;
    let scenario = &e.plan.scenario;
    Some(FrequencyReport {
        scenario: findings.base.name.clone(),
        digest: findings.base.digest.clone(),
        version: env!("CARGO_PKG_VERSION"),
        seed: scenario.seed,
        replications: findings.replications(),
        years: f.years_run(),
        years_a_course: f.length.years,
        answer: study_sentences(findings),
        operating_threshold_per_s: scenario.threshold().get(),
        busiest_ordinary_window_per_s: e.ordinary.busiest_window_per_s,
        per_year: per_year(f),
        chance_of_any: named(f, |row| row.chance.map(|c| json!(c)).unwrap_or_default()),
        return_levels: named(f, levels),
        by_cause: tables::by_cause().objects(&f.by_cause),
        by_event: tables::by_event().objects(&f.by_event),
        sum_of_parts: sum_of_parts(f, |e| e.a_year).map(|s| {
            json!({
                "ordinary_days": s.ordinary, "days": s.parts, "days_of_whole_years": s.whole,
                "agrees": s.agrees(),
            })
        }),
        by_month: tables::by_month().objects(&f.by_month),
        by_user: tables::by_user().objects(&tables::user_rows(e, f)),
        by_srv: tables::by_srv().objects(&tables::srv_rows(e, f)),
        convergence: convergence(&f.convergence),
        horizon: f.horizon.as_ref().map(horizon).unwrap_or_default(),
        variants: variants(findings),
        assertions: tables::assertions(&verdicts(e)),
        cautions: tables::cautions(e),
    })
}

fn named(f: &Frequency, of: impl Fn(&PerYear) -> Value) -> Map<String, Value> {
    f.per_year.iter().map(|row| (FIGURES[row.figure].word.to_owned(), of(row))).collect()
}

fn per_year(f: &Frequency) -> Map<String, Value> {
    let (schema, rows) = (tables::per_year(), tables::per_year_rows(f));
    rows.iter().map(|r| (FIGURES[r.1.figure].word.to_owned(), schema.object(r))).collect()
}

fn levels(row: &PerYear) -> Value {
    let of = |levels: &[Level]| {
        let schema = tables::levels();
        levels.iter().map(|level| schema.object(&("", "", level))).collect::<Vec<Value>>()
    };
    json!({ "aggregate": of(&row.aggregate), "occurrence": of(&row.occurrence) })
}

fn convergence(c: &Convergence) -> Value {
    let last = c.running.last().and_then(|(_, rate)| rate.half_width_share());
    json!({
        "years": c.years,
        "half_width_share": last,
        "years_needed": c.needed,
        "years_missing": c.missing,
    })
}

fn horizon(h: &Horizon) -> Value {
    let at = |i: Option<usize>| i.map(|i| h.months[i].month.to_string());
    json!({
        "ordinary_once_a_year_from": at(h.once_a_year),
        "ordinary_even_chance_by": at(h.even_chance),
        "months": tables::horizon().objects(&h.months),
    })
}

fn variants(findings: &Findings) -> Vec<Value> {
    let variant = |(found, e): (&crate::evidence::findings::Found, &Evidence)| {
        let mut row = json!({
            "variant": found.changes,
            "label": found.label,
            "setting": findings.settings[found.setting].name,
            "inputs": e.plan.inputs,
            "operating_threshold_per_s": e.plan.scenario.threshold().get(),
            "per_year": e.frequency.as_ref().map(per_year),
        });
        row.as_object_mut().expect("just made").extend(beside_json(e));
        row
    };
    findings.variants.iter().zip(&findings.evidence).map(variant).collect()
}
