//! T2 to T4: fresh requests, each drawn and placed by itself.

use super::World;
use super::request::Request;
use headroom_core::domain::Standing;
use headroom_core::traffic::{Cohort, Exact, Piece, Volume};
use rand::RngExt;
use rand_distr::{Distribution, Gamma, Poisson};

impl World<'_> {
    pub(super) fn send_fresh(&mut self) {
        for (from, to) in self.traffic.days() {
            // T3: a factor for everybody's day, and one for each User's.
            let common = self.day_factor(self.scenario.day_cv_common);
            let users = self.scenario.users.iter();
            let own: Vec<f64> = users.map(|u| self.day_factor(u.day_cv)).collect();
            for (c, cohort) in self.traffic.cohorts.iter().enumerate() {
                let pieces: Vec<Piece> =
                    (from..to).flat_map(|block| self.pieces(c, block)).collect();
                match cohort.exact {
                    Exact::Whole(_) => {}
                    Exact::Day => {
                        let number = pieces.iter().map(|p| p.mean).sum::<f64>().round() as u64;
                        self.send_exactly(c, number, &pieces);
                    }
                    Exact::No => {
                        let factor = if cohort.varies { common * own[cohort.user] } else { 1.0 };
                        for piece in pieces.iter().filter(|p| p.mean * factor > 0.0) {
                            let n: f64 =
                                Poisson::new(piece.mean * factor).unwrap().sample(&mut self.rng);
                            (0..n as u64).for_each(|_| self.send_one(c, piece));
                        }
                    }
                }
            }
        }
        for (c, cohort) in self.traffic.cohorts.iter().enumerate() {
            if let (Exact::Whole(number), Volume::Pieces(pieces)) = (cohort.exact, &cohort.volume) {
                self.send_exactly(c, number, pieces);
            }
            self.hold_from_before(c);
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

    /// A gamma factor of mean 1.
    fn day_factor(&mut self, cv: f64) -> f64 {
        let square = cv * cv;
        if cv == 0.0 {
            1.0
        } else {
            Gamma::new(1.0 / square, square).unwrap().sample(&mut self.rng)
        }
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
