//! A quiet block: no rule could act in it, so it is taken whole.

use super::arrivals;
use super::attempt::Attempt;
use super::backlog::{Joined, Role};
use super::run::Run;
use super::starts::Due;
use crate::domain::{Mode, NANO};
use crate::ledger::{Row, UserRow};
use crate::traffic::{Fresh, Piece, Placed, Traffic, largest_window};

impl Run<'_> {
    /// A bound on the busiest window of `block` if it is quiet: no rule could act in it.
    pub(super) fn quiet_bound(&self, block: usize, counts: &[u64], follow: &[u64]) -> Option<f64> {
        let (from, to) = self.cells(block);
        let at_rest = !self.activation.is_active()
            && self.backlog.is_empty()
            && !self.retries.any_in(from, to)
            && !self.starts.any_in(from, to)
            && !self.plan.outage_touches(from, to)
            && !self.due_in(from, to, counts)
            && to + self.plan.slowest <= self.end
            && !self.supplies.touches(from, to)
            && self.queues.is_empty()
            && !self.warned.any(from)
            && self.overload.is_over(from)
            && self.guards_are_quiet(from, to, counts, follow.iter().sum());
        if !at_rest {
            return None;
        }
        let per_window = self.plan.scenario.calendar.cells_per_window() as u64;
        let due = self.starts.due_in(block).iter();
        let more =
            due.map(|d| Piece { from: d.from - from, to: d.to - from, mean: d.count as f64 });
        let follow = (0..).zip(follow).filter(|(_, n)| **n > 0);
        let more =
            more.chain(follow.map(|(at, n)| Piece { from: at, to: at + 1, mean: *n as f64 }));
        let (window, cell) = largest_window(&self.plan.traffic, block, counts, more, per_window);
        let (load_of_window, load_of_cell) = self.load_bound(from, to, cell)?;
        let window = window + load_of_window;
        // One request of room for the rounding of the bound itself.
        let fits = (cell + load_of_cell + 1.0) * NANO as f64 <= self.plan.capacity as f64;
        let below = (window + 1.0) * (NANO as f64) < self.plan.loudest() as f64;
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

    /// A quiet block: everything offered is admitted and processed at once.
    pub(super) fn take_whole(&mut self, block: usize, counts: &[u64]) -> Taken {
        let (from, to) = self.cells(block);
        let plan = self.plan;
        let row = Row { cell: from, cells: to - from, ..Row::default() };
        let users = vec![UserRow::default(); plan.scenario.users.len()];
        self.begin_periods(from);
        let mut taken = Taken { row, users, ..Taken::default() };
        let mut places = vec![0; (to - from) as usize];
        for (c, &n) in counts.iter().enumerate().filter(|(_, n)| **n > 0) {
            let cohort = &plan.traffic.cohorts[c];
            if plan.plain[c] && plan.counts() {
                arrivals::count(plan, &mut self.ledger, &Fresh { cohort: c as u32, count: n });
                self.pass_guards(cohort.pair, n);
                self.wait_whole(c, 0, n);
                continue;
            }
            self.admit_whole(c, n, &mut taken);
            if let Some(due) = cohort.due {
                let due = plan.traffic.dues[due].after(to - 1).unwrap_or(u64::MAX);
                self.ledger.pairs[cohort.pair].processed += n;
                self.ledger.pairs[cohort.pair].earlier_submissions += n;
                self.ledger.open[cohort.pair].held += n;
                self.starts.hold(c as u32, due, n);
            } else if cohort.step.is_some() {
                plan.traffic.place_one(&self.keys, block, c, n, &mut places);
                for (cell, n) in (from..).zip(&mut places).filter(|(_, n)| **n > 0) {
                    self.serve_at_once(cell, Attempt::first(c, cell, std::mem::take(n)));
                }
            } else if cohort.is_signed() {
                self.sign_whole(block, c, n, &mut places, &mut taken);
            } else {
                self.ledger.pairs[cohort.pair].processed += n;
                self.ledger.pairs[cohort.pair].served += n;
                self.wait_whole(c, 0, n);
            }
        }
        self.start_whole(block, &mut taken);
        self.follow_whole(block, &mut taken);
        self.respond_whole(block, counts, &taken);
        taken.loads = self.go_north_whole(from, to);
        if !plan.counts() {
            self.ledger.timeline.push(taken.row);
            self.ledger.users.append(&mut taken.users);
        }
        taken
    }

    /// Counts `n` attempts of cohort `c` that are admitted.
    fn admit_whole(&mut self, c: usize, n: u64, taken: &mut Taken) {
        let cohort = &self.plan.traffic.cohorts[c];
        let pair = &mut self.ledger.pairs[cohort.pair];
        pair.attempts += n;
        pair.admitted += n;
        if cohort.mode == Mode::DccScheduled {
            taken.row.started += n;
            return;
        }
        taken.users[cohort.user].attempts += n;
        self.pass_guards(self.plan.traffic.cohorts[c].pair, n);
        if self.plan.key.prioritised[c] {
            taken.row.admitted_prioritised += n;
        } else {
            taken.row.admitted_other += n;
        }
    }

    /// Notes the waits, in cells, of `n` last submissions of cohort `c`.
    fn wait_whole(&mut self, c: usize, cells: u64, n: u64) {
        let plan = self.plan;
        if !plan.counts() {
            self.ledger.waits.add(cells * 10, n);
        }
        if (cells * 10) as i64 > plan.late_after[plan.key.late_kind[c]] {
            self.ledger.pairs[plan.traffic.cohorts[c].pair].late += n;
        }
    }

    /// What was admitted in `cell` is processed in it.
    fn serve_at_once(&mut self, cell: u64, what: Attempt) {
        if !self.plan.manners[what.of()].signs {
            self.wait_whole(what.of(), cell.saturating_sub(what.first_cell()), what.count);
        }
        self.processed(cell, &Joined { what, role: Role::Request, live: true, late: false });
    }

    /// T6: `n` first submissions of cohort `c`; their second ones are taken whole too, but for those that fall
    /// over the block's end.
    fn sign_whole(
        &mut self,
        block: usize,
        c: usize,
        n: u64,
        places: &mut [u64],
        taken: &mut Taken,
    ) {
        let plan = self.plan;
        let cohort = &plan.traffic.cohorts[c];
        let then = cohort.then.expect("signed");
        let later = plan.traffic.place_tail(&self.keys, block, c, n, places);
        if later > 0 {
            let from = self.cells(block).0;
            for (cell, n) in (from..).zip(places).filter(|(_, n)| **n > 0) {
                let second = Attempt::first(c, cell, std::mem::take(n));
                self.follows
                    .put(Attempt { cohort: then.cohort as u32, ..second }, cell + then.delay);
            }
            self.ledger.open[cohort.pair].pending += later;
        }
        let here = n - later;
        let counts = &mut self.ledger.pairs[cohort.pair];
        counts.processed += n + here;
        counts.earlier_submissions += n;
        counts.submissions += here;
        counts.served += here;
        self.admit_whole(then.cohort, here, taken);
        self.wait_whole(then.cohort, then.delay, here);
    }

    /// T2: what is due is started.
    fn start_whole(&mut self, block: usize, taken: &mut Taken) {
        taken.due = self.starts.take_due(block);
        for i in 0..taken.due.len() {
            let (c, n) = (taken.due[i].cohort as usize, taken.due[i].count);
            let pair = self.plan.traffic.cohorts[c].pair;
            self.ledger.open[pair].held -= n;
            let counts = &mut self.ledger.pairs[pair];
            counts.submissions += n;
            counts.attempts += n;
            counts.admitted += n;
            counts.processed += n;
            counts.served += n;
            self.wait_whole(c, 0, n);
            taken.row.started += n;
        }
    }

    /// T6, T7: what follows comes in its cells, and is served at once.
    fn follow_whole(&mut self, block: usize, taken: &mut Taken) {
        let (from, to) = self.cells(block);
        let mut found = Vec::new();
        for cell in from..to {
            self.begin_following(cell, &mut found);
            for a in found.drain(..) {
                self.admit_whole(a.of(), a.count, taken);
                taken.followed.push((cell, a.cohort, a.count));
                self.serve_at_once(cell, a);
            }
        }
    }
}

/// A block that was taken whole.
#[derive(Clone, Debug, Default)]
pub(super) struct Taken {
    /// What fell due in it.
    pub due: Vec<Due>,
    /// What followed in it: cell, cohort, attempts.
    pub followed: Vec<(u64, u32, u64)>,
    /// What messages counted in L of each window (G7); empty where they do not.
    pub loads: Vec<u64>,
    row: Row,
    users: Vec<UserRow>,
}

/// T6: the second submissions of a quiet block's fresh requests that fall into it as well: cohort, cell of the
/// block, and how many.
pub(super) fn seconds<'a>(
    traffic: &'a Traffic,
    placed: &'a Placed,
) -> impl Iterator<Item = (usize, usize, u64)> {
    let cells = traffic.cells_per_block() as usize;
    (0..cells).flat_map(move |cell| {
        placed.cell(cell).others.iter().filter_map(move |f| {
            let cohort = &traffic.cohorts[f.cohort as usize];
            let then = cohort.then.filter(|_| cohort.is_signed())?;
            let at = cell + then.delay as usize;
            (at < cells).then_some((then.cohort, at, f.count))
        })
    })
}
