//! Storms: network parties poll (G9), and devices without power do not answer.

use super::arrivals::{Arrivals, Run as Sent};
use super::attempt::{Attempt, Tag};
use super::run::Run;
use crate::domain::{NANO, Nano};
use crate::random::Purpose;

impl Run<'_> {
    /// Supply is lost and restored in `cell`; polls that begin go into `found`, and those that a newer round
    /// supersedes are given up.
    pub(super) fn poll(&mut self, cell: u64, found: &mut Vec<Attempt>) {
        if !self.storm {
            return;
        }
        let mut superseded = Vec::new();
        found.retain(|a| {
            let gone = self.is_superseded(cell, a);
            superseded.extend(gone.then_some(*a));
            !gone
        });
        for a in superseded {
            self.give_up(cell, a);
        }
        let mut begun = Vec::new();
        self.supplies.begin_cell(&self.keys, cell, &mut begun);
        for (c, n) in begun {
            self.book.begin(c as usize, n);
            found.push(Attempt::first(c as usize, cell, n));
        }
    }

    /// Whether a newer round of polls supersedes `a`; a copy of one that the DSP holds it does not.
    pub(super) fn is_superseded(&self, cell: u64, a: &Attempt) -> bool {
        if !self.plan.hot(a.of()).polls {
            return false;
        }
        let poll = self.plan.traffic.cohorts[a.of()].poll;
        let alone = a.tag.group().is_none();
        poll.is_some_and(|p| alone && self.supplies.is_superseded(p.party, a.first_cell(), cell))
    }

    /// Customers' polls were admitted.
    pub(super) fn note_polls(&mut self, a: &Attempt) {
        if let Some(poll) = self.plan.traffic.cohorts[a.of()].poll.filter(|p| !p.neighbours) {
            self.supplies.admitted(poll.party, a.first_cell(), a.count);
        }
    }

    /// How many of what is processed in `cell` have devices without power.
    pub(super) fn in_the_dark(&mut self, cell: u64, a: &Attempt) -> u64 {
        let plan = self.plan;
        let kind = &plan.hot(a.of());
        if kind.polls {
            let (cohort, manner) = (&plan.traffic.cohorts[a.of()], &plan.cold(a.of()));
            let poll = cohort.poll.expect("it polls");
            if poll.neighbours {
                return 0;
            }
            let polls = (poll.party, a.first_cell(), a.count);
            let times = (manner.response, manner.timeout);
            return self.supplies.processed(&self.keys, polls, cell, times);
        }
        if !self.storm || !kind.device {
            return 0;
        }
        let (off, meters) = self.supplies.without_power(kind.user());
        // One that did not answer before is among the first to lose power: it has none while as many are off.
        let among = a.tag.least_off().unwrap_or(meters);
        if off == 0 {
            return 0;
        }
        let share = (off as f64 / among as f64).min(1.0);
        self.answers.of(&self.keys, cell).binomial(a.count, share)
    }

    /// What to remember of requests that were not answered: the fewest meters off when they were processed.
    pub(super) fn least_off(&self, a: &Attempt) -> Tag {
        let (off, _) = self.supplies.without_power(self.plan.traffic.cohorts[a.of()].user);
        Tag::not_answered(a.tag.least_off().map_or(off, |least| least.min(off)))
    }

    /// Whether everything that arrives in a cell of `capacity`, in which the DSP starts `started` requests, has
    /// to be looked at one by one: it matters when it is processed, and some of it may be later.
    pub(super) fn looks_closer(&self, arrivals: &Arrivals, started: u64, capacity: Nano) -> bool {
        let most = arrivals.count + started + self.queues.size;
        self.timely && (!self.backlog.is_empty() || Nano::from(most) * NANO > capacity)
    }

    /// The plain requests of a cell, all processed in it, of which some have devices without power.
    pub(super) fn dark_plain(&mut self, cell: u64, arrivals: &Arrivals) {
        if !self.storm {
            return;
        }
        for run in arrivals.runs.iter().filter(|r| !r.told) {
            if let Some(place) = run.plain {
                self.dark_of_user(cell, run, place);
            }
        }
    }

    fn dark_of_user(&mut self, cell: u64, run: &Sent, place: usize) {
        let plan = self.plan;
        let at = (cell - self.here.first) as usize;
        let (off, meters) = self.supplies.without_power(run.user);
        let mut left = self.here.sums[at].devices[place];
        if off == 0 || left == 0 {
            return;
        }
        let mut draws = self.keys.draws(Purpose::Dark, cell, run.user as u64);
        let dark = draws.binomial(left, off as f64 / meters as f64);
        if dark == 0 {
            return;
        }
        let here = self.here.placed.cell(at);
        let own = here.users[place];
        let fresh = here.plain[own.from..own.to].iter();
        let fresh = fresh.filter(|f| plan.hot(f.cohort as usize).device);
        let mut left_of: Vec<(usize, u64, u64)> =
            fresh.map(|f| (f.cohort as usize, f.count, 0)).collect();
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
        for (c, _, n) in left_of.into_iter().filter(|l| l.2 > 0) {
            // No wait at all is late where the target is shorter than any.
            let always_late = plan.cold(c).late_after < 0;
            self.book.not_served(c, n, always_late);
            self.north.respond_not(cell, c, n);
            self.timed_out(cell, Attempt::first(c, cell, n));
        }
    }
}
