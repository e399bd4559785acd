//! Tables of what is known of supply (G9), of processes and of their steps (T7).

use super::Table;
use super::columns::{maybe, numbers, texts};
use crate::evidence::interval::Interval;
use crate::evidence::processes::{ProcessRow, StepRow};
use crate::evidence::supply::SupplyRow;
use crate::evidence::{Evidence, WITHIN_MIN, process_rows, step_rows, supply_rows};
use polars::prelude::{Column, PolarsResult};

/// Mean and both ends.
fn interval(name: &str, of: &[Option<Interval>]) -> [Column; 3] {
    let part = |name: &str, part: fn(&Interval) -> Option<f64>| {
        maybe(name, of.iter().map(|i| i.as_ref().and_then(part)))
    };
    [
        part(name, |i| Some(i.mean)),
        part(&format!("{name}_ci_low"), |i| i.ci_low),
        part(&format!("{name}_ci_high"), |i| i.ci_high),
    ]
}

pub(super) fn supply(e: &Evidence) -> PolarsResult<Table> {
    let rows = supply_rows(e);
    let count = |name: &str, of: fn(&SupplyRow) -> u64| numbers(name, rows.iter().map(of));
    let mut columns = vec![
        texts("storm", rows.iter().map(|r| r.storm.clone())),
        texts("user", rows.iter().map(|r| r.user.clone())),
        texts("since", rows.iter().map(|r| r.since.word().to_owned())),
        count("customers_off", |r| r.known.customers),
    ];
    for (i, minutes) in WITHIN_MIN.into_iter().enumerate() {
        let shares: Vec<Option<Interval>> = rows.iter().map(|r| r.shares[i]).collect();
        columns.extend(interval(&format!("known_{minutes}_min"), &shares));
    }
    columns.extend([
        count("never_known", |r| r.known.customers - r.known.ever),
        maybe("time_to_know_s_p50", rows.iter().map(|r| r.known.time_s[0])),
        maybe("time_to_know_s_p95", rows.iter().map(|r| r.known.time_s[1])),
        count("polls", |r| r.polls),
        count("neighbour_polls", |r| r.neighbour_polls),
        count("alerts", |r| r.alerts),
    ]);
    Table::new("supply", columns)
}

pub(super) fn processes(e: &Evidence) -> PolarsResult<Table> {
    let rows = process_rows(e);
    let count = |name: &str, of: fn(&ProcessRow) -> u64| numbers(name, rows.iter().map(of));
    let first: Vec<Option<Interval>> = rows.iter().map(|r| r.first_time_share).collect();
    let aborted: Vec<Option<Interval>> = rows.iter().map(|r| r.aborted_share).collect();
    let mut columns = vec![
        texts("process", rows.iter().map(|r| r.process.clone())),
        texts("user", rows.iter().map(|r| r.user.clone())),
        count("begun", |r| r.runs.begun),
        count("first_time", |r| r.runs.first_time),
        count("late", |r| r.runs.late),
        count("aborted", |r| r.runs.aborted),
        count("retriggered", |r| r.runs.retriggered),
        count("open_at_end", |r| r.runs.open()),
    ];
    columns.extend(interval("first_time_share", &first));
    columns.extend(interval("aborted_share", &aborted));
    Table::new("processes", columns)
}

pub(super) fn steps(e: &Evidence) -> PolarsResult<Table> {
    let rows = step_rows(e);
    let count = |name: &str, of: fn(&StepRow) -> u64| numbers(name, rows.iter().map(of));
    Table::new(
        "steps",
        vec![
            texts("process", rows.iter().map(|r| r.process.clone())),
            texts("step", rows.iter().map(|r| r.step.clone())),
            texts("srv", rows.iter().map(|r| r.srv.clone())),
            count("begun", |r| r.counts.begun),
            count("served", |r| r.counts.served),
            count("first_time", |r| r.counts.first_time),
            count("aborted", |r| r.counts.aborted),
            count("refused", |r| r.counts.refused),
        ],
    )
}
