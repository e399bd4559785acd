//! The first cell of a request, and its stream, forgotten where they make no difference any more.
//!
//! It is asked for by the wait, of which only lateness is left where only counts are kept, by deadlines, by
//! what the DSP holds until due, by rounds of polls and by linked copies. A refused request of which none of
//! these is left to ask, since it is late whenever it is answered, or never can be, loses it: then all such
//! attempts of a cohort with the same number are alike, and those of another stream of the same kind are too.
//! Scope: runs that keep counts only. Source: `docs/rules.md`, C2. Checked by: z-tests against whole
//! runs in `tests/it/counts_only.rs`.

use super::attempt::Attempt;
use super::manner::Manner;
use super::plan::Plan;
use crate::domain::{Mode, NANO, Nano, Share};
use crate::scenario::{EventKind, Scenario};
use crate::traffic::{Cohort, Traffic};
use std::collections::BTreeMap;

/// When the first cell of a cohort's requests may be forgotten.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Forget {
    /// Not at all.
    Never,
    /// As soon as it is late at its next attempt, whatever it waits in the backlog: after so many tenths of a cell.
    OnceLate(i64),
    /// With the first refusal: it never is late.
    AtOnce,
}

/// When each cohort's may be. `late_after` is of each cohort the bin after which a wait is late.
pub(super) fn forgets(
    scenario: &Scenario,
    traffic: &Traffic,
    manners: &[Manner],
    late_after: &[i64],
    (capacity, limit): (Nano, Nano),
) -> Vec<Forget> {
    let end = scenario.calendar.cells();
    let wait = longest_wait(scenario, traffic, (capacity, limit));
    let in_time = |cells: u64, late: i64| {
        wait.is_some_and(|bins| Nano::from(cells) * 10 + bins <= Nano::from(late))
    };
    let forget = |((cohort, manner), &late): ((&Cohort, &Manner), &i64)| {
        let asked = manner.deadline != u64::MAX
            || manner.resubmit.is_some()
            || cohort.poll.is_some()
            || cohort.due.is_some();
        // After its attempts nothing is to come of it.
        let plain = cohort.then.is_none()
            && !cohort.second
            && !resent(scenario, cohort)
            && (traffic.parties.is_empty() || !scenario.srvs[cohort.srv].device)
            && scenario.mechanism.buffer.is_none();
        // A distinct answer may mix both kinds of delay, or ask for the next window.
        let window = scenario.calendar.cells_per_window() as u64;
        let longest = |(a, b): (&(u64, u64), &(u64, u64))| a.1.max(b.1).max(2 * window);
        let delays = manner.delays.iter().zip(manner.after_throttled.iter()).map(longest);
        let chain = delays.fold(1, u64::saturating_add);
        match asked {
            true => Forget::Never,
            false if in_time(end, late) || (plain && in_time(chain.min(end), late)) => {
                Forget::AtOnce
            }
            false => Forget::OnceLate(late),
        }
    };
    traffic.cohorts.iter().zip(manners).zip(late_after).map(forget).collect()
}

/// For each cohort, the first of those that a refused request might as well be of: of the same User, SRV, mode
/// and retry rule, and with the same to follow.
pub(super) fn stands_for(scenario: &Scenario, traffic: &Traffic) -> Vec<u32> {
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
fn resent(scenario: &Scenario, cohort: &Cohort) -> bool {
    scenario.events.iter().any(|e| match &e.kind {
        EventKind::Maintenance(m) => m.resend.of(cohort.user, cohort.srv).is_some(),
        _ => false,
    })
}

impl Plan {
    /// Whether some maintenance has Users resend requests of cohort `c`.
    pub(super) fn is_resent(&self, c: usize) -> bool {
        resent(&self.scenario, &self.traffic.cohorts[c])
    }

    /// For each cohort, the first cell that stands for any where that is forgotten; none where no run forgets.
    pub(super) fn stand_ins(&self) -> Vec<Option<u32>> {
        let of = |forget: &Forget| match forget {
            Forget::Never => None,
            Forget::OnceLate(_) => Some(0),
            Forget::AtOnce => Some(u32::MAX),
        };
        self.forgets.iter().map(of).filter(|_| self.counts()).collect()
    }

    /// `a`, of which the next attempt is made in cell `next` at the earliest, without its first cell if nothing
    /// can ask for that any more, and as one of the cohort that stands for its own.
    pub(super) fn forget(&self, a: Attempt, next: u64) -> Attempt {
        if !self.counts() {
            return a;
        }
        let cohort = self.stands_for[a.of()];
        let first = match self.forgets[a.of()] {
            Forget::Never => a.first,
            Forget::AtOnce => u32::MAX,
            Forget::OnceLate(after) => {
                let age = next.saturating_sub(a.first_cell()) as i64 * 10;
                if age > after { 0 } else { a.first }
            }
        };
        Attempt { cohort, first, ..a }
    }
}
