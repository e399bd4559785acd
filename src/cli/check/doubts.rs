//! What of a scenario comes to nothing, in whole or in part, though it is no fault.
//!
//! Scope: campaigns that go on after the run's end, rules of nobody, delays of no retry; a line each. Left out: what figures may be doubted for,
//! which is `evidence/cautions.rs`'s. Checked by: `tests/it/commands/checked.rs`.

use super::Line;
use crate::evidence::words::said;
use headroom_core::scenario::{Event, EventKind, RetryPolicy, Rule, Scenario};

pub(super) fn doubts(scenario: &Scenario) -> Vec<Line> {
    let mut lines: Vec<Line> =
        scenario.events.iter().filter_map(|event| after_the_end(scenario, event)).collect();
    lines.extend(of_nobody("retries", &scenario.retries));
    lines.extend(of_nobody("anomaly", &scenario.gateway.anomaly));
    lines.extend(of_nobody("cap", &scenario.gateway.caps));
    lines.extend(scenario.retries.iter().rev().filter_map(no_retry));
    lines
}

/// How much of a campaign would be sent after the run.
fn after_the_end(scenario: &Scenario, event: &Event) -> Option<Line> {
    let EventKind::Campaign { numbers, shape, .. } = &event.kind else { return None };
    let (end, part) = (scenario.calendar.cells(), (event.to - event.from) / shape.len() as u64);
    let after = |(i, share): (usize, &f64)| {
        let to = event.from + (i as u64 + 1) * part;
        share * to.saturating_sub(end).min(part) as f64 / part as f64
    };
    let after: f64 = shape.iter().enumerate().map(after).sum();
    let all = numbers.iter().sum::<u64>() as f64;
    let what = format!(
        "{}: {} of its {} requests would be sent after the run's end, and are not in it",
        event.id,
        said(all * after),
        said(all)
    );
    (all * after >= 0.5).then_some(("event", what))
}

/// Rules of a list that are for no User.
fn of_nobody<T>(about: &'static str, rules: &[Rule<T>]) -> Vec<Line> {
    let nobody = rules.iter().rev().filter(|rule| !rule.users.contains(&true));
    nobody
        .map(|rule| (about, format!("{}: no User fits its selection: it does nothing", rule.id)))
        .collect()
}

/// A rule that says when refused requests come again, and that they do not.
fn no_retry(rule: &Rule<RetryPolicy>) -> Option<Line> {
    let says = &rule.says;
    let delays = says.first.ms() > 0 || says.factor > 1.0 || says.jitter.get() > 0.0;
    let what = format!("{}: `attempts` 1 is the first alone: its delays say nothing", rule.id);
    (says.attempts == 1 && delays).then_some(("retries", what))
}
