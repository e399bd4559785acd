//! What a reader without training asks of a storm first (G9, M6), question by question: was the SRV with which network
//! parties ask throttled, of whom, how much of it was turned away, when and for how long, what was known of supply under the
//! mechanism, and what would listing it change?
//!
//! Scope: plain sentences from the measures, for the report page. Left out: courses, whose storms are drawn. Source:
//! Refinement Consultation, Q1 (Electricity North West), as F5.14 has it. Checked by: `tests/it/page/answers.rs`, against the
//! tables.

use super::Evidence;
use super::difference::difference;
use super::findings::Findings;
use super::interval::proportion_interval;
use super::storms::polled;
use super::supply::{parties, under_mechanism};
use super::words::{differs, few, listed, percent, said, share_with_ends, time_said, with_ends};
use headroom_core::domain::{Figure, Whose};
use headroom_core::ledger::ActivationRecord;

/// An answer about one SRV.
#[derive(Clone, Debug, PartialEq)]
pub struct StormAnswer {
    /// The SRV.
    pub srv: String,
    /// What is asked.
    pub question: String,
    /// What is said to it.
    pub answer: String,
    /// What would say more: `list` or `drop` the SRV, `tight`; empty where nothing has to.
    pub ask: &'static str,
}

/// What listing an SRV changes between two variants that differ in nothing but the list.
#[derive(Clone, Debug, PartialEq)]
pub struct Listing {
    /// The SRV.
    pub srv: String,
    /// The variant that lists it.
    pub variant: usize,
    /// The one that does not.
    pub against: usize,
    /// What it changes, in a sentence.
    pub text: String,
}

/// The answers of `e`; nothing without a storm in which network parties ask.
pub fn storm_answers(e: &Evidence) -> Vec<StormAnswer> {
    if e.plan.scenario.is_course() {
        return Vec::new();
    }
    polled(&e.plan).into_iter().flat_map(|srv| of_srv(e, srv)).collect()
}

fn of_srv(e: &Evidence, srv: usize) -> Vec<StormAnswer> {
    let of = &e.plan.scenario.srvs[srv];
    let reads = if of.name.starts_with("Read") { "reads" } else { "attempts" };
    let one = |question: String, answer: String, ask: &'static str| StormAnswer {
        srv: of.id.clone(),
        question,
        answer,
        ask,
    };
    let (change, ask) = change(e, srv);
    vec![
        one(format!("Was {} ({}) throttled?", of.id, of.name), was_it(e, srv), ""),
        one("For whom?".to_owned(), for_whom(e, srv, reads), ""),
        one(format!("How many {reads} were turned away?"), how_many(e, srv, reads), ""),
        one("When, and for how long?".to_owned(), how_long(e, srv), ""),
        one(
            "What was known of supply under the mechanism?".to_owned(),
            under_mechanism(e, srv),
            "",
        ),
        one(format!("What would listing {} change?", of.id), change, ask),
    ]
}

fn throttled(e: &Evidence, srv: usize) -> Vec<f64> {
    e.measures().values(Figure::Throttled, Whose::Srv(srv)).into_iter().flatten().collect()
}

fn any(e: &Evidence, srv: usize) -> bool {
    e.measures().srvs[srv].throttled > 0
}

fn was_it(e: &Evidence, srv: usize) -> String {
    let mechanism = &e.plan.scenario.mechanism;
    let n = e.replications();
    let triggered = e.measures().runs.iter().filter(|r| r.activations > 0).count();
    if any(e, srv) {
        let k = throttled(e, srv).iter().filter(|x| **x > 0.0).count();
        if n == 1 {
            return "Yes.".to_owned();
        }
        let share = share_with_ends(&proportion_interval(k, n));
        return format!("Yes, in {k} of {n} replications: {share}.");
    }
    if !mechanism.enabled {
        return "No: the mechanism is switched off.".to_owned();
    }
    if triggered == 0 {
        let peak = e.measures().runs.iter().map(|r| r.peak_load_per_s).fold(0.0, f64::max);
        return format!(
            "No: the mechanism did not trigger in any of {n} replications; the busiest window of them all reached {} of the operating threshold.",
            percent(peak / e.plan.scenario.threshold().get())
        );
    }
    let why = match mechanism.prioritised[srv] {
        true => "it is on the Prioritised list, which is never throttled (M6)",
        false => "nobody who sent it was over its limit",
    };
    format!("No: the mechanism triggered in {triggered} of {n} replications, but {why}.")
}

/// Every User of whom any was, the most first, with how many.
fn for_whom(e: &Evidence, srv: usize, reads: &str) -> String {
    let n = e.replications() as f64;
    let measures = e.measures();
    let pairs = e.plan.traffic.pairs.iter().zip(&measures.pairs);
    let mut of: Vec<(u64, f64, usize)> = pairs
        .filter(|(pair, c)| pair.1 == srv && c.throttled > 0)
        .map(|(pair, c)| (c.throttled, c.throttled_share(), pair.0))
        .collect();
    of.sort_by_key(|(n, _, user)| (std::cmp::Reverse(*n), *user));
    let name = |u: usize| e.plan.scenario.users[u].name.clone();
    let one = |(count, share, user): &(u64, f64, usize)| {
        format!(
            "{} ({} {reads}, {} of its own)",
            name(*user),
            few(*count as f64 / n),
            percent(*share)
        )
    };
    match of.is_empty() {
        true => "For nobody.".to_owned(),
        false => format!("{}.", listed(&of.iter().map(one).collect::<Vec<_>>())),
    }
}

