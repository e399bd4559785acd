//! What the parts of a course showed, added up.

use super::DayBook;
use crate::ledger::{Episode, HalfHour, Ledger, MonthOfUse};

impl DayBook<'_> {
    /// Adds what `part` showed, which begins with cell `from` and whose pairs are `pairs`. Of an event of its it is said
    /// which of the course's it is.
    pub fn add_part(
        &mut self,
        part: Ledger,
        pairs: &[(usize, usize)],
        event: impl Fn(usize) -> usize,
        from: u64,
    ) {
        let all = &mut self.ledger;
        let told = part.pairs.iter().zip(&part.open).zip(&part.harm);
        for (pair, ((counts, open), harm)) in pairs.iter().zip(told) {
            let here = self.plan.traffic.pairs.binary_search(pair);
            let here = here.expect("a course knows every pair that an event can bring");
            all.pairs[here] = all.pairs[here] + *counts;
            all.open[here] = all.open[here] + *open;
            all.harm[here] = all.harm[here] + *harm;
        }
        all.note_load(part.peak_load.0, from + part.peak_load.1);
        all.outage_cells += part.outage_cells;
        all.active_cells += part.active_cells;
        MonthOfUse::merge(&mut all.months, &part.months);
        all.fairness.add(&part.fairness, from);
        all.windows_throttled.iter_mut().zip(part.windows_throttled).for_each(|(a, b)| *a += b);
        all.processes.iter_mut().zip(part.processes).for_each(|(a, b)| *a = *a + b);
        all.steps.iter_mut().zip(part.steps).for_each(|(a, b)| *a = *a + b);
        all.activations.extend(part.activations.into_iter().map(|mut a| {
            a.from += from;
            a.to += from;
            a.throttled_on.iter_mut().for_each(|cell| *cell += from);
            a.causes.iter_mut().for_each(|c| *c = event(*c));
            a.causes.sort_unstable();
            a.causes.dedup();
            a
        }));
    }

    /// A line on a stretch of the course.
    pub fn add_episode(&mut self, episode: Episode) {
        self.ledger.episodes.push(episode);
    }

    /// How busy the course's ordinary half-hours are.
    pub fn add_half_hours(&mut self, half_hours: Vec<HalfHour>) {
        self.ledger.half_hours = half_hours;
    }
}
