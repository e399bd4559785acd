//! Section 3: what happens round planned maintenance, the time without service apart.

use super::World;
use super::request::Id;
use headroom_core::domain::{NANO, Nano, Share, Span};
use headroom_core::scenario::{
    Event, EventKind, Maintenance, RetryPolicy, Scenario, ScheduledRelease,
};
use headroom_core::traffic::Cohort;
use rand::RngExt;
use rand::seq::SliceRandom;

/// U1: the most cells between an attempt that failed and the next.
fn longest_delay(policy: &RetryPolicy, cell: Span) -> u64 {
    let mut longest = 0;
    let mut delay = policy.first.ms() as f64;
    for _ in 1..policy.attempts {
        let capped = policy.cap.map_or(delay, |cap| delay.min(cap.ms() as f64));
        let latest = capped * (1.0 + policy.jitter.get()) / cell.ms() as f64;
        longest = longest.max(((latest + 0.5 + 1e-6).floor() as u64).max(1));
        delay *= policy.factor;
    }
    longest
}

/// DCC-scheduled requests that wait for their turn after maintenance.
#[derive(Clone, Debug)]
pub struct Releasing {
    /// By cell, those whose cell is drawn.
    drawn: Vec<Vec<Id>>,
    /// Those that run at a share of C, and the fraction of a request kept.
    paced: Vec<(Share, Vec<Id>, Nano)>,
}

impl Releasing {
    pub fn new(scenario: &Scenario) -> Self {
        let drawn = vec![Vec::new(); scenario.calendar.cells() as usize + 1];
        Self { drawn, paced: Vec::new() }
    }

    /// All that still wait for their turn.
    pub fn all(&self) -> impl Iterator<Item = &Id> {
        self.drawn.iter().flatten().chain(self.paced.iter().flat_map(|(_, ids, _)| ids))
    }
}

impl World<'_> {
    /// M4: cells after its end in which what an event has held up, put off or refused can still come.
    pub fn aftermath(&self, event: &Event) -> u64 {
        let cell = self.scenario.calendar.cell();
        let retries = || {
            let policies = self.traffic.cohorts.iter().map(|c| c.policy(self.scenario));
            policies.map(|p| longest_delay(&p, cell)).max().unwrap_or(0)
        };
        match &event.kind {
            EventKind::Outage { capacity, .. } if *capacity == Share::ZERO => retries(),
            EventKind::Maintenance(m) => {
                let mut longest = retries();
                m.resend.iter().for_each(|r| longest = longest.max(r.says.spread.cells_up(cell)));
                m.deferred.iter().for_each(|d| longest = longest.max(d.says.spread.cells_up(cell)));
                if let ScheduledRelease::Over(time) = m.scheduled_release {
                    longest = longest.max(time.cells_up(cell));
                }
                longest
            }
            _ => 0,
        }
    }

    fn maintenance(&self, event: usize) -> Option<&Maintenance> {
        match &self.scenario.events[event].kind {
            EventKind::Maintenance(maintenance) => Some(maintenance),
            _ => None,
        }
    }

    /// At the start of `cell`: maintenance that ends with it, and DSP-started requests whose turn it is.
    pub fn release_scheduled(&mut self, cell: u64) {
        for event in 0..self.scenario.events.len() {
            if self.scenario.events[event].to == cell
                && let Some(maintenance) = self.maintenance(event)
            {
                self.put_in_order(maintenance.scheduled_release, cell);
            }
        }
        let length = self.scenario.calendar.cell();
        let mut released = std::mem::take(&mut self.releasing.drawn[cell as usize]);
        for (share, waiting, carry) in &mut self.releasing.paced {
            let budget = *carry + share.of(self.scenario.gateway.max_capacity.over(length));
            released.extend(waiting.drain(..waiting.len().min((budget / NANO) as usize)));
            *carry = if waiting.is_empty() { 0 } else { budget % NANO };
        }
        for id in released {
            // It keeps the cell from which its wait counts.
            self.requests[id].released = Some(cell);
            self.deferred.push(id);
        }
    }

    /// What is deferred when maintenance ends waits for its turn.
    fn put_in_order(&mut self, how: ScheduledRelease, cell: u64) {
        match how {
            ScheduledRelease::AtOnce => {}
            ScheduledRelease::Over(span) => {
                let cells = span.cells_up(self.scenario.calendar.cell()).max(1);
                for id in std::mem::take(&mut self.deferred) {
                    let turn = cell + self.rng.random_range(0..cells);
                    let place = self.place(turn);
                    self.releasing.drawn[place].push(id);
                }
            }
            ScheduledRelease::ShareOfCapacity(share) => {
                let mut waiting = std::mem::take(&mut self.deferred);
                waiting.shuffle(&mut self.rng);
                waiting.sort_by_key(|id| self.requests[*id].first);
                self.releasing.paced.push((share, waiting, 0));
            }
        }
    }

    /// The order in which the DSP takes what is deferred: by the cell in which it came, what was released
    /// after maintenance before what fell due in that cell, of that the oldest first.
    pub fn turn(&self, id: Id) -> (u64, bool, u64) {
        let request = &self.requests[id];
        match request.released {
            Some(cell) => (cell, false, request.first),
            None => (request.first, true, request.first),
        }
    }

    /// A request that would be given up in `cell`, having no attempts left: the cell in which its User
    /// sends it again after maintenance, if it does.
    pub fn resend(&mut self, id: Id, cell: u64) -> Option<u64> {
        let Cohort { user, srv, .. } = *self.cohort(id);
        if self.requests[id].attempts < self.policy(id).attempts
            || self.requests[id].asked.is_some()
        {
            return None;
        }
        let in_force = |e: &usize| {
            let event = &self.scenario.events[*e];
            event.from <= cell && cell < event.to
        };
        let (end, rule) = (0..self.scenario.events.len()).filter(in_force).find_map(|e| {
            let mut rules = self.maintenance(e)?.resend.iter();
            let rule = rules.find(|rule| rule.users[user] && rule.of[srv])?;
            Some((self.scenario.events[e].to, rule.says))
        })?;
        if self.rng.random::<f64>() >= rule.share.get() {
            return None;
        }
        let cells = rule.spread.cells_up(self.scenario.calendar.cell()).max(1);
        let again = end + self.rng.random_range(0..cells);
        self.deadline(id).is_none_or(|deadline| again <= deadline).then_some(again)
    }
}
