//! Tables that the report page needs and nobody else: the answer in sentences, the figures asked for first,
//! who and what was throttled in short, and the assumptions.

use super::Table;
use super::columns::{fractions, maybe, numbers, texts, truths};
use crate::evidence::answer::{few, upper};
use crate::evidence::headlines::{small, within_reach};
use crate::evidence::{Evidence, Findings, FirstTime, Interval, StormAnswer, first_times};
use crate::evidence::{headline_rows, sentences, time_said};
use crate::evidence::{listings, storm_answers};
use headroom_core::domain::{Figure, Whose};
use headroom_core::experiment::plain;
use headroom_core::scenario::Scenario;
use polars::prelude::{Column, PolarsResult};

/// Those of one variant.
pub(super) fn of_variant(e: &Evidence) -> PolarsResult<[Table; 7]> {
    Ok([
        answer("answer", &sentences(e))?,
        headlines(e)?,
        throttled_users(e)?,
        throttled_srvs(e)?,
        users_in_words(e)?,
        why(e)?,
        in_storm(e)?,
    ])
}

/// The answer called `name`: sentences, in the order in which they are said.
pub(super) fn answer(name: &'static str, sentences: &[String]) -> PolarsResult<Table> {
    Table::new(
        name,
        vec![
            numbers("sentence", 1..=sentences.len() as u64),
            texts("text", sentences.iter().cloned()),
        ],
    )
}

fn headlines(e: &Evidence) -> PolarsResult<Table> {
    let rows = headline_rows(e);
    let mut columns = vec![
        texts("figure", rows.iter().map(|r| r.figure.word().to_owned())),
        texts("srv", rows.iter().map(|r| r.srv.clone())),
        texts("name", rows.iter().map(|r| r.name.clone())),
        texts("said", rows.iter().map(|r| r.said.clone())),
        texts("interval", rows.iter().map(|r| r.interval.clone())),
    ];
    columns.extend(estimates(&rows.iter().map(|r| r.estimate).collect::<Vec<Interval>>()));
    Table::new("headlines", columns)
}

/// Mean, both ends and n.
fn estimates(of: &[Interval]) -> [Column; 4] {
    [
        fractions("mean", of.iter().map(|i| i.mean)),
        maybe("ci_low", of.iter().map(|i| i.ci_low)),
        maybe("ci_high", of.iter().map(|i| i.ci_high)),
        numbers("n", of.iter().map(|i| i.n as u64)),
    ]
}

/// Attempts throttled of one User or SRV, a replication.
fn throttled(e: &Evidence, whose: Whose) -> Interval {
    let none = Interval { mean: 0.0, ci_low: None, ci_high: None, n: e.measures.runs.len() };
    let found = e.measures.estimate(Figure::Throttled, whose);
    within_reach(Figure::Throttled, found.unwrap_or(none))
}

/// A row for each User throttled, the most first.
fn throttled_users(e: &Evidence) -> PolarsResult<Table> {
    let (users, n) = (&e.plan.scenario.users, e.measures.runs.len() as f64);
    let of = &e.measures.users;
    let mut rows: Vec<usize> = (0..users.len()).filter(|u| of[*u].counted.throttled > 0).collect();
    rows.sort_by_key(|u| std::cmp::Reverse(of[*u].counted.throttled));
    let window = e.plan.scenario.calendar.window().seconds();
    let times: Vec<[String; 2]> = rows.iter().map(|u| between(e, *u)).collect();
    let mut columns = vec![
        texts("user", rows.iter().map(|u| users[*u].id.clone())),
        texts("name", rows.iter().map(|u| users[*u].name.clone())),
        fractions("allocation_per_s", rows.iter().map(|u| e.plan.allocation_per_s(*u))),
    ];
    let whose: Vec<Interval> = rows.iter().map(|u| throttled(e, Whose::User(*u))).collect();
    columns.extend(estimates(&whose));
    columns.extend([
        fractions("throttled_share", rows.iter().map(|u| of[*u].counted.throttled_share())),
        fractions("throttled_s", rows.iter().map(|u| of[*u].windows_throttled as f64 * window / n)),
        texts("srvs", rows.iter().map(|u| its_srvs(e, *u))),
        texts("first", times.iter().map(|t| t[0].clone())),
        texts("last", times.iter().map(|t| t[1].clone())),
    ]);
    Table::new("throttled_users", columns)
}

/// What was refused to each User, in a sentence: nothing of one to whom nothing was.
fn users_in_words(e: &Evidence) -> PolarsResult<Table> {
    let users = 0..e.plan.scenario.users.len();
    let said: Vec<(usize, String)> = users.filter_map(|u| Some((u, in_words(e, u)?))).collect();
    Table::new(
        "users_in_words",
        vec![
            texts("user", said.iter().map(|(u, _)| e.plan.scenario.users[*u].id.clone())),
            texts("text", said.iter().map(|(_, text)| text.clone())),
        ],
    )
}

/// Why each User throttled in the first replication was.
fn why(e: &Evidence) -> PolarsResult<Table> {
    let (users, all) = (&e.plan.scenario.users, first_times(e));
    let of = |name: &str, get: fn(&FirstTime) -> &String| {
        texts(name, all.iter().map(|f| get(f).clone()))
    };
    Table::new(
        "why",
        vec![
            texts("user", all.iter().map(|f| users[f.user].id.clone())),
            texts("name", all.iter().map(|f| users[f.user].name.clone())),
            of("at", |f| &f.at),
            numbers("activations", all.iter().map(|f| f.activations as u64)),
            of("why", |f| &f.why),
        ],
    )
}

