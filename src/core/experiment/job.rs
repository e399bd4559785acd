//! The work of a study: what is missing, done in parallel, each block of replications kept when it is
//! whole.

use super::Running;
use super::runs::RunsFolder;
use super::shard::Shard;
use super::study::Study;
use super::unit::WorkUnit;
use crate::ledger::Folded;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

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
    /// For each plan, the variants and then the counterparts, what its replications showed; then for each pair what the
    /// counterpart did in replications in which the variant acted. Nothing where any is missing.
    pub folded: Vec<Folded>,
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

    /// Replications to be run, over all plans and pairs.
    pub fn to_do(&self) -> u64 {
        self.units.iter().map(WorkUnit::size).sum()
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
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(running.threads)
            .build()
            .map_err(|e| format!("could not start {} threads: {e}", running.threads))?;
        let sheet = Noted::new(self);
        let tasks: Vec<(usize, u32)> = (0..self.units.len())
            .flat_map(|u| self.units[u].replications.clone().map(move |r| (u, r)))
            .collect();
        pool.install(|| {
            tasks.into_par_iter().with_max_len(1).for_each(|(u, replication)| {
                let unit = &self.units[u];
                let going = || !stop.load(Ordering::Relaxed) && !sheet.has_failed();
                if let Some(folded) =
                    unit.replicate(self.study, (replication, running.step_all), going)
                {
                    if let Err(why) = sheet.note(u, folded) {
                        sheet.failed(why);
                    }
                    done(unit.runs.len() as u64);
                }
            });
        });
        sheet.close()
    }

    /// What `plan` showed in blocks that were kept from before, added to `now`.
    fn with_kept(&self, plan: usize, mut now: Folded) -> Result<Folded, String> {
        let inputs = self.study.inputs(plan);
        for block in &self.kept[plan] {
            if let Some(runs) = &self.runs {
                now.add(runs.read(inputs, block)?);
            }
        }
        Ok(now)
    }
}

/// `replications` by at most [`BLOCK`], cut at its multiples.
fn blocks(replications: Range<u32>) -> impl Iterator<Item = Range<u32>> {
    let starts = (replications.start / BLOCK * BLOCK..replications.end).step_by(BLOCK as usize);
    starts.map(move |start| {
        start.max(replications.start)..start.saturating_add(BLOCK).min(replications.end)
    })
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

/// Where threads note what they have done.
struct Noted<'a> {
    job: &'a Job<'a>,
    /// Units that are begun and not whole: replications left, and what each plan and pair showed.
    begun: Mutex<BTreeMap<usize, (u32, Vec<Folded>)>>,
    /// For each plan and pair, what its whole blocks showed, and of how many replications.
    whole: Vec<Mutex<(u32, Folded)>>,
    failed: Mutex<Option<String>>,
}

impl<'a> Noted<'a> {
    fn new(job: &'a Job<'a>) -> Self {
        let whole = (0..job.study.runs()).map(|_| Mutex::default()).collect();
        Self { job, begun: Mutex::default(), whole, failed: Mutex::default() }
    }

    /// One more replication of unit `u`.
    fn note(&self, u: usize, folded: Vec<Folded>) -> Result<(), String> {
        let unit = &self.job.units[u];
        let mut begun = self.begun.lock().expect("no thread panicked");
        let left = unit.replications.end - unit.replications.start;
        let (left, sums) =
            begun.entry(u).or_insert_with(|| (left, vec![Folded::default(); unit.runs.len()]));
        sums.iter_mut().zip(folded).for_each(|(sum, one)| sum.add(one));
        *left -= 1;
        if *left > 0 {
            return Ok(());
        }
        let (_, sums) = begun.remove(&u).expect("just there");
        drop(begun);
        for (&p, sum) in unit.runs.iter().zip(sums) {
            if let Some(runs) = &self.job.runs {
                runs.keep(self.job.study.inputs(p), &unit.replications, &sum)?;
            }
            let mut whole = self.whole[p].lock().expect("no thread panicked");
            whole.0 += unit.replications.end - unit.replications.start;
            whole.1.add(sum);
        }
        Ok(())
    }

    /// Ends the work. Not by `stop`, which says that somebody asked for the end.
    fn failed(&self, why: String) {
        self.failed.lock().expect("no thread panicked").get_or_insert(why);
    }

    fn has_failed(&self) -> bool {
        self.failed.lock().expect("no thread panicked").is_some()
    }

    fn close(self) -> Result<JobOutcome, String> {
        if let Some(why) = self.failed.into_inner().expect("no thread panicked") {
            return Err(why);
        }
        let mut outcome = JobOutcome { folded: Vec::new(), missing: 0 };
        let whole = self.whole.into_iter().map(|w| w.into_inner().expect("no thread panicked"));
        let whole: Vec<(u32, Folded)> = whole.collect();
        for (p, (now, _)) in whole.iter().enumerate() {
            let kept: u32 = self.job.kept[p].iter().map(|block| block.end - block.start).sum();
            outcome.missing += u64::from(self.job.study.replications - now - kept);
        }
        if outcome.missing == 0 {
            let all = whole.into_iter().enumerate();
            let folded = all.map(|(p, (_, folded))| self.job.with_kept(p, folded));
            outcome.folded = folded.collect::<Result<_, String>>()?;
        }
        Ok(outcome)
    }
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
