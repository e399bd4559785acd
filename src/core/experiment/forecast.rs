//! What a study's work will take, told from its own first replications: so it is right for this machine as it is now, and
//! for whatever is asked.
//!
//! Scope: which replications are looked at first, what follows from what they took, and a single one that is cut off after a
//! while, for those who only ask. Left out: tables and pages, which others make. Checked by: `tests/it/commands/forecast.rs`.

use super::memory::{forget_most_held, held, most_held};
use super::study::Study;
use super::unit::{Task, WorkUnit};
use crate::ledger::Folded;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Bytes held for a byte that is kept of a run: by itself, and in the figures that are made of it.
const HELD: u64 = 3;
/// Runs of which that is held at once when tables are made, and what their tables take for each variant.
const AT_ONCE: usize = 8;
const OF_A_VARIANT: u64 = 100 << 10;
/// Bytes that a cell of an open half-hour takes if next to nothing comes in it.
const A_CELL: u64 = 2 << 10;

/// What is said of work to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Forecast {
    /// Time on the clock, from its beginning.
    pub wall: Duration,
    /// Bytes that the process holds at most, where the system says what it holds.
    pub memory: Option<u64>,
    /// Threads that have something to do.
    pub threads: usize,
}

/// What replications took.
#[derive(Default)]
pub struct Took {
    /// For each group of what steps together: how long, and how many replications that is.
    groups: BTreeMap<Vec<usize>, (Duration, u32)>,
    /// What is kept of a run: of all its replications, and of each; from one.
    kept: Option<(u64, u64)>,
}

impl Took {
    /// One more replication of `unit`, which took so long and showed `folded`.
    pub fn note(&mut self, unit: &WorkUnit, took: Duration, folded: &[Folded]) {
        let sum = self.groups.entry(unit.runs.clone()).or_default();
        *sum = (sum.0 + took, sum.1 + 1);
        self.kept.get_or_insert_with(|| {
            let size = |of: &[u8]| of.len() as u64;
            let json = |f: &Folded| size(&serde_json::to_vec(f).unwrap_or_default());
            let lines = |f: &Folded| size(&serde_json::to_vec(&f.runs).unwrap_or_default());
            let n = folded.len().max(1) as u64;
            let line = folded.iter().map(lines).sum::<u64>() / n;
            (folded.iter().map(json).sum::<u64>() / n - line, line)
        });
    }

    /// How long a replication of `unit` takes: what one did, or else what its runs do that were looked at.
    fn of(&self, unit: &WorkUnit) -> Duration {
        let mean = |(sum, n): &(Duration, u32)| *sum / (*n).max(1);
        if let Some(known) = self.groups.get(&unit.runs) {
            return mean(known);
        }
        let runs: usize = self.groups.keys().map(Vec::len).sum();
        let all: Duration = self.groups.values().map(mean).sum();
        all.mul_f64(unit.runs.len() as f64 / runs.max(1) as f64)
    }

    /// How long `tasks` of `units` take on so many threads.
    pub fn left(&self, units: &[WorkUnit], tasks: &[Task], threads: usize) -> Duration {
        let each: Vec<Duration> = units.iter().map(|unit| self.of(unit)).collect();
        let all: Duration = tasks.iter().map(|(u, _)| each[*u]).sum();
        let rounds = tasks.len().div_ceil(threads);
        all.mul_f64(rounds as f64 / tasks.len().max(1) as f64)
    }

    /// Bytes that will be held when tables are made of what is kept of `study`.
    pub fn shown(&self, study: &Study) -> u64 {
        let at_once = study.runs().min(AT_ONCE) as u64;
        HELD * at_once * self.kept(study.replications) + OF_A_VARIANT * study.variants.len() as u64
    }

    /// Bytes that will be held of blocks of so many replications that are not whole, of so many runs at once.
    pub fn begun(&self, runs: usize, replications: u32) -> u64 {
        runs as u64 * self.kept(replications)
    }

    /// Bytes that are kept of so many replications of a run.
    fn kept(&self, replications: u32) -> u64 {
        let (once, each) = self.kept.unwrap_or_default();
        once + each * u64::from(replications)
    }
}

/// Bytes without which no half-hour of `study` can be opened on so many threads.
pub fn least(study: &Study, threads: usize) -> u64 {
    (study.base.calendar.cells_per_block() as u64).saturating_mul(A_CELL * threads as u64)
}

/// So many runs, or a few more, are looked at first: what each of them showed is held until its block is whole.
pub const LOOKED_AT: usize = 50;

/// `tasks` of `units` in the order in which they are done: first one of each of some groups, spread so that they stand for all,
/// then those that go on with a block; how many come first.
pub fn in_order(units: &[WorkUnit], tasks: Vec<Task>) -> (Vec<Task>, usize) {
    let mut seen: BTreeMap<&[usize], Task> = BTreeMap::new();
    for task in &tasks {
        seen.entry(&units[task.0].runs).or_insert(*task);
    }
    let mut first: Vec<Task> = seen.into_values().collect();
    first.sort_unstable();
    let mut spread: Vec<(u64, Task)> =
        (0_u64..).map(u64::reverse_bits).zip(first.iter().copied()).collect();
    spread.sort_unstable();
    let mut runs = 0;
    let few = |(_, (u, _)): &&(u64, Task)| {
        let before = runs;
        runs += units[*u].runs.len();
        before < LOOKED_AT
    };
    let n = spread.iter().take_while(few).count();
    spread.truncate(n);
    let looked_at: Vec<Task> = spread.into_iter().map(|(_, task)| task).collect();
    let rest = tasks.into_iter().filter(|task| !looked_at.contains(task));
    (looked_at.iter().copied().chain(rest.collect::<Vec<Task>>()).collect(), n)
}

/// Looks at a replication of one plan of `unit` after the other for as long as `most`, the last cut off: what the whole unit
/// takes, and how much more memory than before. None where no half-hour could be done.
pub fn look_at(
    study: &Study,
    (unit, replication): (&WorkUnit, u32),
    most: Duration,
) -> Option<(Took, Option<u64>)> {
    let before = held();
    forget_most_held();
    let began = Instant::now();
    let blocks = study.base.calendar.blocks().len();
    let plans: Vec<usize> = unit.runs.iter().copied().filter(|run| *run < study.plans()).collect();
    let (mut done, mut folded) = (0.0, Vec::new());
    for plan in &plans {
        // Where a single one takes so long, the others are taken to be like it.
        if done > 0.0 && began.elapsed() > most / 10 {
            break;
        }
        let alone = WorkUnit { runs: vec![*plan], replications: unit.replications.clone() };
        let at = AtomicUsize::new(0);
        let going = |block| {
            at.store(block, Ordering::Relaxed);
            began.elapsed() < most
        };
        let Some(more) = alone.replicate(study, (replication, false), going) else {
            done += at.into_inner() as f64 / blocks as f64;
            break;
        };
        done += 1.0;
        folded.extend(more);
    }
    if done <= 0.0 {
        return None;
    }
    let mut took = Took::default();
    // A pair steps its counterpart once more.
    took.note(unit, began.elapsed().mul_f64(unit.runs.len() as f64 / done), &folded);
    // Plans that step together share what was drawn and placed, about half of what each needs.
    let more = most_held().zip(before).map(|(most, before)| most.saturating_sub(before));
    Some((took, more.map(|more| more / 2 * (plans.len() as u64 + 1))))
}
