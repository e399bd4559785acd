//! What is expected in ordinary times, for a C and for adapters that follow from it (N6).

use super::request::takes_two;
use headroom_core::domain::{MessageKind, Mode, PerSecond};
use headroom_core::scenario::Scenario;
use headroom_core::traffic::{Cohort, Traffic};
use std::borrow::Cow;

/// `scenario` with the C that it asks for as a multiple of its busiest ordinary window, if it does.
pub fn sized(scenario: &Scenario) -> Cow<'_, Scenario> {
    let Some(times) = scenario.gateway.threshold_over_ordinary else {
        return Cow::Borrowed(scenario);
    };
    let all: Vec<usize> = (0..scenario.users.len()).collect();
    let traffic = Traffic::ordinary(scenario);
    let mut load = course(scenario, &traffic, &all, submissions);
    let costs = scenario.gateway.load_includes;
    if scenario.northbound.enabled && costs.in_load {
        let response = costs.cost(MessageKind::ServiceResponse).get();
        let answers = course(scenario, &traffic, &all, responses);
        let kinds = [MessageKind::DeviceAlert, MessageKind::DccAlert];
        let alerts =
            kinds.map(|kind| costs.cost(kind).get() * alerts_a_cell(scenario, &all, &[kind]));
        for (load, answers) in load.iter_mut().zip(answers) {
            *load += response * answers + alerts.iter().sum::<f64>();
        }
    }
    let window = scenario.calendar.cells_per_window();
    let busiest = busiest(&load, window) / scenario.calendar.window().seconds();
    let mut sized = scenario.clone();
    let theta = scenario.mechanism.operating_threshold.get();
    // As exact as it is said: in whole requests a second, or in thousandths of one below a thousand.
    let capacity = times * busiest / theta;
    let parts = if capacity < 1_000.0 { 1_000.0 } else { 1.0 };
    sized.gateway.max_capacity = PerSecond::from_f64((capacity * parts).round() / parts);
    Cow::Owned(sized)
}

/// Messages a second of a User's busiest ordinary minute: responses when nothing waits or is refused, and
/// alerts of the background, none held back.
pub fn busiest_minute_per_s(scenario: &Scenario, traffic: &Traffic, user: usize) -> f64 {
    let cell = scenario.calendar.cell();
    let minute = (60_000 / cell.ms()).max(1) as usize;
    let answers = busiest(&course(scenario, traffic, &[user], responses), minute);
    let alerts = alerts_a_cell(scenario, &[user], &MessageKind::ALL);
    (answers / minute as f64 + alerts) / cell.seconds()
}

fn busiest(cells: &[f64], length: usize) -> f64 {
    cells.chunks(length).map(|part| part.iter().sum::<f64>()).fold(0.0, f64::max)
}

/// Alerts of these kinds that these Users' meters send in a cell.
fn alerts_a_cell(scenario: &Scenario, users: &[usize], kinds: &[MessageKind]) -> f64 {
    let alerts = scenario.northbound.alerts.iter().filter(|alert| kinds.contains(&alert.kind));
    let a_day = alerts.map(|alert| {
        let meters = users.iter().map(|user| super::northbound::meters(scenario, alert, *user));
        alert.per_meter * meters.sum::<u64>() as f64
    });
    a_day.sum::<f64>() * scenario.calendar.cell().seconds() / 86_400.0
}

/// Expected number in each cell of what comes so many cells after requests of these Users begin.
fn course(
    scenario: &Scenario,
    traffic: &Traffic,
    users: &[usize],
    after: fn(&Scenario, &Traffic, &Cohort, bool) -> Vec<u64>,
) -> Vec<f64> {
    let mut cells = vec![0.0; scenario.calendar.cells() as usize];
    let mut add = |at: u64, mean: f64| {
        if let Some(here) = cells.get_mut(at as usize) {
            *here += mean;
        }
    };
    for cohort in traffic.cohorts.iter().filter(|c| users.contains(&c.user)) {
        let begun = begun(scenario, traffic, cohort);
        for later in after(scenario, traffic, cohort, false) {
            begun.iter().for_each(|(at, mean)| add(at + later, *mean));
        }
        for later in after(scenario, traffic, cohort, true) {
            started(traffic, cohort, &begun).iter().for_each(|(at, mean)| add(at + later, *mean));
        }
    }
    cells
}