fn how_many(e: &Evidence, srv: usize, reads: &str) -> String {
    let all = said(e.measures().srvs[srv].attempts as f64 / e.replications() as f64);
    let of = |figure| e.estimate(figure, Whose::Srv(srv));
    let [throttled, rejected] = [Figure::Throttled, Figure::Rejected]
        .map(|figure| of(figure).map_or("none".to_owned(), |i| with_ends(&i)));
    let Some([both, share]) = e.measures().turned_away(Whose::Srv(srv)) else {
        return format!("None of {all} {reads}.");
    };
    let parts = format!("{throttled} throttled and {rejected} rejected");
    let (both, share) = (with_ends(&both), share_with_ends(&share));
    format!("{both} of {all} {reads} were turned away, which is {share}: {parts}.")
}

/// From the first to the last activation in which a network party was throttled, and how long in all.
fn how_long(e: &Evidence, srv: usize) -> String {
    if !any(e, srv) {
        return "Never.".to_owned();
    }
    let calendar = &e.plan.scenario.calendar;
    let users: Vec<usize> = parties(&e.plan).iter().map(|p| p.user).collect();
    let hit = |a: &&ActivationRecord| users.iter().any(|u| a.users.contains(u));
    let folded = e.folded();
    let all = || folded.runs.iter().flat_map(|r| &r.activations).filter(hit);
    let from = all().map(|a| a.from).min().unwrap_or(0);
    let to = all().map(|a| a.to).max().unwrap_or(0);
    let n = e.replications() as f64;
    let windows = |u: &usize| e.measures().users[*u].windows_throttled;
    let longest = users.iter().max_by_key(|u| (windows(u), std::cmp::Reverse(**u))).expect("any");
    let time = windows(longest) as f64 / n * calendar.window().seconds();
    let active = e.estimate(Figure::ActiveS, Whose::All);
    let active = active.map_or(String::new(), |i| {
        let ends = i.ci_low.zip(i.ci_high).filter(|(low, high)| low < high);
        let ends = ends.map_or(String::new(), |(low, high)| {
            format!(" (95 %: {} to {})", time_said(low.max(0.0)), time_said(high))
        });
        format!("; the mechanism was active for {}{ends} in all", time_said(i.mean))
    });
    format!(
        "{}, {} longest: for {} of windows together{active}.",
        between(&calendar.said(from), &calendar.said(to)),
        e.plan.scenario.users[*longest].name,
        time_said(time)
    )
}

/// Two times as people say them, the day once where it is the same.
fn between(from: &str, to: &str) -> String {
    let day = |said: &str| said.split_once(" on ").map(|(_, day)| day.to_owned());
    let first = match day(from) == day(to) {
        true => from.split(" on ").next().unwrap_or(from),
        false => from,
    };
    format!("In activations between {first} and {to}")
}

/// What this variant alone says of the list, and what would say more.
fn change(e: &Evidence, srv: usize) -> (String, &'static str) {
    let id = &e.plan.scenario.srvs[srv].id;
    let mechanism = &e.plan.scenario.mechanism;
    if mechanism.enabled && mechanism.prioritised[srv] {
        return (format!("{id} is on the list here. What dropping it would change:"), "drop");
    }
    if any(e, srv) {
        return ("This study does not say. What does:".to_owned(), "list");
    }
    if !mechanism.enabled {
        return ("Nothing: there is no list while the mechanism is switched off.".to_owned(), "");
    }
    let nothing = format!("Nothing here: no attempt of {id} was throttled.");
    match e.measures().runs.iter().any(|r| r.activations > 0) {
        true => (nothing, ""),
        false => (format!("{nothing} Which capacity would make it trigger:"), "tight"),
    }
}

/// What listing changes in `f`, wherever two variants differ in nothing but the list.
pub fn listings(f: &Findings) -> Vec<Listing> {
    const LIST: &str = "/mechanism/prioritised";
    if f.of_courses() {
        return Vec::new();
    }
    let rest = |v: usize| {
        let changes = f.variants[v].changes.iter();
        changes.filter(|(pointer, _)| !pointer.starts_with(LIST)).collect::<Vec<_>>()
    };
    let mut all = Vec::new();
    for srv in polled(&f.evidence[0].plan) {
        let id = &f.evidence[0].plan.scenario.srvs[srv].id;
        let on = |v: usize| {
            let scenario = &f.evidence[v].plan.scenario;
            let at = scenario.srvs.iter().position(|s| s.id == *id)?;
            scenario.mechanism.enabled.then(|| scenario.mechanism.prioritised[at])
        };
        for v in (0..f.variants.len()).filter(|v| on(*v) == Some(true)) {
            let fits = |u: &usize| on(*u) == Some(false) && rest(*u) == rest(v);
            let Some(against) = (0..f.variants.len()).find(fits) else { continue };
            let text = what_changes(f, srv, v, against);
            all.push(Listing { srv: id.clone(), variant: v, against, text });
        }
    }
    all
}

/// Whether it is looked at of the SRV alone, and the figure.
const CHANGES: [(bool, Figure); 5] = [
    (true, Figure::Throttled),
    (false, Figure::SupplyKnown15Min),
    (false, Figure::RefusedWithin),
    (false, Figure::Rejected),
    (false, Figure::NeverAnsweredNotAbove),
];

fn what_changes(f: &Findings, srv: usize, variant: usize, against: usize) -> String {
    let one = |(of_srv, figure): (bool, Figure)| {
        let (whose, name) = match of_srv {
            true => (Whose::Srv(srv), "attempts of it throttled".to_owned()),
            false => (Whose::All, figure.called()),
        };
        let d = difference(&f.evidence, variant, against, figure, whose)?;
        Some(format!("{name}: {}", differs(figure, &d.more)))
    };
    let parts: Vec<String> = CHANGES.into_iter().filter_map(one).collect();
    let label = |v: usize| f.variants[v].said();
    format!("With ‘{}’ instead of ‘{}’, {}.", label(variant), label(against), parts.join("; "))
}
