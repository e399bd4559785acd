//! The work of a study: what is missing, done in parallel, each block of replications kept when it is
//! whole.

use super::Running;
use super::forecast::{Forecast, LOOKED_AT, Took, in_order, least, look_at};
use super::memory::{Watched, held, most_held};
use super::noted::Noted;
use super::outcomes::Outcomes;
use super::runs::RunsFolder;
use super::shard::Shard;
use super::study::Study;
use super::unit::{Task, WorkUnit};
use crate::ledger::Folded;
use rayon::prelude::*;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// What is foretold is told from the replications of so long, and of three times as long where it takes that to look at
/// all that is to be looked at once.
const LOOK: Duration = Duration::from_secs(1);

/// Replications of a block: what a file holds, and what at most is lost when a study is killed.
const BLOCK: u32 = 10;

/// The work of a study that is still to be done.
pub struct Job<'a> {
    study: &'a Study,
    runs: Option<RunsFolder>,
    units: Vec<WorkUnit>,
    /// For each plan and pair, the blocks that are kept from before.
    kept: Vec<Vec<Range<u32>>>,
}

/// What came of it.
pub struct JobOutcome {
    /// What each run showed. Nothing where any replication is missing.
    pub outcomes: Outcomes,
    /// Replications, over all plans and pairs, that are not there: interrupted, or other shards'.
    pub missing: u64,
}

impl<'a> Job<'a> {
    /// Finds out what is missing of `study` in `runs`, and what of that is `shard`'s.
    ///
    /// # Errors
    /// A folder that cannot be read.
    pub fn new(study: &'a Study, runs: Option<RunsFolder>, shard: Shard) -> Result<Self, String> {
        let kept = (0..study.runs())
            .map(|p| {
                let kept = |r: &RunsFolder| r.kept(study.inputs(p), study.replications);
                runs.as_ref().map_or(Ok(Vec::new()), kept)
            })
            .collect::<Result<Vec<_>, String>>()?;
        let mut units: Vec<WorkUnit> = Vec::new();
        for (replications, places) in shard.pieces(study.replications, study.plans()) {
            let together = study.together(&places);
            for (block, runs) in
                blocks(replications).flat_map(|b| together.iter().map(move |t| (b.clone(), t)))
            {
                let first = units.len();
                for &run in runs {
                    for replications in missing(&block, &kept[run]) {
                        let same = |u: &&mut WorkUnit| u.replications == replications;
                        match units[first..].iter_mut().find(same) {
                            Some(unit) => unit.runs.push(run),
                            None => units.push(WorkUnit { runs: vec![run], replications }),
                        }
                    }
                }
            }
        }
        Ok(Self { study, runs, units, kept })
    }

    /// All of it, of which nothing is kept on disk.
    ///
    /// # Errors
    /// None that are known of.
    pub fn whole(study: &'a Study) -> Result<Self, String> {
        Self::new(study, None, Shard::WHOLE)
    }

    /// Replications to be run, over all plans and pairs.
    pub fn to_do(&self) -> u64 {
        self.units.iter().map(WorkUnit::size).sum()
    }

    /// Bytes without which the work cannot begin on so many threads, all there are where zero.
    pub fn least_memory(&self, asked: usize) -> u64 {
        least(self.study, threads(asked, self.tasks().len()))
    }

    /// What the whole work will take on so many threads, all there are where zero, told from one replication that is looked at for as long as `most`
    /// and thrown away. None where that was too short for anything, or there is no work.
    pub fn look_ahead(&self, asked: usize, most: Duration) -> Option<Forecast> {
        let tasks = self.tasks();
        let (u, replication) = *tasks.first()?;
        let before = held();
        let (took, more) = look_at(self.study, (&self.units[u], replication), most)?;
        let threads = threads(asked, tasks.len());
        let memory = before.zip(more).map(|(before, more)| {
            let together = self.units[u].runs.len();
            let at_once = (threads * together + LOOKED_AT).min(self.study.runs());
            let begun = took.begun(at_once, self.study.replications.min(BLOCK));
            before + took.shown(self.study).max(more * threads as u64 + begun)
        });
        Some(Forecast { wall: took.left(&self.units, &tasks, threads), memory, threads })
    }

    fn tasks(&self) -> Vec<Task> {
        let of = |u: usize| self.units[u].replications.clone().map(move |r| (u, r));
        (0..self.units.len()).flat_map(of).collect()
    }

    /// Does the work, until `stop`. `done` is told, from any thread, how many replications were.
    ///
    /// # Errors
    /// Threads that the system does not give; files that cannot be written; in words.
    pub fn run(
        &self,
        running: Running,
        stop: &AtomicBool,
        done: impl Fn(u64) + Sync,
    ) -> Result<JobOutcome, String> {
        self.run_foretold(running, stop, |_| Ok(()), done)
    }

