//! Why Users were throttled, as far as the ledger of every study knows it: the activation in which that began.

use super::said::several;
use crate::evidence::Evidence;
use crate::evidence::words::{a_second, thousands, time_said};
use headroom_core::domain::ThrottleTo;
use headroom_core::ledger::ActivationRecord;

/// The first activation of the first replication in which a User was throttled.
#[derive(Clone, Debug, PartialEq)]
pub struct FirstTime {
    /// The User, by its place in the scenario.
    pub user: usize,
    /// When the activation began: Europe/London, as tables give it.
    pub at: String,
    /// Activations of the replication in which it was throttled.
    pub activations: usize,
    /// Why, in sentences.
    pub why: String,
}

/// One for each User throttled in the first replication, in the order of what was throttled of it in all of them;
/// none of courses, whose episodes `explain` does not look into.
pub fn first_times(e: &Evidence) -> Vec<FirstTime> {
    let throttled = |u: usize| e.measures().users[u].counted.throttled;
    let folded = e.folded();
    let Some(run) = folded.runs.first().filter(|_| !e.plan.scenario.is_course()) else {
        return Vec::new();
    };
    let mut users: Vec<usize> =
        run.activations.iter().flat_map(|a| a.users.iter().copied()).collect();
    users.sort_by_key(|u| (std::cmp::Reverse(throttled(*u)), *u));
    users.dedup();
    let of = |user: usize| {
        let its = || run.activations.iter().filter(|a| a.users.contains(&user));
        let first = its().next()?;
        Some(FirstTime {
            user,
            at: e.plan.scenario.calendar.local(first.from),
            activations: its().count(),
            why: why(e, user, first, (its().count(), run.activations.len())),
        })
    };
    users.into_iter().filter_map(of).collect()
}

fn why(e: &Evidence, user: usize, a: &ActivationRecord, (its, all): (usize, usize)) -> String {
    let scenario = &e.plan.scenario;
    let (calendar, name) = (&scenario.calendar, &scenario.users[user].name);
    let causes = match &e.causes(&a.causes)[..] {
        [] => "no event was in force then".to_owned(),
        some => format!("in force then: {}", some.join(", ")),
    };
    let often = match all {
        1 => String::new(),
        all => format!(
            " Of the replication's {} activations it was throttled in {}.",
            thousands(all as f64),
            thousands(its as f64)
        ),
    };
    format!(
        "In the first replication the mechanism was active from {} for {}: the load of a window had reached Θ × window, and was {} in the busiest (M4); {causes}. {name} was over its limit, {} (M5, {}). In this activation {} throttled, of {}.{often}",
        calendar.said(a.from),
        time_said((a.to - a.from) as f64 * calendar.cell().seconds()),
        a_second(a.peak_load as f64 / calendar.window().seconds()),
        limit(e, user),
        scenario.mechanism.throttle_to.word(),
        match a.throttled {
            1 => "1 attempt was".to_owned(),
            n => format!("{} were", several(n, "attempt")),
        },
        match a.users.len() {
            1 => "1 User".to_owned(),
            n => format!("{n} Users"),
        },
    )
}

/// What the reading makes the limit of a User, in words.
fn limit(e: &Evidence, user: usize) -> String {
    let allocation = format!("its allocation of {}", a_second(e.plan.allocation_per_s(user)));
    match e.plan.scenario.mechanism.throttle_to {
        ThrottleTo::Allocation => allocation,
        ThrottleTo::UntilTotal => {
            format!("{allocation}, once all Users together had used Θ × window")
        }
        ThrottleTo::ShareUnused => {
            format!("{allocation} and a share of what others had left unused")
        }
        ThrottleTo::UserMaximum => {
            format!("the greater of {allocation} and Θ for a User alone")
        }
    }
}
