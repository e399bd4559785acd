//! Reasons not to trust a figure, which travel with it.

use super::measures::Measures;
use crate::domain::{Measure, Mode, Pace, ThrottleTo};
use crate::engine::Plan;
use crate::traffic::Ordinary;
use serde::Serialize;

/// A caution.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Caution {
    /// A short name that stays.
    pub code: &'static str,
    /// What it says.
    pub text: String,
}

/// Fewer replications than this have intervals too wide to lean on.
const FEW: usize = 10;

/// The cautions that a scenario calls for, and with `measures` those of its run.
pub fn cautions(plan: &Plan, ordinary: &Ordinary, measures: Option<&Measures>) -> Vec<Caution> {
    let mut found = of_settings(plan, ordinary);
    if let Some(measures) = measures {
        found.extend(of_results(plan, measures));
    }
    found
}

fn caution(code: &'static str, text: impl Into<String>) -> Caution {
    Caution { code, text: text.into() }
}

fn of_settings(plan: &Plan, ordinary: &Ordinary) -> Vec<Caution> {
    let scenario = &plan.scenario;
    let (mechanism, calendar) = (&scenario.mechanism, &scenario.calendar);
    let mut found = Vec::new();
    let assumed = |path: &str| scenario.assumed.iter().any(|a| a.path == path);
    if assumed("/gateway") {
        let text = format!(
            "the maximum capacity of {} is an assumption: it decides whether anything triggers",
            scenario.gateway.max_capacity
        );
        found.push(caution("capacity_assumed", text));
    }
    let window = calendar.window().seconds();
    let theta = scenario.threshold().get();
    if !mechanism.enabled {
        return found;
    }
    let full = plan.full_cell();
    if mechanism.throttle_to == ThrottleTo::UntilTotal
        && mechanism.pace == Pace::Window
        && theta * window > full as f64
    {
        let text = format!(
            "`until_total` with `pace: window` lets {:.0} requests pass before it throttles, and the DSP can take {full} in a cell: innocent Users are rejected before",
            theta * window
        );
        found.push(caution("until_total_by_window", text));
    }
    let all: f64 = plan.allocation.iter().map(|a| *a as f64 / 1e9).sum();
    if all > full as f64 && mechanism.pace == Pace::Window {
        let text = format!(
            "all allocations of a window together are {all:.0} requests, and the DSP can take {full} in a cell: Users within their allocations can be rejected, and results depend on the resolution (G4)"
        );
        found.push(caution("allocations_exceed_cell", text));
    }
    if mechanism.release.get() * theta <= ordinary.busiest_window_per_s {
        let text = format!(
            "the release level of {:.0}/s is not above the busiest ordinary window's {:.0}/s: the mechanism may stay active",
            mechanism.release.get() * theta,
            ordinary.busiest_window_per_s
        );
        found.push(caution("release_below_ordinary", text));
    }
    if mechanism.measure == Measure::Admitted {
        found.push(caution("measure_admitted", "load counts what was admitted, which throttling lowers: the mechanism may switch on and off for ever (M4)"));
    }
    let critical = plan
        .traffic
        .cohorts
        .iter()
        .any(|c| scenario.srvs[c.srv].critical && c.mode != Mode::DccScheduled);
    if critical {
        found.push(caution("critical_once", "critical Service Requests are counted as one submission; T6, which makes them two, is not in this version"));
    }
    found
}

fn of_results(plan: &Plan, measures: &Measures) -> Vec<Caution> {
    let mut found = Vec::new();
    let runs = measures.runs.len();
    if runs == 1 {
        found.push(caution("one_replication", "one replication: no figure has an interval"));
    } else if runs < FEW {
        found.push(caution("few_replications", format!("{runs} replications: intervals are wide")));
    }
    let with = |of: fn(&super::RunMeasures) -> bool| measures.runs.iter().filter(|r| of(r)).count();
    let backlog = with(|r| r.counted.backlog_at_end + r.counted.deferred_at_end > 0);
    if backlog > 0 {
        found.push(caution("open_at_end", format!("requests were in the backlog or deferred when the run ended, in {backlog} of {runs} replications: it is too short to show what became of them")));
    }
    let retrying = with(|r| r.retrying_at_end > 0);
    if retrying > 0 {
        found.push(caution("retrying_at_end", format!("requests were still to be retried when the run ended, in {retrying} of {runs} replications")));
    }
    let triggered = with(|r| r.activations > 0);
    if triggered > 0 && triggered < runs.min(5) {
        found.push(caution(
            "few_activations",
            format!("only {triggered} of {runs} replications triggered"),
        ));
    }
    if plan.scenario.mechanism.enabled && plan.scenario.events.is_empty() && triggered > 0 {
        found.push(caution(
            "by_choice_of_capacity",
            "standard business operation triggers by the choice of C (F4)",
        ));
    }
    found
}
