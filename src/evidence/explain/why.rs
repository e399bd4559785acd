//! Why a User was throttled in a window.

use super::{Case, fraction, percent, why_not};
use crate::evidence::answer::{decimals, thousands};
use headroom_core::domain::{Detect, NANO, Pace, ThrottleTo};
use headroom_core::ledger::WatchRow;

/// What was decided in the window and why, what made the mechanism active, and what else refused attempts.
pub fn sentences(case: &Case<'_>) -> Vec<String> {
    let row = case.row();
    let mut all =
        vec![if row.held.throttled > 0 { throttled(case) } else { why_not::sentence(case) }];
    all.extend(if row.held.throttled > 0 { Some(limit(case)) } else { None });
    all.extend(activation(case));
    all.extend(otherwise(case));
    all
}

pub(super) fn count(n: u64) -> String {
    thousands(n as f64)
}

/// `n` of `things`, or one of them.
pub(super) fn several(n: u64, thing: &str) -> String {
    format!("{} {thing}{}", count(n), if n == 1 { "" } else { "s" })
}

pub(super) fn window(case: &Case<'_>) -> String {
    format!("in the window from {}", case.said(case.row().cell))
}

/// SRVs that are named, the rest being counted.
const NAMED: usize = 3;

fn throttled(case: &Case<'_>) -> String {
    let row = case.row();
    let (n, all) = (row.held.throttled, row.all_attempts());
    let of_all = match all {
        all if all == n => "all it made".to_owned(),
        all => format!("{} of {}", percent(n as f64, all as f64), count(all)),
    };
    format!(
        "{} was throttled {}: {}, {of_all} ({}){}.",
        case.name(),
        window(case),
        several(n, "attempt"),
        by_srv(case),
        retries(row)
    )
}

/// What was throttled by SRV, the most first.
fn by_srv(case: &Case<'_>) -> String {
    let mut throttled = case.row().throttled.clone();
    throttled.sort_by_key(|(pair, n)| (std::cmp::Reverse(*n), *pair));
    let srv = |pair: usize| &case.plan.scenario.srvs[case.plan.traffic.pairs[pair].1].id;
    let first = throttled.iter().take(NAMED);
    let mut said: Vec<String> =
        first.map(|(pair, n)| format!("{} of {}", count(*n), srv(*pair))).collect();
    if throttled.len() > NAMED {
        let rest: u64 = throttled.iter().skip(NAMED).map(|(_, n)| n).sum();
        said.push(format!("{} of {} more SRVs", count(rest), throttled.len() - NAMED));
    }
    said.join(", ")
}

/// How many of its attempts were retries.
pub(super) fn retries(row: &WatchRow) -> String {
    let last = row.attempts.iter().rposition(|n| *n > 0).map_or(0, |i| i + 1);
    match row.retries() {
        0 => String::new(),
        n => format!(
            "; {} of its attempts, up to the {}, were retries (U1)",
            count(n),
            ordinal(last)
        ),
    }
}

