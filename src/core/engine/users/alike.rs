//! Retries of which only the cohort, the number of the attempt, the standing and, of what is followed, whether it was first due
//! while the mechanism was active is known: counted, not listed.

use crate::domain::Standing;
use crate::engine::attempt::{Attempt, Tag, Tagged};

/// Retries to come that have forgotten their first cell, by slot of the cell in which they come.
#[derive(Clone, Debug, Default)]
pub struct Alike {
    /// For each cohort, the first cell that stands for any; empty where none is forgotten.
    stand_ins: Vec<Option<u32>>,
    /// One of each class.
    classes: Vec<Attempt>,
    /// By cohort, the classes of its second attempts, third attempts and so on, each by standing,
    /// those first due while the mechanism was active after the others.
    of_cohort: Vec<Vec<Option<u32>>>,
    /// By slot, how many there are.
    waiting: Vec<u64>,
    /// For [`TILE`] slots together, how many of each class come in each: short where the last classes have none. Retries are
    /// spread over slots that follow one another, and so find most of them in one place.
    tiles: Vec<Vec<[u64; TILE]>>,
    /// Tiles that were used before.
    spare: Vec<Vec<[u64; TILE]>>,
}

/// Slots that stand together: as many counts as a line of a cache holds.
const TILE: usize = 8;

impl Alike {
    /// None yet, in so many slots.
    pub fn new(stand_ins: Vec<Option<u32>>, slots: usize) -> Self {
        Self {
            of_cohort: vec![Vec::new(); stand_ins.len()],
            waiting: vec![0; if stand_ins.is_empty() { 0 } else { slots }],
            tiles: vec![Vec::new(); if stand_ins.is_empty() { 0 } else { slots.div_ceil(TILE) }],
            stand_ins,
            ..Self::default()
        }
    }

    /// The class of `a`; none where it has to be listed.
    pub fn class(&mut self, a: &Attempt) -> Option<usize> {
        let stand_in = self.stand_ins.get(a.of()).copied().flatten()?;
        let told = a.past.tagged() == Tagged::Yes;
        if a.first != stand_in || told || a.tag != Tag::default() || a.past != a.past.repeated() {
            return None;
        }
        let past =
            a.past.standing().place() + if a.past.active() { Standing::ALL.len() } else { 0 };
        let number = usize::from(a.attempt.checked_sub(2)?) * Standing::ALL.len() * 2 + past;
        let known = &mut self.of_cohort[a.of()];
        if number >= known.len() {
            known.resize(number + 1, None);
        }
        let new = self.classes.len();
        let class = *known[number].get_or_insert(new as u32) as usize;
        if class == new {
            self.classes.push(a.times(0));
        }
        Some(class)
    }

    /// `n` more of `class` come in `slot`.
    #[inline]
    pub fn add(&mut self, slot: usize, class: usize, n: u64) {
        self.row(slot / TILE, class)[slot % TILE] += n;
        self.waiting[slot] += n;
    }

    /// The counts of `class` in a tile.
    #[inline]
    fn row(&mut self, tile: usize, class: usize) -> &mut [u64; TILE] {
        if class >= self.tiles[tile].len() {
            self.lengthen(tile);
        }
        &mut self.tiles[tile][class]
    }

    #[cold]
    fn lengthen(&mut self, tile: usize) {
        let tile = &mut self.tiles[tile];
        if tile.capacity() == 0 {
            *tile = self.spare.pop().unwrap_or_default();
        }
        tile.resize(self.classes.len(), [0; TILE]);
    }

    /// More of `class` come in the slots from `slot` on, after the last the first again: so many as `counts` says. The result
    /// is how many.
    #[inline]
    pub fn add_all(&mut self, slot: usize, class: usize, counts: &[u64]) -> u64 {
        let (mut slot, mut counts, mut sum) = (slot, counts, 0);
        while !counts.is_empty() {
            let at = slot % TILE;
            let many = counts.len().min(TILE - at).min(self.waiting.len() - slot);
            let (here, rest) = counts.split_at(many);
            let row = &mut self.row(slot / TILE, class)[at..at + many];
            row.iter_mut().zip(here).for_each(|(of_class, n)| *of_class += n);
            for (all, n) in self.waiting[slot..slot + many].iter_mut().zip(here) {
                *all += n;
                sum += n;
            }
            (slot, counts) = (slot + many, rest);
            if slot == self.waiting.len() {
                slot = 0;
            }
        }
        sum
    }

    /// Whether none come in `slot`.
    pub fn is_empty(&self, slot: usize) -> bool {
        self.waiting.get(slot).is_none_or(|n| *n == 0)
    }

    /// Takes what comes in `slot`.
    pub fn take(&mut self, slot: usize, into: &mut Vec<Attempt>) {
        if self.is_empty(slot) {
            return;
        }
        for (class, counts) in self.classes.iter().zip(&mut self.tiles[slot / TILE]) {
            let n = std::mem::take(&mut counts[slot % TILE]);
            if n > 0 {
                into.push(class.times(n));
            }
        }
        self.waiting[slot] = 0;
        let first = slot / TILE * TILE;
        let last = (first + TILE).min(self.waiting.len());
        if (first..last).all(|slot| self.is_empty(slot)) {
            let mut tile = std::mem::take(&mut self.tiles[slot / TILE]);
            tile.clear();
            self.spare.push(tile);
        }
    }

    /// Everything, for the audit at the run's end.
    pub fn all(&self) -> impl Iterator<Item = Attempt> {
        let of_tile = |tile: &Vec<[u64; TILE]>| {
            let count = |(class, n): (&Attempt, &[u64; TILE])| class.times(n.iter().sum());
            self.classes.iter().zip(tile).map(count).collect::<Vec<_>>()
        };
        self.tiles.iter().flat_map(of_tile)
    }
}
