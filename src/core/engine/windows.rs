//! A window begins and ends: quotas and limits, activations, fairness, and what went before.

use super::quiet::seconds;
use super::run::Run;
use crate::ledger::{WatchRow, Window as Seen};
use crate::traffic::Placed;

impl Run<'_> {
    pub(super) fn begin_window(&mut self, index: u64) {
        self.window.begin(index, self.plan);
        self.book.begin_window(self.window.cell);
        if !self.throttles() {
            self.window.without_carry(&self.quotas, &self.nominal);
        }
        if self.activation.is_active() {
            self.become_active(self.window.cell);
        }
        self.book.begin_watching(self.window.cell);
    }

    /// The mechanism is active from `cell` of the window on. Switched off it only would be, which
    /// C3 asks for and nothing else.
    pub(super) fn become_active(&mut self, cell: u64) {
        self.window.active = true;
        if !self.throttles() {
            return;
        }
        self.know_past();
        self.window.limit(self.plan, &mut self.quotas, &self.past);
        if !self.book.is_active() {
            let (from, to) = (self.window.cell, self.window.cell + self.plan.clock.per_window);
            let events = self.plan.scenario.events.iter().enumerate();
            let length = self.plan.clock.cell;
            let longest = self.plan.longest_delay();
            let causes: Vec<usize> = events
                .filter(|(_, e)| e.from < to && e.in_force_until(length, longest) > from)
                .map(|(i, _)| i)
                .collect();
            self.book.activate(cell, self.window.cell, causes);
        }
    }

    pub(super) fn end_window(&mut self) {
        let end = self.window.cell + self.plan.clock.per_window;
        let mechanism = &self.plan.scenario.mechanism;
        let acted = mechanism.enabled && self.window.active;
        // Only who was throttled is asked for what was before.
        let within_before =
            if acted { self.past.within(self.window.index, mechanism.hold) } else { Vec::new() };
        let seen = Seen {
            cell: self.window.cell,
            active: self.window.active,
            quota: &self.window.quota,
            first: &self.window.first,
            admitted: &self.window.admitted,
            throttled: &self.window.throttled,
            rejected: &self.window.rejected,
            prioritised_throttled: self.window.prioritised_throttled,
            within_before: &within_before,
        };
        self.book.judge(&seen, &self.window.refused);
        self.book.end_window(self.backlog.requests(), self.queues.size);
        let quotas = self.plan.allocation.iter().map(|a| self.window.part(*a));
        self.queues.end_window(quotas);
        self.warn();
        if let Some(user) = self.plan.watched {
            self.book.end_watching(&self.seen_of(user));
        }
        self.book.note_load(self.window.load, self.window.cell);
        self.past.take(&self.window);
        self.window.end(&mut self.activation);
        if acted {
            let active = self.activation.is_active();
            self.book.follow_activation(end, active, self.window.load, &self.window.throttled);
            if !active {
                self.quotas.end();
            }
        }
    }

    /// What the window was to `user`.
    fn seen_of(&self, user: usize) -> WatchRow {
        let window = &self.window;
        let (quota, allocation) = (window.quota[user], window.part(self.plan.allocation[user]));
        let active = self.throttles();
        WatchRow {
            load: window.load,
            threshold: window.threshold,
            service: window.service,
            allocation,
            quota,
            carried: if active { self.quotas.carried_in(user, quota, allocation) } else { 0 },
            limit: active.then(|| window.limits.over_window(user)),
            used: window.used[user],
            total: window.total,
            ..WatchRow::default()
        }
    }

    /// Works out what the windows before the present one saw, as far back as `hold` asks, where
    /// they lay in blocks that were taken whole.
    pub(super) fn know_past(&mut self) {
        let plan = self.plan;
        let windows = plan.clock.windows;
        let back = u64::from(plan.scenario.mechanism.hold).max(1);
        let wanted = self.window.index.saturating_sub(back);
        let users = plan.scenario.users.len();
        for (b, taken) in std::mem::take(&mut self.past.unseen).into_iter().rev() {
            if (b as u64 + 1) * windows <= wanted {
                break;
            }
            let placed = self.drawn.placed(b);
            for w in 0..windows {
                let index = b as u64 * windows + w;
                let mut first = self.first_attempts(&placed, w as usize, users);
                for &(cell, cohort, n) in &taken.followed {
                    let c = cohort as usize;
                    let here = cell / plan.clock.per_window == index;
                    if here && self.counts_as_use(c) {
                        first[plan.traffic.cohorts[c].user] += n;
                    }
                }
                self.past.note_above(index, &first, &self.nominal);
                if index + 1 == self.window.index {
                    self.past.used = first;
                    self.past.quota.clone_from(&self.nominal);
                }
            }
        }
    }

    /// Forgets quiet blocks before `block` into which no activation will look back.
    pub(super) fn forget_past(&mut self, block: usize) {
        let windows = self.plan.clock.windows as usize;
        let back = (self.plan.scenario.mechanism.hold as usize).max(1).div_ceil(windows);
        while self.past.unseen.front().is_some_and(|(b, _)| b + back < block) {
            self.past.unseen.pop_front();
        }
    }

    /// First attempts of each User in window `w` of a quiet block, prioritised ones as in M5; but for what
    /// followed from before, or from processes.
    pub(super) fn first_attempts(&self, placed: &Placed, w: usize, users: usize) -> Vec<u64> {
        let per_window = self.plan.clock.per_window as usize;
        let mut first = vec![0; users];
        let cohorts = &self.plan.traffic.cohorts;
        let window = w * per_window..(w + 1) * per_window;
        for cell in window.clone() {
            let here = placed.cell(cell);
            for fresh in here.plain.iter().chain(&here.others) {
                let c = fresh.cohort as usize;
                if self.plan.hot(c).at_gateway && self.counts_as_use(c) {
                    first[cohorts[c].user] += fresh.count;
                }
            }
        }
        for (c, cell, n) in seconds(&self.plan.traffic, placed) {
            if window.contains(&cell) && self.counts_as_use(c) {
                first[cohorts[c].user] += n;
            }
        }
        first
    }

    /// M5 applies: the mechanism is active and not switched off (M10).
    pub(super) fn throttles(&self) -> bool {
        self.plan.scenario.mechanism.enabled && self.activation.is_active()
    }

    /// Whether requests of `cohort` count in their User's use (M5).
    pub(super) fn counts_as_use(&self, cohort: usize) -> bool {
        self.plan.scenario.mechanism.prioritised_use_allocation
            || !self.plan.hot(cohort).prioritised
    }
}
