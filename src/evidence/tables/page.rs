//! Rows that the report page needs and nobody else: the answer in sentences, the figures asked for first,
//! who and what was throttled in short, and the assumptions.

use crate::evidence::Evidence;
use crate::evidence::answer::sentences;
use crate::evidence::explain::{FirstTime, first_times};
use crate::evidence::findings::Findings;
use crate::evidence::headlines::{HeadlineRow, headline_rows};
use crate::evidence::in_storm::{Listing, StormAnswer, listings, storm_answers};
use crate::evidence::interval::Interval;
use crate::evidence::table::{Schema, Table, Unit};
use crate::evidence::throttled::{between, in_words, its_srvs, users_of};
use crate::evidence::words::within_reach;
use headroom_core::domain::{Figure, Whose};
use headroom_core::experiment::plain;
use headroom_core::scenario::{Assumed, Scenario};

/// Those of one variant.
pub(super) fn of_variant(e: &Evidence) -> [Table; 7] {
    [
        answer("answer", &sentences(e)),
        of_headlines().table(&headline_rows(e)),
        of_throttled_users().table(&throttled(e, e.plan.scenario.users.len(), users_throttled(e))),
        of_throttled_srvs().table(&throttled(e, e.plan.scenario.srvs.len(), srvs_throttled(e))),
        users_in_words(e),
        of_why().table(&first_times(e).into_iter().map(|f| (e, f)).collect::<Vec<Why<'_>>>()),
        of_storms().table(&storm_answers(e)),
    ]
}

/// A sentence, and its number from 0.
type Sentence<'a> = (usize, &'a String);

pub(super) fn of_sentences<'a>(name: &'static str) -> Schema<Sentence<'a>> {
    Schema::<Sentence<'a>>::of(
        name,
        "a sentence of the answer, in the order in which they are said",
    )
    .count("sentence", "its number", |(i, _): &Sentence<'a>| *i as u64 + 1)
    .text("text", "what it says", |(_, text)| text.as_str())
}

/// The answer called `name`.
pub(super) fn answer(name: &'static str, sentences: &[String]) -> Table {
    of_sentences(name).table(&sentences.iter().enumerate().collect::<Vec<Sentence<'_>>>())
}

pub(super) fn of_headlines() -> Schema<HeadlineRow> {
    Schema::<HeadlineRow>::of("headlines", "a figure that is asked for first")
        .text("figure", "which", |r: &HeadlineRow| r.figure.word())
        .text("srv", "of which SRV; empty of everything", |r| &r.srv)
        .text("name", "what people call it", |r| &r.name)
        .text("said", "its mean with its unit", |r| &r.said)
        .text("interval", "its 95 % interval, as it is said", |r| &r.interval)
        .text("beside", "today's mean, and that of what else stands beside it", |r| &r.beside)
        .estimate("mean", Unit::OfTheFigure, "its mean", |r| Some(r.estimate))
        .with_bare_ends()
        .count("n", "replications", |r| r.estimate.n as u64)
}

/// Evidence, and the place of a User or an SRV of which anything was throttled.
type Throttled<'a> = (&'a Evidence, usize);

/// Those of so `many` of which `of` attempts were throttled, the most first.
fn throttled(e: &Evidence, many: usize, of: impl Fn(usize) -> u64) -> Vec<Throttled<'_>> {
    let mut rows: Vec<usize> = (0..many).filter(|i| of(*i) > 0).collect();
    rows.sort_by_key(|i| std::cmp::Reverse(of(*i)));
    rows.into_iter().map(|i| (e, i)).collect()
}

fn users_throttled(e: &Evidence) -> impl Fn(usize) -> u64 {
    |u| e.measures().users[u].counted.throttled
}

fn srvs_throttled(e: &Evidence) -> impl Fn(usize) -> u64 {
    |s| e.measures().srvs[s].throttled
}

/// Attempts throttled of one User or SRV, a replication.
fn attempts(e: &Evidence, whose: Whose) -> Interval {
    let none = Interval { mean: 0.0, ci_low: None, ci_high: None, n: e.replications() };
    let found = e.estimate(Figure::Throttled, whose);
    within_reach(Figure::Throttled, found.unwrap_or(none))
}

