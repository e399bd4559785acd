//! What a run says of an SRV under the mechanism, in words: how soon network parties that ask with it knew of what was
//! lost, and restored, while the mechanism was active (C2).

use super::{KnownSupply, Since, WITHIN_MIN, parties, storms};
use crate::evidence::Evidence;
use crate::evidence::words::{few, percent, time_said};
use headroom_core::ledger::Supply;
use headroom_core::scenario::Counterpart;

/// The sentence, by storm where there are several in which they ask with `srv`.
pub fn under_mechanism(e: &Evidence, srv: usize) -> String {
    let scenario = &e.plan.scenario;
    let nothing =
        format!("this run says nothing about {} under the mechanism", scenario.srvs[srv].id);
    if !scenario.mechanism.enabled {
        return format!("The mechanism is switched off: {nothing}.");
    }
    let asked = storms(&e.plan)
        .filter(|(_, storm)| storm.parties.iter().filter_map(|p| p.poll).any(|p| p.srv == srv));
    let asked: Vec<usize> = asked.map(|(event, _)| event).collect();
    let said = |event: &usize| {
        let said = in_storm(e, *event).unwrap_or_else(|| {
            format!("No supply was lost or restored while the mechanism was active: {nothing}")
        });
        match asked.len() {
            1 => format!("{said}."),
            _ => format!("{}: {said}.", scenario.events[*event].id),
        }
    };
    asked.iter().map(said).collect::<Vec<_>>().join(" ")
}

/// What was known of what was lost, or restored, while the mechanism was active, in all storms together.
pub struct ActiveKnown {
    /// How many customers, a replication.
    pub customers: f64,
    /// The share of them known within 15 minutes.
    pub within_15_min: f64,
    /// The same share with today's system, in the same windows.
    pub today: Option<f64>,
}

/// The same; none where nothing was lost, or restored, then.
pub fn active_known(e: &Evidence, since: Since) -> Option<ActiveKnown> {
    let cell = e.plan.scenario.calendar.cell();
    let of = |all: &[Supply]| {
        let mut sum = Supply::default();
        all.iter().for_each(|supply| sum.add(supply));
        KnownSupply::while_active(&sum, since, cell)
    };
    let known = of(&e.folded().supply);
    Some(ActiveKnown {
        customers: known.customers as f64 / e.replications() as f64,
        within_15_min: known.share(1)?,
        today: e.today().and_then(|today| of(&today.supply).share(1)),
    })
}

/// How much of what was lost and restored then was known in time; none where nothing was.
fn in_storm(e: &Evidence, event: usize) -> Option<String> {
    let all = parties(&e.plan);
    let sum = |supply: &[Supply]| {
        let mut sum = Supply::default();
        let here = all.iter().zip(supply).filter(|(party, _)| party.event == event);
        here.for_each(|(_, supply)| sum.add(supply));
        sum
    };
    let today = e.beside.iter().find(|b| b.id == Counterpart::TODAY).map(|b| sum(&b.supply));
    let sum = sum(&e.folded().supply);
    let cell = e.plan.scenario.calendar.cell();
    let of = |since: Since| {
        let known = KnownSupply::while_active(&sum, since, cell);
        let what = match since {
            Since::Loss => "losses",
            Since::Restoration => "restorations",
        };
        let there = today.as_ref().and_then(|today| {
            let share = KnownSupply::while_active(today, since, cell).share(1)?;
            Some(format!(", with today's system {}", percent(share)))
        });
        Some(format!(
            "of {} {what} of supply while the mechanism was active {} were known within {} min (half {}, 95 % {}){}",
            few(known.customers as f64 / e.replications() as f64),
            percent(known.share(1)?),
            WITHIN_MIN[1],
            after(known.time_s[0]),
            after(known.time_s[1]),
            there.unwrap_or_default(),
        ))
    };
    let said = Since::ALL.into_iter().filter_map(of).collect::<Vec<String>>();
    (!said.is_empty()).then(|| crate::evidence::words::upper(&said.join("; ")))
}

fn after(time_s: Option<f64>) -> String {
    time_s.map_or("never".to_owned(), |s| format!("after {}", time_said(s)))
}
