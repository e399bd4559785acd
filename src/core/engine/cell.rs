//! One cell: G1, G3, G4, G5 and G6 in order, and U1 for what was refused.

use super::arrivals::Arrivals;
use super::attempt::Attempt;
use super::coming::CohortSort;
use super::run::Run;
use crate::random::Purpose;

/// Lists that every cell uses again.
#[derive(Default)]
pub(super) struct Buffers {
    sort: CohortSort,
    found: Vec<Attempt>,
    sorted: Vec<Attempt>,
    pub(super) arrivals: Arrivals,
}

impl Buffers {
    pub(super) fn new(cohorts: usize) -> Self {
        Self { sort: CohortSort::new(cohorts), ..Self::default() }
    }
}

impl Run<'_> {
    /// Steps `cell`, the `place`-th (of so many) of its window.
    pub(super) fn cell(&mut self, cell: u64, place: (u64, u64)) {
        if self.closed_until(cell) {
            self.end_closed(cell);
        }
        let mut buffers = std::mem::take(&mut self.buffers);
        self.begin_periods(cell);
        self.dsp.release(cell);
        self.leave_late(cell);
        self.gather(cell, &mut buffers);
        let capacity = self.dsp.capacity(cell);
        if capacity == 0 {
            self.no_service(cell, &mut buffers);
        } else {
            let (capacity, load) = self.north.loaded(capacity);
            self.management.serve(load);
            let (started, room) = self.dsp.start(cell, capacity, &mut self.book);
            self.management.add_load(started);
            let most = buffers.arrivals.count + started + self.queues.size;
            // It matters when it is processed, and some of it may be later.
            let closer = self.here.timely && !self.dsp.takes_all(most, capacity);
            if closer || cell + self.plan.cohorts.slowest >= self.plan.clock.end {
                self.tell_all(&mut buffers.arrivals, cell);
            }
            self.guard(&mut buffers.arrivals, cell);
            self.gate(cell, place, &mut buffers.arrivals);
            let room = self.serve_buffers(cell, room);
            self.admit(&mut buffers.arrivals, cell, room);
            self.dsp.note_overload(cell, buffers.arrivals.through > room);
            let refused = self.note(&buffers.arrivals);
            if refused {
                self.retry(cell, &buffers.arrivals);
            }
            self.join(cell, capacity, &buffers.arrivals);
        }
        self.book.pass_cell(self.management.throttles());
        self.watch(cell, &buffers.arrivals);
        self.buffers = buffers;
    }

    /// What the User that is watched met in `cell`.
    fn watch(&mut self, cell: u64, arrivals: &Arrivals) {
        let Some(user) = self.plan.watched else {
            return;
        };
        self.book.watch_use(cell, self.management.throttles(), self.management.used(user));
        if let Some((attempts, prioritised)) = arrivals.of_user(user) {
            self.book.watch_attempts(&attempts, prioritised);
        }
    }

    /// What arrives at the gateway, by User, and what the DSP would start.
    fn gather(&mut self, cell: u64, buffers: &mut Buffers) {
        buffers.found.clear();
        self.retries.take(cell, &mut buffers.found);
        for a in buffers.found.iter().filter(|a| a.tag.group().is_none()) {
            self.book.come_back(a);
        }
        self.resubmit(cell, &mut buffers.found);
        for a in self.devices.poll(cell, &mut buffers.found, &mut self.book) {
            self.give_up(cell, a);
        }
        self.begin_following(cell, &mut buffers.found);
        buffers.sort.sort(&buffers.found, &mut buffers.sorted);
        let extras = &mut buffers.arrivals.extras;
        extras.clear();
        let mut put_off = None;
        let mut following = &buffers.sorted[..];
        let here = std::rc::Rc::clone(&self.here);
        let others = here.placed(cell).others.iter();
        let scheduled = others.filter(|f| !self.plan.hot(f.cohort as usize).at_gateway);
        self.dsp.gather(cell, scheduled, &mut self.book);
        for f in &here.placed(cell).others {
            let c = f.cohort as usize;
            if !self.plan.hot(c).at_gateway {
                continue;
            }
            let before = following.iter().take_while(|r| r.cohort < f.cohort).count();
            extras.extend_from_slice(&following[..before]);
            following = &following[before..];
            let off = self.put_off(&mut put_off, cell, c, f.count);
            extras.push(Attempt::first(c, cell, f.count - off));
        }
        extras.extend_from_slice(following);
        buffers.arrivals.gather(self.plan, here.placed(cell), here.sums(cell));
        self.arrive(&buffers.arrivals, cell);
        self.put_off_plain(&mut put_off, &mut buffers.arrivals, cell);
    }

    /// Counts what arrives; plain fresh requests are counted when their block begins.
    fn arrive(&mut self, arrivals: &Arrivals, cell: u64) {
        for run in &arrivals.runs {
            self.book.send(run.user, run.count);
        }
        let all = self.plan.scenario.mechanism.prioritised_use_allocation;
        let users = &self.here.placed(cell).users;
        for (u, others) in users.iter().zip(&self.here.sums(cell).not_prioritised) {
            self.management.note_first(u.user, if all { u.count } else { *others });
        }
        for a in &arrivals.extras {
            self.book.arrive(a);
            if a.attempt == 1 && self.plan.counts_as_use(a.of()) {
                self.management.note_first(self.plan.hot(a.of()).user(), a.count);
            }
        }
    }

    /// Tells the plain requests of run `r` apart.
    pub(super) fn tell(&mut self, arrivals: &mut Arrivals, r: usize, cell: u64) {
        arrivals.tell(r, self.here.placed(cell), cell, &mut self.book);
    }

    /// Tells the plain requests of every User apart.
    pub(super) fn tell_all(&mut self, arrivals: &mut Arrivals, cell: u64) {
        (0..arrivals.runs.len()).for_each(|r| self.tell(arrivals, r, cell));
    }

    /// G1: attempts meet no service, and what the DSP would start waits.
    fn no_service(&mut self, cell: u64, buffers: &mut Buffers) {
        self.book.pass_without_service(1);
        let arrivals = &mut buffers.arrivals;
        for r in 0..arrivals.runs.len() {
            self.tell(arrivals, r, cell);
            let run = arrivals.runs[r];
            for item in &mut arrivals.items[run.items.0..run.items.1] {
                item.admitted = 0;
                self.book.meet_none(item.attempt.of(), item.attempt.count);
            }
            self.book.meet_none_of(run.user, run.count);
        }
        self.dsp.put_starts_off(cell);
        self.retry(cell, &buffers.arrivals);
    }

    /// G3, and with `immediate` M4: what is let through, and what waits in buffers (M9).
    fn gate(&mut self, cell: u64, place: (u64, u64), arrivals: &mut Arrivals) {
        let n = arrivals.count;
        self.join_buffers(arrivals, cell);
        let mut free = self.management.before_activation(cell, n, &mut self.book);
        if self.management.throttles() {
            // Of the attempts before that one, those that do not go into a buffer.
            let all = arrivals.through;
            if all < n && free > 0 {
                free = self.keys.draws(Purpose::Order, cell, 2).hypergeometric(n, all, free);
            }
            free = free.max(self.management.before_total(place).min(all));
            if free < all {
                self.throttle(arrivals, cell, place, free);
            }
        }
        self.fill_buffers(arrivals, cell);
        self.management.note_offered(n);
    }
}
