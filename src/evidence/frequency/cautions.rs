//! Reasons not to trust how often it is said to happen.

use super::{DAYS, Frequency, NARROW};
use crate::evidence::cautions::{Caution, caution};
use crate::evidence::kept::Kept;
use crate::evidence::words::{fine, whole_percent, years};
use headroom_core::engine::Plan;

/// The cautions of drawn courses.
pub(in crate::evidence) fn cautions(plan: &Plan, f: &Frequency) -> Vec<Caution> {
    let mut found = Vec::new();
    let rate = &f.per_year[DAYS].rate;
    if let Some(width) = rate.half_width_share().filter(|width| *width > NARROW)
        && let Some(missing) = f.convergence.missing.filter(|missing| *missing > 0)
    {
        found.push(caution(
            "years_missing",
            format!(
                "the days a year on which somebody is throttled, maintenance nights apart, are known to ± {} %: {} more would make it ± {} %",
                fine(100.0 * width),
                years(missing as f64),
                whole_percent(NARROW)
            ),
        ));
    }
    if !f.length.is_a_year() {
        found.push(caution("no_whole_year", format!(
            "a course has {}: what is said of a year is said of its days, and there is no chance of any in a year and no return level",
            years(f.length.years)
        )));
    }
    if plan.scenario.growth.is_some() && f.per_year.iter().any(|m| m.rate.interval.mean > 0.0) {
        found.push(caution(
            "cut_by_months",
            "with a plan a course is cut on the first of each month: an activation that is still going ends there, and is counted anew if the next month begins with one (M4)",
        ));
    }
    if f.of_activations().iter().any(|c| c.ordinary) {
        found.push(caution(
            "by_choice_of_capacity",
            "standard business operation triggers by the choice of C (F4)",
        ));
    }
    // Where a sensitivity is kept, what it hinges on is computed (`hinges_on`).
    if plan.scenario.mechanism.enabled && Kept::of(&plan.scenario).is_none() {
        found.push(hinges(plan));
    }
    found
}

/// What an exceedance hinges on most: a few per cent of day-to-day variation can make a rare one common.
fn hinges(plan: &Plan) -> Caution {
    let scenario = &plan.scenario;
    let variation = scenario.variation.day_cv_common * 100.0;
    // What is recorded varies as the log does: no setting moves it.
    let recorded = |user: &usize| scenario.recorded.as_ref().is_some_and(|r| r.users[*user]);
    let modelled = scenario.streams.iter().flat_map(|s| &s.users).any(|user| !recorded(user));
    let (days, vary) = match modelled {
        true => (
            format!("the variation from day to day ({} % of the total), on ", fine(variation)),
            "/traffic/day_cv_common, ",
        ),
        false => (String::new(), ""),
    };
    caution(
        "frequency_hinges",
        format!(
            "what moves this most has not been computed for the scenario as it is; how often may hinge on {days}the window ({} s) and on the release level ({} of the threshold): vary {vary}/mechanism/window and /mechanism/release to see by how much",
            fine(scenario.calendar.window().seconds()),
            fine(scenario.mechanism.release.get())
        ),
    )
}
