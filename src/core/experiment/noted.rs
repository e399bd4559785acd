//! Where the threads at work on a study note what they have done, until blocks are whole and kept.

use super::runs::RunsFolder;
use super::study::Study;
use super::unit::WorkUnit;
use crate::ledger::Folded;
use std::collections::BTreeMap;
use std::sync::Mutex;

/// Where threads note what they have done.
pub struct Noted<'a> {
    units: &'a [WorkUnit],
    /// Where whole blocks are kept.
    study: &'a Study,
    runs: Option<&'a RunsFolder>,
    /// Units that are begun and not whole: replications left, and what each plan and pair showed.
    begun: Mutex<BTreeMap<usize, (u32, Vec<Folded>)>>,
    /// For each plan and pair, of how many replications there are whole blocks, and what these showed where they are not kept.
    whole: Vec<Mutex<(u32, Folded)>>,
    failed: Mutex<Option<String>>,
}

impl<'a> Noted<'a> {
    /// Nothing noted of `units` of `study`, whose whole blocks go into `runs`.
    pub fn new(study: &'a Study, units: &'a [WorkUnit], runs: Option<&'a RunsFolder>) -> Self {
        let whole = (0..study.runs()).map(|_| Mutex::default()).collect();
        Self { units, study, runs, begun: Mutex::default(), whole, failed: Mutex::default() }
    }

    /// One more replication of unit `u`.
    pub fn note(&self, u: usize, folded: Vec<Folded>) -> Result<(), String> {
        let unit = &self.units[u];
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
            let mut whole = self.whole[p].lock().expect("no thread panicked");
            match self.runs {
                Some(runs) => runs.keep(self.study.inputs(p), &unit.replications, &sum)?,
                None => whole.1.add(sum),
            }
            whole.0 += unit.replications.end - unit.replications.start;
        }
        Ok(())
    }

    /// Ends the work. Not by `stop`, which says that somebody asked for the end.
    pub fn failed(&self, why: String) {
        self.failed.lock().expect("no thread panicked").get_or_insert(why);
    }

    /// Whether it was ended.
    pub fn has_failed(&self) -> bool {
        self.failed.lock().expect("no thread panicked").is_some()
    }

    /// Of each run, of how many replications there are whole blocks, and what these showed where they are not kept.
    pub fn close(self) -> Result<Vec<(u32, Folded)>, String> {
        if let Some(why) = self.failed.into_inner().expect("no thread panicked") {
            return Err(why);
        }
        Ok(self.whole.into_iter().map(|w| w.into_inner().expect("no thread panicked")).collect())
    }
}
