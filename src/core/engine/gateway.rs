//! The gateway: what arrives in a cell, what of it passes, and what waits at it (G1–G4, M9).
//!
//! Scope: attempts put together User by User (here, `gateway/arrivals.rs`, `gateway/sort.rs`), anomaly detection and caps
//! (`gateway/guards.rs`), what a pair is answered (`gateway/answers.rs`), who is throttled or rejected (`gateway/gate.rs`), and buffers (`gateway/buffers.rs`). Left out: how much
//! each User may use (`management.rs`), and what Users do then (`users.rs`). Source: `docs/rules.md`, G1–G4 and M9. Checked by:
//! the judge.

mod answers;
pub mod arrivals;
mod buffers;
mod gate;
mod guards;
mod noted;
mod sort;

use super::attempt::Attempt;
use super::book::DayBook;
use super::here::{Here, Plain};
use super::management::Management;
use super::plan::Plan;
use crate::random::Keys;
use arrivals::{Arrivals, Item, Sent};
use buffers::Buffers;
use guards::Guards;
use sort::CohortSort;
use std::rc::Rc;

/// The gateway of a run.
pub struct Entrance<'a> {
    plan: &'a Plan,
    keys: &'a Keys,
    /// The cell, and the half-hour it is of.
    cell: u64,
    here: Rc<Here>,
    /// What arrives in the cell.
    pub arrivals: Arrivals,
    /// What waits of each User (M9).
    pub buffers: Buffers,
    /// What G2 has let pass.
    pub guards: Guards<'a>,
    sort: CohortSort,
    sorted: Vec<Attempt>,
}

impl<'a> Entrance<'a> {
    /// Before the run's first cell.
    pub fn new(plan: &'a Plan, keys: &'a Keys) -> Self {
        Self {
            plan,
            keys,
            cell: 0,
            here: Rc::default(),
            arrivals: Arrivals::default(),
            buffers: Buffers::new(plan),
            guards: Guards::new(plan, keys),
            sort: CohortSort::new(plan.traffic.cohorts.len()),
            sorted: Vec::new(),
        }
    }

    /// What arrives in `cell`, which began `active` or not: what was `found` to come, `fresh` requests that are not plain, and
    /// the plain ones.
    pub fn gather(
        &mut self,
        (cell, active): (u64, bool),
        found: &[Attempt],
        fresh: &[Attempt],
        here: &Rc<Here>,
    ) {
        (self.cell, self.arrivals.active, self.here) = (cell, active, Rc::clone(here));
        self.sort.sort(found, &mut self.sorted);
        let extras = &mut self.arrivals.extras;
        extras.clear();
        let mut following = &self.sorted[..];
        for f in fresh {
            let before = following.iter().take_while(|r| r.cohort < f.cohort).count();
            extras.extend_from_slice(&following[..before]);
            extras.push(*f);
            following = &following[before..];
        }
        extras.extend_from_slice(following);
        self.arrivals.gather(self.plan, here.placed(cell), here.sums(cell));
    }

    /// What was `found` to come in a cell, in the order in which [`Entrance::gather`] puts it.
    pub fn in_order(&mut self, found: &[Attempt]) -> &[Attempt] {
        self.sort.sort(found, &mut self.sorted);
        &self.sorted
    }

    /// Counts what arrives; plain fresh requests are counted when their half-hour begins.
    pub fn arrive(&self, management: &mut Management<'_>, book: &mut DayBook<'_>) {
        let (here, cell) = (&self.here, self.cell);
        for run in &self.arrivals.runs {
            book.send(run.user, run.count);
        }
        let all = self.plan.scenario.mechanism.prioritised_use_allocation;
        let users = here.placed(cell).users.iter();
        for (u, others) in users.zip(&here.sums(cell).not_prioritised) {
            management.note_first(u.user, if all { u.count } else { *others });
        }
        for a in &self.arrivals.extras {
            book.arrive(a);
            if a.attempt == 1 && self.plan.counts_as_first(a.of()) {
                management.note_first(self.plan.hot(a.of()).user(), a.count);
            }
        }
    }

