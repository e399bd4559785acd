//! Polls of storms beside the reads of ordinary days (G9): how many a customer who lost supply, and how many times what
//! network parties ask otherwise in the same time.
//!
//! Scope: what was begun, whatever became of it. Left out: how soon supply was known by them (`supply.rs`), and how many a
//! second (`storms.rs`). Source: F5.14 says that network operators ask, no source how often; the base's own reads are A6.
//! Checked by: `tests/it/questions.rs`.

use super::cautions::{Caution, caution};
use super::measures::Measures;
use super::storms::polled;
use super::words::{listed, said, thousands};
use headroom_core::engine::Plan;
use headroom_core::ledger::{Folded, Supply};

/// So many times the ordinary reads of the same time and more are far above them.
const FAR: f64 = 10.0;

/// Polls of `of` customers who lost supply for each of them; none without any.
pub fn polls_per_customer(polls: u64, of: u64) -> Option<f64> {
    (of > 0).then(|| polls as f64 / of as f64)
}

/// The caution that storms' polls are far above what network parties and others ask in ordinary times; none where they are
/// not.
pub fn far_above_ordinary(plan: &Plan, folded: &Folded, measures: &Measures) -> Option<Caution> {
    let mut sum = Supply::default();
    folded.supply.iter().for_each(|supply| sum.add(supply));
    let srvs = polled(plan);
    let polls = sum.polls + sum.neighbour_polls;
    let requests: u64 = srvs.iter().map(|srv| measures.srvs[*srv].requests).sum();
    let ordinary = requests.saturating_sub(polls);
    if polls == 0 || (polls as f64) < FAR * ordinary as f64 {
        return None;
    }
    let names: Vec<String> = srvs.iter().map(|s| plan.scenario.srvs[*s].id.clone()).collect();
    let names = listed(&names);
    let each = polls_per_customer(sum.polls, sum.lost)?;
    let neighbours = match sum.neighbour_polls as f64 / sum.lost as f64 {
        n if n > 0.0 => format!(", and {} of neighbours", thousands(n)),
        _ => String::new(),
    };
    let times = match ordinary {
        0 => format!("where nothing else asks with {names}"),
        n => format!(
            "{} times the ordinary {names} of the same time",
            said(libm::round(polls as f64 / n as f64))
        ),
    };
    Some(caution(
        "polls_far_above_ordinary",
        format!(
            "storms' polls are {} reads of {names} for each customer off supply{neighbours}, {times}: how network parties poll is assumed, and decides what a storm does (G9)",
            thousands(each)
        ),
    ))
}
