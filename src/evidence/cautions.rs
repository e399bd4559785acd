//! Reasons not to trust a figure, which travel with it.

mod skipped;

mod inputs;

use super::counted::Counted;
use super::kept::Kept;
use super::measures::{Measures, RunMeasures};
use super::words::{a_second, given_percent, thousands, whole_percent};
use headroom_core::domain::{Figure, Measure, Pace, ThrottleTo, Whose};
use headroom_core::engine::Plan;
use headroom_core::scenario::{Backlog, EarlyWarning, Event, EventKind, Scenario, When};
use headroom_core::traffic::Ordinary;
use serde::Serialize;
use std::collections::BTreeSet;

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
/// Past this share of requests what is not yet answered is missing in the figures.
const MANY: f64 = 0.01;
/// What is said of the capacity's range.
const MOVED_BY_CAPACITY: [Figure; 2] = [Figure::NeverAnsweredNotAbove, Figure::ActiveS];

/// The cautions that a scenario calls for, and with `measures` those of its run.
pub fn cautions(plan: &Plan, ordinary: &Ordinary, measures: Option<&Measures>) -> Vec<Caution> {
    let kept = Kept::of(&plan.scenario);
    let mut found: Vec<Caution> = capacity_assumed(plan, kept.as_ref()).into_iter().collect();
    found.extend(of_settings(plan, ordinary));
    if let Some(measures) = measures {
        found.extend(of_results(plan, measures));
        found.extend(kept.and_then(|k| k.hinges()).map(|hinges| {
            let all = plan.scenario.assumed.len();
            let text = format!(
                "what is found hinges, in runs of its sensitivities that are kept, on {hinges}; the table `assumptions` has all {all} that are assumed"
            );
            caution("hinges_on", text)
        }));
    }
    found
}

/// Of the maximum capacity: what it moves over the range in which it may lie, where that is known.
fn capacity_assumed(plan: &Plan, kept: Option<&Kept>) -> Option<Caution> {
    let scenario = &plan.scenario;
    scenario.assumed.iter().find(|a| a.path == "/gateway")?;
    let [pointer, other] = ["/gateway/max_capacity", "/gateway/threshold_over_ordinary"];
    let over = |figure: Figure| {
        let said = |k: &Kept| k.over(figure, pointer).or_else(|| k.over(figure, other));
        Some(format!("{} would be {}", figure.called(), said(kept?)?))
    };
    let moved: Vec<String> = MOVED_BY_CAPACITY.into_iter().filter_map(over).collect();
    let decides = match (kept, moved.as_slice()) {
        (None, _) => "it may decide whether anything triggers".to_owned(),
        (_, []) => "over its range nothing that is asked for first moves clearly".to_owned(),
        (_, moved) => moved.join("; "),
    };
    let text = format!(
        "the maximum capacity of {} is an assumption: {decides}",
        scenario.gateway.max_capacity
    );
    Some(caution("capacity_assumed", text))
}

pub(super) fn caution(code: &'static str, text: impl Into<String>) -> Caution {
    Caution { code, text: text.into() }
}

