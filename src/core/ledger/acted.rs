//! When the mechanism acted in a replication, which a counterpart is asked about, and what it shows then (C2, C3).

use super::{Entitlement, FairnessCounts, Folded, RunLine};

/// When the mechanism, switched on, was active.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Acted {
    /// Cells of the windows in any part of which it was, first and after the last, in order; F6 looks at them.
    windows: Vec<(u64, u64)>,
    /// Cells that it began active, alike; supply that is lost or comes back in them is told of apart.
    cells: Vec<(u64, u64)>,
}

impl Acted {
    /// It did in the window of the cells `from..to`, which comes after those noted before.
    pub fn note_window(&mut self, from: u64, to: u64) {
        go_on(&mut self.windows, from, to);
    }

    /// It began `cell` active, which comes after those noted before.
    pub fn note_cell(&mut self, cell: u64) {
        go_on(&mut self.cells, cell, cell + 1);
    }

    /// Whether it never did.
    pub fn is_never(&self) -> bool {
        self.windows.is_empty()
    }

    /// Whether it did in a window that has any of the cells `from..to`.
    pub fn in_windows(&self, from: u64, to: u64) -> bool {
        let next = self.windows.partition_point(|w| w.1 <= from);
        self.windows.get(next).is_some_and(|w| w.0 < to)
    }

    /// Whether it began `cell` active.
    pub fn began(&self, cell: u64) -> bool {
        let next = self.cells.partition_point(|c| c.1 <= cell);
        self.cells.get(next).is_some_and(|c| c.0 <= cell)
    }
}

impl Folded {
    /// Of a counterpart, what is kept of the replications in which its scenario acted.
    pub fn of_acting(self) -> Self {
        let Self { runs, admitted, entitled, supply, .. } = self;
        let line = |line: RunLine| RunLine {
            replication: line.replication,
            entitlement: line.entitlement,
            supply: line.supply,
            ..RunLine::default()
        };
        let runs = runs.into_iter().map(line).collect();
        Self { runs, admitted, entitled, supply, ..Self::default() }
    }

    /// Of a replication of a counterpart, what is kept of it where its scenario acted: F6 as it was then. It knows of no
    /// storm.
    pub fn acting_with(&self, entitled: FairnessCounts) -> Self {
        let entitlement = Entitlement::new(&entitled.ratios());
        let line = |of: &RunLine| RunLine {
            replication: of.replication,
            entitlement,
            ..RunLine::default()
        };
        let runs = self.runs.iter().map(line);
        let FairnessCounts { admitted, entitled, .. } = entitled;
        Self { runs: runs.collect(), admitted, entitled, ..Self::default() }
    }

    /// Of a counterpart, with F6 and what was known of supply lost or restored as `acting` has them of the replications in
    /// which its scenario acted; in others there is none (C2, C3).
    pub fn while_acting(mut self, acting: &Self) -> Self {
        for run in &mut self.runs {
            let then = acting.runs.iter().find(|r| r.replication == run.replication);
            run.entitlement = then.and_then(|r| r.entitlement);
            for (place, supply) in run.supply.iter_mut().enumerate() {
                supply.while_active =
                    then.map_or_else(Default::default, |r| r.supply[place].while_active.clone());
            }
        }
        for (place, supply) in self.supply.iter_mut().enumerate() {
            let then = acting.supply.get(place);
            supply.while_active = then.map_or_else(Default::default, |s| s.while_active.clone());
        }
        let none = vec![0; self.admitted.len()];
        let or_none = |sums: &[u64]| if sums.is_empty() { none.clone() } else { sums.to_vec() };
        (self.admitted, self.entitled) = (or_none(&acting.admitted), or_none(&acting.entitled));
        self
    }
}

/// The cells `from..to` too: those of the last stretch go on, or another begins.
fn go_on(stretches: &mut Vec<(u64, u64)>, from: u64, to: u64) {
    match stretches.last_mut().filter(|last| last.1 == from) {
        Some(last) => last.1 = to,
        None => stretches.push((from, to)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_and_cells_that_follow_one_another_are_one_stretch() {
        let mut acted = Acted::default();
        assert!(acted.is_never() && !acted.in_windows(0, 100) && !acted.began(0));
        for (from, to) in [(6, 12), (12, 18), (30, 36)] {
            acted.note_window(from, to);
        }
        (8..18).chain(30..36).for_each(|cell| acted.note_cell(cell));
        assert_eq!(acted.windows, [(6, 18), (30, 36)]);
        let began: Vec<u64> = (0..40).filter(|cell| acted.began(*cell)).collect();
        assert_eq!(began, (8..18).chain(30..36).collect::<Vec<u64>>());
        let windows = (0..7).map(|w| acted.in_windows(6 * w, 6 * w + 6)).collect::<Vec<bool>>();
        assert_eq!(windows, [false, true, true, false, false, true, false]);
        assert!(acted.in_windows(17, 20) && !acted.in_windows(18, 30));
    }
}
