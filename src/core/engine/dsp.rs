//! The DSP: what it starts itself, its backlog, how long what joins it waits, and its collapse (G4–G8).
//!
//! Scope: a cell of it (here), the backlog (`dsp/backlog.rs`), how long what joined in a
//! cell has waited (`dsp/layer.rs`, `dsp/waits.rs`), DCC-scheduled requests and those it held
//! until due (`dsp/starts.rs`), what maintenance changes of those (`dsp/released.rs`), lasting overload (`dsp/overload.rs`). Left
//! out: what becomes of requests that are processed. Source: `docs/rules.md`, T2, G4–G8 and C2. Checked by: the judge.

mod backlog;
mod due;
mod layer;
mod overload;
mod released;
mod starts;
mod waits;

pub use due::FallenDue;
pub use layer::JoinedCell;

use super::attempt::{Attempt, Joined, StandsFor};
use super::book::{Became, DayBook};
use super::here::{Here, Plain};
use super::plan::Plan;
use crate::domain::Nano;
use crate::random::{Keys, Purpose};
use backlog::OpenWork;
use layer::{Dice, Part, Work};
use overload::Overload;
use starts::Starts;
use waits::{WaitClasses, plain_part};

/// The DSP of a run.
#[derive(Clone)]
pub struct Dsp<'a> {
    plan: &'a Plan,
    keys: &'a Keys,
    backlog: OpenWork,
    /// What it starts itself.
    pub starts: Starts<'a>,
    /// How long it has been overloaded.
    pub overload: Overload,
    waits: WaitClasses<'a>,
    /// What joins the backlog in the cell, and what is processed in it.
    joined: Vec<Joined>,
    done: Vec<Joined>,
}

impl<'a> Dsp<'a> {
    /// Before the run's first cell; what it holds then counts as begun with the run.
    pub fn new(plan: &'a Plan, keys: &'a Keys, book: &mut DayBook<'_>) -> Self {
        Self {
            plan,
            keys,
            backlog: OpenWork::default(),
            starts: Starts::new(plan, keys, book),
            overload: Overload::default(),
            waits: WaitClasses::new(plan, keys),
            joined: Vec::new(),
            done: Vec::new(),
        }
    }

    /// Whether nothing waits in it or for it in the cells `from..to`, of which it serves all.
    pub fn is_at_rest(&self, from: u64, to: u64) -> bool {
        self.is_idle() && !self.starts.any_in(from, to) && self.overload.is_over(from)
    }

    /// C × cell in `cell`, in nano-requests, of which an outage or a collapse takes its part.
    pub fn capacity(&mut self, cell: u64) -> Nano {
        let capacity = self.plan.service.share(cell).of(self.plan.capacity);
        if capacity == 0 || self.overload.until(cell).is_some() {
            self.overload.rest();
            return 0;
        }
        capacity
    }

    /// G8: of a `cell` with service, in which `left` more would have fitted: attempts were `rejected`, or are `buffered`, or
    /// neither. What the DSP starts itself and waits for its share alone is no overload.
    pub fn note_overload(&mut self, cell: u64, left: u64, rejected: bool, buffered: bool) {
        let waits = buffered || self.starts.is_deferred();
        self.overload.note(self.plan, cell, rejected || (left == 0 && waits));
    }

    /// Whether its backlog is empty.
    pub fn is_idle(&self) -> bool {
        self.backlog.is_empty()
    }

    /// Requests in its backlog, a part counted as one.
    pub fn requests(&self) -> u64 {
        self.backlog.requests()
    }

    /// Whether `n` requests that join in a cell of `capacity` are all processed in it.
    pub fn takes_all(&self, n: u64, capacity: Nano) -> bool {
        self.backlog.takes_all(n, capacity)
    }

    /// The same of `n` that join after what has in the cell.
    pub fn serves_all(&self, n: u64, capacity: Nano) -> bool {
        self.takes_all(n + self.joined.iter().map(|j| j.what.count).sum::<u64>(), capacity)
    }

    /// Half-hour `block` is opened, in which it may matter of everything when it is processed.
    pub fn open(&mut self, block: usize, timely: bool) {
        self.starts.open(block);
        if timely {
            self.backlog.enliven();
        }
    }

    /// G4: what it starts itself in `cell` is taken first, up to its share; the result is how much that is, and the room it
    /// leaves.
    pub fn start(&mut self, cell: u64, capacity: Nano, book: &mut DayBook<'_>) -> (u64, u64) {
        let room = self.backlog.room(capacity, self.plan.backlog_limit);
        let started = self.starts.start(cell, self.share_of(capacity), room, book);
        (started, room - started)
    }

    /// G4: `n` having been taken, it starts more in `cell`, oldest first, where it would else be idle; the result is how much.
    pub fn start_more(&mut self, cell: u64, capacity: Nano, n: u64, book: &mut DayBook<'_>) -> u64 {
        let idle = self.backlog.room(capacity, 0).saturating_sub(n);
        self.starts.start_more(cell, self.share_of(capacity), idle, book)
    }

    /// The part of a cell's `capacity` that what it starts itself may take first, nano-requests.
    fn share_of(&self, capacity: Nano) -> Nano {
        self.plan.scenario.gateway.scheduled_share.of(capacity)
    }

    /// What was started joins the backlog, before what is admitted from the gateway.
    pub fn join_started(&mut self, timely: bool) {
        for s in self.starts.started().iter().filter(|s| s.count > 0) {
            let what = Attempt::first(s.cohort as usize, s.from, s.count);
            let what = Attempt { past: s.past, ..what };
            self.joined.push(joined(self.plan, what, StandsFor::Request, timely));
        }
    }

