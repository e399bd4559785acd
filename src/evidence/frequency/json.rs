//! What `frequency --format json` prints: names that stay.

use super::levels::Level;
use super::parts::{ByCause, ByMonth};
use super::{ByWhom, Convergence, FIGURES, Frequency, Horizon, HorizonMonth, PerYear};
use crate::evidence::{Caution, Evidence, Findings, Verdict, study_sentences, verdicts};
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
    by_month: Vec<Value>,
    by_user: Vec<Value>,
    by_srv: Vec<Value>,
    convergence: Value,
    horizon: Value,
    variants: Vec<Value>,
    assertions: Vec<Verdict>,
    cautions: Vec<Caution>,
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
        by_cause: f.by_cause.iter().map(by_cause).collect(),
        by_month: f.by_month.iter().map(by_month).collect(),
        by_user: f.by_user.iter().map(|w| by_user(e, w)).collect(),
        by_srv: f.by_srv.iter().map(|w| by_srv(e, w)).collect(),
        convergence: convergence(&f.convergence),
        horizon: f.horizon.as_ref().map(horizon).unwrap_or_default(),
        variants: variants(findings),
        assertions: verdicts(e),
        cautions: e.cautions.clone(),
    })
}

fn named(f: &Frequency, of: impl Fn(&PerYear) -> Value) -> Map<String, Value> {
    f.per_year.iter().map(|row| (FIGURES[row.figure].word.to_owned(), of(row))).collect()
}

fn per_year(f: &Frequency) -> Map<String, Value> {
    named(f, |row| {
        let mut value = json!(row.rate);
        value["return_period_years"] = json!(row.return_period());
        value["largest_episode_mean"] = json!(row.largest.mean);
        value["largest_episode"] = json!(row.most);
        value
    })
}

fn levels(row: &PerYear) -> Value {
    let of = |levels: &[Level]| {
        let level = |l: &Level| json!({ "years": l.period, "value": l.value, "ci_low": l.low, "ci_high": l.high, "years_needed": l.needed });
        levels.iter().map(level).collect::<Vec<Value>>()
    };
    json!({ "aggregate": of(&row.aggregate), "occurrence": of(&row.occurrence) })
}

fn by_cause(c: &ByCause) -> Value {
    json!({
        "causes": c.cause,
        "activations": c.activations,
        "share": c.share,
        "active_h": c.active_h,
        "throttled": c.throttled,
        "chance_of_any": c.chance,
    })
}

fn by_month(m: &ByMonth) -> Value {
    json!({
        "month": m.month,
        "activations": m.activations,
        "ordinary_activations": m.ordinary,
        "active_h": m.active_h,
        "throttled": m.throttled,
        "unserved": m.unserved,
    })
}

fn by_user(e: &Evidence, w: &ByWhom) -> Value {
    let user = &e.plan.scenario.users[w.index];
    json!({
        "user": user.id,
        "unserved": w.unserved,
        "throttled": w.throttled,
        "chance_of_throttled": w.chance,
    })
}

fn by_srv(e: &Evidence, w: &ByWhom) -> Value {
    let scenario = &e.plan.scenario;
    json!({
        "srv": scenario.srvs[w.index].id,
        "prioritised": scenario.mechanism.prioritised[w.index],
        "unserved": w.unserved,
        "throttled": w.throttled,
        "chance_of_throttled": w.chance,
    })
}

fn convergence(c: &Convergence) -> Value {
    let last = c.running.last().and_then(|(_, rate)| rate.half_width_share());
    json!({
        "years": c.years,
        "half_width_share": last,
        "years_needed": c.needed,
        "years_missing": c.missing,
        "dispersion": c.dispersion,
    })
}

fn horizon(h: &Horizon) -> Value {
    let month = |m: &HorizonMonth| {
        json!({
            "month": m.month.to_string(),
            "activations_a_year": m.a_year,
            "ordinary_a_year": m.ordinary_a_year,
            "ordinary_by_then": m.ordinary_by_then,
            "next_12_months": m.following,
        })
    };
    let at = |i: Option<usize>| i.map(|i| h.months[i].month.to_string());
    json!({
        "ordinary_once_a_year_from": at(h.once_a_year),
        "ordinary_even_chance_by": at(h.even_chance),
        "months": h.months.iter().map(month).collect::<Vec<Value>>(),
    })
}

fn variants(findings: &Findings) -> Vec<Value> {
    let variant = |(found, e): (&crate::evidence::Found, &Evidence)| {
        json!({
            "variant": found.changes,
            "label": found.label,
            "setting": findings.settings[found.setting].name,
            "inputs": e.plan.scenario.inputs,
            "operating_threshold_per_s": e.plan.scenario.threshold().get(),
            "per_year": e.frequency.as_ref().map(per_year),
        })
    };
    findings.variants.iter().zip(&findings.evidence).map(variant).collect()
}
