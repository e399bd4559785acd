//! A quiet half-hour in which pairs are accepted again that were refused before it (C2).

use super::taken::Taken;
use crate::engine::rooms::Rooms;
use std::collections::BTreeMap;

impl Rooms<'_> {
    /// C2: each pair that waits is accepted in the cell of its first attempt in `block`, as it was `taken`. What the DSP starts
    /// itself is none.
    pub(super) fn accept_whole(&mut self, block: usize, counts: &[u64], taken: &Taken) {
        if !self.book.awaits() {
            return;
        }
        let (plan, (from, to)) = (self.plan, self.plan.clock.cells(block));
        let waits = |c: usize| plan.hot(c).at_gateway && self.book.awaits_of(plan.hot(c).pair());
        let mut firsts: BTreeMap<usize, u64> = BTreeMap::new();
        let mut note = |c: usize, cell: u64| {
            let first = firsts.entry(plan.hot(c).pair()).or_insert(cell);
            *first = cell.min(*first);
        };
        // The second submissions of these come after them (T6).
        let mut places = vec![0; (to - from) as usize];
        for (c, &n) in counts.iter().enumerate().filter(|(c, n)| **n > 0 && waits(*c)) {
            places.fill(0);
            plan.traffic.place_one(self.keys, block, c, n, &mut places);
            let first = (from..).zip(&places).find(|(_, n)| **n > 0);
            first.into_iter().for_each(|(cell, _)| note(c, cell));
        }
        let followed = taken
            .followed
            .iter()
            .chain(&taken.repeated)
            .filter(|(_, c, n)| *n > 0 && waits(*c as usize));
        followed.for_each(|(cell, c, _)| note(*c as usize, *cell));
        for (pair, cell) in firsts {
            self.book.accept(cell, pair);
        }
    }
}
