//! M1, M3 to M6, M10, windows, allocations, activation and limits.

use super::World;
use headroom_core::domain::{Detect, Measure, NANO, Nano, Pace, Pool, ThrottleTo};
use headroom_core::ledger::{ActivationRecord, NorthRow};
use headroom_core::mechanism::allocate;
use headroom_core::scenario::{Event, Scenario};
use headroom_core::traffic::Expected;
use std::collections::BTreeSet;

/// One monitoring window (M3); lists are by User.
#[derive(Clone, Debug, Default)]
pub struct Window {
    pub first_cell: u64,
    /// Θ × window, nano-requests.
    pub threshold: Nano,
    /// a(u) × window plus what was carried, nano-requests, and the whole requests given of it (M1).
    exact: Vec<Nano>,
    pub quota: Vec<u64>,
    /// What `share_unused` adds to the limit, nano-requests.
    extra: Vec<Nano>,
    /// Whether there was service in any part of it; and the mechanism active or, switched off, that it
    /// would have been.
    pub service: bool,
    pub active: bool,
    /// L (M4).
    pub load: u64,
    /// All use, and each User's (M5).
    pub total: u64,
    pub used: Vec<u64>,
    /// Each User's attempts that use would count and that reached G3, whatever became of them.
    pub sent: Vec<u64>,
    /// First attempts of submissions as use counts them, what maintenance put off apart, and of these what was admitted at
    /// that attempt; and any first attempts that were throttled or rejected (C3).
    pub first: Vec<u64>,
    pub first_admitted: Vec<u64>,
    pub first_refused: Vec<u64>,
    /// For each User the last cell for which a retry was drawn in it, and one more; whether something was buffered (C3).
    pub latest: Vec<u64>,
    pub buffered: Vec<bool>,
    pub throttled: Vec<u64>,
    pub rejected: Vec<u64>,
    pub prioritised_throttled: u64,
    /// Taken from buffers (M9).
    pub taken: Vec<u64>,
}

/// M1: a(u) × window in nano-requests, and w(u)/Σw.
pub fn allocations(scenario: &Scenario) -> (Vec<Nano>, Vec<f64>) {
    let rule = &scenario.mechanism.allocation;
    let weights = Expected::new(scenario).weights(scenario, rule.weights);
    let weights: Vec<f64> = weights.iter().map(|w| w.weight).collect();
    let pool = match rule.pool {
        Pool::Threshold => scenario.threshold(),
        Pool::Capacity => scenario.gateway.max_capacity,
    };
    let allocation =
        allocate(pool.over(scenario.calendar.window()), &rule.guaranteed, &weights).unwrap();
    let sum: f64 = weights.iter().sum();
    (allocation, weights.iter().map(|w| w / sum).collect())
}

/// `part` of `of` of each allocation in nano-requests, which together are as much as that of their sum: one more to whoever lost most in
/// rounding, until nothing is missing.
fn parts_of(allocation: &[Nano], part: Nano, of: Nano) -> Vec<Nano> {
    let mut parts: Vec<Nano> = allocation.iter().map(|a| a * part / of).collect();
    let all = allocation.iter().sum::<Nano>() * part / of;
    let mut done = vec![false; parts.len()];
    while parts.iter().sum::<Nano>() < all {
        let lost = |u: &usize| allocation[*u] * part % of;
        let open = (0..parts.len()).filter(|u| !done[*u]);
        let next =
            open.max_by_key(|u| (lost(u), std::cmp::Reverse(*u))).expect("less than one each");
        (parts[next], done[next]) = (parts[next] + 1, true);
    }
    parts
}

