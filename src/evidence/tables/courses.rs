//! Tables of drawn courses: their years, their episodes, and the headroom calendar.

use super::Table;
use super::columns::{fractions, maybe, numbers, texts};
use crate::evidence::Evidence;
use crate::evidence::frequency::{CalendarCell, FIGURES, Frequency, Year, month_of, threshold_in};
use headroom_core::ledger::Episode;
use polars::prelude::PolarsResult;

/// All of them.
pub(super) fn tables(e: &Evidence, f: &Frequency) -> PolarsResult<Vec<Table>> {
    let mut all = vec![years(f)?, episodes(e, f)?];
    if !f.calendar.is_empty() {
        all.push(calendar(f)?);
    }
    Ok(all)
}

/// A row for each year of each course.
fn years(f: &Frequency) -> PolarsResult<Table> {
    let rows = &f.years;
    let mut columns = vec![
        numbers("replication", rows.iter().map(|y| u64::from(y.course) + 1)),
        numbers("year", rows.iter().map(|y| y.year as u64 + 1)),
        numbers("episodes", rows.iter().map(|y| y.episodes)),
    ];
    let of = |name: &str, of: &dyn Fn(&Year) -> f64| fractions(name, rows.iter().map(of));
    columns.extend(FIGURES.iter().enumerate().map(|(i, figure)| of(figure.word, &|y| y.values[i])));
    let largest = FIGURES.iter().enumerate().filter(|(_, figure)| !figure.greatest);
    columns.extend(
        largest
            .map(|(i, figure)| of(&format!("{}_largest_episode", figure.word), &|y| y.largest[i])),
    );
    Table::new("years", columns)
}

/// A row for each episode in which anything happened.
fn episodes(e: &Evidence, f: &Frequency) -> PolarsResult<Table> {
    let calendar = &e.plan.scenario.calendar;
    let all: Vec<(u32, &Episode)> = e
        .folded
        .runs
        .iter()
        .flat_map(|run| run.episodes.iter().map(move |episode| (run.replication, episode)))
        .collect();
    let count = |name: &str, of: fn(&Episode) -> u64| numbers(name, all.iter().map(|r| of(r.1)));
    let seconds = calendar.cell().seconds();
    let time = |name: &str, of: fn(&Episode) -> u64| {
        fractions(name, all.iter().map(|r| of(r.1) as f64 * seconds))
    };
    let events = |episode: &Episode| {
        let mut numbers: Vec<usize> = episode.events.iter().map(|event| event.0).collect();
        numbers.sort_unstable();
        numbers.dedup();
        e.causes(&numbers).join(" ")
    };
    let over = |episode: &Episode| {
        let threshold = threshold_in(&e.plan, month_of(calendar, episode.peak_load.1));
        (threshold > 0.0).then(|| episode.peak_load.0 as f64 / threshold)
    };
    Table::new(
        "episodes",
        vec![
            numbers("replication", all.iter().map(|r| u64::from(r.0) + 1)),
            numbers("year", all.iter().map(|r| f.length.part(r.1.from) as u64 + 1)),
            texts("from", all.iter().map(|r| calendar.local(r.1.from))),
            texts("from_utc", all.iter().map(|r| calendar.utc(r.1.from))),
            texts("to", all.iter().map(|r| calendar.local(r.1.to))),
            texts("to_utc", all.iter().map(|r| calendar.utc(r.1.to))),
            texts("events", all.iter().map(|r| events(r.1))),
            count("activations", |e| e.activations),
            time("active_s", |e| e.active_cells),
            time("longest_activation_s", |e| e.longest_activation),
            time("outage_s", |e| e.outage_cells),
            count("throttled", |e| e.counts.throttled),
            count("rejected", |e| e.counts.rejected),
            count("refused_within_allocation", |e| e.counts.refused_within_allocation),
            count("unserved", |e| e.counts.unserved()),
            maybe("peak_over_threshold", all.iter().map(|r| over(r.1))),
        ],
    )
}

/// A row for each half-hour of the day in each month.
fn calendar(f: &Frequency) -> PolarsResult<Table> {
    let rows = &f.calendar;
    Table::new(
        "calendar",
        vec![
            texts("month", rows.iter().map(|c| c.month.to_string())),
            texts("from", rows.iter().map(CalendarCell::time)),
            fractions("expected_over_threshold", rows.iter().map(|c| c.mean)),
            fractions("largest_over_threshold", rows.iter().map(|c| c.largest)),
            numbers("days", rows.iter().map(|c| c.days)),
        ],
    )
}
