//! Recorded traffic in a half-hour: how many requests, and in which of its cells (T8).
//!
//! A bin's number is exact. Where an event multiplies it, every request is superposed by others like it or left out by
//! itself, never the count multiplied: 1.5 times is each once, and with a chance of a half once more.

use super::cohort::{Cohort, Traffic};
use super::count::split;
use super::piece::bin_pieces;
use super::place::Doubtful;
use super::place::drop_evenly;
use crate::random::{Draws, Keys, Purpose};
use crate::scenario::RecordedBins;

/// Requests in a run of cells of a half-hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Part {
    /// First cell, counted from the half-hour's.
    pub from: u64,
    /// Cell after the last.
    pub to: u64,
    /// How many.
    pub n: u64,
}

impl Traffic {
    /// The parts of `bins` of `cohort` in `block`, in order.
    pub(super) fn recorded_parts(
        &self,
        keys: &Keys,
        cohort: &Cohort,
        bins: &RecordedBins,
        block: usize,
    ) -> Vec<Part> {
        let first = block as u64 * self.cells_per_block;
        let pieces = bin_pieces(bins, first..first + self.cells_per_block);
        let all = pieces.map(|p| Part { from: p.from - first, to: p.to - first, n: p.mean as u64 });
        if !self.surged(cohort, block) {
            return all.collect();
        }
        let mut draws = keys.draws(Purpose::Count, cohort.key, self.names[block]);
        let mut parts = Vec::new();
        for part in all {
            let spans = spans(cohort, first, part);
            let widths: Vec<f64> = spans.iter().map(|(from, to, _)| (to - from) as f64).collect();
            for ((from, to, times), n) in spans.into_iter().zip(split(&mut draws, part.n, &widths))
            {
                parts.push(Part { from, to, n: superposed(&mut draws, n, times) });
            }
        }
        parts
    }

    /// Adds the requests of `parts` from cell `tail` on to their `cells`; the result is how many of each part they are.
    pub(super) fn place_late(
        draws: &mut Draws,
        parts: &[Part],
        tail: u64,
        cells: &mut [u64],
    ) -> Vec<u64> {
        let mut late = |part: &Part| {
            let share =
                (part.to - tail.clamp(part.from, part.to)) as f64 / (part.to - part.from) as f64;
            let n = match share {
                0.0 => 0,
                1.0 => part.n,
                share => draws.binomial(part.n, share),
            };
            if n > 0 {
                drop_evenly(draws, n, &mut cells[part.from.max(tail) as usize..part.to as usize]);
            }
            n
        };
        parts.iter().map(&mut late).collect()
    }
}

/// The runs of cells of `part` in which events multiply `cohort` alike, and by how much.
fn spans(cohort: &Cohort, first: u64, part: Part) -> Vec<(u64, u64, f64)> {
    let within = |cell: u64| cell.saturating_sub(first).clamp(part.from, part.to);
    let edges = cohort.surges.iter().flat_map(|s| [within(s.0), within(s.1)]);
    let mut edges: Vec<u64> = edges.chain([part.from, part.to]).collect();
    edges.sort_unstable();
    edges.dedup();
    let times = |cell: u64| {
        let here = cohort.surges.iter().filter(|s| (s.0..s.1).contains(&(first + cell)));
        here.map(|s| s.2).product()
    };
    edges.windows(2).map(|edge| (edge[0], edge[1], times(edge[0]))).collect()
}

/// How many requests there are of `n`, each `times` over.
pub fn superposed(draws: &mut Draws, n: u64, times: f64) -> u64 {
    let whole = libm::floor(times);
    let more = if times > whole { draws.binomial(n, times - whole) } else { 0 };
    n * whole as u64 + more
}

impl Traffic {
    /// Adds what was recorded of cohort `c` in `block` to the `cells` that it falls in, each bin by itself (T8).
    pub(super) fn place_recorded(
        &self,
        keys: &Keys,
        block: usize,
        (c, bins): (usize, &RecordedBins),
        cells: &mut [u64],
    ) {
        let cohort = &self.cohorts[c];
        let parts = self.recorded_parts(keys, cohort, bins, block);
        let tail = self.tail_begins(cohort).unwrap_or(self.cells_per_block);
        let mut draws = keys.draws(Purpose::Tail, cohort.key, self.names[block]);
        let late = Self::place_late(&mut draws, &parts, tail, cells);
        let mut draws = keys.draws(Purpose::Place, cohort.key, self.names[block]);
        for (part, n) in parts.iter().zip(late).map(|(part, late)| (part, part.n - late)) {
            if n > 0 {
                let to = part.to.min(tail);
                drop_evenly(&mut draws, n, &mut cells[part.from as usize..to as usize]);
            }
        }
    }

    /// The same of those of it whose second submissions fall over the block's end.
    pub(super) fn place_recorded_tail(
        &self,
        keys: &Keys,
        block: usize,
        (c, bins): (usize, &RecordedBins),
        cells: &mut [u64],
    ) -> u64 {
        let cohort = &self.cohorts[c];
        let Some(tail) = self.tail_begins(cohort) else {
            return 0;
        };
        let parts = self.recorded_parts(keys, cohort, bins, block);
        let mut draws = keys.draws(Purpose::Tail, cohort.key, self.names[block]);
        Self::place_late(&mut draws, &parts, tail, cells).iter().sum()
    }

    /// Of what was recorded, those whose devices may be without power (G9): of those in each cell.
    pub(super) fn recorded_doubtful(
        &self,
        keys: &Keys,
        block: usize,
        (c, bins): (usize, &RecordedBins),
        mut draws: Draws,
        most: f64,
    ) -> Doubtful {
        let width = self.cells_per_block as usize;
        let (mut cells, mut late) = (vec![0; width], vec![0; width]);
        self.place_recorded(keys, block, (c, bins), &mut cells);
        self.place_recorded_tail(keys, block, (c, bins), &mut late);
        for (cell, late) in cells.iter_mut().zip(late) {
            *cell = draws.binomial(*cell - late, most);
        }
        Doubtful { draws, count: cells.iter().sum(), cells, most }
    }
}