/// How many of a cohort are expected to be first submitted, or started as the DCC schedules, in which cells.
fn begun(scenario: &Scenario, traffic: &Traffic, cohort: &Cohort) -> Vec<(u64, f64)> {
    let mut begun = Vec::new();
    let per_block = scenario.calendar.cells_per_block() as u64;
    for block in 0..scenario.calendar.blocks().len() {
        for piece in traffic.pieces(cohort, block) {
            let each = piece.mean / (piece.to - piece.from) as f64;
            let first = block as u64 * per_block;
            begun.extend((piece.from..piece.to).map(|cell| (first + cell, each)));
        }
    }
    begun
}

/// How many the DSP starts of what it held until due.
fn started(traffic: &Traffic, cohort: &Cohort, begun: &[(u64, f64)]) -> Vec<(u64, f64)> {
    let Some(due) = cohort.due.map(|due| &traffic.dues[due]) else { return Vec::new() };
    let held = begun.iter().filter_map(|(cell, mean)| Some((due.after(*cell)?, *mean)));
    let held = held.chain(cohort.held_before.map(|(mean, at)| (at, mean)));
    let spread = |(at, mean): (u64, f64)| {
        (at..at + due.spread).map(move |cell| (cell, mean / due.spread as f64))
    };
    held.flat_map(spread).collect()
}

/// Cells from the first submission of a request to its second, if it takes one.
fn signing(scenario: &Scenario, cohort: &Cohort, srv: usize) -> Option<u64> {
    let signed = cohort.mode != Mode::DccScheduled && cohort.due.is_none();
    let delay = scenario.signing_delay.cells_up(scenario.calendar.cell()).max(1);
    (signed && takes_two(scenario, cohort, srv)).then_some(delay)
}

/// Cells after which the submissions of a request, or of the run of a process, come; `started`: after the
/// DSP has started what it held.
fn submissions(scenario: &Scenario, traffic: &Traffic, cohort: &Cohort, started: bool) -> Vec<u64> {
    if started {
        return vec![0];
    }
    let mut all = Vec::new();
    for (at, srv) in requests(scenario, traffic, cohort) {
        all.push(at);
        all.extend(signing(scenario, cohort, srv).map(|signing| at + signing));
    }
    all
}

/// Cells after which responses are made.
fn responses(scenario: &Scenario, traffic: &Traffic, cohort: &Cohort, started: bool) -> Vec<u64> {
    if cohort.due.is_some() != started {
        return Vec::new();
    }
    let answered = |(at, srv): (u64, usize)| answered(scenario, cohort, at, srv);
    requests(scenario, traffic, cohort).into_iter().map(answered).collect()
}

/// When a request that is first submitted in cell `at` is answered.
fn answered(scenario: &Scenario, cohort: &Cohort, at: u64, srv: usize) -> u64 {
    let response = scenario.srvs[srv].response(cohort.mode).cells_up(scenario.calendar.cell());
    at + signing(scenario, cohort, srv).unwrap_or(0) + response
}

/// A request, or all of the steps of a process: cells after which each begins, and its SRV.
fn requests(scenario: &Scenario, traffic: &Traffic, cohort: &Cohort) -> Vec<(u64, usize)> {
    let Some(step) = cohort.step else { return vec![(0, cohort.srv)] };
    let (process, _) = traffic.steps[step.step];
    let (mut at, mut requests) = (0, Vec::new());
    for (i, step) in scenario.processes[process].steps.iter().enumerate() {
        // A step begins in the cell after the answer to the one before, plus its delay.
        at += if i > 0 { 1 + step.delay.cells_up(scenario.calendar.cell()) } else { 0 };
        requests.push((at, step.srv));
        at = answered(scenario, cohort, at, step.srv);
    }
    requests
}
