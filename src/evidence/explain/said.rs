//! How counts, windows, retries and quotas of an explanation are said.

use super::{Case, fraction};
use crate::evidence::words::thousands;
use headroom_core::domain::NANO;
use headroom_core::ledger::WatchRow;

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

#[cfg(test)]
mod tests {
    use super::ordinal;

    #[test]
    fn ordinals_are_as_people_write_them() {
        let said: Vec<String> = [1, 2, 3, 4, 11, 12, 13, 21, 112].map(ordinal).to_vec();
        assert_eq!(said, ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "112th"]);
    }
}
