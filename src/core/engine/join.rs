//! G5 and G6: what a cell took joins the backlog, and waits; what is processed in the cell goes on.

use super::attempt::{Attempt, Tagged};
use super::book::{Became, Whose};
use super::rooms::Rooms;
use crate::domain::Nano;

impl Rooms<'_> {
    /// What was taken in `cell`, for which the DSP has so much `capacity`, joins the backlog.
    pub(super) fn join(&mut self, cell: u64, capacity: Nano) {
        self.dsp.join_started(self.here.timely);
        let plain = self.gateway.plain();
        let idle = self.dsp.serves_all(plain.count + self.gateway.arrivals.admitted(), capacity);
        let idle = idle && !self.devices.foreknown.is_on();
        for r in 0..self.gateway.arrivals.runs.len() {
            let (from, to) = self.gateway.arrivals.runs[r].items;
            for i in from..to {
                let item = &self.gateway.arrivals.items[i];
                if item.admitted > 0 {
                    let what = item.attempt.times(item.admitted);
                    if !idle || !self.serve_now(cell, &what) {
                        self.take_in(cell, &what);
                    }
                }
            }
        }
        let idle = self.dsp.work((cell, capacity), plain, &self.here, &mut self.book);
        if let Some(plain) = idle {
            self.north.respond_plain(cell, &plain, &self.here);
            for a in self.devices.dark_plain(cell, &self.gateway.arrivals, &self.here) {
                self.take_back(cell, a);
            }
            for u in self.devices.foreknown.take_plain(self.plan, cell) {
                self.take_back_unanswered(&u);
            }
        }
        for i in 0..self.dsp.done().len() {
            let joined = self.dsp.done()[i];
            self.processed(cell, &joined);
        }
    }

    /// Attempts admitted in `cell` join the backlog.
    pub(super) fn take_in(&mut self, cell: u64, what: &Attempt) {
        self.users.note_admitted(cell, what);
        if self.plan.hot(what.of()).polls && what.tag.group().is_none() {
            self.devices.note_polls(what);
        }
        self.dsp.join(cell, what, self.here.timely, &mut self.book);
    }

    /// What was admitted in `cell`, in which an idle DSP processes all that comes, is served there and then, if nothing is drawn
    /// of it and nothing follows: whether that is so. It is only counted, so it does not matter who else comes before it.
    #[inline]
    fn serve_now(&mut self, cell: u64, a: &Attempt) -> bool {
        let (plan, hot) = (self.plan, self.plan.hot(a.of()));
        let at = cell + u64::from(hot.response);
        let answered = hot.ends && at < plan.clock.end && !self.devices.may_be_silent(hot);
        if !answered || a.tag.group().is_some() {
            return false;
        }
        self.book.became(cell, a, Became::Admitted);
        let age = cell.saturating_sub(a.first_cell()) * 10;
        if a.past.tagged() != Tagged::No {
            self.book.waited(age, &Whose::of(plan, a), a.count);
        }
        if age as i64 > plan.cohorts.late_after[hot.late_kind()] {
            self.book.late(a.of(), a.count);
        }
        self.book.serve(at, a, hot);
        self.north.respond(at, a.of(), a.count);
        true
    }
}
