//! What anomaly detection surely stops in a half-hour (G2): its pair passed the threshold before, in a period that does not
//! end in it. All of it is quarantined as it comes, so that where only counts are kept the half-hour is taken whole.
//!
//! Left out, and opened: one in which a step of a process would be stopped, since a new run of that may follow (T7), and, of a
//! run of which everything is kept, any: its timeline tells such windows one by one. Checked by:
//! `--step-all`, and `tests/proofs/counts_only.rs`.

use super::taken::Taken;
use crate::domain::Standing;
use crate::engine::attempt::Attempt;
use crate::engine::rooms::Rooms;
use crate::engine::standing::Standings;
use std::borrow::Cow;

impl Rooms<'_> {
    /// Of the `counts` of a half-hour, what is not surely stopped in it.
    pub fn not_stopped<'c>(&self, counts: &'c [u64]) -> Cow<'c, [u64]> {
        let stopped = |c: usize, n: u64| n > 0 && self.gateway.guards.stops(c);
        let any = self.plan.counts() && counts.iter().enumerate().any(|(c, n)| stopped(c, *n));
        match any {
            false => Cow::Borrowed(counts),
            true => {
                let through = |(c, &n): (usize, &u64)| if stopped(c, n) { 0 } else { n };
                counts.iter().enumerate().map(through).collect()
            }
        }
    }

    /// Whether a step of a process is surely stopped, of the `counts` of a half-hour or of what `follow`s in it.
    pub(super) fn stops_steps(&self, counts: &[u64], follow: &[Vec<Attempt>]) -> bool {
        let fresh = (0..counts.len()).filter(|c| counts[*c] > 0);
        let mut all = fresh.chain(follow.iter().flatten().map(Attempt::of));
        self.plan.allowed.any
            && all.any(|c| self.plan.hot(c).step.is_some() && self.gateway.guards.stops(c))
    }

    /// What of the `counts` of a half-hour that begins with cell `from` does not get `through` is quarantined.
    pub(super) fn stop_fresh(
        &mut self,
        from: u64,
        (counts, through): (&[u64], &[u64]),
        standings: &Standings,
        taken: &mut Taken,
    ) {
        for (c, &n) in counts.iter().enumerate().filter(|(c, n)| **n > through[*c]) {
            taken.stopped.push(c);
            let by = standings.split(self.plan, self.keys, c, n);
            for standing in Standing::ALL.into_iter().filter(|s| by[*s] > 0) {
                self.stop(from, &Attempt::first(c, from, by[standing]).standing(standing));
            }
        }
    }

    /// The attempts `a`, which follow in `cell`, are quarantined.
    pub(super) fn stop_following(&mut self, cell: u64, a: &Attempt, taken: &mut Taken) {
        taken.stopped_later.push((cell, a.cohort, a.count));
        self.stop(cell, a);
    }

    fn stop(&mut self, cell: u64, a: &Attempt) {
        self.book.attempt(a.of(), a.count);
        self.book.send(self.plan.hot(a.of()).user(), a.count);
        self.book.quarantine(cell, a);
    }
}
