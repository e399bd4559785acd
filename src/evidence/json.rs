//! What `--format json` prints: names that stay.

use super::Evidence;
use super::added::added_delay;
use super::answer::sentences;
use super::assertions::verdicts;
use super::beside::beside_json;
use super::harm;
use super::interval::Interval;
use super::tables::{activations, adapters, alerts, assertions, cautions, fairness, followed};
use super::tables::{northbound, northbound_classes, processes, replications, response_classes};
use super::tables::{srvs, steps, supply, users};
use super::until_accepted::until_accepted;
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
    /// Null where it triggered: the busiest window then holds retries that another capacity would not bring.
    capacity_that_would_trigger_per_s: Option<f64>,
    per_replication: Vec<Value>,
    totals: Value,
    intervals: Map<String, Value>,
    triggered: Interval,
    #[serde(flatten)]
    beside: Map<String, Value>,
    users: Vec<Value>,
    srvs: Vec<Value>,
    added_delay: Map<String, Value>,
    followed: Vec<Value>,
    until_accepted: Vec<Value>,
    response_classes: Vec<Value>,
    supply: Vec<Value>,
    processes: Vec<Value>,
    steps: Vec<Value>,
    northbound: Vec<Value>,
    northbound_classes: Vec<Value>,
    alerts: Vec<Value>,
    adapters: Vec<Value>,
    activations: Vec<Value>,
    fairness: Vec<Value>,
    assertions: Vec<Value>,
    cautions: Vec<Value>,
}

/// The answer as JSON values, in a fixed order.
pub fn report(evidence: &Evidence) -> Report {
    let scenario = &evidence.plan.scenario;
    let measures = evidence.measures();
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
        capacity_that_would_trigger_per_s: (measures.triggered().mean == 0.0 && peak < theta)
            .then(|| peak / scenario.mechanism.operating_threshold.get()),
        per_replication: replications(evidence),
        totals: totals(evidence),
        intervals: intervals(evidence),
        triggered: measures.triggered(),
        beside: beside_json(evidence),
        users: users(evidence),
        srvs: srvs(evidence),
        added_delay: added_delay(evidence),
        followed: followed(evidence),
        until_accepted: until_accepted(evidence),
        response_classes: response_classes(evidence),
        supply: supply(evidence),
        processes: processes(evidence),
        steps: steps(evidence),
        northbound: northbound(evidence),
        northbound_classes: northbound_classes(evidence),
        alerts: alerts(evidence),
        adapters: adapters(evidence),
        activations: activations(evidence),
        fairness: fairness(evidence),
        assertions: assertions(&verdicts(evidence)),
        cautions: cautions(evidence),
    }
}

/// Counts summed over replications; the peak of all, the smallest headroom, and percentiles of all waits.
pub(super) fn totals(evidence: &Evidence) -> Value {
    let measures = evidence.measures();
    let runs = &measures.runs;
    let cell = evidence.plan.scenario.calendar.cell().seconds();
    let quantile =
        |share: f64| evidence.folded().waits.quantile(share).map(|bin| bin as f64 * cell / 10.0);
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
        "waits_told": evidence.folded().waits.told(),
        "amplification": measures.mean(|r| r.counted.amplification()),
    });
    let sums = measures.totals();
    let mut totals = json!(sums);
    if let (Some(totals), Value::Object(more)) = (totals.as_object_mut(), more) {
        totals.extend(more);
        totals.extend(harm::objects(&sums.harm));
        let requests = sums
            .requests_by_standing()
            .map(|n| ("requests_by_standing".to_owned(), harm::object(n).into()));
        totals.extend(requests);
    }
    totals
}

/// Every measure's mean over replications with its interval; of what is told by standing, of each.
pub(super) fn intervals(evidence: &Evidence) -> Map<String, Value> {
    let rows = replications(evidence);
    intervals_of(&rows.iter().collect::<Vec<&Value>>())
}

fn intervals_of(rows: &[&Value]) -> Map<String, Value> {
    let of = |(name, first): (&String, &Value)| {
        let cells = || rows.iter().map(|r| &r[name]);
        if first.is_object() {
            return Some((name.clone(), intervals_of(&cells().collect::<Vec<&Value>>()).into()));
        }
        let values: Option<Vec<f64>> = cells().map(Value::as_f64).collect();
        values.map(|v| (name.clone(), json!(super::interval::mean_interval(&v))))
    };
    rows[0].as_object().into_iter().flatten().filter_map(of).collect()
}
