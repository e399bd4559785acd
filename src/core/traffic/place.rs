//! A block opened: where in it each request falls (T4).

use super::cohort::{Cohort, Traffic, Volume};
use super::count::split;
use super::piece::{Piece, cut};
use crate::random::{Draws, Keys, Purpose, scatter, spread};

/// Fresh requests of a cohort in a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fresh {
    /// Index of the cohort.
    pub cohort: u32,
    /// How many.
    pub count: u64,
}

/// The fresh requests of a cell.
#[derive(Clone, Debug, Default)]
pub struct PlacedCell {
    /// Those that pass the gateway and are done, by cohort ([`Cohort::is_plain`]).
    pub plain: Vec<Fresh>,
    /// The Users that have any of them, in order.
    pub users: Vec<UserFresh>,
    /// All others, by cohort.
    pub others: Vec<Fresh>,
}

/// What one User has among the plain requests of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UserFresh {
    /// Index of the User.
    pub user: usize,
    /// First of its entries.
    pub from: usize,
    /// Entry after its last.
    pub to: usize,
    /// How many requests.
    pub count: u64,
}

impl PlacedCell {
    /// How many plain requests.
    pub fn plain_count(&self) -> u64 {
        self.users.iter().map(|u| u.count).sum()
    }

    fn push(&mut self, cohort: &Cohort, fresh: Fresh) {
        if !cohort.is_plain() {
            return self.others.push(fresh);
        }
        let from = self.plain.len();
        self.plain.push(fresh);
        match self.users.last_mut() {
            Some(last) if last.user == cohort.user => {
                last.to = from + 1;
                last.count += fresh.count;
            }
            _ => {
                self.users.push(UserFresh {
                    user: cohort.user,
                    from,
                    to: from + 1,
                    count: fresh.count,
                });
            }
        }
    }
}

/// Requests of a cohort in a block whose devices may be without power (G9).
#[derive(Debug)]
pub struct Doubtful {
    /// Goes on with which of them are.
    pub draws: Draws,
    /// How many in each cell.
    pub cells: Vec<u64>,
    /// How many.
    pub count: u64,
    /// With what chance a request is among them.
    pub most: f64,
}

/// A block's fresh requests, cell by cell.
#[derive(Clone, Debug, Default)]
pub struct Placed {
    cells: Vec<PlacedCell>,
}

impl Placed {
    /// The fresh requests of a cell of the block.
    pub fn cell(&self, cell: usize) -> &PlacedCell {
        &self.cells[cell]
    }

    /// The fresh requests of a cell.
    pub fn fresh(&self, cell: usize) -> impl Iterator<Item = &Fresh> {
        let here = self.cell(cell);
        here.plain.iter().chain(&here.others)
    }

    /// How many there are of them in `cells`, a run of cells of the block.
    pub fn total(&self, cells: std::ops::Range<usize>) -> u64 {
        let others = |c: &PlacedCell| c.others.iter().map(|f| f.count).sum::<u64>();
        self.cells[cells].iter().map(|c| c.plain_count() + others(c)).sum()
    }
}

impl Traffic {
    /// Places `counts` (one for each cohort) in the cells of `block`. The placement depends on its key
    /// only, so it does not matter whether, or for which variant, it is made.
    pub fn place(&self, keys: &Keys, block: usize, counts: &[u64]) -> Placed {
        let width = self.cells_per_block as usize;
        let mut placed = Placed { cells: self.room(counts) };
        let mut cells = vec![0; width];
        for (c, cohort) in self.cohorts.iter().enumerate().filter(|(c, _)| counts[*c] > 0) {
            self.place_one(keys, block, c, counts[c], &mut cells);
            for (cell, n) in cells.iter_mut().enumerate().filter(|(_, n)| **n > 0) {
                let fresh = Fresh { cohort: c as u32, count: std::mem::take(n) };
                placed.cells[cell].push(cohort, fresh);
            }
        }
        placed
    }

    /// The cells of a block with `counts`, empty, with about as much room as will be needed.
    fn room(&self, counts: &[u64]) -> Vec<PlacedCell> {
        let width = self.cells_per_block as usize;
        let (mut plain, mut others) = (0.0, 0.0);
        for (cohort, n) in self.cohorts.iter().zip(counts) {
            let share = (*n as f64 / width as f64).min(1.0);
            *if cohort.is_plain() { &mut plain } else { &mut others } += share;
        }
        let cell = || PlacedCell {
            plain: Vec::with_capacity(plain as usize + 8),
            users: Vec::with_capacity(self.varying.users()),
            others: Vec::with_capacity(others as usize + 8),
        };
        std::iter::repeat_with(cell).take(width).collect()
    }

    /// Adds the `n` requests of cohort `c` in `block` to the `cells` they fall in.
    pub fn place_one(&self, keys: &Keys, block: usize, c: usize, n: u64, cells: &mut [u64]) {
        let cohort = &self.cohorts[c];
        if let Volume::Recorded(bins) = &cohort.volume {
            return self.place_recorded(keys, block, (c, bins), cells);
        }
        let mut draws = keys.draws(Purpose::Place, cohort.key, self.names[block]);
        let late = self.place_tail(keys, block, c, n, cells);
        let doubtful = self.place_doubtful(keys, block, c, n - late);
        let others = n - late - doubtful.as_ref().map_or(0, |d| d.count);
        drop_in(&mut draws, others, &self.early(cohort, block), cells);
        if let Some(d) = doubtful {
            cells.iter_mut().zip(d.cells).for_each(|(cell, n)| *cell += n);
        }
    }

