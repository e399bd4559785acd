//! Attempts in the order of cohorts.

use crate::engine::attempt::Attempt;

/// Sorts attempts by cohort in two passes, and merges equal ones where a cohort has many.
#[derive(Clone, Debug, Default)]
pub struct CohortSort {
    places: Vec<u32>,
    /// Cohort and place of each, where there are few.
    few: Vec<u64>,
}

/// Where there are so many times more cohorts than attempts, going through the cohorts costs more than a sort.
const FEW: usize = 8;

/// Above this many entries of a cohort, merging equal ones pays.
const MANY: usize = 48;

impl CohortSort {
    /// For so many cohorts.
    pub fn new(cohorts: usize) -> Self {
        Self { places: vec![0; cohorts + 1], few: Vec::new() }
    }

    /// Puts `found` by cohort into `into`.
    pub fn sort(&mut self, found: &[Attempt], into: &mut Vec<Attempt>) {
        into.clear();
        if found.len() * FEW < self.places.len() {
            // The place in the list keeps the order of those of a cohort.
            self.few.clear();
            self.few.extend((0..).zip(found).map(|(at, a)| u64::from(a.cohort) << 32 | at));
            self.few.sort_unstable();
            into.extend(self.few.iter().map(|key| found[*key as u32 as usize]));
            return merge_runs(into);
        }
        self.places.fill(0);
        for a in found {
            self.places[a.of() + 1] += 1;
        }
        for i in 1..self.places.len() {
            self.places[i] += self.places[i - 1];
        }
        into.resize(found.len(), Attempt::first(0, 0, 0));
        for a in found {
            let place = &mut self.places[a.of()];
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
            list[start..end].sort_unstable_by_key(Attempt::kind);
            let mut last = kept;
            for i in start..end {
                let a = list[i];
                if i > start && list[last].kind() == a.kind() {
                    list[last].count += a.count;
                } else {
                    last = kept;
                    list[kept] = a;
                    kept += 1;
                }
            }
        } else {
            if kept < start {
                list.copy_within(start..end, kept);
            }
            kept += end - start;
        }
        start = end;
    }
    list.truncate(kept);
}
