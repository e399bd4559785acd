//! One cell: G1, G2, G3, G4, G5 and G6 (`join.rs`) in order, and U1 for what was refused.

use super::attempt::{Attempt, Past};
use super::rooms::Rooms;
use crate::domain::Nano;
use crate::random::{Draws, Purpose};
use crate::recording::Outcome;
use crate::traffic::Fresh;
use std::rc::Rc;

impl Rooms<'_> {
    /// Steps `cell`, the `place`-th (of so many) of its window.
    pub fn cell(&mut self, cell: u64, place: (u64, u64)) {
        if self.dsp.overload.ends(cell) || self.plan.service.is_edge(cell) {
            self.users.end_closed(cell, &mut self.book);
        }
        self.gateway.guards.begin_periods(cell);
        self.dsp.starts.release(cell);
        self.leave_buffers(cell);
        self.gather(cell);
        let capacity = self.dsp.capacity(cell);
        match capacity {
            0 => self.turn_away(cell),
            capacity => self.serve(cell, place, capacity),
        }
        if self.plan.records {
            self.gateway.note_attempts(capacity > 0, &mut self.book);
        }
        self.book.pass_cell(self.management.throttles());
        self.watch(cell);
        self.management.end_cell(cell, &mut self.book);
    }

    /// What is past its deadline leaves the buffers at the start of `cell`, and polls that a newer round
    /// supersedes.
    fn leave_buffers(&mut self, cell: u64) {
        let (plan, devices) = (self.plan, &self.devices);
        let deadline = |a: &Attempt| a.first_cell().saturating_add(plan.cold(a.of()).deadline);
        let leaves = |a: &Attempt| cell > deadline(a) || devices.is_superseded(cell, a);
        for (at, a) in self.gateway.buffers.take_out(leaves) {
            self.book.leave_buffer(&a);
            match self.devices.is_superseded(cell, &a) {
                true => self.book.supersede(cell, &a),
                false => self.users.leave_buffer(cell, at, a, &mut self.book),
            }
        }
    }

    /// What arrives at the gateway, by User, and what the DSP would start.
    fn gather(&mut self, cell: u64) {
        self.found.clear();
        self.users.come_back(cell, &mut self.found, &mut self.book);
        self.resubmit(cell);
        // With `immediate` it may yet become active in this cell, by what comes after.
        let active = self.management.begin_cell(cell, &mut self.book);
        for a in self.devices.poll(cell, active, &mut self.found, &mut self.book) {
            self.book.supersede(cell, &a);
        }
        self.users.begin_following((cell, active), &mut self.found, &mut self.book);
        let here = Rc::clone(&self.here);
        let others = here.placed(cell).others.iter();
        let plan = self.plan;
        let at_gateway = |f: &&Fresh| plan.hot(f.cohort as usize).at_gateway;
        let scheduled = others.clone().filter(|f| !at_gateway(f));
        let past = |c: usize| {
            Past::new(here.standing(plan.hot(c), cell)).first_due(active && plan.follows(c))
        };
        if plan.records {
            for f in scheduled.clone() {
                let first = Attempt::first(f.cohort as usize, cell, f.count);
                self.book.note(cell, &first, Outcome::Admitted, f.count);
            }
        }
        self.dsp.starts.gather(cell, scheduled, past, &mut self.book);
        let mut draws = None;
        self.fresh.clear();
        for f in others.filter(at_gateway) {
            let c = f.cohort as usize;
            let off = self.put_off(&mut draws, cell, c, f.count);
            let fresh = here.first(plan, f, (cell, active));
            self.fresh.push(fresh.times(f.count - off));
        }
        self.seconds_apart(cell);
        self.gateway.gather((cell, active), &self.found, &self.fresh, &here);
        self.gateway.arrive(&mut self.management, &mut self.book);
        self.put_off_plain(&mut draws, cell);
    }

    /// Of what was found, second submissions that a half-hour taken whole would not look at stand among fresh requests, so
    /// that the others have their places without them.
    fn seconds_apart(&mut self, cell: u64) {
        let (plan, foreknown) = (self.plan, &self.devices.foreknown);
        let before = self.fresh.len();
        self.fresh.extend(self.found.extract_if(.., |a| foreknown.knows(plan, cell, a)));
        if self.fresh.len() > before {
            self.fresh.sort_by_key(|a| a.cohort);
        }
    }

    /// U2: what is still in the backlog at the response time-out is resubmitted.
    fn resubmit(&mut self, cell: u64) {
        for &timeout in &self.plan.cohorts.timeouts {
            let Some(at) = cell.checked_sub(timeout) else {
                continue;
            };
            for j in self.dsp.settle_layer(cell, at, &self.here, &mut self.book) {
                self.processed(cell - 1, &j);
            }
            if let Some(layer) = self.dsp.layer(at) {
                self.users.resubmit((cell, timeout), layer, &mut self.found, &mut self.book);
            }
        }
    }

    /// M8: what a warned User puts off of `n` fresh requests of cohort `c` in `cell`.
    fn put_off(&mut self, draws: &mut Option<Draws>, cell: u64, c: usize, n: u64) -> u64 {
        let user = self.plan.hot(c).user();
        if !self.management.warned.is_warned(user, cell) || self.plan.cold(c).heeds == 0.0 {
            return 0;
        }
        let draws = draws.get_or_insert_with(|| self.keys.draws(Purpose::PutOff, cell, 0));
        let standing = self.here.standing(self.plan.hot(c), cell);
        self.users.put_off(draws, cell, (c, standing), n, &mut self.book)
    }

    /// The same of the plain requests that arrive in `cell`.
    fn put_off_plain(&mut self, draws: &mut Option<Draws>, cell: u64) {
        if !self.management.warned.any(cell) {
            return;
        }
        for r in 0..self.gateway.arrivals.runs.len() {
            let run = self.gateway.arrivals.runs[r];
            if run.plain.is_none() || !self.management.warned.is_warned(run.user, cell) {
                continue;
            }
            self.gateway.tell(r, &mut self.book);
            let (from, to) = self.gateway.arrivals.runs[r].items;
            for i in from..to {
                let a = self.gateway.arrivals.items[i].attempt;
                let hot = self.plan.hot(a.of());
                if a.attempt > 1 || a.past.is_put_off() || !hot.plain {
                    continue;
                }
                let off = self.put_off(draws, cell, a.of(), a.count);
                self.gateway.arrivals.reduce(r, i, off, hot.prioritised);
                self.book.not_sent(a.of(), off);
                if self.plan.counts_as_first(a.of()) {
                    self.management.take_back_first(hot.user(), off);
                }
            }
        }
    }

    /// G1: attempts meet no service, and what the DSP would start waits.
    fn turn_away(&mut self, cell: u64) {
        self.book.pass_without_service(1);
        self.gateway.turn_away(&mut self.book);
        self.dsp.starts.put_off(cell);
        self.retry(cell);
    }

    /// G2 to G6: the DSP takes its own and what the gateway lets through, and works for a cell of `capacity`.
    fn serve(&mut self, cell: u64, place: (u64, u64), capacity: Nano) {
        let (capacity, load) = self.north.loaded(capacity);
        self.book.load_messages(load);
        self.management.serve(load);
        let (started, room) = self.dsp.start(cell, capacity, &mut self.book);
        self.management.add_load(started);
        if self.looks_closer(cell, started, capacity) {
            self.gateway.tell_all(&mut self.book);
        }
        for a in self.gateway.guard(&mut self.book) {
            self.users.quarantine(cell, &a, &mut self.book);
        }
        self.gate(cell, place);
        self.gateway.note_use(&mut self.management);
        let left = self.serve_buffers(cell, place, room);
        self.gateway.admit(left, &mut self.book);
        let through = self.gateway.arrivals.through;
        self.start_more(
            cell,
            capacity,
            (started + room, left.saturating_sub(through)),
            through > left,
        );
        if self.gateway.note(&mut self.management, &mut self.book) {
            self.retry(cell);
        }
        self.join(cell, capacity);
    }

    /// Whether everything that arrives in a cell of `capacity`, in which the DSP has `started` requests, has
    /// to be looked at one by one: it matters when it is processed, and some of it may be later or answered after the run.
    fn looks_closer(&self, cell: u64, started: u64, capacity: Nano) -> bool {
        let most = self.gateway.arrivals.count + started + self.gateway.buffers.size();
        let waits = self.here.timely && !self.dsp.takes_all(most, capacity);
        waits || cell + self.plan.cohorts.slowest >= self.plan.clock.end
    }

    /// G3, and with `immediate` M4: what is let through, and what waits in buffers (M9).
    fn gate(&mut self, cell: u64, place: (u64, u64)) {
        let n = self.gateway.arrivals.count;
        self.gateway.join_buffers(&mut self.book);
        let before = self.management.before_activation(cell, n, &mut self.book);
        if self.management.throttles() {
            let all = self.gateway.arrivals.through;
            let before = self.gateway.before_of_through(before);
            let free = before.max(self.management.before_total(place).min(all));
            if free < all {
                self.gateway.throttle(place, free, &self.management, &mut self.book);
            }
        }
        for a in self.gateway.fill_buffers(&mut self.book) {
            self.users.enter_buffer(cell, &a);
        }
        self.management.note_offered(n);
    }

    /// M9, G4: what leaves the buffers is admitted in `cell`. The result is the room it leaves.
    fn serve_buffers(&mut self, cell: u64, place: (u64, u64), room: u64) -> u64 {
        let mut left = room;
        for (at, a) in self.gateway.serve_buffers(place, room, &mut self.management) {
            left -= a.count;
            self.users.come_out(at, &a);
            self.book.admit_buffered(cell, &a);
            self.management.note_admitted(a.count);
            if a.attempt == 1 && self.plan.counts_as_first(a.of()) {
                self.management.note_first_admitted(self.plan.hot(a.of()).user(), a.count);
            }
            self.take_in(cell, &a);
        }
        left
    }

    /// G4: of K requests that `cell` takes so many are `left`: what the DSP starts itself fills it as far as it would be
    /// idle. G8: whether it is overloaded, attempts having been `rejected` or not.
    fn start_more(&mut self, cell: u64, capacity: Nano, (k, left): (u64, u64), rejected: bool) {
        let more = self.dsp.start_more(cell, capacity, k - left, &mut self.book);
        self.management.add_load(more);
        let buffered = !self.gateway.buffers.is_empty();
        self.dsp.note_overload(cell, left - more, rejected, buffered);
    }

    /// U1: what was refused, or met no service, is tried again or given up.
    fn retry(&mut self, cell: u64) {
        let closed = self.closed_round(cell);
        self.users.retry(cell, &self.gateway.arrivals, closed, &mut self.book);
        self.users.tell_unserved(cell, &mut self.book);
    }

    /// What the User that is watched met in `cell`.
    fn watch(&mut self, cell: u64) {
        let Some(user) = self.plan.watched else {
            return;
        };
        self.book.watch_use(cell, self.management.throttles(), self.management.used(user));
        if let Some((attempts, prioritised)) = self.gateway.arrivals.of_user(user) {
            self.book.watch_attempts(&attempts, prioritised);
        }
    }
}
