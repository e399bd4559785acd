//! What arrives: ordinary traffic, processes, and how long Users wait for answers.

use super::Line;
use crate::evidence::words::{said, whole_percent};
use headroom_core::domain::Mode;
use headroom_core::scenario::{Process, RetryPolicy, Rule, Scenario, TimeOut, inert};
use headroom_core::traffic::Expected;
use serde_json::Value;

/// Recorded traffic, and what has to be known of it (T8).
pub(super) fn recorded(scenario: &Scenario) -> Vec<Line> {
    let said = scenario.recorded.iter().flat_map(|r| std::iter::once(&r.summary).chain(&r.remarks));
    said.map(|text| ("log", text.clone())).collect()
}

/// Tables that lists were read from, and what was found out of each.
pub(super) fn tables(scenario: &Scenario) -> Vec<Line> {
    let line = |table: &Value| {
        let said = |key: &str| table[key].as_str().unwrap_or_default();
        let digest = said("digest").get(..8).unwrap_or_default();
        let what = format!("{} for {}: {}; {digest}", said("from"), said("at"), said("found"));
        ("table", inert(&what))
    };
    scenario.resolved["tables"].as_array().into_iter().flatten().map(line).collect()
}

/// Expected requests and submissions of the month and of a weekday.
pub(super) fn traffic(scenario: &Scenario) -> Vec<Line> {
    let expected = Expected::new(scenario);
    let month = (format!("in {}", scenario.calendar.month_name()), scenario.calendar.month_days());
    let line = |(when, days): (String, [f64; 3])| {
        let requests = expected.over(|_, _, _| true, days);
        let scheduled = expected.over(|_, _, m| m == Mode::DccScheduled, days);
        let submissions = expected.submissions(|_| true, days) + scheduled;
        let what = format!(
            "{} Service Requests are expected {when} ({} DCC scheduled); {} submissions, critical ones counted twice",
            said(requests),
            said(scheduled),
            said(submissions)
        );
        ("traffic", what)
    };
    [month, ("on a weekday".to_owned(), [1.0, 0.0, 0.0])].into_iter().map(line).collect()
}

/// Runs of each process, its steps, and what moves batches apart.
pub(super) fn processes(scenario: &Scenario) -> Vec<Line> {
    let mut lines: Vec<Line> =
        scenario.processes.iter().map(|p| ("process", process(scenario, p))).collect();
    if scenario.stagger.ms() > 0 {
        let what = format!("a User's batches of the same start are {} apart", scenario.stagger);
        lines.push(("stagger", what));
    }
    lines
}

fn process(scenario: &Scenario, process: &Process) -> String {
    let submissions: u64 =
        process.steps.iter().map(|s| scenario.srvs[s.srv].submissions_per_request()).sum();
    let srvs: Vec<&str> = process.steps.iter().map(|s| scenario.srvs[s.srv].id.as_str()).collect();
    let again = match process.retrigger.get() {
        0.0 => String::new(),
        chance => format!(
            "; {} % of aborted runs begin again after {}",
            whole_percent(chance),
            process.retrigger_after
        ),
    };
    format!(
        "{}: {} runs are expected on a weekday, each of {} steps with {submissions} submissions ({}){again}",
        process.id,
        said(Expected::runs_on_a_weekday(scenario, process)),
        process.steps.len(),
        srvs.join(" ")
    )
}

/// Retry rules that say more than when a refused attempt is made again, in file order.
pub(super) fn retries(scenario: &Scenario) -> Vec<Line> {
    let line = |rule: &Rule<RetryPolicy>| {
        let timeout = rule.says.response_timeout.map(|timeout| {
            let after = match timeout {
                TimeOut::After(time) => time.to_string(),
                TimeOut::Targets(times) => format!("{times} × the SRV's target response time"),
            };
            format!("resubmits what has waited for {after}")
        });
        let throttled = rule.says.on_throttled.map(|b| format!("first {} when throttled", b.first));
        let said: Vec<String> = timeout.into_iter().chain(throttled).collect();
        (!said.is_empty()).then(|| ("retries", format!("{}: {}", rule.id, said.join("; "))))
    };
    scenario.retries.iter().rev().filter_map(line).collect()
}
