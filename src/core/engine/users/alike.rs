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
    /// By slot, how many of each class; short where the last ones have none.
    rows: Vec<Vec<u64>>,
    /// Rows that were used before.
    spare: Vec<Vec<u64>>,
}

impl Alike {
    /// None yet, in so many slots.
    pub fn new(stand_ins: Vec<Option<u32>>, slots: usize) -> Self {
        Self {
            of_cohort: vec![Vec::new(); stand_ins.len()],
            rows: vec![Vec::new(); if stand_ins.is_empty() { 0 } else { slots }],
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
    pub fn add(&mut self, slot: usize, class: usize, n: u64) {
        let row = &mut self.rows[slot];
        if class >= row.len() {
            if row.capacity() == 0 {
                *row = self.spare.pop().unwrap_or_default();
            }
            row.resize(self.classes.len(), 0);
        }
        row[class] += n;
    }

    /// Whether none come in `slot`.
    pub fn is_empty(&self, slot: usize) -> bool {
        self.rows.get(slot).is_none_or(Vec::is_empty)
    }

    /// Takes what comes in `slot`.
    pub fn take(&mut self, slot: usize, into: &mut Vec<Attempt>) {
        if self.is_empty(slot) {
            return;
        }
        let mut row = std::mem::take(&mut self.rows[slot]);
        let some = self.classes.iter().zip(&row).filter(|(_, n)| **n > 0);
        into.extend(some.map(|(class, n)| class.times(*n)));
        row.clear();
        self.spare.push(row);
    }

    /// Everything, for the audit at the run's end.
    pub fn all(&self) -> impl Iterator<Item = Attempt> {
        self.rows.iter().flat_map(|row| self.classes.iter().zip(row).map(|(c, n)| c.times(*n)))
    }
}
