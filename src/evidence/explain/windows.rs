//! The windows around the one asked for, as a table and as JSON.

use super::{Case, fraction, requests};
use crate::evidence::table::{NONE, Schema, SmallTable, Unit};
use crate::evidence::words::percent;
use headroom_core::domain::NANO;
use headroom_core::ledger::WatchRow;
use serde_json::{Value, json};

/// What is explained, and a window of it.
type WatchedWindow<'a> = (&'a Case<'a>, &'a WatchRow);

/// The columns of a window: all of them in JSON.
fn of_windows<'a>() -> Schema<WatchedWindow<'a>> {
    let of = |get: fn(&WatchRow) -> u64| move |(_, r): &WatchedWindow<'a>| get(r);
    Schema::<WatchedWindow<'a>>::of("windows", "a window around the one asked for")
        .made("start", "when it begins", |(case, r)| case.plan.scenario.calendar.local(r.cell))
        .called("window from")
        .said(|(case, r)| {
            let mark = if r.cell == case.row().cell { "→" } else { " " };
            format!("{mark} {}", time(case, r.cell))
        })
        .made("start_utc", "the same", |(case, r)| case.plan.scenario.calendar.utc(r.cell))
        .count("load", "its load (M3)", of(|r| r.load))
        .number("threshold", Unit::Number, "Θ × window", |(_, r)| requests(r.threshold))
        .called("of Θ")
        .said(|(_, r)| of_theta(r))
        .truth("service", "whether there was service", |(_, r)| r.service)
        .made("active_from", "since when the mechanism was active in it", |(case, r)| {
            mechanism(case, r)
        })
        .in_json_as("active_from", |(case, r)| {
            r.active_from.map(|cell| case.plan.scenario.calendar.local(cell))
        })
        .called("mechanism")
        .number("allocation", Unit::Number, "the User's allocation (M1)", |(_, r)| {
            requests(r.allocation)
        })
        .number("carried", Unit::Number, "what is carried of fractions", |(_, r)| {
            requests(r.carried)
        })
        .count("quota", "whole requests that the User may have (M1)", of(|r| r.quota))
        .maybe("limit", Unit::Number, "its limit (M5)", |(_, r)| r.limit.map(requests))
        .said(|(_, r)| r.limit.map_or(NONE.to_owned(), fraction))
        .count("used_before_active", "used before the mechanism was active", of(|r| r.used_before))
        .count("used", "what the User used", of(|r| r.used))
        .count("all_used", "what all Users used", of(|r| r.total))
        .called("all used")
        .count("attempts", "the User's attempts", of(WatchRow::all_attempts))
        .in_json("attempts_by_number", "the same by attempt", |(_, r)| r.attempts.clone())
        .count("retries", "those that were not the first", of(WatchRow::retries))
        .count("prioritised", "those that were prioritised (M6)", of(|r| r.prioritised))
        .count("let_through", "those that were let through", of(WatchRow::let_through))
        .called("let through")
        .count("throttled", "those that were throttled (G3)", of(|r| r.held.throttled))
        .in_json("throttled_by_srv", "the same by SRV", |(case, r)| throttled(case, r))
        .count("throttled_all_users", "throttled of all Users", of(|r| r.all_throttled))
        .count("capped", "those over its cap (G2)", of(|r| r.held.capped))
        .count("rejected", "those rejected (G4)", of(|r| r.held.rejected))
        .count("unavailable", "those that met no service (G1)", of(|r| r.held.unavailable))
        .called("no service")
        .count("quarantined", "those held by anomaly detection (G2)", of(|r| r.held.quarantined))
        .count("to_buffer", "those put into its buffer (M9)", of(|r| r.held.to_buffer))
        .called("to buffer")
        .count("from_buffer", "taken from there", of(|r| r.held.from_buffer))
        .called("from buffer")
        .count("abandoned", "its requests given up", of(|r| r.held.abandoned))
        .called("given up")
        .count("superseded", "its polls superseded by newer ones", of(|r| r.held.superseded))
        .count("backlog", "the DSP's backlog at its end (G5)", of(|r| r.backlog))
        .parts("first_sent", first_sent())
}

