//! The month's report in sentences and small tables, under the heads that the Modification Report names: configuration, capacity,
//! Users, trends (F3.11).
//!
//! Scope: what recorded traffic would have met, had the switch been on. Left out: the split of what changed (`changes.rs`). Checked by:
//! `tests/it/month.rs`.

use super::{
    MonthBefore, MonthChanges, MonthRow, UserMonth, capacity_in, month_rows, report_user_rows,
};
use crate::evidence::Evidence;
use crate::evidence::answer::of_runs;
use crate::evidence::findings::Findings;
use crate::evidence::first::{FirstScreen, of_run};
use crate::evidence::table::{SmallTable, Titled};
use crate::evidence::words::{
    a_second, few, given_percent, listed, names, percent, so_many, time_said,
};
use headroom_core::domain::{Figure, Whose};
use std::collections::BTreeSet;

/// Users that are listed by their use.
const MOST: usize = 12;

/// What is said of `e`, the mechanism in the shadow of what was recorded.
pub fn month_sentences(e: &Evidence) -> Vec<String> {
    let rows = month_rows(e);
    let mut all: Vec<String> = rows.iter().map(|row| would_have(e, row)).collect();
    all.push(configuration(e));
    all.extend(rows.iter().map(|row| capacity(e, row, rows.len() == 1)));
    if e.plan.scenario.gateway.threshold_over_ordinary.is_some() {
        all.push("The capacity follows from the log's own traffic (threshold_over_ordinary): with more traffic it is larger, and months are not held against the same; --set /gateway/max_capacity says one.".to_owned());
    }
    all
}

/// The month, and how much of it the run has if that is not all.
fn in_month(row: &MonthRow) -> String {
    let days = f64::from(row.month.days());
    match row.seconds < (days * 24.0 - 1.0) * 3_600.0 {
        true => format!(
            "In {} (of which the run has {} of {days} days)",
            row.month.said(),
            few(row.seconds / 86_400.0)
        ),
        false => format!("In {}", row.month.said()),
    }
}

/// Who would have been throttled, and when.
fn would_have(e: &Evidence, row: &MonthRow) -> String {
    let scenario = &e.plan.scenario;
    let here = in_month(row);
    if row.used_per_s[0] == 0.0 {
        return format!("{here} nothing was recorded: of it nothing can be said.");
    }
    if row.activations == 0.0 {
        return format!(
            "{here} the mechanism, had it been on, would not have become active, and nobody would have been throttled."
        );
    }
    let users: Vec<&str> = row.users.iter().map(|u| scenario.users[*u].name.as_str()).collect();
    let whom = if users.is_empty() {
        "throttled nobody".to_owned()
    } else {
        format!("throttled {} attempts of {}", few(row.throttled), names(&users))
    };
    let its = |cell: u64| scenario.calendar.local(cell).starts_with(&row.month.to_string());
    let folded = e.folded();
    let activations = folded.runs.iter().flat_map(|run| &run.activations);
    let first = activations.filter(|a| its(a.from)).map(|a| a.from).min();
    let when = first.map_or(String::new(), |cell| {
        format!(", first at {} (Europe/London)", scenario.calendar.said(cell))
    });
    format!(
        "{here} the mechanism, had it been on, would have been active {} for {} in all{when}, and would have {whom}{}.",
        so_many_times(row.activations),
        time_said(row.active_s),
        of_runs(e)
    )
}

fn so_many_times(n: f64) -> String {
    match n {
        1.0 => "once".to_owned(),
        n => format!("{} times", few(n)),
    }
}

fn configuration(e: &Evidence) -> String {
    let scenario = &e.plan.scenario;
    let mechanism = &scenario.mechanism;
    let on = scenario.srvs.iter().zip(&mechanism.prioritised).filter(|(_, on)| **on).count();
    format!(
        "Configuration: an operating threshold of {} of capacity, windows of {}, reading {}, {} on the Prioritised list.",
        given_percent(mechanism.operating_threshold.get()),
        time_said(scenario.calendar.window().seconds()),
        mechanism.throttle_to.word(),
        so_many("SRV", on)
    )
}

