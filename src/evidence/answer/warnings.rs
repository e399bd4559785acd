//! Early warning in a sentence (M8): how many Users were warned, how often for nothing, and how long before a refusal.

use super::Evidence;
use crate::evidence::words::value_with_ends;
use headroom_core::domain::{Figure, Whose};

/// What was warned of; nothing where warnings are off.
pub(super) fn sentence(e: &Evidence) -> Option<String> {
    let mechanism = &e.plan.scenario.mechanism;
    if !mechanism.enabled || mechanism.early_warning.is_none() {
        return None;
    }
    let all = e.estimate(Figure::Warnings, Whose::All)?;
    if all.mean == 0.0 {
        return Some("No User was warned.".to_owned());
    }
    let given = value_with_ends(Figure::Warnings, &all);
    let warnings = if all.mean == 1.0 { "warning" } else { "warnings" };
    let Some(lead) = e.estimate(Figure::WarningLeadS, Whose::All) else {
        return Some(format!("Users were given {given} {warnings}, all of them false."));
    };
    let lead = value_with_ends(Figure::WarningLeadS, &lead);
    let unfounded = e.estimate(Figure::FalseWarnings, Whose::All).filter(|i| i.mean > 0.0);
    let (unfounded, rest) = match unfounded {
        Some(i) => (value_with_ends(Figure::FalseWarnings, &i), "the others"),
        None => ("none".to_owned(), "they"),
    };
    Some(format!(
        "Users were given {given} {warnings}, {unfounded} of them false; {rest} came {lead} before the User's first 503 on average."
    ))
}
