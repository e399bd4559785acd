//! The windows around the one asked for, as a table and as JSON.

use super::{Case, fraction, percent, requests};
use crate::evidence::StudyTable;
use crate::evidence::answer::thousands;
use headroom_core::domain::NANO;
use headroom_core::ledger::WatchRow;
use serde_json::{Value, json};

/// A column that only stands where a row has any.
type Column = (&'static str, fn(&WatchRow) -> u64);

const ALWAYS: [Column; 7] = [
    ("used", |r| r.used),
    ("all used", |r| r.total),
    ("attempts", WatchRow::all_attempts),
    ("retries", WatchRow::retries),
    ("prioritised", |r| r.prioritised),
    ("let through", WatchRow::let_through),
    ("throttled", |r| r.held.throttled),
];
const IF_ANY: [Column; 8] = [
    ("rejected", |r| r.held.rejected),
    ("capped", |r| r.held.capped),
    ("no service", |r| r.held.unavailable),
    ("quarantined", |r| r.held.quarantined),
    ("to buffer", |r| r.held.to_buffer),
    ("from buffer", |r| r.held.from_buffer),
    ("given up", |r| r.held.abandoned),
    ("backlog", |r| r.backlog),
];

/// One row for each window; the one asked for has an arrow before it.
pub fn table(case: &Case<'_>) -> StudyTable {
    let rows = &case.ledger.watched[case.shown()];
    let here = case.row().cell;
    let own_limit = |r: &WatchRow| r.limit.filter(|l| *l != i128::from(r.quota) * NANO);
    let limits = rows.iter().any(|r| own_limit(r).is_some());
    let some: Vec<&Column> = IF_ANY.iter().filter(|c| rows.iter().any(|r| c.1(r) > 0)).collect();
    let columns: Vec<&Column> = ALWAYS.iter().chain(some).collect();
    let mut head = vec!["window from", "mechanism", "load", "of Θ", "quota"];
    head.extend(limits.then_some("limit"));
    head.extend(columns.iter().map(|c| c.0));
    let row = |r: &WatchRow| {
        let mark = if r.cell == here { "→" } else { " " };
        let mut row = vec![
            format!("{mark} {}", time(case, r.cell)),
            mechanism(case, r),
            thousands(r.load as f64),
            of_theta(r),
            thousands(r.quota as f64),
        ];
        row.extend(limits.then(|| r.limit.map_or("–".to_owned(), fraction)));
        row.extend(columns.iter().map(|c| thousands(c.1(r) as f64)));
        row
    };
    StudyTable {
        head: head.into_iter().map(str::to_owned).collect(),
        rows: rows.iter().map(row).collect(),
        words: 2,
    }
}

/// The time of day at which `cell` begins.
fn time(case: &Case<'_>, cell: u64) -> String {
    case.said(cell).split(' ').next().unwrap_or_default().to_owned()
}

fn mechanism(case: &Case<'_>, row: &WatchRow) -> String {
    match row.active_from {
        None if !case.plan.scenario.mechanism.enabled => "off".to_owned(),
        None => "–".to_owned(),
        Some(cell) if cell == row.cell => "active".to_owned(),
        Some(cell) => format!("from {}", time(case, cell)),
    }
}

fn of_theta(row: &WatchRow) -> String {
    match row.threshold {
        0 => "–".to_owned(),
        theta => percent(row.load as f64, requests(theta)),
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
        "windows": case.ledger.watched[case.shown()].iter().map(|r| one(case, r)).collect::<Vec<Value>>(),
    })
}

fn one(case: &Case<'_>, r: &WatchRow) -> Value {
    let (scenario, calendar) = (&case.plan.scenario, &case.plan.scenario.calendar);
    let throttled = |(pair, n): &(usize, u64)| {
        let srv = case.plan.traffic.pairs[*pair].1;
        json!({ "srv": scenario.srvs[srv].id, "throttled": n })
    };
    json!({
        "start": calendar.local(r.cell),
        "start_utc": calendar.utc(r.cell),
        "load": r.load,
        "threshold": requests(r.threshold),
        "service": r.service,
        "active_from": r.active_from.map(|cell| calendar.local(cell)),
        "allocation": requests(r.allocation),
        "carried": requests(r.carried),
        "quota": r.quota,
        "limit": r.limit.map(requests),
        "used_before_active": r.used_before,
        "used": r.used,
        "all_used": r.total,
        "attempts": r.all_attempts(),
        "attempts_by_number": r.attempts,
        "retries": r.retries(),
        "prioritised": r.prioritised,
        "let_through": r.let_through(),
        "throttled": r.held.throttled,
        "throttled_by_srv": r.throttled.iter().map(throttled).collect::<Vec<Value>>(),
        "throttled_all_users": r.all_throttled,
        "capped": r.held.capped,
        "rejected": r.held.rejected,
        "unavailable": r.held.unavailable,
        "quarantined": r.held.quarantined,
        "to_buffer": r.held.to_buffer,
        "from_buffer": r.held.from_buffer,
        "abandoned": r.held.abandoned,
        "backlog": r.backlog,
        "first_sent": {
            "not_over_at_once": r.fate.again,
            "served_later": r.fate.served,
            "admitted_after_s": (r.fate.admitted > 0).then(|| seconds(case, r.fate.cells) / r.fate.admitted as f64),
            "admitted_after_s_max": (r.fate.admitted > 0).then(|| seconds(case, r.fate.longest)),
            "given_up": r.fate.given_up,
            "ended": r.fate.ended,
            "open_at_end": r.fate.open(),
        },
    })
}

fn seconds(case: &Case<'_>, cells: u64) -> f64 {
    cells as f64 * case.plan.scenario.calendar.cell().seconds()
}
