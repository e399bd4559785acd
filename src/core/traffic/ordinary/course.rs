//! What is expected in every cell of a run of ordinary traffic, when nothing waits or is refused.

use super::super::cohort::{Cohort, Traffic, Volume};
use super::super::piece::{Piece, bin_pieces};
use crate::scenario::Scenario;
use std::collections::BTreeMap;

/// Half-hours looked at: four weeks of a longer run.
const MOST_BLOCKS: usize = 4 * 7 * 48;

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reckoned {
    /// Submissions at the gateway, and what the DSP starts.
    Submissions,
    /// Answers to requests (N4).
    Answers,
}

/// Expected submissions or answers of the cohorts that are `wanted` in every cell of the run: of fresh requests, of
/// what follows them, and of what the DSP starts when due.
pub(super) fn course(
    scenario: &Scenario,
    ordinary: &Traffic,
    wanted: impl Fn(&Cohort) -> bool,
    of: Reckoned,
) -> Vec<f64> {
    let per_block = scenario.calendar.cells_per_block() as u64;
    let blocks = scenario.calendar.blocks().len().min(MOST_BLOCKS);
    let mut cells = vec![0.0; blocks * per_block as usize];
    // Requests a day of each profile, by how long after them what is counted comes.
    let mut by_profile = vec![BTreeMap::<u64, f64>::new(); ordinary.profile_shapes.len()];
    for cohort in ordinary.cohorts.iter().filter(|c| wanted(c)) {
        for later in delays(scenario, ordinary, cohort, of) {
            match &cohort.volume {
                Volume::Follows => {}
                Volume::Profile { profile, a_day } => {
                    *by_profile[*profile].entry(later).or_default() += a_day;
                }
                Volume::Pieces(pieces) => pieces.iter().for_each(|p| spread(&mut cells, p, later)),
                Volume::Recorded(bins) => {
                    let all = 0..blocks as u64 * per_block;
                    bin_pieces(bins, all).for_each(|p| spread(&mut cells, &p, later));
                }
            }
        }
        started(scenario, ordinary, cohort, of, &mut cells);
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
    cells
}

/// What the DSP starts itself of what it held until due, added to `cells`.
fn started(
    scenario: &Scenario,
    ordinary: &Traffic,
    cohort: &Cohort,
    of: Reckoned,
    cells: &mut [f64],
) {
    let Some(due) = cohort.due.map(|d| &ordinary.dues[d]) else {
        return;
    };
    let later = match of {
        Reckoned::Submissions => 0,
        Reckoned::Answers => response(scenario, cohort),
    };
    let mut held = cohort.held_before.map_or(0.0, |h| h.0);
    let mut since = 0;
    let end = cells.len() as i64;
    for &at in due.cells.iter().filter(|c| (0..end).contains(*c)) {
        let at = at as u64;
        held += ordinary.mean_in(cohort, since, at);
        spread(cells, &Piece { from: at, to: at + due.spread, mean: held }, later);
        (held, since) = (0.0, at);
    }
}

/// How many cells after a fresh request of `cohort` its submissions, and those of the steps after it, arrive
/// when none waits, or are answered: the first at once, second ones when they are signed (T6), later steps when
/// the step before has been answered (T7). What is held until due is answered when started.
fn delays(scenario: &Scenario, ordinary: &Traffic, cohort: &Cohort, of: Reckoned) -> Vec<u64> {
    let mut at = 0;
    let mut delays = Vec::new();
    for submission in ordinary.following(cohort) {
        let signed = submission.then.is_some_and(|then| ordinary.cohorts[then.cohort].second);
        let answer = response(scenario, submission);
        match of {
            Reckoned::Submissions => delays.push(at),
            Reckoned::Answers if !signed && submission.due.is_none() => delays.push(at + answer),
            Reckoned::Answers => {}
        }
        at += submission.then.map_or(0, |then| then.delay) + if signed { 0 } else { answer };
    }
    delays
}

/// Cells from the processing of a request to its answer (G9).
fn response(scenario: &Scenario, cohort: &Cohort) -> u64 {
    scenario.srvs[cohort.srv].response(cohort.mode).cells_up(scenario.calendar.cell())
}

/// Adds `piece`, so many cells `later`, as far as it falls into `cells`.
fn spread(cells: &mut [f64], piece: &Piece, later: u64) {
    let each = piece.mean / (piece.to - piece.from) as f64;
    let end = cells.len() as u64;
    let (from, to) = ((piece.from + later).min(end), (piece.to + later).min(end));
    cells[from as usize..to as usize].iter_mut().for_each(|c| *c += each);
}
