//! Devices without power in storms, and network parties that poll them (G9).
//!
//! Scope: polls that begin and those that a newer round supersedes, and which of what is processed has devices that do
//! not answer (here); who is off supply, and what is known of it (`devices/supply.rs`). Left out: what Users do who get no answer.
//! Source: `docs/rules.md`, G9. Checked by: the judge.

mod supply;
mod unanswered;

use super::attempt::Attempt;
use super::book::DayBook;
use super::cell_draws::CellDraws;
use super::gateway::arrivals::Arrivals;
use super::here::Here;
use super::plan::{Hot, Plan};
use crate::domain::Standing;
use crate::ledger;
use crate::random::{Keys, Purpose};
use crate::traffic::{Fresh, Piece};
use supply::{Silence, Supplies};
pub use unanswered::{Foreknown, Unanswered};

/// The devices of a run's storms.
#[derive(Clone)]
pub struct Devices<'a> {
    plan: &'a Plan,
    keys: &'a Keys,
    supplies: Supplies,
    /// Whether the half-hour is in a storm.
    storm: bool,
    /// What is known beforehand of the open half-hour.
    pub foreknown: Foreknown,
}

impl<'a> Devices<'a> {
    /// Before the run's first cell.
    pub fn new(plan: &'a Plan, keys: &'a Keys) -> Self {
        Self {
            plan,
            keys,
            supplies: Supplies::new(plan),
            storm: false,
            foreknown: Foreknown::default(),
        }
    }

    /// The cells `from..to` begin, opened or not; the result is whether they are in a storm.
    pub fn open(&mut self, from: u64, to: u64) -> bool {
        self.storm = self.touches(from, to);
        self.foreknown = Foreknown::default();
        self.storm
    }

    /// Whether the run has storms at all.
    pub fn any(&self) -> bool {
        self.supplies.any()
    }

    /// More than surely begins of polls in the cells `from..to`, by pieces counted from `from`.
    pub fn most_polls(&self, from: u64, to: u64) -> Vec<Piece> {
        self.supplies.most_polls(from, to)
    }

    /// Whether a storm is on, ends, or has polls to begin, in the cells `from..to`.
    pub fn touches(&self, from: u64, to: u64) -> bool {
        self.supplies.touches(from, to)
    }

    /// Alerts of loss and of restoration that come in `cell`, by party.
    pub fn told(&mut self, cell: u64) -> Vec<(usize, [u64; 2])> {
        self.supplies.told(cell)
    }

    /// Whether any alert comes in the cells `from..to`.
    pub fn tell(&self, from: u64, to: u64) -> bool {
        self.supplies.tells(from, to)
    }

    /// Supply is lost and restored in `cell`, in which the mechanism is `active` or not; polls that begin go into `found`, and
    /// those that a newer round supersedes come out of it.
    pub fn poll(
        &mut self,
        cell: u64,
        active: bool,
        found: &mut Vec<Attempt>,
        book: &mut DayBook<'_>,
    ) -> Vec<Attempt> {
        if !self.supplies.any() {
            return Vec::new();
        }
        // Retries may come long after the storm's last round.
        let superseded = match found.iter().any(|a| self.is_superseded(cell, a)) {
            true => found.extract_if(.., |a| self.is_superseded(cell, a)).collect(),
            false => Vec::new(),
        };
        if !self.storm {
            return superseded;
        }
        let mut begun = Vec::new();
        self.supplies.begin_cell(self.keys, cell, active, &mut begun);
        for (c, n) in begun {
            let poll = Attempt::first(c as usize, cell, n).standing(Standing::Polls);
            let poll = poll.first_due(active && self.plan.follows(c as usize));
            book.begin(c as usize, n);
            book.tell_standing(&poll);
            found.push(poll);
        }
        superseded
    }

    /// Whether a newer round of polls supersedes `a`; a copy of one that the DSP holds it does not.
    #[inline]
    pub fn is_superseded(&self, cell: u64, a: &Attempt) -> bool {
        self.plan.hot(a.of()).polls && a.tag.group().is_none() && self.is_of_old_round(cell, a)
    }

    #[inline(never)]
    fn is_of_old_round(&self, cell: u64, a: &Attempt) -> bool {
        let poll = self.plan.traffic.cohorts[a.of()].poll;
        poll.is_some_and(|p| self.supplies.is_superseded(p.party, a.first_cell(), cell))
    }

