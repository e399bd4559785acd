//! Half-hours of storms in which the gateway surely cannot bind, and those in which requests come again that were not
//! answered in one (G9): taken whole too.
//!
//! Everything in them is processed in the cell in which it comes. So which of their fresh requests go to devices without power
//! is known when they begin: how many devices are in each cell is given, and those of a cohort that may be among them are
//! drawn first, with a key of their own (`traffic/place.rs`), then which are, and when they are asked again. All others need
//! no cell. Only what is left is gone through by cell, in the order in which the gateway has it: polls, for what they tell, what comes again, and
//! what follows from the half-hour before. Opened, such a half-hour has the same draws at its beginning (`devices/unanswered.rs`).
//! Left out, and opened: one with processes' steps (T7), put-off requests (M8), anomaly detection or caps (G2), or whose
//! retries have another reason. Checked by: `--step-all`, and the judge's storms.

use super::taken::Taken;
use crate::engine::attempt::Attempt;
use crate::engine::devices::Unanswered;
use crate::engine::rooms::Rooms;
use crate::engine::standing::Standings;
use crate::random::{Draws, Purpose};
use crate::traffic::{Doubtful, InStorm, Piece, largest_window};

/// How many meters are without power in each cell of a half-hour, and how many there are: of each whose they are.
type Off = Vec<(Vec<u64>, u64)>;

