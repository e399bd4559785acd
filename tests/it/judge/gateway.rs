//! G1 to G6 and U1: a cell.

use super::{Request, World};
use headroom::domain::{Measure, NANO, Nano};
use headroom::scenario::Backlog;
use headroom::traffic::Cohort;
use rand::RngExt;
use rand::seq::SliceRandom;

impl World<'_> {
    pub(super) fn go_through(&mut self, cell: u64) {
        let cells = self.scenario.calendar.cells_per_window() as u64;
        if cell.is_multiple_of(cells) {
            self.begin_window(cell);
        }
        // What the DSP starts in this cell joins what still waits.
        for request in std::mem::take(&mut self.starting[cell as usize]) {
            self.counts(&request).submissions += u64::from(self.cohort(&request).due.is_some());
            self.deferred.push(request);
        }
        let attempts = self.attempts(cell);
        let capacity = self.scenario.gateway.max_capacity.over(self.scenario.calendar.cell());
        let capacity = self.capacity[cell as usize].of(capacity);
        if capacity > 0 {
            self.window.service = true;
            self.serve(cell, capacity, attempts);
        } else {
            self.seen.outage_cells += 1;
            for request in attempts {
                self.counts(&request).unavailable += 1;
                self.half_hour(cell).unavailable += 1;
                self.user_row(cell, self.cohort(&request).user).unavailable += 1;
                self.try_again(request, cell);
            }
        }
        let (active, backlog) = (u64::from(self.throttles()), whole_up(self.backlog));
        self.seen.active_cells += active;
        let row = self.half_hour(cell);
        (row.cells, row.active_cells, row.backlog) =
            (row.cells + 1, row.active_cells + active, backlog);
        if (cell + 1).is_multiple_of(cells) {
            self.end_window(cell + 1);
        }
    }

    /// T4: the attempts of a cell, in a uniformly random order.
    fn attempts(&mut self, cell: u64) -> Vec<Request> {
        let mut attempts = std::mem::take(&mut self.arriving[cell as usize]);
        attempts.shuffle(&mut self.rng);
        for request in &mut attempts {
            request.attempts += 1;
            let user = self.cohort(request).user;
            self.counts(request).attempts += 1;
            self.user_row(cell, user).attempts += 1;
            self.half_hour(cell).retries += u64::from(request.attempts > 1);
            self.window.first[user] +=
                u64::from(request.attempts == 1 && self.uses_allocation(request));
        }
        attempts
    }

    /// A cell with service; `capacity` is C × cell in nano-requests.
    fn serve(&mut self, cell: u64, capacity: Nano, attempts: Vec<Request>) {
        let limit = match self.scenario.gateway.backlog_limit {
            Backlog::Time(time) => self.scenario.gateway.max_capacity.over(time),
            Backlog::Requests(n) => Nano::from(n) * NANO,
        };
        let room = (capacity + limit - self.backlog).div_euclid(NANO).max(0) as usize;
        // G4: the DSP's own first; of them what has waited longest, in a random order within a cell.
        self.deferred.shuffle(&mut self.rng);
        self.deferred.sort_by_key(|request| request.first);
        let mut taken: Vec<Request> =
            self.deferred.drain(..room.min(self.deferred.len())).collect();
        for request in &taken {
            self.counts(request).attempts += 1;
            self.half_hour(cell).started += 1;
            self.count_load(cell, Measure::Offered);
        }
        let mut passed = self.pass_mechanism(cell, attempts);
        passed.shuffle(&mut self.rng);
        let rejected = passed.split_off(passed.len().min(room - taken.len()));
        for request in rejected {
            let Cohort { user, pair, .. } = *self.cohort(&request);
            self.counts(&request).rejected += 1;
            self.half_hour(cell).rejected += 1;
            self.user_row(cell, user).rejected += 1;
            self.window.rejected[user] += 1;
            self.window.refused[pair] += 1;
            // G3: given back to the User's own use, not to the total.
            self.window.used[user] -= u64::from(self.uses_allocation(&request));
            self.try_again(request, cell);
        }
        for request in &passed {
            let user = self.cohort(request).user;
            self.window.admitted[user] += u64::from(self.uses_allocation(request));
            let prioritised = u64::from(self.is_prioritised(request));
            self.half_hour(cell).admitted_prioritised += prioritised;
            self.half_hour(cell).admitted_other += 1 - prioritised;
        }
        taken.extend(passed);
        self.admit(cell, capacity, taken);
    }

    /// G3: what the mechanism lets through.
    fn pass_mechanism(&mut self, cell: u64, attempts: Vec<Request>) -> Vec<Request> {
        let mut passed = Vec::new();
        for request in attempts {
            self.count_load(cell, Measure::Offered);
            let Cohort { user, pair, .. } = *self.cohort(&request);
            let prioritised = self.is_prioritised(&request);
            if self.throttles() && !prioritised && self.is_over(user, cell) {
                self.counts(&request).throttled += 1;
                self.half_hour(cell).throttled += 1;
                self.user_row(cell, user).throttled += 1;
                self.window.throttled[user] += 1;
                self.window.prioritised_throttled += u64::from(prioritised);
                self.window.refused[pair] += 1;
                self.try_again(request, cell);
            } else {
                self.window.used[user] += u64::from(self.uses_allocation(&request));
                self.window.total += 1;
                passed.push(request);
            }
        }
        passed
    }

    /// G5 and G6: admission in a random order of its own, waits, and the backlog.
    fn admit(&mut self, cell: u64, capacity: Nano, mut taken: Vec<Request>) {
        taken.shuffle(&mut self.rng);
        let n = taken.len() as Nano;
        for (j, request) in taken.into_iter().enumerate() {
            let j = j as Nano;
            self.count_load(cell, Measure::Admitted);
            self.counts(&request).admitted += 1;
            if self.is_earlier(&request) {
                self.hold(request, cell);
            } else {
                // (B + j)/C − j·cell/n is in cells (B + j)/(C × cell) − j/n; here in tenths, upper edge.
                let above = ((self.backlog + j * NANO) * n - j * capacity).max(0);
                let tenths = (10 * above + capacity * n - 1) / (capacity * n);
                self.note_wait(&request, 10 * (cell - request.first) + tenths as u64);
            }
            self.queue.push_back(request);
        }
        self.backlog = (self.backlog + n * NANO - capacity).max(0);
        while self.queue.len() as u64 > whole_up(self.backlog) {
            let request = self.queue.pop_front().expect("more than none");
            let earlier = u64::from(self.is_earlier(&request));
            let counts = self.counts(&request);
            counts.processed += 1;
            counts.earlier_submissions += earlier;
            counts.served += 1 - earlier;
        }
    }

    /// T2: held by the DSP until due, or started in the next cell where that has passed.
    fn hold(&mut self, request: Request, cell: u64) {
        let due_times = &self.traffic.dues[self.cohort(&request).due.expect("only such are held")];
        let start = match due_times.after(request.first) {
            Some(due) if due > cell => self.rng.random_range(due..due + due_times.spread),
            Some(_) => cell + 1,
            None => u64::MAX,
        };
        let started = Request { first: start, attempts: 0, by_dsp: true, ..request };
        let place = self.place(start);
        self.starting[place].push(started);
    }

    /// C2: the wait of a last submission, in tenths of a cell. It is known, and noted, when the
    /// request is admitted.
    fn note_wait(&mut self, request: &Request, tenths: u64) {
        let Cohort { srv, mode, .. } = *self.cohort(request);
        let target = self.scenario.srvs[srv].target(mode).ms();
        let late = tenths > 10 * target / self.scenario.calendar.cell().ms();
        self.counts(request).late += u64::from(late);
        *self.seen.waits.entry(tenths).or_default() += 1;
    }

    /// U1: after a throttled, rejected or unavailable attempt again, or never.
    fn try_again(&mut self, request: Request, cell: u64) {
        let Cohort { user, srv, policy, .. } = *self.cohort(&request);
        let policy = policy.unwrap_or_else(|| self.scenario.retry_policy(user, srv));
        if request.attempts >= policy.attempts {
            self.counts(&request).abandoned += 1;
            return;
        }
        let length = self.scenario.calendar.cell();
        let delay =
            policy.first.ms() as f64 * libm::pow(policy.factor, f64::from(request.attempts - 1));
        let delay = policy.cap.map_or(delay, |cap| delay.min(cap.ms() as f64));
        let jitter = policy.jitter.get() * delay;
        // To the nearest cell, halves up (the millionth is for products that miss a half), at least one.
        let cells = |ms: f64| ((ms / length.ms() as f64 + 0.5 + 1e-6).floor() as u64).max(1);
        let again = cell + self.rng.random_range(cells(delay - jitter)..=cells(delay + jitter));
        let deadline = request.first + self.scenario.srvs[srv].target_on_demand.cells_up(length);
        if policy.give_up_at_deadline && again > deadline {
            self.counts(&request).abandoned += 1;
        } else {
            let place = self.place(again);
            self.arriving[place].push(request);
        }
    }
}

/// Whole requests, a part counted as one.
fn whole_up(requests: Nano) -> u64 {
    (requests + NANO - 1).div_euclid(NANO) as u64
}
