//! M8: what Users who heed a warning put off.

use super::Users;
use crate::domain::Standing;
use crate::engine::attempt::Attempt;
use crate::engine::book::DayBook;
use crate::random::Draws;

impl Users<'_> {
    /// What a warned User puts off of `n` fresh requests of cohort `c` in `cell`, which keep their standing (C2).
    pub fn put_off(
        &mut self,
        draws: &mut Draws,
        cell: u64,
        (c, standing): (usize, Standing),
        n: u64,
        book: &mut DayBook<'_>,
    ) -> u64 {
        let off = draws.binomial(n, self.plan.cold(c).heeds);
        let warning = self.plan.scenario.mechanism.early_warning.as_ref();
        let at = cell + warning.map_or(1, |w| self.plan.clock.at_least_one(w.defer_by));
        let later = Attempt::first(c, at, off).standing(standing);
        self.follows.put(Attempt { past: later.past.put_off(), ..later }, at);
        book.put_off(c, off);
        off
    }
}
