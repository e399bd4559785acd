//! What `--format json` prints: names that stay.

use super::assertions::{Verdict, verdicts};
use super::cautions::Caution;
use super::counted::Counted;
use super::fairness::Property;
use super::figures::beyond_requests;
use super::interval::Interval;
use super::measures::RunMeasures;
use super::northbound::{AdapterRow, AlertRow, MessageRow};
use super::northbound::{adapter_rows, alert_rows, class_rows, northbound_rows};
use super::processes::{ProcessRow, StepRow, process_rows, step_rows};
use super::supply::{SupplyRow, supply_rows};
use super::{Evidence, sentences};
use headroom_core::domain::Whose;
use serde::Serialize;
use serde_json::{Map, Value, json};

/// The whole answer.
#[derive(Debug, Serialize)]
pub struct Report {
    scenario: String,
    digest: String,
    version: &'static str,
    seed: u64,
    replications: u32,
    answer: String,
    operating_threshold_per_s: f64,
    busiest_ordinary_window_per_s: f64,
    threshold_over_ordinary: f64,
    capacity_that_would_trigger_per_s: f64,
    per_replication: Vec<Value>,
    totals: Value,
    intervals: Map<String, Value>,
    triggered: Interval,
    users: Vec<Value>,
    srvs: Vec<Value>,
    supply: Vec<Value>,
    processes: Vec<Value>,
    steps: Vec<Value>,
    northbound: Vec<Value>,
    northbound_classes: Vec<Value>,
    alerts: Vec<Value>,
    adapters: Vec<Value>,
    activations: Vec<Value>,
    fairness: Vec<Property>,
    assertions: Vec<Verdict>,
    cautions: Vec<Caution>,
}

/// The answer as JSON values, in a fixed order.
pub fn report(evidence: &Evidence) -> Report {
    let scenario = &evidence.plan.scenario;
    let measures = &evidence.measures;
    let peak = measures.runs.iter().map(|r| r.peak_load_per_s).fold(0.0, f64::max);
    let theta = scenario.threshold().get();
    Report {
        scenario: scenario.name.clone(),
        digest: scenario.digest.clone(),
        version: env!("CARGO_PKG_VERSION"),
        seed: scenario.seed,
        replications: scenario.replications,
        answer: sentences(evidence).join(" "),
        operating_threshold_per_s: theta,
        busiest_ordinary_window_per_s: evidence.ordinary.busiest_window_per_s,
        threshold_over_ordinary: theta / evidence.ordinary.busiest_window_per_s,
        capacity_that_would_trigger_per_s: peak / scenario.mechanism.operating_threshold.get(),
        per_replication: measures.runs.iter().map(run).collect(),
        totals: totals(evidence),
        intervals: intervals(evidence),
        triggered: measures.triggered(),
        users: users(evidence),
        srvs: srvs(evidence),
        supply: supply_rows(evidence).iter().map(SupplyRow::json).collect(),
        processes: process_rows(evidence).iter().map(ProcessRow::json).collect(),
        steps: step_rows(evidence).iter().map(StepRow::json).collect(),
        northbound: northbound_rows(evidence).iter().map(MessageRow::json).collect(),
        northbound_classes: class_rows(evidence).iter().map(MessageRow::json).collect(),
        alerts: alert_rows(evidence).iter().map(AlertRow::json).collect(),
        adapters: adapter_rows(evidence).iter().map(AdapterRow::json).collect(),
        activations: activations(evidence),
        fairness: evidence.fairness.clone(),
        assertions: verdicts(evidence),
        cautions: evidence.cautions.clone(),
    }
}

/// `counted` and more, as one object.
fn with(counted: &Counted, more: Value) -> Value {
    let mut object = serde_json::to_value(counted).unwrap_or_default();
    if let (Some(object), Value::Object(more)) = (object.as_object_mut(), more) {
        object.extend(more);
    }
    object
}

fn run(r: &RunMeasures) -> Value {
    with(&r.counted, of_run(r))
}