impl Rooms<'_> {
    /// Whether the cells `from..to` are in a storm, or requests come again in them.
    pub fn is_stormy(&self, from: u64, to: u64) -> bool {
        self.devices.any() && (self.devices.touches(from, to) || !self.users.is_at_rest(from, to))
    }

    /// More than surely comes in a stormy `block` beside what is placed and what follows; none where it has to be opened
    /// whatever that is.
    pub(super) fn most_in_storm(
        &self,
        block: usize,
        counts: &[u64],
    ) -> Option<(Vec<Piece>, InStorm)> {
        let plan = self.plan;
        let (from, to) = plan.clock.cells(block);
        let is_second = |a: &Attempt| {
            let cohort = &plan.traffic.cohorts[a.of()];
            cohort.second && cohort.step.is_none()
        };
        let at_rest = !self.management.is_asked_of(from, to)
            && !self.management.is_tainted()
            && self.users.is_without_copies()
            && !plan.allowed.any
            && plan.first_steps.iter().all(|c| counts[*c] == 0)
            && (from..to).all(|cell| self.users.following(cell).iter().all(is_second));
        let retries = self.users.unanswered_in(from, to).filter(|_| at_rest)?;
        // Silence tells what polls ask.
        let once = self.devices.most_polls(from, to);
        let pieces = in_cells(retries.iter().copied());
        let times = plan.cohorts.cold.iter().map(|c| c.delays.len()).max().unwrap_or(0) as f64;
        let share = plan.traffic.dark.most_of_any(block);
        let again = retries.iter().copied().max().unwrap_or(0) as f64;
        Some((pieces, InStorm { once, share, again, times }))
    }

    /// The same bound on the busiest window of a stormy `block` as [`Rooms::quiet_bound`], since it is known what of it was
    /// not placed: it was `taken` so.
    pub(super) fn bound_of_taken(&self, block: usize, counts: &[u64], taken: &Taken) -> f64 {
        let plan = self.plan;
        let (from, to) = plan.clock.cells(block);
        let mut cells = vec![0; (to - from) as usize];
        for (cell, _, n) in taken.followed.iter().chain(&taken.repeated) {
            cells[(cell - from) as usize] += n;
        }
        let due = taken.due.iter().map(|d| d.piece(from));
        let more = due.chain(in_cells(cells.into_iter()));
        let none = InStorm::default();
        let per_window = plan.clock.per_window;
        let load = taken.loads.iter().copied().max().unwrap_or(0);
        largest_window(&plan.traffic, block, counts, more, &none, per_window).0 + load as f64
    }

    /// Of the fresh requests of a stormy quiet `block`, those that are not answered. When they are asked again is settled.
    pub fn foresee(&mut self, block: usize, counts: &[u64]) -> Vec<Unanswered> {
        let (plan, traffic) = (self.plan, &self.plan.traffic);
        let (from, to) = plan.clock.cells(block);
        let (off, mut all) = (traffic.dark.off(from, to), Vec::new());
        let standings = self.drawn.standings(block, plan);
        for (c, &n) in counts.iter().enumerate().filter(|(_, n)| **n > 0) {
            let cohort = &traffic.cohorts[c];
            if traffic.dark.most((cohort.user, cohort.srv), block) > 0.0 {
                let n = n - traffic.in_tail(self.keys, block, c, n);
                if let Some(doubtful) = traffic.place_doubtful(self.keys, block, c, n) {
                    self.foresee_of((c, from), doubtful, &off, &standings, &mut all);
                }
            }
        }
        self.foresee_due((block, from), &off, &standings, &mut all);
        all
    }

    /// The same of those of cohort `c` that are `doubtful`, in the half-hour that begins with cell `from`.
    fn foresee_of(
        &mut self,
        (c, from): (usize, u64),
        mut doubtful: Doubtful,
        off: &Off,
        standings: &Standings,
        all: &mut Vec<Unanswered>,
    ) {
        let cohort = &self.plan.traffic.cohorts[c];
        let Some(whose) = self.plan.traffic.dark.whose((cohort.user, cohort.srv)) else {
            return;
        };
        // A device gets the second submission of a critical request (T6).
        let (last, later) = cohort.then.map_or((c, 0), |then| (then.cohort, then.delay));
        let (off, meters) = &off[whose];
        for (at, n) in (0..).zip(&doubtful.cells).filter(|(_, n)| **n > 0) {
            let cell = from + at;
            let off = off[(at + later) as usize];
            let share = off as f64 / *meters as f64 / doubtful.most;
            let dark = doubtful.draws.binomial(*n, share.min(1.0));
            let what = Attempt::first(last, cell, dark);
            let what = what.standing(standings.of(self.plan.hot(c), cell));
            self.foresee_one(&mut doubtful.draws, (what, cell + later, off), all);
        }
    }

    /// The same of what falls due in `block`.
    fn foresee_due(
        &mut self,
        (block, from): (usize, u64),
        off: &Off,
        standings: &Standings,
        all: &mut Vec<Unanswered>,
    ) {
        let traffic = &self.plan.traffic;
        for due in self.dsp.starts.due_in(block).to_vec() {
            let c = due.cohort as usize;
            let Some(whose) = traffic.dark.whose((traffic.cohorts[c].user, traffic.cohorts[c].srv))
            else {
                continue;
            };
            let (off, meters) = &off[whose];
            let key = traffic.cohorts[c].key ^ due.from;
            let mut draws = self.keys.draws(Purpose::Dark, key, due.due);
            for (cell, n) in due.cells(traffic, self.keys) {
                let off = off[(cell - from) as usize];
                let dark =
                    if off == 0 { 0 } else { draws.binomial(n, off as f64 / *meters as f64) };
                let what = Attempt::first(c, cell, dark);
                let what = what.standing(standings.of(self.plan.hot(c), cell));
                self.foresee_one(&mut draws, (what, cell, off), all);
            }
        }
    }

    /// The requests `what`, processed in `cell` while `off` meters are without power, are not answered.
    fn foresee_one(
        &mut self,
        draws: &mut Draws,
        (what, cell, off): (Attempt, u64, u64),
        all: &mut Vec<Unanswered>,
    ) {
        if what.count > 0 {
            let ended = self.users.will_time_out(draws, cell, what, off);
            all.push(Unanswered { what, cell, ended });
        }
    }

    /// What comes to the gateway in `cell` of a stormy half-hour and is not fresh, in its order.
    pub(super) fn come_in_storm(&mut self, cell: u64, found: &mut Vec<Attempt>) {
        self.users.come_back(cell, found, &mut self.book);
        for a in self.devices.poll(cell, false, found, &mut self.book) {
            self.book.supersede(cell, &a);
        }
    }

    /// Attempts `a`, which came in `cell` of a half-hour taken whole, are admitted.
    pub(super) fn admit_found(&mut self, cell: u64, a: &Attempt, taken: &mut Taken) {
        self.admit_whole(a.of(), a.count);
        let here = (cell, a.cohort, a.count);
        match a.attempt {
            1 => taken.followed.push(here),
            _ => {
                self.book.repeat(a.count);
                taken.repeated.push(here);
            }
        }
        if self.plan.hot(a.of()).polls {
            self.devices.note_polls(a);
        }
    }
}

/// So many requests in each cell, as pieces.
fn in_cells(counts: impl Iterator<Item = u64>) -> Vec<Piece> {
    let some = (0..).zip(counts).filter(|(_, n)| *n > 0);
    some.map(|(at, n)| Piece { from: at, to: at + 1, mean: n as f64 }).collect()
}
