//! How many meters are off supply, cell by cell.

use crate::scenario::StormParty;

/// A network party's meters off supply in a storm: in a cell, those of the lowest ranks.
#[derive(Clone, Debug)]
pub(super) struct Curve {
    party: StormParty,
    /// First cell of the storm.
    pub(super) from: u64,
    /// Cell after its last: in it everybody is back.
    pub(super) to: u64,
}

impl Curve {
    pub(super) fn new(party: &StormParty, from: u64, to: u64) -> Self {
        Self { party: party.clone(), from, to }
    }

    /// Meters off supply in `cell`.
    pub(super) fn off(&self, cell: u64) -> u64 {
        if (self.from..self.to).contains(&cell) { self.party.off_in(cell) } else { 0 }
    }

    /// The fewest meters off supply in any of the cells `from..=to`.
    pub(super) fn fewest(&self, from: u64, to: u64) -> u64 {
        let ends = self.off(from).min(self.off(to));
        // Between two points the curve only rises or only falls; at a point it may jump.
        let points = self.party.off.iter().flat_map(|p| [p.cell.saturating_sub(1), p.cell]);
        let inside = points.filter(|cell| (from..=to).contains(cell));
        inside.map(|cell| self.off(cell)).fold(ends, u64::min)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Off;

    #[test]
    fn the_fewest_off_in_some_cells_is_that_of_the_lowest_cell() {
        let points = [(2, 0.0), (7, 1.0), (9, 0.2), (12, 0.2), (17, 0.9), (21, 0.45)];
        let off = points.into_iter().map(|(cell, share)| Off { cell, share }).collect();
        let party = StormParty { user: 0, customers: 100, meters: 37, off, poll: None };
        let curve = Curve::new(&party, 2, 25);
        assert_eq!([1, 2, 7, 24, 25].map(|cell| curve.off(cell)), [0, 0, 37, 17, 0]);
        for from in 0..27 {
            for to in from..30 {
                let slow = (from..=to).map(|cell| curve.off(cell)).min();
                assert_eq!(Some(curve.fewest(from, to)), slow, "{from} to {to}");
            }
        }
    }
}
