//! What the DSP starts itself: DCC-scheduled requests, and future-dated ones it held until due (T2).

use super::due::{FallenDue, Start};
use super::released::HeldUp;
use crate::domain::Nano;
use crate::engine::attempt::{Attempt, Past};
use crate::engine::book::{Became, DayBook};
use crate::engine::plan::Plan;
use crate::mechanism::Budget;
use crate::random::{Keys, Purpose, deal};
use crate::traffic::Fresh;
use std::collections::{BTreeMap, VecDeque};

/// Requests held until due, to be started, or deferred.
#[derive(Clone)]
pub struct Starts<'a> {
    plan: &'a Plan,
    keys: &'a Keys,
    /// By due cell, then cohort; `u64::MAX` for one that the run does not reach.
    held: BTreeMap<(u64, u32), u64>,
    /// Fallen due, by block.
    due: BTreeMap<u64, Vec<FallenDue>>,
    /// By the cell in which they are started, in the block that is open.
    coming: BTreeMap<u64, Vec<Start>>,
    /// To be started in this cell; once the cell's room is known, those that are.
    now: Vec<Start>,
    /// Waiting for room or service: what came in each cell, oldest first.
    deferred: VecDeque<Vec<Start>>,
    held_up: HeldUp,
    /// What of C × cell is theirs before anything else (G4).
    share: Budget,
}

impl<'a> Starts<'a> {
    /// Before the run's first cell; what is held then counts as begun with the run.
    pub fn new(plan: &'a Plan, keys: &'a Keys, book: &mut DayBook<'_>) -> Self {
        let mut starts = Self {
            plan,
            keys,
            held: BTreeMap::new(),
            due: BTreeMap::new(),
            coming: BTreeMap::new(),
            now: Vec::new(),
            deferred: VecDeque::new(),
            held_up: HeldUp::default(),
            share: Budget::default(),
        };
        for (cohort, due, n) in plan.traffic.held_before(keys) {
            book.begin_held(cohort, n);
            starts.hold_until(cohort as u32, due, n);
        }
        starts
    }

    fn hold_until(&mut self, cohort: u32, due: u64, n: u64) {
        if n > 0 {
            *self.held.entry((due, cohort)).or_default() += n;
        }
    }

    /// T2: the future-dated requests `a`, accepted in `cell`, are started when due, or in the next cell if that has passed.
    pub fn hold(&mut self, cell: u64, a: &Attempt, due: usize, book: &mut DayBook<'_>) {
        book.became(cell, a, Became::Admitted);
        book.became(cell, a, Became::Served);
        book.hold(a.of(), a.count);
        match self.plan.traffic.dues[due].after(a.first_cell()) {
            Some(due) if due <= cell => self.start_in(a.cohort, cell + 1, a.count),
            due => self.hold_until(a.cohort, due.unwrap_or(u64::MAX), a.count),
        }
    }

    /// The same of a half-hour taken whole: they were sent before cell `end`, and nothing falls due before that.
    pub fn hold_whole(&mut self, cohort: usize, due: usize, end: u64, n: u64) {
        let due = self.plan.traffic.dues[due].after(end - 1).unwrap_or(u64::MAX);
        self.hold_until(cohort as u32, due, n);
    }

    fn start_in(&mut self, cohort: u32, cell: u64, count: u64) {
        let past = Past::default();
        self.coming.entry(cell).or_default().push(Start { cohort, from: cell, past, count });
    }

    /// Whether anything waits for room or service.
    pub fn is_deferred(&self) -> bool {
        !self.deferred.is_empty()
    }

    /// Whether anything waits for room or service, or is started in a cell of `from..to` because its
    /// due time had passed, or falls due inside them, their first apart.
    pub fn any_in(&self, from: u64, to: u64) -> bool {
        self.is_deferred()
            || !self.held_up.is_empty()
            || self.coming.range(from..to).next().is_some()
            || self.held.range((from + 1, 0)..(to, 0)).next().is_some()
    }

    /// Half-hour `block` begins: what is due on its edge falls due.
    pub fn begin_block(&mut self, block: usize) {
        self.fall_due(self.plan.clock.cells(block).0);
    }

    /// What is due in `cell` falls to the blocks over which it is started evenly.
    fn fall_due(&mut self, cell: u64) {
        let (traffic, per_block) = (&self.plan.traffic, self.plan.clock.per_block);
        while let Some((&(due, cohort), &count)) =
            self.held.first_key_value().filter(|((due, _), _)| *due <= cell)
        {
            self.held.remove(&(due, cohort));
            let of = &traffic.cohorts[cohort as usize];
            let end = cell + of.due.map_or(1, |d| traffic.dues[d].spread);
            let mut draws = self.keys.draws(Purpose::Due, of.key, cell);
            let (mut from, mut left) = (cell, count);
            while from < end {
                let block = from / per_block;
                let to = end.min((block + 1) * per_block);
                let here = if to == end {
                    left
                } else {
                    draws.binomial(left, (to - from) as f64 / (end - from) as f64)
                };
                left -= here;
                if here > 0 {
                    let part = FallenDue { cohort, due: cell, from, to, count: here };
                    if from > cell || from % per_block == 0 {
                        self.due.entry(block).or_default().push(part);
                    } else {
                        self.place(part);
                    }
                }
                from = to;
            }
        }
    }