pub(super) fn of_throttled_users<'a>() -> Schema<Throttled<'a>> {
    let mean = |(e, u): &Throttled<'a>| attempts(e, Whose::User(*u));
    Schema::<Throttled<'a>>::of("throttled_users", "a User that was throttled")
        .text("user", "its id", |(e, u): &Throttled<'a>| &e.plan.scenario.users[*u].id)
        .text("name", "its name", |(e, u)| &e.plan.scenario.users[*u].name)
        .called("User")
        .number("allocation_per_s", Unit::PerSecond, "its allocation (M1)", |(e, u)| {
            e.plan.allocation_per_s(*u)
        })
        .called("allocation")
        .estimate("mean", Unit::Requests, "attempts throttled, a replication", move |r| {
            Some(mean(r))
        })
        .with_bare_ends()
        .called("attempts throttled (95 %)")
        .count("n", "replications", move |r| mean(r).n as u64)
        .number("throttled_share", Unit::Share, "those ÷ its attempts", |(e, u)| {
            e.measures().users[*u].counted.throttled_share()
        })
        .called("of its attempts")
        .number("throttled_s", Unit::Seconds, "windows in which it was, a replication", {
            |(e, u)| {
                let window = e.plan.scenario.calendar.window().seconds();
                let n = e.replications() as f64;
                e.measures().users[*u].windows_throttled as f64 * window / n
            }
        })
        .called("time in which it was throttled")
        .list("srvs", ", ", "SRVs of which it had any throttled", |(e, u)| its_srvs(e, *u))
        .called("SRVs")
        .made("first", "first half-hour in which it was; none of courses", |(e, u)| {
            between(e, *u)[0].clone()
        })
        .unit(Unit::LocalTime)
        .called("first half-hour")
        .made("last", "the last", |(e, u)| between(e, *u)[1].clone())
        .unit(Unit::LocalTime)
        .called("last half-hour")
}

pub(super) fn of_throttled_srvs<'a>() -> Schema<Throttled<'a>> {
    let mean = |(e, s): &Throttled<'a>| attempts(e, Whose::Srv(*s));
    Schema::<Throttled<'a>>::of("throttled_srvs", "a Service Reference Variant that was throttled")
        .text("srv", "its id", |(e, s): &Throttled<'a>| &e.plan.scenario.srvs[*s].id)
        .called("SRV")
        .text("name", "its name", |(e, s)| &e.plan.scenario.srvs[*s].name)
        .truth("prioritised", "whether it is on the Prioritised list (M6)", |(e, s)| {
            e.plan.scenario.mechanism.prioritised[*s]
        })
        .called("on the Prioritised list")
        .estimate("mean", Unit::Requests, "attempts throttled, a replication", move |r| {
            Some(mean(r))
        })
        .with_bare_ends()
        .called("attempts throttled (95 %)")
        .count("n", "replications", move |r| mean(r).n as u64)
        .number("throttled_share", Unit::Share, "those ÷ its attempts", |(e, s)| {
            e.measures().srvs[*s].throttled_share()
        })
        .called("of its attempts")
        .count("users", "Users of which any was", |(e, s)| users_of(e, *s))
        .called("Users")
}

/// Evidence, the place of a User, and what was refused to it.
type InWords<'a> = (&'a Evidence, usize, String);

pub(super) fn of_users_in_words<'a>() -> Schema<InWords<'a>> {
    Schema::<InWords<'a>>::of("users_in_words", "a User to whom anything was refused")
        .text("user", "its id", |(e, u, _): &InWords<'a>| &e.plan.scenario.users[*u].id)
        .text("text", "what was refused to it, in a sentence", |(.., text)| text.as_str())
}

fn users_in_words(e: &Evidence) -> Table {
    let users = 0..e.plan.scenario.users.len();
    let said = users.filter_map(|u| Some((e, u, in_words(e, u)?)));
    of_users_in_words().table(&said.collect::<Vec<InWords<'_>>>())
}

/// Evidence, and why a User was throttled.
type Why<'a> = (&'a Evidence, FirstTime);

pub(super) fn of_why<'a>() -> Schema<Why<'a>> {
    Schema::<Why<'a>>::of("why", "a User throttled in the first replication")
        .text("user", "its id", |(e, f): &Why<'a>| &e.plan.scenario.users[f.user].id)
        .text("name", "its name", |(e, f)| &e.plan.scenario.users[f.user].name)
        .text("at", "when the activation began in which it first was", |(_, f)| f.at.as_str())
        .unit(Unit::LocalTime)
        .count("activations", "activations in which it was", |(_, f)| f.activations as u64)
        .text("why", "why, in sentences", |(_, f)| f.why.as_str())
}

pub(super) fn of_storms() -> Schema<StormAnswer> {
    Schema::<StormAnswer>::of("in_storm", "a question that is asked of a storm first")
        .text("srv", "the SRV it is about", |a: &StormAnswer| &a.srv)
        .text("question", "what is asked", |a| &a.question)
        .text("answer", "the answer", |a| &a.answer)
        .text("ask", "what would say more: `list`, `drop`, `tight`; else empty", |a| a.ask)
}

pub(super) fn of_listings() -> Schema<Listing> {
    Schema::<Listing>::of(
        "listing",
        "what putting an SRV on the Prioritised list changes in a storm",
    )
    .text("srv", "the SRV", |l: &Listing| &l.srv)
    .count("variant", "the variant that lists it", |l| l.variant as u64 + 1)
    .count("against", "the one that does not", |l| l.against as u64 + 1)
    .text("text", "what changes, in a sentence", |l| &l.text)
}

pub(super) fn listing(f: &Findings) -> Table {
    of_listings().table(&listings(f))
}

/// The scenario, and an input that is an assumption: where it stands, and why.
type Assumption<'a> = (&'a Scenario, &'a Assumed);

pub(super) fn of_assumptions<'a>() -> Schema<Assumption<'a>> {
    Schema::<Assumption<'a>>::of("assumptions", "an input that is an assumption")
        .text("path", "where it stands", |(_, a): &Assumption<'a>| &a.path)
        .made("value", "what it is", |(scenario, a)| value(scenario, &a.path))
        .text("why", "why", |(_, a)| &a.why)
}

pub(super) fn assumptions(scenario: &Scenario) -> Table {
    let all = scenario.assumed.iter().map(|a| (scenario, a));
    of_assumptions().table(&all.collect::<Vec<Assumption<'_>>>())
}

/// What stands at `path`, if it can be read in one look: of an object its plain values.
fn value(scenario: &Scenario, path: &str) -> String {
    match scenario.resolved.pointer(path) {
        Some(serde_json::Value::Object(object)) => {
            const REMARKS: [&str; 3] = ["assumed", "why", "source"];
            let shown = object.iter().filter(|(key, v)| {
                !REMARKS.contains(&key.as_str()) && !v.is_object() && !v.is_array()
            });
            let said = shown.map(|(key, v)| format!("{key} {}", plain(v)));
            said.collect::<Vec<String>>().join(", ")
        }
        Some(serde_json::Value::Array(list)) => format!("{} entries", list.len()),
        Some(other) => plain(other),
        None => String::new(),
    }
}
