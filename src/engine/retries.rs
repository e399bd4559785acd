//! U1: refused attempts waiting for their next one.

use crate::random::{Draws, scatter};

/// Attempts of a kind that arrive in a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// Index of the cohort.
    pub cohort: u32,
    /// Which attempt it is, from 1.
    pub attempt: u32,
    /// Cell of the first.
    pub first: u64,
    /// How many.
    pub count: u64,
}

/// Retries to come, by cell.
#[derive(Clone, Debug)]
pub struct Retries {
    /// Slot of a cell: the cell modulo their number, a power of two above the longest delay.
    slots: Vec<Vec<Attempt>>,
    /// What comes after the run's end.
    beyond: Vec<Attempt>,
    end: u64,
    /// Requests waiting in slots.
    waiting: u64,
    places: Vec<u64>,
}

impl Retries {
    /// No retries, in a run that ends before cell `end` and in which no delay is longer than
    /// `longest` cells.
    pub fn new(end: u64, longest: u64) -> Self {
        let slots = (longest.min(end) + 1).next_power_of_two() as usize;
        Self {
            slots: vec![Vec::new(); slots],
            beyond: Vec::new(),
            end,
            waiting: 0,
            places: Vec::new(),
        }
    }

    /// Whether any retry falls in the cells `from..to`.
    pub fn any_in(&self, from: u64, to: u64) -> bool {
        self.waiting > 0
            && (from..to.min(from + self.slots.len() as u64))
                .any(|cell| !self.slots[self.slot(cell)].is_empty())
    }

    /// Spreads `count` retries like `next` evenly over the cells `from..=to`. Those past `last` are
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
        if from == to {
            return self.put(next, from, last);
        }
        if next.count < width {
            for _ in 0..next.count {
                let cell = from + draws.below(width);
                given_up += self.put(Attempt { count: 1, ..next }, cell, last);
            }
            return given_up;
        }
        let mut places = std::mem::take(&mut self.places);
        places.clear();
        places.resize(width as usize, 0);
        scatter(draws, next.count, &mut places);
        for (cell, &count) in (from..).zip(&places).filter(|(_, n)| **n > 0) {
            given_up += self.put(Attempt { count, ..next }, cell, last);
        }
        self.places = places;
        given_up
    }

    fn put(&mut self, next: Attempt, cell: u64, last: u64) -> u64 {
        if cell > last {
            return next.count;
        }
        if cell >= self.end {
            self.beyond.push(next);
        } else {
            let slot = self.slot(cell);
            self.slots[slot].push(next);
            self.waiting += next.count;
        }
        0
    }

    /// Takes the retries that arrive in `cell`, by cohort, into `into`.
    pub fn take(&mut self, cell: u64, cohorts: &mut CohortSort, into: &mut Vec<Attempt>) {
        into.clear();
        let slot = self.slot(cell);
        if self.slots[slot].is_empty() {
            return;
        }
        let mut found = std::mem::take(&mut self.slots[slot]);
        self.waiting -= found.iter().map(|a| a.count).sum::<u64>();
        cohorts.sort(&found, into);
        found.clear();
        self.slots[slot] = found;
    }

    /// Everything that waits, in no particular order; for the audit at the run's end.
    pub fn all(&self) -> impl Iterator<Item = &Attempt> {
        self.slots.iter().flatten().chain(&self.beyond)
    }

    fn slot(&self, cell: u64) -> usize {
        cell as usize & (self.slots.len() - 1)
    }
}

/// Sorts attempts by cohort in two passes, and merges equal ones where a cohort has many.
#[derive(Clone, Debug, Default)]
pub struct CohortSort {
    places: Vec<u32>,
}

/// Above this many entries of a cohort, merging equal ones pays.
const MANY: usize = 48;

impl CohortSort {
    /// For so many cohorts.
    pub fn new(cohorts: usize) -> Self {
        Self { places: vec![0; cohorts + 1] }
    }

    fn sort(&mut self, found: &[Attempt], into: &mut Vec<Attempt>) {
        self.places.fill(0);
        for a in found {
            self.places[a.cohort as usize + 1] += 1;
        }
        for i in 1..self.places.len() {
            self.places[i] += self.places[i - 1];
        }
        into.resize(found.len(), Attempt { cohort: 0, attempt: 0, first: 0, count: 0 });
        for a in found {
            let place = &mut self.places[a.cohort as usize];
            into[*place as usize] = *a;
            *place += 1;
        }
        merge_runs(into);
    }
}

/// Merges equal entries within each long run of a cohort; short runs stay as they are.
fn merge_runs(list: &mut Vec<Attempt>) {
    let mut start = 0;
    let mut kept = 0;
    while start < list.len() {
        let cohort = list[start].cohort;
        let end = start + list[start..].iter().take_while(|a| a.cohort == cohort).count();
        if end - start > MANY {
            list[start..end].sort_unstable_by_key(|a| (a.attempt, a.first));
            let mut last = kept;
            for i in start..end {
                let a = list[i];
                if i > start && (list[last].attempt, list[last].first) == (a.attempt, a.first) {
                    list[last].count += a.count;
                } else {
                    last = kept;
                    list[kept] = a;
                    kept += 1;
                }
            }
        } else {
            list.copy_within(start..end, kept);
            kept += end - start;
        }
        start = end;
    }
    list.truncate(kept);
}
