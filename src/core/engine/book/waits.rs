//! How long requests took (C2): waits, added delay by standing and, of those that are followed, by (User, SRV).

use super::DayBook;
use crate::domain::Standing;
use crate::engine::attempt::{Attempt, Tagged};
use crate::engine::plan::Plan;
use crate::random::{Draws, deal};

/// Whose requests are that waited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Whose {
    /// Tenths of a cell that a request takes by itself.
    pub itself: u64,
    /// Their standing.
    pub standing: Standing,
    /// Which they are, where they are followed.
    pub followed: Option<Followed>,
    /// For how many each of them stands: 0 where its wait is not told.
    pub weight: u32,
}

/// Followed requests that nothing tells apart: which have no answer is drawn among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Followed {
    /// Index of the cohort.
    pub cohort: u32,
    /// The cell in which they were first due.
    pub first: u32,
    /// Whether the mechanism was active in it.
    pub active: bool,
}

impl Default for Whose {
    /// Requests that stand for themselves, within.
    fn default() -> Self {
        Self { itself: 0, standing: Standing::Within, followed: None, weight: 1 }
    }
}

impl Whose {
    /// Whose `a` are.
    #[inline]
    pub fn of(plan: &Plan, a: &Attempt) -> Self {
        if a.past.tagged() == Tagged::No {
            return Self::untold();
        }
        Self {
            itself: plan.cold(a.of()).itself,
            standing: a.past.standing(),
            followed: plan.follows(a.of()).then(|| Followed::of(a)),
            weight: if a.past.tagged() == Tagged::Yes { plan.cold(a.of()).one_in } else { 1 },
        }
    }

    /// Of requests that tell no wait.
    pub fn untold() -> Self {
        Self { weight: 0, ..Self::default() }
    }
}

impl Followed {
    /// Those like `a`.
    fn of(a: &Attempt) -> Self {
        Self { cohort: a.cohort, first: a.first, active: a.past.active() }
    }
}

impl DayBook<'_> {
    /// `n` requests waited `bin` tenths of a cell for their last submission to be processed.
    #[inline]
    pub fn waited(&mut self, bin: u64, whose: &Whose, n: u64) {
        if whose.weight > 0 && !self.plan.counts() {
            self.tell_waited(bin, whose, n);
        }
    }

    fn tell_waited(&mut self, bin: u64, whose: &Whose, n: u64) {
        let added = bin.saturating_sub(whose.itself);
        self.ledger.waits.add_for(bin, n, whose.weight);
        self.ledger.added.add(whose.standing, added, n, whose.weight);
        if let Some(of) = whose.followed {
            if self.plan.times {
                self.time(bin, of, n * u64::from(whose.weight));
            }
            let pair = self.plan.hot(of.cohort as usize).pair();
            self.ledger.added.followed_of(pair).add(of.active, added, n, whose.weight);
        }
    }

    /// The same of what was processed in the present cell, of which some may turn out to have no answer (G9).
    #[inline]
    pub fn waited_in_cell(&mut self, bin: u64, whose: &Whose, n: u64) {
        self.waited(bin, whose, n);
        if whose.followed.is_some() {
            self.note_in_cell(bin, whose, n);
        }
    }

    fn note_in_cell(&mut self, bin: u64, whose: &Whose, n: u64) {
        let storms = !self.plan.traffic.parties.is_empty();
        if let Some(of) =
            whose.followed.filter(|of| storms && self.plan.hot(of.cohort as usize).told)
        {
            self.in_cell.push((of, bin.saturating_sub(whose.itself), n));
        }
    }

    /// Whether the requests `a` are followed, and their silence tells: then they count at their time-out (G9).
    #[inline]
    pub fn counts_silence(&self, a: &Attempt) -> bool {
        self.plan.hot(a.of()).told && self.plan.follows(a.of())
    }

    /// The requests `a`, whose silence counts, were processed in the present cell, and have no answer: that they count at their
    /// time-out is later than an answer by so much as that comes after it.
    pub fn count_at_time_out(&mut self, a: &Attempt, draws: &mut Draws) {
        let cold = self.plan.cold(a.of());
        let later = cold.timeout.saturating_sub(cold.response) * 10;
        let delays = self.ledger.added.followed_of(self.plan.hot(a.of()).pair());
        let of = Followed::of(a);
        let mut alike: Vec<_> = self.in_cell.iter_mut().filter(|told| told.0 == of).collect();
        let counts: Vec<u64> = alike.iter().map(|told| told.2).collect();
        let mut taken = Vec::new();
        deal(draws, &counts, a.count, &mut taken);
        for (told, n) in alike.iter_mut().zip(taken).filter(|(_, n)| *n > 0) {
            told.2 -= n;
            delays.postpone(of.active, (told.1, told.1 + later), n);
        }
    }

    /// The same of requests `a`, processed in `cell` after they waited for nothing, of which it was known beforehand.
    pub fn count_later(&mut self, cell: u64, a: &Attempt) {
        if self.counts_silence(a) {
            let cold = self.plan.cold(a.of());
            let later = cold.timeout.saturating_sub(cold.response) * 10;
            let added = ((cell - a.first_cell()) * 10).saturating_sub(cold.itself);
            let delays = self.ledger.added.followed_of(self.plan.hot(a.of()).pair());
            delays.postpone(a.past.active(), (added, added + later), a.count);
        }
    }

    /// Requests that are never answered are later than any.
    pub(super) fn never_answered(&mut self, a: &Attempt) {
        if self.plan.follows(a.of()) {
            let pair = self.plan.hot(a.of()).pair();
            self.ledger.added.followed_of(pair).never_answered(a.past.active(), a.count);
        }
    }
}
