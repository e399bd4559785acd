//! A single run, by what it is about: a flood, a storm, a restart, alerts, processes, an ordinary day, or else.

use super::verdict::verdict;
use super::{FirstScreen, decides, first_of, named, told};
use crate::evidence::Evidence;
use crate::evidence::answer::{sentence, sentences};
use crate::evidence::beside::Beside;
use crate::evidence::delayed::followed_p95;
use crate::evidence::groups::flooding;
use crate::evidence::storms::polled;
use crate::evidence::supply::{Since, active_known};
use crate::evidence::words::{few, listed, percent, time_like, time_said};
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
        () if scenario.events.is_empty() => About::Ordinary,
        () => About::Other,
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
        About::Alerts => alerts(e),
        About::Processes => processes(e),
        About::Ordinary => ordinary(e),
        About::Other => other(e),
    }
}

/// `; today 12, with anomaly detection 7`, as `of` says it; nothing where nothing stands beside.
fn besides(e: &Evidence, of: impl Fn(&Beside) -> Option<String>) -> String {
    let all: Vec<String> =
        e.beside.iter().filter_map(|b| Some(format!("{} {}", b.said_name(), of(b)?))).collect();
    if all.is_empty() { String::new() } else { format!("; {}", all.join(", ")) }
}

fn mean(e: &Evidence, figure: Figure, whose: Whose) -> f64 {
    e.measures.estimate(figure, whose).map_or(0.0, |i| i.mean)
}

fn flood(e: &Evidence) -> FirstScreen {
    let scenario = &e.plan.scenario;
    let floods = flooding(scenario);
    let names: Vec<String> = floods.iter().map(|u| scenario.users[*u].name.clone()).collect();
    let others = (0..scenario.users.len()).filter(|u| !floods.contains(u));
    let runs = e.measures.runs.len() as f64;
    let begun: u64 = others.map(|u| e.measures.users[u].counted.requests).sum();
    let never = few(mean(e, Figure::NeverAnswered, Whose::Others));
    let there = besides(e, |b| Some(few(b.of(Figure::NeverAnswered, Whose::Others)?.mean)));
    let of_flooding = |figure| match floods.as_slice() {
        [one] => named(
            e,
            figure,
            Whose::User(*one),
            format!("{}'s own attempts throttled: the mechanism working", names[0]),
        ),
        _ => told(e, Figure::ThrottledAbove, Whose::All),
    };
    let s = if names.len() == 1 { "s" } else { "" };
    FirstScreen {
        kind: "flood",
        question: format!("If {} flood{s} the gateway, who pays?", listed(&names)),
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
        verdict: verdict(e),
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

/// Top-ups: the SRV whose delay a household feels first.
const TOP_UP: &str = "2.2";

fn restart(e: &Evidence) -> FirstScreen {
    let p95 = followed_p95(e).into_iter().find(|(id, _)| id == TOP_UP).and_then(|(_, p95)| p95);
    let there = |b: &Beside| {
        let found = b.followed.iter().find(|(id, _)| id == TOP_UP)?;
        Some(found.1.map_or("more than one in twenty never answered".to_owned(), |x| {
            time_like(x, p95.unwrap_or(x))
        }))
    };
    let never = few(mean(e, Figure::NeverAnsweredNotAbove, Whose::All));
    let never_there = besides(e, |b| b.mean(Figure::NeverAnsweredNotAbove).map(few));
    let waits = match p95 {
        Some(p95) => format!(
            "One top-up (2.2) in twenty waited over {}{}; ",
            time_said(p95),
            besides(e, there).replacen("; ", " (", 1) + if e.beside.is_empty() { "" } else { ")" }
        ),
        None => String::new(),
    };
    let never =
        format!("{never} requests not above by own sending were never answered{never_there}.");
    FirstScreen {
        kind: "restart",
        question: "After maintenance, how long until requests get through?".to_owned(),
        answer: format!("{waits}{never}"),
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

fn alerts(e: &Evidence) -> FirstScreen {
    let of = |figure| mean(e, figure, Whose::All);
    let (all, held) = (of(Figure::MessagesGenerated), of(Figure::MessagesHeldBack));
    FirstScreen {
        kind: "alerts",
        question: "What does a storm of alerts cost, and what is held back?".to_owned(),
        answer: format!(
            "Of {} messages {} were held back, and {} lost at Users' adapters; the mechanism was active for {}{}.",
            few(all),
            few(held),
            few(of(Figure::MessagesLost)),
            time_said(of(Figure::ActiveS)),
            besides(e, |b| Some(format!(
                "{} requests not above by own sending never answered, here {}",
                few(b.mean(Figure::NeverAnsweredNotAbove)?),
                few(of(Figure::NeverAnsweredNotAbove))
            )))
        ),
        verdict: verdict(e),
        figures: first_of([
            told(e, Figure::MessagesHeldBack, Whose::All),
            told(e, Figure::MessagesLost, Whose::All),
            told(e, Figure::ActiveS, Whose::All),
            told(e, Figure::NeverAnsweredNotAbove, Whose::All),
        ]),
        charts: &["northbound", "what-happened"],
        decides: decides(&e.plan.scenario, Figure::ActiveS, ""),
    }
}

fn processes(e: &Evidence) -> FirstScreen {
    let first = mean(e, Figure::ProcessesFirstTime, Whose::All);
    let begun = e.measures.mean(|r| r.runs(None, Whose::All).unwrap_or_default().begun as f64);
    FirstScreen {
        kind: "processes",
        question: "How many installations and other processes go through first time?".to_owned(),
        answer: format!(
            "Of {} begun {} were completed first time{}.",
            few(begun.mean),
            percent(first),
            besides(e, |b| b.mean(Figure::ProcessesFirstTime).map(percent))
        ),
        verdict: verdict(e),
        figures: first_of([
            told(e, Figure::ProcessesFirstTime, Whose::All),
            told(e, Figure::ProcessesAbortedShare, Whose::All),
            told(e, Figure::NeverAnsweredNotAbove, Whose::All),
            told(e, Figure::ActiveS, Whose::All),
        ]),
        charts: &["what-happened"],
        decides: decides(&e.plan.scenario, Figure::ProcessesFirstTime, ""),
    }
}

fn ordinary(e: &Evidence) -> FirstScreen {
    FirstScreen {
        kind: "ordinary",
        question: "Does business as usual keep clear of the threshold?".to_owned(),
        answer: sentence(e),
        verdict: verdict(e),
        figures: first_of([
            told(e, Figure::Triggered, Whose::All),
            told(e, Figure::Headroom, Whose::All),
            told(e, Figure::PeakLoadPerS, Whose::All),
            told(e, Figure::UsersThrottled, Whose::All),
        ]),
        charts: &["what-happened"],
        decides: decides(&e.plan.scenario, Figure::ActiveS, ""),
    }
}

fn other(e: &Evidence) -> FirstScreen {
    FirstScreen {
        kind: "events",
        question: "Who is throttled, and who is left without an answer?".to_owned(),
        answer: sentences(e).into_iter().next().unwrap_or_default(),
        verdict: verdict(e),
        figures: first_of([
            told(e, Figure::NeverAnsweredNotAbove, Whose::All),
            told(e, Figure::AddedDelaySP95Within, Whose::All),
            told(e, Figure::ThrottledNotAbove, Whose::All),
            told(e, Figure::UsersThrottled, Whose::All),
        ]),
        charts: &["what-happened"],
        decides: decides(&e.plan.scenario, Figure::NeverAnsweredNotAbove, ""),
    }
}
