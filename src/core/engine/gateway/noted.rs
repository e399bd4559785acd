//! What became of every attempt of a cell, for a replication that is written as a log (T8). It only looks.

use super::Entrance;
use super::arrivals::Item;
use crate::recording::{Noted, Outcome};

impl Entrance<'_> {
    /// Adds what arrived in the cell and what became of it, `served` or not, to `into`.
    pub fn noted(&self, served: bool, into: &mut Vec<Noted>) {
        for run in &self.arrivals.runs {
            for item in self.arrivals.items(run) {
                into.extend(
                    outcomes(item, served)
                        .filter(|n| n.count > 0)
                        .map(|n| Noted { cell: self.cell, ..n }),
                );
            }
            if let Some(place) = run.plain.filter(|_| !run.told) {
                let of = self.here.of_user(self.cell, place).iter();
                into.extend(of.map(|f| Noted::first(self.cell, f.cohort, f.count)));
            }
        }
    }
}

/// The attempts of `item` by what became of them.
fn outcomes(item: &Item, served: bool) -> impl Iterator<Item = Noted> {
    let a = item.attempt;
    let each = match served {
        false => [
            (Outcome::Unavailable, a.count),
            (Outcome::Admitted, 0),
            (Outcome::Throttled, 0),
            (Outcome::Rejected, 0),
            (Outcome::Capped, 0),
            (Outcome::Quarantined, 0),
            (Outcome::Buffered, 0),
        ],
        true => [
            (Outcome::Admitted, item.admitted),
            (Outcome::Throttled, item.throttled()),
            (Outcome::Rejected, item.through - item.admitted),
            (Outcome::Capped, item.capped),
            (Outcome::Quarantined, item.quarantined),
            (Outcome::Buffered, item.buffered),
            (Outcome::Unavailable, 0),
        ],
    };
    let noted = move |(outcome, count)| Noted {
        cell: 0,
        cohort: a.cohort,
        attempt: a.attempt,
        first: a.first,
        outcome,
        count,
    };
    each.into_iter().map(noted)
}
