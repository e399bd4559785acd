//! What Users resend after maintenance.

use super::Users;
use crate::engine::attempt::Attempt;
use crate::random::Draws;
use crate::scenario::{Event, EventKind, Maintenance};

impl Users<'_> {
    /// Of requests that would be given up in `cell` for want of attempts, how many their User keeps and sends
    /// again after the maintenance that they met.
    pub(super) fn resend(&mut self, draws: &mut Draws, cell: u64, a: &Attempt) -> u64 {
        let cohort = &self.plan.traffic.cohorts[a.of()];
        let met = self.plan.scenario.events.iter().find_map(|e| maintenance(e, cell));
        let rule = met.and_then(|(end, m)| Some((end, m.resend.of(cohort.user, cohort.srv)?)));
        let Some((end, rule)) = rule.filter(|_| cohort.poll.is_none()) else {
            return 0;
        };
        let kept = draws.binomial(a.count, rule.share.get());
        let spread = self.plan.clock.at_least_one(rule.spread);
        let last = a.first_cell().saturating_add(self.plan.cold(a.of()).deadline);
        let next = Attempt { attempt: 2, past: a.past.repeated(), ..a.times(kept) };
        let next = self.plan.forget(next, end);
        kept - self.retries.spread(draws, next, end, end + spread - 1, last)
    }
}

/// The maintenance of `event`, where `cell` is in it, and its end.
fn maintenance(event: &Event, cell: u64) -> Option<(u64, &Maintenance)> {
    match &event.kind {
        EventKind::Maintenance(m) if (event.from..event.to).contains(&cell) => Some((event.to, m)),
        _ => None,
    }
}