fn ordinal(n: usize) -> String {
    let ending = match (n % 10, n % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{n}{ending}")
}

/// The limit of the reading, and why it stood where it stood.
fn limit(case: &Case<'_>) -> String {
    let row = case.row();
    let mechanism = &case.plan.scenario.mechanism;
    let reading = mechanism.throttle_to;
    let theta = count((row.threshold / NANO) as u64);
    let quota = quota(row);
    let limit = row.limit.unwrap_or_default();
    let over = match reading {
        ThrottleTo::Allocation => format!("its allocation, {quota}"),
        ThrottleTo::UntilTotal => format!(
            "its allocation, {quota}, and that only once all Users together had used Θ × window, {theta}"
        ),
        ThrottleTo::ShareUnused => format!(
            "{}: its allocation, {quota}, and {} of what the others had left unused in the window before",
            fraction(limit),
            fraction(limit - i128::from(row.quota) * NANO)
        ),
        ThrottleTo::UserMaximum if limit > i128::from(row.quota) * NANO => format!(
            "Θ × window for a User alone, {theta}, which is more than its allocation, {quota}"
        ),
        ThrottleTo::UserMaximum => {
            format!("its allocation, {quota}, which is more than Θ × window, {theta}")
        }
    };
    let pace = match mechanism.pace {
        Pace::Window => String::new(),
        Pace::Cell => format!(
            ", cell by cell: up to the i-th of {} no more than that part of it",
            case.plan.scenario.calendar.cells_per_window()
        ),
    };
    format!("Its limit (M5, {}) was {over}{pace}; {}.", reading.word(), used(case))
}

/// What it used, and of that what could not be throttled.
fn used(case: &Case<'_>) -> String {
    let row = case.row();
    let free = case.plan.scenario.mechanism.prioritised_use_allocation;
    let before = match row.active_from {
        Some(_) if row.used_before > 0 => {
            format!(", {} of it before the mechanism was active", count(row.used_before))
        }
        _ => String::new(),
    };
    let prioritised = match (row.prioritised, free) {
        (0, _) => String::new(),
        (n, true) => {
            format!(", {} of Prioritised Service Requests among it (M6)", several(n, "attempt"))
        }
        (n, false) => format!(
            ", and sent {} of Prioritised Service Requests, which do not count in it (M6)",
            several(n, "attempt")
        ),
    };
    format!("it used {}{before}{prioritised}", count(row.used))
}

/// The window's whole requests, and how they come about (M1).
pub(super) fn quota(row: &WatchRow) -> String {
    let carried = match row.carried {
        0 => String::new(),
        n if n > 0 => format!(", and {} carried over", fraction(n)),
        n => format!(", less {} carried over", fraction(-n)),
    };
    if row.carried == 0 && i128::from(row.quota) * NANO == row.allocation {
        return format!("{} (M1)", several(row.quota, "request"));
    }
    let whole = several(row.quota, "request");
    format!("{whole} ({} a window{carried}, in whole ones: M1)", fraction(row.allocation))
}

/// What made the mechanism active, and what was in force then.
fn activation(case: &Case<'_>) -> Option<String> {
    let (row, plan) = (case.row(), case.plan);
    let record = case.activation().filter(|_| row.active_from.is_some())?;
    let per_window = plan.scenario.calendar.cells_per_window() as u64;
    let theta = count((row.threshold / NANO) as u64);
    let because = match plan.scenario.mechanism.detect {
        Detect::Immediate => format!("when the load of the window reached Θ × window, {theta}"),
        Detect::WindowEnd => {
            let before = (record.from / per_window).checked_sub(1);
            let load = before.map_or(0, |w| case.ledger.watched[w as usize].load);
            format!(
                "since the load of the window before, {}, had reached Θ × window, {theta}",
                count(load)
            )
        }
    };
    let causes: Vec<&str> = record.causes.iter().map(|c| plan.scenario.event_id(*c)).collect();
    let causes = match &causes[..] {
        [] => "no event was in force then".to_owned(),
        some => format!("in force then: {}", some.join(", ")),
    };
    let still = match i128::from(row.load) * NANO < row.threshold {
        true => format!(
            " Here the load was {}; it ends after {} below {} % of Θ × window.",
            count(row.load),
            several(u64::from(plan.scenario.mechanism.hold), "window"),
            decimals(plan.scenario.mechanism.release.get() * 100.0)
        ),
        false => String::new(),
    };
    Some(format!(
        "The mechanism was active from {}, {because} (M4); {causes}.{still}",
        case.said(record.from)
    ))
}

/// What refused its attempts and was not the mechanism.
fn otherwise(case: &Case<'_>) -> Option<String> {
    let held = &case.row().held;
    let parts = [
        (held.rejected, "rejected for want of room in the DSP, whoever sent them (G4)"),
        (held.unavailable, "met no service (G1)"),
        (held.capped, "over its always-on cap (G2)"),
        (held.quarantined, "held by anomaly detection (G2)"),
    ];
    let said: Vec<String> = parts
        .iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, what)| format!("{} {what}", count(*n)))
        .collect();
    let not = "Not by the mechanism, of its attempts";
    (!said.is_empty()).then(|| format!("{not}: {}.", said.join("; ")))
}

#[cfg(test)]
mod tests {
    use super::ordinal;

    #[test]
    fn ordinals_are_as_people_write_them() {
        let said: Vec<String> = [1, 2, 3, 4, 11, 12, 13, 21, 112].map(ordinal).to_vec();
        assert_eq!(said, ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "112th"]);
    }
}
