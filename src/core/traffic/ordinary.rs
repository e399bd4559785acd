//! The busiest window of an ordinary day, expected: for the headline, cautions and `headroom check`, and for the
//! capacity where a scenario gives it in that.

mod course;

use super::cohort::{Cohort, Traffic};
use crate::domain::{MessageKind, NANO, PerSecond};
use crate::scenario::{Fault, Scenario};
use course::{Reckoned, course};
use std::sync::Arc;

/// The busiest window of ordinary traffic, expected.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ordinary {
    /// Requests a second in it.
    pub busiest_window_per_s: f64,
    /// Its first cell.
    pub cell: u64,
}

impl Ordinary {
    /// The busiest window that ordinary traffic is expected to have in `scenario`'s run.
    pub fn new(scenario: &Scenario, ordinary: &Traffic) -> Self {
        let per_window = scenario.calendar.cells_per_window();
        let mut cells = course(scenario, ordinary, |_| true, Reckoned::Submissions);
        load_northbound(scenario, ordinary, &mut cells);
        let window = |(w, window): (usize, &[f64])| Self {
            busiest_window_per_s: window.iter().sum::<f64>() / scenario.calendar.window().seconds(),
            cell: (w * per_window) as u64,
        };
        let none = Self { busiest_window_per_s: 0.0, cell: 0 };
        let larger = |a: Self, b: Self| {
            if b.busiest_window_per_s > a.busiest_window_per_s { b } else { a }
        };
        cells.chunks(per_window).enumerate().map(window).fold(none, larger)
    }
}

/// `scenario` with the capacity that a given Θ ÷ busiest ordinary window asks for.
///
/// # Errors
/// No ordinary traffic, or a Θ below one request a window (M1).
pub fn sized(scenario: Arc<Scenario>) -> Result<Arc<Scenario>, Fault> {
    let Some(times) = scenario.gateway.threshold_over_ordinary else {
        return Ok(scenario);
    };
    let refused = |found: String, expected: &str| {
        Err(Fault::at("/gateway/threshold_over_ordinary", found, expected))
    };
    let ordinary = Ordinary::new(&scenario, &Traffic::ordinary(&scenario));
    if ordinary.busiest_window_per_s <= 0.0 {
        let expected = "ordinary traffic in the run, of which Θ is a multiple";
        return refused("no ordinary traffic".to_owned(), expected);
    }
    let threshold = times * ordinary.busiest_window_per_s;
    let mut sized = (*scenario).clone();
    let capacity = threshold / scenario.mechanism.operating_threshold.get();
    // As exact as it is said: whole requests a second, or thousandths where there are few.
    let grain = if capacity < 1_000.0 { 1e-3 } else { 1.0 };
    sized.gateway.max_capacity = PerSecond::from_f64(libm::round(capacity / grain) * grain);
    if sized.mechanism.enabled && sized.threshold().over(sized.calendar.window()) < NANO {
        // Not of the capacity as it is rounded, of which nothing might be left.
        let n = threshold * sized.calendar.window().seconds();
        let places = libm::fmax(1.0 - libm::floor(libm::log10(n)), 0.0) as usize;
        let found = format!("{times}, so that Θ is {n:.places$} requests in a window");
        return refused(found, "Θ of at least one request in a window");
    }
    Ok(Arc::new(sized))
}

/// G7: adds what messages are expected to load the DSP with, where that counts in L: responses, and alerts as
/// if none were consolidated.
fn load_northbound(scenario: &Scenario, ordinary: &Traffic, cells: &mut [f64]) {
    let costs = scenario.gateway.load_includes;
    if !scenario.northbound.enabled || !costs.in_load || !costs.any() {
        return;
    }
    let sources = ordinary.sources.iter();
    let cost = |flow: usize| costs.cost(ordinary.flows[flow].kind).get();
    let alerts: f64 = sources.map(|s| s.devices as f64 * s.per_cell * cost(s.flow)).sum();
    let response = costs.cost(MessageKind::ServiceResponse).get();
    let answers = course(scenario, ordinary, |_| true, Reckoned::Answers);
    for (cell, answers) in cells.iter_mut().zip(answers) {
        *cell += alerts + answers * response;
    }
}

/// What ordinary traffic is expected to send in the busiest window and cell of a half-hour, in requests.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Busy {
    /// Busiest window.
    pub window: f64,
    /// Busiest cell.
    pub cell: f64,
}

/// For each half-hour of `scenario`'s run, what `ordinary` traffic is expected to send in its busiest window and cell: of
/// each User, what varies from day to day (T3), and after the last of them what does not, of all.
pub fn half_hours(scenario: &Scenario, ordinary: &Traffic) -> Vec<Vec<Busy>> {
    let rest = ordinary.varying.users();
    let of = |user: usize| {
        busy_of(scenario, ordinary, |c| if c.varies { c.user == user } else { user == rest })
    };
    (0..=rest).map(of).collect()
}

/// The same of each User, whether it varies or not and where `users` are wanted, and after the last of them of all.
pub fn of_each_user(scenario: &Scenario, ordinary: &Traffic, users: bool) -> Vec<Vec<Busy>> {
    let one = |user| busy_of(scenario, ordinary, |c| c.user == user);
    let users = if users { ordinary.varying.users() } else { 0 };
    (0..users).map(one).chain([busy_of(scenario, ordinary, |_| true)]).collect()
}

/// What the cohorts that are `wanted` are expected to send in each half-hour's busiest window and cell.
fn busy_of(scenario: &Scenario, ordinary: &Traffic, wanted: impl Fn(&Cohort) -> bool) -> Vec<Busy> {
    let per_window = scenario.calendar.cells_per_window();
    let cells = course(scenario, ordinary, wanted, Reckoned::Submissions);
    let busy = |block: &[f64]| Busy {
        window: block.chunks(per_window).map(|w| w.iter().sum()).fold(0.0, f64::max),
        cell: block.iter().copied().fold(0.0, f64::max),
    };
    cells.chunks(scenario.calendar.cells_per_block()).map(busy).collect()
}

/// For each User, the messages a second in its busiest ordinary minute of `scenario`'s run (N6): responses
/// when nothing waits or is refused, and the background's alerts.
pub fn busiest_minutes(scenario: &Scenario, ordinary: &Traffic) -> Vec<f64> {
    let cell = scenario.calendar.cell();
    let minute = (60_000 / cell.ms()).max(1) as usize;
    let of_user = |user: usize| {
        let own = ordinary.sources.iter().filter(|s| ordinary.flows[s.flow].user == user);
        let alerts: f64 = own.map(|s| s.devices as f64 * s.per_cell).sum();
        let answers = course(scenario, ordinary, |c| c.user == user, Reckoned::Answers);
        let means = answers.chunks(minute).map(|m| m.iter().sum::<f64>() / m.len() as f64);
        (means.fold(0.0, f64::max) + alerts) / cell.seconds()
    };
    (0..scenario.users.len()).map(of_user).collect()
}