/// What became of the requests first sent in the window.
fn first_sent<'a>() -> Schema<WatchedWindow<'a>> {
    let of = |get: fn(&WatchRow) -> u64| move |(_, r): &WatchedWindow<'a>| get(r);
    let seconds =
        |case: &Case<'_>, cells: u64| cells as f64 * case.plan.scenario.calendar.cell().seconds();
    Schema::<WatchedWindow<'a>>::of(
        "first_sent",
        "what became of requests first sent in the window",
    )
    .count("not_over_at_once", "those tried again", of(|r| r.fate.again))
    .count(
        "followed",
        "those of them that are followed: all, or a tagged sample (C2)",
        of(|r| r.fate.followed()),
    )
    .count("served_later", "of those, served later", of(|r| r.fate.served))
    .maybe("admitted_after_s", Unit::Seconds, "mean time to admission", move |(case, r)| {
        (r.fate.admitted > 0).then(|| seconds(case, r.fate.cells) / r.fate.admitted as f64)
    })
    .maybe("admitted_after_s_max", Unit::Seconds, "the longest", move |(case, r)| {
        (r.fate.admitted > 0).then(|| seconds(case, r.fate.longest))
    })
    .count("given_up", "those given up", of(|r| r.fate.given_up))
    .count("superseded", "those superseded by newer polls", of(|r| r.fate.superseded))
    .count("ended", "those that ended without an answer", of(|r| r.fate.ended))
    .count("open_at_end", "those open at the end", of(|r| r.fate.open()))
}

fn rows<'a>(case: &'a Case<'a>) -> Vec<WatchedWindow<'a>> {
    case.ledger.watched[case.shown()].iter().map(|r| (case, r)).collect()
}

/// One row for each window; the one asked for has an arrow before it.
pub fn table(case: &Case<'_>) -> SmallTable {
    /// A column that only stands where a row has any.
    type IfAny = (&'static str, fn(&WatchRow) -> u64);
    const ALWAYS: [&str; 7] =
        ["used", "all_used", "attempts", "retries", "prioritised", "let_through", "throttled"];
    const IF_ANY: [IfAny; 9] = [
        ("rejected", |r| r.held.rejected),
        ("capped", |r| r.held.capped),
        ("unavailable", |r| r.held.unavailable),
        ("quarantined", |r| r.held.quarantined),
        ("to_buffer", |r| r.held.to_buffer),
        ("from_buffer", |r| r.held.from_buffer),
        ("abandoned", |r| r.held.abandoned),
        ("superseded", |r| r.held.superseded),
        ("backlog", |r| r.backlog),
    ];
    let rows = rows(case);
    let own_limit = |r: &WatchRow| r.limit.is_some_and(|l| l != i128::from(r.quota) * NANO);
    let mut shown = vec!["start", "active_from", "load", "threshold", "quota"];
    shown.extend(rows.iter().any(|(_, r)| own_limit(r)).then_some("limit"));
    shown.extend(ALWAYS);
    let any = |(_, of): &&IfAny| rows.iter().any(|(_, r)| of(r) > 0);
    shown.extend(IF_ANY.iter().filter(any).map(|(name, _)| *name));
    of_windows().small(&shown, &rows)
}

/// The time of day at which `cell` begins.
fn time(case: &Case<'_>, cell: u64) -> String {
    case.plan.scenario.calendar.time_said(cell)
}

fn mechanism(case: &Case<'_>, row: &WatchRow) -> String {
    match row.active_from {
        None if !case.plan.scenario.mechanism.enabled => "off".to_owned(),
        None => NONE.to_owned(),
        Some(cell) if cell == row.cell => "active".to_owned(),
        Some(cell) => format!("from {}", time(case, cell)),
    }
}

fn of_theta(row: &WatchRow) -> String {
    match row.threshold {
        0 => NONE.to_owned(),
        theta => percent(row.load as f64 / requests(theta)),
    }
}

/// Everything, with names that stay.
pub fn json(case: &Case<'_>, sentences: &[String]) -> Value {
    let (scenario, row) = (&case.plan.scenario, case.row());
    let calendar = &scenario.calendar;
    let activation = case.activation().map(|a| {
        let causes: Vec<&str> = a.causes.iter().map(|c| scenario.event_id(*c)).collect();
        json!({ "start": calendar.local(a.from), "end": calendar.local(a.to), "open_at_end": a.open, "causes": causes })
    });
    json!({
        "scenario": scenario.name,
        "digest": scenario.digest,
        "version": env!("CARGO_PKG_VERSION"),
        "seed": scenario.seed,
        "replication": case.ledger.replication + 1,
        "user": scenario.users[case.user].id,
        "name": case.name(),
        "answer": sentences,
        "was_throttled": row.held.throttled > 0,
        "throttle_to": scenario.mechanism.throttle_to.word(),
        "window_s": calendar.window().seconds(),
        "activation": activation,
        "asked": case.asked() - case.shown().start,
        "windows": of_windows().objects(&rows(case)),
    })
}

/// Its attempts throttled, by SRV.
fn throttled(case: &Case<'_>, r: &WatchRow) -> Vec<Value> {
    let one = |(pair, n): &(usize, u64)| {
        let srv = case.plan.traffic.pairs[*pair].1;
        json!({ "srv": case.plan.scenario.srvs[srv].id, "throttled": n })
    };
    r.throttled.iter().map(one).collect()
}
