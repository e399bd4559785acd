//! Where there is no service: when attempts are made that were counted at once (`users/closed.rs`).
//!
//! Only what is told over time asks for it, User by User. So requests of a User whose attempts are spaced alike go
//! together, whatever their SRV, mode or standing. Scope: whole runs. Source: `docs/rules.md`, G1 and U1. Checked by: z-tests
//! against the judge, and the sums of rows in `tests/it/explain`.

use super::Users;
use super::coming::Upcoming;
use crate::engine::attempt::{Attempt, Past, Tag};
use crate::engine::book::DayBook;
use crate::engine::plan::Plan;
use crate::random::{Purpose, spread};
use std::collections::BTreeMap;

/// The first cell of all of them.
const ANY: u32 = u32::MAX;

/// Attempts that are still to be told.
#[derive(Clone)]
pub(super) struct Unserved {
    /// For each cohort, that with which its requests go.
    goes_with: Vec<u32>,
    /// First attempts, or the first of which this is known: told already.
    firsts: Upcoming,
    /// Later ones, after which more may come.
    later: Upcoming,
    /// Those after which it is known what comes.
    single: Upcoming,
    /// Whether the requests of the half-hour are known from its beginning.
    pub known: bool,
    found: Vec<Attempt>,
}

impl Unserved {
    /// None yet.
    pub fn new(plan: &Plan) -> Self {
        let cohorts = if plan.counts() { 0 } else { plan.traffic.cohorts.len() };
        let mut known = BTreeMap::new();
        let goes_with = |c: usize| {
            let of = (plan.hot(c).user(), plan.cold(c).delays.as_slice());
            *known.entry(of).or_insert(c as u32)
        };
        let goes_with = (0..cohorts).map(goes_with).collect();
        let longest = plan.longest_tries().max(plan.clock.per_block);
        let new = || Upcoming::new(plan.clock.end, longest, vec![Some(ANY); cohorts]);
        Self {
            goes_with,
            firsts: new(),
            later: new(),
            single: new(),
            known: false,
            found: Vec::new(),
        }
    }

    /// Those that go with `a`.
    fn like(&self, a: &Attempt) -> Attempt {
        let past = Past::default().repeated();
        Attempt { cohort: self.goes_with[a.of()], first: ANY, tag: Tag::default(), past, ..*a }
    }
}

impl Users<'_> {
    /// Half-hour `block` begins. Where it is `closed`, and all that begins in it surely ends in vain, it is drawn where in it
    /// that falls.
    pub fn begin_half_hour(&mut self, block: usize, counts: &[u64], closed: bool) {
        self.unserved.known = closed;
        if !closed || self.plan.counts() {
            return;
        }
        let (plan, keys) = (self.plan, self.keys);
        let (from, to) = plan.clock.cells(block);
        let mut even: BTreeMap<u32, u64> = BTreeMap::new();
        let mut places = vec![0; (to - from) as usize];
        for (c, &n) in counts.iter().enumerate().filter(|(c, n)| **n > 0 && plan.hot(*c).at_gateway)
        {
            let pieces = plan.traffic.pieces(&plan.traffic.cohorts[c], block);
            if matches!(&pieces[..], [one] if one.from == 0 && one.to == plan.clock.per_block) {
                *even.entry(self.unserved.goes_with[c]).or_default() += n;
                continue;
            }
            plan.traffic.place_one(keys, block, c, n, &mut places);
            self.place_firsts(from, c, &mut places);
        }
        let mut draws = keys.draws(Purpose::Unserved, from, 0);
        for (c, n) in even {
            spread(&mut draws, n, &mut places);
            self.place_firsts(from, c as usize, &mut places);
        }
        for cell in from..to {
            for a in self.follows.in_cell(cell) {
                self.unserved.firsts.put(self.unserved.like(a), cell);
            }
        }
    }

    fn place_firsts(&mut self, from: u64, c: usize, places: &mut [u64]) {
        for (cell, n) in (from..).zip(places).filter(|(_, n)| **n > 0) {
            let first = self.unserved.like(&Attempt::first(c, cell, std::mem::take(n)));
            self.unserved.firsts.put(first, cell);
        }
    }

    /// After the attempts `a`, made in `cell`, all further ones surely meet no service.
    pub(super) fn note_unserved(&mut self, cell: u64, a: &Attempt) {
        if !self.plan.counts() && !self.unserved.known {
            self.unserved.firsts.put(self.unserved.like(a), cell);
        }
    }

    /// The attempts `a` are made in `cell`, and meet no service.
    pub(super) fn note_single(&mut self, cell: u64, a: &Attempt) {
        if !self.plan.counts() {
            self.unserved.single.put(self.unserved.like(a), cell);
        }
    }

    /// Tells what is made in `cell`, in which there is no service.
    pub fn tell_unserved(&mut self, cell: u64, book: &mut DayBook<'_>) {
        if self.plan.counts() {
            return;
        }
        let (plan, unserved) = (self.plan, &mut self.unserved);
        let mut found = std::mem::take(&mut unserved.found);
        found.clear();
        unserved.single.take(cell, &mut found);
        let over = found.len();
        unserved.later.take(cell, &mut found);
        for a in &found {
            book.tell_unserved(plan.hot(a.of()).user(), a);
        }
        unserved.firsts.take(cell, &mut found);
        if found.len() == over {
            unserved.found = found;
            return;
        }
        let going = &mut found[over..];
        let kind = |a: &Attempt| (a.cohort, a.attempt);
        going.sort_unstable_by_key(kind);
        let mut draws = self.keys.draws(Purpose::Unserved, cell, 1);
        for same in going.chunk_by(|a, b| kind(a) == kind(b)) {
            let all = same[0].times(same.iter().map(|a| a.count).sum());
            let delays = &plan.cold(all.of()).delays;
            if let Some((from, to)) = delays.get(usize::from(all.attempt) - 1) {
                unserved.later.spread(&mut draws, all.again(), cell + from, cell + to, u64::MAX);
            }
        }
        unserved.found = found;
    }
}
