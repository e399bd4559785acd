//! The days of a log: how many of each kind, what of them is missing, and which named holidays are not among them.
//!
//! Scope: a sentence each. Source: T9. Checked by: `tests/it/commands/fit.rs`.

use super::several;
use crate::evidence::words::{names, thousands};
use headroom_core::fit::{Fitted, Part};
use headroom_core::scenario::{civil_date, half_hour_said};

/// Days with which errors of days' factors mean little.
const FEW_DAYS: usize = 28;

pub(super) fn days(found: &Fitted) -> Vec<String> {
    let [weekdays, saturdays, sundays] = found.days;
    let all: usize = found.days.iter().sum();
    let mut said = vec![format!(
        "{}, {} and {sundays} Sunday{} or holiday{}; each day by {}",
        several(weekdays, "weekday"),
        several(saturdays, "Saturday"),
        if sundays == 1 { "" } else { "s" },
        if sundays == 1 { "" } else { "s" },
        if found.utc { "UTC" } else { "Europe/London" }
    )];
    let missing: Vec<&str> = [(weekdays, "weekday"), (saturdays, "Saturday"), (sundays, "Sunday")]
        .into_iter()
        .filter(|(n, _)| *n == 0)
        .map(|(_, word)| word)
        .collect();
    if !missing.is_empty() {
        said.push(format!(
            "the log has no {}: what it says of other days is taken for it",
            names(&missing)
        ));
    }
    if all < 2 {
        said.push(
            "of one day nobody can tell how days vary: its variation is written as none".to_owned(),
        );
    } else if all < FEW_DAYS {
        said.push(format!("{all} days are few: how days vary, and what a kind of day is, is known to little more than its size"));
    }
    if found.holidays.is_empty() && all > FEW_DAYS {
        said.push("no holidays were named (--holiday): each day goes by its weekday, and a holiday counts as variation".to_owned());
    }
    said.extend(holidays_elsewhere(found));
    let [missing, empty, partial] = found.half_hours;
    if missing > 0 {
        said.push(format!(
            "{} half-hours are missing, and tell nothing",
            thousands(missing as f64)
        ));
    }
    if empty > 0 {
        said.push(format!("{} half-hours without a row are taken for empty: so few requests are expected in them that none is no wonder", thousands(empty as f64)));
    }
    said.extend(parts(found));
    if partial > 0 {
        said.push(format!(
            "{partial} half-hours at the log's ends, of which it has a part, are left out"
        ));
    }
    said
}

/// Days at the log's ends that are left out.
fn parts(found: &Fitted) -> Option<String> {
    let part = |part: &Part| {
        let (year, month, day) = civil_date(part.date);
        let all = part.there + part.lacking;
        format!("{year:04}-{month:02}-{day:02} ({} of {all} half-hours)", part.there)
    };
    let parts: Vec<String> = found.left_out.iter().map(part).collect();
    let days = if parts.len() == 1 { "a day" } else { "days" };
    (!parts.is_empty()).then(|| {
        format!(
            "left out: {}, {days} at the log's ends of which its span has only a part",
            names(&parts.iter().map(String::as_str).collect::<Vec<_>>())
        )
    })
}

/// Holidays that were named and on which the log says nothing.
fn holidays_elsewhere(found: &Fitted) -> Option<String> {
    let [first, last] = [found.span.0, found.span.1 - 1]
        .map(|block| half_hour_said(block).chars().take(10).collect::<String>());
    let outside = |date: &&String| **date < first || **date > last;
    let named: Vec<&str> = found.holidays.iter().filter(outside).map(String::as_str).collect();
    (!named.is_empty()).then(|| {
        format!("--holiday {}: not in the log, which is from {first} to {last}: nothing of it is fitted", names(&named))
    })
}