    /// G9: of `n` requests of cohort `c` in `block`, of which no second submission falls over its end, those whose devices
    /// may be without power when they are processed. They are drawn first, so that the others need no place while nothing
    /// happens to them.
    pub fn place_doubtful(&self, keys: &Keys, block: usize, c: usize, n: u64) -> Option<Doubtful> {
        let cohort = &self.cohorts[c];
        let fresh = cohort.volume != Volume::Follows && cohort.due.is_none();
        let most = self.dark.most((cohort.user, cohort.srv), block);
        // Of steps, and of what the DSP holds until due, it is not known when they are processed.
        if most <= 0.0 || n == 0 || !fresh || cohort.step.is_some() {
            return None;
        }
        let mut draws = keys.draws(Purpose::Doubtful, cohort.key, self.names[block]);
        if let Volume::Recorded(bins) = &cohort.volume {
            return Some(self.recorded_doubtful(keys, block, (c, bins), draws, most));
        }
        let count = draws.binomial(n, most);
        let mut cells = vec![0; if count > 0 { self.cells_per_block as usize } else { 0 }];
        if count > 0 {
            drop_in(&mut draws, count, &self.early(cohort, block), &mut cells);
        }
        Some(Doubtful { draws, cells, count, most })
    }

    /// Where requests of `cohort` in `block` fall of which no second submission falls over its end.
    fn early(&self, cohort: &Cohort, block: usize) -> Vec<Piece> {
        let pieces = self.pieces(cohort, block);
        match self.tail_begins(cohort) {
            None => pieces,
            Some(tail) => pieces.iter().filter_map(|p| part_of(p, 0, tail)).collect(),
        }
    }

    /// Adds those of the `n` requests of cohort `c` in `block` to their `cells` whose second submissions
    /// fall over its end (T6); the result is how many. They are drawn first, so that the others need
    /// no place while nothing happens to them.
    pub fn place_tail(
        &self,
        keys: &Keys,
        block: usize,
        c: usize,
        n: u64,
        cells: &mut [u64],
    ) -> u64 {
        if let Volume::Recorded(bins) = &self.cohorts[c].volume {
            return self.place_recorded_tail(keys, block, (c, bins), cells);
        }
        let Some((mut draws, n, late)) = self.tail(keys, block, c, n) else {
            return 0;
        };
        drop_in(&mut draws, n, &late, cells);
        n
    }

    /// How many those are.
    pub fn in_tail(&self, keys: &Keys, block: usize, c: usize, n: u64) -> u64 {
        if let Volume::Recorded(bins) = &self.cohorts[c].volume {
            let mut cells = vec![0; self.cells_per_block as usize];
            return self.place_recorded_tail(keys, block, (c, bins), &mut cells);
        }
        self.tail(keys, block, c, n).map_or(0, |(_, n, _)| n)
    }

    /// How many those are, where they fall, and the stream that says so.
    fn tail(
        &self,
        keys: &Keys,
        block: usize,
        c: usize,
        n: u64,
    ) -> Option<(Draws, u64, Vec<Piece>)> {
        let cohort = &self.cohorts[c];
        let tail = self.tail_begins(cohort).filter(|_| n > 0)?;
        let pieces = self.pieces(cohort, block);
        let late: Vec<Piece> =
            pieces.iter().filter_map(|p| part_of(p, tail, self.cells_per_block)).collect();
        let mean = |pieces: &[Piece]| pieces.iter().map(|p| p.mean).sum::<f64>();
        let (all, share) = (mean(&pieces), mean(&late));
        if share <= 0.0 {
            return None;
        }
        let mut draws = keys.draws(Purpose::Tail, cohort.key, self.names[block]);
        let n = if tail == 0 { n } else { draws.binomial(n, (share / all).min(1.0)) };
        Some((draws, n, late))
    }

    /// The cell of a block from which on second submissions of a signed stream fall over its end.
    pub(super) fn tail_begins(&self, cohort: &Cohort) -> Option<u64> {
        let then = cohort.then.filter(|_| cohort.is_signed())?;
        Some(self.cells_per_block - then.delay.min(self.cells_per_block))
    }
}

/// The part of `piece` in `from..to`, if any.
fn part_of(piece: &Piece, from: u64, to: u64) -> Option<Piece> {
    (piece.from.max(from) < piece.to.min(to)).then(|| cut(*piece, from, to))
}

/// Drops `n` requests into `cells` by the means of `pieces`.
fn drop_in(draws: &mut Draws, n: u64, pieces: &[Piece], cells: &mut [u64]) {
    if let [one] = pieces {
        return drop_evenly(draws, n, &mut cells[one.from as usize..one.to as usize]);
    }
    let means: Vec<f64> = pieces.iter().map(|p| p.mean).collect();
    for (piece, n) in pieces.iter().zip(split(draws, n, &means)) {
        drop_evenly(draws, n, &mut cells[piece.from as usize..piece.to as usize]);
    }
}

/// The same of one piece, which lies in `cells`: faster where they hold nothing yet.
pub(super) fn drop_evenly(draws: &mut Draws, n: u64, cells: &mut [u64]) {
    match cells.iter().all(|c| *c == 0) {
        true => spread(draws, n, cells),
        false => scatter(draws, n, cells),
    }
}
