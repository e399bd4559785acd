//! M3: what is counted in a monitoring window, and what its end decides.

use super::past::WindowsBefore;
use crate::domain::{NANO, Nano, Share};
use crate::engine::plan::Plan;
use crate::mechanism::{Activation, Limits, Load, Quotas};

/// The counts of one window.
#[derive(Clone, Debug)]
pub struct OpenWindow {
    /// Its number from the run's start.
    pub index: u64,
    /// First cell.
    pub cell: u64,
    /// L so far, in requests (M4).
    pub load: u64,
    /// Θ × window, nano-requests.
    pub threshold: Nano,
    /// Whether any of its cells has service.
    pub service: bool,
    /// Whether the mechanism was active in any part of it or, switched off, would have been (C3).
    pub active: bool,
    /// Share of capacity its limits follow: numerator and denominator.
    pub factor: (Nano, Nano),
    /// Use of each User (M5).
    pub used: Vec<u64>,
    /// All use (M5).
    pub total: u64,
    /// Whole requests allocated to each User (M1).
    pub quota: Vec<u64>,
    /// Limits while active (M5).
    pub limits: Limits,
    /// First attempts of each User, prioritised ones as in M5 (C2).
    pub first: Vec<u64>,
    /// First attempts of each User admitted, prioritised ones as in M5 (F6).
    pub first_admitted: Vec<u64>,
    /// First attempts of each User throttled or rejected (F5).
    pub first_refused: Vec<u64>,
    /// Attempts that left each User's buffer (M9).
    pub let_out: Vec<u64>,
    /// Attempts of each User that went into its buffer (M9).
    pub buffered: Vec<u64>,
    /// Attempts of each User throttled.
    pub throttled: Vec<u64>,
    /// Attempts of each User rejected.
    pub rejected: Vec<u64>,
    /// Prioritised attempts throttled.
    pub prioritised_throttled: u64,
}

impl OpenWindow {
    /// A window of so many Users, not begun.
    pub fn new(users: usize) -> Self {
        let zero = vec![0; users];
        Self {
            index: 0,
            cell: 0,
            load: 0,
            threshold: 0,
            service: false,
            active: false,
            factor: (1, 1),
            used: zero.clone(),
            total: 0,
            quota: zero.clone(),
            limits: Limits::default(),
            first: zero.clone(),
            first_admitted: zero.clone(),
            first_refused: zero.clone(),
            let_out: zero.clone(),
            buffered: zero.clone(),
            throttled: zero.clone(),
            rejected: zero,
            prioritised_throttled: 0,
        }
    }

    /// Begins window `index`.
    pub fn begin(&mut self, index: u64, plan: &Plan) {
        let cells = plan.clock.per_window;
        self.index = index;
        self.cell = index * cells;
        self.load = 0;
        self.active = false;
        self.total = 0;
        self.prioritised_throttled = 0;
        for list in [
            &mut self.used,
            &mut self.first,
            &mut self.first_admitted,
            &mut self.first_refused,
            &mut self.let_out,
            &mut self.buffered,
            &mut self.throttled,
            &mut self.rejected,
        ] {
            list.fill(0);
        }
        let end = self.cell + cells;
        let touched = plan.service.is_touched(self.cell, end);
        self.service = false;
        self.factor = (1, 1);
        self.threshold = plan.threshold;
        if touched && plan.scenario.mechanism.threshold_follows_capacity {
            let one = Share::ONE.of(NANO);
            let sum: Nano = (self.cell..end).map(|c| plan.service.share(c).of(one)).sum();
            self.factor = (sum, Nano::from(cells) * one);
            self.threshold = plan.threshold * self.factor.0 / self.factor.1;
        }
    }

    /// The quotas of a window in which the mechanism is not active, or is switched off.
    pub fn without_carry(&mut self, quotas: &Quotas, nominal: &[u64]) {
        if self.factor == (1, 1) {
            self.quota.copy_from_slice(nominal);
        } else {
            self.quota = quotas.without_carry(self.factor);
        }
    }

    /// The mechanism is active from here on: quotas with carry, and limits (M1, M5).
    pub fn limit(&mut self, plan: &Plan, quotas: &mut Quotas, past: &WindowsBefore) {
        self.quota = quotas.next(self.factor);
        let unused: Vec<u64> =
            past.quota.iter().zip(&past.used).map(|(q, u)| q.saturating_sub(*u)).collect();
        let reading = plan.scenario.mechanism.throttle_to;
        self.limits =
            Limits::new(reading, &self.quota, &unused, &plan.weight_shares, self.threshold);
    }

    /// The part of an allocation that holds in it.
    pub fn part(&self, allocation: Nano) -> Nano {
        if self.factor.0 == self.factor.1 {
            return allocation;
        }
        allocation * self.factor.0 / self.factor.1
    }

    /// By how much what each User sent is more than its quota: as use counts it (M5), but what was throttled and buffered too,
    /// and what left a buffer only where it came. And by how much its first submissions alone are.
    pub fn excess(&self) -> impl Iterator<Item = (usize, u64, u64)> {
        let sent = |u: usize| self.used[u] - self.let_out[u] + self.throttled[u] + self.buffered[u];
        (0..self.used.len()).map(move |u| {
            let beyond = |n: u64| n.saturating_sub(self.quota[u]);
            (u, beyond(sent(u)), beyond(sent(u).min(self.first[u])))
        })
    }

    /// The window has ended (M4).
    pub fn end(&self, activation: &mut Activation) {
        let load = Nano::from(self.load) * NANO;
        activation.window_end(Load { load, threshold: self.threshold, service: self.service });
    }
}
