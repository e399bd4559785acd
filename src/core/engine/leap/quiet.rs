//! A quiet block: no rule could act in it, so it is taken whole.

use super::taken::Taken;
use crate::domain::{NANO, Standing};
use crate::engine::attempt::{Attempt, Joined, StandsFor};
use crate::engine::book::Whose;
use crate::engine::rooms::Rooms;
use crate::engine::standing::Standings;
use crate::ledger::ByStanding;
use crate::traffic::{Piece, largest_window};

impl Rooms<'_> {
    /// A bound on the busiest window of `block` if it is quiet as long as that is below what the mechanism acts on: no other
    /// rule could act in it.
    pub fn quiet_bound(&self, block: usize, counts: &[u64]) -> Option<f64> {
        let (from, to) = self.plan.clock.cells(block);
        let stormy = self.is_stormy(from, to);
        let at_rest = self.management.is_at_rest(from)
            && self.dsp.is_at_rest(from, to)
            && (stormy || self.users.is_at_rest(from, to))
            && !self.plan.service.is_touched(from, to)
            && !self.due_in(from, to, counts)
            && to + self.plan.cohorts.slowest <= self.plan.clock.end
            && self.gateway.buffers.is_empty();
        if !at_rest {
            return None;
        }
        let follow = self.users.walk(block, counts);
        if !self.gateway.guards.are_quiet((from, to), counts, follow.iter().flatten())
            || self.stops_steps(counts, &follow)
        {
            return None;
        }
        let counts = &*self.not_stopped(counts);
        let (more, storm) = match stormy {
            true => self.most_in_storm(block, counts)?,
            false => Default::default(),
        };
        let per_window = self.plan.clock.per_window;
        let due = self.dsp.starts.due_in(block).iter().map(|d| d.piece(from));
        let follow = (0..).zip(&follow).map(|(at, cell)| {
            let n: u64 = cell.iter().map(|a| a.count).sum();
            Piece { from: at, to: at + 1, mean: n as f64 }
        });
        let follow = follow.filter(|piece| piece.mean > 0.0);
        let (traffic, more) = (&self.plan.traffic, due.chain(follow).chain(more));
        let (window, cell) = largest_window(traffic, block, counts, more, &storm, per_window);
        let tell = self.devices.tell(from, to) || self.devices.touches(from, to);
        let (load_of_window, load_of_cell) = self.north.load_bound(from, to, cell, tell)?;
        let window = window + load_of_window;
        // One request of room for the rounding of the bound itself.
        let fits = (cell + load_of_cell + 1.0) * NANO as f64 <= self.plan.capacity as f64;
        fits.then_some(window)
    }

    /// Whether anything sent in the cells `from..to`, put off until them by a warning (M8) included, could fall due in
    /// them, their first apart.
    fn due_in(&self, from: u64, to: u64, counts: &[u64]) -> bool {
        let traffic = &self.plan.traffic;
        let within = |due: usize| {
            traffic.dues[due].cells.iter().any(|c| (from as i64 + 1..to as i64).contains(c))
        };
        let due: Vec<bool> = (0..traffic.dues.len()).map(within).collect();
        let falls = |c: usize| traffic.cohorts[c].due.is_some_and(|d| due[d]);
        due.contains(&true)
            && ((0..counts.len()).any(|c| counts[c] > 0 && falls(c))
                || (from..to).any(|cell| self.users.following(cell).iter().any(|a| falls(a.of()))))
    }

    /// A quiet block, of whose busiest window there is a `bound`: everything offered is admitted and processed at once. The
    /// result is a bound that is none the worse, too.
    pub fn take_whole(&mut self, block: usize, counts: &[u64], bound: f64) -> (Taken, f64) {
        let (from, to) = self.plan.clock.cells(block);
        let plan = self.plan;
        let stormy = self.is_stormy(from, to);
        self.devices.open(from, to);
        let mut taken = Taken::default();
        let mut places = vec![0; (to - from) as usize];
        let standings = self.drawn.standings(block, plan);
        let all = counts;
        let counts = &*self.not_stopped(all);
        let unanswered = if stormy { self.foresee(block, counts) } else { Vec::new() };
        self.book.begin_half_hour(from);
        self.gateway.guards.begin_periods(from);
        self.stop_fresh(from, (all, counts), &standings, &mut taken);
        for (c, &n) in counts.iter().enumerate().filter(|(_, n)| **n > 0) {
            let cohort = &plan.traffic.cohorts[c];
            if plan.hot(c).plain && plan.counts() {
                self.book.take_plain(c, n);
                self.book.send(plan.hot(c).user(), n);
                self.gateway.guards.pass(c, n);
                self.late_whole(c, 0, n);
                continue;
            }
            self.admit_whole(c, n);
            if let Some(due) = cohort.due {
                self.hold_whole(c, due, to, n);
            } else if cohort.step.is_some() {
                plan.traffic.place_one(self.keys, block, c, n, &mut places);
                for (cell, n) in (from..).zip(&mut places).filter(|(_, n)| **n > 0) {
                    let first = Attempt::first(c, cell, std::mem::take(n));
                    self.serve_at_once(cell, first.standing(standings.of(plan.hot(c), cell)));
                }
            } else if cohort.is_signed() {
                self.sign_whole(block, c, n, &mut places, &standings);
            } else {
                self.book.serve_at_once(c, n);
                self.wait_whole(c, 0, standings.split(plan, self.keys, c, n));
            }
        }
        self.start_whole(block, &mut taken, &standings);
        self.north.respond_whole(block, counts, &taken.due);
        unanswered.iter().for_each(|u| self.take_back_unanswered(u));
        self.follow_whole(block, &mut taken, stormy);
        self.accept_whole(block, counts, &taken);
        taken.loads = self.north.step_whole(from, to, |cell| self.devices.told(cell));
        self.book.load_messages(taken.loads.iter().sum());
        self.book.tell_whole(to - from);
        let bound = if stormy { self.bound_of_taken(block, counts, &taken) } else { bound };
        (taken, bound)
    }

    /// Counts `n` attempts of cohort `c` that are admitted.
    pub(super) fn admit_whole(&mut self, c: usize, n: u64) {
        if !self.plan.hot(c).at_gateway {
            return self.book.start_at_once(c, n);
        }
        let hot = self.plan.hot(c);
        self.book.pass(c, n);
        self.book.send(hot.user(), n);
        self.gateway.guards.pass(c, n);
        let (prioritised, other) = if hot.prioritised { (n, 0) } else { (0, n) };
        self.book.take_in(prioritised, other);
    }

    /// Notes the waits, in cells, of last submissions of cohort `c`, `n` by standing.
    fn wait_whole(&mut self, c: usize, cells: u64, n: ByStanding) {
        // What is first due in it is so while the mechanism is not active.
        for standing in Standing::ALL.into_iter().filter(|s| n[*s] > 0) {
            self.wait(&Attempt::first(c, 0, n[standing]).standing(standing), cells);
        }
    }

    fn wait(&mut self, a: &Attempt, cells: u64) {
        self.book.waited(cells * 10, &Whose::of(self.plan, a), a.count);
        self.late_whole(a.of(), cells, a.count);
    }

    /// Whether these waits are late.
    fn late_whole(&mut self, c: usize, cells: u64, n: u64) {
        let plan = self.plan;
        if (cells * 10) as i64 > plan.cold(c).late_after {
            self.book.late(c, n);
        }
    }

    /// T2: `n` requests of cohort `c`, sent before cell `end`, are held until they fall `due`, which none does before it.
    fn hold_whole(&mut self, c: usize, due: usize, end: u64, n: u64) {
        self.book.process_earlier(c, n);
        self.book.hold(c, n);
        self.dsp.starts.hold_whole(c, due, end, n);
    }

    /// What was admitted in `cell` is processed in it.
    fn serve_at_once(&mut self, cell: u64, what: Attempt) {
        let plan = self.plan;
        let bin = cell.saturating_sub(what.first_cell()) * 10;
        let tells = !plan.hot(what.of()).signs;
        if tells {
            self.book.waited_in_cell(bin, &Whose::of(plan, &what), what.count);
        }
        let late = tells && bin as i64 > plan.cold(what.of()).late_after;
        let role = StandsFor::Request;
        self.processed(cell, &Joined { what, role, live: true, part: 0, late });
    }

    /// T6: `n` first submissions of cohort `c`; their second ones are taken whole too, but for those that fall
    /// over the block's end.
    fn sign_whole(
        &mut self,
        block: usize,
        c: usize,
        n: u64,
        places: &mut [u64],
        standings: &Standings,
    ) {
        let plan = self.plan;
        let cohort = &plan.traffic.cohorts[c];
        let then = cohort.then.expect("signed");
        let later = plan.traffic.place_tail(self.keys, block, c, n, places);
        let mut by = standings.split(plan, self.keys, c, n);
        if later > 0 {
            let from = self.plan.clock.cells(block).0;
            for (cell, n) in (from..).zip(places).filter(|(_, n)| **n > 0) {
                let first = Attempt::first(c, cell, std::mem::take(n));
                let first = first.standing(standings.of(plan.hot(c), cell));
                by[first.past.standing()] -= first.count;
                let second = Attempt { cohort: then.cohort as u32, ..first };
                self.users.follow_later(second, cell + then.delay);
            }
        }
        let here = n - later;
        self.book.sign(c, later);
        self.book.process_earlier(c, here);
        self.book.begin_second(then.cohort, here);
        self.admit_whole(then.cohort, here);
        self.book.serve_at_once(then.cohort, here);
        self.wait_whole(then.cohort, then.delay, by);
    }

    /// T2: what is due is started.
    fn start_whole(&mut self, block: usize, taken: &mut Taken, standings: &Standings) {
        taken.due = self.dsp.starts.take_due(block);
        for i in 0..taken.due.len() {
            let (c, n) = (taken.due[i].cohort as usize, taken.due[i].count);
            self.book.fall_due(c, n);
            self.book.start_at_once(c, n);
            self.book.serve_at_once(c, n);
            let mut by = ByStanding::default();
            match standings.throughout(self.plan.hot(c)) {
                Some(standing) => by[standing] = n,
                None => {
                    for (cell, n) in taken.due[i].cells(&self.plan.traffic, self.keys) {
                        by[standings.of(self.plan.hot(c), cell)] += n;
                    }
                }
            }
            self.wait_whole(c, 0, by);
        }
    }

    /// T6, T7, M8: what follows, and what was put off, comes in its cells, and is served at once, or held until due; in a storm
    /// polls do, and what comes again (G9).
    fn follow_whole(&mut self, block: usize, taken: &mut Taken, stormy: bool) {
        let (from, to) = self.plan.clock.cells(block);
        let mut found = Vec::new();
        for cell in from..to {
            found.clear();
            if stormy {
                self.come_in_storm(cell, &mut found);
            }
            self.users.begin_following((cell, false), &mut found, &mut self.book);
            if stormy {
                found = self.gateway.in_order(&found).to_vec();
            }
            for a in &found {
                if self.gateway.guards.stops(a.of()) {
                    self.stop_following(cell, a, taken);
                    continue;
                }
                self.admit_found(cell, a, taken);
                match self.plan.traffic.cohorts[a.of()].due {
                    Some(due) => self.hold_whole(a.of(), due, to, a.count),
                    None => self.serve_at_once(cell, *a),
                }
            }
            self.book.pass_cell(false);
        }
    }
}
