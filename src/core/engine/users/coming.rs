//! Attempts to come, by cell: retries (U1), and what follows from what was processed (T6, T7).

use super::alike::Alike;
use crate::engine::attempt::Attempt;
use crate::random::{Draws, spread};

/// Attempts to come.
#[derive(Clone, Debug)]
pub struct Upcoming {
    /// Slot of a cell: the cell modulo their number, a power of two above the longest delay.
    slots: Vec<Vec<Attempt>>,
    /// What of it is counted by class.
    alike: Alike,
    /// Lists of slots that were taken, to be used again.
    spare: Vec<Vec<Attempt>>,
    /// What comes after the run's end.
    beyond: Vec<Attempt>,
    end: u64,
    /// The last cell for which anything was put, and one more, since somebody set it to 0.
    pub latest: u64,
    /// Requests waiting in slots.
    waiting: u64,
    places: Vec<u64>,
}

impl Upcoming {
    /// Nothing, in a run that ends before cell `end` and in which no delay is longer than
    /// `longest` cells. `stand_ins` are of cohorts that forget first cells, if any do.
    pub fn new(end: u64, longest: u64, stand_ins: Vec<Option<u32>>) -> Self {
        let slots = (longest.min(end) + 1).next_power_of_two() as usize;
        Self {
            slots: vec![Vec::new(); slots],
            alike: Alike::new(stand_ins, slots),
            spare: Vec::new(),
            beyond: Vec::new(),
            end,
            latest: 0,
            waiting: 0,
            places: Vec::new(),
        }
    }

    /// Whether anything comes in the cells `from..to`.
    pub fn any_in(&self, from: u64, to: u64) -> bool {
        self.waiting > 0
            && (from..to.min(from + self.slots.len() as u64))
                .map(|cell| self.slot(cell))
                .any(|slot| !self.slots[slot].is_empty() || !self.alike.is_empty(slot))
    }

    /// Spreads attempts like `next`, `next.count` of them, evenly over the cells `from..=to`. Those past `last` are
    /// given up; their number is the result.
    pub fn spread(
        &mut self,
        draws: &mut Draws,
        next: Attempt,
        from: u64,
        to: u64,
        last: u64,
    ) -> u64 {
        let width = to - from + 1;
        let mut given_up = 0;
        let class = self.alike.class(&next);
        let mut put = |coming: &mut Self, cell: u64, count: u64| {
            if cell > last {
                given_up += count;
            } else if count > 0 {
                coming.put_of(class, next.times(count), cell);
            }
        };
        if from == to {
            put(self, from, next.count);
            return given_up;
        }
        if next.count < width {
            (0..next.count).for_each(|_| put(self, from + draws.below(width), 1));
            return given_up;
        }
        self.places.clear();
        self.places.resize(width as usize, 0);
        spread(draws, next.count, &mut self.places);
        for (at, cell) in (from..=to).enumerate() {
            let count = self.places[at];
            put(self, cell, count);
        }
        given_up
    }

    /// `next` comes in `cell`.
    pub fn put(&mut self, next: Attempt, cell: u64) {
        let class = self.alike.class(&next);
        self.put_of(class, next, cell);
    }

    /// The same of `next`, which is counted in `class` if in any.
    fn put_of(&mut self, class: Option<usize>, next: Attempt, cell: u64) {
        if next.count == 0 {
            return;
        }
        self.latest = self.latest.max(cell + 1);
        if cell >= self.end {
            return self.beyond.push(next);
        }
        let slot = self.slot(cell);
        match class {
            Some(class) => self.alike.add(slot, class, next.count),
            None => {
                let list = &mut self.slots[slot];
                if list.capacity() == 0 {
                    *list = self.spare.pop().unwrap_or_default();
                }
                list.push(next);
            }
        }
        self.waiting += next.count;
    }

    /// How many come in `cell`; none where one of them comes for another reason than that it was not answered (G9).
    pub fn unanswered_in(&self, cell: u64) -> Option<u64> {
        let list = self.in_cell(cell);
        let all = list.iter().all(|a| a.tag.least_off().is_some());
        let alike = self.alike.is_empty(self.slot(cell));
        (all && alike).then(|| list.iter().map(|a| a.count).sum())
    }

    /// What comes in `cell` and is not counted by class, in no particular order.
    pub fn in_cell(&self, cell: u64) -> &[Attempt] {
        &self.slots[self.slot(cell)]
    }

    /// Moves what comes in `cell` into `into`, in no particular order.
    pub fn take(&mut self, cell: u64, into: &mut Vec<Attempt>) {
        let slot = self.slot(cell);
        let before = into.len();
        // A slot of long ago comes round again after hours: it holds no memory until then.
        let mut list = std::mem::take(&mut self.slots[slot]);
        if !list.is_empty() {
            into.append(&mut list);
            self.spare.push(list);
        }
        self.alike.take(slot, into);
        self.waiting -= into[before..].iter().map(|a| a.count).sum::<u64>();
    }

    /// Everything that waits, in no particular order; for the audit at the run's end.
    pub fn all(&self) -> impl Iterator<Item = Attempt> {
        self.slots.iter().flatten().chain(&self.beyond).copied().chain(self.alike.all())
    }

    fn slot(&self, cell: u64) -> usize {
        cell as usize & (self.slots.len() - 1)
    }
}
