//! What is expected of a cohort, and where in time.

use super::cohort::{Cohort, Traffic, Volume};
use super::piece::{Piece, bin_pieces, cut, surge};
use crate::domain::Mode;
use std::ops::Range;

impl Traffic {
    /// Expected requests of `cohort` in `block`.
    pub fn mean(&self, cohort: &Cohort, block: usize) -> f64 {
        match &cohort.volume {
            Volume::Profile { profile, a_day } if !self.surged(cohort, block) => {
                a_day * self.profile_shares[*profile][block]
            }
            Volume::Follows => 0.0,
            Volume::Recorded(bins) if !self.surged(cohort, block) => {
                let first = block as u64 * self.cells_per_block;
                bin_pieces(bins, first..first + self.cells_per_block).map(|p| p.mean).sum()
            }
            Volume::Pieces(pieces) if !self.surged(cohort, block) => {
                self.here(pieces, block).map(|p| p.mean).sum()
            }
            _ => self.pieces(cohort, block).iter().map(|p| p.mean).sum(),
        }
    }

    /// Expected requests of `cohort` in the whole run.
    pub fn mean_of_all(&self, cohort: &Cohort) -> f64 {
        match &cohort.volume {
            Volume::Profile { profile, a_day } if cohort.surges.is_empty() => {
                a_day * self.profile_totals[*profile]
            }
            Volume::Follows => 0.0,
            Volume::Pieces(pieces) => {
                self.blocks_of(pieces).into_iter().fold(0.0, |sum, b| sum + self.mean(cohort, b))
            }
            _ => {
                let blocks = self.days.last().map_or(0, |day| day.2);
                (0..blocks).map(|b| self.mean(cohort, b)).sum()
            }
        }
    }

    /// The blocks of the run that any of `pieces`, which are in order, touches; in order.
    pub(super) fn blocks_of(&self, pieces: &[Piece]) -> Vec<usize> {
        let end = self.days.last().map_or(0, |day| day.2);
        let mut found: Vec<usize> = Vec::new();
        for piece in pieces {
            let new = found.last().map_or(0, |last| last + 1);
            let from = (piece.from / self.cells_per_block) as usize;
            let to = (piece.to.div_ceil(self.cells_per_block) as usize).min(end);
            found.extend(from.max(new)..to);
        }
        found
    }

    /// For each User, the mean rate at the gateway of its busiest half-hour, requests a second (T3).
    pub fn busiest_half_hours(&self) -> Vec<f64> {
        let users = self.varying.users();
        let mut peaks = vec![0.0_f64; users];
        for block in 0..self.days.last().map_or(0, |day| day.2) {
            let mut here = vec![0.0; users];
            for cohort in self.cohorts.iter().filter(|c| c.mode != Mode::DccScheduled) {
                here[cohort.user] += self.mean(cohort, block);
            }
            peaks.iter_mut().zip(here).for_each(|(peak, n)| *peak = peak.max(n / 1_800.0));
        }
        peaks
    }

    /// Expected requests of `cohort` in the cells `from..to`, as far as the run knows them.
    pub fn mean_in(&self, cohort: &Cohort, from: u64, to: u64) -> f64 {
        let blocks = self.days.last().map_or(0, |day| day.2 as u64);
        let in_block = |block: u64| {
            let first = block * self.cells_per_block;
            let (from, to) = (from.max(first) - first, to.max(first) - first);
            let pieces = self.pieces(cohort, block as usize).into_iter();
            let here = pieces.filter(|p| p.from.max(from) < p.to.min(to));
            here.map(|p| cut(p, from, to).mean).sum::<f64>()
        };
        let blocks = from / self.cells_per_block..to.div_ceil(self.cells_per_block).min(blocks);
        blocks.map(in_block).sum()
    }

    /// Where in `block` the requests of `cohort` fall: pieces counted from the block's first cell.
    pub fn pieces(&self, cohort: &Cohort, block: usize) -> Vec<Piece> {
        let first = block as u64 * self.cells_per_block;
        let last = first + self.cells_per_block;
        let mut pieces = match &cohort.volume {
            Volume::Follows => Vec::new(),
            Volume::Profile { profile, a_day } => self.profile_pieces(*profile, *a_day, block),
            Volume::Pieces(pieces) => self
                .here(pieces, block)
                .map(|p| Piece { from: p.from - first, to: p.to - first, ..p })
                .collect(),
            Volume::Recorded(bins) => {
                bin_pieces(bins, first..last).map(|p| p.earlier(first)).collect()
            }
        };
        for &(from, to, factor) in cohort.surges.iter().filter(|s| s.0 < last && s.1 > first) {
            pieces = surge(
                &pieces,
                from.saturating_sub(first),
                (to - first).min(self.cells_per_block),
                factor,
            );
        }
        pieces
    }

    /// The parts of `pieces` in `block`, by the run's cells.
    fn here(&self, pieces: &[Piece], block: usize) -> impl Iterator<Item = Piece> {
        let first = block as u64 * self.cells_per_block;
        let last = first + self.cells_per_block;
        let begin = pieces.partition_point(|p| p.to <= first);
        let here = pieces[begin..].iter().take_while(move |p| p.from < last);
        here.map(move |p| cut(*p, first, last))
    }

    /// For each profile, what share of a day at level 1 it has in each run of blocks, surges apart.
    pub fn profile_sums(&self, runs: &[Range<usize>]) -> Vec<Vec<f64>> {
        let of = |shares: &Vec<f64>| runs.iter().map(|r| shares[r.clone()].iter().sum()).collect();
        self.profile_shares.iter().map(of).collect()
    }

    pub(super) fn profile_pieces(&self, profile: usize, a_day: f64, block: usize) -> Vec<Piece> {
        let mean = a_day * self.profile_shares[profile][block];
        let shape = &self.profile_shapes[profile][block];
        let part = self.cells_per_block / shape.len() as u64;
        let piece = |(i, share): (usize, &f64)| Piece {
            from: i as u64 * part,
            to: (i as u64 + 1) * part,
            mean: mean * share,
        };
        shape.iter().enumerate().map(piece).filter(|p| p.mean > 0.0).collect()
    }

    /// Whether a surge touches `cohort` in `block`.
    pub(super) fn surged(&self, cohort: &Cohort, block: usize) -> bool {
        let first = block as u64 * self.cells_per_block;
        cohort.surges.iter().any(|s| s.0 < first + self.cells_per_block && s.1 > first)
    }
}