/// What is asked of a storm first.
fn in_storm(e: &Evidence) -> PolarsResult<Table> {
    let all = storm_answers(e);
    let of = |name: &str, get: fn(&StormAnswer) -> &str| {
        texts(name, all.iter().map(|a| get(a).to_owned()))
    };
    Table::new(
        "in_storm",
        vec![
            of("srv", |a| &a.srv),
            of("question", |a| &a.question),
            of("answer", |a| &a.answer),
            of("ask", |a| a.ask),
        ],
    )
}

/// What putting an SRV on the Prioritised list changes in a storm.
pub(super) fn listing(f: &Findings) -> PolarsResult<Table> {
    let all = listings(f);
    Table::new(
        "listing",
        vec![
            texts("srv", all.iter().map(|l| l.srv.clone())),
            numbers("variant", all.iter().map(|l| l.variant as u64 + 1)),
            numbers("against", all.iter().map(|l| l.against as u64 + 1)),
            texts("text", all.iter().map(|l| l.text.clone())),
        ],
    )
}

/// Sums over replications, as means of one.
fn in_words(e: &Evidence, user: usize) -> Option<String> {
    let (of, n) = (&e.measures.users[user], e.measures.runs.len() as f64);
    let c = &of.counted;
    let mut parts: Vec<String> = Vec::new();
    if c.throttled > 0 {
        let window = e.plan.scenario.calendar.window().seconds();
        parts.push(format!(
            "the mechanism throttled {} of its attempts ({}), in windows of {} together, of {}",
            few(c.throttled as f64 / n),
            small(c.throttled_share()),
            time_said(of.windows_throttled as f64 * window / n),
            its_srvs(e, user)
        ));
    }
    let counts = [
        (c.rejected, "were rejected by today's protection"),
        (c.capped, "were over its always-on cap"),
        (c.quarantined, "were held by anomaly detection"),
        (c.unavailable, "met no service"),
        (c.refused_within_allocation, "were refused while it was within its allocation"),
    ];
    let counts = counts.into_iter().filter(|(count, _)| *count > 0);
    parts.extend(counts.map(|(count, what)| format!("{} {what}", few(count as f64 / n))));
    if c.unserved > 0 {
        parts.push(format!("{} of its requests were unserved", few(c.unserved as f64 / n)));
    }
    let mean = if n > 1.0 { format!(" (means of {n} {}s)", e.one()) } else { String::new() };
    (!parts.is_empty()).then(|| format!("{}{mean}.", upper(&parts.join("; "))))
}

/// The beginning of the first and of the last half-hour in which `user` was throttled in any replication.
fn between(e: &Evidence, user: usize) -> [String; 2] {
    let (calendar, users) = (&e.plan.scenario.calendar, e.plan.scenario.users.len());
    let rows = e.folded.users.iter().skip(user).step_by(users).enumerate();
    let blocks: Vec<usize> = rows.filter(|(_, r)| r.throttled > 0).map(|(b, _)| b).collect();
    let said = |block: Option<&usize>| {
        let cell = |b: &usize| (b * calendar.cells_per_block()) as u64;
        block.map_or(String::new(), |b| calendar.local(cell(b)))
    };
    [said(blocks.first()), said(blocks.last())]
}

/// The SRVs of which `user` had any throttled, the most first.
fn its_srvs(e: &Evidence, user: usize) -> String {
    let pairs = e.plan.traffic.pairs.iter().zip(&e.measures.pairs);
    let mut of: Vec<(u64, usize)> = pairs
        .filter(|(pair, c)| pair.0 == user && c.throttled > 0)
        .map(|(pair, c)| (c.throttled, pair.1))
        .collect();
    of.sort_by_key(|(n, _)| std::cmp::Reverse(*n));
    let ids = of.iter().map(|(_, srv)| e.plan.scenario.srvs[*srv].id.as_str());
    ids.collect::<Vec<&str>>().join(", ")
}

/// A row for each SRV throttled, the most first.
fn throttled_srvs(e: &Evidence) -> PolarsResult<Table> {
    let (scenario, of) = (&e.plan.scenario, &e.measures.srvs);
    let mut rows: Vec<usize> = (0..of.len()).filter(|s| of[*s].throttled > 0).collect();
    rows.sort_by_key(|s| std::cmp::Reverse(of[*s].throttled));
    let users = |srv: &usize| {
        let pairs = e.plan.traffic.pairs.iter().zip(&e.measures.pairs);
        pairs.filter(|(pair, c)| pair.1 == *srv && c.throttled > 0).count() as u64
    };
    let mut columns = vec![
        texts("srv", rows.iter().map(|s| scenario.srvs[*s].id.clone())),
        texts("name", rows.iter().map(|s| scenario.srvs[*s].name.clone())),
        truths("prioritised", rows.iter().map(|s| scenario.mechanism.prioritised[*s])),
    ];
    let whose: Vec<Interval> = rows.iter().map(|s| throttled(e, Whose::Srv(*s))).collect();
    columns.extend(estimates(&whose));
    columns.extend([
        fractions("throttled_share", rows.iter().map(|s| of[*s].throttled_share())),
        numbers("users", rows.iter().map(users)),
    ]);
    Table::new("throttled_srvs", columns)
}

/// Inputs that are assumptions: where each stands, what it is, and why.
pub(super) fn assumptions(scenario: &Scenario) -> PolarsResult<Table> {
    let all = &scenario.assumed;
    Table::new(
        "assumptions",
        vec![
            texts("path", all.iter().map(|a| a.path.clone())),
            texts("value", all.iter().map(|a| value(scenario, &a.path))),
            texts("why", all.iter().map(|a| a.why.clone())),
        ],
    )
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