fn of_settings(plan: &Plan, ordinary: &Ordinary) -> Vec<Caution> {
    let scenario = &plan.scenario;
    let (mechanism, calendar) = (&scenario.mechanism, &scenario.calendar);
    let mut found = Vec::new();
    if scenario.recorded.is_some() && !scenario.events.is_empty() {
        let events: Vec<&str> = scenario.events.iter().map(|e| e.id.as_str()).collect();
        let text = format!(
            "the scenario's own events ({}) come on top of the recorded traffic: where the log has them already, --set '/events=[]'",
            events.join(", ")
        );
        found.push(caution("events_on_a_log", text));
    }
    found.extend(silenced_by_log(scenario));
    found.extend(skipped::skipped(scenario));
    let alert_storm = |e: &&Event| matches!(e.kind, EventKind::AlertStorm { .. });
    if let Some(event) = scenario.events.iter().find(alert_storm)
        && !scenario.northbound.enabled
    {
        let text = format!(
            "{} sends alerts, and the way back to Users is not simulated: it does nothing (switch /northbound/enabled on)",
            event.id
        );
        found.push(caution("northbound_off", text));
    }
    found.extend(time_out_is_backlog_limit(scenario));
    found.extend(inputs::cautions(scenario));
    if let Some(recorded) = scenario.recorded.as_ref().filter(|r| !r.remarks.is_empty()) {
        let text = format!("of the log: {}", recorded.remarks.join("; "));
        found.push(caution("recorded", text));
    }
    if scenario.overridden {
        let text = format!(
            "/gateway/max_capacity is not used: /gateway/threshold_over_ordinary takes its place, so that C is {}",
            scenario.gateway.max_capacity
        );
        found.push(caution("overridden", text));
    }
    let window = calendar.window().seconds();
    let theta = scenario.threshold().get();
    if !mechanism.enabled {
        return found;
    }
    let deaf = |w: &EarlyWarning| w.heed.iter().all(|rule| rule.says.get() == 0.0);
    if mechanism.early_warning.as_ref().is_some_and(deaf) {
        found.push(caution("nobody_heeds", "nobody heeds warnings, which so change nothing but what is drawn (/mechanism/early_warning/heed; M8)"));
    }
    let full = plan.full_cell();
    if mechanism.throttle_to == ThrottleTo::UntilTotal
        && mechanism.pace == Pace::Window
        && theta * window > full as f64
    {
        let text = format!(
            "`until_total` with `pace: window` lets {} requests pass before it throttles, and the DSP can take {full} in a cell: innocent Users are rejected before",
            thousands(theta * window)
        );
        found.push(caution("until_total_by_window", text));
    }
    if mechanism.operating_threshold.get() > 1.0 {
        let text = format!(
            "the threshold is {} of the capacity, so that the mechanism acts only when more comes than the DSP can process, and today's protection rejects before it does",
            given_percent(mechanism.operating_threshold.get())
        );
        found.push(caution("threshold_above_capacity", text));
    }
    let all: f64 = plan.allocation.iter().map(|a| *a as f64 / 1e9).sum();
    if all > full as f64 && mechanism.pace == Pace::Window {
        let text = format!(
            "all allocations of a window together are {} requests, and the DSP can take {full} in a cell: Users within their allocations can be rejected, and results depend on the resolution (G4)",
            thousands(all)
        );
        found.push(caution("allocations_exceed_cell", text));
    }
    if mechanism.release.get() * theta <= ordinary.busiest_window_per_s {
        let release = a_second(mechanism.release.get() * theta);
        let busiest = a_second(ordinary.busiest_window_per_s);
        let text = match scenario.recorded {
            None => format!(
                "the release level of {release} is not above the busiest ordinary window's {busiest}: the mechanism may stay active"
            ),
            Some(_) => format!(
                "the release level of {release} is not above what the log's busiest window has, {busiest}: while it is so busy, with ordinary traffic or a flood, which a log does not tell apart, the mechanism stays active"
            ),
        };
        found.push(caution("release_below_ordinary", text));
    }
    if mechanism.measure == Measure::Admitted {
        found.push(caution("measure_admitted", "load counts what was admitted, which throttling lowers: the mechanism may switch on and off for ever (M4)"));
    }
    found
}

/// Users whose streams a log takes the place of, and who have no row in it (T8).
fn silenced_by_log(scenario: &Scenario) -> Option<Caution> {
    let recorded = scenario.recorded.as_ref()?;
    let modelled = scenario.streams.iter().filter(|s| !matches!(s.when, When::Recorded));
    let modelled: BTreeSet<usize> = modelled.flat_map(|s| s.users.iter().copied()).collect();
    let silenced =
        |u: &&usize| recorded.users[**u] && recorded.sent.iter().all(|sent| sent.user != **u);
    let none = modelled.iter().filter(silenced).count();
    let text = format!(
        "{none} of {} Users whose traffic the scenario models have no row of the log in the run and send nothing: with --only USER for each that has (`users` of /traffic/recording) the others' traffic is modelled",
        modelled.len()
    );
    (none > 0).then(|| caution("silenced_by_log", text))
}

