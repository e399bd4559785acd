//! What has been processed: who had no power to answer (G9), whose copies are no longer wanted (U2), and who hears of it.

use super::attempt::{Attempt, Joined, StandsFor};
use super::devices::Unanswered;
use super::rooms::Rooms;

// What is processed is the most that a storm has: the common way through it is one piece, and what is rare is called.
impl Rooms<'_> {
    /// `joined` was processed in `cell`.
    #[inline(always)]
    pub fn processed(&mut self, cell: u64, joined: &Joined) {
        match joined.what.tag.group().filter(|_| joined.role == StandsFor::Request) {
            None => self.processed_alike(cell, joined),
            Some(group) => self.processed_linked(cell, joined, group),
        }
    }

    #[inline(never)]
    fn processed_linked(&mut self, cell: u64, joined: &Joined, group: u32) {
        for what in self.decide(cell, &joined.what, group) {
            self.processed_alike(cell, &Joined { what, ..*joined });
        }
    }

    /// U2: copies of the requests `a`, linked to `group`, were processed before any other: they decide them.
    fn decide(&mut self, cell: u64, a: &Attempt, group: u32) -> Vec<Attempt> {
        let mut unwanted = Vec::new();
        let decided = self.users.decide(cell, a, group, &mut unwanted);
        for copies in unwanted {
            let copies = (copies.at, copies.attempt, copies.count);
            self.gateway.buffers.withdraw(self.plan.hot(a.of()).user(), group, copies);
            self.book.leave_buffer(&a.times(copies.2));
        }
        decided
    }

    #[inline(always)]
    fn processed_alike(&mut self, cell: u64, joined: &Joined) {
        let a = &joined.what;
        match joined.role {
            StandsFor::Held => self.book.process_earlier(a.of(), a.count),
            StandsFor::Copy => self.book.process_duplicate(a.of(), a.count),
            StandsFor::Request if self.plan.hot(a.of()).signs => {
                self.users.sign(cell, *a, &mut self.book);
            }
            StandsFor::Request => self.answer(cell, a, joined.late),
        }
    }

    /// G9: the last submissions of requests were processed in `cell`.
    #[inline(always)]
    fn answer(&mut self, cell: u64, a: &Attempt, late: bool) {
        if self.devices.foreknown.knows(self.plan, cell, a) {
            return self.answer_foreknown(cell, a, late);
        }
        match self.devices.in_the_dark(cell, a, &mut self.users.draws) {
            0 => self.answer_lit(cell, a, late),
            dark => self.answer_some(cell, a, dark, late),
        }
    }

    #[inline(never)]
    fn answer_foreknown(&mut self, cell: u64, a: &Attempt, late: bool) {
        let unanswered = self.devices.foreknown.take(cell, a.cohort);
        let dark = unanswered.map_or(0, |u| u.what.count);
        self.answer_lit(cell, &a.times(a.count - dark), late);
        unanswered.iter().for_each(|u| self.end_unanswered(u));
    }

    #[inline(never)]
    fn answer_some(&mut self, cell: u64, a: &Attempt, dark: u64, late: bool) {
        self.answer_lit(cell, &a.times(a.count - dark), late);
        self.time_out(cell, a.times(dark));
    }

    #[inline(always)]
    fn answer_lit(&mut self, cell: u64, lit: &Attempt, late: bool) {
        if lit.count == 0 {
            return;
        }
        // Late is an answer, or one that is still to come.
        if late {
            self.book.late(lit.of(), lit.count);
        }
        if let Some(at) = self.users.answered(cell, lit, &mut self.book) {
            self.north.respond(at, lit.of(), lit.count);
        }
    }

    /// The plain requests `a` were taken as served in `cell`, and have devices without power.
    pub fn take_back(&mut self, cell: u64, a: Attempt) {
        // No wait at all is late where the target is shorter than any.
        let late = self.plan.cold(a.of()).late_after < 0;
        self.book.not_served(a.of(), a.count, late);
        self.north.respond_not(cell, a.of(), a.count);
        self.time_out(cell, a);
    }

    /// The same of requests of which that was known beforehand.
    pub fn take_back_unanswered(&mut self, u: &Unanswered) {
        let a = &u.what;
        let late = ((u.cell - a.first_cell()) * 10) as i64 > self.plan.cold(a.of()).late_after;
        self.book.not_served(a.of(), a.count, late);
        self.north.respond_not(u.cell, a.of(), a.count);
        self.end_unanswered(u);
    }

    /// At the time-out of requests of which it was known beforehand that they are not answered.
    fn end_unanswered(&mut self, u: &Unanswered) {
        let a = &u.what;
        let at = u.cell + self.plan.cold(a.of()).timeout;
        self.book.count_later(u.cell, a);
        if at >= self.plan.clock.end {
            return self.book.leave_unanswered(a);
        }
        self.book.time_out(at, a, u.ended);
        self.north.respond(at, a.of(), a.count);
    }

    /// The devices of what was processed in `cell` have no power.
    fn time_out(&mut self, cell: u64, a: Attempt) {
        if self.book.counts_silence(&a) {
            self.book.count_at_time_out(&a, self.users.draws.of(cell));
        }
        let off = self.devices.off(&a);
        if let Some(at) = self.users.timed_out(cell, a, off, &mut self.book) {
            self.north.respond(at, a.of(), a.count);
        }
    }

    /// Half-hour `block` has ended: of what is left of it in the backlog it is said what has been processed.
    pub fn settle(&mut self, block: usize) {
        let last = self.plan.clock.cells(block).1 - 1;
        for j in self.dsp.settle(block, &self.here, &mut self.book) {
            self.processed(last, &j);
        }
    }
}
