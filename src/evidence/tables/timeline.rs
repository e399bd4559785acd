//! Tables over time: what happened, and what Users did.

use super::Table;
use super::columns::{fractions, numbers, texts};
use crate::evidence::Evidence;
use polars::prelude::PolarsResult;

pub(super) fn timeline(e: &Evidence) -> PolarsResult<Table> {
    let calendar = &e.plan.scenario.calendar;
    let rows = e.timeline();
    let cell = calendar.cell().seconds();
    Table::new(
        "timeline",
        vec![
            texts("start", rows.iter().map(|r| calendar.local(r.cell))),
            texts("start_utc", rows.iter().map(|r| calendar.utc(r.cell))),
            fractions("duration_s", rows.iter().map(|r| r.cells as f64 * cell)),
            numbers("admitted_prioritised", rows.iter().map(|r| r.admitted_prioritised)),
            numbers("admitted_other", rows.iter().map(|r| r.admitted_other)),
            numbers("dsp_started", rows.iter().map(|r| r.started)),
            numbers("throttled", rows.iter().map(|r| r.throttled)),
            numbers("capped", rows.iter().map(|r| r.capped)),
            numbers("rejected", rows.iter().map(|r| r.rejected)),
            numbers("unavailable", rows.iter().map(|r| r.unavailable)),
            numbers("quarantined", rows.iter().map(|r| r.quarantined)),
            numbers("to_buffer", rows.iter().map(|r| r.to_buffer)),
            numbers("buffered_at_end", rows.iter().map(|r| r.buffered)),
            numbers("retries", rows.iter().map(|r| r.retries)),
            numbers("backlog_at_end", rows.iter().map(|r| r.backlog)),
            fractions("active_s", rows.iter().map(|r| r.active_cells as f64 * cell)),
        ],
    )
}

/// Users × half-hours, summed over replications; a User without attempts in one has no row.
pub(super) fn user_timeline(e: &Evidence) -> PolarsResult<Table> {
    let scenario = &e.plan.scenario;
    let (users, per_block) = (scenario.users.len(), scenario.calendar.cells_per_block() as u64);
    let mut rows = Vec::new();
    for at in 0..scenario.calendar.blocks().len() * users {
        let sum = e.folded.users[at];
        if sum.attempts > 0 {
            rows.push((at % users, (at / users) as u64 * per_block, sum));
        }
    }
    Table::new(
        "user_timeline",
        vec![
            texts("user", rows.iter().map(|(u, ..)| scenario.users[*u].id.clone())),
            texts("start", rows.iter().map(|(_, cell, _)| scenario.calendar.local(*cell))),
            texts("start_utc", rows.iter().map(|(_, cell, _)| scenario.calendar.utc(*cell))),
            numbers("attempts", rows.iter().map(|(.., r)| r.attempts)),
            numbers("throttled", rows.iter().map(|(.., r)| r.throttled)),
            numbers("capped", rows.iter().map(|(.., r)| r.capped)),
            numbers("rejected", rows.iter().map(|(.., r)| r.rejected)),
            numbers("unavailable", rows.iter().map(|(.., r)| r.unavailable)),
            numbers("quarantined", rows.iter().map(|(.., r)| r.quarantined)),
        ],
    )
}
