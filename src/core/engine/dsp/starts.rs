//! What the DSP starts itself: DCC-scheduled requests, and future-dated ones it held until due (T2).

use crate::random::{Draws, Keys, Purpose, deal, scatter};
use crate::traffic::Traffic;
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

/// Requests that fell due and are started evenly over some cells of one block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// Index of the cohort.
    pub cohort: u32,
    /// Cell in which they fell due.
    pub due: u64,
    /// First cell.
    pub from: u64,
    /// Cell after the last.
    pub to: u64,
    /// How many.
    pub count: u64,
}

/// Requests held until due, to be started, or deferred.
#[derive(Clone, Debug, Default)]
pub struct Starts {
    /// By due cell, then cohort; `u64::MAX` for one that the run does not reach.
    held: BTreeMap<(u64, u32), u64>,
    /// Fallen due, by block.
    due: BTreeMap<u64, Vec<Due>>,
    /// By the cell in which they are started, in the block that is open.
    coming: BTreeMap<u64, Vec<Start>>,
    /// Waiting for room or service: what came in each cell, oldest first.
    deferred: VecDeque<Vec<Start>>,
}

impl Starts {
    /// Holds `count` requests until `due`.
    pub fn hold(&mut self, cohort: u32, due: u64, count: u64) {
        if count > 0 {
            *self.held.entry((due, cohort)).or_default() += count;
        }
    }

    /// Starts `count` requests in `cell`.
    pub fn start(&mut self, cohort: u32, cell: u64, count: u64) {
        self.coming.entry(cell).or_default().push(Start { cohort, from: cell, count });
    }

    /// Whether anything waits for room or service.
    pub fn is_deferred(&self) -> bool {
        !self.deferred.is_empty()
    }

    /// Whether anything waits for room or service, or is started in a cell of `from..to` because its
    /// due time had passed, or falls due inside them, their first apart.
    pub fn any_in(&self, from: u64, to: u64) -> bool {
        !self.deferred.is_empty()
            || self.coming.range(from..to).next().is_some()
            || self.held.range((from + 1, 0)..(to, 0)).next().is_some()
    }

    /// What is due in `cell` falls to the blocks over which it is started evenly.
    pub fn fall_due(&mut self, traffic: &Traffic, keys: &Keys, cell: u64) {
        let per_block = traffic.cells_per_block();
        while let Some((&(due, cohort), &count)) =
            self.held.first_key_value().filter(|((due, _), _)| *due <= cell)
        {
            self.held.remove(&(due, cohort));
            let of = &traffic.cohorts[cohort as usize];
            let end = cell + of.due.map_or(1, |d| traffic.dues[d].spread);
            let mut draws = keys.draws(Purpose::Due, of.key, cell);
            let (mut from, mut left) = (cell, count);
            while from < end {
                let block = from / per_block;
                let to = end.min((block + 1) * per_block);
                let here = if to == end {
                    left
                } else {
                    draws.binomial(left, (to - from) as f64 / (end - from) as f64)
                };
                left -= here;
                if here > 0 {
                    let part = Due { cohort, due: cell, from, to, count: here };
                    if from > cell || from % per_block == 0 {
                        self.due.entry(block).or_default().push(part);
                    } else {
                        self.place(traffic, keys, part);
                    }
                }
                from = to;
            }
        }
    }

    /// What has fallen due is to be started in `block`: taken, if the block is taken whole.
    pub fn due_in(&self, block: usize) -> &[Due] {
        self.due.get(&(block as u64)).map_or(&[], Vec::as_slice)
    }

    /// Takes what is to be started in a quiet `block`.
    pub fn take_due(&mut self, block: usize) -> Vec<Due> {
        self.due.remove(&(block as u64)).unwrap_or_default()
    }

    /// Places what is to be started in `block` in its cells.
    pub fn open(&mut self, traffic: &Traffic, keys: &Keys, block: usize) {
        for part in self.take_due(block) {
            self.place(traffic, keys, part);
        }
    }

    fn place(&mut self, traffic: &Traffic, keys: &Keys, part: Due) {
        for (at, n) in part.cells(traffic, keys) {
            self.start(part.cohort, at, n);
        }
    }

    /// What is started in `cell` joins `fresh`, the DCC-scheduled requests of that cell.
    pub fn take(&mut self, cell: u64, fresh: &mut Vec<Start>) {
        if let Some(mut coming) = self.coming.remove(&cell) {
            fresh.append(&mut coming);
        }
    }

    /// What is deferred, oldest first, taken away to be held up.
    pub fn take_deferred(&mut self) -> VecDeque<Vec<Start>> {
        self.deferred.drain(..).collect()
    }

    /// `starts` are deferred, behind what is.
    pub fn defer(&mut self, starts: Vec<Start>) {
        self.deferred.push_back(starts);
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

    /// Held, fallen due and coming, then deferred, by cohort; for the audit at the run's end.
    pub fn all(&self) -> (impl Iterator<Item = (u32, u64)>, impl Iterator<Item = (u32, u64)>) {
        let held = self.held.iter().map(|((_, cohort), n)| (*cohort, *n));
        let due = self.due.values().flatten().map(|d| (d.cohort, d.count));
        let coming = self.coming.values().flatten().map(|s| (s.cohort, s.count));
        let deferred = self.deferred.iter().flatten();
        (held.chain(due).chain(coming), deferred.map(|s| (s.cohort, s.count)))
    }
}

impl Due {
    /// How many are started in each cell: a function of the key, so that it does not matter when it
    /// is asked for.
    pub fn cells(&self, traffic: &Traffic, keys: &Keys) -> Vec<(u64, u64)> {
        let mut places = vec![0; (self.to - self.from) as usize];
        let key = traffic.cohorts[self.cohort as usize].key;
        scatter(
            &mut keys.draws(Purpose::StartPlace, key ^ self.from, self.due),
            self.count,
            &mut places,
        );
        (self.from..).zip(places).filter(|(_, n)| *n > 0).collect()
    }
}
