//! A half-hour: taken whole where nothing could happen in it, opened otherwise.

use super::devices::Foreknown;
use super::here::Here;
use super::management::tainted::StillToCome;
use super::plan::{Closed, Plan};
use super::rooms::Rooms;
use crate::domain::NANO;
use std::rc::Rc;

/// What a half-hour begins with: how it is taken whole, where it can be.
#[derive(Clone, Copy, Debug)]
pub struct Begun {
    /// The cells without service in which all that begins in it ends.
    closed: Option<Closed>,
    /// A bound on its busiest window, if no rule but the mechanism's could act in it.
    quiet: Option<f64>,
}

impl Begun {
    /// Whether it is taken whole under the mechanism of `plan`.
    pub fn is_whole(&self, plan: &Plan) -> bool {
        // Below also where the mechanism is off: C3 looks at the windows in which it would be active.
        let below = |window: f64| (window + 1.0) * (NANO as f64) < plan.loudest() as f64;
        self.closed.is_some() || self.quiet.is_some_and(below)
    }
}

impl Rooms<'_> {
    /// Half-hour `block` begins: what of it does not depend on whether it is opened, nor on the mechanism.
    pub fn begin_half_hour(&mut self, block: usize) -> Begun {
        let day = self.drawn.day(block);
        let counts = day.block(block);
        self.dsp.starts.begin_block(block);
        for (cohort, &n) in counts.iter().enumerate().filter(|(_, n)| **n > 0) {
            self.book.begin(cohort, n);
        }
        if !self.plan.counts() {
            self.tell_standings(block, counts);
        }
        let closed = self.closed_whole(block, counts);
        if self.plan.counts() {
            // What a threshold stopped yesterday passes again (G2).
            self.gateway.guards.begin_periods(self.plan.clock.cells(block).0);
        }
        self.users.begin_half_hour(block, counts, closed.is_some());
        let quiet = match closed {
            Some(_) => None,
            None => self.quiet_bound(block, counts),
        };
        Begun { closed, quiet }
    }

    /// Goes through half-hour `block`, which has `begun`; with `step_all` it is opened in any case.
    pub fn go_through(&mut self, block: usize, begun: Begun, step_all: bool) {
        let day = self.drawn.day(block);
        let counts = day.block(block);
        let (from, to) = self.plan.clock.cells(block);
        let whole = !step_all && !self.management.is_asked_of(from, to);
        match begun {
            Begun { closed: Some(closed), .. } if whole => self.take_closed(block, counts, closed),
            Begun { quiet: Some(bound), .. } if whole && begun.is_whole(self.plan) => {
                let (taken, bound) = self.take_whole(block, counts, bound);
                let taken = Rc::new(taken);
                self.management.pass_whole(block, &taken);
                self.unopened.note(block, bound, taken);
            }
            _ => self.open(block, counts, begun.closed.is_none() && !begun.is_whole(self.plan)),
        }
    }

    /// C2: whose the requests are that begin in half-hour `block`.
    fn tell_standings(&mut self, block: usize, counts: &[u64]) {
        let standings = self.drawn.standings(block, self.plan);
        for (cohort, &n) in counts.iter().enumerate().filter(|(_, n)| **n > 0) {
            self.book.tell_standings(cohort, standings.split(self.plan, self.keys, cohort, n));
        }
    }

    /// A half-hour cell by cell. Its windows go into the timeline one by one where something could
    /// happen in it (`eventful`), however it came to be opened.
    fn open(&mut self, block: usize, counts: &[u64], eventful: bool) {
        let clock = &self.plan.clock;
        let (from, to) = clock.cells(block);
        let stormy = !eventful && self.is_stormy(from, to);
        let storm = self.devices.open(from, to);
        if stormy {
            self.devices.foreknown = Foreknown::new(from, self.foresee(block, counts));
        }
        let timely = storm || self.north.is_on() || to + self.plan.cohorts.slowest > clock.end;
        let (placed, sums) = (self.drawn.placed(block), self.drawn.sums(block, self.plan));
        let standings = self.drawn.standings(block, self.plan);
        self.here = Rc::new(Here::new(placed, sums, standings, from, timely));
        for (cohort, &n) in counts.iter().enumerate().filter(|(c, _)| self.plan.hot(*c).plain) {
            self.book.take_plain(cohort, n);
        }
        self.dsp.open(block, timely);
        self.book.begin_half_hour(from);
        for w in 0..clock.windows {
            self.window(block as u64 * clock.windows + w);
            if eventful {
                self.book.tell_window();
            }
        }
        if !eventful {
            self.book.tell_half_hour();
        }
        self.settle(block);
        self.audit(Some(block));
    }

    /// Window `index` of the run, cell by cell.
    fn window(&mut self, index: u64) {
        let per_window = self.plan.clock.per_window;
        self.management.begin_window(index, &mut self.book);
        self.users.begin_window(index);
        for place in 0..per_window {
            let cell = index * per_window + place;
            // A collapse that begins with the next cell takes nothing of this one.
            let away = !self.dsp.overload.is_over(cell);
            self.cell(cell, (place + 1, per_window));
            self.north.step(cell, &self.devices.told(cell), away);
        }
        let end = (index + 1) * per_window;
        if end.is_multiple_of(self.plan.clock.per_block) {
            self.users.end_closed(end, &mut self.book);
        }
        let (backlog, buffered) = (self.dsp.requests(), self.gateway.buffers.size());
        let left = StillToCome {
            retries: self.users.latest(),
            buffered: &|user| self.gateway.buffers.waits(user),
        };
        self.management.end_window((backlog, buffered), &left, &mut self.book);
    }
}
