//! Why a User was not throttled in a window.

use super::said::{count, quota, retries, several, window};
use super::{Case, fraction, requests};
use crate::evidence::words::percent;
use headroom_core::domain::{NANO, ThrottleTo};
use headroom_core::ledger::WatchRow;

/// Why the User was not throttled in the window.
pub fn sentence(case: &Case<'_>) -> String {
    let (row, mechanism) = (case.row(), &case.plan.scenario.mechanism);
    let (name, window) = (case.name(), window(case));
    let not = format!("{name} was not throttled {window}");
    let attempts = format!("{}{}", several(row.all_attempts(), "attempt"), retries(row));
    if !mechanism.enabled {
        return format!("{not}: the mechanism is switched off (M10). It made {attempts}.");
    }
    if !row.service {
        return format!("{not}: there was no service (G1). It made {attempts}.");
    }
    if row.active_from.is_none() {
        return format!(
            "{not}: the mechanism was not active (M4), and it made {attempts}. {}",
            load(case)
        );
    }
    if row.all_attempts() == 0 {
        return format!("{not}: it sent nothing.");
    }
    if row.held.to_buffer > 0 {
        return format!(
            "{not}: what was over its limit went into its buffer, {} (M9).",
            several(row.held.to_buffer, "attempt")
        );
    }
    format!("{not}: {}.{}", within(case), others(row))
}

/// Why none of its attempts was over, the mechanism being active.
fn within(case: &Case<'_>) -> String {
    let (row, mechanism) = (case.row(), &case.plan.scenario.mechanism);
    let limit = row.limit.unwrap_or_default();
    let reading = mechanism.throttle_to.word();
    if row.prioritised > 0 && row.prioritised == row.let_through() {
        return format!(
            "all it sent were Prioritised Service Requests ({}), which never are (M6)",
            several(row.prioritised, "attempt")
        );
    }
    let total = i128::from(row.total) * NANO;
    let used_up = i128::from(row.used) * NANO >= limit;
    if mechanism.throttle_to == ThrottleTo::UntilTotal && total <= row.threshold && used_up {
        return format!(
            "it used {} of its allocation, {}, but all Users together only {} of Θ × window, {}, so that nobody was (M5, {reading})",
            count(row.used),
            quota(row),
            count(row.total),
            count((row.threshold / NANO) as u64)
        );
    }
    if used_up {
        return format!(
            "it used all of its limit, {}, and sent nothing that could be throttled beyond it (M5, {reading})",
            fraction(limit)
        );
    }
    format!(
        "it was within its limit: it used {} of {} (M5, {reading})",
        count(row.used),
        fraction(limit)
    )
}

/// Whether others were.
fn others(row: &WatchRow) -> String {
    match row.all_throttled {
        0 => " Nobody was.".to_owned(),
        n => format!(" Of other Users {} were.", several(n, "attempt")),
    }
}

/// L of the window against Θ × window, and what that made of the next.
fn load(case: &Case<'_>) -> String {
    let row = case.row();
    let theta = requests(row.threshold);
    let said = format!(
        "The load was {}, {} of Θ × window",
        count(row.load),
        percent(row.load as f64 / theta)
    );
    match i128::from(row.load) * NANO >= row.threshold {
        true => format!("{said}: from the next window on it was active."),
        false => format!("{said}."),
    }
}