    /// Tells the plain requests of the `r`-th User apart.
    pub fn tell(&mut self, r: usize, book: &mut DayBook<'_>) {
        self.arrivals.tell(r, &self.here, self.plan, self.cell, book);
    }

    /// Tells the plain requests of every User apart.
    pub fn tell_all(&mut self, book: &mut DayBook<'_>) {
        (0..self.arrivals.runs.len()).for_each(|r| self.tell(r, book));
    }

    /// The plain requests of the cell that were not told apart.
    pub fn plain(&self) -> Plain {
        let told = self.arrivals.runs.iter().filter(|r| r.told).filter_map(|r| r.plain);
        self.here.plain((self.cell, self.arrivals.active), &told.collect::<Vec<_>>())
    }

    /// G1: attempts meet no service.
    pub fn turn_away(&mut self, book: &mut DayBook<'_>) {
        self.tell_all(book);
        for r in 0..self.arrivals.runs.len() {
            for item in self.arrivals.items_of(r) {
                item.admitted = 0;
                book.meet_none(&item.attempt);
            }
            let run = &self.arrivals.runs[r];
            book.meet_none_of(run.user, run.count);
        }
    }

    /// G2: what arrives beyond its User's thresholds goes no further; what was quarantined.
    pub fn guard(&mut self, book: &mut DayBook<'_>) -> Vec<Attempt> {
        self.guards.guard(self.cell, &mut self.arrivals, &self.here, book)
    }

    /// G3: what it let through is use, whatever becomes of it.
    pub fn note_use(&self, management: &mut Management<'_>) {
        for run in &self.arrivals.runs {
            management.note_use(run.user, run.through, run.count - run.others);
        }
    }

    /// What became of the attempts, for counts and timeline; the result is whether any was refused.
    pub fn note(&self, management: &mut Management<'_>, book: &mut DayBook<'_>) -> bool {
        let mut refused = false;
        for run in &self.arrivals.runs {
            let items = self.arrivals.items(run);
            let (mut admitted, mut prioritised) = (run.count, run.count - run.others);
            if run.told {
                (admitted, prioritised) = self.note_items(items, management, book);
                refused |= items.iter().any(|i| i.admitted < i.attempt.count);
            } else {
                items.iter().for_each(|i| book.admit(i.attempt.of(), i.admitted));
            }
            self.note_answers(run, book);
            book.take_in(prioritised, admitted - prioritised);
            management.note_admitted(admitted);
            management.note_first_admitted(run.user, self.first_admitted(run));
        }
        refused
    }

    /// F6: how many first submissions of a User were admitted at their first attempt, prioritised ones as in M5.
    fn first_admitted(&self, run: &Sent) -> u64 {
        let plan = self.plan;
        let first = |i: &&Item| {
            let a = &i.attempt;
            a.attempt == 1 && plan.counts_as_first(a.of())
        };
        let of_items: u64 = self.arrivals.items(run).iter().filter(first).map(|i| i.admitted).sum();
        let plain = run.plain.filter(|_| !run.told).map_or(0, |place| {
            match plan.scenario.mechanism.prioritised_use_allocation {
                true => self.here.placed(self.cell).users[place].count,
                false => self.here.sums(self.cell).not_prioritised[place],
            }
        });
        of_items + plain
    }

    /// The items of a User of whom something was refused: how many were admitted, and of them
    /// prioritised.
    fn note_items(
        &self,
        items: &[Item],
        management: &mut Management<'_>,
        book: &mut DayBook<'_>,
    ) -> (u64, u64) {
        let (mut all, mut of_them) = (0, 0);
        for item in items {
            let c = item.attempt.of();
            let (throttled, rejected) = (item.throttled(), item.through - item.admitted);
            book.admit(c, item.admitted);
            all += item.admitted;
            of_them += if self.plan.hot(c).prioritised { item.admitted } else { 0 };
            management.note_buffered(self.plan.hot(c).user(), item.buffered);
            if throttled + rejected + item.capped > 0 {
                book.refuse(&item.attempt, throttled, rejected, item.capped);
                management.note_refused(&item.attempt, throttled, rejected);
            }
        }
        (all, of_them)
    }
}
