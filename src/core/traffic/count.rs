//! How many requests each cohort has in each block of a day (T3).

use super::cohort::{Cohort, Exact, Traffic, Volume};
use super::varying::SlotFactors;
use crate::random::{Draws, Keys, Purpose};

/// The counts of one civil day.
#[derive(Clone, Debug)]
pub struct DayCounts {
    first_block: usize,
    cohorts: usize,
    counts: Vec<u64>,
}

impl DayCounts {
    /// The count of every cohort in `block`, which must be one of the day's.
    pub fn block(&self, block: usize) -> &[u64] {
        let from = (block - self.first_block) * self.cohorts;
        &self.counts[from..from + self.cohorts]
    }
}

impl Traffic {
    /// Draws the counts of the civil day that holds blocks `from..to`.
    pub fn count_day(&self, keys: &Keys, from: usize, to: usize) -> DayCounts {
        let date = self.days[self.days.partition_point(|d| d.2 <= from)].0;
        let date_key = date as u64;
        let factors = self.day_factors(keys, date);
        let slots = self.slot_factors(keys, from, to);
        let width = self.cohorts.len();
        let mut counts = vec![0; width * (to - from)];
        let mut means = vec![0.0; to - from];
        for (c, cohort) in self.cohorts.iter().enumerate() {
            if let Volume::Recorded(bins) = &cohort.volume {
                for block in from..to {
                    let parts = self.recorded_parts(keys, cohort, bins, block);
                    counts[(block - from) * width + c] = parts.iter().map(|p| p.n).sum();
                }
                continue;
            }
            if let Exact::Whole(number) = cohort.exact {
                let drawn = self.count_whole(keys, c, number, from, to);
                drawn.into_iter().enumerate().for_each(|(b, n)| counts[b * width + c] = n);
                continue;
            }
            for (place, mean) in means.iter_mut().enumerate() {
                let factor = match cohort.varies {
                    true => factors[cohort.user] * slots.of(cohort.user, place),
                    false => 1.0,
                };
                *mean = factor * self.mean(cohort, from + place);
            }
            if cohort.exact == Exact::Day {
                let mut draws = keys.draws(Purpose::Count, cohort.key, date_key);
                let number = libm::round(means.iter().sum()) as u64;
                split(&mut draws, number, &means)
                    .into_iter()
                    .enumerate()
                    .for_each(|(b, n)| counts[b * width + c] = n);
            } else {
                // Each half-hour by its own name, wherever the run or the episode of a course begins (T5).
                for (b, mean) in means.iter().enumerate().filter(|(_, mean)| **mean > 0.0) {
                    let mut draws = keys.draws(Purpose::Count, cohort.key, self.names[from + b]);
                    counts[b * width + c] = draws.poisson(*mean);
                }
            }
        }
        DayCounts { first_block: from, cohorts: width, counts }
    }

    /// T3: by how much each User's ordinary traffic of a day, `date` in days since 1970-01-01, is more or less than
    /// expected.
    pub fn day_factors(&self, keys: &Keys, date: i32) -> Vec<f64> {
        self.varying.days(keys, date)
    }

    /// T3: by how much ordinary traffic of each half-hour in `from..to` is more or less than the day's.
    pub fn slot_factors(&self, keys: &Keys, from: usize, to: usize) -> SlotFactors {
        self.varying.slots(keys, &self.names[from..to])
    }

    /// Requests that the DSP holds when the run begins: cohort, cell in which they are due, number.
    pub fn held_before(&self, keys: &Keys) -> Vec<(usize, u64, u64)> {
        let held = self
            .cohorts
            .iter()
            .enumerate()
            .filter_map(|(c, cohort)| Some((c, cohort, cohort.held_before?)));
        let draw = |(c, cohort, (mean, due)): (usize, &Cohort, (f64, u64))| {
            let mut draws = keys.draws(Purpose::Count, cohort.key, keys.before());
            let n = if cohort.exact == Exact::No {
                draws.poisson(mean)
            } else {
                libm::round(mean) as u64
            };
            (c, due, n)
        };
        held.map(draw).collect()
    }

    /// The part in blocks `from..to` of an exact number over all of a cohort's pieces.
    fn count_whole(&self, keys: &Keys, c: usize, number: u64, from: usize, to: usize) -> Vec<u64> {
        let cohort = &self.cohorts[c];
        let Volume::Pieces(pieces) = &cohort.volume else {
            unreachable!("an exact whole is that of an event");
        };
        let mut here = vec![0; to - from];
        // A year has many events and many days: most have none of most.
        let blocks = self.blocks_of(pieces);
        if !blocks.iter().any(|b| (from..to).contains(b)) {
            return here;
        }
        let all: f64 = pieces.iter().map(|p| p.mean).sum();
        let mut means: Vec<f64> = blocks.iter().map(|b| self.mean(cohort, *b)).collect();
        // What falls after the end of the run.
        means.push((all - means.iter().sum::<f64>()).max(0.0));
        let mut draws = keys.draws(Purpose::Count, cohort.key, 0);
        for (block, n) in blocks.into_iter().zip(split(&mut draws, number, &means)) {
            if (from..to).contains(&block) {
                here[block - from] = n;
            }
        }
        here
    }
}

/// A multinomial draw: `number` things into places by `weights`.
pub(super) fn split(draws: &mut Draws, number: u64, weights: &[f64]) -> Vec<u64> {
    let mut left = number;
    let mut weight: f64 = weights.iter().sum();
    let last = weights.iter().rposition(|w| *w > 0.0);
    let place = |(i, w): (usize, &f64)| {
        let here =
            if Some(i) == last { left } else { draws.binomial(left, (w / weight).clamp(0.0, 1.0)) };
        left -= here;
        weight -= w;
        here
    };
    weights.iter().enumerate().map(place).collect()
}