    /// Customers' polls were admitted.
    pub fn note_polls(&mut self, a: &Attempt) {
        if let Some(poll) = self.plan.traffic.cohorts[a.of()].poll.filter(|p| !p.neighbours) {
            self.supplies.admitted(poll.party, a.first_cell(), a.count);
        }
    }

    /// How many of what is processed in `cell` have devices that do not answer: without power, or polls of meters with
    /// supply whose communications are out.
    #[inline(always)]
    pub fn in_the_dark(&mut self, cell: u64, a: &Attempt, draws: &mut CellDraws<'_>) -> u64 {
        let hot = self.plan.hot(a.of());
        match hot.polls {
            true => self.polls_in_the_dark(cell, a, draws),
            false if self.storm && hot.device => self.without_power(cell, a, draws),
            false => 0,
        }
    }

    #[inline(never)]
    fn polls_in_the_dark(&mut self, cell: u64, a: &Attempt, draws: &mut CellDraws<'_>) -> u64 {
        let plan = self.plan;
        let poll = plan.traffic.cohorts[a.of()].poll.expect("it polls");
        let silence = Silence::new(self.supplies.silent(poll.party), || draws.of(cell));
        let (response, timeout) = (plan.cold(a.of()).response, plan.cold(a.of()).timeout);
        if poll.neighbours {
            let at = cell + timeout;
            return self.supplies.neighbours_processed(poll.party, a.count, silence, at);
        }
        let (polls, times) = ((poll.party, a.first_cell(), a.count), (response, timeout));
        self.supplies.processed(self.keys, polls, silence, cell, times)
    }

    #[inline(never)]
    fn without_power(&self, cell: u64, a: &Attempt, draws: &mut CellDraws<'_>) -> u64 {
        let (off, meters) = self.supplies.without_power(self.plan.hot(a.of()).user());
        // One that did not answer before is among the first to lose power: it has none while as many are off.
        let among = a.tag.least_off().unwrap_or(meters);
        if off == 0 {
            return 0;
        }
        let share = (off as f64 / among as f64).min(1.0);
        draws.of(cell).binomial(a.count, share)
    }

    /// Whether requests of the cohort `hot` may have no answer, in this half-hour or, as what is followed is told, at all.
    #[inline]
    pub fn may_be_silent(&self, hot: &Hot) -> bool {
        (self.storm && hot.device) || (hot.followed && self.supplies.any())
    }

    /// Meters without power in the cell, for what `a` asks.
    pub fn off(&self, a: &Attempt) -> u64 {
        self.supplies.without_power(self.plan.hot(a.of()).user()).0
    }

    /// Of the plain requests of a cell, all processed in it, those that have devices without power.
    pub fn dark_plain(&self, cell: u64, arrivals: &Arrivals, here: &Here) -> Vec<Attempt> {
        if !self.storm || self.foreknown.is_on() {
            return Vec::new();
        }
        let plain = arrivals.runs.iter().filter(|r| !r.told);
        let plain = plain.filter_map(|r| Some((r.user, r.plain?)));
        plain
            .flat_map(|(user, place)| self.dark_of_user((cell, arrivals.active), user, place, here))
            .collect()
    }

    fn dark_of_user(
        &self,
        (cell, active): (u64, bool),
        user: usize,
        place: usize,
        here: &Here,
    ) -> Vec<Attempt> {
        let (off, meters) = self.supplies.without_power(user);
        let mut left = here.sums(cell).devices[place];
        if off == 0 || left == 0 {
            return Vec::new();
        }
        let mut draws = self.keys.draws(Purpose::Dark, cell, user as u64);
        let dark = draws.binomial(left, off as f64 / meters as f64);
        if dark == 0 {
            return Vec::new();
        }
        let fresh = here.of_user(cell, place).iter();
        let fresh = fresh.filter(|f| self.plan.hot(f.cohort as usize).device);
        let mut left_of: Vec<(Fresh, u64, u64)> = fresh.map(|f| (*f, f.count, 0)).collect();
        // Few of many: each is picked by itself.
        for _ in 0..dark {
            let mut point = draws.below(left);
            left -= 1;
            for (_, n, taken) in &mut left_of {
                if point < *n {
                    (*n, *taken) = (*n - 1, *taken + 1);
                    break;
                }
                point -= *n;
            }
        }
        let dark = left_of.into_iter().filter(|l| l.2 > 0);
        dark.map(|(f, _, n)| here.first(self.plan, &f, (cell, active)).times(n)).collect()
    }

    /// What each party has learnt when the run ends.
    pub fn close(self) -> Vec<ledger::Supply> {
        self.supplies.finish()
    }
}
