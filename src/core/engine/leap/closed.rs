//! A half-hour without service, taken whole: nothing in it can come to anything before the service is back.

use crate::domain::Standing;
use crate::engine::attempt::{Attempt, Past};
use crate::engine::plan::Closed;
use crate::engine::rooms::Rooms;
use crate::traffic::Fresh;

impl Rooms<'_> {
    /// The cells without service round `cell`, where it is known until when, beforehand or since a collapse began (G8).
    /// They end with a window: what is still to come when the one begins in which service is back tells who has kept within
    /// in it (C3).
    pub fn closed_round(&self, cell: u64) -> Option<Closed> {
        // What is noted is noted when it is made.
        if self.plan.records {
            return None;
        }
        let (from, to) = self.plan.service.closed_round(cell).or_else(|| {
            let until = self.dsp.overload.until(cell)?.min(self.plan.clock.end);
            // What is resent depends on the maintenance that is in force.
            Some((cell, self.plan.service.edge_after(cell, until)))
        })?;
        let to = to - to % self.plan.clock.per_window;
        (cell < to).then_some((from, to))
    }

    /// The cells without service round `block`, if all that begins in it surely ends in them.
    pub fn closed_whole(&self, block: usize, counts: &[u64]) -> Option<Closed> {
        let plan = self.plan;
        let (from, to) = self.plan.clock.cells(block);
        let closed = plan.service.closed_round(from).and_then(|_| self.closed_round(from))?;
        let per_window = plan.clock.per_window;
        // No window that has service looks back into it (F1, F3, `share_unused`).
        let back = u64::from(plan.scenario.mechanism.hold).max(1);
        let at_rest = to / per_window + back <= closed.1 / per_window
            && self.management.is_at_rest(from)
            && self.gateway.buffers.is_empty()
            && self.users.is_without_copies()
            && (plan.cohorts.timeouts.is_empty() || self.dsp.is_idle())
            && !self.devices.touches(from, to)
            && self.users.is_at_rest(from, to);
        let ends = |cohort: usize| plan.ends_before(cohort, 1, to - 1, closed.1);
        let fresh = || {
            let some = counts.iter().enumerate().filter(|(_, n)| **n > 0);
            some.map(|(c, _)| c).filter(|c| plan.hot(*c).at_gateway).all(ends)
        };
        let following = || {
            let mut cells = from..to;
            cells.all(|cell| self.users.following(cell).iter().all(|a| ends(a.of())))
        };
        (at_rest && fresh() && following()).then_some(closed)
    }

    /// A half-hour in cells without `closed`: all attempts meet no service, and what the DSP would start waits.
    pub fn take_closed(&mut self, block: usize, counts: &[u64], closed: Closed) {
        let plan = self.plan;
        let (from, to) = self.plan.clock.cells(block);
        self.book.begin_half_hour(from);
        let mut scheduled: Vec<Vec<Fresh>> = vec![Vec::new(); (to - from) as usize];
        let mut places = vec![0; (to - from) as usize];
        for (c, &n) in counts.iter().enumerate().filter(|(_, n)| **n > 0) {
            // All of it is first due without service (C2).
            let displaced = |cell, n| Attempt::first(c, cell, n).standing(Standing::Displaced);
            let all = displaced(to - 1, n);
            // What is resent may have to be told apart by its first cell.
            let together = plan.forget(all, closed.1).first != all.first || !plan.is_resent(c);
            if plan.hot(c).at_gateway && together {
                self.users.begin_and_end(&all, closed.1, &mut self.book);
                continue;
            }
            plan.traffic.place_one(self.keys, block, c, n, &mut places);
            for (at, n) in places.iter_mut().enumerate().filter(|(_, n)| **n > 0) {
                let (cell, count) = (from + at as u64, std::mem::take(n));
                if !plan.hot(c).at_gateway {
                    scheduled[at].push(Fresh { cohort: c as u32, count });
                } else {
                    self.users.begin_and_end(&displaced(cell, count), closed.1, &mut self.book);
                }
            }
        }
        self.dsp.starts.open(block);
        for (cell, scheduled) in (from..to).zip(scheduled) {
            self.step_closed(cell, &scheduled, closed);
        }
        self.book.pass_without_service(to - from);
        self.dsp.overload.rest();
        self.users.end_closed(to, &mut self.book);
        self.book.leave_in_backlog(self.dsp.requests());
        self.book.tell_whole(to - from);
        self.audit(Some(block));
    }

    /// One cell of it, in which the DSP would start what is `scheduled`.
    fn step_closed(&mut self, cell: u64, scheduled: &[Fresh], closed: Closed) {
        self.gateway.guards.begin_periods(cell);
        self.dsp.starts.release(cell);
        let past = |_: usize| Past::new(Standing::Displaced);
        self.dsp.starts.gather(cell, scheduled.iter(), past, &mut self.book);
        self.dsp.starts.put_off(cell);
        let mut found = Vec::new();
        self.users.begin_following((cell, false), &mut found, &mut self.book);
        for a in found {
            self.users.begin_and_end(&a, closed.1, &mut self.book);
        }
        self.users.tell_unserved(cell, &mut self.book);
        let away = !self.dsp.overload.is_over(cell);
        self.north.step(cell, &self.devices.told(cell), away);
    }
}
