//! The busiest window of an ordinary day, expected: for the headline, cautions and `headroom check`.

use super::cohort::{Cohort, Traffic, Volume};
use super::piece::Piece;
use crate::scenario::Scenario;
use std::collections::BTreeMap;

/// The busiest window of ordinary traffic, expected.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ordinary {
    /// Requests a second in it.
    pub busiest_window_per_s: f64,
    /// Its first cell.
    pub cell: u64,
}

impl Ordinary {
    /// The busiest window that ordinary traffic is expected to have in `scenario`'s run.
    pub fn new(scenario: &Scenario, ordinary: &Traffic) -> Self {
        let per_window = scenario.calendar.cells_per_window();
        let cells = expected_cells(scenario, ordinary);
        let window = |(w, window): (usize, &[f64])| Self {
            busiest_window_per_s: window.iter().sum::<f64>() / scenario.calendar.window().seconds(),
            cell: (w * per_window) as u64,
        };
        let none = Self { busiest_window_per_s: 0.0, cell: 0 };
        let larger = |a: Self, b: Self| {
            if b.busiest_window_per_s > a.busiest_window_per_s { b } else { a }
        };
        cells.chunks(per_window).enumerate().map(window).fold(none, larger)
    }
}

/// Half-hours looked at for the busiest ordinary window: four weeks of a longer run.
const MOST_BLOCKS: usize = 4 * 7 * 48;

/// Expected load of every cell of the run: fresh requests, what follows them when nothing waits or is
/// refused, and what the DSP starts when due.
fn expected_cells(scenario: &Scenario, ordinary: &Traffic) -> Vec<f64> {
    let per_block = scenario.calendar.cells_per_block() as u64;
    let blocks = scenario.calendar.blocks().len().min(MOST_BLOCKS);
    let mut cells = vec![0.0; blocks * per_block as usize];
    // Requests a day of each profile, by how long after them a submission of theirs arrives.
    let mut by_profile = vec![BTreeMap::<u64, f64>::new(); ordinary.profile_shapes.len()];
    for cohort in &ordinary.cohorts {
        for later in arrivals(scenario, ordinary, cohort) {
            match &cohort.volume {
                Volume::Follows => {}
                Volume::Profile { profile, a_day } => {
                    *by_profile[*profile].entry(later).or_default() += a_day;
                }
                Volume::Pieces(pieces) => pieces.iter().for_each(|p| spread(&mut cells, p, later)),
            }
        }
    }
    for (profile, amounts) in by_profile.into_iter().enumerate() {
        for (later, a_day) in amounts {
            for block in 0..blocks {
                let later = later + block as u64 * per_block;
                let pieces = ordinary.profile_pieces(profile, a_day, block);
                pieces.iter().for_each(|p| spread(&mut cells, p, later));
            }
        }
    }
    started(ordinary, per_block, &mut cells);
    cells
}

/// What the DSP starts itself of what it held until due, added to `cells`.
fn started(ordinary: &Traffic, per_block: u64, cells: &mut [f64]) {
    for cohort in &ordinary.cohorts {
        let Some(due) = cohort.due.map(|d| &ordinary.dues[d]) else {
            continue;
        };
        let mut held = cohort.held_before.map_or(0.0, |h| h.0);
        let mut since = 0;
        let end = cells.len() as i64;
        for &at in due.cells.iter().filter(|c| (0..end).contains(*c)) {
            let at = at as u64;
            held += sent(ordinary, cohort, since, at, per_block);
            spread(cells, &Piece { from: at, to: at + due.spread, mean: held }, 0);
            (held, since) = (0.0, at);
        }
    }
}

/// How many cells after a fresh request of `cohort` its submissions, and those of the steps after it,
/// arrive when none waits: the first at once, second ones when they are signed (T6), later steps when the
/// step before has been answered (T7).
fn arrivals(scenario: &Scenario, ordinary: &Traffic, cohort: &Cohort) -> Vec<u64> {
    let cell = scenario.calendar.cell();
    let mut at = 0;
    let mut arrivals = vec![0];
    for submission in ordinary.following(cohort) {
        let Some(then) = submission.then else {
            break;
        };
        let answer = scenario.srvs[submission.srv].response(submission.mode).cells_up(cell);
        let signed = ordinary.cohorts[then.cohort].second;
        at += then.delay + if signed { 0 } else { answer };
        arrivals.push(at);
    }
    arrivals
}

/// Expected requests of `cohort` in the cells `from..to`.
fn sent(traffic: &Traffic, cohort: &Cohort, from: u64, to: u64, per_block: u64) -> f64 {
    let part = |b: u64| {
        let overlap = ((b + 1) * per_block).min(to) - (b * per_block).max(from);
        traffic.mean(cohort, b as usize) * overlap as f64 / per_block as f64
    };
    (from / per_block..to.div_ceil(per_block)).map(part).sum()
}

/// Adds `piece`, so many cells `later`, as far as it falls into `cells`.
fn spread(cells: &mut [f64], piece: &Piece, later: u64) {
    let each = piece.mean / (piece.to - piece.from) as f64;
    let end = cells.len() as u64;
    let (from, to) = ((piece.from + later).min(end), (piece.to + later).min(end));
    cells[from as usize..to as usize].iter_mut().for_each(|c| *c += each);
}
