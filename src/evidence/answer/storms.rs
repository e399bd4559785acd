//! Storms in sentences (G9): whether the polls were throttled, of whom and how many, and how long it took
//! until supply was known.

use super::Evidence;
use crate::evidence::interval::{Interval, mean_interval, mean_of_some};
use crate::evidence::measures::RunMeasures;
use crate::evidence::storms::polled;
use crate::evidence::supply::{Since, WITHIN_MIN, presumed, under_mechanism};
use crate::evidence::words::{names, share_with_ends, value_with_ends, with_ends};
use headroom_core::domain::{Figure, Whose};
use headroom_core::ledger::Supply;

/// A sentence for each SRV that network parties poll with, one on how often they did, one each on loss and
/// restoration, and for each SRV what is known of it under the mechanism; nothing without storms.
pub(super) fn sentences(e: &Evidence) -> Vec<String> {
    let mut all: Vec<String> = polled(&e.plan).into_iter().map(|srv| polls(e, srv)).collect();
    all.extend(asked(e));
    all.extend(Since::ALL.into_iter().filter_map(|since| known(e, since)));
    if e.plan.scenario.mechanism.enabled {
        all.extend(polled(&e.plan).into_iter().map(|srv| under_mechanism(e, srv)));
    }
    all
}

/// Whether it was throttled, how often and of whom, and what else refused it.
fn polls(e: &Evidence, srv: usize) -> String {
    let id = &e.plan.scenario.srvs[srv].id;
    let estimate = |figure| e.estimate(figure, Whose::Srv(srv)).filter(|i: &Interval| i.mean > 0.0);
    let rejected = estimate(Figure::RejectedShare).map_or(String::new(), |i| {
        format!("; {} were rejected by today's protection", share_with_ends(&i))
    });
    let both =
        e.measures().turned_away(Whose::Srv(srv)).map_or(String::new(), |[number, share]| {
            format!(
                "; in all {} were turned away, {} times",
                share_with_ends(&share),
                with_ends(&number)
            )
        });
    // One that is the whole of it says so itself.
    let both = if rejected.is_empty() { String::new() } else { both };
    match (estimate(Figure::ThrottledShare), estimate(Figure::Throttled)) {
        (Some(share), Some(number)) => format!(
            "{id} was throttled in {} of its attempts, {} times, of {}{rejected}{both}.",
            share_with_ends(&share),
            with_ends(&number),
            of_whom(e, srv)
        ),
        _ => format!("{id} was not throttled{rejected}."),
    }
}

/// Whose attempts of it were throttled, the most first.
fn of_whom(e: &Evidence, srv: usize) -> String {
    let measures = e.measures();
    let pairs = e.plan.traffic.pairs.iter().zip(&measures.pairs);
    let mut of: Vec<(u64, usize)> = pairs
        .filter(|(pair, counted)| pair.1 == srv && counted.throttled > 0)
        .map(|(pair, counted)| (counted.throttled, pair.0))
        .collect();
    of.sort_by_key(|(n, _)| std::cmp::Reverse(*n));
    names(&of.iter().map(|(_, u)| e.plan.scenario.users[*u].name.as_str()).collect::<Vec<&str>>())
}

/// How often network parties asked, and how often they were told; none where nobody was.
fn asked(e: &Evidence) -> Option<String> {
    let sum = |of: fn(&Supply) -> u64| {
        let folded = e.folded();
        let sums = folded.runs.iter().map(|r| r.supply.iter().map(of).sum::<u64>() as f64);
        mean_interval(&sums.collect::<Vec<f64>>())
    };
    let all = [sum(|s| s.polls), sum(|s| s.neighbour_polls), sum(|s| s.alerts)];
    all.iter().any(|i| i.mean > 0.0).then(|| {
        let [customers, neighbours, alerts] = all.map(|i| with_ends(&i));
        format!(
            "Network parties asked {customers} times whether a customer has supply and {neighbours} times whether a neighbour has; {alerts} alerts told them."
        )
    })
}

/// Within what time, and after what, losses or restorations were known; none where there were none.
fn known(e: &Evidence, since: Since) -> Option<String> {
    let of = |r: &RunMeasures| r.known(Whose::All).map(|s| s.since[since as usize]);
    let customers = mean_of_some(e.measures().runs.iter().map(|r| Some(of(r)?.customers as f64)))?;
    let share = |i: usize| mean_of_some(e.measures().runs.iter().map(|r| of(r)?.share(i)));
    let known = |i: usize| share(i).map(|s| share_with_ends(&s));
    let what = match since {
        Since::Loss => "losses of supply",
        Since::Restoration => "restorations of supply",
    };
    let [first, second, third] = WITHIN_MIN;
    Some(format!(
        "Of {} {what} (customers with a meter) {} were known within {first} min, {} within {second} min and {} within {third} min{}; {}.",
        with_ends(&customers),
        known(0)?,
        known(1)?,
        known(2)?,
        presumed_said(e, since),
        after(e, since)
    ))
}

/// How many of those known were presumed from silence, neither read nor told; nothing where none was.
fn presumed_said(e: &Evidence, since: Since) -> String {
    let cell = e.plan.scenario.calendar.cell();
    let share = |i: usize| {
        let of_run = |supply: &[Supply]| {
            let lost: u64 = supply.iter().map(|s| s.lost).sum();
            let silent: u64 = supply.iter().map(|s| presumed(s, since, cell)[i]).sum();
            (lost > 0).then(|| silent as f64 / lost as f64)
        };
        mean_of_some(e.folded().runs.iter().map(|r| of_run(&r.supply)))
    };
    match [share(1), share(2)] {
        [Some(second), Some(third)] if third.mean > 0.0 => format!(
            "; presumed of silent meters, neither read nor told, {} within {} min and {} within {} min",
            share_with_ends(&second),
            WITHIN_MIN[1],
            share_with_ends(&third),
            WITHIN_MIN[2]
        ),
        _ => String::new(),
    }
}

/// After what time half of the losses are known, and 95 %: said alike of restorations.
const FIGURES: [Figure; 2] = [Figure::TimeToKnowSP50, Figure::TimeToKnowSP95];

/// After what time half and 95 % of them were known, or of how many they never were.
fn after(e: &Evidence, since: Since) -> String {
    let of = |r: &RunMeasures| r.known(Whose::All).map(|s| s.since[since as usize]);
    let time = |rank: usize| {
        let times: Option<Vec<f64>> =
            e.measures().runs.iter().map(|r| of(r)?.time_s[rank]).collect();
        times.map(|times| value_with_ends(FIGURES[rank], &mean_interval(&times)))
    };
    let never = || {
        let share = |r: &RunMeasures| {
            let known = of(r).filter(|k| k.customers > 0)?;
            Some((known.customers - known.ever) as f64 / known.customers as f64)
        };
        let never = mean_of_some(e.measures().runs.iter().map(share));
        never.map_or(String::new(), |i| share_with_ends(&i))
    };
    match (time(0), time(1)) {
        (Some(half), Some(most)) => format!("half after {half}, 95 % after {most}"),
        (Some(half), None) => format!("half after {half}, {} never", never()),
        (None, _) => format!("{} never", never()),
    }
}
