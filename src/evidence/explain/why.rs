//! Why a User was throttled in a window.

use super::said::{count, quota, retries, several, window};
use super::{Case, fraction, why_not};
use crate::evidence::words::decimals;
use crate::evidence::words::percent;
use headroom_core::domain::{Detect, NANO, Pace, ThrottleTo};

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

/// SRVs that are named, the rest being counted.
const NAMED: usize = 3;

fn throttled(case: &Case<'_>) -> String {
    let row = case.row();
    let (n, all) = (row.held.throttled, row.all_attempts());
    let of_all = match all {
        all if all == n => "all it made".to_owned(),
        all => format!("{} of {}", percent(n as f64 / all as f64), count(all)),
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
