//! A single run, by what it is about: a flood, a storm, a restart; alerts, processes, an ordinary day, a log, or else (`days.rs`).

use super::days;
use super::told::{besides, said, there};
use super::verdict::{verdict, verdict_on};
use super::{FirstScreen, decides, first_of, named, told};
use crate::evidence::Evidence;
use crate::evidence::answer::sentence;
use crate::evidence::beside::Beside;
use crate::evidence::delayed::followed_p95;
use crate::evidence::groups::flooding;
use crate::evidence::storms::polled;
use crate::evidence::supply::{Since, active_known};
use crate::evidence::words::{few, listed, percent, time_said, upper};
use headroom_core::domain::{Figure, Whose};
use headroom_core::scenario::EventKind;

/// What a run is about.
#[derive(Clone, Copy, PartialEq)]
enum About {
    Flood,
    Storm,
    Restart,
    Alerts,
    Processes,
    Ordinary,
    Recorded,
    Other,
}

fn about(e: &Evidence) -> About {
    let scenario = &e.plan.scenario;
    let any = |of: fn(&EventKind) -> bool| scenario.events.iter().any(|event| of(&event.kind));
    match () {
        () if !scenario.processes.is_empty() => About::Processes,
        () if any(|k| matches!(k, EventKind::DenialOfService { .. })) => About::Flood,
        () if any(|k| matches!(k, EventKind::AlertStorm { .. })) => About::Alerts,
        () if any(|k| matches!(k, EventKind::Maintenance(_))) => About::Restart,
        () if !polled(&e.plan).is_empty() => About::Storm,
        () if !scenario.events.is_empty() || !scenario.mechanism.enabled => About::Other,
        () if scenario.is_replay() => About::Recorded,
        () => About::Ordinary,
    }
}

/// The first screen of a run.
pub fn of_run(e: &Evidence) -> FirstScreen {
    if e.frequency.is_some() {
        return super::years::of_years(e);
    }
    match about(e) {
        About::Flood => flood(e),
        About::Storm => storm(e),
        About::Restart => restart(e),
        About::Alerts => days::alerts(e),
        About::Processes => days::processes(e),
        About::Ordinary => days::ordinary(e),
        About::Recorded => days::recorded(e),
        About::Other => days::other(e),
    }
}

fn flood(e: &Evidence) -> FirstScreen {
    let scenario = &e.plan.scenario;
    let floods = flooding(scenario);
    let names: Vec<String> = floods.iter().map(|u| scenario.users[*u].name.clone()).collect();
    let others = (0..scenario.users.len()).filter(|u| !floods.contains(u));
    let runs = e.replications() as f64;
    let begun: u64 = others.map(|u| e.measures().users[u].counted.requests).sum();
    let never = said(e, Figure::NeverAnswered, Whose::Others);
    let there = besides(e, |b| there(b, Figure::NeverAnswered, Whose::Others));
    let of_flooding = |figure| match floods.as_slice() {
        [one] => named(
            e,
            figure,
            Whose::User(*one),
            format!("{}'s own attempts throttled: the mechanism working", names[0]),
        ),
        _ => told(e, Figure::ThrottledAbove, Whose::All),
    };
    let who = match names.as_slice() {
        [one] => format!("{one} floods"),
        some if some.len() <= MOST_NAMED => format!("{} flood", listed(some)),
        all => format!("{} Users flood", all.len()),
    };
    FirstScreen {
        kind: "flood",
        question: format!("If {who} the gateway, who pays?"),
        answer: format!(
            "Of {} requests of other Users {never} were never answered{there}.",
            few(begun as f64 / runs)
        ),
        verdict: verdict(e),
        figures: first_of([
            named(
                e,
                Figure::NeverAnswered,
                Whose::Others,
                "requests of other Users never answered",
            ),
            named(e, Figure::Refused, Whose::Others, "attempts of other Users refused"),
            told(e, Figure::OutageS, Whose::All),
            of_flooding(Figure::Throttled),
        ]),
        charts: &["what-happened"],
        decides: decides(&e.plan.scenario, Figure::NeverAnsweredNotAbove, ""),
    }
}

