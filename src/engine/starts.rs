//! What the DSP starts itself: DCC-scheduled requests, and future-dated ones it held until due (T2).

use crate::random::{Draws, deal, scatter};
use std::collections::{BTreeMap, VecDeque};

/// Requests of a kind that the DSP starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Start {
    /// Index of the cohort.
    pub cohort: u32,
    /// Cell from which its wait counts.
    pub from: u64,
    /// How many.
    pub count: u64,
}

/// Requests held until due, to be started, or deferred.
#[derive(Clone, Debug, Default)]
pub struct Starts {
    /// By due cell, then cohort; `u64::MAX` for one that the run does not reach.
    held: BTreeMap<(u64, u32), u64>,
    /// By the cell in which they are started.
    coming: BTreeMap<u64, Vec<Start>>,
    /// Waiting for room or service: what came in each cell, oldest first.
    deferred: VecDeque<Vec<Start>>,
}

impl Starts {
    /// Holds `count` requests until `due`.
    pub fn hold(&mut self, cohort: u32, due: u64, count: u64) {
        *self.held.entry((due, cohort)).or_default() += count;
    }

    /// Starts `count` requests in `cell`.
    pub fn start(&mut self, cohort: u32, cell: u64, count: u64) {
        self.coming.entry(cell).or_default().push(Start { cohort, from: cell, count });
    }

    /// Whether anything is held, coming or deferred that could act in the cells `from..to`.
    pub fn any_in(&self, from: u64, to: u64) -> bool {
        !self.deferred.is_empty()
            || self.held.range((from, 0)..(to, 0)).next().is_some()
            || self.coming.range(from..to).next().is_some()
    }

    /// Requests due in `cell` are spread evenly over the cells from it on; `spread` says over how
    /// many for a cohort, and `draws` gives its stream.
    pub fn fall_due(&mut self, cell: u64, spread: impl Fn(u32) -> u64, mut draws: impl FnMut(u32) -> Draws) {
        while let Some((&(due, cohort), &count)) = self.held.first_key_value().filter(|((due, _), _)| *due <= cell) {
            self.held.remove(&(due, cohort));
            let mut places = vec![0; spread(cohort) as usize];
            scatter(&mut draws(cohort), count, &mut places);
            for (at, n) in (cell..).zip(places).filter(|(_, n)| *n > 0) {
                self.start(cohort, at, n);
            }
        }
    }

    /// What falls due in `cell` joins `fresh`, the DCC-scheduled requests of that cell.
    pub fn take(&mut self, cell: u64, fresh: &mut Vec<Start>) {
        if let Some(mut coming) = self.coming.remove(&cell) {
            fresh.append(&mut coming);
        }
    }

    /// `fresh` of this cell wait behind those of earlier ones; `room` of all are taken (G4): the
    /// oldest first, of those of one cell a uniformly random choice. What is taken replaces `fresh`.
    pub fn admit(&mut self, draws: impl FnOnce() -> Draws, room: u64, fresh: &mut Vec<Start>) {
        let wanted: u64 = fresh.iter().map(|s| s.count).sum();
        if self.deferred.is_empty() && wanted <= room {
            return;
        }
        if wanted > 0 {
            self.deferred.push_back(std::mem::take(fresh));
        }
        fresh.clear();
        let mut room = room;
        while let Some(oldest) = self.deferred.front_mut() {
            let counts: Vec<u64> = oldest.iter().map(|s| s.count).collect();
            let all: u64 = counts.iter().sum();
            if all > room {
                if room > 0 {
                    let mut taken = Vec::new();
                    deal(&mut draws(), &counts, room, &mut taken);
                    for (start, n) in oldest.iter_mut().zip(taken) {
                        fresh.push(Start { count: n, ..*start });
                        start.count -= n;
                    }
                }
                return;
            }
            room -= all;
            fresh.append(oldest);
            self.deferred.pop_front();
        }
    }

    /// Held and coming, then deferred, by cohort; for the audit at the run's end.
    pub fn all(&self) -> (impl Iterator<Item = (u32, u64)>, impl Iterator<Item = (u32, u64)>) {
        let held = self.held.iter().map(|((_, cohort), n)| (*cohort, *n));
        let coming = self.coming.values().flatten().map(|s| (s.cohort, s.count));
        (held.chain(coming), self.deferred.iter().flatten().map(|s| (s.cohort, s.count)))
    }
}
