//! Recorded traffic of a course: how busy its half-hours are, and how much of it lies in those that are left out (T8).

use super::days::{Days, Stretch};
use crate::engine::plan::{Almanac, Plan};
use crate::random::Draws;
use crate::scenario::{Month, RecordedSent};
use crate::traffic::{Busy, Cohort, DrawnDays, superposed};
use std::collections::BTreeMap;

impl Almanac {
    /// What of recorded traffic may be expected in `block` of a course, of one User or of all: that of the day which stands for its own, and
    /// what follows that of the day before. Where clocks change, and where the DSP starts what it held, the most of all the
    /// day.
    pub fn recorded_in(
        &self,
        drawn: &DrawnDays<'_>,
        (d, block): (usize, usize),
        user: Option<usize>,
        starting: bool,
    ) -> Busy {
        let source = drawn.source(block);
        let today = &self.log_days[source / 48];
        let before = d.checked_sub(1).map(|d| &self.log_days[drawn.source(self.days[d].from) / 48]);
        let other_length = |d: usize| self.days[d].to - self.days[d].from != 48;
        let changes = other_length(d) || d > 0 && other_length(d - 1);
        let (own, after) = match starting || changes {
            true => (today.most(user)[0], before.map(|b| b.most(user)[1])),
            false => (today.own(user, source % 48), before.map(|b| b.after(user, source % 48))),
        };
        let after = after.unwrap_or_default();
        Busy { window: own.window + after.window, cell: own.cell + after.cell }
    }
}

/// How often each half-hour of the log's days stands for one that is left out, by month.
pub struct LeftOut(BTreeMap<Month, BTreeMap<usize, u64>>);

impl LeftOut {
    /// Of the `parts` of days that are left out.
    pub fn new(days: &Days<'_>, parts: &[Stretch]) -> Self {
        let mut used: BTreeMap<Month, BTreeMap<usize, u64>> = BTreeMap::new();
        for (part, drawn) in parts.iter().flat_map(|part| days.drawn().map(|d| (part, d))) {
            let month = days.all()[days.of_block(part.from)].month;
            let used = used.entry(month).or_default();
            (part.from..part.to).for_each(|b| *used.entry(drawn.source(b)).or_default() += 1);
        }
        Self(used)
    }

    /// Requests of `cohort` in them, by month, with what has grown of them (M2), as `draws` has it.
    pub fn of(
        &self,
        plan: &Plan,
        days: &Days<'_>,
        cohort: &Cohort,
        mut draws: Draws,
    ) -> Vec<(Month, u64)> {
        let of =
            |s: &&RecordedSent| (s.user, s.srv, s.mode) == (cohort.user, cohort.srv, cohort.mode);
        let Some(sent) = days.drawn().and_then(|d| d.log().log.sent.iter().find(of)) else {
            return Vec::new();
        };
        let bins = plan.clock.per_block / sent.bins.cells;
        let mut of_month = |(month, used): (&Month, &BTreeMap<usize, u64>)| {
            let times = |(bin, n): &(u32, u32)| {
                let used = used.get(&((u64::from(*bin) / bins) as usize));
                used.map_or(0, |used| used * u64::from(*n))
            };
            let n = sent.bins.counts.iter().map(times).sum();
            let grown =
                plan.scenario.growth.as_ref().map(|g| g.sent_per_meter(cohort.user, *month));
            (*month, grown.map_or(n, |times| superposed(&mut draws, n, times)))
        };
        self.0.iter().map(&mut of_month).collect()
    }
}