    /// The same; `told` hears what the whole work will take as soon as its first replications are done, and may refuse the rest.
    ///
    /// # Errors
    /// As of [`Job::run`]; more memory than it may take; why `told` refuses.
    pub fn run_foretold(
        &self,
        running: Running,
        stop: &AtomicBool,
        told: impl FnOnce(&Forecast) -> Result<(), String>,
        done: impl Fn(u64) + Sync,
    ) -> Result<JobOutcome, String> {
        let (tasks, groups) = in_order(&self.units, self.tasks());
        let threads = threads(running.threads, tasks.len());
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .map_err(|e| format!("could not start {threads} threads: {e}"))?;
        let sheet = Noted::new(self.study, &self.units, self.runs.as_ref());
        let watched = Watched::new(running.memory);
        let going = |_| {
            if let Some(why) = watched.look() {
                sheet.failed(why);
            }
            !stop.load(Ordering::Relaxed) && !sheet.has_failed()
        };
        let took = Mutex::new(Took::default());
        let look = |task: &Task, looked_at: bool| {
            // What is left of many blocks is not even begun.
            if !going(0) {
                return;
            }
            let unit = &self.units[task.0];
            let began = Instant::now();
            let Some(folded) = unit.replicate(self.study, (task.1, running.step_all), going) else {
                return;
            };
            if looked_at {
                took.lock().expect("no thread panicked").note(unit, began.elapsed(), &folded);
            }
            sheet.note(task.0, folded).unwrap_or_else(|why| sheet.failed(why));
            done(unit.runs.len() as u64);
        };
        let all = |tasks: &[Task], looked_at: bool| {
            pool.install(|| tasks.par_iter().with_max_len(1).for_each(|t| look(t, looked_at)));
        };
        let (began, before) = (Instant::now(), held());
        let enough = |n: usize| {
            let most = if n < groups { LOOK * 3 } else { LOOK };
            began.elapsed() >= most
        };
        let mut n = 0;
        while n < tasks.len() && !enough(n) {
            let to = tasks.len().min(n + threads);
            all(&tasks[n..to], true);
            n = to;
        }
        if n < tasks.len() && going(0) {
            let took = took.lock().expect("no thread panicked");
            let wall = began.elapsed() + took.left(&self.units, &tasks[n..], threads);
            // What comes is like what came, until tables are made of it.
            let memory = most_held().zip(before);
            let memory = memory.map(|(most, before)| most.max(before + took.shown(self.study)));
            told(&Forecast { wall, memory, threads }).unwrap_or_else(|why| sheet.failed(why));
        }
        all(&tasks[n..], false);
        Ok(self.outcome(sheet.close()?))
    }

    /// With what was kept from before, what each run showed of so many replications `now`.
    fn outcome(&self, now: Vec<(u32, Folded)>) -> JobOutcome {
        let mut outcome = JobOutcome { outcomes: Outcomes::default(), missing: 0 };
        for (p, (now, _)) in now.iter().enumerate() {
            let kept: u32 = self.kept[p].iter().map(|block| block.end - block.start).sum();
            outcome.missing += u64::from(self.study.replications - now - kept);
        }
        if outcome.missing == 0 {
            outcome.outcomes = match &self.runs {
                Some(runs) => self.all_kept(runs.clone()),
                None => now.into_iter().map(|(_, folded)| folded).collect::<Vec<Folded>>().into(),
            };
        }
        outcome
    }

    /// What is kept in `runs`: from before, and of this work.
    fn all_kept(&self, runs: RunsFolder) -> Outcomes {
        let inputs = |run| self.study.inputs(run).to_owned();
        let before = self.kept.iter().enumerate();
        let mut all: Vec<(String, Vec<Range<u32>>)> =
            before.map(|(run, kept)| (inputs(run), kept.clone())).collect();
        for unit in &self.units {
            unit.runs.iter().for_each(|run| all[*run].1.push(unit.replications.clone()));
        }
        all.iter_mut().for_each(|(_, blocks)| blocks.sort_by_key(|block| block.start));
        Outcomes::read(all.len(), move |run| {
            let (inputs, blocks) = &all[run];
            let mut sum = Folded::default();
            blocks.iter().try_for_each(|block| runs.read(inputs, block).map(|of| sum.add(of)))?;
            Ok(Arc::new(sum))
        })
    }
}

/// `replications` by at most [`BLOCK`], cut at its multiples.
fn blocks(replications: Range<u32>) -> impl Iterator<Item = Range<u32>> {
    let starts = (replications.start / BLOCK * BLOCK..replications.end).step_by(BLOCK as usize);
    starts.map(move |start| {
        start.max(replications.start)..start.saturating_add(BLOCK).min(replications.end)
    })
}

/// So many threads as are asked for, or there are, and have something to do.
fn threads(asked: usize, tasks: usize) -> usize {
    let there_are = || std::thread::available_parallelism().map_or(1, usize::from);
    (if asked == 0 { there_are() } else { asked }).min(tasks).max(1)
}

/// What of `block` lies in none of the `kept` blocks, which are in order.
fn missing(block: &Range<u32>, kept: &[Range<u32>]) -> Vec<Range<u32>> {
    let mut from = block.start;
    let mut found = Vec::new();
    for k in kept.iter().filter(|k| k.start < block.end && k.end > block.start) {
        found.extend((from < k.start).then_some(from..k.start));
        from = from.max(k.end);
    }
    found.extend((from < block.end).then_some(from..block.end));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_cut_where_those_of_others_are() {
        let blocks = |from, to| blocks(from..to).map(|b| (b.start, b.end)).collect::<Vec<_>>();
        assert_eq!(blocks(0, 25), [(0, 10), (10, 20), (20, 25)]);
        assert_eq!(blocks(3, 12), [(3, 10), (10, 12)]);
        assert_eq!(blocks(10, 11), [(10, 11)]);
    }

    #[test]
    fn what_is_missing_of_a_block() {
        let missing = |block: (u32, u32), kept: &[(u32, u32)]| {
            let kept: Vec<Range<u32>> = kept.iter().map(|k| k.0..k.1).collect();
            missing(&(block.0..block.1), &kept).iter().map(|r| (r.start, r.end)).collect::<Vec<_>>()
        };
        assert_eq!(missing((0, 10), &[]), [(0, 10)]);
        assert_eq!(missing((0, 10), &[(0, 10)]), []);
        assert_eq!(missing((10, 20), &[(0, 10), (12, 15)]), [(10, 12), (15, 20)]);
        assert_eq!(missing((10, 15), &[(0, 10), (10, 12)]), [(12, 15)]);
        assert_eq!(missing((10, 20), &[(5, 12), (15, 25)]), [(12, 15)]);
    }
}
