//! G1 and G3 to G6: a cell.

use super::World;
use super::request::{Copy, Id, Queued};
use super::users::Refusal;
use headroom_core::domain::{Measure, NANO, Nano};
use headroom_core::scenario::Backlog;
use headroom_core::traffic::Cohort;
use rand::seq::SliceRandom;

impl World<'_> {
    pub(super) fn go_through(&mut self, cell: u64) {
        let cells = self.scenario.calendar.cells_per_window() as u64;
        if cell.is_multiple_of(cells) {
            self.begin_window(cell);
        }
        self.began_active.push(match self.acted {
            Some(acted) => acted.iter().any(|(from, to)| (*from..*to).contains(&cell)),
            None => self.throttles(),
        });
        let load = self.spent_on_messages();
        self.hear_all(cell);
        self.go_through_storms(cell);
        self.resubmit(cell);
        self.leave_buffers(cell);
        self.release_scheduled(cell);
        // What the DSP starts in this cell joins what still waits.
        for id in std::mem::take(&mut self.starting[cell as usize]) {
            self.counts(id).submissions += u64::from(self.cohort(id).due.is_some());
            self.deferred.push(id);
        }
        let attempts = self.attempts(cell);
        let capacity = self.scenario.gateway.max_capacity.over(self.scenario.calendar.cell());
        let capacity = self.capacity[cell as usize].of(capacity);
        let (mut did_not_fit, away) = (false, self.is_down(cell));
        if capacity > 0 && !away {
            self.window.service = true;
            did_not_fit = self.serve(cell, capacity, load, attempts);
        } else {
            self.seen.outage_cells += 1;
            attempts.into_iter().for_each(|id| self.refuse(id, cell, Refusal::Unavailable));
            // G4: the fraction is kept as long as anything waits.
            self.share_carried = if self.deferred.is_empty() { 0 } else { self.share_carried };
            self.worked.push(self.worked[cell as usize]);
        }
        self.note_overload(cell, did_not_fit);
        self.send_alerts(cell);
        self.carry_out(cell, away);
        let (active, backlog) = (u64::from(self.throttles()), whole_up(self.backlog));
        let buffered = self.buffers.waiting();
        self.seen.active_cells += active;
        let row = self.half_hour(cell);
        (row.cells, row.active_cells) = (row.cells + 1, row.active_cells + active);
        (row.backlog, row.buffered) = (backlog, buffered);
        if (cell + 1).is_multiple_of(cells) {
            self.end_window(cell + 1);
        } else if self.window.load > 0 {
            // M4: what the DSP started last counts from the next cell on.
            self.add_load(cell + 1, 0);
        }
    }

    /// T4: the attempts of a cell, in a uniformly random order.
    fn attempts(&mut self, cell: u64) -> Vec<Id> {
        let mut attempts = Vec::new();
        for id in std::mem::take(&mut self.arriving[cell as usize]) {
            // Withdrawn, or thought of twice.
            if self.requests[id].next != Some(cell) {
                continue;
            }
            self.requests[id].next = None;
            if self.ends_superseded(id, cell) || self.put_off(id, cell) {
                continue;
            }
            attempts.push(id);
        }
        attempts.shuffle(&mut self.rng);
        for id in &attempts {
            self.requests[*id].attempts += 1;
            let (made, user) = (self.requests[*id].attempts, self.cohort(*id).user);
            self.counts(*id).attempts += 1;
            self.user_row(cell, user).attempts += 1;
            self.half_hour(cell).retries += u64::from(made > 1);
            self.window.first[user] += u64::from(made == 1 && self.counts_as_first(*id));
        }
        attempts
    }

    /// A cell with service; `full` is C × cell in nano-requests, of which `load` is taken by messages
    /// (G7). Whether something did not fit.
    fn serve(&mut self, cell: u64, full: Nano, load: Nano, attempts: Vec<Id>) -> bool {
        let capacity = (full - load).max(0);
        self.count_messages(cell, load);
        let limit = match self.scenario.gateway.backlog_limit {
            Backlog::Time(time) => self.scenario.gateway.max_capacity.over(time),
            Backlog::Requests(n) => Nano::from(n) * NANO,
        };
        let room = (capacity + limit - self.backlog).div_euclid(NANO).max(0) as usize;
        // G4: the DSP's own first, up to their share: what has waited longest, in a random order within a cell.
        let mut deferred = std::mem::take(&mut self.deferred);
        deferred.shuffle(&mut self.rng);
        deferred.sort_by_cached_key(|id| self.turn(*id));
        self.deferred = deferred;
        let share = self.scenario.gateway.scheduled_share.of(capacity) + self.share_carried;
        let mut taken = self.start(cell, room.min((share / NANO) as usize));
        taken.iter().for_each(|_| self.count_load(cell, Measure::Offered));
        let attempts = self.guard(cell, attempts);
        let mut passed = self.pass_mechanism(cell, attempts);
        // Then what waited in buffers, then a random choice of what the mechanism let through.
        let from_buffers = self.serve_buffers(cell, room - taken.len());
        passed.shuffle(&mut self.rng);
        let left = room - taken.len() - from_buffers.len();
        let rejected = passed.split_off(passed.len().min(left));
        let any_rejected = !rejected.is_empty();
        rejected.into_iter().for_each(|id| self.refuse(id, cell, Refusal::Rejected));
        passed.iter().for_each(|id| self.note_first_admitted(*id));
        passed.extend(from_buffers);
        for id in &passed {
            self.answered(*id).admitted.insert(cell);
            let prioritised = u64::from(self.is_prioritised(*id));
            self.half_hour(cell).admitted_prioritised += prioritised;
            self.half_hour(cell).admitted_other += 1 - prioritised;
        }
        taken.extend(passed);
        // Then more of the DSP's own, where it would be idle.
        let idle = ((capacity - self.backlog).div_euclid(NANO).max(0) as usize)
            .saturating_sub(taken.len());
        let more = self.start(cell, idle);
        // No attempt of this cell comes after them, so that none can find the mechanism active for them.
        self.window.load +=
            if self.scenario.mechanism.measure == Measure::Offered { more.len() as u64 } else { 0 };
        taken.extend(more);
        self.share_carried = if self.deferred.is_empty() { 0 } else { share % NANO };
        let waits = !self.deferred.is_empty() || self.buffers.waiting() > 0;
        let did_not_fit = any_rejected || (taken.len() == room && waits);
        self.admit(cell, capacity, taken);
        did_not_fit
    }

    /// G4: at most so many of what the DSP starts itself, in the order in which it waits.
    fn start(&mut self, cell: u64, most: usize) -> Vec<Id> {
        let rest = self.deferred.split_off(most.min(self.deferred.len()));
        let started = std::mem::replace(&mut self.deferred, rest);
        for id in &started {
            self.counts(*id).attempts += 1;
            self.half_hour(cell).started += 1;
        }
        started
    }

    /// G3: what the mechanism lets through.
    fn pass_mechanism(&mut self, cell: u64, attempts: Vec<Id>) -> Vec<Id> {
        let mut passed = Vec::new();
        for id in attempts {
            self.count_load(cell, Measure::Offered);
            let user = self.cohort(id).user;
            self.window.sent[user] += u64::from(self.uses_allocation(id));
            let over = !self.is_prioritised(id) && self.throttles() && self.is_over(user, cell);
            if !over && !self.must_queue(id) {
                self.window.used[user] += u64::from(self.uses_allocation(id));
                self.window.total += 1;
                passed.push(id);
            } else if self.has_buffer_room(user) {
                self.buffer(id, cell);
            } else {
                self.refuse(id, cell, Refusal::Throttled);
            }
        }
        passed
    }

    /// G5 and G6: admission in a random order of its own, and the backlog.
    fn admit(&mut self, cell: u64, capacity: Nano, mut taken: Vec<Id>) {
        taken.shuffle(&mut self.rng);
        let among = taken.len() as u64;
        for (j, id) in (0..).zip(taken) {
            self.count_load(cell, Measure::Admitted);
            self.counts(id).admitted += 1;
            let request = &mut self.requests[id];
            request.copies += 1;
            let copy = Copy { request: id, turn: request.turn, number: request.copies };
            if copy.number == 1 && self.is_to_be_held(id) {
                self.hold(id, cell);
            }
            self.await_answer(copy, cell);
            let before = self.worked[cell as usize] + self.backlog + Nano::from(j) * NANO;
            self.queue.push_back(Queued { copy, cell, place: (j, among), before });
        }
        self.worked.push(self.worked[cell as usize] + capacity);
        self.backlog = (self.backlog + Nano::from(among) * NANO - capacity).max(0);
        while self.queue.len() as u64 > whole_up(self.backlog) {
            let queued = self.queue.pop_front().expect("more than none");
            self.process(queued, cell);
        }
    }

    /// G6, C2: the wait of a last submission, in tenths of a cell from its request's first; whether its answer comes
    /// after the target response time.
    pub(super) fn note_wait(&mut self, queued: &Queued) -> bool {
        let Queued { copy, cell: joined, place: (j, among), before } = *queued;
        // In the first cell by whose end what stood before it is done, the part of that cell.
        let from = joined as usize + 1;
        let at = from + self.worked[from..].partition_point(|done| *done < before) - 1;
        let (here, all) = (before - self.worked[at], self.worked[at + 1] - self.worked[at]);
        let all = all.max(1);
        let (j, among) = (Nano::from(j), Nano::from(among));
        let cells = Nano::from(at as u64 - joined);
        let above = ((cells * all + here) * among - j * all).max(0);
        let tenths = (10 * above + all * among - 1) / (all * among);
        let id = copy.request;
        let tenths = 10 * (joined - self.requests[id].first) + tenths as u64;
        *self.seen.waits.entry(tenths).or_default() += 1;
        self.note_added(id, tenths);
        let Cohort { srv, mode, .. } = *self.cohort(id);
        let (srv, cell) = (&self.scenario.srvs[srv], self.scenario.calendar.cell());
        let answered = tenths + 10 * srv.response(mode).cells_up(cell);
        answered > 10 * srv.target(mode).ms() / cell.ms()
    }
}

/// Whole requests, a part counted as one.
fn whole_up(requests: Nano) -> u64 {
    (requests + NANO - 1).div_euclid(NANO) as u64
}
