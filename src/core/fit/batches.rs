//! Bursts that are batches (T2): a stream's requests of a day, sent together at the same time of every day.
//!
//! A half-hour of a stream has one where most of it falls into a part of it, many times as dense as what is around, and on all kinds of day
//! alike: a batch knows no kinds of day. What is not so, is a shape inside the half-hour (`profiles.rs`). A batch of the same number every day is
//! exact.

use super::days::Days;
use super::panel::{KINDS, SLOTS};
use super::sent::Sent;
use crate::domain::Span;
use crate::recording::Recording;

/// Requests a day from which on a burst may be one.
const LEAST: f64 = 20.0;
/// So much denser it is than the rest of its half-hour and the two beside it.
const DENSER: f64 = 5.0;
/// Its share of its half-hour at least.
const MOST_OF_IT: f64 = 0.6;
/// Kinds of day differ by no more than this.
const ALIKE: f64 = 1.35;
/// Parts, or bins, of less than this share of the fullest are outside.
const EDGE: f64 = 0.2;

/// A batch.
#[derive(Clone, Debug, PartialEq)]
pub struct Batch {
    /// Index of the stream.
    pub stream: usize,
    /// Half-hour of the day.
    pub slot: usize,
    /// Time of day.
    pub start: Span,
    /// Over which it is spread evenly.
    pub spread: Span,
    /// Requests on each day that is known.
    pub by_day: Vec<f64>,
    /// Requests on all days of a kind.
    by_kind: [f64; KINDS],
    /// Whether the number is the same every day.
    pub exact: bool,
}

impl Batch {
    /// Requests a day.
    pub fn mean(&self) -> f64 {
        self.by_day.iter().sum::<f64>() / self.by_day.len() as f64
    }
}

/// The batches of `sent`, taken out of what its profiles are made of, and exact ones out of what is said to vary.
pub fn take(log: &Recording, days: &Days, sent: &mut Sent) -> Vec<Batch> {
    let mut batches = Vec::new();
    for stream in 0..sent.streams.len() {
        for slot in 0..SLOTS {
            if is_burst(sent, stream, slot) {
                batches.extend(batch(log, days, sent, stream, slot));
            }
        }
    }
    for batch in &batches {
        take_out(sent, batch);
    }
    batches
}

/// The parts of a half-hour of all kinds of day.
fn parts(sent: &Sent, stream: usize, slot: usize) -> Vec<f64> {
    let all = &sent.streams[stream].parts;
    let of = |kind: usize, part: usize| all[(kind * SLOTS + slot) * sent.part_count + part];
    (0..sent.part_count).map(|part| (0..KINDS).map(|kind| of(kind, part)).sum()).collect()
}

/// From which to which of these the full ones lie.
fn run(of: &[f64]) -> Option<(usize, usize)> {
    let full = EDGE * of.iter().copied().fold(0.0, f64::max);
    let from = of.iter().position(|n| *n > full)?;
    Some((from, of.iter().rposition(|n| *n > full)? + 1))
}

fn is_burst(sent: &Sent, stream: usize, slot: usize) -> bool {
    let here = parts(sent, stream, slot);
    let all: f64 = here.iter().sum();
    let Some((from, to)) = run(&here) else {
        return false;
    };
    let within: f64 = here[from..to].iter().sum();
    let length = (to - from) as f64;
    if 2 * (to - from) > sent.part_count || within < MOST_OF_IT * all {
        return false;
    }
    let beside = [(slot + SLOTS - 1) % SLOTS, (slot + 1) % SLOTS];
    let around = beside.map(|s| parts(sent, stream, s).iter().sum::<f64>());
    let outside = (around[0] + around[1]) / (2.0 * sent.part_count as f64);
    let rest = (all - within) / (sent.part_count as f64 - length);
    let density = within / length;
    let exposures = sent.panel.exposures();
    let counted: f64 = exposures.iter().map(|e| e[slot]).sum();
    let by_kind = (0..KINDS).filter(|k| exposures[*k][slot] > 0.0).map(|k| {
        let first = (k * SLOTS + slot) * sent.part_count;
        let run = &sent.streams[stream].parts[first + from..first + to];
        run.iter().sum::<f64>() / exposures[k][slot]
    });
    let a_day = within / counted.max(1.0);
    a_day >= LEAST
        && density > DENSER * rest.max(outside)
        && by_kind.into_iter().all(|n| n < ALIKE * a_day && a_day < ALIKE * n)
}

/// The batch of that half-hour, by the log's own bins.
fn batch(log: &Recording, days: &Days, sent: &Sent, stream: usize, slot: usize) -> Option<Batch> {
    let bins = (1_800_000 / log.bin.ms()) as usize;
    let mut of_bins = vec![0.0; bins];
    let mut by_day = Vec::new();
    for half_hour in log.half_hours() {
        let Some(at) = days.place(half_hour).filter(|at| at % SLOTS == slot) else {
            continue;
        };
        let mut here = vec![0.0; bins];
        let own = log.of(half_hour).filter(|(kind, ..)| sent.of_kind[*kind] == Some(stream));
        own.for_each(|(_, bin, n)| here[bin as usize] += n as f64);
        of_bins.iter_mut().zip(&here).for_each(|(all, n)| *all += n);
        by_day.push((sent.panel.kinds[at / SLOTS], here));
    }
    let (from, to) = run(&of_bins)?;
    let mut by_kind = [0.0; KINDS];
    let within = |(kind, of): &(usize, Vec<f64>)| {
        let n = of[from..to].iter().sum::<f64>();
        by_kind[*kind] += n;
        n
    };
    let by_day: Vec<f64> = by_day.iter().map(within).collect();
    let mean = by_day.iter().sum::<f64>() / by_day.len() as f64;
    let squares: f64 = by_day.iter().map(|n| (n - mean) * (n - mean)).sum();
    let start = Span::from_ms(slot as u64 * 1_800_000 + from as u64 * log.bin.ms());
    Some(Batch {
        stream,
        slot,
        start,
        spread: Span::from_ms((to - from) as u64 * log.bin.ms()),
        exact: by_day.len() >= 10 && squares < 0.2 * mean * by_day.len() as f64,
        by_day,
        by_kind,
    })
}

/// Takes a batch out of its stream.
fn take_out(sent: &mut Sent, batch: &Batch) {
    let part_count = sent.part_count;
    let stream = &mut sent.streams[batch.stream];
    for kind in 0..KINDS {
        let counts = &mut stream.counts[kind][batch.slot];
        *counts = (*counts - batch.by_kind[kind]).max(0.0);
        // How what is left falls in its half-hour nobody can tell any more.
        let first = (kind * SLOTS + batch.slot) * part_count;
        stream.parts[first..first + part_count].fill(0.0);
    }
    if batch.exact {
        for d in 0..sent.panel.dates.len() {
            let n = &mut sent.panel.counts[stream.user][d * SLOTS + batch.slot];
            *n = (*n - batch.mean()).max(0.0);
        }
    }
}
