//! Tables of messages to Users (N1–N6); only of scenarios that have them.

use super::Table;
use super::columns::{fractions, maybe, numbers, texts};
use crate::evidence::northbound::{COUNTS, DELAYS, MessageRow};
use crate::evidence::{Evidence, adapter_rows, alert_rows, class_rows, northbound_rows};
use headroom_core::ledger::{Messages, NorthRow};
use polars::prelude::{Column, PolarsResult};

/// All of them; none where the northbound side is off.
pub(super) fn tables(e: &Evidence) -> PolarsResult<Vec<Table>> {
    if !e.plan.scenario.northbound.enabled {
        return Ok(Vec::new());
    }
    Ok(vec![northbound(e)?, classes(e)?, alerts(e)?, adapters(e)?, timeline(e)?])
}

fn counts(of: &[Messages]) -> impl Iterator<Item = Column> {
    COUNTS.into_iter().map(|(name, get)| numbers(name, of.iter().map(get)))
}

/// What they are, their counts and their delays.
fn messages(rows: &[MessageRow]) -> Vec<Column> {
    let mut columns = vec![
        texts("kind", rows.iter().map(|r| r.kind.word().to_owned())),
        texts("class", rows.iter().map(|r| r.class.clone())),
    ];
    columns.extend(counts(&rows.iter().map(|r| r.messages).collect::<Vec<Messages>>()));
    for (i, name) in DELAYS.into_iter().enumerate() {
        columns.push(maybe(name, rows.iter().map(|r| r.delay_s[i])));
    }
    columns
}

fn northbound(e: &Evidence) -> PolarsResult<Table> {
    let rows = northbound_rows(e);
    let mut columns = vec![texts("user", rows.iter().map(|r| r.user.clone()))];
    columns.extend(messages(&rows));
    Table::new("northbound", columns)
}

fn classes(e: &Evidence) -> PolarsResult<Table> {
    let rows = class_rows(e);
    let mut columns = messages(&rows);
    columns.push(maybe("delivered_share", rows.iter().map(MessageRow::delivered_share)));
    Table::new("northbound_classes", columns)
}

fn alerts(e: &Evidence) -> PolarsResult<Table> {
    let rows = alert_rows(e);
    let mut columns = vec![
        texts("alert", rows.iter().map(|r| r.code.clone())),
        texts("name", rows.iter().map(|r| r.name.clone())),
        texts("user", rows.iter().map(|r| r.user.clone())),
    ];
    columns.extend(counts(&rows.iter().map(|r| r.messages).collect::<Vec<Messages>>()));
    Table::new("alerts", columns)
}

fn adapters(e: &Evidence) -> PolarsResult<Table> {
    let rows = adapter_rows(e);
    Table::new(
        "adapters",
        vec![
            texts("user", rows.iter().map(|r| r.user.clone())),
            fractions("adapter_per_s", rows.iter().map(|r| r.rate_per_s)),
            numbers("adapter_bound", rows.iter().map(|r| r.bound)),
            numbers("most_queued", rows.iter().map(|r| r.most_queued)),
            numbers("most_at_adapter", rows.iter().map(|r| r.most_at_adapter)),
            numbers("lost", rows.iter().map(|r| r.lost)),
            fractions("longest_behind_s", rows.iter().map(|r| r.longest_behind_s)),
        ],
    )
}

/// The first replication, by window.
fn timeline(e: &Evidence) -> PolarsResult<Table> {
    let calendar = &e.plan.scenario.calendar;
    let rows = &e.folded.northbound;
    let count = |name: &str, of: fn(&NorthRow) -> u64| numbers(name, rows.iter().map(of));
    Table::new(
        "northbound_timeline",
        vec![
            texts("start", rows.iter().map(|r| calendar.local(r.cell))),
            texts("start_utc", rows.iter().map(|r| calendar.utc(r.cell))),
            count("responses", |r| r.responses),
            count("alerts", |r| r.alerts),
            count("held_back", |r| r.held_back),
            count("sent", |r| r.sent),
            count("delivered", |r| r.delivered),
            count("lost", |r| r.lost),
            count("queued_at_end", |r| r.queued),
            count("at_adapters_at_end", |r| r.at_adapters),
        ],
    )
}