fn of_run(r: &RunMeasures) -> Value {
    let mut value = json!({
        "peak_load_per_s": r.peak_load_per_s,
        "headroom": r.headroom,
        "activations": r.activations,
        "active_s": r.active_s,
        "users_throttled": r.users_throttled,
        "jain": r.jain,
        "worst_off_share": r.worst_off_share,
        "outage_s": r.outage_s,
        "wait_s_p50": r.wait_s[0],
        "wait_s_p95": r.wait_s[1],
        "wait_s_p99": r.wait_s[2],
        "wait_s_max": r.wait_s[3],
    });
    for figure in beyond_requests() {
        let of = r.figure(figure, Whose::All);
        // Messages are counted in whole numbers.
        let counts = figure.of_class() && figure.can_be_none();
        value[figure.word()] = if counts { json!(of.map(|n| n as u64)) } else { json!(of) };
    }
    value
}

/// Counts summed over replications; the peak of all, the smallest headroom, and percentiles of all waits.
pub(super) fn totals(evidence: &Evidence) -> Value {
    let measures = &evidence.measures;
    let runs = &measures.runs;
    let cell = evidence.plan.scenario.calendar.cell().seconds();
    let quantile =
        |share: f64| evidence.folded.waits.quantile(share).map(|bin| bin as f64 * cell / 10.0);
    let throttled = measures.users.iter().filter(|u| u.counted.throttled > 0).count();
    let more = json!({
        "peak_load_per_s": runs.iter().map(|r| r.peak_load_per_s).fold(0.0, f64::max),
        "headroom": runs.iter().map(|r| r.headroom).fold(1.0, f64::min),
        "activations": runs.iter().map(|r| r.activations).sum::<u64>(),
        "active_s": runs.iter().map(|r| r.active_s).sum::<f64>(),
        "users_throttled": throttled,
        "outage_s": runs.iter().map(|r| r.outage_s).sum::<f64>(),
        "wait_s_p50": quantile(0.5),
        "wait_s_p95": quantile(0.95),
        "wait_s_p99": quantile(0.99),
        "wait_s_max": quantile(1.0),
        "amplification": measures.mean(|r| r.counted.amplification()),
    });
    with(&measures.totals(), more)
}

/// Every measure's mean over replications with its interval.
pub(super) fn intervals(evidence: &Evidence) -> Map<String, Value> {
    let rows: Vec<Value> = evidence.measures.runs.iter().map(run).collect();
    let names = rows[0].as_object().into_iter().flatten().map(|(name, _)| name.clone());
    names
        .filter_map(|name| {
            let values: Option<Vec<f64>> = rows.iter().map(|r| r[&name].as_f64()).collect();
            values.map(|v| (name, json!(super::mean_interval(&v))))
        })
        .collect()
}

fn users(evidence: &Evidence) -> Vec<Value> {
    let scenario = &evidence.plan.scenario;
    let user = |(u, m): (usize, &super::UserMeasures)| {
        let user = &scenario.users[u];
        let head = json!({
            "user": user.id,
            "category": user.category,
            "allocation_per_s": evidence.plan.allocation_per_s(u),
            "throttled_share": m.counted.throttled_share(),
            "windows_throttled": m.windows_throttled,
        });
        with(&m.counted, head)
    };
    evidence.measures.users.iter().enumerate().map(user).collect()
}

fn srvs(evidence: &Evidence) -> Vec<Value> {
    let scenario = &evidence.plan.scenario;
    let srv = |(s, counted): (usize, &Counted)| {
        let head =
            json!({ "srv": scenario.srvs[s].id, "prioritised": scenario.mechanism.prioritised[s] });
        with(counted, head)
    };
    evidence.measures.srvs.iter().enumerate().filter(|(_, c)| c.requests > 0).map(srv).collect()
}

fn activations(evidence: &Evidence) -> Vec<Value> {
    let calendar = &evidence.plan.scenario.calendar;
    let mut out = Vec::new();
    for run in &evidence.folded.runs {
        for a in &run.activations {
            out.push(json!({
                "replication": run.replication + 1,
                "start": calendar.local(a.from),
                "start_utc": calendar.utc(a.from),
                "end": calendar.local(a.to),
                "duration_s": (a.to - a.from) as f64 * calendar.cell().seconds(),
                "open_at_end": a.open,
                "peak_load_per_s": a.peak_load as f64 / calendar.window().seconds(),
                "users_throttled": a.users.len(),
                "throttled": a.throttled,
                "causes": evidence.causes(&a.causes),
            }));
        }
    }
    out
}