    /// G5: attempts admitted in `cell` join the backlog; it holds what is to be started when due (T2).
    #[inline]
    pub fn join(&mut self, cell: u64, what: &Attempt, timely: bool, book: &mut DayBook<'_>) {
        let hot = self.plan.hot(what.of());
        let due = hot.held.then(|| self.plan.traffic.cohorts[what.of()].due).flatten();
        let role = match (due, what.tag.group()) {
            (Some(due), _) => {
                self.starts.hold(cell, what, due, book);
                StandsFor::Held
            }
            (None, Some(_)) => StandsFor::Copy,
            (None, None) => {
                if !hot.signs {
                    book.became(cell, what, Became::Admitted);
                }
                StandsFor::Request
            }
        };
        self.joined.push(joined(self.plan, *what, role, timely));
    }

    /// G6: it works for a cell of `capacity` on what has joined, with the `plain` requests. The result is those, where all
    /// is processed, the backlog having been empty.
    pub fn work(
        &mut self,
        (cell, capacity): (u64, Nano),
        plain: Plain,
        here: &Here,
        book: &mut DayBook<'_>,
    ) -> Option<Plain> {
        let n = plain.count + self.joined.iter().map(|j| j.what.count).sum::<u64>();
        let idle = self.backlog.takes_all(n, capacity);
        self.done.clear();
        if idle {
            self.waits.tell_at_once(cell, &mut self.joined, (&plain, here), book);
            std::mem::swap(&mut self.done, &mut self.joined);
            return Some(plain);
        }
        self.joined.iter().for_each(|j| book.wait(j));
        let parts = self.waits.sort(cell, &mut self.joined, (&plain, here));
        let work = Work { cell, capacity };
        self.backlog.join(work, &self.joined, plain, parts);
        self.joined.clear();
        let dice = || Dice {
            chosen: self.keys.draws(Purpose::Processed, cell, 0),
            order: self.keys.draws(Purpose::Backlog, cell, 0),
        };
        let mut told = |p: &Part, bin: u64, n: u64| book.waited_in_cell(bin + p.age, &p.whose, n);
        for (plain, late) in self.backlog.work(work, dice, &mut told, &mut self.done) {
            if late.iter().any(|n| *n > 0) {
                let mut draws = self.keys.draws(Purpose::Backlog, cell, 1 + plain.cell);
                self.waits.late_plain(&mut draws, &late, &plain, here, book);
            }
        }
        self.done.iter().for_each(|j| book.leave(j));
        None
    }

    /// What was processed in the cell, oldest first.
    pub fn done(&self) -> &[Joined] {
        &self.done
    }

    /// Half-hour `block` has ended: of the backlog's plain requests we say which they are, and of all that were
    /// processed, which.
    pub fn settle(&mut self, block: usize, here: &Here, book: &mut DayBook<'_>) -> Vec<Joined> {
        let mut dice = self.settling((block as u64, 0));
        let (mut told, mut done) = (Vec::new(), Vec::new());
        self.backlog.settle(&mut dice, tell(self.plan, here, &mut told), &mut done);
        settled(&told, done, book)
    }

    /// Says which of those that joined in cell `at`, if any are left, have been processed by the start of `cell`.
    pub fn settle_layer(
        &mut self,
        cell: u64,
        at: u64,
        here: &Here,
        book: &mut DayBook<'_>,
    ) -> Vec<Joined> {
        let (mut told, mut done) = (Vec::new(), Vec::new());
        let mut dice = self.settling((at, 1 + cell));
        if let Some(layer) = self.backlog.layer(at) {
            layer.settle(&mut dice, tell(self.plan, here, &mut told), &mut done);
        }
        settled(&told, done, book)
    }

    fn settling(&self, (at, then): (u64, u64)) -> Dice {
        let draws = |of: u64| self.keys.draws(Purpose::Settle, at, 2 * then + of);
        Dice { chosen: draws(0), order: draws(1) }
    }

    /// What joined in cell `at` and is still in the backlog.
    pub fn layer(&mut self, at: u64) -> Option<&mut JoinedCell> {
        self.backlog.layer(at)
    }

    /// Everything in the backlog; for the audit at the run's end.
    pub fn all(&self) -> impl Iterator<Item = &Joined> {
        self.backlog.all()
    }
}

/// Says which plain requests are, and of which kind of lateness, and keeps them.
fn tell<'t>(
    plan: &'t Plan,
    here: &'t Here,
    told: &'t mut Vec<Joined>,
) -> impl FnMut(&Plain) -> Vec<Joined> + 't {
    |plain| {
        let mut all = here.tell_apart(plan, plain);
        let followed: Vec<u32> = here.followed(plan, plain).map(|f| f.cohort).collect();
        all.iter_mut().for_each(|j| j.part = plain_part(plan, &followed, &j.what) as u32);
        told.extend_from_slice(&all);
        all
    }
}

/// Plain requests were `told` to be in the backlog, and what is `done` has left it.
fn settled(told: &[Joined], done: Vec<Joined>, book: &mut DayBook<'_>) -> Vec<Joined> {
    told.iter().for_each(|j| book.wait_after_all(j));
    done.iter().for_each(|j| book.leave(j));
    done
}

/// What joins the backlog.
fn joined(plan: &Plan, what: Attempt, role: StandsFor, timely: bool) -> Joined {
    let live = plan.hot(what.of()).live || role == StandsFor::Copy || timely;
    Joined { what, role, live, part: 0, late: false }
}
