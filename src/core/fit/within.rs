//! How counts fall within half-hours: by T4 each request by itself, by the half-hour's shape. What is more uneven than that from day to day is
//! counted here: it is no shape, and the model has nothing like it.

use super::days::Days;
use super::panel::{KINDS, SLOTS};
use super::sent::Sent;
use crate::recording::Recording;

/// A User's counts within half-hours.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Uneven {
    /// Squared distances from what the shape has, ÷ those of a multinomial law: 1 where it is one.
    pub index: f64,
    /// φ of a part's variance μ + φ μ².
    pub phi: f64,
    /// Its standard error, if the law is as the model has it.
    pub error: f64,
}

/// By User; nothing of logs that have one part of a half-hour alone.
pub fn uneven(log: &Recording, days: &Days, sent: &Sent) -> Vec<Option<Uneven>> {
    let parts = sent.part_count;
    let users = sent.users.len();
    if parts < 2 {
        return vec![None; users];
    }
    let bins = 1_800_000 / log.bin.ms();
    let mut pooled = vec![vec![0.0; KINDS * SLOTS * parts]; users];
    for stream in &sent.streams {
        let all = pooled[stream.user].iter_mut().zip(&stream.parts);
        all.for_each(|(sum, n)| *sum += n);
    }
    let mut sums = vec![[0.0; 3]; users];
    for half_hour in log.half_hours() {
        let Some(at) = days.place(half_hour) else { continue };
        let mut counts = vec![0.0; users * parts];
        for (kind, bin, n) in log.of(half_hour) {
            if let Some(stream) = sent.of_kind[kind] {
                let part = (bin * parts as u64 / bins) as usize;
                counts[sent.streams[stream].user * parts + part] += n as f64;
            }
        }
        let first = (sent.panel.kinds[at / SLOTS] * SLOTS + at % SLOTS) * parts;
        for (user, sums) in sums.iter_mut().enumerate() {
            // Of what is censored no part is known.
            if !sent.censored.contains_key(&(user, at)) {
                let of = &pooled[user][first..first + parts];
                add(sums, &counts[user * parts..(user + 1) * parts], of);
            }
        }
    }
    let of = |[square, degrees, weight]: [f64; 3]| {
        (degrees >= 1.0).then(|| Uneven {
            index: square / degrees,
            phi: (square - degrees) / weight,
            error: libm::sqrt(2.0 * degrees) / weight,
        })
    };
    sums.into_iter().map(of).collect()
}

/// Adds a half-hour: its χ², degrees of freedom, and by how much φ would move it.
fn add(sums: &mut [f64; 3], counts: &[f64], pooled: &[f64]) {
    let (n, all): (f64, f64) = (counts.iter().sum(), pooled.iter().sum());
    if n <= 0.0 || all <= n {
        return;
    }
    let (mut square, mut there, mut squares) = (0.0, 0.0, 0.0);
    for (count, of) in counts.iter().zip(pooled).filter(|(_, of)| **of > 0.0) {
        let share = of / all;
        square += (count - n * share) * (count - n * share) / (n * share);
        there += 1.0;
        squares += share * share;
    }
    // The shape is taken from this half-hour too.
    let left = 1.0 - n / all;
    sums[0] += square;
    sums[1] += (there - 1.0) * left;
    sums[2] += n * (1.0 - squares) * left;
}
