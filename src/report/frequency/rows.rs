//! Rows with their intervals: days of throttling by what caused them, and Users by what they lose.

use super::super::picture::Picture;
use super::OfYears;
use crate::evidence::frequency::{ByCause, ByWhom, DAYS, MAINTENANCE_DAYS, Rate, said_of};
use crate::evidence::interval::Interval;
use crate::evidence::words::{borne, fine, names};
use crate::report::columns::{ValueColumn, forest};
use crate::report::frame::Estimate;

/// Most rows.
const MOST_ROWS: usize = 25;
const METHOD: &str =
    "Intervals are of years, Student's, or of few years with any Garwood's; of chances exact.";

fn column(title: &str, unit: &str, cells: impl Iterator<Item = Estimate>) -> ValueColumn {
    ValueColumn {
        title: title.to_owned(),
        unit: unit.to_owned(),
        cells: cells.collect(),
        ..ValueColumn::default()
    }
}

fn estimate(rate: &Rate) -> Estimate {
    rate.interval.into()
}

/// A share in per cent.
fn percent(of: Option<&Interval>) -> Estimate {
    let times = |x: f64| 100.0 * x;
    of.map_or(Estimate::default(), |i| Estimate {
        value: Some(times(i.mean)),
        low: i.ci_low.map(times),
        high: i.ci_high.map(times),
    })
}

/// Its mean, to the digits that its interval bears.
fn mean_said(rate: &Rate) -> String {
    fine(borne(rate.interval.mean, &rate.interval))
}

/// That rows are left out, for the footnote.
fn shown(all: usize) -> String {
    let more = all.saturating_sub(MOST_ROWS);
    if more == 0 {
        METHOD.to_owned()
    } else {
        format!("{more} more rows are in the table. {METHOD}")
    }
}

/// Days by cause; none where the mechanism was never active.
pub(super) fn by_cause(of: &OfYears) -> Option<Picture> {
    let all = of.f.of_activations();
    if all.is_empty() {
        return None;
    }
    let rows: Vec<&ByCause> = all.iter().take(MOST_ROWS).collect();
    let mut columns = vec![
        column("days of throttling a year", "", rows.iter().map(|c| estimate(&c.days))),
        column("hours active a year", "", rows.iter().map(|c| estimate(&c.active_h))),
        column("throttled a year", "attempts", rows.iter().map(|c| estimate(&c.throttled))),
        column("activations a year", "", rows.iter().map(|c| estimate(&c.activations))),
    ];
    if rows.iter().any(|c| c.chance.is_some()) {
        let chances = rows.iter().map(|c| percent(c.chance.as_ref()));
        columns.push(column("chance of any in a year", "%", chances));
    }
    // A day of activations with two causes stands in both of their rows.
    let rows_of = all.iter().map(|c| c.days.interval.mean).sum::<f64>();
    let days = |at: usize| of.f.per_year[at].rate.interval.mean;
    let total = days(DAYS) + days(MAINTENANCE_DAYS);
    let twice = fine(rows_of) != fine(total);
    let title = match all {
        _ if total == 0.0 => "The mechanism is active, and throttles nobody".to_owned(),
        [one] => format!("All days of throttling are {}", said_of(one)),
        [first, ..] => {
            let days = fine(first.days.interval.mean);
            format!("{days} of {} days of throttling a year are {}", fine(total), said_of(first))
        }
        [] => return None,
    };
    let twice =
        if twice { "A day with activations of two causes stands in two rows. " } else { "" };
    let head = of.head(title, &(twice.to_owned() + &shown(all.len())));
    let labels = rows.iter().map(|c| c.cause.clone()).collect();
    Some(forest(head, String::new(), labels, columns).picture())
}

/// Whether the first loses more than the second by all that their intervals leave open.
fn stands_out(rows: &[&ByWhom]) -> bool {
    let interval = |u: &ByWhom| u.harm.not_above.interval;
    let ends =
        rows.get(1).and_then(|second| interval(rows[0]).ci_low.zip(interval(second).ci_high));
    ends.is_none_or(|(low, high)| low > high)
}

/// Users by expected requests never answered, not above by own sending; none where nobody is affected.
pub(super) fn affected(of: &OfYears) -> Option<Picture> {
    let all = &of.f.by_user;
    if all.is_empty() {
        return None;
    }
    let rows: Vec<&ByWhom> = all.iter().take(MOST_ROWS).collect();
    let name = |u: &&ByWhom| of.evidence.plan.scenario.users[u.index].name.as_str();
    let mut columns = vec![
        column(
            "never answered a year, not above by own sending",
            "requests",
            rows.iter().map(|u| estimate(&u.harm.not_above)),
        ),
        column("throttled a year", "attempts", rows.iter().map(|u| estimate(&u.throttled))),
    ];
    if rows.iter().any(|u| u.chance.is_some()) {
        let chances = rows.iter().map(|u| percent(u.chance.as_ref()));
        columns.push(column("chance of being throttled in a year", "%", chances));
    }
    let first = rows[0];
    let title = if first.harm.not_above.interval.mean > 0.0 {
        let losers: Vec<&str> =
            rows.iter().filter(|u| u.harm.not_above.interval.mean > 0.0).map(name).collect();
        let a_year = mean_said(&first.harm.not_above);
        match losers.as_slice() {
            [one] => format!(
                "Only {one} has requests, not above by own sending, never answered: {a_year} a year"
            ),
            _ if stands_out(&rows) => format!(
                "{} have requests, not above by own sending, never answered, {} the most: {a_year} a year",
                names(&losers),
                name(&first)
            ),
            _ => format!(
                "{} have requests, not above by own sending, never answered; who has the most cannot be told",
                names(&losers)
            ),
        }
    } else {
        format!(
            "Every request not above by own sending is answered; {} is throttled most, {} attempts a year",
            name(&first),
            mean_said(&first.throttled)
        )
    };
    let head = of.head(title, &shown(all.len()));
    let labels = rows.iter().map(|u| name(u).to_owned()).collect();
    Some(forest(head, String::new(), labels, columns).picture())
}