/// What was asked for of the capacity: refused attempts are among it, and that is said, so that nobody takes it for what was processed.
fn capacity(e: &Evidence, row: &MonthRow, alone: bool) -> String {
    let capacity = capacity_in(&e.plan.scenario, row.month);
    let of_it = |per_s: f64| percent(per_s / capacity);
    // Of several months together it is not any one's.
    let peak = e.estimate(Figure::PeakLoadPerS, Whose::All).filter(|_| alone);
    let peak = peak.map_or(String::new(), |p| {
        format!("; {} ({}) in the busiest window", a_second(p.mean), of_it(p.mean))
    });
    let throttled = row.throttled / row.seconds;
    let refused = match throttled > 0.0 {
        true => format!(
            "refused ones too: {} on average would have been throttled",
            a_second(throttled)
        ),
        false => "refused ones too".to_owned(),
    };
    format!(
        "Capacity in {}: {} asked for on average of {} ({}){peak}. That counts every attempt, {refused}.",
        row.month.said(),
        a_second(row.all_used_per_s()),
        a_second(capacity),
        of_it(row.all_used_per_s())
    )
}

/// Users by their busiest half-hour against their allocation.
pub fn month_users(e: &Evidence, before: Option<&MonthBefore>) -> Titled {
    let mut rows = report_user_rows(e, before);
    let months: BTreeSet<_> = rows.iter().map(|row| row.month.number()).collect();
    let part = |r: &UserMonth| r.of_allocation(r.busiest_per_s).unwrap_or(f64::INFINITY);
    rows.retain(|r| r.used_per_s > 0.0);
    rows.sort_by(|a, b| (b.excess, part(b)).partial_cmp(&(a.excess, part(a))).expect("no NaN"));
    let several = months.len() > 1;
    let row = |r: &UserMonth| {
        let share = |x: f64| r.of_allocation(x).map_or("–".to_owned(), percent);
        let mut cells = vec![e.plan.scenario.users[r.user].name.clone()];
        cells.extend(several.then(|| r.month.to_string()));
        cells.extend([
            a_second(r.allocation_per_s),
            share(r.used_per_s),
            share(r.busiest_per_s),
            few(r.excess),
            few(r.in_a_row.0),
        ]);
        cells
    };
    let mut head = vec!["User"];
    head.extend(several.then_some("month"));
    head.extend([
        "allocation",
        "used of it",
        "in its busiest half-hour",
        "attempts in breach",
        "months in breach in a row",
    ]);
    let more = rows.len().saturating_sub(MOST);
    Titled {
        title: format!(
            "Users, those in breach first, then by use of their allocation, attempts throttled included{}",
            of_runs(e)
        ),
        note: if more > 0 {
            format!("{more} more are in the table monthly_users")
        } else {
            String::new()
        },
        part_of: None,
        table: SmallTable {
            words: 1 + usize::from(several),
            head: head.into_iter().map(str::to_owned).collect(),
            rows: rows.iter().take(MOST).map(row).collect(),
        },
    }
}

/// What changed since the month before, as a sentence.
pub fn changed_said(changes: &MonthChanges, before: &MonthBefore) -> String {
    let place = super::changes::FIGURES.iter().position(|f| *f == Figure::Throttled);
    let place = place.expect("it is among them");
    let named = ["the program's version", "traffic", "portfolios", "parameters"];
    let moved: Vec<String> = named
        .iter()
        .enumerate()
        .filter_map(|(part, name)| {
            let more = changes.by(place, part)?;
            (more != 0.0).then(|| {
                let word = if more > 0.0 { "more" } else { "fewer" };
                format!("{} {word} by {name}", few(more.abs()))
            })
        })
        .collect();
    match moved.is_empty() {
        true => format!("Trend: as many attempts throttled as in {}.", before.month),
        false => {
            format!("Trend, of attempts throttled against {}: {}.", before.month, listed(&moved))
        }
    }
}

/// The first screen of the report.
pub fn month_screen(f: &Findings, sentences: &[String]) -> FirstScreen {
    FirstScreen {
        kind: "month",
        question: "Who would have been throttled this month, had the mechanism been on?".to_owned(),
        answer: sentences.first().cloned().unwrap_or_default(),
        ..of_run(&f.evidence[0])
    }
}
