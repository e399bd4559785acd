//! Where the threads of a [`Job`] note what they have done, until blocks are whole and kept.

use super::job::{Job, JobOutcome};
use crate::ledger::Folded;
use std::collections::BTreeMap;
use std::sync::Mutex;

/// Where threads note what they have done.
pub struct Noted<'a> {
    job: &'a Job<'a>,
    /// Units that are begun and not whole: replications left, and what each plan and pair showed.
    begun: Mutex<BTreeMap<usize, (u32, Vec<Folded>)>>,
    /// For each plan and pair, what its whole blocks showed, and of how many replications.
    whole: Vec<Mutex<(u32, Folded)>>,
    failed: Mutex<Option<String>>,
}

impl<'a> Noted<'a> {
    pub fn new(job: &'a Job<'a>) -> Self {
        let whole = (0..job.study.runs()).map(|_| Mutex::default()).collect();
        Self { job, begun: Mutex::default(), whole, failed: Mutex::default() }
    }

    /// One more replication of unit `u`.
    pub fn note(&self, u: usize, folded: Vec<Folded>) -> Result<(), String> {
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
    pub fn failed(&self, why: String) {
        self.failed.lock().expect("no thread panicked").get_or_insert(why);
    }

    pub fn has_failed(&self) -> bool {
        self.failed.lock().expect("no thread panicked").is_some()
    }

    pub fn close(self) -> Result<JobOutcome, String> {
        if let Some(why) = self.failed.into_inner().expect("no thread panicked") {
            return Err(why);
        }
        let mut outcome = JobOutcome { folded: Vec::new(), missing: 0 };
        for (p, whole) in self.whole.into_iter().enumerate() {
            let (now, folded) = whole.into_inner().expect("no thread panicked");
            let kept: u32 = self.job.kept[p].iter().map(|block| block.end - block.start).sum();
            outcome.missing += u64::from(self.job.study.replications - now - kept);
            outcome.folded.push(self.job.with_kept(p, folded)?);
        }
        Ok(outcome)
    }
}
