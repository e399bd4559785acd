//! What a User's retries did, and when else it was throttled.

use super::Case;
use super::said::several;
use crate::evidence::words::{thousands, time_said};

/// What became of the requests first sent in the window, and where the User was throttled if not here.
pub fn sentences(case: &Case<'_>) -> Vec<String> {
    let throttled = case.row().held.throttled > 0;
    let elsewhere = if throttled { None } else { elsewhere(case) };
    fate(case).into_iter().chain(elsewhere).collect()
}

/// What became of the requests first sent in the window that were not over with their first attempt.
fn fate(case: &Case<'_>) -> Option<String> {
    let fate = &case.row().fate;
    if fate.again == 0 {
        return None;
    }
    let cell = case.plan.scenario.calendar.cell().seconds();
    let after = match fate.admitted {
        0 => String::new(),
        n => format!(
            " (admitted {} after they were first sent on average, {} at most)",
            time_said(fate.cells as f64 * cell / n as f64),
            time_said(fate.longest as f64 * cell)
        ),
    };
    let were = match fate.again {
        1 => "1 was".to_owned(),
        n => format!("{} were", thousands(n as f64)),
    };
    let begin = format!(
        "Of the requests it first sent in the window {were} not over with their first attempt"
    );
    if fate.followed() == 0 {
        return Some(format!(
            "{begin}; none of them is of the tagged sample that is followed (C2)."
        ));
    }
    let of_sample = match fate.lost {
        0 => String::new(),
        _ => format!(
            "; of the {} that are of the tagged sample (C2)",
            thousands(fate.followed() as f64)
        ),
    };
    let mut parts = vec![format!("{} served later{after}", thousands(fate.served as f64))];
    parts.push(format!("{} given up", thousands(fate.given_up as f64)));
    if fate.superseded > 0 {
        let superseded = thousands(fate.superseded as f64);
        parts.push(format!("{superseded} superseded by newer polls"));
    }
    if fate.ended > 0 {
        // Without anomaly detection nothing is quarantined.
        let how = match case.plan.scenario.gateway.anomaly.is_empty() {
            true => "ended by silence, which is an answer to what asks for the supply (G9)",
            false => "quarantined or ended by silence",
        };
        parts.push(format!("{} {how}", thousands(fate.ended as f64)));
    }
    if fate.open() > 0 {
        let open = thousands(fate.open() as f64);
        parts.push(format!("{open} still on their way when the run ended"));
    }
    Some(format!("{begin}{of_sample}: {}.", parts.join(", ")))
}

/// Where the User was throttled in this replication.
fn elsewhere(case: &Case<'_>) -> Option<String> {
    let rows = || case.ledger.watched.iter().filter(|r| r.held.throttled > 0);
    let windows = rows().count() as u64;
    if !case.plan.scenario.mechanism.enabled {
        return None;
    }
    let Some(first) = rows().next() else {
        return Some("In this replication it never was throttled.".to_owned());
    };
    // The first of the windows with the most.
    let most = rows().rev().max_by_key(|r| r.held.throttled).expect("there is a first");
    Some(format!(
        "In this replication it was throttled in {}: first from {}, most ({}) from {}.",
        several(windows, "window"),
        case.said(first.cell),
        thousands(most.held.throttled as f64),
        case.said(most.cell)
    ))
}
