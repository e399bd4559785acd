//! Each event of drawn courses by itself (C4): courses in which nothing else occurs, so that what one occurrence brings is
//! known and another rate can be put in.
//!
//! Scope: the scenarios of the first variant with one of its events each, made ready, and today's system beside them. An
//! event that occurs less than [`AT_LEAST`] times a year does so there: what a single occurrence brings is asked, and rare
//! ones would be few. Left out: what the courses show (`evidence/frequency/by_event.rs`). Checked by:
//! `tests/rules/counterparts.rs`.

use super::asked::Asked;
use crate::engine::Plan;
use crate::scenario::{Change, Counterpart, Draft, Faults, HowOften, Scenario};
use serde_json::{Value, json};
use std::sync::Arc;

/// Occurrences a year of an event by itself, at least.
const AT_LEAST: f64 = 2.0;

/// An event by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ByItself {
    /// Its place among the events of the scenario that occur.
    pub occurring: usize,
    /// Which of the study's plans it is: the variants, then the counterparts.
    pub plan: usize,
    /// Today's system beside it; none where the scenario is that, or stands alone.
    pub today: Option<usize>,
}

/// Each event of `first`, the scenario of the first variant of what is `asked` of `draft`, whose plans go after the first
/// `known` into `plans`; nothing where there is only one, or where things grow, so that years are not alike.
///
/// # Errors
/// Faults of any of them; allocations that cannot be worked out.
pub fn by_itself(
    (draft, asked): (&Draft, &Asked),
    first: (&Scenario, &[Change]),
    known: usize,
    plans: &mut Vec<Plan>,
) -> Result<Vec<ByItself>, Faults> {
    let (scenario, changes) = first;
    if !asked.by_itself || scenario.growth.is_some() || scenario.occurring.len() < 2 {
        return Ok(Vec::new());
    }
    let resolved = draft.with(&[("--set", &asked.set), ("--with", changes)])?;
    let mut all = Vec::new();
    let mut distinct: Vec<Plan> = Vec::new();
    for (occurring, event) in scenario.occurring.iter().enumerate() {
        let mut as_it_stands =
            resolved.stands_at(&format!("/events/{}", event.id)).cloned().unwrap_or_default();
        if let HowOften::PerYear(rate) = event.how
            && rate < AT_LEAST
            && let Some(often) = as_it_stands.pointer_mut("/occurs/per_year")
        {
            *often = json!(AT_LEAST);
        }
        let alone = Change { pointer: "/events".to_owned(), value: json!([as_it_stands]) };
        let mut ready = |further: &[Change]| {
            let parts: [(&str, &[Change]); 4] = [
                ("--set", &asked.set),
                ("--with", changes),
                (&event.id, std::slice::from_ref(&alone)),
                (Counterpart::TODAY, further),
            ];
            let mut scenario = draft.with(&parts)?;
            scenario.tell_apart();
            // Large, and the base's says it once.
            scenario.resolved = Value::Null;
            let name = scenario.name.clone();
            let plan = Plan::sharing(Arc::new(scenario), &distinct)
                .map_err(|fault| Faults::from(fault.in_file(name)))?;
            distinct.push(plan.clone());
            plans.push(plan);
            Ok::<usize, Faults>(known + plans.len() - 1)
        };
        let plan = ready(&[])?;
        let beside = asked.beside && !scenario.is_today();
        let today = beside.then(|| ready(&Counterpart::todays())).transpose()?;
        all.push(ByItself { occurring, plan, today });
    }
    Ok(all)
}
