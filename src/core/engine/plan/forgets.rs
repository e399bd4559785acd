//! The first cell of a request, and its stream, forgotten where they make no difference any more.
//!
//! It is asked for by the wait, of which only lateness is left where only counts are kept, by deadlines, by
//! what the DSP holds until due, by rounds of polls and by linked copies. A refused request of which none of
//! these is left to ask, since it is late whenever it is answered, or never can be, loses it: then all such
//! attempts of a cohort with the same number are alike, and those of another stream of the same kind are too.
//! Scope: runs that keep counts only. Source: `docs/rules.md`, C2. Checked by: z-tests against whole
//! runs in `tests/core/counts_only.rs`.

use super::delays::RetryDelays;
use crate::domain::{Mode, NANO, Nano, Share};
use crate::scenario::{EventKind, Scenario};
use crate::traffic::{Cohort, Traffic};
use std::collections::BTreeMap;

/// When the first cell of a cohort's requests may be forgotten.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Forget {
    /// Not at all.
    Never,
    /// As soon as it is late at its next attempt, whatever it waits in the backlog: after so many tenths of a cell.
    OnceLate(i64),
    /// With the first refusal: it never is late.
    AtOnce,
}

/// What of a scenario decides it.
pub struct Forgetting<'a> {
    scenario: &'a Scenario,
    storms: bool,
    /// The longest wait in the backlog, in tenths of a cell.
    wait: Option<Nano>,
}

impl<'a> Forgetting<'a> {
    /// In a DSP of so much capacity a cell and such a limit of its backlog.
    pub fn new(scenario: &'a Scenario, traffic: &Traffic, dsp: (Nano, Nano)) -> Self {
        let wait = longest_wait(scenario, traffic, dsp);
        Self { scenario, storms: !traffic.parties.is_empty(), wait }
    }

    /// When requests of `cohort` may forget it, which are late after a wait of so many bins. `asked`: a deadline or a
    /// resubmission asks for it.
    pub fn of(
        &self,
        cohort: &Cohort,
        asked: bool,
        (delays, after_throttled): (&RetryDelays, &RetryDelays),
        late_after: i64,
    ) -> Forget {
        if asked || cohort.poll.is_some() || cohort.due.is_some() {
            return Forget::Never;
        }
        let (scenario, calendar) = (self.scenario, &self.scenario.calendar);
        // After its attempts nothing is to come of it.
        let plain = cohort.then.is_none()
            && !cohort.second
            && !is_resent(scenario, cohort)
            && (!self.storms || !scenario.srvs[cohort.srv].device)
            && scenario.mechanism.buffer.is_none();
        // A distinct answer may mix both kinds of delay, or ask for the next window.
        let window = calendar.cells_per_window() as u64;
        let longest = |(a, b): (&(u64, u64), &(u64, u64))| a.1.max(b.1).max(2 * window);
        let chain = delays.iter().zip(after_throttled).map(longest).fold(1, u64::saturating_add);
        let in_time = |cells: u64| {
            self.wait.is_some_and(|bins| Nano::from(cells) * 10 + bins <= Nano::from(late_after))
        };
        match in_time(calendar.cells()) || (plain && in_time(chain.min(calendar.cells()))) {
            true => Forget::AtOnce,
            false => Forget::OnceLate(late_after),
        }
    }
}

/// For each cohort, the first of those that a refused request might as well be of: of the same User, SRV, mode
/// and retry rule, and with the same to follow.
pub fn stands_for(scenario: &Scenario, traffic: &Traffic) -> Vec<u32> {
    let mut known: BTreeMap<(usize, Mode, bool, bool), Vec<u32>> = BTreeMap::new();
    let stands_for = |(c, cohort): (u32, &Cohort)| {
        let ordinary = cohort.step.is_none() && cohort.due.is_none() && cohort.poll.is_none();
        if !ordinary {
            return c;
        }
        let alike = (cohort.pair, cohort.mode, cohort.is_signed(), cohort.second);
        let alike = known.entry(alike).or_default();
        let same = |of: &&u32| {
            let other = &traffic.cohorts[**of as usize];
            let delay = |c: &Cohort| c.then.map(|t| t.delay);
            other.policy(scenario) == cohort.policy(scenario) && delay(other) == delay(cohort)
        };
        alike.iter().find(same).copied().unwrap_or_else(|| {
            alike.push(c);
            c
        })
    };
    (0..).zip(&traffic.cohorts).map(stands_for).collect()
}

/// The longest wait in the backlog of what is admitted, in tenths of a cell; none where the DSP does nothing.
fn longest_wait(
    scenario: &Scenario,
    traffic: &Traffic,
    (capacity, limit): (Nano, Nano),
) -> Option<Nano> {
    let part = |kind: &EventKind| match kind {
        EventKind::Outage { capacity, .. } if *capacity > Share::ZERO => Some(*capacity),
        _ => None,
    };
    let least = scenario.events.iter().filter_map(|e| part(&e.kind)).min().unwrap_or(Share::ONE);
    // What messages leave of it (G7).
    let pace = least.of(capacity) / if traffic.flows.is_empty() { 1 } else { 100 };
    (pace > 0).then(|| 10 * (limit + 2 * capacity + NANO) / pace + 10)
}

/// Whether some maintenance has Users resend requests of `cohort`.
pub fn is_resent(scenario: &Scenario, cohort: &Cohort) -> bool {
    scenario.events.iter().any(|e| match &e.kind {
        EventKind::Maintenance(m) => m.resend.of(cohort.user, cohort.srv).is_some(),
        _ => false,
    })
}
