//! T2 to T4: fresh requests, each drawn and placed by itself.

use super::World;
use super::request::Request;
use super::variation::{Days, alone};
use headroom_core::domain::Standing;
use headroom_core::scenario::RecordedBins;
use headroom_core::traffic::{Cohort, Exact, Piece, Volume};
use rand::RngExt;
use rand_distr::{Distribution, Poisson};

impl World<'_> {
    pub(super) fn send_fresh(&mut self) {
        let scenario = self.scenario;
        let mut everybody = Days::new(scenario.variation.day_cv_common, scenario);
        let mut each: Vec<Days> =
            scenario.users.iter().map(|u| Days::new(u.day_cv, scenario)).collect();
        for (from, to) in self.traffic.days() {
            // T3: a factor for everybody's day, and one for each User's; and of each half-hour in it.
            let common = everybody.next(&mut self.rng);
            let own: Vec<f64> = each.iter_mut().map(|u| u.next(&mut self.rng)).collect();
            let slots: Vec<Vec<f64>> = (from..to).map(|_| self.slot_factors()).collect();
            let modelled = |c: &Cohort| !matches!(c.volume, Volume::Recorded(_));
            let cohorts = self.traffic.cohorts.iter().enumerate();
            for (c, cohort) in cohorts.filter(|(_, cohort)| modelled(cohort)) {
                let in_blocks = (from..to).map(|block| self.pieces(c, block));
                let in_blocks: Vec<Vec<Piece>> = in_blocks.collect();
                let pieces: Vec<Piece> = in_blocks.concat();
                match cohort.exact {
                    Exact::Whole(_) => {}
                    Exact::Day => {
                        let number = pieces.iter().map(|p| p.mean).sum::<f64>().round() as u64;
                        self.send_exactly(c, number, &pieces);
                    }
                    Exact::No => {
                        let day = if cohort.varies { common * own[cohort.user] } else { 1.0 };
                        for (pieces, slots) in in_blocks.iter().zip(&slots) {
                            let slot = if cohort.varies { slots[cohort.user] } else { 1.0 };
                            let mean = |p: &Piece| p.mean * day * slot;
                            for piece in pieces.iter().filter(|p| mean(p) > 0.0) {
                                let n: f64 =
                                    Poisson::new(mean(piece)).unwrap().sample(&mut self.rng);
                                (0..n as u64).for_each(|_| self.send_one(c, piece));
                            }
                        }
                    }
                }
            }
        }
        for (c, cohort) in self.traffic.cohorts.iter().enumerate() {
            if let (Exact::Whole(number), Volume::Pieces(pieces)) = (cohort.exact, &cohort.volume) {
                self.send_exactly(c, number, pieces);
            }
            if let Volume::Recorded(bins) = &cohort.volume {
                self.send_recorded(c, bins);
            }
            self.hold_from_before(c);
        }
    }

    /// T8: every recorded request in any cell of its bin. Where events multiply what is sent then, there are so many like
    /// it, each in any cell of the bin that they multiply alike.
    fn send_recorded(&mut self, cohort: usize, bins: &RecordedBins) {
        let surges = &self.traffic.cohorts[cohort].surges;
        let times = |cell: u64| -> f64 {
            surges.iter().filter(|s| s.0 <= cell && cell < s.1).map(|s| s.2).product()
        };
        for &(bin, n) in &bins.counts {
            let cells: Vec<u64> =
                (u64::from(bin) * bins.cells..(u64::from(bin) + 1) * bins.cells).collect();
            for _ in 0..n {
                let factor = times(cells[self.rng.random_range(0..cells.len())]);
                let alike: Vec<u64> =
                    cells.iter().copied().filter(|c| times(*c) == factor).collect();
                let more = self.rng.random::<f64>() < factor.fract();
                for _ in 0..factor as u64 + u64::from(more) {
                    let cell = alike[self.rng.random_range(0..alike.len())];
                    self.begin(cohort, cell, None, Standing::Within);
                }
            }
        }
    }

    /// T2: what the DSP already holds when the run begins counts as begun with it.
    fn hold_from_before(&mut self, cohort: usize) {
        let Cohort { exact, due, held_before, pair, .. } = self.traffic.cohorts[cohort];
        let (Some((mean, at)), Some(due)) = (held_before, due) else { return };
        let number = match exact {
            Exact::No if mean > 0.0 => Poisson::new(mean).unwrap().sample(&mut self.rng),
            _ => mean.round(),
        };
        for _ in 0..number as u64 {
            let first = self.rng.random_range(at..at + self.traffic.dues[due].spread);
            let rank = self.rng.random();
            let request = Request { cohort, first, rank, by_dsp: true, ..Request::default() };
            self.seen.pairs[pair].requests += 1;
            let place = self.place(first);
            self.starting[place].push(self.requests.len());
            self.requests.push(request);
        }
    }

    /// T3: by how much each User's half-hour is more or less than its day.
    fn slot_factors(&mut self) -> Vec<f64> {
        let all = &self.scenario.variation;
        let common = alone(&all.law, all.slot_cv_common, &mut self.rng);
        let users = self.scenario.users.iter();
        users.map(|u| common * alone(&all.law, u.slot_cv, &mut self.rng)).collect()
    }

    /// What is expected of a cohort in a block, its cells counted from the run's start.
    fn pieces(&self, cohort: usize, block: usize) -> Vec<Piece> {
        let first = (block * self.scenario.calendar.cells_per_block()) as u64;
        let pieces = self.traffic.pieces(&self.traffic.cohorts[cohort], block);
        pieces.into_iter().map(|p| Piece { from: p.from + first, to: p.to + first, ..p }).collect()
    }

    /// T3: an exact number; each request in a piece with the chance of its share.
    fn send_exactly(&mut self, cohort: usize, number: u64, pieces: &[Piece]) {
        let all: f64 = pieces.iter().map(|p| p.mean).sum();
        for _ in 0..number {
            let mut point = self.rng.random::<f64>() * all;
            let here = pieces.iter().find(|p| {
                point -= p.mean;
                point < 0.0
            });
            self.send_one(cohort, here.unwrap_or(pieces.last().expect("some")));
        }
    }

    /// T4: a request in any cell of its piece; what falls after the run's end is no part of it.
    fn send_one(&mut self, cohort: usize, piece: &Piece) {
        let cell = self.rng.random_range(piece.from..piece.to);
        match self.traffic.cohorts[cohort].step {
            // What its standing is, is known when all of them are there (C2).
            Some(_) => self.begin_run(cohort, cell, Standing::Within),
            None => {
                self.begin(cohort, cell, None, Standing::Within);
            }
        }
    }
}
