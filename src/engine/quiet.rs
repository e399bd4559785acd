//! A quiet block: no rule could act in it, so it is taken whole.

use super::run::Run;
use super::starts::Due;
use crate::domain::{Mode, NANO};
use crate::ledger::{Row, UserRow};
use crate::traffic::{Piece, largest_window};

impl Run<'_> {
    /// A bound on the busiest window of `block` if it is quiet: no rule could act in it.
    pub(super) fn quiet_bound(&self, block: usize, counts: &[u64]) -> Option<f64> {
        let (from, to) = self.cells(block);
        let at_rest = !self.activation.is_active()
            && self.backlog.is_empty()
            && !self.retries.any_in(from, to)
            && !self.starts.any_in(from, to)
            && !self.plan.outage_touches(from, to)
            && !self.due_in(from, to, counts);
        if !at_rest {
            return None;
        }
        let per_window = self.plan.scenario.calendar.cells_per_window() as u64;
        let due = self.starts.due_in(block).iter();
        let more =
            due.map(|d| Piece { from: d.from - from, to: d.to - from, mean: d.count as f64 });
        let (window, cell) = largest_window(&self.plan.traffic, block, counts, more, per_window);
        // One request of room for the rounding of the bound itself.
        let fits = (cell + 1.0) * NANO as f64 <= self.plan.capacity as f64;
        let below = (window + 1.0) * (NANO as f64) < self.plan.threshold as f64;
        // Below also where the mechanism is off: C3 looks at the windows in which it would be active.
        (fits && below).then_some(window)
    }

    /// Whether anything sent in the cells `from..to` could fall due in them, their first apart.
    pub(super) fn due_in(&self, from: u64, to: u64, counts: &[u64]) -> bool {
        let traffic = &self.plan.traffic;
        let within = |due: usize| {
            traffic.dues[due].cells.iter().any(|c| (from as i64 + 1..to as i64).contains(c))
        };
        let due: Vec<bool> = (0..traffic.dues.len()).map(within).collect();
        due.contains(&true)
            && traffic
                .cohorts
                .iter()
                .zip(counts)
                .any(|(c, n)| *n > 0 && c.due.is_some_and(|d| due[d]))
    }

    /// A quiet block: everything offered is admitted and served at once. The result is what fell due in it.
    pub(super) fn take_whole(&mut self, block: usize, counts: &[u64]) -> Vec<Due> {
        let (from, to) = self.cells(block);
        let mut row = Row { cell: from, cells: to - from, ..Row::default() };
        let mut users = vec![UserRow::default(); self.plan.scenario.users.len()];
        for (c, &n) in counts.iter().enumerate().filter(|(_, n)| **n > 0) {
            let cohort = &self.plan.traffic.cohorts[c];
            let pair = &mut self.ledger.pairs[cohort.pair];
            pair.attempts += n;
            pair.admitted += n;
            pair.processed += n;
            if let Some(due) = cohort.due {
                pair.earlier_submissions += n;
                let due = self.plan.traffic.dues[due].after(to - 1).unwrap_or(u64::MAX);
                self.ledger.open[cohort.pair].held += n;
                self.starts.hold(c as u32, due, n);
            } else {
                pair.served += n;
                self.ledger.waits.add(0, n);
            }
            if cohort.mode == Mode::DccScheduled {
                row.started += n;
                continue;
            }
            users[cohort.user].attempts += n;
            if self.plan.key.prioritised[c] {
                row.admitted_prioritised += n;
            } else {
                row.admitted_other += n;
            }
        }
        let due = self.starts.take_due(block);
        for d in &due {
            let pair = self.plan.traffic.cohorts[d.cohort as usize].pair;
            self.ledger.open[pair].held -= d.count;
            let counts = &mut self.ledger.pairs[pair];
            counts.submissions += d.count;
            counts.attempts += d.count;
            counts.admitted += d.count;
            counts.processed += d.count;
            counts.served += d.count;
            self.ledger.waits.add(0, d.count);
            row.started += d.count;
        }
        self.ledger.timeline.push(row);
        self.ledger.users.extend(users);
        // What its windows held is worked out if an activation asks for it.
        self.past.unseen.push(block);
        due
    }
}
