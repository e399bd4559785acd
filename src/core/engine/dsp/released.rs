//! DCC-scheduled work that fell into maintenance, and how it runs afterwards.

use super::due::Start;
use crate::domain::Nano;
use crate::engine::plan::Plan;
use crate::mechanism::Budget;
use crate::random::{Draws, Keys, Purpose, deal, scatter};
use crate::scenario::{EventKind, ScheduledRelease};
use std::collections::{BTreeMap, VecDeque};

/// Work that is held up beyond the end of maintenance; it counts as deferred.
#[derive(Clone, Debug, Default)]
pub struct HeldUp {
    /// By the cell in which it is to run.
    spread: BTreeMap<u64, Vec<Start>>,
    /// Of each maintenance that has it run at a rate.
    paced: Vec<Paced>,
}

/// Work that runs at a rate, oldest first.
#[derive(Clone, Debug)]
struct Paced {
    queue: VecDeque<Vec<Start>>,
    /// Nano-requests a cell.
    rate: Nano,
    budget: Budget,
}

impl HeldUp {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.spread.is_empty() && self.paced.is_empty()
    }

    /// All of it, for the audit at the run's end.
    pub fn all(&self) -> impl Iterator<Item = &Start> {
        let paced = self.paced.iter().flat_map(|paced| &paced.queue);
        self.spread.values().chain(paced).flatten()
    }

    /// Where maintenance ends with `cell`, what is deferred is held up as the scenario says; and what of it is to
    /// run in this cell joins what is deferred.
    pub fn release(
        &mut self,
        plan: &Plan,
        keys: &Keys,
        cell: u64,
        deferred: &mut VecDeque<Vec<Start>>,
    ) {
        for event in &plan.scenario.events {
            if let EventKind::Maintenance(maintenance) = &event.kind
                && event.to == cell
            {
                self.hold_up(plan, keys, cell, maintenance.scheduled_release, deferred);
            }
        }
        let draws = |place: u64| keys.draws(Purpose::Released, cell, 1 + place);
        let mut released = self.take(cell, draws);
        // They come together, the oldest before the others.
        released.sort_by_key(|s| s.from);
        for same in released.chunk_by(|a, b| a.from == b.from) {
            deferred.push_back(same.to_vec());
        }
    }

    fn hold_up(
        &mut self,
        plan: &Plan,
        keys: &Keys,
        cell: u64,
        release: ScheduledRelease,
        deferred: &mut VecDeque<Vec<Start>>,
    ) {
        match release {
            ScheduledRelease::AtOnce => {}
            ScheduledRelease::ShareOfCapacity(share) => {
                let queue = std::mem::take(deferred);
                let (rate, budget) = (share.of(plan.capacity), Budget::default());
                self.paced.push(Paced { queue, rate, budget });
            }
            ScheduledRelease::Over(span) => {
                let mut draws = keys.draws(Purpose::Released, cell, 0);
                let mut places = vec![0; plan.clock.at_least_one(span) as usize];
                let mut by_cell = vec![Vec::new(); places.len()];
                for start in deferred.drain(..).flatten() {
                    scatter(&mut draws, start.count, &mut places);
                    for (n, list) in places.iter_mut().zip(&mut by_cell).filter(|(n, _)| **n > 0) {
                        list.push(Start { count: std::mem::take(n), ..start });
                    }
                }
                for (at, list) in (cell..).zip(by_cell).filter(|(_, list)| !list.is_empty()) {
                    self.spread.entry(at).or_default().extend(list);
                }
            }
        }
    }

    /// What is to run in `cell`; `draws` are those of a place in the list.
    fn take(&mut self, cell: u64, draws: impl Fn(u64) -> Draws) -> Vec<Start> {
        let mut taken = self.spread.remove(&cell).unwrap_or_default();
        for (place, paced) in (0..).zip(&mut self.paced) {
            paced.take(|| draws(place), &mut taken);
        }
        self.paced.retain(|paced| !paced.queue.is_empty());
        taken
    }
}

impl Paced {
    /// Takes what a cell allows.
    fn take(&mut self, draws: impl FnOnce() -> Draws, taken: &mut Vec<Start>) {
        let mut left = self.budget.whole(self.rate);
        while let Some(oldest) = self.queue.front_mut().filter(|_| left > 0) {
            let counts: Vec<u64> = oldest.iter().map(|s| s.count).collect();
            let all: u64 = counts.iter().sum();
            if all > left {
                let mut chosen = Vec::new();
                deal(&mut draws(), &counts, left, &mut chosen);
                for (start, n) in oldest.iter_mut().zip(chosen).filter(|(_, n)| *n > 0) {
                    taken.push(Start { count: n, ..*start });
                    start.count -= n;
                }
                break;
            }
            taken.append(oldest);
            self.queue.pop_front();
            left -= all;
        }
        self.budget.spend(self.rate, !self.queue.is_empty());
    }
}