fn storm(e: &Evidence) -> FirstScreen {
    let srvs = polled(&e.plan);
    let parts: Vec<String> = Since::ALL
        .into_iter()
        .filter_map(|since| {
            let known = active_known(e, since)?;
            let today = known.today.map_or(String::new(), |x| format!(" (today {})", percent(x)));
            let what = if since == Since::Loss { "losses" } else { "restorations" };
            let n = few(known.customers);
            Some(format!("{} of {n} {what} of supply{today}", percent(known.within_15_min)))
        })
        .collect();
    let answer = match parts.is_empty() {
        false => {
            format!("While the mechanism was active {} were known within 15 min.", listed(&parts))
        }
        true => sentence(e),
    };
    let refused = srvs.first().and_then(|srv| {
        let of = &e.plan.scenario.srvs[*srv];
        named(
            e,
            Figure::Refused,
            Whose::Srv(*srv),
            format!("attempts of {} ({}) refused", of.id, of.name),
        )
    });
    FirstScreen {
        kind: "storm",
        question: "Does it delay knowing who is off supply?".to_owned(),
        answer,
        verdict: verdict_on(
            e,
            &[Figure::SupplyKnown15Min, Figure::RestorationKnown15Min],
            "what was known within 15 min",
        ),
        figures: first_of([
            told(e, Figure::SupplyKnown15Min, Whose::All),
            told(e, Figure::RestorationKnown15Min, Whose::All),
            refused,
            told(e, Figure::TimeToKnowSP95, Whose::All),
            told(e, Figure::ActiveS, Whose::All),
        ]),
        charts: &["what-happened", "northbound"],
        decides: decides(&e.plan.scenario, Figure::SupplyKnown15Min, ""),
    }
}

/// Users of a flood that are named.
const MOST_NAMED: usize = 3;

/// Top-ups: the SRV whose delay a household feels first.
const TOP_UP: &str = "2.2";

fn restart(e: &Evidence) -> FirstScreen {
    let p95 = followed_p95(e).into_iter().find(|(id, _)| id == TOP_UP).and_then(|(_, p95)| p95);
    // Where more than one in twenty were never answered, 95 % have no delay.
    let waited = |p95: Option<f64>| match p95 {
        Some(p95) => format!("one top-up (2.2) in twenty waited over {}", time_said(p95)),
        None => "more than one top-up (2.2) in twenty was never answered".to_owned(),
    };
    let of =
        |b: &Beside| b.followed.iter().find(|(id, _)| id == TOP_UP).map(|(_, p95)| waited(*p95));
    let never = |said: String| format!("{said} requests not above by own sending never answered");
    const NEVER: Figure = Figure::NeverAnsweredNotAbove;
    let here = format!("{}; {}", upper(&waited(p95)), never(said(e, NEVER, Whose::All)));
    let todays = e
        .today()
        .and_then(|b| Some(format!(". Today {}; {}", of(b)?, never(there(b, NEVER, Whose::All)?))));
    FirstScreen {
        kind: "restart",
        question: "After maintenance, how long until requests get through?".to_owned(),
        answer: format!("{here}{}.", todays.unwrap_or_default()),
        verdict: verdict(e),
        figures: first_of([
            told(e, Figure::AddedDelaySP95Displaced, Whose::All),
            told(e, Figure::NeverAnsweredNotAbove, Whose::All),
            told(e, Figure::LongestBehindS, Whose::All),
            told(e, Figure::UsersThrottled, Whose::All),
        ]),
        charts: &["what-happened"],
        decides: decides(&e.plan.scenario, Figure::NeverAnsweredNotAbove, ""),
    }
}