/// Where a response time-out is as long as the work takes that may wait in the DSP, whether anything is resubmitted hinges
/// on one being a little longer than the other (U2).
fn time_out_is_backlog_limit(scenario: &Scenario) -> Option<Caution> {
    let Backlog::Time(limit) = scenario.gateway.backlog_limit else { return None };
    let time_out = |user: usize, srv: usize| {
        let policy = scenario.retries.of(user, srv)?;
        Some(policy.response_timeout?.of(scenario.srvs[srv].target_on_demand))
    };
    let users = 0..scenario.users.len();
    let srvs = 0..scenario.srvs.len();
    let equal = users.flat_map(|u| srvs.clone().map(move |s| (u, s)));
    equal.filter_map(|(u, s)| time_out(u, s)).find(|time| *time == limit)?;
    let text = format!(
        "a response time-out is as long as the backlog's limit of {limit}: whether anything is resubmitted hinges on which of the two is a little longer (U2)"
    );
    Some(caution("time_out_is_backlog_limit", text))
}

fn of_results(plan: &Plan, measures: &Measures) -> Vec<Caution> {
    let mut found = Vec::new();
    let runs = measures.runs.len();
    // Of one year an interval is told by how often things happened in it.
    if runs == 1 && !plan.scenario.is_course() {
        found.push(caution("one_replication", "one replication: no figure has an interval"));
    } else if runs > 1 && runs < FEW {
        found.push(caution("few_replications", format!("{runs} replications: intervals are wide")));
    }
    let with = |of: fn(&RunMeasures) -> bool| measures.runs.iter().filter(|r| of(r)).count();
    let waiting = |c: &Counted| c.backlog_at_end + c.deferred_at_end + c.buffered_at_end;
    let backlog = measures.runs.iter().filter(|r| waiting(&r.counted) > 0).count();
    if backlog > 0 {
        found.push(caution("open_at_end", format!("requests were in the backlog, deferred or in a buffer when the run ended, in {backlog} of {runs} replications: it is too short to show what became of them")));
    }
    let retrying = with(|r| r.retrying_at_end > 0);
    if retrying > 0 {
        found.push(caution("retrying_at_end", format!("requests were still to be retried when the run ended, in {retrying} of {runs} replications")));
    }
    found.extend(of_what_follows(measures));
    let triggered = with(|r| r.activations > 0);
    // Of courses the intervals say it.
    if plan.scenario.is_course() {
        return found;
    }
    if triggered > 0 && triggered < runs.min(5) {
        found.push(caution(
            "few_activations",
            format!("only {triggered} of {runs} replications triggered"),
        ));
    }
    let standard = plan.scenario.events.is_empty() && plan.scenario.recorded.is_none();
    if plan.scenario.mechanism.enabled && standard && triggered > 0 {
        found.push(caution(
            "by_choice_of_capacity",
            "standard business operation triggers by the choice of C (F4)",
        ));
    }
    found
}

/// Of overload that feeds itself, and of what was still under way at the end.
fn of_what_follows(measures: &Measures) -> Vec<Caution> {
    let mut found = Vec::new();
    let runs = measures.runs.len();
    let with = |of: fn(&RunMeasures) -> bool| measures.runs.iter().filter(|r| of(r)).count();
    let duplicates = with(|r| r.counted.duplicates > 0);
    if duplicates > 0 {
        found.push(caution("duplicates", format!("copies of requests that already waited in the DSP were processed in {duplicates} of {runs} replications: overload feeds itself (U2), and figures hinge on the Users' response time-outs")));
    }
    let unanswered = with(|r| {
        let c = &r.counted;
        c.unanswered_at_end as f64 > MANY * c.requests as f64
    });
    if unanswered > 0 {
        found.push(caution("unanswered_at_end", format!("more than {} % of requests were processed and not yet answered when the run ended, in {unanswered} of {runs} replications (G9)", whole_percent(MANY))));
    }
    let open = |r: &&RunMeasures| r.runs(None, Whose::All).is_some_and(|runs| runs.open() > 0);
    let open = measures.runs.iter().filter(open).count();
    if open > 0 {
        found.push(caution("processes_open_at_end", format!("runs of processes were still open when the run ended, in {open} of {runs} replications: they count as begun and not as completed (T7)")));
    }
    let under_way = with(|r| {
        let classes = r.northbound.iter().flat_map(|n| &n.classes);
        classes.into_iter().any(|m| m.open() as f64 > MANY * m.forwarded() as f64)
    });
    if under_way > 0 {
        found.push(caution("messages_open_at_end", format!("more than {} % of the messages of some class were still under way when the run ended, in {under_way} of {runs} replications: their delays are in no figure (N4–N6)", whole_percent(MANY))));
    }
    found
}
