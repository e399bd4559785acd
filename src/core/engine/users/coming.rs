//! Attempts to come, by cell: retries (U1), and what follows from what was processed (T6, T7).

use super::alike::Alike;
use crate::engine::attempt::Attempt;
use crate::random::{Draws, spread};

/// Attempts to come.
#[derive(Clone, Debug)]
pub struct Upcoming {
    /// For each slot, its list; the first, which stays empty, where nothing comes. Slot of a cell: the cell modulo their
    /// number, a power of two above the longest delay.
    slots: Vec<u32>,
    lists: Vec<Vec<Attempt>>,
    /// Lists of slots that were taken, to be used again.
    spare: Vec<u32>,
    /// What of it is counted by class.
    alike: Alike,
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
            slots: vec![0; slots],
            lists: vec![Vec::new()],
            spare: Vec::new(),
            alike: Alike::new(stand_ins, slots),
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
                .any(|slot| self.slots[slot] > 0 || !self.alike.is_empty(slot))
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
        let class = self.alike.class(&next);
        if from == to {
            return self.put_all((class, next), from, last, &[next.count]);
        }
        if next.count < width {
            let mut given_up = 0;
            for _ in 0..next.count {
                let cell = from + draws.below(width);
                match cell > last {
                    true => given_up += 1,
                    false => self.put_of(class, &next, 1, cell),
                }
            }
            return given_up;
        }
        let mut places = std::mem::take(&mut self.places);
        places.clear();
        places.resize(width as usize, 0);
        spread(draws, next.count, &mut places);
        let given_up = self.put_all((class, next), from, last, &places);
        self.places = places;
        given_up
    }

    /// Of attempts like `next`, which are counted in `class` if in any, so many come in the cells from `from` on as `counts`
    /// says. Those past `last` are given up; their number is the result.
    fn put_all(
        &mut self,
        (class, next): (Option<usize>, Attempt),
        from: u64,
        last: u64,
        counts: &[u64],
    ) -> u64 {
        let of = |cells: u64| cells.min(counts.len() as u64) as usize;
        let (kept, inside) =
            (of(last.saturating_add(1).saturating_sub(from)), of(self.end.saturating_sub(from)));
        let (counts, too_late) = counts.split_at(kept);
        let Some(class) = class else {
            (from..).zip(counts).for_each(|(cell, &n)| self.put_of(None, &next, n, cell));
            return too_late.iter().sum();
        };
        let (counts, beyond) = counts.split_at(inside.min(kept));
        if let Some(place) = counts.iter().rposition(|n| *n > 0) {
            self.latest = self.latest.max(from + place as u64 + 1);
            self.waiting += self.alike.add_all(self.slot(from), class, &counts[..=place]);
        }
        (from + counts.len() as u64..)
            .zip(beyond)
            .for_each(|(cell, &n)| self.put_of(Some(class), &next, n, cell));
        too_late.iter().sum()
    }

    /// `next` comes in `cell`.
    pub fn put(&mut self, next: Attempt, cell: u64) {
        let class = self.alike.class(&next);
        self.put_of(class, &next, next.count, cell);
    }

    /// The same of `n` attempts like `next`, which is counted in `class` if in any.
    #[inline]
    fn put_of(&mut self, class: Option<usize>, next: &Attempt, n: u64, cell: u64) {
        if n == 0 {
            return;
        }
        self.latest = self.latest.max(cell + 1);
        if cell >= self.end {
            return self.beyond.push(next.times(n));
        }
        let slot = self.slot(cell);
        match class {
            Some(class) => self.alike.add(slot, class, n),
            None => self.list(slot).push(next.times(n)),
        }
        self.waiting += n;
    }

    /// The list of `slot`.
    #[inline]
    fn list(&mut self, slot: usize) -> &mut Vec<Attempt> {
        if self.slots[slot] == 0 {
            self.slots[slot] = self.spare.pop().unwrap_or_else(|| {
                self.lists.push(Vec::new());
                self.lists.len() as u32 - 1
            });
        }
        &mut self.lists[self.slots[slot] as usize]
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
        &self.lists[self.slots[self.slot(cell)] as usize]
    }

    /// Moves what comes in `cell` into `into`, in no particular order.
    pub fn take(&mut self, cell: u64, into: &mut Vec<Attempt>) {
        let slot = self.slot(cell);
        let before = into.len();
        // A slot of long ago comes round again after hours: it holds no memory until then.
        let list = std::mem::take(&mut self.slots[slot]);
        if list > 0 {
            into.append(&mut self.lists[list as usize]);
            self.spare.push(list);
        }
        self.alike.take(slot, into);
        self.waiting -= into[before..].iter().map(|a| a.count).sum::<u64>();
    }

    /// Everything that waits, in no particular order; for the audit at the run's end.
    pub fn all(&self) -> impl Iterator<Item = Attempt> {
        self.lists.iter().flatten().chain(&self.beyond).copied().chain(self.alike.all())
    }

    fn slot(&self, cell: u64) -> usize {
        cell as usize & (self.slots.len() - 1)
    }
}