/// M1: ⌊Σ quotas⌋ whole requests, by largest remainder, ties in file order; a negative quota gets none.
fn whole_requests(quotas: &[Nano]) -> Vec<u64> {
    let sum = quotas.iter().sum::<Nano>().div_euclid(NANO).max(0);
    let mut given: Vec<Nano> = quotas.iter().map(|q| q.max(&0) / NANO).collect();
    let mut done = vec![false; quotas.len()];
    while given.iter().sum::<Nano>() < sum {
        let fits = (0..quotas.len()).filter(|u| quotas[*u] >= 0 && !done[*u]);
        let next = fits
            .max_by_key(|u| (quotas[*u] % NANO, std::cmp::Reverse(*u)))
            .expect("fewer left than Users");
        (given[next], done[next]) = (given[next] + 1, true);
    }
    while given.iter().sum::<Nano>() > sum {
        let fits = (0..quotas.len()).filter(|u| given[*u] > 0 && !done[*u]);
        let next = fits.min_by_key(|u| (quotas[*u] % NANO, *u)).expect("fewer too many than Users");
        (given[next], done[next]) = (given[next] - 1, true);
    }
    given.into_iter().map(|n| n as u64).collect()
}

impl World<'_> {
    pub(super) fn begin_window(&mut self, cell: u64) {
        let s = self.scenario;
        let cells = s.calendar.cells_per_window();
        self.waited = self.buffers.came();
        // The mean share of capacity in the window, as a fraction.
        let shares = self.capacity[cell as usize..][..cells].iter().map(|share| share.of(NANO));
        let (part, of) = match s.mechanism.threshold_follows_capacity {
            true => (shares.sum::<Nano>(), cells as Nano * NANO),
            false => (1, 1),
        };
        let parts = parts_of(&self.allocation, part, of);
        let exact: Vec<Nano> = parts.iter().zip(&self.carry).map(|(a, c)| a + c).collect();
        // Before the first window nobody had used anything.
        let (quota, used) = (&self.window.quota, &self.window.used);
        let unused: Vec<u64> = match cell {
            0 => whole_requests(&self.allocation),
            _ => quota.iter().zip(used).map(|(q, u)| q.saturating_sub(*u)).collect(),
        };
        let others = |u: usize| unused.iter().sum::<u64>() - unused[u];
        let extra = |(u, weight): (usize, &f64)| (weight * others(u) as f64 * 1e9).round() as Nano;
        let none = vec![0; s.users.len()];
        if s.northbound.enabled {
            self.seen.northbound.push(NorthRow { cell, ..NorthRow::default() });
        }
        self.window = Window {
            first_cell: cell,
            threshold: s.threshold().over(s.calendar.window()) * part / of,
            quota: whole_requests(&exact),
            extra: self.weight.iter().enumerate().map(extra).collect(),
            exact,
            active: self.active,
            used: none.clone(),
            sent: none.clone(),
            first: none.clone(),
            first_admitted: none.clone(),
            first_refused: none.clone(),
            latest: none.clone(),
            buffered: vec![false; s.users.len()],
            throttled: none.clone(),
            rejected: none.clone(),
            taken: none,
            ..Window::default()
        };
    }

    /// M4: one more in the load, if that is what load counts.
    pub(super) fn count_load(&mut self, cell: u64, measure: Measure) {
        if self.scenario.mechanism.measure == measure {
            self.add_load(cell, 1);
        }
    }

    /// M4: so much more load.
    pub(super) fn add_load(&mut self, cell: u64, requests: u64) {
        self.window.load += requests;
        let reached = Nano::from(self.window.load) * NANO >= self.window.threshold;
        if self.scenario.mechanism.detect == Detect::Immediate && reached {
            self.activate(cell);
            self.window.active |= self.active;
        }
    }

    /// M4: active from `from` on, unless it is already, or the run is over. Switched off (M10) it only
    /// would be, and nothing is recorded.
    fn activate(&mut self, from: u64) {
        if self.active || from >= self.scenario.calendar.cells() {
            return;
        }
        self.active = true;
        self.calm = 0;
        if !self.scenario.mechanism.enabled {
            return;
        }
        let cells = self.scenario.calendar.cells_per_window() as u64;
        let first = from / cells * cells;
        // What is found at a window's end came in the window before.
        let came = match self.scenario.mechanism.detect {
            Detect::WindowEnd => first.saturating_sub(cells),
            Detect::Immediate => first,
        };
        let in_force =
            |event: &Event| event.from < first + cells && event.to + self.aftermath(event) > came;
        let events = self.scenario.events.iter().enumerate();
        let causes: Vec<usize> =
            events.filter(|(_, event)| in_force(event)).map(|(i, _)| i).collect();
        self.seen.fairness[3].note(u64::from(causes.is_empty()), first);
        self.seen.activations.push(ActivationRecord {
            from,
            to: from,
            open: false,
            peak_load: 0,
            throttled: 0,
            throttled_on: Vec::new(),
            users: BTreeSet::new(),
            causes,
        });
    }

    /// M5 applies: active, and not switched off (M10).
    pub(super) fn throttles(&self) -> bool {
        self.active && self.scenario.mechanism.enabled
    }

    /// M5: whether `user` may send no more.
    pub(super) fn is_over(&self, user: usize, cell: u64) -> bool {
        let w = &self.window;
        let (part, of) = match self.scenario.mechanism.pace {
            Pace::Window => (1, 1),
            Pace::Cell => {
                (cell - w.first_cell + 1, self.scenario.calendar.cells_per_window() as u64)
            }
        };
        let reached =
            |used: u64, limit: Nano| Nano::from(used * of) * NANO >= limit * Nano::from(part);
        let (used, quota) = (w.used[user], Nano::from(w.quota[user]) * NANO);
        match self.scenario.mechanism.throttle_to {
            ThrottleTo::Allocation => reached(used, quota),
            ThrottleTo::UntilTotal => reached(used, quota) && reached(w.total, w.threshold),
            ThrottleTo::ShareUnused => reached(used, quota + w.extra[user]),
            ThrottleTo::UserMaximum => reached(used, quota.max(w.threshold)),
        }
    }

    pub(super) fn end_window(&mut self, end: u64) {
        self.judge_fairness(end);
        self.warn(end);
        let (w, m) = (&self.window, &self.scenario.mechanism);
        if w.load > self.seen.peak_load.0 {
            self.seen.peak_load = (w.load, w.first_cell);
        }
        if w.active && m.enabled {
            let record = self.seen.activations.last_mut().expect("one that made it active");
            record.peak_load = record.peak_load.max(w.load);
            record.throttled += w.throttled.iter().sum::<u64>();
            let calendar = &self.scenario.calendar;
            let day = |cell: &u64| calendar.date(*cell);
            let known = record.throttled_on.iter().any(|c| day(c) == day(&w.first_cell));
            if w.throttled.iter().any(|n| *n > 0) && !known {
                record.throttled_on.push(w.first_cell);
            }
            record.users.extend((0..w.throttled.len()).filter(|u| w.throttled[*u] > 0));
            // C2: the breach is what is beyond the quota, and of it what first submissions alone are.
            for (u, breach) in self.seen.breach.iter_mut().enumerate() {
                let (sent, quota) = (w.sent[u], w.quota[u]);
                breach.0 += sent.saturating_sub(quota);
                breach.1 += sent.min(w.first[u]).saturating_sub(quota);
                breach.2 += u64::from(sent > quota);
            }
        }
        let load = Nano::from(w.load) * NANO;
        if self.active && w.service {
            self.calm = if load < m.release.of(w.threshold) { self.calm + 1 } else { 0 };
            if self.calm >= m.hold {
                self.active = false;
                if m.enabled {
                    self.seen.activations.last_mut().expect("one that made it active").to = end;
                }
            }
        } else if w.service && load >= w.threshold {
            self.activate(end);
        }
        // M1: carried from the activation's first window on, while it lasts; nothing if switched off.
        let w = &self.window;
        let left = |(exact, quota): (&Nano, &u64)| exact - Nano::from(*quota) * NANO;
        self.carry = match w.active && self.throttles() {
            true => w.exact.iter().zip(&w.quota).map(left).collect(),
            false => vec![0; w.quota.len()],
        };
    }
}