    /// What has fallen due is to be started in `block`: taken, if the block is taken whole.
    pub fn due_in(&self, block: usize) -> &[FallenDue] {
        self.due.get(&(block as u64)).map_or(&[], Vec::as_slice)
    }

    /// Takes what is to be started in a quiet `block`.
    pub fn take_due(&mut self, block: usize) -> Vec<FallenDue> {
        self.due.remove(&(block as u64)).unwrap_or_default()
    }

    /// Half-hour `block` is opened: what is to be started in it is placed in its cells.
    pub fn open(&mut self, block: usize) {
        for part in self.take_due(block) {
            self.place(part);
        }
    }

    fn place(&mut self, part: FallenDue) {
        for (at, n) in part.cells(&self.plan.traffic, self.keys) {
            self.start_in(part.cohort, at, n);
        }
    }

    /// What maintenance held up, and has run in `cell`, is deferred.
    pub fn release(&mut self, cell: u64) {
        self.held_up.release(self.plan, self.keys, cell, &mut self.deferred);
    }

    /// What is to be started in `cell`, of which `fresh` is DCC scheduled in it; `past` says whose it is, and
    /// whether the mechanism is active (C2).
    pub fn gather<'f>(
        &mut self,
        cell: u64,
        fresh: impl Iterator<Item = &'f Fresh>,
        past: impl Fn(usize) -> Past,
        book: &mut DayBook<'_>,
    ) {
        self.fall_due(cell);
        self.now.clear();
        self.now.extend(self.coming.remove(&cell).into_iter().flatten());
        self.now.iter().for_each(|s| book.fall_due(s.cohort as usize, s.count));
        let first = |f: &Fresh| Start {
            cohort: f.cohort,
            from: cell,
            past: Past::default(),
            count: f.count,
        };
        self.now.extend(fresh.map(first));
        self.now.iter_mut().for_each(|s| s.past = past(s.cohort as usize));
        self.now.iter().for_each(|s| book.defer(s.cohort as usize, s.count));
    }

    /// G4: what of it the DSP takes in `cell` before anything else, which has `room`: at most the share that is theirs,
    /// `part` of C × cell in nano-requests. The result is how much.
    pub fn start(&mut self, cell: u64, part: Nano, room: u64, book: &mut DayBook<'_>) -> u64 {
        self.admit(cell, self.share.whole(part).min(room));
        count(&self.now, book)
    }

    /// G4: after all else the DSP takes as much of what still waits as it could else do nothing for: `idle` requests.
    /// The cell is over for them. The result is how much.
    pub fn start_more(&mut self, cell: u64, part: Nano, idle: u64, book: &mut DayBook<'_>) -> u64 {
        let before = self.now.len();
        self.take(cell, idle, 1);
        self.share.spend(part, self.is_deferred());
        count(&self.now[before..], book)
    }

    /// There is no service in `cell`: all of it waits.
    pub fn put_off(&mut self, cell: u64) {
        self.admit(cell, 0);
        self.share.spend(0, self.is_deferred());
    }

    /// What was started in the cell.
    pub fn started(&self) -> &[Start] {
        &self.now
    }

    /// Those of this cell wait behind those of earlier ones; `room` of all are taken (G4): the oldest first, of those of
    /// one cell a uniformly random choice. What is taken takes their place.
    fn admit(&mut self, cell: u64, room: u64) {
        let wanted: u64 = self.now.iter().map(|s| s.count).sum();
        if self.deferred.is_empty() && wanted <= room {
            return;
        }
        if wanted > 0 {
            self.deferred.push_back(self.now.clone());
        }
        self.now.clear();
        self.take(cell, room, 0);
    }

    /// Takes `room` of what waits, the oldest first; `place` is that of the draws.
    fn take(&mut self, cell: u64, room: u64, place: u64) {
        let mut room = room;
        while let Some(oldest) = self.deferred.front_mut() {
            let counts: Vec<u64> = oldest.iter().map(|s| s.count).collect();
            let all: u64 = counts.iter().sum();
            if all > room {
                if room > 0 {
                    let mut draws = self.keys.draws(Purpose::Scheduled, cell, place);
                    let mut taken = Vec::new();
                    deal(&mut draws, &counts, room, &mut taken);
                    for (start, n) in oldest.iter_mut().zip(taken) {
                        self.now.push(Start { count: n, ..*start });
                        start.count -= n;
                    }
                }
                return;
            }
            room -= all;
            self.now.append(oldest);
            self.deferred.pop_front();
        }
    }

    /// What is held, and what is deferred, by cohort; for the audit at the run's end.
    pub fn all(&self) -> (impl Iterator<Item = (u32, u64)>, impl Iterator<Item = (u32, u64)>) {
        let held = self.held.iter().map(|((_, cohort), n)| (*cohort, *n));
        let due = self.due.values().flatten().map(|d| (d.cohort, d.count));
        let coming = self.coming.values().flatten().map(|s| (s.cohort, s.count));
        let deferred = self.deferred.iter().flatten().chain(self.held_up.all());
        (held.chain(due).chain(coming), deferred.map(|s| (s.cohort, s.count)))
    }
}

/// What was `started` is counted; the result is how much.
fn count(started: &[Start], book: &mut DayBook<'_>) -> u64 {
    started.iter().for_each(|s| book.start(s.cohort as usize, s.count));
    started.iter().map(|s| s.count).sum()
}
